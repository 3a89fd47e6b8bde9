/* Text at the start of a line, where it could be read as the start of a block. */
#include "content/markdown/writer_span.h"

#include <string.h>
#include <strings.h>

static bool is_rest_of(const struct markdown_span *span, char sign)
{
    size_t i = 0;
    while (i < span->length && (span->text[i] == sign || span->text[i] == ' ')) {
        i++;
    }
    return i == span->length && span->after == '\n';
}

/* What a label may have in it between two texts, and no bracket that ends it. */
static bool goes_on(const struct markdown_piece *piece, bool footnote)
{
    if (piece->kind == MARKDOWN_SPACE) {
        return !footnote;
    }
    if (piece->kind == MARKDOWN_LEAF) {
        return piece->node->kind == ATL_NODE_HARD_BREAK;
    }
    return piece->node->kind != ATL_NODE_LINK && piece->node->kind != ATL_NODE_ANNOTATION;
}

/* The first bracket without a backslash that ends a label; the text's length: there is none. */
static size_t label_end(const struct markdown_span *span)
{
    size_t end = 0;
    while (end < span->length && (span->text[end] != ']' || markdown_at(span, end + 1) == '(')) {
        end++;
    }
    return end;
}

/* Whether a line may be the start of "[label]:". A label may have several lines, a footnote's has
 * no spaces. */
static bool may_define(const struct markdown_writer *writer, const struct markdown_span *span)
{
    /* Within a paragraph it can be nothing else. */
    bool footnote = writer->out->length > writer->block_start;
    struct markdown_span part = *span;
    for (size_t i = writer->piece + 1;; i++) {
        size_t end = label_end(&part);
        if (footnote && memchr(part.text, ' ', end) != NULL) {
            return false;
        }
        if (end < part.length) {
            return markdown_at(&part, end + 1) == ':';
        }
        while (i < writer->pieces.count && goes_on(&writer->pieces.items[i], footnote)) {
            i++;
        }
        if (i >= writer->pieces.count) {
            return false;
        }
        const struct markdown_piece *piece = &writer->pieces.items[i];
        if (piece->kind != MARKDOWN_LEAF || piece->node->kind != ATL_NODE_TEXT) {
            return piece->kind != MARKDOWN_SPACE;
        }
        part = (struct markdown_span){.text = piece->node->text + piece->start,
                                      .length = piece->length,
                                      .after = markdown_first_byte(writer, i + 1)};
    }
}

/* "[ ]" of a task, "[!NOTE]" of an alert, "[TOC]", "[label]:" of a definition. */
static bool is_special_bracket(const struct markdown_writer *writer,
                               const struct markdown_span *span)
{
    const struct atl_node *parent = writer->block->parent;
    bool first = parent != NULL && markdown_next_written(parent->first) == writer->block;
    if (first && parent->kind == ATL_NODE_QUOTE && markdown_at(span, 1) == '!') {
        return true;
    }
    bool item = parent != NULL &&
                (parent->kind == ATL_NODE_LIST_ITEM || parent->kind == ATL_NODE_TASK_ITEM ||
                 parent->kind == ATL_NODE_DECISION_ITEM);
    if (first && item && markdown_at(span, 2) == ']' &&
        strchr(" xX", markdown_at(span, 1)) != NULL) {
        return true;
    }
    if ((span->length == 5 && strncasecmp(span->text, "[toc]", 5) == 0) ||
        (span->length == 9 && memcmp(span->text, "[[_TOC_]]", 9) == 0)) {
        return true;
    }
    return may_define(writer, span);
}

/* How many bytes stand before the sign of an item's number, "12." or "3)"; 0: it is none. */
static size_t number_length(const struct markdown_span *span)
{
    size_t digits = 0;
    while (digits < span->length && digits < 10 && span->text[digits] >= '0' &&
           span->text[digits] <= '9') {
        digits++;
    }
    char sign = digits < span->length ? span->text[digits] : '\0';
    bool number = digits > 0 && digits < 10 && (sign == '.' || sign == ')');
    return number && markdown_is_space(markdown_at(span, digits + 1)) ? digits : 0;
}

static bool is_special_at_start(const struct markdown_writer *writer,
                                const struct markdown_span *span)
{
    char next = markdown_at(span, 1);
    bool first_line = writer->out->length == writer->block_start;
    bool alone = first_line && !writer->behind_line;
    size_t run;
    switch (span->text[0]) {
    case '#':
        run = markdown_run_length(span, 0);
        return run <= 6 && markdown_is_space(markdown_at(span, run));
    case '>':
        return true;
    case '-':
        return markdown_is_space(next) || next == '-' || next == '|' || next == ':';
    case '+':
        return markdown_is_space(next);
    case '*':
    case '_':
        return markdown_is_space(next) || next == span->text[0];
    case '=':
        return !alone && is_rest_of(span, '=');
    case '|':
        return !alone;
    case ':':
        return next == ':' || (!alone && (next == '-' || markdown_is_space(next)));
    case '~':
        return markdown_run_length(span, 0) >= 3;
    case '[':
        return (first_line || next == '^') && is_special_bracket(writer, span);
    default:
        return false;
    }
}

size_t markdown_write_line_start(struct markdown_writer *writer, const struct markdown_span *span)
{
    size_t number = number_length(span);
    if (number > 0) {
        atl_buffer_append(writer->out, span->text, number);
        atl_buffer_add_char(writer->out, '\\');
        atl_buffer_add_char(writer->out, span->text[number]);
        return number + 1;
    }
    if (span->text[0] == '\t') {
        atl_buffer_add(writer->out, "&#9;");
        return 1;
    }
    if (is_special_at_start(writer, span)) {
        atl_buffer_add_char(writer->out, '\\');
        atl_buffer_add_char(writer->out, span->text[0]);
        return 1;
    }
    return 0;
}
