/* Issues found in whatever way, printed as `jira search` prints them. */
#ifndef CMD_JIRA_ISSUE_ROWS_H
#define CMD_JIRA_ISSUE_ROWS_H

#include "atlcli/jira.h"
#include "cli/context.h"

/* Finds the issues of `source` as atl_jira_search does. */
typedef enum atl_status (*jira_issue_finder)(const void *source,
                                             const struct atl_jira_search *search,
                                             struct atl_jira_search_result *result,
                                             struct atl_error *error);

/*
 * Prints the issues in the columns that --fields asks for, or the usual ones, and says what is left
 * out. As many as the command's option "limit" says, or 50. `jql` may be NULL where `find` needs
 * none; `find` NULL is atl_jira_search itself.
 */
enum atl_status jira_issue_rows_print(struct atl_context *context, struct atl_http *http,
                                      const char *jql, jira_issue_finder find, const void *source,
                                      struct atl_error *error);

#endif
