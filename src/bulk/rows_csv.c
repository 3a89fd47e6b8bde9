/* CSV, as RFC 4180 has it and as spreadsheets write it. */
#include "atlcli/csv.h"
#include "bulk/rows.h"

#include <string.h>

struct csv {
    struct rows_builder *builder;
    const char *at;
    const char *end;
    size_t line;
    char separator;
};

/* ---- cells ---- */

static bool at_line_end(const struct csv *csv)
{
    return csv->at == csv->end || *csv->at == '\n' || *csv->at == '\r';
}

static void skip_line_end(struct csv *csv)
{
    if (csv->at < csv->end && *csv->at == '\r') {
        csv->at++;
        if (csv->at == csv->end || *csv->at != '\n') {
            csv->line++; /* CR alone */
            return;
        }
    }
    if (csv->at < csv->end && *csv->at == '\n') {
        csv->at++;
        csv->line++;
    }
}

/* What is between quotes; two of them stand for one. */
static enum atl_status read_quoted(struct csv *csv, struct atl_buffer *cell,
                                   struct atl_error *error)
{
    size_t begun = csv->line;
    csv->at++;
    while (csv->at < csv->end) {
        const char *stop = memchr(csv->at, '"', (size_t)(csv->end - csv->at));
        const char *until = stop == NULL ? csv->end : stop;
        for (const char *byte = csv->at; byte < until; byte++) {
            csv->line += *byte == '\n';
        }
        atl_buffer_append(cell, csv->at, (size_t)(until - csv->at));
        csv->at = until;
        if (stop == NULL) {
            break;
        }
        csv->at++;
        if (csv->at == csv->end || *csv->at != '"') {
            if (at_line_end(csv) || *csv->at == csv->separator) {
                return ATL_OK;
            }
            return atl_fail(error, ATL_USAGE, "%s, line %zu: text follows a closing quote",
                            csv->builder->source, csv->line);
        }
        atl_buffer_add_char(cell, '"');
        csv->at++;
    }
    return atl_fail(error, ATL_USAGE, "%s, line %zu: a quote is opened and never closed",
                    csv->builder->source, begun);
}

static enum atl_status read_cell(struct csv *csv, const char **text, struct atl_error *error)
{
    struct atl_buffer cell = {0};
    enum atl_status status = ATL_OK;
    if (csv->at < csv->end && *csv->at == '"') {
        status = read_quoted(csv, &cell, error);
    } else {
        const char *start = csv->at;
        while (!at_line_end(csv) && *csv->at != csv->separator) {
            csv->at++;
        }
        atl_buffer_append(&cell, start, (size_t)(csv->at - start));
    }
    *text = atl_arena_strndup(csv->builder->arena, atl_buffer_text(&cell), cell.length);
    atl_buffer_free(&cell);
    return status;
}

/* Cells up to the end of the line. */
static enum atl_status read_cells(struct csv *csv, struct atl_list *cells, struct atl_error *error)
{
    for (;;) {
        const char *text;
        enum atl_status status = read_cell(csv, &text, error);
        if (status != ATL_OK) {
            return status;
        }
        atl_list_add(cells, (void *)(uintptr_t)text);
        if (at_line_end(csv)) {
            skip_line_end(csv);
            return ATL_OK;
        }
        csv->at++; /* the separator */
    }
}

/* ---- lines ---- */

/* What there is most of in the first line, outside of quotes. */
static char find_separator(const struct csv *csv)
{
    static const char candidates[] = ",;\t";
    size_t counts[sizeof candidates] = {0};
    bool quoted = false;
    size_t best = 0;
    for (const char *at = csv->at; at < csv->end && (quoted || (*at != '\n' && *at != '\r'));
         at++) {
        const char *found = *at == '\0' ? NULL : strchr(candidates, *at);
        quoted = quoted != (*at == '"');
        if (!quoted && found != NULL) {
            counts[found - candidates]++;
        }
    }
    for (size_t i = 1; i < strlen(candidates); i++) {
        best = counts[i] > counts[best] ? i : best;
    }
    return candidates[best];
}

static enum atl_status read_columns(struct csv *csv, struct atl_error *error)
{
    struct rows_builder *builder = csv->builder;
    struct atl_list cells = {0};
    size_t line = csv->line;
    enum atl_status status = read_cells(csv, &cells, error);
    for (size_t i = 0; status == ATL_OK && i < cells.count; i++) {
        const char *name = atl_text_trim(builder->arena, cells.items[i]);
        if (name[0] == '\0') {
            status = atl_fail(error, ATL_USAGE, "%s, line %zu: column %zu has no name",
                              builder->source, line, i + 1);
        }
        for (size_t other = 0; status == ATL_OK && other < builder->columns.count; other++) {
            if (atl_text_equal_ignoring_case(builder->columns.items[other], name)) {
                status = atl_fail(error, ATL_USAGE, "%s, line %zu: two columns are called '%s'",
                                  builder->source, line, name);
            }
        }
        atl_list_add(&builder->columns, (void *)(uintptr_t)name);
    }
    atl_list_free(&cells);
    return status;
}

static enum atl_status keep_row(struct csv *csv, const struct atl_list *cells, size_t line,
                                struct atl_error *error)
{
    struct rows_builder *builder = csv->builder;
    if (cells->count > builder->columns.count) {
        atl_fail(error, ATL_USAGE, "%s, line %zu: %zu cells, but there are %zu columns",
                 builder->source, line, cells->count, builder->columns.count);
        atl_hint(error, "a cell that holds a '%c' has to be in quotes", csv->separator);
        return ATL_USAGE;
    }
    struct rows_row *row = atl_arena_alloc(builder->arena, sizeof *row);
    row->number = line;
    row->count = cells->count;
    row->cells = atl_arena_alloc(builder->arena, (cells->count + 1) * sizeof *row->cells);
    for (size_t i = 0; i < cells->count; i++) {
        row->cells[i] = atl_csv_plain(cells->items[i]);
    }
    atl_list_add(&builder->rows, row);
    return ATL_OK;
}

enum atl_status rows_read_csv(struct rows_builder *builder, const char *text, size_t length,
                              struct atl_error *error)
{
    struct csv csv = {.builder = builder, .at = text, .end = text + length, .line = 1};
    while (csv.at < csv.end && at_line_end(&csv)) {
        skip_line_end(&csv);
    }
    if (csv.at == csv.end) {
        return atl_fail(error, ATL_USAGE, "%s is empty: its first line has to name the columns",
                        builder->source);
    }
    csv.separator = find_separator(&csv);
    builder->separator = csv.separator;
    enum atl_status status = read_columns(&csv, error);
    while (status == ATL_OK && csv.at < csv.end) {
        struct atl_list cells = {0};
        size_t line = csv.line;
        if (at_line_end(&csv)) {
            skip_line_end(&csv);
            continue;
        }
        status = read_cells(&csv, &cells, error);
        if (status == ATL_OK) {
            status = keep_row(&csv, &cells, line, error);
        }
        atl_list_free(&cells);
    }
    return status;
}
