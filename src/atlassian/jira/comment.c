/* Comments: listing, adding once, changing, deleting. */
#include "atlcli/jira_comment.h"

#include "atlassian/jira/comment_internal.h"
#include "atlassian/jira/internal.h"
#include "atlassian/jira/since.h"

#include <string.h>

enum {
    PAGE = 100,
    LATEST = 20, /* comments among which one is looked for that may be there */
};

/* ---- listing ---- */

enum atl_status atl_jira_comments(const struct atl_jira_comment_list *list, struct atl_error *error)
{
    struct atl_arena arena = {0};
    enum atl_status status = ATL_OK;
    int64_t left = list->limit;
    struct atl_pages pages = {
        .http = list->http,
        .paging = ATL_PAGING_START_AT,
        .path = jira_issue_path(list->http, &arena, list->key,
                                list->newest_first ? "/comment?orderBy=-created"
                                                   : "/comment?orderBy=created"),
        .page_size = left < PAGE ? (size_t)left : PAGE,
        .items = "comments",
    };
    while (status == ATL_OK && !pages.done && left > 0) {
        struct atl_arena page_arena = {0};
        const cJSON *page;
        const cJSON *comment;
        bool first = pages.pages == 0;
        status = atl_pages_next(&pages, &page_arena, &page, error);
        if (status == ATL_OK && first && list->on_total != NULL) {
            list->on_total(list->context, atl_json_integer(page, "total", -1));
        }
        const cJSON *items = status == ATL_OK ? atl_pages_items(&pages, page) : NULL;
        cJSON_ArrayForEach(comment, items)
        {
            if (status == ATL_OK && left > 0) {
                status = list->on_comment(list->context, comment, error);
                left--;
            }
        }
        atl_arena_free(&page_arena);
    }
    atl_arena_free(&arena);
    return status;
}

enum atl_status atl_jira_comment(struct atl_http *http, struct atl_arena *arena, const char *key,
                                 const char *id, const cJSON **comment, struct atl_error *error)
{
    struct atl_http_request request = {.method = ATL_GET,
                                       .path = jira_part_path(http, arena, key, "comment", id)};
    return atl_http_json(http, &request, arena, comment, error);
}

/* ---- what is sent ---- */

static const char *body_of(const struct atl_jira_comment_draft *draft, struct atl_arena *arena)
{
    cJSON *body = cJSON_CreateObject();
    cJSON_AddItemToObject(body, "body", cJSON_Duplicate(draft->body, true));
    if (draft->role == NULL && draft->group == NULL && cJSON_IsObject(draft->visibility)) {
        cJSON_AddItemToObject(body, "visibility", cJSON_Duplicate(draft->visibility, true));
    } else if (draft->role != NULL || draft->group != NULL) {
        cJSON *visibility = cJSON_AddObjectToObject(body, "visibility");
        cJSON_AddStringToObject(visibility, "type", draft->role != NULL ? "role" : "group");
        cJSON_AddStringToObject(visibility, "value",
                                draft->role != NULL ? draft->role : draft->group);
    }
    return jira_body(arena, body);
}

/* ---- whether it is there ---- */

/* The words of a text or a document, without white space: servers change the rest. */
static void append_words(const cJSON *value, struct atl_buffer *words)
{
    const char *text = cJSON_IsString(value) ? value->valuestring : NULL;
    if (cJSON_IsObject(value)) {
        text = atl_json_text(value, "text", NULL);
    }
    for (; text != NULL && *text != '\0'; text++) {
        if (strchr(" \t\r\n", *text) == NULL) {
            atl_buffer_add_char(words, *text);
        }
    }
    const cJSON *item;
    const cJSON *inner = cJSON_IsObject(value) ? atl_json_member(value, "content") : value;
    cJSON_ArrayForEach(item, inner)
    {
        append_words(item, words);
    }
}

bool atl_jira_comment_has_words(const cJSON *left, const cJSON *right)
{
    struct atl_buffer one = {0};
    struct atl_buffer other = {0};
    append_words(left, &one);
    append_words(right, &other);
    bool same = strcmp(atl_buffer_text(&one), atl_buffer_text(&other)) == 0;
    atl_buffer_free(&one);
    atl_buffer_free(&other);
    return same;
}

static const char *latest_path(struct atl_http *http, struct atl_arena *arena, const char *key)
{
    return jira_issue_path(
        http, arena, key,
        atl_arena_printf(arena, "/comment?orderBy=-created&maxResults=%d", LATEST));
}

enum atl_status jira_comments_latest(struct atl_http *http, struct atl_arena *arena,
                                     const char *key, const cJSON **comments,
                                     struct atl_error *error)
{
    const cJSON *json;
    struct atl_http_request request = {.method = ATL_GET, .path = latest_path(http, arena, key)};
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    *comments = status == ATL_OK ? atl_json_member(json, "comments") : NULL;
    return status == ATL_OK && !cJSON_IsArray(*comments)
               ? atl_fail(error, ATL_FAILED, "the server's answer has no list of comments")
               : status;
}

static bool is_among(const cJSON *comment, const cJSON *comments)
{
    const char *id = atl_json_text(comment, "id", NULL);
    const cJSON *item;
    cJSON_ArrayForEach(item, comments)
    {
        if (atl_text_equal(atl_json_text(item, "id", NULL), id)) {
            return true;
        }
    }
    return false;
}

bool jira_comment_has_come(const cJSON *comments, const cJSON *earlier, const cJSON *body)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, comments)
    {
        if (atl_jira_comment_has_words(atl_json_member(item, "body"), body) &&
            !is_among(item, earlier)) {
            return true;
        }
    }
    return false;
}

/* *comment is NULL when none of the latest is the one. */
static enum atl_status look_for(struct atl_http *http, struct atl_arena *arena,
                                const struct atl_jira_comment_draft *draft,
                                const struct jira_moment *sent, const cJSON **comment)
{
    struct atl_jira_user me;
    struct jira_moment now;
    const cJSON *json;
    const cJSON *item;
    *comment = NULL;
    const char *path = latest_path(http, arena, draft->key);
    enum atl_status status = atl_jira_myself(http, arena, &me, NULL);
    if (status == ATL_OK) {
        status = jira_get_now(http, arena, path, &json, &now);
    }
    const cJSON *comments = status == ATL_OK ? atl_json_member(json, "comments") : NULL;
    cJSON_ArrayForEach(item, comments)
    {
        if (*comment == NULL && jira_is_by(item, &me) &&
            jira_made_since(atl_json_text(item, "created", NULL), sent, &now) &&
            atl_jira_comment_has_words(atl_json_member(item, "body"), draft->body)) {
            *comment = item;
        }
    }
    return status;
}

/* ---- adding ---- */

static enum atl_status say_unknown(const struct atl_jira_comment_draft *draft, bool looked,
                                   struct atl_error *error)
{
    atl_error_prefix(error, "%s", draft->key);
    if (looked) {
        atl_hint(error, "it isn't among the latest comments now, but may still come");
    }
    atl_hint(error, "look before repeating it: atlcli jira issue comments %s", draft->key);
    return ATL_UNKNOWN_OUTCOME;
}

enum atl_status atl_jira_comment_add(struct atl_http *http, struct atl_arena *arena,
                                     const struct atl_jira_comment_draft *draft,
                                     const cJSON **comment, struct atl_error *error)
{
    const char *body = body_of(draft, arena);
    struct atl_http_request request = {
        .method = ATL_POST,
        .wants_answer = true,
        .path = jira_issue_path(http, arena, draft->key, "/comment"),
        .body = body,
        .body_length = strlen(body),
    };
    struct jira_moment sent = jira_moment_now();
    enum atl_status status = atl_http_json(http, &request, arena, comment, error);
    for (int repeats = 0; status == ATL_UNKNOWN_OUTCOME; repeats++) {
        enum atl_status looked = look_for(http, arena, draft, &sent, comment);
        if (looked == ATL_OK && *comment != NULL) {
            return ATL_OK;
        }
        if (looked != ATL_OK || repeats > 0 || !jira_failed_itself(error)) {
            return say_unknown(draft, looked == ATL_OK, error);
        }
        status = atl_http_json(http, &request, arena, comment, error);
    }
    return status;
}

enum atl_status atl_jira_comment_update(struct atl_http *http, struct atl_arena *arena,
                                        const struct atl_jira_comment_draft *draft, const char *id,
                                        const cJSON **comment, struct atl_error *error)
{
    const char *body = body_of(draft, arena);
    struct atl_http_request request = {
        .method = ATL_PUT,
        .path = jira_part_path(http, arena, draft->key, "comment", id),
        .body = body,
        .body_length = strlen(body),
    };
    enum atl_status status = atl_http_json(http, &request, arena, comment, error);
    if (status == ATL_OK && *comment == NULL) {
        /* It is done, and the answer doesn't say what it is like now. */
        request = (struct atl_http_request){.method = ATL_GET, .path = request.path};
        status = atl_http_json(http, &request, arena, comment, error);
    }
    return status;
}

enum atl_status atl_jira_comment_delete(struct atl_http *http, const char *key, const char *id,
                                        struct atl_error *error)
{
    struct atl_arena arena = {0};
    enum atl_status status =
        jira_delete(http, jira_part_path(http, &arena, key, "comment", id), error);
    atl_arena_free(&arena);
    return status;
}
