/* Comments: reading them, changing them, resolving and deleting them. */
#include "atlcli/confluence_comment.h"

#include "atlassian/confluence/comment_internal.h"
#include "atlassian/confluence/internal.h"
#include "atlassian/confluence/page_internal.h"

#include <string.h>

#define EXPANDED                                                                                   \
    "body.storage,version,history,ancestors,container,extensions.inlineProperties,"                \
    "extensions.resolution"

/* ---- reading ---- */

/* REST v1: also what it replies to is content, the nearest one last. */
static void read_v1(const struct atl_http *http, struct atl_arena *arena, const cJSON *answer,
                    const cJSON *json, struct atl_confluence_comment *comment)
{
    const cJSON *ancestors = atl_json_member(json, "ancestors");
    const cJSON *last = cJSON_GetArrayItem(ancestors, cJSON_GetArraySize(ancestors) - 1);
    *comment = (struct atl_confluence_comment){
        .id = atl_json_text(json, "id", ""),
        .page = atl_json_text(json, "container.id", NULL),
        .parent = atl_json_text(last, "id", NULL),
        .is_inline = atl_text_equal(atl_json_text(json, "extensions.location", NULL), "inline"),
        .selection = atl_json_text(json, "extensions.inlineProperties.originalSelection", NULL),
        .author = atl_json_text(json, "history.createdBy.displayName",
                                atl_json_text(json, "version.by.displayName", NULL)),
        .created = atl_json_text(json, "history.createdDate", NULL),
        .updated = atl_json_text(json, "version.when", NULL),
        .url = confluence_url(http, arena, answer, json),
        .version = atl_json_integer(json, "version.number", 1),
        .body = atl_json_text(json, "body.storage.value", ""),
        .json = json,
    };
    if (comment->is_inline && comment->parent == NULL) {
        comment->resolution = atl_json_text(json, "extensions.resolution.status", "open");
    }
}

static void read_v2(const struct atl_http *http, struct atl_arena *arena, const cJSON *json,
                    struct atl_confluence_comment *comment)
{
    *comment = (struct atl_confluence_comment){
        .id = atl_json_text(json, "id", ""),
        .page = atl_json_text(json, "pageId", atl_json_text(json, "blogPostId", NULL)),
        .parent = atl_json_text(json, "parentCommentId", NULL),
        .is_inline = atl_json_member(json, "resolutionStatus") != NULL,
        .selection = atl_json_text(json, "properties.inlineOriginalSelection", NULL),
        .updated = atl_json_text(json, "version.createdAt", NULL),
        .url = confluence_url(http, arena, json, json),
        .version = atl_json_integer(json, "version.number", 1),
        .body = atl_json_text(json, "body.storage.value", ""),
        .json = json,
    };
    if (comment->is_inline && comment->parent == NULL) {
        comment->resolution = atl_json_text(json, "resolutionStatus", "open");
    }
}

void confluence_comment_read(const struct atl_http *http, struct atl_arena *arena,
                             const cJSON *json, struct atl_confluence_comment *comment)
{
    if (confluence_is_cloud(http)) {
        read_v2(http, arena, json, comment);
    } else {
        read_v1(http, arena, json, json, comment);
    }
}

static void append(struct atl_http *http, struct atl_arena *arena, const cJSON *answer,
                   struct atl_confluence_comments *comments)
{
    const cJSON *items = atl_json_member(answer, "results");
    size_t more = (size_t)cJSON_GetArraySize(items);
    struct atl_confluence_comment *all =
        atl_arena_alloc(arena, (comments->count + more + 1) * sizeof *all);
    if (comments->count > 0) {
        memcpy(all, comments->items, comments->count * sizeof *all);
    }
    comments->items = all;
    const cJSON *item;
    cJSON_ArrayForEach(item, items)
    {
        read_v1(http, arena, answer, item, &all[comments->count++]);
    }
}

enum atl_status atl_confluence_comments(struct atl_http *http, struct atl_arena *arena,
                                        const char *page, struct atl_confluence_comments *comments,
                                        struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    struct atl_pages pages = {
        .http = http,
        .paging = ATL_PAGING_START_LIMIT,
        .path = confluence_content_path(http, arena, page,
                                        "/descendant/comment?depth=all&expand=" EXPANDED),
        .page_size = CONFLUENCE_PAGE,
        .items = "results",
    };
    *comments = (struct atl_confluence_comments){0};
    while (status == ATL_OK && !pages.done) {
        const cJSON *answer;
        status = atl_pages_next(&pages, arena, &answer, error);
        if (status == ATL_OK) {
            append(http, arena, answer, comments);
        }
    }
    return status;
}

/* ---- one ---- */

const char *confluence_comment_path(struct atl_arena *arena, bool is_inline, const char *id)
{
    return atl_arena_printf(arena, "/wiki/api/v2/%s-comments%s%s", is_inline ? "inline" : "footer",
                            id == NULL ? "" : "/", id == NULL ? "" : confluence_encode(arena, id));
}

static enum atl_status get(struct atl_http *http, struct atl_arena *arena, const char *path,
                           struct atl_confluence_comment *comment, struct atl_error *error)
{
    const cJSON *json;
    struct atl_http_request request = {.method = ATL_GET, .path = path};
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status == ATL_OK) {
        confluence_comment_read(http, arena, json, comment);
    }
    return status;
}

static enum atl_status fail_unknown(const char *id, struct atl_error *error)
{
    int http_status = error == NULL ? 0 : error->http_status;
    atl_fail(error, ATL_NOT_FOUND, "there is no comment %s", id);
    atl_hint(error, "ids of comments: atlcli wiki page comments list PAGE");
    if (error != NULL) {
        error->http_status = http_status;
    }
    return ATL_NOT_FOUND;
}

enum atl_status atl_confluence_get_comment(struct atl_http *http, struct atl_arena *arena,
                                           const char *id, struct atl_confluence_comment *comment,
                                           struct atl_error *error)
{
    enum atl_status status;
    if (confluence_is_cloud(http)) {
        /* The kind is part of the path: most are of the first. */
        static const char query[] = "?body-format=storage";
        const char *footer = confluence_comment_path(arena, false, id);
        const char *in_text = confluence_comment_path(arena, true, id);
        status = get(http, arena, atl_arena_printf(arena, "%s%s", footer, query), comment, error);
        if (status == ATL_NOT_FOUND || (status == ATL_OK && comment->is_inline)) {
            status =
                get(http, arena, atl_arena_printf(arena, "%s%s", in_text, query), comment, error);
            comment->is_inline = status == ATL_OK;
        }
    } else {
        status = get(http, arena, confluence_content_path(http, arena, id, "?expand=" EXPANDED),
                     comment, error);
        const char *type = status == ATL_OK ? atl_json_text(comment->json, "type", "") : "";
        if (status == ATL_OK && strcmp(type, "comment") != 0) {
            status = ATL_NOT_FOUND;
        }
    }
    return status == ATL_NOT_FOUND ? fail_unknown(id, error) : status;
}

/* ---- changing ---- */

static struct atl_http_request update_request(struct atl_http *http, struct atl_arena *arena,
                                              const struct atl_confluence_comment *comment,
                                              const char *storage)
{
    bool is_cloud = confluence_is_cloud(http);
    cJSON *body = cJSON_CreateObject();
    cJSON_AddNumberToObject(cJSON_AddObjectToObject(body, "version"), "number",
                            (double)(comment->version + 1));
    if (!is_cloud) {
        cJSON_AddStringToObject(body, "type", "comment");
        cJSON_AddStringToObject(body, "title", atl_json_text(comment->json, "title", "Re:"));
    }
    confluence_comment_add_body(http, body, storage);
    return confluence_request(arena, ATL_PUT,
                              is_cloud
                                  ? confluence_comment_path(arena, comment->is_inline, comment->id)
                                  : confluence_content_path(http, arena, comment->id, ""),
                              body);
}

enum atl_status atl_confluence_comment_update(struct atl_http *http, struct atl_arena *arena,
                                              const struct atl_confluence_comment *comment,
                                              const char *storage,
                                              struct atl_confluence_comment *made,
                                              struct atl_error *error)
{
    const cJSON *json;
    struct atl_http_request request = update_request(http, arena, comment, storage);
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status == ATL_OK && json == NULL) {
        /* It is done, and the answer doesn't say what it is like now. */
        return atl_confluence_get_comment(http, arena, comment->id, made, error);
    }
    if (status == ATL_OK) {
        confluence_comment_read(http, arena, json, made);
        made->is_inline = comment->is_inline;
        return ATL_OK;
    }
    if (status != ATL_CONFLICT) {
        return status;
    }
    /* It may have been ours, sent again since its answer got lost. */
    if (atl_confluence_get_comment(http, arena, comment->id, made, NULL) == ATL_OK &&
        made->version == comment->version + 1 && atl_confluence_same_storage(made->body, storage)) {
        return ATL_OK;
    }
    atl_fail(error, ATL_CONFLICT, "comment %s has been changed meanwhile", comment->id);
    atl_hint(error, "look at it before changing it again: atlcli wiki page comments list %s",
             comment->page == NULL ? "PAGE" : comment->page);
    return ATL_CONFLICT;
}

enum atl_status atl_confluence_comment_resolve(struct atl_http *http,
                                               const struct atl_confluence_comment *comment,
                                               bool resolved, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_http_request request;
    const cJSON *ignored;
    if (confluence_is_cloud(http)) {
        cJSON *body = cJSON_CreateObject();
        cJSON_AddBoolToObject(body, "resolved", resolved);
        request = confluence_request(&arena, ATL_PUT,
                                     confluence_comment_path(&arena, true, comment->id), body);
    } else {
        request = confluence_request(
            &arena, ATL_PUT,
            atl_arena_printf(&arena,
                             "/rest/inlinecomments/1.0/comments/%s/resolve/%s/dangling/false",
                             confluence_encode(&arena, comment->id), resolved ? "true" : "false"),
            NULL);
    }
    enum atl_status status = atl_http_json(http, &request, &arena, &ignored, error);
    atl_arena_free(&arena);
    return status;
}

enum atl_status atl_confluence_comment_delete(struct atl_http *http,
                                              const struct atl_confluence_comment *comment,
                                              struct atl_error *error)
{
    struct atl_arena arena = {0};
    const cJSON *ignored;
    struct atl_http_request request = {
        .method = ATL_DELETE,
        .path = confluence_is_cloud(http)
                    ? confluence_comment_path(&arena, comment->is_inline, comment->id)
                    : confluence_content_path(http, &arena, comment->id, ""),
    };
    enum atl_status status = atl_http_json(http, &request, &arena, &ignored, error);
    atl_arena_free(&arena);
    return status;
}
