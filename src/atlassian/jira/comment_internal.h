/* Whether a comment that went along with something else has come. */
#ifndef ATLASSIAN_JIRA_COMMENT_INTERNAL_H
#define ATLASSIAN_JIRA_COMMENT_INTERNAL_H

#include "atlcli/jira.h"

/* The latest comments of an issue, the newest first: an array in the arena. */
enum atl_status jira_comments_latest(struct atl_http *http, struct atl_arena *arena,
                                     const char *key, const cJSON **comments,
                                     struct atl_error *error);

/* Whether one of them has the words of `body`, and isn't among the `earlier` ones. */
bool jira_comment_has_come(const cJSON *comments, const cJSON *earlier, const cJSON *body);

#endif
