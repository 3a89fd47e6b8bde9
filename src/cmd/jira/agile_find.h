/* Boards and sprints as people name them. */
#ifndef CMD_JIRA_AGILE_FIND_H
#define CMD_JIRA_AGILE_FIND_H

#include "atlcli/jira_agile.h"
#include "cli/context.h"

/*
 * The board of an id or a name, in whichever case. ATL_USAGE when several have the name (the hints
 * list them), ATL_NOT_FOUND when none has (the hints say which may have been meant).
 */
enum atl_status jira_find_board(struct atl_context *context, struct atl_http *http,
                                const char *name, struct atl_jira_board *board,
                                struct atl_error *error);

/*
 * The boards to look for sprints on: the one that is named, else those of the project, else all,
 * without kanban boards. ATL_USAGE when there are more than a handful of pages of them.
 */
enum atl_status jira_find_sprint_boards(struct atl_context *context, struct atl_http *http,
                                        const char *board, const char *project,
                                        struct atl_jira_boards *boards, struct atl_error *error);

/*
 * The sprint of an id, a name, or "current" ("active" is the same) or "next", as
 * atl_jira_sprint_named has them. For all but ids it is looked for on the boards that the command's
 * options "board" and "project" name, as above. Errors as with boards.
 */
enum atl_status jira_find_sprint(struct atl_context *context, struct atl_http *http,
                                 const char *name, struct atl_jira_sprint *sprint,
                                 struct atl_error *error);

/* The same on the boards of these names, whatever the options say. */
enum atl_status jira_find_sprint_on(struct atl_context *context, struct atl_http *http,
                                    const char *name, const char *board, const char *project,
                                    struct atl_jira_sprint *sprint, struct atl_error *error);

/* "2026-01-31", local; "" for NULL. In the context's arena. */
const char *jira_sprint_day(struct atl_context *context, const char *iso);

#endif
