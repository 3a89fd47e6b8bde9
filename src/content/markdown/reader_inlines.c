/* Text and spans as md4c reports them. */
#include "content/entity.h"
#include "content/markdown/reader.h"
#include "content/markdown/spellings.h"

#include <string.h>

/* ---- spans ---- */

/* Where a span starts is known with its first text (markdown_reach); one without stands here. */
static void end_line_of(const struct markdown_reader *reader, struct atl_node *span)
{
    span->line = span->line == 0 ? reader->builder->line : span->line;
}

static void open_link(struct markdown_reader *reader, const MD_SPAN_A_DETAIL *detail)
{
    reader->autolink = detail->is_autolink != 0;
    if (reader->links++ > 0) {
        markdown_report_nested(reader);
        return;
    }
    struct atl_node *link = content_open(reader->builder, ATL_NODE_LINK);
    link->line = 0;
    markdown_attribute_text(reader, &detail->href, link);
    markdown_attribute_set(reader, &detail->title, link, "title");
}

static void close_link(struct markdown_reader *reader, const MD_SPAN_A_DETAIL *detail)
{
    struct atl_node *link = reader->builder->open;
    reader->autolink = false;
    if (--reader->links > 0) {
        return;
    }
    end_line_of(reader, link);
    content_close(reader->builder);
    if (reader->extended && detail->is_autolink == 0 && !content_builder_failed(reader->builder)) {
        markdown_finish_link(reader, link);
    }
}

static void open_image(struct markdown_reader *reader, const MD_SPAN_IMG_DETAIL *detail)
{
    if (reader->images++ > 0) {
        return; /* only its text counts */
    }
    reader->image = content_open(reader->builder, ATL_NODE_IMAGE);
    reader->image->line = 0;
    markdown_attribute_text(reader, &detail->src, reader->image);
}

static void close_image(struct markdown_reader *reader, const MD_SPAN_IMG_DETAIL *detail)
{
    if (--reader->images > 0) {
        return;
    }
    struct atl_arena *arena = reader->builder->arena;
    size_t length;
    const char *alternative = markdown_run_take(reader, &reader->run, &length);
    if (length > 0) {
        content_set_attribute(arena, reader->image, "alt",
                              atl_arena_strndup(arena, alternative, length));
    }
    markdown_attribute_set(reader, &detail->title, reader->image, "title");
    end_line_of(reader, reader->image);
    content_close(reader->builder);
}

static void close_code(struct markdown_reader *reader)
{
    struct atl_node *before = reader->builder->open->last;
    struct atl_node *code = content_leaf(reader->builder, ATL_NODE_CODE, NULL, 0);
    /* Text that was pending has become a node in between. */
    reader->code_before = before == NULL || before->next == code ? before : before->next;
    if (before == NULL && reader->builder->open->first != code) {
        reader->code_before = reader->builder->open->first;
    }
    reader->code_end = NULL;
    markdown_run_finish(reader, &reader->run, code);
}

static void close_formula(struct markdown_reader *reader)
{
    size_t length;
    const char *text = markdown_run_take(reader, &reader->run, &length);
    struct atl_node *macro = content_leaf(reader->builder, ATL_NODE_MACRO, MARKDOWN_MATH_INLINE,
                                          strlen(MARKDOWN_MATH_INLINE));
    char *formula = atl_arena_strndup(reader->builder->arena, text, length);
    for (char *newline = formula; (newline = strchr(newline, '\n')) != NULL;) {
        *newline = ' ';
    }
    content_set_attribute(reader->builder->arena, macro, "body", formula);
}

static void close_block_formula(struct markdown_reader *reader)
{
    struct atl_node *macro = content_open(reader->builder, ATL_NODE_MACRO);
    content_set_text(macro, MARKDOWN_MATH_BLOCK, strlen(MARKDOWN_MATH_BLOCK));
    size_t length;
    const char *text = markdown_run_take(reader, &reader->run, &length);
    /* Those next to the signs belong to them. */
    bool newline_first = length > 0 && text[0] == '\n';
    text += newline_first;
    length -= newline_first;
    length -= length > 0 && text[length - 1] == '\n';
    content_leaf(reader->builder, ATL_NODE_PLAIN_BODY, text, length);
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
    reader->spans++;
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

static bool is_empty(const struct atl_node *mark)
{
    return mark != NULL && atl_node_is_mark(mark) && mark->first == NULL;
}

void markdown_leave_span(struct markdown_reader *reader, MD_SPANTYPE type, void *detail)
{
    if (type == MD_SPAN_IMG) {
        close_image(reader, detail);
        return;
    }
    if (reader->images > 0 || reader->spans == 0) {
        return; /* md4c has ended links that hadn't begun */
    }
    markdown_close_tags(reader, reader->spans);
    reader->spans--;
    switch (type) {
    case MD_SPAN_CODE:
        close_code(reader);
        break;
    case MD_SPAN_LATEXMATH:
        close_formula(reader);
        break;
    case MD_SPAN_LATEXMATH_DISPLAY:
        close_block_formula(reader);
        break;
    case MD_SPAN_A:
        close_link(reader, detail);
        break;
    case MD_SPAN_EM:
    case MD_SPAN_STRONG:
    case MD_SPAN_DEL:
        content_close(reader->builder);
        reader->apart = reader->apart || is_empty(reader->builder->open->last);
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
    mend_line_end(reader, text, length);
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
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR) {
        markdown_run_add(reader, &reader->run, " ", 1);
    } else if (type == MD_TEXT_ENTITY &&
               content_entity_decode(text, length, bytes, &size) == length) {
        markdown_run_copy(&reader->run, bytes, size);
    } else {
        markdown_run_add(reader, &reader->run, text, length);
    }
}

void markdown_inline_text(struct markdown_reader *reader, MD_TEXTTYPE type, const char *text,
                          size_t length)
{
    if (reader->verbatim) {
        markdown_verbatim_text(reader, type, text, length);
        return;
    }
    if (reader->images > 0) {
        add_image_text(reader, type, text, length);
        return;
    }
    markdown_begin_inlines(reader);
    reader->trailing = 0;
    switch (type) {
    case MD_TEXT_NORMAL:
        if (reader->autolink) {
            content_text(reader->builder, text, length);
        } else {
            markdown_plain(reader, text, length);
        }
        break;
    case MD_TEXT_NULLCHAR: /* the text has none */
    case MD_TEXT_HTML:     /* comes elsewhere */
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
        /* md4c makes line breaks spaces of its own, but formulas may have several lines. */
        if (markdown_in_source(reader, text)) {
            markdown_run_add(reader, &reader->run, text, length);
        } else {
            markdown_run_add(reader, &reader->run, "\n", 1);
        }
        break;
    }
}
