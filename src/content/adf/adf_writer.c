/* The tree to ADF: the document and its blocks. What the schema doesn't allow in a place is written
 * as the nearest thing that it does, and reported. */
#include "content/adf/adf_writer.h"
#include "content/formats.h"

#include <string.h>

/* ---- text blocks ---- */

/*
 * Where the schema lets a text block stand elsewhere than on the left. Not both at once: alignment
 * is the one that is seen.
 */
static void put_position(struct adf_writer *writer, const struct adf_frame *frame,
                         const struct atl_node *node, enum adf_type type)
{
    adf_set allowed = adf_marks(frame->type, type);
    const char *align = atl_node_attribute(node, "align");
    const char *indent = atl_node_attribute(node, "indent");
    align = align == NULL ? frame->align : align;
    bool aligned = atl_text_equal(align, "center") || atl_text_equal(align, "right");
    if (aligned && (allowed & ADF_SET(ADF_MARK_ALIGNMENT)) != 0) {
        atl_buffer_printf(writer->buffer,
                          ",\"marks\":[{\"type\":\"alignment\",\"attrs\":{\"align\":\"%s\"}}]",
                          strcmp(align, "right") == 0 ? "end" : "center");
        if (indent != NULL) {
            adf_lost(writer, node, "indentation of aligned text");
        }
        return;
    }
    if (aligned) {
        adf_lost(writer, node, "alignment of a %s in a %s", atl_node_kind_name(node->kind),
                 adf_name(frame->type));
    }
    double level;
    if (indent == NULL || !adf_parse_number(indent, &level) || level < 1) {
        return;
    }
    if ((allowed & ADF_SET(ADF_MARK_INDENTATION)) == 0) {
        adf_lost(writer, node, "indentation of a %s in a %s", atl_node_kind_name(node->kind),
                 adf_name(frame->type));
        return;
    }
    atl_buffer_printf(writer->buffer,
                      ",\"marks\":[{\"type\":\"indentation\",\"attrs\":{\"level\":%d}}]",
                      level > 6 ? 6 : (int)level);
}

void adf_write_paragraph(struct adf_writer *writer, struct adf_frame *frame,
                         const struct atl_node *node, const struct atl_node *first,
                         const struct atl_node *end, bool strong)
{
    struct adf_frame inner = {.type = ADF_PARAGRAPH};
    struct adf_inlines inlines;
    adf_begin(writer, frame, ADF_PARAGRAPH);
    put_position(writer, frame, node, ADF_PARAGRAPH);
    adf_begin_inlines(writer, &inlines, &inner);
    inlines.strong = strong;
    if (writer->prefix != NULL) {
        adf_put_inline_text(writer, &inlines, writer->prefix, strlen(writer->prefix));
        writer->prefix = NULL;
    }
    for (const struct atl_node *child = first; child != end; child = child->next) {
        adf_put_inline(writer, &inlines, child);
    }
    adf_end_inlines(writer, &inlines);
}

static void write_heading(struct adf_writer *writer, struct adf_frame *frame,
                          const struct atl_node *node)
{
    if (!adf_make_room(writer, frame, ADF_HEADING)) {
        adf_lost(writer, node, "heading in a %s: a paragraph, strong", adf_name(frame->type));
        adf_write_paragraph(writer, frame, node, node->first, NULL, true);
        return;
    }
    struct adf_frame inner = {.type = ADF_HEADING};
    struct adf_inlines inlines;
    int32_t level = node->number < 1 ? 1 : node->number > 6 ? 6 : node->number;
    adf_begin(writer, frame, ADF_HEADING);
    adf_begin_attributes(writer);
    adf_put_number(writer, "level", level);
    adf_end_attributes(writer);
    put_position(writer, frame, node, ADF_HEADING);
    adf_begin_inlines(writer, &inlines, &inner);
    adf_put_inlines(writer, &inlines, node);
    adf_end_inlines(writer, &inlines);
}

/* ---- containers ---- */

/* What is in it takes its place. */
static void unwrap(struct adf_writer *writer, struct adf_frame *frame, const struct atl_node *node)
{
    adf_lost(writer, node, "%s in a %s: its content is kept", atl_node_kind_name(node->kind),
             adf_name(frame->type));
    adf_write_blocks(writer, frame, node);
}

static void write_title(struct adf_writer *writer, struct adf_frame *frame,
                        const struct atl_node *node, const char *title)
{
    struct adf_frame inner = {.type = ADF_PARAGRAPH};
    struct adf_inlines inlines;
    adf_begin(writer, frame, ADF_PARAGRAPH);
    adf_begin_inlines(writer, &inlines, &inner);
    inlines.strong = true;
    adf_put_inline_text(writer, &inlines, title, strlen(title));
    adf_end_inlines(writer, &inlines);
    (void)node;
}

static void write_quote(struct adf_writer *writer, struct adf_frame *frame,
                        const struct atl_node *node)
{
    if (!adf_make_room(writer, frame, ADF_BLOCKQUOTE)) {
        unwrap(writer, frame, node);
        return;
    }
    struct adf_frame inner = {.type = ADF_BLOCKQUOTE};
    adf_begin(writer, frame, ADF_BLOCKQUOTE);
    adf_begin_content(writer);
    adf_write_blocks(writer, &inner, node);
    adf_end_content(writer, &inner);
}

/* Attributes of the panel macro that ADF's panels don't have. */
static void report_panel_looks(struct adf_writer *writer, const struct atl_node *node)
{
    static const char *const looks[] = {"borderStyle", "borderColor", "borderWidth", "titleBGColor",
                                        "titleColor"};
    for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++) {
        if (atl_node_attribute(node, looks[i]) != NULL) {
            adf_lost(writer, node, "%s of a panel", looks[i]);
        }
    }
}

static void write_panel(struct adf_writer *writer, struct adf_frame *frame,
                        const struct atl_node *node)
{
    static const char *const types[] = {
        [ATL_PANEL_INFO] = "info",       [ATL_PANEL_NOTE] = "note",
        [ATL_PANEL_TIP] = "tip",         [ATL_PANEL_SUCCESS] = "success",
        [ATL_PANEL_WARNING] = "warning", [ATL_PANEL_ERROR] = "error",
        [ATL_PANEL_CUSTOM] = "custom",
    };
    const char *title = atl_node_attribute(node, "title");
    struct adf_frame inner = {.type = ADF_PANEL};
    bool panel = adf_make_room(writer, frame, ADF_PANEL);
    report_panel_looks(writer, node);
    if (panel) {
        adf_begin(writer, frame, ADF_PANEL);
        adf_begin_attributes(writer);
        adf_put_member(writer, "panelType",
                       types[node->value <= ATL_PANEL_CUSTOM ? node->value : ATL_PANEL_INFO]);
        adf_put_member(writer, "panelIcon", atl_node_attribute(node, "icon"));
        adf_put_member(writer, "panelIconId", atl_node_attribute(node, "iconId"));
        adf_put_member(writer, "panelIconText", atl_node_attribute(node, "iconText"));
        adf_put_member(writer, "panelColor", atl_node_attribute(node, "color"));
        adf_end_attributes(writer);
        adf_begin_content(writer);
    }
    if (!atl_text_is_empty(title)) {
        adf_lost(writer, node, "title of a panel: a paragraph, strong");
        write_title(writer, panel ? &inner : frame, node, title);
    }
    if (panel) {
        adf_write_blocks(writer, &inner, node);
        adf_end_content(writer, &inner);
    } else {
        unwrap(writer, frame, node);
    }
}

void adf_put_breakout(struct adf_writer *writer, const struct adf_frame *frame,
                      const struct atl_node *node, enum adf_type type)
{
    const char *mode = atl_node_attribute(node, "breakout");
    double width;
    if (mode == NULL) {
        return;
    }
    bool known = strcmp(mode, "wide") == 0 || strcmp(mode, "full-width") == 0;
    if (!known || (adf_marks(frame->type, type) & ADF_SET(ADF_MARK_BREAKOUT)) == 0) {
        adf_lost(writer, node, "width of a %s in a %s", atl_node_kind_name(node->kind),
                 adf_name(frame->type));
        return;
    }
    atl_buffer_add(writer->buffer, ",\"marks\":[{\"type\":\"breakout\"");
    adf_begin_attributes(writer);
    adf_put_member(writer, "mode", mode);
    if (adf_parse_number(atl_node_attribute(node, "breakoutWidth"), &width)) {
        adf_put_number(writer, "width", width);
    }
    adf_end_attributes(writer);
    atl_buffer_add(writer->buffer, "}]");
}

static void write_expand(struct adf_writer *writer, struct adf_frame *frame,
                         const struct atl_node *node)
{
    const char *title = atl_node_attribute(node, "title");
    enum adf_type type = adf_make_room(writer, frame, ADF_EXPAND)          ? ADF_EXPAND
                         : adf_make_room(writer, frame, ADF_NESTED_EXPAND) ? ADF_NESTED_EXPAND
                                                                           : ADF_UNKNOWN;
    if (type == ADF_UNKNOWN) {
        if (!atl_text_is_empty(title)) {
            write_title(writer, frame, node, title);
        }
        unwrap(writer, frame, node);
        return;
    }
    struct adf_frame inner = {.type = type};
    adf_begin(writer, frame, type);
    /* Those of a nested one are needed even when they are none. */
    adf_begin_attributes(writer);
    adf_put_member(writer, "title", title == NULL && type == ADF_NESTED_EXPAND ? "" : title);
    adf_end_attributes(writer);
    adf_put_breakout(writer, frame, node, type);
    adf_begin_content(writer);
    adf_write_blocks(writer, &inner, node);
    adf_end_content(writer, &inner);
}

/* ---- leaves ---- */

void adf_put_code_block(struct adf_writer *writer, struct adf_frame *frame, const char *language,
                        const char *text, size_t length)
{
    adf_begin(writer, frame, ADF_CODE_BLOCK);
    adf_begin_attributes(writer);
    adf_put_member(writer, "language", language);
    adf_end_attributes(writer);
    /* The tree's code ends in a newline. */
    length -= length > 0 && text[length - 1] == '\n';
    if (length > 0) {
        atl_buffer_add(writer->buffer, ",\"content\":[{\"type\":\"text\",\"text\":\"");
        adf_put_text(writer->buffer, text, length);
        atl_buffer_add(writer->buffer, "\"}]");
    }
}

static void write_code_block(struct adf_writer *writer, struct adf_frame *frame,
                             const struct atl_node *node)
{
    static const struct {
        const char *attribute;
        const char *what;
    } looks[] = {{"title", "title of a code block"},
                 {"numbers", "line numbers of a code block"},
                 {"first", "number of a code block's first line"},
                 {"collapse", "a code block that is folded: it is open"},
                 {"theme", "theme of a code block"},
                 {"info", "info string of a code block"}};
    adf_make_room(writer, frame, ADF_CODE_BLOCK);
    adf_put_code_block(writer, frame, atl_node_attribute(node, "language"), node->text,
                       node->length);
    adf_put_breakout(writer, frame, node, ADF_CODE_BLOCK);
    adf_end(writer);
    for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++) {
        if (atl_node_attribute(node, looks[i].attribute) != NULL) {
            adf_lost(writer, node, "%s", looks[i].what);
        }
    }
}

static void write_rule(struct adf_writer *writer, struct adf_frame *frame,
                       const struct atl_node *node)
{
    if (adf_make_room(writer, frame, ADF_RULE)) {
        adf_put_bare(writer, frame, ADF_RULE);
    } else {
        adf_lost(writer, node, "rule in a %s", adf_name(frame->type));
    }
}

/* ---- any block ---- */

void adf_write_block(struct adf_writer *writer, struct adf_frame *frame,
                     const struct atl_node *node)
{
    switch (node->kind) {
    case ATL_NODE_PARAGRAPH:
        if (adf_is_aligned_image(writer, node)) {
            adf_write_image(writer, frame, node->first);
        } else {
            adf_write_paragraph(writer, frame, node, node->first, NULL, false);
        }
        break;
    case ATL_NODE_HEADING:
        write_heading(writer, frame, node);
        break;
    case ATL_NODE_BULLET_LIST:
    case ATL_NODE_ORDERED_LIST:
    case ATL_NODE_TASK_LIST:
    case ATL_NODE_DECISION_LIST:
        adf_write_list(writer, frame, node);
        break;
    case ATL_NODE_QUOTE:
        write_quote(writer, frame, node);
        break;
    case ATL_NODE_PANEL:
        write_panel(writer, frame, node);
        break;
    case ATL_NODE_EXPAND:
        write_expand(writer, frame, node);
        break;
    case ATL_NODE_CODE_BLOCK:
        write_code_block(writer, frame, node);
        break;
    case ATL_NODE_PLAIN_BODY:
        adf_make_room(writer, frame, ADF_CODE_BLOCK);
        adf_put_code_block(writer, frame, NULL, node->text, node->length);
        adf_end(writer);
        break;
    case ATL_NODE_RULE:
        write_rule(writer, frame, node);
        break;
    case ATL_NODE_TABLE:
        adf_write_table(writer, frame, node);
        break;
    case ATL_NODE_LAYOUT:
        adf_write_layout(writer, frame, node);
        break;
    case ATL_NODE_IMAGE:
        adf_write_image(writer, frame, node);
        break;
    case ATL_NODE_MEDIA_GROUP:
        adf_write_media_group(writer, frame, node);
        break;
    case ATL_NODE_MACRO:
        adf_write_macro(writer, frame, node);
        break;
    case ATL_NODE_RAW:
        adf_write_raw(writer, frame, node);
        break;
    case ATL_NODE_BLOCK_CARD:
    case ATL_NODE_EMBED_CARD:
        adf_write_card(writer, frame, node);
        break;
    case ATL_NODE_FOOTNOTE:
        break; /* at the end */
    default:   /* parts of lists, tables and layouts that stand alone */
        unwrap(writer, frame, node);
    }
}

static bool is_inline(const struct atl_node *node)
{
    return node->kind >= ATL_NODE_EMPHASIS && node->kind <= ATL_NODE_FOOTNOTE_REF;
}

void adf_write_blocks(struct adf_writer *writer, struct adf_frame *frame,
                      const struct atl_node *parent)
{
    const struct atl_node *child = parent->first;
    while (child != NULL) {
        if (!is_inline(child)) {
            adf_write_block(writer, frame, child);
            child = child->next;
            continue;
        }
        const struct atl_node *first = child;
        while (child != NULL && is_inline(child)) {
            child = child->next;
        }
        adf_write_paragraph(writer, frame, parent, first, child, false);
    }
}

/* ---- the document ---- */

enum atl_status adf_write(const struct atl_content_tree *tree,
                          const struct atl_content_options *options, struct atl_buffer *buffer,
                          struct atl_error *error)
{
    const size_t start = buffer->length;
    struct adf_writer writer = {.buffer = buffer, .report = options->report};
    struct adf_frame document = {.type = ADF_DOC};
    content_footnotes_collect(&writer.footnotes, tree->document);
    atl_buffer_add(buffer, "{\"version\":1,\"type\":\"doc\"");
    adf_begin_content(&writer);
    adf_write_blocks(&writer, &document, tree->document);
    adf_write_footnotes(&writer, &document);
    adf_end_content(&writer, &document);
    content_footnotes_free(&writer.footnotes);
    atl_buffer_free(&writer.scratch);
    atl_buffer_free(&writer.marks);
    atl_arena_free(&writer.arena);
    /* Only nodes that are carried along can make it so. */
    if (atl_json_is_too_deep(buffer->data + start, buffer->length - start)) {
        atl_buffer_truncate(buffer, start);
        return atl_fail(error, ATL_FAILED, "adf: nested too deeply to be read again");
    }
    return ATL_OK;
}
