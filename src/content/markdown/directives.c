#include "content/markdown/directives.h"
#include "content/markdown/html_tag.h"
#include "content/markdown/line_shapes.h"

#include "atlcli/text.h"

#include <stdlib.h>
#include <string.h>

/* As long as "+   ", so that a definition's next lines, indented by four, belong to the item. */
static const char item_mark[] = "+   ";
static const char comment[] = "<!--:::-->";

enum {
    LEAST_ITEM = 2, /* how far the text of an item is indented at least */
};

/* How far the text is read, and what is known about the line. */
struct scan {
    struct markdown_directives *directives;
    struct atl_buffer copy;
    const char *copied; /* of the original */
    const char *end;
    bool containers; /* lines of ":::", too */
    char fence;      /* of the fenced code that the line is in; 0: none */
    size_t fence_length;
    struct markdown_line_place place; /* of the fence, or of HTML that has an end of its own */
    bool in_item; /* of a list or footnote that began on a line before, as far as can be seen */
    const char *before_line; /* the line before … */
    const char *before; /* … and its text; NULL: it is empty, a directive, or there is none */
    const char *before_end;
    bool pipe_before; /* it has a '|': it may be a table's row */
    bool in_table;
    struct markdown_line_place table;
    bool in_html;   /* a block of it, which an empty line ends */
    bool html_sure; /* and that is no tag within a paragraph */
    struct markdown_line_place html;
    const char *html_end; /* of a block which that ends, as our own comment might; NULL: none */
};

static size_t blanks_before(const char *line, const char *text)
{
    const char *start = text;
    while (start > line && markdown_is_blank(start[-1])) {
        start--;
    }
    return (size_t)(text - start);
}

/* Where a block stands that may have no end: it ends with the item that it is in, too. */
static struct markdown_line_place place_of(const struct scan *scan, const char *line,
                                           const char *text)
{
    struct markdown_line_place place = markdown_place_behind(line, text);
    if (place.indent == 0 && scan->in_item && blanks_before(line, text) >= LEAST_ITEM) {
        place.indent = LEAST_ITEM;
    }
    return place;
}

/*
 * Fences are followed only roughly, since the text is put back where md4c finds code: being wrong
 * costs a footnote in code of a quote that ends before its fence.
 */
static void follow_fence(struct scan *scan, const char *line, const char *text, const char *end)
{
    size_t length = markdown_count_run(text, end, *text);
    if (length < 3) {
        return;
    }
    if (scan->fence == 0) {
        if (scan->in_table || (scan->in_html && scan->html_sure)) {
            return; /* md4c has it belong to that */
        }
        if (*text == '~' || memchr(text + length, '`', (size_t)(end - text) - length) == NULL) {
            scan->fence = *text;
            scan->fence_length = length;
            scan->place = place_of(scan, line, text);
        }
    } else if (scan->fence == *text && length >= scan->fence_length) {
        const char *rest = text + length;
        rest += markdown_count_blanks(rest, end);
        scan->fence = rest == end ? 0 : scan->fence;
    }
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
    uint32_t set_off = 0;
    uint32_t set_off_end = 0;
    if ((scan->pipe_before || scan->in_html) && scan->fence == 0) {
        atl_buffer_append(&scan->copy, scan->copied, (size_t)(line - scan->copied));
        scan->copied = line;
        set_off = here(scan);
        for (const char *at = line; at < text; at++) {
            atl_buffer_add_char(&scan->copy, *at == '>' ? '>' : ' ');
        }
        atl_buffer_add_char(&scan->copy, '\r');
        set_off_end = here(scan);
    }
    end -= end[-1] == '\r';
    const char *trimmed = end;
    while (markdown_is_blank(trimmed[-1])) {
        trimmed--;
    }
    struct markdown_directive *directive = add(scan, text, (size_t)(trimmed - text));
    scan->copied = end;
    directive->set_off = set_off;
    directive->set_off_end = set_off_end;
    directive->blanks = (uint32_t)(end - trimmed);
    directive->place = here(scan);
    add_comment(scan, directive);
    directive->end = here(scan);
    scan->in_html = false;
    scan->before = NULL;
}

static void add_definition(struct scan *scan, const char *text, const char *after, const char *end)
{
    while (after < end && markdown_is_blank(*after)) {
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

/*
 * md4c takes a table's head with more or fewer cells than the row of dashes below it; for GitHub
 * that is no table. A backslash, which isn't shown, keeps md4c from it.
 */
static void check_table(struct scan *scan, const char *text, const char *end)
{
    if (scan->before == NULL || scan->in_table || !markdown_is_delimiter_row(text, end)) {
        return;
    }
    if (markdown_count_cells(scan->before, scan->before_end) == markdown_count_cells(text, end)) {
        scan->in_table = true;
        scan->table = markdown_place_behind(scan->before_line, scan->before);
        return;
    }
    struct markdown_directive *directive = add(scan, text, 0);
    directive->place = here(scan);
    atl_buffer_add_char(&scan->copy, '\\');
    directive->comment = directive->comment_end = directive->end = here(scan);
}

/* ---- HTML ---- */

/* Whether that is a block of HTML wherever it stands. */
static bool is_surely_html(const struct scan *scan, const char *line, const char *text,
                           const char *end)
{
    struct markdown_tag tag;
    size_t length = (size_t)(end - text);
    bool code = scan->fence != 0 || blanks_before(line, text) > 3;
    if (code || scan->in_table || !markdown_tag_read(text, length, &tag)) {
        return false;
    }
    bool alone = scan->before == NULL && tag.end + markdown_count_blanks(tag.end, end) == end &&
                 markdown_tag_is_plain(&tag);
    return alone || markdown_html_begins_block(text, length);
}

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
        item = item || (*at != '>' && !markdown_is_blank(*at));
    }
    if (scan->in_html && !markdown_is_outside(&scan->html, line, end) &&
        (scan->html_sure || *text != '<')) {
        return scan->html_sure && (item || quotes > scan->html.quotes);
    }
    scan->in_html = markdown_starts_html(text, end);
    scan->html_sure = scan->in_html && is_surely_html(scan, line, text, end);
    scan->html = markdown_place_behind(line, text);
    /* It may belong to an item that began on a line before. */
    scan->html.indent += scan->html.indent == 0 ? blanks_before(line, text) : 0;
    return false;
}

/* Whether the line belongs to HTML that ends in a sign of its own. */
static bool follow_html(struct scan *scan, const char *line, const char *text, const char *end)
{
    bool inside = scan->in_html && scan->html_sure && !markdown_is_outside(&scan->html, line, end);
    if (scan->html_end == NULL && scan->fence == 0 && !inside && text < end && *text == '<') {
        scan->html_end = markdown_html_end(text, end);
        scan->place = place_of(scan, line, text);
    }
    if (scan->html_end == NULL) {
        return false;
    }
    if (markdown_html_has_end(scan->html_end, text, end)) {
        scan->html_end = NULL;
    }
    return true;
}

/*
 * Ends what the line is outside of. True when it begins with the sign of a fence that it has
 * left: md4c takes that for no other's beginning.
 */
static bool leave(struct scan *scan, const char *line, const char *text, const char *end)
{
    const struct markdown_line_place own = markdown_place_behind(line, text);
    if (scan->in_table && (markdown_is_outside(&scan->table, line, end) ||
                           own.quotes > scan->table.quotes || own.indent > 0)) {
        scan->in_table = false;
    }
    if ((scan->fence == 0 && scan->html_end == NULL) ||
        !markdown_is_outside(&scan->place, line, end)) {
        return false;
    }
    bool sign = text < end && *text == scan->fence && own.indent == 0;
    scan->fence = 0;
    scan->html_end = NULL;
    return sign;
}

/* Items go on until a line that isn't indented, behind an empty one. */
static void follow_items(struct scan *scan, const char *line, const char *text, const char *end)
{
    if (markdown_place_behind(line, text).indent > 0 ||
        (text < end && *text == '[' && markdown_definition_end(text, end) != NULL)) {
        scan->in_item = true;
    } else if (scan->before == NULL && text < end && *text != '\r' && text == line) {
        scan->in_item = false;
    }
}

static void scan_line(struct scan *scan, const char *line, const char *end)
{
    const char *text = markdown_skip_prefix(line, end);
    bool left = leave(scan, line, text, end);
    if (scan->fence == 0 && scan->html_end == NULL) {
        follow_items(scan, line, text, end);
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
    scan->before_line = line;
    scan->before_end = end;
    if (left) {
        return;
    }
    if (*text == '`' || *text == '~') {
        follow_fence(scan, line, text, end);
    } else if (*text == ':' && scan->containers && markdown_count_run(text, end, ':') >= 3) {
        add_container_line(scan, line, text, end);
    } else if (*text == '[' && scan->fence == 0 && text - line <= 3 &&
               markdown_count_run(line, text, ' ') == (size_t)(text - line)) {
        const char *after = markdown_definition_end(text, end);
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
        const char *next = newline == NULL ? scan->end : newline + 1;
        const char *lone = memchr(text, '\r', (size_t)(end - text));
        if (lone != NULL && lone + 1 < end) { /* that ends a line, too */
            end = lone;
            next = lone + 1;
        }
        scan_line(scan, text, end);
        scan->pipe_before = memchr(text, '|', (size_t)(end - text)) != NULL;
        text = next;
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
