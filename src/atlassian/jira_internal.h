/* What the files of Jira's calls share. */
#ifndef ATLASSIAN_JIRA_INTERNAL_H
#define ATLASSIAN_JIRA_INTERNAL_H

#include "atlassian/id_set.h"

#include "atlcli/deployment.h"
#include "atlcli/jira.h"

/* "/rest/api/3/myself", or 2 on Data Center; in the arena. */
const char *jira_path(const struct atl_http *http, struct atl_arena *arena, const char *rest);

/* "/rest/api/3/issue/KEY" and what follows, such as "/transitions"; the key gets encoded. */
const char *jira_issue_path(const struct atl_http *http, struct atl_arena *arena, const char *key,
                            const char *rest);

/*
 * Whether an unknown outcome comes from the server itself having failed (500), which ends the
 * request: what isn't there when one looks afterwards won't come. A gateway's answer (502, 503,
 * 504), a reset or a timeout may leave it at work.
 */
bool jira_failed_itself(const struct atl_error *error);

bool jira_is_cloud(const struct atl_http *http);

void jira_user_read(const cJSON *json, struct atl_arena *arena, struct atl_jira_user *user);

/* A request whose answer doesn't depend on how often it is sent; `body` is in the arena. */
struct atl_http_request jira_read_by_post(const char *path, const char *body);

/* Prints a tree into the arena and deletes it. */
const char *jira_body(struct atl_arena *arena, cJSON *tree);

/* ---- search: what its strategies share ---- */

enum {
    JIRA_PAGE = 100,         /* issues with fields that Cloud gives in one answer */
    JIRA_ID_PAGE = 5000,     /* ids, or keys */
    JIRA_LARGE_PAGE = 250,   /* issues that Data Center is asked for at a time */
    JIRA_ISSUE_BYTES = 1500, /* of an answer with the usual fields, about */
    JIRA_WIDTH = 32,         /* answers under way at once: more would only take memory */
};

struct search {
    const struct atl_jira_search *wanted;
    struct atl_jira_search_result *result;
    struct id_set seen;
};

/* True for an id that comes for the first time. */
bool search_is_new(struct search *search, const cJSON *issue);

/* How many more issues are wanted. */
int64_t search_left(const struct search *search);

enum atl_status search_hand_over(struct search *search, const cJSON *issue,
                                 struct atl_error *error);

/* Adds "fields": ["summary", "status"] to a request's body; ["key"] when none are wanted. */
void search_add_fields(const struct atl_jira_search *wanted, cJSON *body);

size_t search_width(const struct search *search);

/* The strategies. */
enum atl_status search_by_token(struct search *search, size_t page_size, struct atl_error *error);
enum atl_status search_by_id(struct search *search, struct atl_error *error);
enum atl_status search_by_offset(struct search *search, struct atl_error *error);

#endif
