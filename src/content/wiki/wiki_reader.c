/* The reader of wiki markup: lines, and the blocks that they make. */
#include "content/wiki/wiki_reader.h"

#include "content/formats.h"

#include <stdlib.h>
#include <string.h>

bool wiki_reads_on(const struct wiki_reader *reader)
{
    return !content_builder_failed(reader->builder);
}

void wiki_note_line(struct wiki_reader *reader, uint32_t at)
{
    while (reader->counted < at) {
        const char *from = reader->text + reader->counted;
        const char *newline = memchr(from, '\n', at - reader->counted);
        if (newline == NULL) {
            reader->counted = at;
        } else {
            reader->line++;
            reader->counted = (uint32_t)(newline - reader->text) + 1;
        }
    }
    reader->builder->line = reader->line;
}

uint32_t wiki_skip_tags(const struct wiki_reader *reader, uint32_t tag, uint32_t at)
{
    while (tag < reader->tags.count && reader->tags.items[tag].start < at) {
        tag++;
    }
    return tag;
}

struct wiki_span wiki_trim(const struct wiki_reader *reader, struct wiki_span span)
{
    const char *text = reader->text;
    while (span.start < span.end && (wiki_is_space(text[span.start]) || text[span.start] == '\n')) {
        span.start++;
    }
    while (span.end > span.start &&
           (wiki_is_space(text[span.end - 1]) || text[span.end - 1] == '\n')) {
        span.end--;
    }
    return span;
}

/* ---- lines ---- */

static bool holds_lines(const struct wiki_tag *tag)
{
    bool pair = tag->partner != WIKI_NO_TAG && !tag->closes;
    return pair && (tag->macro == NULL || strcmp(tag->macro->name, "color") != 0);
}

static uint32_t line_end(const struct wiki_reader *reader, uint32_t at, uint32_t end)
{
    const char *newline = memchr(reader->text + at, '\n', end - at);
    return newline == NULL ? end : (uint32_t)(newline - reader->text);
}

void wiki_next_line(const struct wiki_reader *reader, struct wiki_span rest, struct wiki_line *line)
{
    const struct wiki_tag *tags = reader->tags.items;
    uint32_t end = line_end(reader, rest.start, rest.end);
    uint32_t tag = rest.tag;
    while (tag < reader->tags.count && tags[tag].start < end) {
        if (holds_lines(&tags[tag])) {
            tag = tags[tag].partner;
            if (tags[tag].end > end) {
                end = line_end(reader, tags[tag].end, rest.end);
            }
        }
        tag++;
    }
    line->span = (struct wiki_span){rest.start, end, rest.tag};
    line->next = end < rest.end ? end + 1 : end;
    line->next_tag = tag;
}

uint32_t wiki_list_signs(const struct wiki_reader *reader, struct wiki_span line)
{
    const char *text = reader->text;
    uint32_t start = line.start;
    while (start < line.end && wiki_is_space(text[start])) {
        start++;
    }
    uint32_t at = start;
    while (at < line.end && strchr("*#-", text[at]) != NULL) {
        at++;
    }
    return at < line.end && wiki_is_space(text[at]) ? at - start : 0;
}

static bool is_rule(const char *text, struct wiki_span line)
{
    uint32_t at = line.start;
    while (at < line.end && text[at] == '-') {
        at++;
    }
    return at == line.end && at - line.start >= 4;
}

static bool is_row(const char *text, struct wiki_span line)
{
    uint32_t at = line.start;
    while (at < line.end && text[at] == '|') {
        at++;
    }
    return at > line.start && at < line.end;
}

enum wiki_line_kind wiki_line_kind(const struct wiki_reader *reader, struct wiki_span line)
{
    const char *text = reader->text;
    struct wiki_span whole = line;
    line = wiki_trim(reader, line);
    uint32_t length = line.end - line.start;
    const char *at = text + line.start;
    if (length == 0) {
        return WIKI_LINE_BLANK;
    }
    switch (*at) {
    case 'h':
        return length > 2 && at[1] >= '1' && at[1] <= '6' && at[2] == '.' &&
                       (length == 3 || wiki_is_space(at[3]))
                   ? WIKI_LINE_HEADING
                   : WIKI_LINE_TEXT;
    case 'b':
        return length > 2 && at[1] == 'q' && at[2] == '.' && (length == 3 || wiki_is_space(at[3]))
                   ? WIKI_LINE_QUOTE
                   : WIKI_LINE_TEXT;
    case '|':
        return is_row(text, line) ? WIKI_LINE_TABLE : WIKI_LINE_TEXT;
    case '-':
        if (is_rule(text, line)) {
            return WIKI_LINE_RULE;
        }
        /* Two or three hyphens are a dash, unless a list is there already. */
        return wiki_list_signs(reader, whole) == 1 ? WIKI_LINE_LIST : WIKI_LINE_TEXT;
    case '*':
    case '#':
        return wiki_list_signs(reader, whole) > 0 ? WIKI_LINE_LIST : WIKI_LINE_TEXT;
    default:
        return WIKI_LINE_TEXT;
    }
}

/* ---- blocks of one line ---- */

/* What comes after "h1." or "bq.". */
static struct wiki_span after_sign(const struct wiki_reader *reader, struct wiki_span line)
{
    line = wiki_trim(reader, line);
    line.start += 3;
    return wiki_trim(reader, line);
}

static uint32_t first_block_macro(const struct wiki_reader *reader, struct wiki_span span)
{
    uint32_t tag = wiki_skip_tags(reader, span.tag, span.start);
    while (tag < reader->tags.count && reader->tags.items[tag].start < span.end) {
        const struct wiki_tag *found = &reader->tags.items[tag];
        if (wiki_is_block_macro(reader, tag, span)) {
            return tag;
        }
        tag = holds_lines(found) ? found->partner + 1 : tag + 1; /* what is within belongs to it */
    }
    return WIKI_NO_TAG;
}

/* A heading can't hold blocks: it ends where one begins. */
static void read_heading(struct wiki_reader *reader, struct wiki_span line)
{
    struct wiki_span trimmed = wiki_trim(reader, line);
    int level = reader->text[trimmed.start + 1] - '0';
    struct wiki_span rest = after_sign(reader, line);
    struct wiki_span inlines = rest;
    uint32_t block = first_block_macro(reader, rest);
    while (block != WIKI_NO_TAG) {
        inlines.end = reader->tags.items[block].start;
        uint32_t before = first_block_macro(reader, inlines); /* which is alone without it */
        if (before == WIKI_NO_TAG) {
            break;
        }
        block = before;
    }
    content_open(reader->builder, ATL_NODE_HEADING)->number = level;
    wiki_read_inlines(reader, wiki_trim(reader, inlines));
    content_close(reader->builder);
    if (block != WIKI_NO_TAG) {
        rest.start = inlines.end;
        rest.tag = block;
        wiki_read_run(reader, rest);
    }
}

static void read_quote(struct wiki_reader *reader, struct wiki_span line)
{
    content_open(reader->builder, ATL_NODE_QUOTE);
    wiki_read_run(reader, after_sign(reader, line));
    content_close(reader->builder);
}

/* ---- runs ---- */

void wiki_read_run(struct wiki_reader *reader, struct wiki_span span)
{
    struct wiki_span text = span;
    uint32_t tag = wiki_skip_tags(reader, span.tag, span.start);
    while (wiki_reads_on(reader) && tag < reader->tags.count &&
           reader->tags.items[tag].start < span.end) {
        const struct wiki_tag *found = &reader->tags.items[tag];
        bool pair = found->partner != WIKI_NO_TAG && !found->closes;
        if (!wiki_is_block_macro(reader, tag, span)) {
            tag = holds_lines(found) ? found->partner + 1 : tag + 1;
            continue;
        }
        text.end = found->start;
        wiki_read_paragraph(reader, text);
        wiki_note_line(reader, found->start);
        wiki_read_macro(reader, tag);
        tag = pair ? found->partner : tag;
        text.start = reader->tags.items[tag].end;
        text.tag = ++tag;
    }
    text.end = span.end;
    wiki_read_paragraph(reader, text);
}

/* Lines of text up to the next that is something else; returns what is left. */
static struct wiki_span read_text(struct wiki_reader *reader, struct wiki_span rest)
{
    struct wiki_span run = rest;
    struct wiki_line line;
    do {
        wiki_next_line(reader, rest, &line);
        run.end = line.span.end;
        rest.start = line.next;
        rest.tag = line.next_tag;
        if (rest.start == rest.end) {
            break;
        }
        wiki_next_line(reader, rest, &line);
    } while (wiki_line_kind(reader, line.span) == WIKI_LINE_TEXT);
    wiki_read_run(reader, run);
    return rest;
}

void wiki_read_blocks(struct wiki_reader *reader, struct wiki_span rest)
{
    struct wiki_line line;
    while (rest.start < rest.end && wiki_reads_on(reader)) {
        wiki_next_line(reader, rest, &line);
        enum wiki_line_kind kind = wiki_line_kind(reader, line.span);
        wiki_note_line(reader, rest.start);
        if (kind == WIKI_LINE_LIST) {
            rest = wiki_read_list(reader, rest);
            continue;
        }
        if (kind == WIKI_LINE_TABLE) {
            rest = wiki_read_table(reader, rest);
            continue;
        }
        if (kind == WIKI_LINE_TEXT) {
            rest = read_text(reader, rest);
            continue;
        }
        if (kind == WIKI_LINE_HEADING) {
            read_heading(reader, line.span);
        } else if (kind == WIKI_LINE_QUOTE) {
            read_quote(reader, line.span);
        } else if (kind == WIKI_LINE_RULE) {
            content_leaf(reader->builder, ATL_NODE_RULE, NULL, 0);
        }
        rest.start = line.next;
        rest.tag = line.next_tag;
    }
}

/* ---- the whole ---- */

/* A copy in which all line breaks are one newline. */
static const char *unify_newlines(struct atl_arena *arena, const char *text, size_t *length)
{
    char *copy = atl_arena_alloc(arena, *length + 1);
    char *out = copy;
    for (size_t at = 0; at < *length; at++) {
        if (text[at] != '\r') {
            *out++ = text[at];
        } else if (at + 1 == *length || text[at + 1] != '\n') {
            *out++ = '\n';
        }
    }
    *length = (size_t)(out - copy);
    return copy;
}

void wiki_read(struct content_builder *builder, const char *text, size_t length,
               const struct atl_content_options *options)
{
    if (length > 0 && memchr(text, '\r', length) != NULL) {
        text = unify_newlines(builder->arena, text, &length);
    }
    struct wiki_reader reader = {.builder = builder,
                                 .report = options->report,
                                 .text = text,
                                 .color = WIKI_NO_TAG,
                                 .line = 1};
    wiki_find_tags(text, (uint32_t)length, &reader.tags);
    wiki_read_blocks(&reader, (struct wiki_span){0, (uint32_t)length, 0});
    free(reader.tags.items);
    free(reader.tokens);
}
