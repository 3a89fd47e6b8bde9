/* REST v2: reading a comment. */
#include "sandbox/confluence/v2/comments.h"

#include "sandbox/confluence/links.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

#include <string.h>

enum {
    COMMENT_COLUMN = 17, /* the first one behind those of the content */
};

void comment_from_row(const struct rows *rows, struct atl_arena *arena, struct comment *comment)
{
    *comment = (struct comment){
        .is_inline = strcmp(rows_text(rows, COMMENT_COLUMN), "inline") == 0,
        .resolution = rows_copy(rows, COMMENT_COLUMN + 1, arena),
        .resolver = rows_optional(rows, COMMENT_COLUMN + 2),
        .resolved = rows_optional(rows, COMMENT_COLUMN + 3),
        .marker = rows_copy(rows, COMMENT_COLUMN + 4, arena),
        .selection = rows_copy(rows, COMMENT_COLUMN + 5, arena),
    };
    content_from_row(rows, arena, &comment->content);
}

bool comment_load(struct store *store, struct atl_arena *arena, int64_t id, struct comment *comment)
{
    struct rows rows =
        store_select(store, "SELECT " COMMENT_COLUMNS COMMENT_FROM " WHERE content.id = ?",
                     VALUES(sql_integer(id)));
    bool found = rows_next(&rows);
    if (found) {
        comment_from_row(&rows, arena, comment);
    }
    rows_finish(&rows);
    return found;
}

bool comment_find(struct request *request, struct comment *comment)
{
    struct content content;
    return v2_find(request, &content) &&
           comment_load(&request->sandbox->store, &request->arena, content.id, comment);
}

/* ---- answers ---- */

static void emit_container(const struct confluence_output *out, const struct content *comment)
{
    struct content container;
    if (!content_load(&out->sandbox->store, out->arena, comment->container, &container)) {
        return;
    }
    const char *key = container.type == CONTENT_BLOG_POST    ? "blogPostId"
                      : container.type == CONTENT_ATTACHMENT ? "attachmentId"
                                                             : "pageId";
    emit_text(out->json, key, content_write_id(out->arena, &container));
    if (comment->parent >= 0) {
        v2_emit_id(out, "parentCommentId", comment->parent);
    }
}

static void emit_resolution(const struct confluence_output *out, const struct comment *comment)
{
    emit_text(out->json, "resolutionStatus", comment->resolution);
    if (comment->resolver >= 0) {
        emit_text(out->json, "resolutionLastModifierId",
                  confluence_account_id(out, comment->resolver));
        v2_emit_time(out, "resolutionLastModifiedAt", comment->resolved);
    }
    if (comment->marker == NULL) {
        return;
    }
    emit_object(out->json, "properties");
    emit_text(out->json, "inlineMarkerRef", comment->marker);
    emit_text(out->json, "inlineOriginalSelection", comment->selection);
    emit_text(out->json, "inline-marker-ref", comment->marker);
    emit_text(out->json, "inline-original-selection", comment->selection);
    emit_object_end(out->json);
}

/* All but the version, the body and the links. */
static void emit_head(const struct confluence_output *out, const struct comment *comment,
                      const char *status, const char *title)
{
    emit_object(out->json, NULL);
    v2_emit_id(out, "id", comment->content.id);
    emit_text(out->json, "status", status);
    emit_text(out->json, "title", title);
    emit_container(out, &comment->content);
    if (comment->is_inline) {
        emit_resolution(out, comment);
    }
}

static void emit_links(const struct confluence_output *out, const struct comment *comment,
                       bool with_base)
{
    emit_object(out->json, "_links");
    emit_text(out->json, "webui", confluence_web_path(out, &comment->content));
    if (with_base) {
        emit_text(out->json, "base", confluence_base(out->sandbox, out->arena));
    }
    emit_object_end(out->json);
    emit_object_end(out->json);
}

void comment_emit(const struct confluence_output *out, const struct comment *comment,
                  enum v2_body_format format)
{
    const struct content *content = &comment->content;
    emit_head(out, comment, content_status_name(content->status), content->title);
    v2_emit_content_version(out, content);
    v2_emit_body(out, format, content_body(&out->sandbox->store, out->arena, content->id));
    emit_links(out, comment, false);
}

void comment_answer(struct request *request, const struct comment *comment)
{
    struct confluence_output out = confluence_reply(request);
    const struct content *content = &comment->content;
    emit_head(&out, comment, content_status_name(content->status), content->title);
    v2_emit_content_version(&out, content);
    v2_emit_body(&out, V2_BODY_STORAGE,
                 content_body(&request->sandbox->store, &request->arena, content->id));
    emit_links(&out, comment, true);
}

/* ---- one ---- */

/* An inline comment's "properties" are its mark, which leaves no room for properties. */
static bool read_includes(struct request *request, bool is_inline, struct v2_includes *includes)
{
    if (!v2_read_includes(request, includes)) {
        return false;
    }
    if (is_inline && includes->properties) {
        v2_refuse(request, 400, "'include-properties' is not available for inline comments");
        return false;
    }
    return true;
}

static void get(struct request *request, struct reply *reply)
{
    (void)reply;
    struct comment comment;
    struct content_version version;
    struct v2_includes includes;
    enum v2_body_format format;
    if (!comment_find(request, &comment) || !v2_find_version(request, &comment.content, &version) ||
        !v2_read_body_format(request, true, &format) ||
        !read_includes(request, comment.is_inline, &includes)) {
        return;
    }
    struct confluence_output out = confluence_reply(request);
    const struct content *content = &comment.content;
    bool is_old = version.number != content->version;
    emit_head(&out, &comment, is_old ? "historical" : content_status_name(content->status),
              version.title);
    if (includes.version) {
        emit_object(out.json, "version");
        v2_emit_version(&out, &version);
        emit_object_end(out.json);
    }
    v2_emit_body(
        &out, format,
        content_version_body(&request->sandbox->store, &request->arena, content, version.number));
    includes.labels = includes.favorited = false;
    v2_emit_includes(request, content, &includes);
    emit_links(&out, &comment, true);
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE_V2, "/footer-comments/{}", ROUTE_CLOUD, get},
    {"GET", ROUTE_CONFLUENCE_V2, "/inline-comments/{}", ROUTE_CLOUD, get},
};

const struct route_table confluence_comment_routes = ROUTES(routes);
