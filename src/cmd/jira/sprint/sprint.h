/* What the commands about sprints share. */
#ifndef CMD_JIRA_SPRINT_H
#define CMD_JIRA_SPRINT_H

#include "atlcli/jira_agile.h"
#include "cli/context.h"
#include "cli/output.h"

/* A sprint as output has it. The caller deletes it. */
cJSON *jira_sprint_describe(const struct atl_jira_sprint *sprint);
/* Its members, for a command's fields. */
/* clang-format off */
#define JIRA_SPRINT_MEMBERS \
    {.key = "id"}, {.key = "name"}, {.key = "state"}, {.key = "startDate"}, {.key = "endDate"}, \
    {.key = "completeDate"}, {.key = "board"}, {.key = "goal"}
/* clang-format on */

/* Its options, for jira_find_sprint: to be put into a command's own list. */
#define JIRA_SPRINT_BOARD_OPTION                                                                   \
    {                                                                                              \
        .name = "board", .kind = ATL_OPTION_TEXT, .value = "BOARD",                                \
        .summary = "Look for the sprint on this board, by its id or name"                          \
    }
#define JIRA_SPRINT_PROJECT_OPTION                                                                 \
    {                                                                                              \
        .name = "project", .kind = ATL_OPTION_TEXT, .value = "KEY",                                \
        .summary = "Look for the sprint on this project's boards"                                  \
    }

extern const struct atl_argument jira_sprint_arguments[];

/* Ends a command's connection; explains what wasn't found. Returns `status`. */
enum atl_status jira_agile_end(struct atl_http *http, enum atl_status status,
                               struct atl_error *error);

#endif
