/*
 * Rows of tables that become issues: what `jira bulk create` and `jira import` share. Fields are
 * asked for once for each project and type, people and sprints once for each name.
 */
#ifndef CMD_JIRA_ROWS_H
#define CMD_JIRA_ROWS_H

#include "atlcli/jira_field.h"
#include "atlcli/rows.h"
#include "atlcli/text.h"
#include "cli/context.h"

/* The fields of one project and type; or why there are none. */
struct jira_rows_kind {
    const char *project; /* as the rows name them */
    const char *type;
    bool asked; /* what follows is known */
    struct atl_jira_fields fields;
    enum atl_status status;
    struct atl_error *why;                 /* NULL for ATL_OK */
    const char *problem;                   /* the same in a line */
    size_t count;                          /* rows of it, for whoever counts them */
    const struct atl_jira_field **columns; /* by column, for whoever finds them out */
};

struct jira_rows {
    struct atl_context *context;
    struct atl_http *http;
    struct atl_list kinds; /* struct jira_rows_kind */
    struct atl_list looked_up;
    bool naming; /* see jira_rows_ask_values */
};

void jira_rows_free(struct jira_rows *rows);

/* Reads a file, "-" for standard input. Its text goes to the buffer. ATL_USAGE without rows. */
enum atl_status jira_rows_read(struct atl_context *context, const char *path,
                               struct atl_buffer *text, struct atl_rows *table,
                               struct atl_error *error);

/* How a path is called in errors. */
const char *jira_rows_source(const char *path);

/* The column of one of these names (NULL-terminated), in any case; column_count: there is none. */
size_t jira_rows_find_column(const struct atl_rows *table, const char *const *names);

/* An error and its hints in one line, in the context's arena. */
const char *jira_rows_problem(const struct atl_context *context, const struct atl_error *why);

/* The kind of this name, which may not be asked for yet; the texts live as long as the rows. */
struct jira_rows_kind *jira_rows_name_kind(struct jira_rows *rows, const char *project,
                                           const char *type);

/* Asks for all that were named and aren't known, side by side; fails for what ends everything. */
enum atl_status jira_rows_ask_kinds(struct jira_rows *rows, struct atl_error *error);

/*
 * A cell's text as the value of a field, as atl_jira_field_value has it. While `naming`, what would
 * be asked for is noted instead, and the value of that is NULL.
 */
enum atl_status jira_rows_value(struct jira_rows *rows, const struct jira_rows_kind *kind,
                                const struct atl_jira_field *field, const char *text, cJSON **value,
                                struct atl_error *error);

/* Ends the naming: asks for all that was noted, side by side; fails for what ends everything. */
enum atl_status jira_rows_ask_values(struct jira_rows *rows, struct atl_error *error);

/* Adds the project and the type to the values of a row. */
void jira_rows_begin(const struct jira_rows_kind *kind, cJSON *values);
/* Adds what follows from the other values; ATL_USAGE when one that Jira asks for is missing. */
enum atl_status jira_rows_complete(const struct jira_rows_kind *kind, cJSON *values,
                                   struct atl_error *error);

#endif
