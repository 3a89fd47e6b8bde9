/* Comments are made, changed, resolved and deleted: REST v2, and what both APIs share. */
#include "sandbox/confluence/v2/comment_edit.h"

#include "sandbox/confluence/content_edit.h"
#include "sandbox/confluence/content_tree.h"
#include "sandbox/confluence/inline_marker.h"
#include "sandbox/confluence/v2/comments.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <string.h>

/* ---- for both APIs ---- */

int64_t comment_create(struct sandbox *sandbox, const struct content *container, int64_t parent,
                       bool is_inline, const char *storage)
{
    struct atl_arena arena = {0};
    struct content_new comment = {.type = CONTENT_COMMENT,
                                  .status = CONTENT_CURRENT,
                                  .space = container->space,
                                  .parent = parent,
                                  .container = container->id,
                                  .title = atl_arena_printf(&arena, "Re: %s", container->title),
                                  .body = storage};
    int64_t id = content_create(sandbox, &comment);
    store_run(&sandbox->store, "INSERT INTO content_comment (content, location) VALUES (?, ?)",
              VALUES(sql_integer(id), sql_text(is_inline ? "inline" : "footer")));
    atl_arena_free(&arena);
    return id;
}

bool comment_tie(struct sandbox *sandbox, int64_t comment, const struct content *container,
                 const char *selection, size_t index)
{
    struct store *store = &sandbox->store;
    struct atl_arena arena = {0};
    const char *marker =
        atl_arena_printf(&arena, "%08" PRIx64 "-0000-4000-8000-%012" PRIx64,
                         (uint64_t)container->id & 0xFFFFFFFF, (uint64_t)comment & 0xFFFFFFFFFFFF);
    const char *marked = inline_marker_place(&arena, content_body(store, &arena, container->id),
                                             selection, index, marker);
    if (marked != NULL) {
        store_run(store, "UPDATE content SET body = ? WHERE id = ?",
                  VALUES(sql_text(marked), sql_integer(container->id)));
        store_run(store, "UPDATE content_comment SET marker = ?, selection = ? WHERE content = ?",
                  VALUES(sql_text(marker), sql_text(selection), sql_integer(comment)));
    }
    atl_arena_free(&arena);
    return marked != NULL;
}

void comment_resolve(struct sandbox *sandbox, int64_t comment, bool resolved)
{
    store_run(&sandbox->store,
              "UPDATE content_comment SET resolution = ?1, resolver = ?2, resolved = ?3"
              " WHERE content = ?4 AND (resolution = 'resolved') <> (?1 = 'resolved')",
              VALUES(sql_text(resolved ? "resolved" : "reopened"), sql_integer(SANDBOX_ME),
                     sql_integer(sandbox_now_ms(sandbox)), sql_integer(comment)));
}

/* ---- creating ---- */

/* What a comment is to be about. */
struct target {
    struct content container;
    int64_t parent; /* -1: not a reply */
};

static bool find_parent(struct request *request, int64_t id, bool is_inline, struct target *target)
{
    struct content parent;
    struct comment comment;
    struct store *store = &request->sandbox->store;
    if (!content_find_by_number(request, id, CONTENT_COMMENT, &parent) ||
        !comment_load(store, &request->arena, id, &comment) || comment.is_inline != is_inline ||
        !content_load(store, &request->arena, parent.container, &target->container)) {
        v2_refuse(request, 404, "Parent comment with id %" PRId64 " not found", id);
        return false;
    }
    target->parent = id;
    return true;
}

static bool find_container(struct request *request, const cJSON *json, bool is_inline,
                           struct target *target)
{
    static const struct {
        const char *member;
        enum content_type type;
        const char *what;
    } containers[] = {
        {"pageId", CONTENT_PAGE, "Page"},
        {"blogPostId", CONTENT_BLOG_POST, "Blog post"},
        {"attachmentId", CONTENT_ATTACHMENT, "Attachment"},
    };
    size_t count = sizeof containers / sizeof *containers - is_inline;
    for (size_t i = 0; i < count; i++) {
        if (atl_json_member(json, containers[i].member) != NULL) {
            int64_t id = v2_member_id(json, containers[i].member);
            if (content_find_by_number(request, id, (unsigned)containers[i].type,
                                       &target->container) &&
                target->container.status != CONTENT_TRASHED) {
                return true;
            }
            v2_refuse(request, 404, "%s with id %" PRId64 " not found", containers[i].what, id);
            return false;
        }
    }
    v2_refuse(request, 400, "One of pageId, blogPostId, parentCommentId%s is required",
              is_inline ? "" : ", attachmentId");
    return false;
}

static bool find_target(struct request *request, const cJSON *json, bool is_inline,
                        struct target *target)
{
    *target = (struct target){.parent = -1};
    if (atl_json_member(json, "parentCommentId") != NULL) {
        return find_parent(request, v2_member_id(json, "parentCommentId"), is_inline, target);
    }
    return find_container(request, json, is_inline, target);
}

/* The text that an inline comment is about must be there as often as the request says. */
static bool check_selection(struct request *request, const cJSON *json,
                            const struct content *container)
{
    const char *text = atl_json_text(json, "inlineCommentProperties.textSelection", "");
    const char *body = content_body(&request->sandbox->store, &request->arena, container->id);
    int64_t found = (int64_t)inline_marker_count(body, text);
    int64_t count =
        atl_json_integer(json, "inlineCommentProperties.textSelectionMatchCount", found);
    int64_t index = atl_json_integer(json, "inlineCommentProperties.textSelectionMatchIndex", 0);
    if (*text == '\0') {
        v2_refuse(request, 400, "inlineCommentProperties.textSelection is required");
    } else if (found == 0 || count != found) {
        v2_refuse(request, 400,
                  "The text selection was found %" PRId64 " times, not %" PRId64 " times", found,
                  found == 0 && count == 0 ? 1 : count);
    } else if (index < 0 || index >= found) {
        v2_refuse(request, 400, "textSelectionMatchIndex must be below textSelectionMatchCount");
    } else {
        return true;
    }
    return false;
}

static bool read_comment(struct request *request, const cJSON *json, bool is_inline,
                         struct target *target, const char **storage)
{
    if (!find_target(request, json, is_inline, target) || !v2_read_body(request, json, storage)) {
        return false;
    }
    if (*storage == NULL) {
        v2_refuse(request, 400, "body is required");
        return false;
    }
    return !is_inline || target->parent >= 0 || check_selection(request, json, &target->container);
}

static void create(struct request *request, struct reply *reply)
{
    bool is_inline = v2_is_inline(request);
    struct sandbox *sandbox = request->sandbox;
    struct target target;
    struct comment comment;
    const char *storage;
    const cJSON *json = v2_json(request);
    if (json == NULL || !read_comment(request, json, is_inline, &target, &storage)) {
        return;
    }
    int64_t id = comment_create(sandbox, &target.container, target.parent, is_inline, storage);
    if (is_inline && target.parent < 0) {
        comment_tie(
            sandbox, id, &target.container,
            atl_json_text(json, "inlineCommentProperties.textSelection", ""),
            (size_t)atl_json_integer(json, "inlineCommentProperties.textSelectionMatchIndex", 0));
    }
    if (comment_load(&sandbox->store, &request->arena, id, &comment)) {
        reply->status = 201;
        comment_answer(request, &comment);
    }
}

/* ---- changing ---- */

/* Without a body there is no new version, and no number is needed. */
static bool change_body(struct request *request, const cJSON *json, struct comment *comment)
{
    struct content_edit edit = {0};
    int64_t number;
    if (!v2_read_body(request, json, &edit.body)) {
        return false;
    }
    if (edit.body == NULL) {
        return true;
    }
    if (!v2_read_version(request, json, &number, &edit.message) ||
        !content_check_version(request, &comment->content, number)) {
        return false;
    }
    content_update(request->sandbox, &request->arena, &comment->content, &edit);
    return true;
}

static bool change_resolution(struct request *request, const cJSON *json,
                              const struct comment *comment)
{
    const cJSON *resolved = atl_json_member(json, "resolved");
    if (resolved == NULL || cJSON_IsNull(resolved)) {
        return true;
    }
    if (!cJSON_IsBool(resolved) || !comment->is_inline || comment->content.parent >= 0) {
        v2_refuse(request, 400,
                  cJSON_IsBool(resolved) ? "Only inline comments at the top can be resolved"
                                         : "resolved must be true or false");
        return false;
    }
    if (strcmp(comment->resolution, "dangling") == 0) {
        v2_refuse(request, 400, "A dangling comment cannot be updated");
        return false;
    }
    comment_resolve(request->sandbox, comment->content.id, cJSON_IsTrue(resolved));
    return true;
}

static void update(struct request *request, struct reply *reply)
{
    (void)reply;
    struct comment comment;
    const cJSON *json = v2_json(request);
    if (json == NULL || !comment_find(request, &comment) || !change_body(request, json, &comment) ||
        !change_resolution(request, json, &comment)) {
        return;
    }
    if (comment_load(&request->sandbox->store, &request->arena, comment.content.id, &comment)) {
        comment_answer(request, &comment);
    }
}

/* For good, with all replies. */
static void delete (struct request *request, struct reply *reply)
{
    (void)reply;
    struct comment comment;
    if (comment_find(request, &comment)) {
        content_purge(request->sandbox, comment.content.id);
        v2_answer_nothing(request);
    }
}

static const struct route routes[] = {
    {"POST", ROUTE_CONFLUENCE_V2, "/footer-comments", ROUTE_CLOUD, create},
    {"PUT", ROUTE_CONFLUENCE_V2, "/footer-comments/{}", ROUTE_CLOUD, update},
    {"DELETE", ROUTE_CONFLUENCE_V2, "/footer-comments/{}", ROUTE_CLOUD, delete},
    {"POST", ROUTE_CONFLUENCE_V2, "/inline-comments", ROUTE_CLOUD, create},
    {"PUT", ROUTE_CONFLUENCE_V2, "/inline-comments/{}", ROUTE_CLOUD, update},
    {"DELETE", ROUTE_CONFLUENCE_V2, "/inline-comments/{}", ROUTE_CLOUD, delete},
};

const struct route_table confluence_comment_edit_routes = ROUTES(routes);
