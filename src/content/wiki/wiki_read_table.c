/* Tables: "||header||header||" and "|cell|cell|"; cells may span lines and hold blocks. */
#include "content/wiki/wiki_reader.h"

#include <string.h>

static bool ends_row(const struct wiki_reader *reader, struct wiki_span line)
{
    line = wiki_trim(reader, line);
    bool pipe = line.end > line.start && reader->text[line.end - 1] == '|';
    return pipe && (line.end - line.start < 2 || reader->text[line.end - 2] != '\\');
}

/* The row at the start of `rest`: up to the line that ends in a pipe. Returns what is left. */
static struct wiki_span find_row(const struct wiki_reader *reader, struct wiki_span rest,
                                 struct wiki_span *row)
{
    struct wiki_line line;
    wiki_next_line(reader, rest, &line);
    *row = line.span;
    rest.start = line.next;
    rest.tag = line.next_tag;
    while (!ends_row(reader, line.span) && rest.start < rest.end) {
        wiki_next_line(reader, rest, &line);
        enum wiki_line_kind kind = wiki_line_kind(reader, line.span);
        if (kind == WIKI_LINE_BLANK || kind == WIKI_LINE_TABLE) {
            break;
        }
        row->end = line.span.end;
        rest.start = line.next;
        rest.tag = line.next_tag;
    }
    return rest;
}

/* After what begins at `at` and may have pipes in it that separate no cells. */
static uint32_t skip_piped(const struct wiki_reader *reader, struct wiki_span row, uint32_t at,
                           uint32_t *tag)
{
    const char *text = reader->text;
    uint32_t end = 0;
    switch (text[at]) {
    case '\\':
        return at + 2 < row.end ? at + 2 : row.end;
    case '[':
        end = wiki_link_end(reader, (struct wiki_span){row.start, row.end, *tag}, at);
        break;
    case '!':
        end = wiki_image_end(reader, (struct wiki_span){row.start, row.end, *tag}, at);
        break;
    case '{':
        *tag = wiki_skip_tags(reader, *tag, at);
        if (*tag < reader->tags.count && reader->tags.items[*tag].start == at) {
            const struct wiki_tag *found = &reader->tags.items[*tag];
            end = found->partner == WIKI_NO_TAG || found->closes
                      ? found->end
                      : reader->tags.items[found->partner].end;
        }
        break;
    default:
        break;
    }
    return end > at ? end : at + 1;
}

static uint32_t find_cell_end(const struct wiki_reader *reader, struct wiki_span row, uint32_t at,
                              uint32_t *tag)
{
    while (at < row.end && reader->text[at] != '|') {
        at = skip_piped(reader, row, at, tag);
    }
    return at < row.end ? at : row.end;
}

static void read_cell(struct wiki_reader *reader, struct wiki_span span, bool header)
{
    struct atl_node *cell = content_open(reader->builder, ATL_NODE_TABLE_CELL);
    cell->flags |= header ? ATL_NODE_HEADER : 0;
    /* White space at the end stays: after a sign it makes a list of nothing. */
    span.start = wiki_trim(reader, span).start;
    wiki_read_blocks(reader, span);
    content_close(reader->builder);
}

static void read_row(struct wiki_reader *reader, struct wiki_span row)
{
    row = wiki_trim(reader, row);
    wiki_note_line(reader, row.start);
    content_open(reader->builder, ATL_NODE_TABLE_ROW);
    uint32_t at = row.start;
    uint32_t tag = row.tag;
    while (at < row.end && wiki_reads_on(reader)) {
        bool header = at + 1 < row.end && reader->text[at + 1] == '|';
        at += header ? 2 : 1;
        if (at == row.end) {
            break;
        }
        struct wiki_span cell = {at, 0, wiki_skip_tags(reader, tag, at)};
        tag = cell.tag;
        at = find_cell_end(reader, row, at, &tag);
        cell.end = at;
        read_cell(reader, cell, header);
    }
    content_close(reader->builder);
}

struct wiki_span wiki_read_table(struct wiki_reader *reader, struct wiki_span rest)
{
    struct wiki_line line;
    struct wiki_span row;
    content_open(reader->builder, ATL_NODE_TABLE);
    do {
        rest = find_row(reader, rest, &row);
        read_row(reader, row);
        if (rest.start == rest.end) {
            break;
        }
        wiki_next_line(reader, rest, &line);
    } while (wiki_reads_on(reader) && wiki_line_kind(reader, line.span) == WIKI_LINE_TABLE);
    content_close(reader->builder);
    return rest;
}
