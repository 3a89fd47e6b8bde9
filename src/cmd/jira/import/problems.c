/* What is wrong in a file that is to be imported: shown all at once, by line and column. */
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/jira/import/import.h"

#include <string.h>

static const struct atl_column columns[] = {
    {.key = "line", .heading = "LINE", .kind = ATL_CELL_INTEGER},
    {.key = "column", .heading = "COLUMN"},
    {.key = "value", .heading = "VALUE", .shrinks = true},
    {.key = "others", .heading = "OTHERS", .kind = ATL_CELL_INTEGER},
    {.key = "reason", .heading = "REASON", .shrinks = true},
    {0},
};

enum {
    VALUE_COLUMNS = 60, /* that a value takes in an error */
};

const char *import_place(const struct importing *importing, size_t number)
{
    return atl_arena_printf(importing->rows.context->arena, "%s %zu",
                            importing->table.format == ATL_ROWS_JSON ? "item" : "line", number);
}

/* The same value is often wrong in many rows. */
static struct import_problem *find_same(const struct import_problems *problems, const char *column,
                                        const struct atl_error *why)
{
    for (size_t i = 0; i < problems->shown; i++) {
        struct import_problem *problem = &problems->first[i];
        if (problem->line > 0 && atl_text_equal(problem->column, column) &&
            strcmp(problem->why.message, why->message) == 0) {
            return problem;
        }
    }
    return NULL;
}

static const char *cut(struct atl_arena *arena, const char *value)
{
    struct atl_buffer safe = {0};
    struct atl_buffer shown = {0};
    size_t length = value == NULL ? 0 : strlen(value);
    if (value == NULL) {
        return NULL;
    }
    length = length < (size_t)4 * VALUE_COLUMNS ? length : (size_t)4 * VALUE_COLUMNS;
    atl_text_append_safe(&safe, value, length, false);
    atl_text_append_cut(&shown, atl_buffer_text(&safe), VALUE_COLUMNS);
    const char *kept = atl_arena_strdup(arena, atl_buffer_text(&shown));
    atl_buffer_free(&safe);
    atl_buffer_free(&shown);
    return kept;
}

void import_problem_add(struct importing *importing, const struct atl_row *row, const char *column,
                        const char *value, const struct atl_error *why)
{
    struct import_problems *problems = &importing->problems;
    struct atl_arena *arena = importing->rows.context->arena;
    struct import_problem *same = row == NULL ? NULL : find_same(problems, column, why);
    problems->count++;
    if (same != NULL) {
        same->others++;
        return;
    }
    if (problems->first == NULL) {
        problems->first = atl_arena_alloc(arena, IMPORT_PROBLEMS_SHOWN * sizeof *problems->first);
    }
    if (problems->shown < IMPORT_PROBLEMS_SHOWN) {
        problems->first[problems->shown++] =
            (struct import_problem){.line = row == NULL ? 0 : row->number,
                                    .column = column,
                                    .value = cut(arena, value),
                                    .why = *why};
    }
}

/* ", line 3 and 5 others, column 'priority'" */
static void show(const struct importing *importing, const struct import_problem *problem)
{
    struct atl_arena *arena = importing->rows.context->arena;
    struct atl_error shown = problem->why;
    const char *others = problem->others == 0
                             ? ""
                             : atl_arena_printf(arena, " and %zu other%s", problem->others,
                                                problem->others == 1 ? "" : "s");
    const char *place =
        problem->line == 0
            ? ""
            : atl_arena_printf(arena, ", %s%s", import_place(importing, problem->line), others);
    const char *column =
        problem->column == NULL ? "" : atl_arena_printf(arena, ", column '%s'", problem->column);
    atl_error_prefix(&shown, "%s%s%s", importing->source, place, column);
    atl_console_report(importing->rows.context->console, &shown);
}

static enum atl_status list(const struct importing *importing, struct atl_error *error)
{
    static const struct atl_listing listing = {.name = "problems", .columns = columns};
    const struct atl_context *context = importing->rows.context;
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    for (size_t i = 0; status == ATL_OK && i < importing->problems.shown; i++) {
        const struct import_problem *problem = &importing->problems.first[i];
        const struct atl_cell cells[] = {
            problem->line == 0 ? atl_cell_none() : atl_cell_integer((int64_t)problem->line),
            atl_cell_text(problem->column),
            atl_cell_text(problem->value),
            atl_cell_integer((int64_t)problem->others),
            atl_cell_text(jira_rows_problem(context, &problem->why)),
        };
        status = atl_output_row(context->output, cells, error);
    }
    if (status == ATL_OK) {
        atl_output_member(context->output, "total",
                          cJSON_CreateNumber((double)importing->problems.count));
        status = atl_output_end(context->output, error);
    }
    return status;
}

enum atl_status import_problems_report(struct importing *importing, struct atl_error *error)
{
    const struct atl_context *context = importing->rows.context;
    const struct import_problems *problems = &importing->problems;
    size_t told = 0;
    if (problems->count == 0) {
        return ATL_OK;
    }
    for (size_t i = 0; i < problems->shown; i++) {
        told += 1 + problems->first[i].others;
        if (context->globals.form == ATL_OUTPUT_TABLE || context->globals.fields != NULL) {
            show(importing, &problems->first[i]);
        }
    }
    if (context->globals.form != ATL_OUTPUT_TABLE && context->globals.fields == NULL) {
        enum atl_status status = list(importing, error);
        if (status != ATL_OK) {
            return status;
        }
    }
    const char *more = told == problems->count ? ""
                                               : atl_arena_printf(context->arena, ", and %zu more",
                                                                  problems->count - told);
    atl_fail(error, ATL_USAGE, "%s: %zu thing%s can't be imported (see above%s); nothing was sent",
             importing->source, problems->count, problems->count == 1 ? "" : "s", more);
    return ATL_USAGE;
}
