/* Earlier versions of content: Cloud has them below "api", Data Center below "experimental". */
#include "sandbox/confluence/content_edit.h"
#include "sandbox/confluence/v1/v1.h"
#include "sandbox/server/route.h"

#include <string.h>

enum {
    USUAL_LIMIT = 200,
    MOST_LIMIT = 200,
};

static void list_versions(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content content;
    struct v1_list list;
    struct v1_expand expand = v1_read_expand(request);
    if (!v1_find(request, 0, CONTENT_ANY, &content) ||
        !v1_list_open(request, &list, USUAL_LIMIT, MOST_LIMIT)) {
        return;
    }
    sql_add(&list.sql, "SELECT version FROM content WHERE id = ");
    sql_mark(&list.sql, sql_integer(content.id));
    sql_add(&list.sql, " UNION ALL SELECT number FROM content_version WHERE content = ");
    sql_mark(&list.sql, sql_integer(content.id));
    sql_add(&list.sql, " ORDER BY 1 DESC");
    v1_list_begin(&list);
    while (v1_list_next(&list)) {
        struct content_version version;
        if (content_version_load(&request->sandbox->store, &list.arena, &content,
                                 rows_integer(&list.rows, 0), &version)) {
            v1_emit_version(&list.out, NULL, &content, &version, &expand);
        }
    }
    v1_list_end(&list);
}

static bool find_version(struct request *request, int64_t number, const struct content *content,
                         struct content_version *version, unsigned status)
{
    if (content_version_load(&request->sandbox->store, &request->arena, content, number, version)) {
        return true;
    }
    v1_refuse(request, status, "No version %lld of the content with id %lld", (long long)number,
              (long long)content->id);
    return false;
}

static bool read_number(struct request *request, int64_t *number)
{
    if (atl_text_to_integer(request->segments[1], 1, INT32_MAX, number)) {
        return true;
    }
    v1_refuse(request, 404, "No version %s", request->segments[1]);
    return false;
}

static void get_version(struct request *request, struct reply *reply)
{
    (void)reply;
    struct confluence_output out = confluence_reply(request);
    struct content content;
    struct content_version version;
    int64_t number;
    struct v1_expand expand = v1_read_expand(request);
    if (v1_find(request, 0, CONTENT_ANY, &content) && read_number(request, &number) &&
        find_version(request, number, &content, &version, 404)) {
        v1_emit_version(&out, NULL, &content, &version, &expand);
    }
}

/* ---- changing ---- */

static void restore_version(struct request *request, struct reply *reply)
{
    (void)reply;
    struct confluence_output out = confluence_reply(request);
    struct store *store = &request->sandbox->store;
    struct content content;
    struct content_version version;
    struct v1_expand expand = v1_read_expand(request);
    const cJSON *json = request_json(request);
    if (json == NULL || !v1_find(request, 0, CONTENT_PAGE | CONTENT_BLOG_POST, &content) ||
        !content_check_may_update(request, &content)) {
        return;
    }
    int64_t number = atl_json_integer(json, "params.versionNumber", -1);
    if (!atl_text_equal(atl_json_text(json, "operationKey", NULL), "restore")) {
        v1_refuse(request, 400, "operationKey must be 'restore'");
        return;
    }
    if (number == content.version) {
        v1_refuse(request, 400, "The version to restore is the current one");
        return;
    }
    if (!find_version(request, number, &content, &version, 400)) {
        return;
    }
    bool with_title = atl_json_bool(json, "params.restoreTitle", false);
    struct content_edit edit = {.title = with_title ? version.title : NULL,
                                .body =
                                    content_version_body(store, &request->arena, &content, number),
                                .message = atl_json_text(json, "params.message", "")};
    if (with_title &&
        !content_check_title(request, content.type, content.space, version.title, content.id)) {
        return;
    }
    content_update(request->sandbox, &request->arena, &content, &edit);
    if (find_version(request, content.version, &content, &version, 400)) {
        v1_emit_version(&out, NULL, &content, &version, &expand);
    }
}

/* The versions after it move down by one. */
static void delete_version(struct request *request, struct reply *reply)
{
    (void)reply;
    struct store *store = &request->sandbox->store;
    struct content content;
    struct content_version version;
    int64_t number;
    if (!v1_find(request, 0, CONTENT_ANY, &content) || !read_number(request, &number) ||
        !content_check_may_update(request, &content)) {
        return;
    }
    if (number == content.version) {
        v1_refuse(request, 400, "The current version of content can't be deleted");
        return;
    }
    if (!find_version(request, number, &content, &version, 404)) {
        return;
    }
    struct value values[] = {sql_integer(content.id), sql_integer(number), {.kind = VALUE_END}};
    store_run(store, "DELETE FROM content_version WHERE content = ?1 AND number = ?2", values);
    store_run(store, "DELETE FROM content_file WHERE content = ?1 AND number = ?2", values);
    /* In two steps: numbers are unique at every moment. */
    static const char *const steps[] = {
        "UPDATE content_version SET number = -number WHERE content = ?1 AND number > ?2",
        "UPDATE content_version SET number = -number - 1 WHERE content = ?1 AND number < 0"
        " AND ?2 > 0",
        "UPDATE content_file SET number = -number WHERE content = ?1 AND number > ?2",
        "UPDATE content_file SET number = -number - 1 WHERE content = ?1 AND number < 0"
        " AND ?2 > 0",
        "UPDATE content SET version = version - 1 WHERE id = ?1 AND version > ?2",
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        store_run(store, steps[i], values);
    }
    v1_answer_nothing(request);
}

#define EXPERIMENTAL "/rest/experimental/content/{}/version"

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE, "/content/{}/version", ROUTE_CLOUD, list_versions},
    {"GET", ROUTE_CONFLUENCE, "/content/{}/version/{}", ROUTE_CLOUD, get_version},
    {"POST", ROUTE_CONFLUENCE, "/content/{}/version", ROUTE_CLOUD, restore_version},
    {"DELETE", ROUTE_CONFLUENCE, "/content/{}/version/{}", ROUTE_ANY, delete_version},
    {"GET", ROUTE_CONFLUENCE_SITE, EXPERIMENTAL, ROUTE_DATA_CENTER, list_versions},
    {"GET", ROUTE_CONFLUENCE_SITE, EXPERIMENTAL "/{}", ROUTE_DATA_CENTER, get_version},
    {"POST", ROUTE_CONFLUENCE_SITE, EXPERIMENTAL, ROUTE_DATA_CENTER, restore_version},
    {"DELETE", ROUTE_CONFLUENCE_SITE, EXPERIMENTAL "/{}", ROUTE_DATA_CENTER, delete_version},
};

const struct route_table confluence_v1_version_routes = ROUTES(routes);
