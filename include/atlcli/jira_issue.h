/*
 * Jira: single issues as wholes. To be used inside atl_loop_run; texts and trees live in the arena
 * of the call, errors are those of atl_http_json.
 */
#ifndef ATLCLI_JIRA_ISSUE_H
#define ATLCLI_JIRA_ISSUE_H

#include "atlcli/error.h"
#include "atlcli/http.h"
#include "atlcli/json.h"
#include "atlcli/memory.h"

#include <stdbool.h>

/*
 * GET issue/{key}. `fields`: their ids, NULL-terminated; NULL for all. `expand` ("names,schema")
 * may be NULL. An issue that was moved answers to its former key as well: the answer's "key" is
 * what it is called now.
 */
enum atl_status atl_jira_issue_get(struct atl_http *http, struct atl_arena *arena, const char *key,
                                   const char *const *fields, const char *expand,
                                   const cJSON **issue, struct atl_error *error);

/*
 * Reads the comments and worklogs that an issue's answer left out, and puts them into it. The arena
 * is the answer's.
 */
enum atl_status atl_jira_issue_complete(struct atl_http *http, struct atl_arena *arena,
                                        const cJSON *issue, struct atl_error *error);

/* An issue that was created. */
struct atl_jira_created {
    const char *id;
    const char *key;
};

/*
 * POST issue with {"fields": fields}. Never sent twice: ATL_UNKNOWN_OUTCOME when no answer tells
 * whether it is there.
 */
enum atl_status atl_jira_issue_create(struct atl_http *http, struct atl_arena *arena,
                                      const cJSON *fields, struct atl_jira_created *created,
                                      struct atl_error *error);

/*
 * PUT issue/{key}: fields that get a value, and operations on them ({"labels": [{"add": "x"}]});
 * either may be NULL. Without `notify` nobody gets mail about it, if the account may decide that.
 */
enum atl_status atl_jira_issue_edit(struct atl_http *http, const char *key, const cJSON *fields,
                                    const cJSON *update, bool notify, struct atl_error *error);

/*
 * DELETE issue/{key}. An issue that has sub-tasks goes with them or not at all. An issue that a
 * first attempt without an answer has deleted counts as deleted.
 */
enum atl_status atl_jira_issue_delete(struct atl_http *http, const char *key, bool with_subtasks,
                                      struct atl_error *error);

/*
 * Gets the changes of an issue one after the other, the oldest first, as Jira describes them:
 * {"id", "author", "created", "items": [{"field", "fromString", "toString", …}]}. Another status
 * than ATL_OK ends it and is its result.
 */
typedef enum atl_status (*atl_jira_change_function)(void *context, const cJSON *change,
                                                    struct atl_error *error);

/* All changes: GET issue/{key}/changelog, page by page; on Data Center they come with the issue. */
enum atl_status atl_jira_changes(struct atl_http *http, const char *key,
                                 atl_jira_change_function on_change, void *context,
                                 struct atl_error *error);

#endif
