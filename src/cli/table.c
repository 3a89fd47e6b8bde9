/*
 * Tables. The width of a column is known when its cells are, so the first rows are held back and
 * settle the layout; the others then stream through it in constant memory.
 */
#include "cli/output_internal.h"

#include <stdlib.h>

enum {
    SAMPLE_ROWS = 256,
    GAP = 2,            /* columns of space between two */
    SHRUNK_WIDTH = 8,   /* what columns that shrink keep, as long as that suffices */
    SQUEEZED_WIDTH = 4, /* what every column keeps on a narrow terminal */
    LEAST_WIDTH = 2,    /* and on a very narrow one: "T…" */
};

struct shown_cell {
    const char *text;
    unsigned width;
    enum atl_style style;
};

struct table {
    size_t count;     /* of columns */
    unsigned *widths; /* 0: left out */
    unsigned *least;  /* what no column gives up: its widest cell, if that is of use only whole */
    bool *cut;        /* columns whose cells are cut to the width */
    bool settled;
    struct atl_arena arena; /* of the rows held back */
    struct atl_list held;   /* of struct shown_cell arrays */
};

struct table *table_open(const struct atl_output *output)
{
    struct table *table = atl_alloc(sizeof *table);
    table->count = output->shown_count;
    table->widths = atl_realloc(NULL, table->count + 1, sizeof *table->widths);
    table->least = atl_realloc(NULL, table->count + 1, sizeof *table->least);
    table->cut = atl_realloc(NULL, table->count + 1, sizeof *table->cut);
    for (size_t i = 0; i < table->count; i++) {
        table->widths[i] = atl_text_width(output->shown[i]->heading);
        table->least[i] = 0;
        table->cut[i] = false;
    }
    return table;
}

void table_free(struct table *table)
{
    if (table != NULL) {
        free(table->widths);
        free(table->least);
        free(table->cut);
        atl_list_free(&table->held);
        atl_arena_free(&table->arena);
        free(table);
    }
}

/* ---- layout ---- */

static unsigned whole_width(const struct table *table)
{
    unsigned width = 0;
    for (size_t i = 0; i < table->count; i++) {
        width += table->widths[i] > 0 ? table->widths[i] + (i > 0 ? GAP : 0) : 0;
    }
    return width;
}

/* The same once all that shrink have. */
static unsigned shrunk_width(const struct table *table, const struct atl_output *output)
{
    unsigned width = whole_width(table);
    for (size_t i = 0; i < table->count; i++) {
        bool may = output->shown[i]->shrinks && table->widths[i] > SHRUNK_WIDTH;
        width -= may ? table->widths[i] - SHRUNK_WIDTH : 0;
    }
    return width;
}

/* Keys and ids, which are what one copies, and numbers: a part of them says something else. */
static bool is_only_whole(const struct atl_column *column)
{
    return column->kind == ATL_CELL_INTEGER || atl_text_equal(column->key, "key") ||
           atl_text_equal(column->key, "id") || atl_text_ends_with(column->key, "Id");
}

/* Which columns give way. The first is the one that names the row, so it is the last to. */
enum givers {
    THOSE_THAT_SHRINK,
    ALL_BUT_THE_FIRST,
    ALL,
};

static bool gives_way(const struct atl_output *output, size_t column, enum givers givers)
{
    return output->shown[column]->shrinks || givers == ALL ||
           (givers == ALL_BUT_THE_FIRST && column > 0);
}

/* The widest column that may lose a column of screen, the last one of several, since what matters
 * most comes first. `count` when there is none. */
static size_t find_widest(const struct table *table, const struct atl_output *output,
                          enum givers givers, unsigned floor)
{
    size_t widest = table->count;
    for (size_t i = 0; i < table->count; i++) {
        if (gives_way(output, i, givers) && table->widths[i] > floor &&
            table->widths[i] > table->least[i] &&
            (widest == table->count || table->widths[i] >= table->widths[widest])) {
            widest = i;
        }
    }
    return widest;
}

static void squeeze(struct table *table, const struct atl_output *output, unsigned columns,
                    enum givers givers, unsigned floor)
{
    unsigned width = whole_width(table);
    size_t widest;
    while (width > columns && (widest = find_widest(table, output, givers, floor)) < table->count) {
        table->widths[widest]--;
        table->cut[widest] = !is_only_whole(output->shown[widest]);
        width--;
    }
}

/* What --fields asks for is never left out. */
static void leave_out_spare(struct table *table, const struct atl_output *output, unsigned columns)
{
    for (size_t i = table->count; i > 0 && output->globals->fields == NULL; i--) {
        if (output->shown[i - 1]->spare && shrunk_width(table, output) > columns) {
            table->widths[i - 1] = 0;
        }
    }
}

/* Only a terminal has a width to fit into: a pipe gets everything. */
static void settle(struct table *table, const struct atl_output *output)
{
    table->settled = true;
    if (!output->console->out_is_terminal) {
        return;
    }
    unsigned columns = atl_terminal_width(output->console->out);
    for (size_t i = 0; i < table->count; i++) {
        table->cut[i] = output->shown[i]->shrinks && !is_only_whole(output->shown[i]);
        if (table->cut[i] && table->widths[i] > columns) {
            table->widths[i] = columns;
        }
    }
    leave_out_spare(table, output, columns);
    squeeze(table, output, columns, THOSE_THAT_SHRINK, SHRUNK_WIDTH);
    squeeze(table, output, columns, ALL_BUT_THE_FIRST, SQUEEZED_WIDTH);
    squeeze(table, output, columns, ALL, SQUEEZED_WIDTH);
    squeeze(table, output, columns, ALL, LEAST_WIDTH);
}

/* ---- lines ---- */

static void append_padding(struct atl_buffer *line, unsigned count)
{
    atl_buffer_printf(line, "%*s", (int)count, "");
}

static void append_cell(const struct table *table, const struct atl_output *output, size_t index,
                        const struct shown_cell *cell, bool cut, struct atl_buffer *line)
{
    struct atl_buffer text = {0};
    unsigned limit = cut ? table->widths[index] : (unsigned)-1;
    unsigned width = atl_text_append_cut(&text, cell->text, limit);
    unsigned padding = width < table->widths[index] ? table->widths[index] - width : 0;
    bool to_the_right = output->shown[index]->kind == ATL_CELL_INTEGER;
    bool is_last = index + 1 == table->count;
    append_padding(line, to_the_right ? padding : 0);
    atl_style_append(line, output->console->out_has_colour, cell->style, atl_buffer_text(&text));
    append_padding(line, to_the_right || is_last ? 0 : padding);
    append_padding(line, is_last ? 0 : GAP);
    atl_buffer_free(&text);
}

static void append_line(const struct atl_output *output, const struct shown_cell *cells,
                        bool is_heading, struct atl_buffer *text)
{
    const struct table *table = output->table;
    size_t start = text->length;
    for (size_t i = 0; i < table->count; i++) {
        if (table->widths[i] > 0) {
            append_cell(table, output, i, &cells[i], is_heading || table->cut[i], text);
        }
    }
    /* Empty cells at the end leave no blanks behind. */
    while (text->length > start && text->data[text->length - 1] == ' ') {
        atl_buffer_truncate(text, text->length - 1);
    }
    atl_buffer_add_char(text, '\n');
}

static void append_heading(const struct atl_output *output, struct atl_buffer *text)
{
    size_t count = output->table->count;
    struct shown_cell *cells = atl_realloc(NULL, count + 1, sizeof *cells);
    for (size_t i = 0; i < count; i++) {
        cells[i] = (struct shown_cell){output->shown[i]->heading, 0, ATL_STYLE_BOLD};
    }
    append_line(output, cells, true, text);
    free(cells);
}

/* All at once, so that a row of another fiber can't get in between. */
static enum atl_status release_held(struct atl_output *output, struct atl_error *error)
{
    struct table *table = output->table;
    struct atl_buffer text = {0};
    settle(table, output);
    append_heading(output, &text);
    for (size_t i = 0; i < table->held.count; i++) {
        append_line(output, table->held.items[i], false, &text);
    }
    table->held.count = 0;
    atl_arena_free(&table->arena);
    enum atl_status status = output_emit_line(output, &text, error);
    atl_buffer_free(&text);
    return status;
}

/* ---- rows ---- */

static struct shown_cell show(struct atl_arena *arena, const struct atl_column *column,
                              const struct atl_cell *cell)
{
    struct atl_buffer text = {0};
    cell_append_shown(cell, &text);
    struct shown_cell shown = {
        .text = atl_arena_strndup(arena, atl_buffer_text(&text), text.length),
        .width = atl_text_width(atl_buffer_text(&text)),
        .style = cell->style != ATL_STYLE_PLAIN ? cell->style : column->style,
    };
    atl_buffer_free(&text);
    return shown;
}

enum atl_status table_row(struct atl_output *output, const struct atl_cell *cells,
                          struct atl_error *error)
{
    struct table *table = output->table;
    struct atl_arena own = {0};
    struct atl_arena *arena = table->settled ? &own : &table->arena;
    struct shown_cell *row = atl_arena_alloc(arena, (table->count + 1) * sizeof *row);
    for (size_t i = 0; i < table->count; i++) {
        row[i] = show(arena, output->shown[i], &cells[i]);
    }
    if (table->settled) {
        struct atl_buffer text = {0};
        append_line(output, row, false, &text);
        atl_arena_free(&own);
        enum atl_status status = output_emit_line(output, &text, error);
        atl_buffer_free(&text);
        return status;
    }
    for (size_t i = 0; i < table->count; i++) {
        table->widths[i] = row[i].width > table->widths[i] ? row[i].width : table->widths[i];
        if (is_only_whole(output->shown[i]) && row[i].width > table->least[i]) {
            table->least[i] = row[i].width;
        }
    }
    atl_list_add(&table->held, row);
    return table->held.count >= SAMPLE_ROWS ? release_held(output, error) : ATL_OK;
}

enum atl_status table_end(struct atl_output *output, struct atl_error *error)
{
    if (output->rows == 0) {
        if (output->listing->when_empty != NULL) {
            atl_note(output->console, "%s", output->listing->when_empty);
        }
        return ATL_OK;
    }
    return output->table->settled ? ATL_OK : release_held(output, error);
}

enum atl_status table_record(struct atl_output *output, const struct atl_column *const *columns,
                             const struct atl_cell *cells, size_t count, struct atl_error *error)
{
    struct atl_buffer text = {0};
    for (size_t i = 0; i < count; i++) {
        struct atl_buffer value = {0};
        struct atl_buffer label = {0};
        cell_append_shown(&cells[i], &value);
        if (value.length > 0) {
            const char *heading = columns[i]->heading;
            atl_buffer_printf(&label, "%s:", heading != NULL ? heading : columns[i]->key);
            atl_style_append(&text, output->console->out_has_colour, ATL_STYLE_BOLD,
                             atl_buffer_text(&label));
            atl_buffer_add_char(&text, ' ');
            atl_style_append(&text, output->console->out_has_colour,
                             cells[i].style != ATL_STYLE_PLAIN ? cells[i].style : columns[i]->style,
                             atl_buffer_text(&value));
            atl_buffer_add_char(&text, '\n');
        }
        atl_buffer_free(&value);
        atl_buffer_free(&label);
    }
    enum atl_status status = output_emit_line(output, &text, error);
    atl_buffer_free(&text);
    return status;
}
