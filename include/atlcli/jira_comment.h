/*
 * Jira: comments. Their texts are rich text as the deployment has it: ADF documents on Cloud, wiki
 * markup on Data Center. To be used inside atl_loop_run.
 */
#ifndef ATLCLI_JIRA_COMMENT_H
#define ATLCLI_JIRA_COMMENT_H

#include "atlcli/jira.h"

/* Gets the comments one after the other, as the server gives them; valid during the call. */
typedef enum atl_status (*atl_jira_comment_function)(void *context, const cJSON *comment,
                                                     struct atl_error *error);

struct atl_jira_comment_list {
    struct atl_http *http;
    const char *key;
    bool newest_first;
    int64_t limit; /* most comments wanted; INT64_MAX: all */
    /* Called once, before the first comment, with how many there are. May be NULL. */
    void (*on_total)(void *context, int64_t total);
    atl_jira_comment_function on_comment;
    void *context;
};

/* All comments, a page at a time: GET issue/{key}/comment. */
enum atl_status atl_jira_comments(const struct atl_jira_comment_list *list,
                                  struct atl_error *error);

struct atl_jira_comment_draft {
    const char *key;
    const cJSON *body;
    const char *role;  /* only people in this role of the project see it; NULL: no such limit */
    const char *group; /* only people in this group do */
    const cJSON *visibility; /* without the two: as a comment has it, which it keeps; may be NULL */
};

/*
 * Adds a comment: POST issue/{key}/comment; *comment is what the server made of it, in the arena.
 * When the outcome isn't known it is looked for among the latest comments: one of the account's
 * own, made since the request was sent, by the server's clock, with the same words. It is sent
 * again only when the server itself failed and no such comment is there; otherwise what isn't found
 * ends in ATL_UNKNOWN_OUTCOME.
 */
enum atl_status atl_jira_comment_add(struct atl_http *http, struct atl_arena *arena,
                                     const struct atl_jira_comment_draft *draft,
                                     const cJSON **comment, struct atl_error *error);

/*
 * Whether the bodies of two comments have the same words: servers change the rest. Asks no server.
 */
bool atl_jira_comment_has_words(const cJSON *left, const cJSON *right);

/* GET, PUT and DELETE issue/{key}/comment/{id}. ATL_NOT_FOUND when there is no such comment. */
enum atl_status atl_jira_comment(struct atl_http *http, struct atl_arena *arena, const char *key,
                                 const char *id, const cJSON **comment, struct atl_error *error);
enum atl_status atl_jira_comment_update(struct atl_http *http, struct atl_arena *arena,
                                        const struct atl_jira_comment_draft *draft, const char *id,
                                        const cJSON **comment, struct atl_error *error);
enum atl_status atl_jira_comment_delete(struct atl_http *http, const char *key, const char *id,
                                        struct atl_error *error);

#endif
