/* Tables: which format, and the shape that all have in the end. */
#include "bulk/rows.h"

#include <string.h>

static const char bom[] = "\xEF\xBB\xBF";

enum atl_rows_format atl_rows_format_of(const char *path)
{
    static const struct {
        const char *ending;
        enum atl_rows_format format;
    } endings[] = {{".csv", ATL_ROWS_CSV},
                   {".tsv", ATL_ROWS_CSV},
                   {".json", ATL_ROWS_JSON},
                   {".jsonl", ATL_ROWS_JSONL},
                   {".ndjson", ATL_ROWS_JSONL}};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t length = strlen(path);
        size_t ending = strlen(endings[i].ending);
        if (length >= ending &&
            atl_text_equal_ignoring_case(path + length - ending, endings[i].ending)) {
            return endings[i].format;
        }
    }
    return ATL_ROWS_DETECT;
}

/* ---- encoding ---- */

static size_t line_of(const char *text, const char *at)
{
    size_t line = 1;
    for (; text < at; text++) {
        line += *text == '\n';
    }
    return line;
}

static enum atl_status check_bytes(const char *text, size_t length, const char *source,
                                   struct atl_error *error)
{
    const char *foreign = atl_utf8_malformed(text, length);
    const char *zero = memchr(text, '\0', length);
    if (foreign != NULL) {
        atl_fail(error, ATL_USAGE, "%s, line %zu: byte 0x%02x is not UTF-8", source,
                 line_of(text, foreign), (unsigned char)*foreign);
        atl_hint(error, "a file in Latin-1 or Windows-1252 is converted by: iconv -f WINDOWS-1252 "
                        "-t UTF-8");
        return ATL_USAGE;
    }
    if (zero != NULL) {
        atl_fail(error, ATL_USAGE, "%s, line %zu: a zero byte", source, line_of(text, zero));
        atl_hint(error, "a file in UTF-16 is converted by: iconv -f UTF-16 -t UTF-8");
        return ATL_USAGE;
    }
    return ATL_OK;
}

/* ---- the choice ---- */

static enum atl_rows_format detect(const char *text, size_t length)
{
    size_t start = 0;
    while (start < length && strchr(" \t\r\n", text[start]) != NULL) {
        start++;
    }
    if (start < length && text[start] == '[') {
        return ATL_ROWS_JSON;
    }
    if (start == length || text[start] != '{') {
        return ATL_ROWS_CSV;
    }
    /* A line that ends in its object, with another after it: JSON lines. */
    const char *line_end = memchr(text + start, '\n', length - start);
    const char *last = line_end;
    while (last != NULL && last > text && strchr(" \t\r\n", *last) != NULL) {
        last--;
    }
    return last != NULL && *last == '}' && memchr(line_end, '{', (size_t)(text + length - line_end))
               ? ATL_ROWS_JSONL
               : ATL_ROWS_JSON;
}

void rows_complete(struct rows_builder *builder, struct atl_rows *rows)
{
    struct atl_arena *arena = builder->arena;
    rows->column_count = builder->columns.count;
    rows->count = builder->rows.count;
    rows->columns = atl_arena_alloc(arena, (rows->column_count + 1) * sizeof *rows->columns);
    rows->rows = atl_arena_alloc(arena, (rows->count + 1) * sizeof *rows->rows);
    rows->labels = builder->labels != NULL
                       ? builder->labels
                       : atl_arena_alloc(arena, (rows->column_count + 1) * sizeof *rows->labels);
    for (size_t i = 0; i < rows->column_count; i++) {
        rows->columns[i] = builder->columns.items[i];
    }
    for (size_t i = 0; i < rows->count; i++) {
        const struct rows_row *row = builder->rows.items[i];
        rows->rows[i].number = row->number;
        rows->rows[i].cells = row->cells;
        if (row->count < rows->column_count) {
            const char **cells = atl_arena_alloc(arena, rows->column_count * sizeof *cells);
            for (size_t cell = 0; cell < row->count; cell++) {
                cells[cell] = row->cells[cell];
            }
            rows->rows[i].cells = cells;
        }
    }
}

enum atl_status rows_begin(const char **text, size_t *length, enum atl_rows_format *format,
                           const char *source, struct atl_error *error)
{
    if (*length >= strlen(bom) && memcmp(*text, bom, strlen(bom)) == 0) {
        *text += strlen(bom);
        *length -= strlen(bom);
    }
    if (*format == ATL_ROWS_DETECT) {
        *format = detect(*text, *length);
    }
    return check_bytes(*text, *length, source, error);
}

enum atl_status atl_rows_read(struct atl_arena *arena, const char *text, size_t length,
                              enum atl_rows_format format, const char *source,
                              struct atl_rows *rows, struct atl_error *error)
{
    struct rows_builder builder = {.arena = arena, .source = source};
    *rows = (struct atl_rows){0};
    enum atl_status status = rows_begin(&text, &length, &format, source, error);
    if (status != ATL_OK) {
        return status;
    }
    switch (format) {
    case ATL_ROWS_JSON:
        status = rows_read_json(&builder, text, length, error);
        break;
    case ATL_ROWS_JSONL:
        status = rows_read_jsonl(&builder, text, length, error);
        break;
    default:
        status = rows_read_csv(&builder, text, length, error);
        break;
    }
    if (status == ATL_OK) {
        rows_complete(&builder, rows);
        rows->format = format;
    }
    atl_list_free(&builder.columns);
    atl_list_free(&builder.rows);
    return status;
}
