/* How far issues are: how many of them, and of their points, are in which status. */
#ifndef CMD_JIRA_TALLY_H
#define CMD_JIRA_TALLY_H

#include "atlcli/jira_agile.h"
#include "cli/context.h"

struct jira_amount {
    int64_t issues;
    double points;
};

struct jira_tally {
    struct atl_context *context;
    const char *const
        *points;         /* ids of the fields that hold points, the first that is set counts */
    const char **fields; /* what a search is to ask for, NULL-terminated */
    struct atl_list statuses;
    struct jira_amount all;
    struct jira_amount done;
    bool has_points;
    const char *remarks; /* lines for below the sums in tables; NULL: none */
    cJSON *members;      /* for beside the sums in JSON, of the heap; NULL: none */
};

/*
 * Starts one. The points are in the field that the option "points" names, else in `estimation`
 * unless it is NULL, else in those that Jira has for them. Free it with jira_tally_free.
 */
enum atl_status jira_tally_begin(struct jira_tally *tally, struct atl_context *context,
                                 struct atl_http *http, const char *estimation,
                                 struct atl_error *error);

/* An atl_jira_issue_function: counts an issue. Sub-tasks are part of their parents. */
enum atl_status jira_tally_add(void *argument, const struct atl_jira_issue *issue,
                               struct atl_error *error);

/* The points that the fields of an issue say; 0: none. */
double jira_tally_points(struct jira_tally *tally, const cJSON *fields);

/*
 * Prints it: a list of statuses, under `heading` in tables, and beside it in JSON the sums, the one
 * of all issues as `all`, and `about` (which it takes) as `what`.
 */
enum atl_status jira_tally_print(const struct jira_tally *tally, const char *heading,
                                 const char *all, const char *what, cJSON *about,
                                 struct atl_error *error);

void jira_tally_free(struct jira_tally *tally);

#define JIRA_TALLY_POINTS_OPTION                                                                   \
    {                                                                                              \
        .name = "points", .kind = ATL_OPTION_TEXT, .value = "FIELD",                               \
        .summary = "The field that holds points, by its id or name"                                \
    }

#endif
