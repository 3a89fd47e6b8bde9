#include "content/markdown/line_shapes.h"

#include "content/markdown/spellings.h"

#include <string.h>
#include <strings.h>

bool markdown_is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Behind one mark of a list item or quote and the white space after it; NULL: there is none. */
static const char *skip_mark(const char *line, const char *end)
{
    const char *at = line;
    if (at < end && *at == '>') {
        return at + 1;
    }
    if (at < end && (*at == '-' || *at == '+' || *at == '*')) {
        at++;
    } else {
        while (at < end && is_digit(*at)) {
            at++;
        }
        if (at == line || at == end || (*at != '.' && *at != ')')) {
            return NULL;
        }
        at++;
    }
    return at < end && markdown_is_blank(*at) ? at : NULL;
}

const char *markdown_skip_prefix(const char *line, const char *end)
{
    for (;;) {
        while (line < end && markdown_is_blank(*line)) {
            line++;
        }
        const char *next = skip_mark(line, end);
        if (next == NULL) {
            return line;
        }
        line = next;
    }
}

size_t markdown_count_run(const char *text, const char *end, char byte)
{
    const char *at = text;
    while (at < end && *at == byte) {
        at++;
    }
    return (size_t)(at - text);
}

size_t markdown_count_blanks(const char *text, const char *end)
{
    const char *at = text;
    while (at < end && markdown_is_blank(*at)) {
        at++;
    }
    return (size_t)(at - text);
}

/* How wide white space is at the start of a line. */
static size_t count_columns(const char *space, const char *end)
{
    size_t columns = 0;
    for (; space < end; space++) {
        columns += *space == '\t' ? 4 - columns % 4 : 1;
    }
    return columns;
}

struct markdown_line_place markdown_place_behind(const char *prefix, const char *end)
{
    struct markdown_line_place place = {0};
    const char *start = prefix;
    for (const char *at = prefix; at < end; at++) {
        if (*at == '>') {
            place.quotes++;
            place.indent = 0;
            start = at + 1;
        } else if (!markdown_is_blank(*at)) {
            place.indent = (size_t)(end - start);
        }
    }
    return place;
}

bool markdown_is_outside(const struct markdown_line_place *place, const char *line, const char *end)
{
    const char *text = line + markdown_count_blanks(line, end);
    for (size_t i = 0; i < place->quotes; i++) {
        if (text == end || *text != '>') {
            return true;
        }
        line = text + 1;
        text = line + markdown_count_blanks(line, end);
    }
    return text < end && *text != '\r' && count_columns(line, text) < place->indent;
}

const char *markdown_definition_end(const char *text, const char *end)
{
    if (end - text < 5 || text[0] != '[' || text[1] != '^') {
        return NULL;
    }
    const char *at = text + 2;
    while (at < end && *at != ']' && *at != '[' && !markdown_is_blank(*at)) {
        at++;
    }
    bool labelled = at > text + 2 && at - text < MARKDOWN_LABEL_BYTES;
    return labelled && end - at >= 2 && at[0] == ']' && at[1] == ':' ? at + 2 : NULL;
}

size_t markdown_count_cells(const char *text, const char *end)
{
    while (end > text && (markdown_is_blank(end[-1]) || end[-1] == '\r')) {
        end--;
    }
    size_t pipes = 0;
    bool last = false; /* the last byte is one */
    for (const char *at = text; at < end; at++) {
        last = *at == '|';
        pipes += last;
        at += *at == '\\' && at + 1 < end;
    }
    return pipes + 1 - (text < end && *text == '|') - (last && pipes > 1);
}

bool markdown_is_delimiter_row(const char *text, const char *end)
{
    bool pipe = false;
    bool dash = false;
    for (; text < end; text++) {
        pipe = pipe || *text == '|';
        dash = dash || *text == '-';
        if (strchr("|-: \t\r", *text) == NULL) {
            return false;
        }
    }
    return pipe && dash;
}

bool markdown_starts_html(const char *text, const char *end)
{
    static const char *const verbatim[] = {"pre", "script", "style", "textarea"};
    const char *name = text + 1;
    name += name < end && *name == '/';
    if (*text != '<' || name == end || (*name | 0x20) < 'a' || (*name | 0x20) > 'z') {
        return false;
    }
    for (size_t i = 0; i < sizeof verbatim / sizeof *verbatim; i++) {
        size_t length = strlen(verbatim[i]);
        if ((size_t)(end - name) >= length && strncasecmp(name, verbatim[i], length) == 0) {
            return false;
        }
    }
    return true;
}
