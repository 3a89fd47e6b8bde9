/* REST v2: the history of a page, a blog post, an attachment, a comment. */
#include "sandbox/confluence/v2/v2.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

/* The newest comes first. */
static const struct list_kind version_kind = {
    .table = "version",
    .id = "version.number",
    .orders = {{"modified-date", "version.number"}},
    .descending = true,
};

/* ---- all ---- */

static void emit(const struct confluence_output *out, const struct v2_subject *subject,
                 const struct content *content, const struct content_version *version,
                 enum v2_body_format format)
{
    emit_object(out->json, NULL);
    v2_emit_version(out, version);
    emit_object(out->json, subject->member);
    emit_text(out->json, "title", version->title);
    emit_text(out->json, "id", content_write_id(out->arena, content));
    if (content->type != CONTENT_ATTACHMENT) {
        v2_emit_body(
            out, format,
            content_version_body(&out->sandbox->store, out->arena, content, version->number));
    }
    emit_object_end(out->json);
    emit_object_end(out->json);
}

static void get_versions(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content content;
    enum v2_body_format format;
    struct list list;
    if (!v2_find(request, &content) || !v2_read_body_format(request, false, &format) ||
        !list_open(request, &version_kind, &list)) {
        return;
    }
    sql_add(&list.sql, "SELECT version.number FROM (SELECT version AS number FROM content"
                       " WHERE id = ?1 UNION ALL SELECT number FROM content_version"
                       " WHERE content = ?1) AS version WHERE 1");
    sql_value(&list.sql, sql_integer(content.id));
    list_begin(&list);
    while (list_next(&list)) {
        struct content_version version;
        if (content_version_load(&request->sandbox->store, &list.arena, &content, list.last,
                                 &version)) {
            emit(&list.out, v2_subject(request), &content, &version, format);
        }
    }
    list_end(&list);
}

/* ---- one ---- */

static void get_version(struct request *request, struct reply *reply)
{
    (void)reply;
    struct store *store = &request->sandbox->store;
    struct content content;
    struct content_version version;
    int64_t number;
    if (!v2_find(request, &content)) {
        return;
    }
    if (!atl_text_to_integer(request->segments[1], 1, INT32_MAX, &number) ||
        !content_version_load(store, &request->arena, &content, number, &version)) {
        v2_refuse(request, 404, "Version %s of the content with id %s not found",
                  request->segments[1], request->segments[0]);
        return;
    }
    struct confluence_output out = confluence_reply(request);
    emit_object(out.json, NULL);
    v2_emit_version(&out, &version);
    emit_bool(out.json, "contentTypeModified", false);
    emit_array(out.json, "collaborators");
    emit_text(out.json, NULL, confluence_account_id(&out, version.author));
    emit_array_end(out.json);
    if (number > 1) {
        emit_integer(out.json, "prevVersion", number - 1);
    }
    if (number < content.version) {
        emit_integer(out.json, "nextVersion", number + 1);
    }
    emit_object_end(out.json);
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE_V2, "/pages/{}/versions", ROUTE_CLOUD, get_versions},
    {"GET", ROUTE_CONFLUENCE_V2, "/pages/{}/versions/{}", ROUTE_CLOUD, get_version},
    {"GET", ROUTE_CONFLUENCE_V2, "/blogposts/{}/versions", ROUTE_CLOUD, get_versions},
    {"GET", ROUTE_CONFLUENCE_V2, "/blogposts/{}/versions/{}", ROUTE_CLOUD, get_version},
    {"GET", ROUTE_CONFLUENCE_V2, "/attachments/{}/versions", ROUTE_CLOUD, get_versions},
    {"GET", ROUTE_CONFLUENCE_V2, "/attachments/{}/versions/{}", ROUTE_CLOUD, get_version},
    {"GET", ROUTE_CONFLUENCE_V2, "/footer-comments/{}/versions", ROUTE_CLOUD, get_versions},
    {"GET", ROUTE_CONFLUENCE_V2, "/footer-comments/{}/versions/{}", ROUTE_CLOUD, get_version},
    {"GET", ROUTE_CONFLUENCE_V2, "/inline-comments/{}/versions", ROUTE_CLOUD, get_versions},
    {"GET", ROUTE_CONFLUENCE_V2, "/inline-comments/{}/versions/{}", ROUTE_CLOUD, get_version},
};

const struct route_table confluence_version_routes = ROUTES(routes);
