#include "content/markdown/directives.h"
#include "content/markdown/html_tag.h"
#include "content/markdown/spellings.h"

#include "atlcli/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* As long as "+   ", so that a definition's next lines, indented by four, belong to the item. */
static const char item_mark[] = "+   ";
static const char comment[] = "<!--:::-->";

/* How far the text is read, and what is known about the line. */
struct scan {
    struct markdown_directives *directives;
    struct atl_buffer copy;
    const char *copied; /* of the original */
    const char *end;
    bool containers; /* lines of ":::", too */
    char fence;      /* of the fenced code that the line is in; 0: none */
    size_t fence_length;
    const char *before; /* the text of the line before; NULL: it is empty, or there is none */
    const char *before_end;
    bool pipe_before; /* it has a '|': it may be a table's row */
    bool in_table;
    size_t html_quotes;   /* that the block of HTML stands in */
    bool in_html;         /* a block of it, which an empty line ends */
    const char *html_end; /* of a block which that ends, as our own comment might; NULL: none */
    size_t quotes; /* that the fence or that HTML stands in, as far as its first line says … */
    size_t indent; /* … and how far the text of the list item within those is indented; 0: none */
};

/* ---- looking at lines ---- */

static bool is_blank(char byte)
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
    return at < end && is_blank(*at) ? at : NULL;
}

/* Where the line's own text starts, behind indentation and marks of quotes and lists. */
static const char *skip_prefix(const char *line, const char *end)
{
    for (;;) {
        while (line < end && is_blank(*line)) {
            line++;
        }
        const char *next = skip_mark(line, end);
        if (next == NULL) {
            return line;
        }
        line = next;
    }
}

static size_t count_run(const char *text, const char *end, char byte)
{
    const char *at = text;
    while (at < end && *at == byte) {
        at++;
    }
    return (size_t)(at - text);
}

static size_t count_blanks(const char *text, const char *end)
{
    const char *at = text;
    while (at < end && is_blank(*at)) {
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

/* A fence or HTML starts behind this prefix. */
static void note_prefix(struct scan *scan, const char *prefix, const char *end)
{
    scan->quotes = 0;
    scan->indent = 0;
    const char *start = prefix;
    for (const char *at = prefix; at < end; at++) {
        if (*at == '>') {
            scan->quotes++;
            scan->indent = 0;
            start = at + 1;
        } else if (!is_blank(*at)) {
            scan->indent = (size_t)(end - start);
        }
    }
}

/* Whether the line is outside of the quote or item that the fence or HTML stands in. */
static bool is_outside(const struct scan *scan, const char *line, const char *end)
{
    const char *text = line + count_blanks(line, end);
    for (size_t i = 0; i < scan->quotes; i++) {
        if (text == end || *text != '>') {
            return true;
        }
        line = text + 1;
        text = line + count_blanks(line, end);
    }
    return text < end && *text != '\r' && count_columns(line, text) < scan->indent;
}

/*
 * Fences are followed only roughly, since the text is put back where md4c finds code: being wrong
 * costs a footnote in code of a quote that ends before its fence.
 */
static void follow_fence(struct scan *scan, const char *line, const char *text, const char *end)
{
    size_t length = count_run(text, end, *text);
    if (length < 3) {
        return;
    }
    if (scan->fence == 0) {
        if (*text == '~' || memchr(text + length, '`', (size_t)(end - text) - length) == NULL) {
            scan->fence = *text;
            scan->fence_length = length;
            note_prefix(scan, line, text);
        }
    } else if (scan->fence == *text && length >= scan->fence_length) {
        const char *rest = text + length;
        rest += count_blanks(rest, end);
        scan->fence = rest == end ? 0 : scan->fence;
    }
}

/* The end of "[^label]:", or NULL. */
static const char *definition_end(const char *text, const char *end)
{
    if (end - text < 5 || text[0] != '[' || text[1] != '^') {
        return NULL;
    }
    const char *at = text + 2;
    while (at < end && *at != ']' && *at != '[' && !is_blank(*at)) {
        at++;
    }
    bool labelled = at > text + 2 && at - text < MARKDOWN_LABEL_BYTES;
    return labelled && end - at >= 2 && at[0] == ']' && at[1] == ':' ? at + 2 : NULL;
}

/* ---- making the copy ---- */

/* Adds what the directive's original is up to, and returns the new one. */
static struct markdown_directive *add(struct scan *scan, const char *text, size_t length)
{
    struct markdown_directives *directives = scan->directives;
    if (directives->count == directives->capacity) {
        directives->capacity = directives->capacity == 0 ? 16 : directives->capacity * 2;
        directives->items =
            atl_realloc(directives->items, directives->capacity, sizeof *directives->items);
    }
    if (directives->count == 0) {
        /* What is added is little: mostly the copy never has to grow. */
        size_t rest = (size_t)(scan->end - scan->copied);
        atl_buffer_reserve(&scan->copy, rest + rest / 16 + 256);
    }
    struct markdown_directive *directive = &directives->items[directives->count++];
    *directive = (struct markdown_directive){.text = text, .length = (uint32_t)length};
    atl_buffer_append(&scan->copy, scan->copied, (size_t)(text - scan->copied));
    scan->copied = text + length;
    return directive;
}

static uint32_t here(const struct scan *scan)
{
    return (uint32_t)scan->copy.length;
}

static void add_comment(struct scan *scan, struct markdown_directive *directive)
{
    directive->comment = here(scan);
    atl_buffer_append(&scan->copy, comment, sizeof comment - 1);
    directive->comment_end = here(scan);
}

static void add_container_line(struct scan *scan, const char *line, const char *text,
                               const char *end)
{
    /* Not even a comment ends a table or HTML for md4c, but an empty line does. It ends in a
     * carriage return: line feeds are counted. */
    bool set_off = (scan->pipe_before || scan->in_html) && scan->fence == 0;
    if (set_off) {
        atl_buffer_append(&scan->copy, scan->copied, (size_t)(line - scan->copied));
        scan->copied = line;
        for (const char *at = line; at < text; at++) {
            atl_buffer_add_char(&scan->copy, *at == '>' ? '>' : ' ');
        }
        atl_buffer_add_char(&scan->copy, '\r');
    }
    end -= end[-1] == '\r';
    const char *trimmed = end;
    while (is_blank(trimmed[-1])) {
        trimmed--;
    }
    struct markdown_directive *directive = add(scan, text, (size_t)(trimmed - text));
    scan->copied = end;
    directive->set_off = set_off;
    directive->place = here(scan);
    add_comment(scan, directive);
    directive->end = here(scan);
    scan->in_html = false;
}

static void add_definition(struct scan *scan, const char *text, const char *after, const char *end)
{
    while (after < end && is_blank(*after)) {
        after++;
    }
    struct markdown_directive *directive = add(scan, text, (size_t)(after - text));
    const char *label_end = memchr(text, ']', directive->length);
    directive->label_length = (uint32_t)(label_end - text - 2);
    directive->place = here(scan);
    atl_buffer_append(&scan->copy, item_mark, sizeof item_mark - 1);
    add_comment(scan, directive);
    if (after < end && *after != '\r') {
        atl_buffer_add(&scan->copy, "\r    ");
    }
    directive->end = here(scan);
}

/* ---- tables ---- */

/* Cells of a table's row: what its pipes, but escaped ones, make of it. */
static size_t count_cells(const char *text, const char *end)
{
    while (end > text && (is_blank(end[-1]) || end[-1] == '\r')) {
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

static bool is_delimiter_row(const char *text, const char *end)
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

/*
 * md4c takes a table's head with more or fewer cells than the row of dashes below it; for GitHub
 * that is no table. A backslash, which isn't shown, keeps md4c from it.
 */
static void check_table(struct scan *scan, const char *text, const char *end)
{
    if (scan->before == NULL || scan->in_table || !is_delimiter_row(text, end)) {
        return;
    }
    if (count_cells(scan->before, scan->before_end) == count_cells(text, end)) {
        scan->in_table = true;
        return;
    }
    struct markdown_directive *directive = add(scan, text, 0);
    directive->place = here(scan);
    atl_buffer_add_char(&scan->copy, '\\');
    directive->comment = directive->comment_end = directive->end = here(scan);
}

/* ---- HTML ---- */

/* A tag, but of an element that goes on behind empty lines. */
static bool starts_html(const char *text, const char *end)
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

/* ---- */

/*
 * Follows HTML that an empty line ends. True when the line's marks, more than the HTML stands in,
 * are no marks but HTML.
 */
static bool follow_tags(struct scan *scan, const char *line, const char *text, const char *end)
{
    if (!scan->in_html && *text != '<') {
        return false;
    }
    size_t quotes = 0;
    bool item = false;
    for (const char *at = line; at < text; at++) {
        quotes += *at == '>';
        item = item || (*at != '>' && !is_blank(*at));
    }
    if (scan->in_html && quotes >= scan->html_quotes) {
        return item || quotes > scan->html_quotes;
    }
    scan->in_html = starts_html(text, end);
    scan->html_quotes = quotes;
    return false;
}

/* Whether the line belongs to HTML that ends in a sign of its own. */
static bool follow_html(struct scan *scan, const char *line, const char *text, const char *end)
{
    if (scan->html_end == NULL && scan->fence == 0 && text < end && *text == '<') {
        scan->html_end = markdown_html_end(text, end);
        note_prefix(scan, line, text);
    }
    if (scan->html_end == NULL) {
        return false;
    }
    if (markdown_html_has_end(scan->html_end, text, end)) {
        scan->html_end = NULL;
    }
    return true;
}

static void scan_line(struct scan *scan, const char *line, const char *end)
{
    const char *text = skip_prefix(line, end);
    if ((scan->fence != 0 || scan->html_end != NULL) && is_outside(scan, line, end)) {
        scan->fence = 0;
        scan->html_end = NULL;
    }
    if (follow_html(scan, line, text, end)) {
        scan->before = NULL;
        return;
    }
    if (text == end || *text == '\r') {
        scan->before = NULL;
        scan->in_table = false;
        scan->in_html = false;
        return;
    }
    if (follow_tags(scan, line, text, end)) {
        scan->before = NULL;
        return;
    }
    if (*text == '|' || *text == '-' || (*text == ':' && text + 1 < end && text[1] == '-')) {
        check_table(scan, text, end);
    }
    scan->before = text;
    scan->before_end = end;
    if (*text == '`' || *text == '~') {
        follow_fence(scan, line, text, end);
    } else if (*text == ':' && scan->containers && count_run(text, end, ':') >= 3) {
        add_container_line(scan, line, text, end);
    } else if (*text == '[' && scan->fence == 0 && text - line <= 3 &&
               count_run(line, text, ' ') == (size_t)(text - line)) {
        const char *after = definition_end(text, end);
        if (after != NULL) {
            add_definition(scan, text, after, end);
        }
    }
}

static void scan_text(struct scan *scan, const char *text)
{
    while (text < scan->end) {
        const char *newline = memchr(text, '\n', (size_t)(scan->end - text));
        const char *end = newline == NULL ? scan->end : newline;
        scan_line(scan, text, end);
        scan->pipe_before = memchr(text, '|', (size_t)(end - text)) != NULL;
        text = newline == NULL ? scan->end : newline + 1;
    }
}

/* ---- */

void markdown_find_directives(struct markdown_directives *directives, struct atl_arena *arena,
                              const char *text, size_t length, bool containers)
{
    *directives = (struct markdown_directives){0};
    /* The quickest search first. */
    bool worthwhile = (length > 0 && memchr(text, '|', length) != NULL) ||
                      memmem(text, length, "[^", 2) != NULL ||
                      (containers && memmem(text, length, ":::", 3) != NULL);
    if (!worthwhile) {
        return;
    }
    struct scan scan = {
        .directives = directives, .copied = text, .end = text + length, .containers = containers};
    scan_text(&scan, text);
    if (directives->count == 0) {
        return;
    }
    atl_buffer_append(&scan.copy, scan.copied, (size_t)(scan.end - scan.copied));
    directives->copy_length = scan.copy.length;
    directives->copy = atl_buffer_take(&scan.copy);
    atl_arena_defer(arena, free, (void *)(uintptr_t)directives->copy);
    markdown_index_labels(directives);
}

void markdown_free_directives(struct markdown_directives *directives)
{
    free(directives->items);
    free(directives->labels);
}
