/* Formulas as blocks: "$$" on a line before them and one behind them. */
#include "content/markdown/line_shapes.h"
#include "content/markdown/spellings.h"
#include "content/markdown/writer.h"

#include <ctype.h>
#include <string.h>

/* Nothing but one sign, and spaces. */
static bool is_row_of(const char *line, const char *end, const char *signs)
{
    while (line < end && strchr(signs, *line) != NULL) {
        line++;
    }
    return line == end;
}

static bool begins_item(const char *line, const char *end)
{
    const char *at = line;
    while (at < end && *at >= '0' && *at <= '9') {
        at++;
    }
    bool mark = at < end && strchr(at > line ? ".)" : "-+*", *at) != NULL;
    return mark && (at + 1 == end || markdown_is_blank(at[1]));
}

/* Whether a line that goes on from others would begin a block, or end one that it makes. */
static bool begins_block(const char *line, const char *end)
{
    size_t run = markdown_count_run(line, end, *line);
    switch (*line) {
    case '>':
        return true;
    case '#':
        return run <= 6 && (line + run == end || markdown_is_blank(line[run]));
    case '`':
    case '~':
        return run >= 3;
    case ':':
        return run >= 3 || is_row_of(line, end, "|:- ");
    case '-':
        return begins_item(line, end) || is_row_of(line, end, "|:- ");
    case '|':
        return is_row_of(line, end, "|:- ");
    case '=':
        return is_row_of(line, end, "= ");
    case '_':
        return is_row_of(line, end, "_ ");
    case '*':
        return begins_item(line, end) || is_row_of(line, end, "* ");
    case '[':
        return markdown_definition_end(line, end) != NULL;
    default:
        return begins_item(line, end);
    }
}

/* A paragraph's lines are read without the blanks around them, and an empty one ends it. */
static bool stays_whole(const char *line, const char *end)
{
    return line < end && !markdown_is_blank(*line) && !markdown_is_blank(end[-1]);
}

/* What is found in a line before formulas are: code, tags, links; and what would be decoded. */
static bool has_others(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char next = i + 1 < length ? text[i + 1] : '\n';
        bool tag = text[i] == '<' &&
                   (isalpha((unsigned char)next) || next == '/' || next == '!' || next == '?');
        if (tag || text[i] == '$' || text[i] == '`' || (text[i] == ']' && next == '(') ||
            markdown_begins_reference(text + i, length - i)) {
            return true;
        }
    }
    return false;
}

bool markdown_is_formula_block(const struct atl_node *macro)
{
    const struct atl_node *body = macro->first;
    const struct atl_attribute *only = macro->attributes;
    bool plain = only == NULL || (only->next == NULL && only->name[0] == CONTENT_PRIVATE_ATTRIBUTE);
    if (!atl_node_text_is(macro, MARKDOWN_MATH_BLOCK) || !plain || body == NULL ||
        body->kind != ATL_NODE_PLAIN_BODY || body->next != NULL || body->length == 0) {
        return false;
    }
    const char *line = body->text;
    const char *end = body->text + body->length;
    bool edges =
        isspace((unsigned char)*line) || isspace((unsigned char)end[-1]) || end[-1] == '\\';
    bool fits = !edges && !has_others(body->text, body->length);
    while (fits && line < end) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        const char *line_end = newline == NULL ? end : newline;
        fits = stays_whole(line, line_end) && !begins_block(line, line_end);
        line = newline == NULL ? end : newline + 1;
    }
    return fits;
}
