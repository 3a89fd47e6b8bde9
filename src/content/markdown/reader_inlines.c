/* Text and spans as md4c reports them. */
#include "content/entity.h"
#include "content/markdown/reader.h"

#include <string.h>

/* ---- spans ---- */

static void open_link(struct markdown_reader *reader, const MD_SPAN_A_DETAIL *detail)
{
    struct atl_node *link = content_open(reader->builder, ATL_NODE_LINK);
    markdown_attribute_text(reader, &detail->href, link);
    markdown_attribute_set(reader, &detail->title, link, "title");
}

static void open_image(struct markdown_reader *reader, const MD_SPAN_IMG_DETAIL *detail)
{
    if (reader->images++ > 0) {
        return; /* only its text counts */
    }
    reader->image = content_open(reader->builder, ATL_NODE_IMAGE);
    markdown_attribute_text(reader, &detail->src, reader->image);
}

static void close_image(struct markdown_reader *reader, const MD_SPAN_IMG_DETAIL *detail)
{
    if (--reader->images > 0) {
        return;
    }
    struct markdown_run *alt = &reader->run;
    if (alt->length > 0) {
        char *text = atl_arena_strndup(reader->builder->arena, alt->text, alt->length);
        content_set_attribute(reader->builder->arena, reader->image, "alt", text);
    }
    markdown_run_clear(alt);
    markdown_attribute_set(reader, &detail->title, reader->image, "title");
    content_close(reader->builder);
}

static void close_code(struct markdown_reader *reader)
{
    struct atl_node *code = content_leaf(reader->builder, ATL_NODE_CODE, NULL, 0);
    reader->code_end = NULL;
    markdown_run_finish(reader, &reader->run, code);
}

static void close_formula(struct markdown_reader *reader, const char *name)
{
    struct atl_node *macro = content_open(reader->builder, ATL_NODE_MACRO);
    content_set_text(macro, name, strlen(name));
    struct atl_node *body = content_leaf(reader->builder, ATL_NODE_PLAIN_BODY, NULL, 0);
    markdown_run_finish(reader, &reader->run, body);
    content_close(reader->builder);
}

void markdown_enter_span(struct markdown_reader *reader, MD_SPANTYPE type, void *detail)
{
    markdown_begin_inlines(reader);
    reader->trailing = 0;
    if (type == MD_SPAN_IMG) {
        open_image(reader, detail);
    }
    if (reader->images > 0) {
        return;
    }
    switch (type) {
    case MD_SPAN_EM:
        content_open(reader->builder, ATL_NODE_EMPHASIS);
        break;
    case MD_SPAN_STRONG:
        content_open(reader->builder, ATL_NODE_STRONG);
        break;
    case MD_SPAN_DEL:
        content_open(reader->builder, ATL_NODE_STRIKE);
        break;
    case MD_SPAN_A:
        open_link(reader, detail);
        break;
    case MD_SPAN_IMG:
    case MD_SPAN_CODE:
    case MD_SPAN_LATEXMATH:
    case MD_SPAN_LATEXMATH_DISPLAY:
    case MD_SPAN_WIKILINK: /* not asked for */
    case MD_SPAN_U:
        break;
    }
}

void markdown_leave_span(struct markdown_reader *reader, MD_SPANTYPE type, void *detail)
{
    if (type == MD_SPAN_IMG) {
        close_image(reader, detail);
        return;
    }
    if (reader->images > 0) {
        return;
    }
    switch (type) {
    case MD_SPAN_CODE:
        close_code(reader);
        break;
    case MD_SPAN_LATEXMATH:
        close_formula(reader, "mathinline");
        break;
    case MD_SPAN_LATEXMATH_DISPLAY:
        close_formula(reader, "mathblock");
        break;
    case MD_SPAN_EM:
    case MD_SPAN_STRONG:
    case MD_SPAN_DEL:
    case MD_SPAN_A:
        content_close(reader->builder);
        break;
    case MD_SPAN_IMG:
    case MD_SPAN_WIKILINK:
    case MD_SPAN_U:
        break;
    }
}

/* ---- text ---- */

/*
 * A line's end in a code span is a space. md4c gives one, too, unless there is white space before
 * it: then only a gap in the source tells.
 */
static void mend_line_end(struct markdown_reader *reader, const char *text, size_t length)
{
    bool in_source = markdown_in_source(reader, text);
    if (in_source && reader->code_end != NULL && reader->code_end < text) {
        markdown_run_add(reader, &reader->run, " ", 1);
    }
    reader->code_end = in_source ? text + length : NULL;
}

/* In a table a code span has its pipes escaped as everything else has. */
static void add_code(struct markdown_reader *reader, const char *text, size_t length)
{
    if (reader->builder->open->kind != ATL_NODE_CODE_BLOCK) {
        mend_line_end(reader, text, length);
    }
    while (reader->in_cell && length > 1) {
        const char *escape = memmem(text, length, "\\|", 2);
        if (escape == NULL) {
            break;
        }
        markdown_run_add(reader, &reader->run, text, (size_t)(escape - text));
        markdown_run_add(reader, &reader->run, "|", 1);
        length -= (size_t)(escape + 2 - text);
        text = escape + 2;
    }
    markdown_run_add(reader, &reader->run, text, length);
}

/* White space at the start of a heading or paragraph doesn't count. */
static void add_plain(struct markdown_reader *reader, const char *text, size_t length)
{
    const struct content_builder *builder = reader->builder;
    if (builder->text_length == 0 && builder->open->first == NULL &&
        !atl_node_is_mark(builder->open)) {
        while (length > 0 && (text[0] == ' ' || text[0] == '\t')) {
            text++;
            length--;
        }
    }
    content_text(reader->builder, text, length);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t')) {
        length--;
        reader->trailing++;
    }
}

static void add_entity(struct markdown_reader *reader, const char *text, size_t length)
{
    char bytes[CONTENT_ENTITY_BYTES];
    size_t size;
    if (content_entity_decode(text, length, bytes, &size) == length) {
        content_text_copy(reader->builder, bytes, size);
    } else {
        content_text(reader->builder, text, length);
    }
}

/* What an image shows where it can't be seen: text without any markup. */
static void add_image_text(struct markdown_reader *reader, MD_TEXTTYPE type, const char *text,
                           size_t length)
{
    char bytes[CONTENT_ENTITY_BYTES];
    size_t size;
    struct markdown_run *run = &reader->run;
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR) {
        markdown_run_add(reader, run, " ", 1);
    } else if (type == MD_TEXT_ENTITY &&
               content_entity_decode(text, length, bytes, &size) == length) {
        atl_buffer_append(&run->copy, run->copy.length == 0 ? run->text : "",
                          run->copy.length == 0 ? run->length : 0);
        atl_buffer_append(&run->copy, bytes, size);
        run->text = run->copy.data;
        run->length = run->copy.length;
    } else {
        markdown_run_add(reader, run, text, length);
    }
}

void markdown_inline_text(struct markdown_reader *reader, MD_TEXTTYPE type, const char *text,
                          size_t length)
{
    if (reader->images > 0) {
        add_image_text(reader, type, text, length);
        return;
    }
    markdown_begin_inlines(reader);
    reader->trailing = 0;
    switch (type) {
    case MD_TEXT_NORMAL:
        add_plain(reader, text, length);
        break;
    case MD_TEXT_NULLCHAR: /* the text has none */
        break;
    case MD_TEXT_BR:
        content_leaf(reader->builder, ATL_NODE_HARD_BREAK, NULL, 0);
        break;
    case MD_TEXT_SOFTBR:
        content_leaf(reader->builder, ATL_NODE_SOFT_BREAK, NULL, 0);
        break;
    case MD_TEXT_ENTITY:
        add_entity(reader, text, length);
        break;
    case MD_TEXT_CODE:
        add_code(reader, text, length);
        break;
    case MD_TEXT_LATEXMATH:
        markdown_run_add(reader, &reader->run, text, length);
        break;
    case MD_TEXT_HTML:
        if (reader->builder->open->kind == ATL_NODE_RAW) {
            markdown_run_add(reader, &reader->run, text, length);
        } else {
            struct atl_node *raw = content_leaf(reader->builder, ATL_NODE_RAW, text, length);
            raw->value = ATL_CONTENT_HTML;
        }
        break;
    }
}
