/* What the commands about timers share. */
#ifndef CMD_JIRA_TIMER_H
#define CMD_JIRA_TIMER_H

#include "atlcli/json.h"
#include "cli/output.h"
#include "cmd/jira/worklog/timers.h"

/* The timer; NULL: it has none. */
const struct jira_timer *jira_timer_find(const struct jira_timers *timers, const char *key);

/* ATL_USAGE when the argument KEY or the option "key" is no key; to be asked before all else. */
enum atl_status jira_timer_check_key(struct atl_context *context, struct atl_error *error);

/*
 * The timer of the issue that the argument KEY or the option "key" names, or the only one there is.
 * ATL_NOT_FOUND when there is none, ATL_USAGE when there are several (the hints list them).
 */
enum atl_status jira_timer_choose(struct atl_context *context, struct jira_timer *timer,
                                  struct atl_error *error);

/* How long it has run. */
int64_t jira_timer_seconds(const struct jira_timer *timer);

/* A timer as output has it. The caller deletes it. */
cJSON *jira_timer_describe(struct atl_context *context, const struct jira_timer *timer);
/* Its members, for a command's fields. */
/* clang-format off */
#define JIRA_TIMER_MEMBERS \
    {.key = "key"}, {.key = "summary"}, {.key = "started"}, {.key = "state"}, {.key = "elapsed"}, \
    {.key = "elapsedSeconds"}, {.key = "comment"}
/* clang-format on */

#endif
