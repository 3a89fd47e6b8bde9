/* Jira: who an issue is assigned to, and who watches it. To be used inside atl_loop_run. */
#ifndef ATLCLI_JIRA_WATCH_H
#define ATLCLI_JIRA_WATCH_H

#include "atlcli/jira.h"

enum atl_jira_assignment {
    ATL_JIRA_ASSIGN_PERSON,
    ATL_JIRA_ASSIGN_NOBODY,
    ATL_JIRA_ASSIGN_DEFAULT, /* whom the project's settings say */
};

/* PUT issue/{key}/assignee. `person` counts for ATL_JIRA_ASSIGN_PERSON alone. */
enum atl_status atl_jira_assign(struct atl_http *http, const char *key,
                                enum atl_jira_assignment assignment,
                                const struct atl_jira_user *person, struct atl_error *error);

/* Who the issue is assigned to, in the arena: all NULL for nobody. GET issue/{key}. */
enum atl_status atl_jira_assignee(struct atl_http *http, struct atl_arena *arena, const char *key,
                                  struct atl_jira_user *person, struct atl_error *error);

/* POST and DELETE issue/{key}/watchers. What is so already stays so. */
enum atl_status atl_jira_watch(struct atl_http *http, const char *key,
                               const struct atl_jira_user *person, struct atl_error *error);
enum atl_status atl_jira_unwatch(struct atl_http *http, const char *key,
                                 const struct atl_jira_user *person, struct atl_error *error);

/*
 * GET issue/{key}/watchers: {"watchers": [person, …], "watchCount": n, "isWatching": …}, in the
 * arena. The list is empty without the permission to see it; the number is there all the same.
 */
enum atl_status atl_jira_watchers(struct atl_http *http, struct atl_arena *arena, const char *key,
                                  const cJSON **watchers, struct atl_error *error);

#endif
