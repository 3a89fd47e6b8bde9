/* The tree to ADF: marks around texts in the tree, beside each text in ADF. */
#include "content/adf/adf_writer.h"
#include "content/color.h"

#include <string.h>

const struct atl_node *adf_innermost(const struct adf_inlines *inlines, enum atl_node_kind kind)
{
    for (size_t i = inlines->mark_count; i-- > 0;) {
        if (inlines->marks[i]->kind == kind) {
            return inlines->marks[i];
        }
    }
    return NULL;
}

static void begin_mark(struct atl_buffer *marks, enum adf_type type)
{
    atl_buffer_add(marks, marks->length == 0 ? "" : ",");
    atl_buffer_add(marks, "{\"type\":\"");
    atl_buffer_add(marks, adf_name(type));
    atl_buffer_add_char(marks, '"');
}

static void add_text_member(struct atl_buffer *marks, const char *before, const char *text,
                            size_t length)
{
    atl_buffer_add(marks, before);
    adf_put_text(marks, text, length);
    atl_buffer_add_char(marks, '"');
}

/* Of each kind of mark the innermost one around a text, NULL for none: it is the one that counts.
 */
struct around {
    const struct atl_node *marks[ATL_NODE_KINDS];
};

static void add_plain_mark(struct atl_buffer *marks, const struct around *around,
                           enum atl_node_kind kind, enum adf_type type)
{
    if (around->marks[kind] != NULL) {
        begin_mark(marks, type);
        atl_buffer_add_char(marks, '}');
    }
}

static void add_link(struct adf_writer *writer, struct atl_buffer *marks,
                     const struct around *around)
{
    const struct atl_node *link = around->marks[ATL_NODE_LINK];
    if (link == NULL || !adf_is_safe(writer, link, link->text, link->length)) {
        return;
    }
    adf_check_reference(writer, link, link->text, link->length);
    begin_mark(marks, ADF_MARK_LINK);
    add_text_member(marks, ",\"attrs\":{\"href\":\"", link->text, link->length);
    const char *title = atl_node_attribute(link, "title");
    if (title != NULL) {
        add_text_member(marks, ",\"title\":\"", title, strlen(title));
    }
    atl_buffer_add(marks, "}}");
}

/* Any number of comments can be made on a text; each one counts. */
static void add_annotations(struct atl_buffer *marks, const struct adf_inlines *inlines)
{
    for (size_t i = 0; i < inlines->mark_count; i++) {
        const struct atl_node *mark = inlines->marks[i];
        if (mark->kind == ATL_NODE_ANNOTATION) {
            begin_mark(marks, ADF_MARK_ANNOTATION);
            add_text_member(marks, ",\"attrs\":{\"id\":\"", mark->text, mark->length);
            atl_buffer_add(marks, ",\"annotationType\":\"inlineComment\"}}");
        }
    }
}

static void add_color(struct adf_writer *writer, struct atl_buffer *marks,
                      const struct around *around, enum atl_node_kind kind, enum adf_type type)
{
    char hex[CONTENT_COLOR_BYTES];
    const struct atl_node *mark = around->marks[kind];
    if (mark == NULL) {
        return;
    }
    if (!content_color_parse(mark->text, mark->length, hex)) {
        adf_lost(writer, mark, "a colour that isn't one");
        return;
    }
    begin_mark(marks, type);
    atl_buffer_printf(marks, ",\"attrs\":{\"color\":\"%s\"}}", hex);
}

static void add_script(struct adf_writer *writer, struct atl_buffer *marks,
                       const struct around *around, bool superscript)
{
    const struct atl_node *sub = around->marks[ATL_NODE_SUBSCRIPT];
    const struct atl_node *super = around->marks[ATL_NODE_SUPERSCRIPT];
    if (sub == NULL && super == NULL && !superscript) {
        return;
    }
    if (sub != NULL && super != NULL) {
        adf_lost(writer, sub, "subscript within superscript: only one of them is kept");
    }
    begin_mark(marks, ADF_MARK_SUBSUP);
    atl_buffer_printf(marks, ",\"attrs\":{\"type\":\"%s\"}}",
                      super != NULL || superscript ? "sup" : "sub");
}

/* ADF's code has no looks of its own. */
static void report_code_marks(struct adf_writer *writer, const struct around *around)
{
    for (unsigned kind = ATL_NODE_EMPHASIS; kind < ATL_NODE_ANNOTATION; kind++) {
        if (around->marks[kind] != NULL) {
            adf_lost(writer, around->marks[kind], "%s of code", atl_node_kind_name(kind));
        }
    }
}

void adf_spell_marks(struct adf_writer *writer, const struct adf_inlines *inlines, bool code)
{
    struct atl_buffer *marks = &writer->scratch;
    struct around around = {0};
    for (size_t i = 0; i < inlines->mark_count; i++) {
        around.marks[inlines->marks[i]->kind] = inlines->marks[i];
    }
    atl_buffer_truncate(marks, 0);
    add_link(writer, marks, &around);
    if (code) {
        begin_mark(marks, ADF_MARK_CODE);
        atl_buffer_add_char(marks, '}');
        report_code_marks(writer, &around);
    } else {
        add_plain_mark(marks, &around, ATL_NODE_EMPHASIS, ADF_MARK_EM);
        if (inlines->strong || around.marks[ATL_NODE_STRONG] != NULL) {
            begin_mark(marks, ADF_MARK_STRONG);
            atl_buffer_add_char(marks, '}');
        }
        add_plain_mark(marks, &around, ATL_NODE_STRIKE, ADF_MARK_STRIKE);
        add_script(writer, marks, &around, inlines->superscript);
        add_plain_mark(marks, &around, ATL_NODE_UNDERLINE, ADF_MARK_UNDERLINE);
        add_color(writer, marks, &around, ATL_NODE_COLOR, ADF_MARK_TEXT_COLOR);
        add_color(writer, marks, &around, ATL_NODE_BACKGROUND, ADF_MARK_BACKGROUND_COLOR);
    }
    if (around.marks[ATL_NODE_ANNOTATION] != NULL) {
        add_annotations(marks, inlines);
    }
}
