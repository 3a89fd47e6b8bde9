/*
 * Whether something on the server is what a request of ours made, when its outcome isn't known: it
 * has to be ours, and to have been made since the request was sent. The server's clock and ours may
 * differ, so ages are compared, not dates.
 */
#ifndef ATLASSIAN_JIRA_SINCE_H
#define ATLASSIAN_JIRA_SINCE_H

#include "atlcli/jira.h"

/* A moment as both clocks have it. */
struct jira_moment {
    int64_t here_ms;  /* monotonic */
    int64_t there_ms; /* the server's wall clock; ours when it doesn't say */
};

struct jira_moment jira_moment_now(void);

/* GETs JSON, and tells when the server answered. */
enum atl_status jira_get_now(struct atl_http *http, struct atl_arena *arena, const char *path,
                             const cJSON **json, struct jira_moment *now);

/*
 * Whether it may have been: dates in HTTP have whole seconds, so what was made up to two seconds
 * before counts, too. `created` is ISO 8601; NULL was not.
 */
bool jira_made_since(const char *created, const struct jira_moment *sent,
                     const struct jira_moment *now);

/* Whether there is no doubt of it. */
bool jira_made_surely_since(const char *created, const struct jira_moment *sent,
                            const struct jira_moment *now);

/* Whether the "author" of a comment, of an attachment, is that person. */
bool jira_is_by(const cJSON *made, const struct atl_jira_user *person);

#endif
