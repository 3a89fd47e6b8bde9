/* Searching with CQL. */
#include "sandbox/confluence/v1/v1.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"
#include "sandbox/text/time_format.h"

#include <string.h>

enum {
    USUAL_LIMIT = 25,
    MOST_EXCERPT_BYTES = 200,
};

/* ---- finding ---- */

static bool run(struct request *request, const char *cql, const struct search_found **found)
{
    struct sandbox *sandbox = request->sandbox;
    struct sql visible = {0};
    struct atl_error error;
    content_add_visible(sandbox, &visible, false);
    struct cql_context context = {
        .store = &sandbox->store,
        .me = SANDBOX_ME,
        .now_ms = sandbox_now_ms(sandbox),
        .zone_ms = sandbox_zone_ms(sandbox),
        .is_cloud = sandbox_is_cloud(sandbox),
        .archived_spaces =
            atl_text_equal(request_parameter(request, "includeArchivedSpaces"), "true"),
        .visible = &visible,
    };
    enum atl_status status = search_cql(&sandbox->recent, &context, cql, found, &error);
    if (status == ATL_USAGE) {
        v1_refuse(request, 400, "%s", error.message);
    }
    sql_free(&visible);
    return status == ATL_OK;
}

/* The search that the request asks for, and which part of what is found. */
static bool search(struct request *request, const struct v1_expand *expand,
                   const struct search_found **found, struct v1_list *list)
{
    bool is_cloud = sandbox_is_cloud(request->sandbox);
    const char *cql = request_parameter(request, "cql");
    if (cql == NULL) {
        v1_refuse(request, 400, "Query parameter 'cql' is required");
        return false;
    }
    if (!v1_list_open(request, list, USUAL_LIMIT, v1_most_content(request, expand, true)) ||
        !run(request, cql, found)) {
        return false;
    }
    list->by_cursor = is_cloud;
    return true;
}

/* The next content of the list; false at its end. An index that lags also finds what is gone. */
static bool next(struct v1_list *list, const struct search_found *found, struct content *content)
{
    bool there = false;
    atl_arena_free(&list->arena);
    while (!there) {
        size_t at = (size_t)(list->start + list->count);
        list->more = at < found->count && list->count == list->limit;
        if (at >= found->count || list->more) {
            return false;
        }
        list->count++;
        there = content_load(&list->request->sandbox->store, &list->arena, found->ids[at], content);
    }
    return true;
}

/* ---- content only ---- */

static void search_content(struct request *request, struct reply *reply)
{
    (void)reply;
    struct v1_list list;
    const struct search_found *found;
    struct content content;
    struct v1_expand expand = v1_read_expand(request);
    if (!search(request, &expand, &found, &list)) {
        return;
    }
    if (list.by_cursor && request_parameter(request, "cursor") == NULL) {
        list.start = 0; /* Cloud knows cursors only */
    }
    v1_list_begin_empty(&list);
    while (next(&list, found, &content)) {
        v1_emit_content(&list.out, NULL, &content, &expand);
    }
    v1_list_end_results(&list);
    if (!sandbox_is_cloud(request->sandbox)) {
        emit_integer(&request->reply.body, "totalSize", (int64_t)found->count);
    }
    v1_list_end_paging(&list);
}

/* ---- with what surrounds it ---- */

/* The start of the text on one line, cut before a character that doesn't fit whole. */
static void emit_excerpt(const struct confluence_output *out, const struct content *content)
{
    const char *text = store_text(&out->sandbox->store, out->arena,
                                  "SELECT trim(replace(substr(body_text, 1, 400), char(10), ' '))"
                                  " FROM content WHERE id = ?",
                                  VALUES(sql_integer(content->id)));
    size_t length = text == NULL ? 0 : strlen(text);
    if (length > MOST_EXCERPT_BYTES) {
        length = MOST_EXCERPT_BYTES;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
            length--;
        }
    }
    const char *cut = length == 0 ? "" : atl_arena_strndup(out->arena, text, length);
    emit_text(out->json, "excerpt", cut);
}

static void emit_containers(const struct confluence_output *out, const struct content *content)
{
    struct content container;
    if (content->container >= 0 &&
        content_load(&out->sandbox->store, out->arena, content->container, &container)) {
        emit_object(out->json, "resultParentContainer");
        emit_text(out->json, "title", container.title);
        emit_text(out->json, "displayUrl", confluence_web_path(out, &container));
        emit_object_end(out->json);
    }
    const char *name =
        store_text(&out->sandbox->store, out->arena, "SELECT name FROM space WHERE id = ?",
                   VALUES(sql_integer(content->space)));
    emit_object(out->json, "resultGlobalContainer");
    emit_text(out->json, "title", name);
    emit_format(out->json, "displayUrl", "/spaces/%s", confluence_space_key(out, content->space));
    emit_object_end(out->json);
}

static void emit_result(const struct confluence_output *out, const struct content *content,
                        bool with_excerpt, const struct v1_expand *expand)
{
    struct atl_buffer *json = out->json;
    emit_object(json, NULL);
    v1_emit_content(out, "content", content, expand);
    emit_text(json, "title", content->title);
    if (with_excerpt) {
        emit_excerpt(out, content);
    } else {
        emit_text(json, "excerpt", "");
    }
    emit_text(json, "url", confluence_web_path(out, content));
    emit_containers(out, content);
    emit_array(json, "breadcrumbs");
    emit_array_end(json);
    emit_text(json, "entityType", "content");
    emit_format(json, "iconCssClass", "aui-icon content-type-%s", content_type_name(content->type));
    v1_emit_time(out, "lastModified", content->modified);
    emit_text(json, "friendlyLastModified", time_format_date(out->arena, content->modified));
    emit_integer(json, "score", 1);
    emit_object_end(json);
}

static void search_all(struct request *request, struct reply *reply)
{
    struct v1_list list;
    const struct search_found *found;
    struct content content;
    struct v1_expand all = v1_read_expand(request);
    struct v1_expand expand = v1_expand_below(&request->arena, &all, "content");
    if (!search(request, &expand, &found, &list)) {
        return;
    }
    bool with_excerpt = !atl_text_equal(request_parameter(request, "excerpt"), "none");
    v1_list_begin_empty(&list);
    while (next(&list, found, &content)) {
        emit_result(&list.out, &content, with_excerpt, &expand);
    }
    v1_list_end_results(&list);
    emit_integer(&reply->body, "totalSize", (int64_t)found->count);
    emit_text(&reply->body, "cqlQuery", request_parameter(request, "cql"));
    emit_integer(&reply->body, "searchDuration", 1);
    v1_list_end_paging(&list);
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE, "/content/search", ROUTE_ANY, search_content},
    {"GET", ROUTE_CONFLUENCE, "/search", ROUTE_ANY, search_all},
};

const struct route_table confluence_v1_search_routes = ROUTES(routes);
