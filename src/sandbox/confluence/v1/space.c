/* Spaces: in answers, in lists, by themselves, and what is in them. */
#include "sandbox/confluence/v1/v1.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <string.h>

enum {
    USUAL_LIMIT = 25,
    MOST_SPACES = 1000,
    MOST_CONTENT = 100,
    MOST_LABELS = 200,
};

/* ---- in answers ---- */

static void emit_description(const struct confluence_output *out,
                             const struct confluence_space *space)
{
    static const char *const representations[] = {"plain", "view"};
    emit_object(out->json, "description");
    for (size_t i = 0; i < 2; i++) {
        emit_object(out->json, representations[i]);
        emit_text(out->json, "value", space->description);
        emit_text(out->json, "representation", representations[i]);
        emit_array(out->json, "embeddedContent");
        emit_array_end(out->json);
        emit_object_end(out->json);
    }
    emit_object_end(out->json);
}

static void emit_labels(const struct confluence_output *out, const struct confluence_space *space)
{
    int64_t count = 0;
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT id, prefix, name FROM label WHERE id IN"
                                    " (SELECT label FROM space_label WHERE space = ?)"
                                    " ORDER BY name, id",
                                    VALUES(sql_integer(space->id)));
    emit_object(out->json, "metadata");
    emit_object(out->json, "labels");
    emit_array(out->json, "results");
    while (rows_next(&rows)) {
        v1_emit_label(out, rows_integer(&rows, 0), rows_text(&rows, 1), rows_text(&rows, 2));
        count++;
    }
    v1_emit_part_end(out, MOST_LABELS, count,
                     atl_arena_printf(out->arena, "/rest/api/space/%s/label", space->key));
    emit_object_end(out->json);
    emit_object_end(out->json);
}

static void emit_history(const struct confluence_output *out, const struct confluence_space *space)
{
    emit_object(out->json, "history");
    v1_emit_time(out, "createdDate", space->created);
    v1_emit_person(out, "createdBy", space->creator);
    emit_object_end(out->json);
}

static void emit_home(const struct confluence_output *out, const struct confluence_space *space,
                      const struct v1_expand *expand)
{
    struct v1_expand below = v1_expand_below(out->arena, expand, "homepage");
    struct content home;
    if (content_load(&out->sandbox->store, out->arena, space->home, &home)) {
        v1_emit_content(out, "homepage", &home, &below);
    }
}

static void emit_expandable(const struct confluence_output *out,
                            const struct confluence_space *space, const struct v1_expand *expand)
{
    static const char *const members[] = {"metadata", "description", "history"};
    emit_object(out->json, "_expandable");
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (!v1_expands(expand, members[i])) {
            emit_text(out->json, members[i], "");
        }
    }
    emit_text(out->json, "icon", "");
    if (space->home >= 0 && !v1_expands(expand, "homepage")) {
        emit_format(out->json, "homepage", "/rest/api/content/%" PRId64, space->home);
    }
    emit_object_end(out->json);
}

void v1_emit_space(const struct confluence_output *out, const char *key,
                   const struct confluence_space *space, const struct v1_expand *expand)
{
    struct atl_buffer *json = out->json;
    emit_object(json, key);
    emit_integer(json, "id", space->id);
    emit_text(json, "key", space->key);
    emit_text(json, "name", space->name);
    if (v1_expands(expand, "description")) {
        emit_description(out, space);
    }
    if (space->home >= 0 && v1_expands(expand, "homepage")) {
        emit_home(out, space, expand);
    }
    if (v1_expands(expand, "metadata")) {
        emit_labels(out, space);
    }
    if (v1_expands(expand, "history")) {
        emit_history(out, space);
    }
    emit_text(json, "type", space->type);
    emit_text(json, "status", space->status);
    emit_object(json, "_links");
    emit_format(json, "webui", sandbox_is_cloud(out->sandbox) ? "/spaces/%s" : "/display/%s",
                space->key);
    emit_format(json, "self", "%s/rest/api/space/%s", v1_base(out), space->key);
    emit_object_end(json);
    emit_expandable(out, space, expand);
    emit_object_end(json);
}

void v1_emit_space_by_id(const struct confluence_output *out, const char *key, int64_t id,
                         const struct v1_expand *expand)
{
    struct confluence_space space;
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT " CONFLUENCE_SPACE_COLUMNS " FROM space WHERE id = ?",
                                    VALUES(sql_integer(id)));
    bool found = rows_next(&rows);
    if (found) {
        confluence_space_from_row(&rows, out->arena, &space);
    }
    rows_finish(&rows);
    if (found) {
        v1_emit_space(out, key, &space, expand);
    }
}

/* ---- lists ---- */

/* The parameter's values as " AND column IN (…)"; nothing when it isn't there. */
static void add_filter(struct v1_list *list, const char *parameter, const char *column)
{
    char **values;
    size_t count = request_parameter_list(list->request, parameter, &values);
    for (size_t i = 0; i < count; i++) {
        sql_printf(&list->sql, i == 0 ? " AND %s IN (" : ", ", column);
        sql_mark(&list->sql, sql_text(values[i]));
    }
    sql_add(&list->sql, count == 0 ? "" : ")");
}

static void list_spaces(struct request *request, struct reply *reply)
{
    (void)reply;
    struct v1_list list;
    struct v1_expand expand = v1_read_expand(request);
    char **labels;
    if (!v1_list_open(request, &list, USUAL_LIMIT, MOST_SPACES)) {
        return;
    }
    sql_add(&list.sql, "SELECT " CONFLUENCE_SPACE_COLUMNS " FROM space WHERE 1");
    content_add_visible_spaces(request->sandbox, &list.sql);
    add_filter(&list, "spaceKey", "space.key");
    add_filter(&list, "spaceId", "CAST(space.id AS TEXT)");
    add_filter(&list, "type", "space.type");
    add_filter(&list, "status", "space.status");
    if (request_parameter_list(request, "label", &labels) > 0) {
        sql_add(&list.sql, " AND space.id IN (SELECT space FROM space_label JOIN label"
                           " ON label.id = label WHERE 1");
        add_filter(&list, "label", "name");
        sql_add(&list.sql, ")");
    }
    sql_add(&list.sql, " ORDER BY space.id");
    v1_list_begin(&list);
    while (v1_list_next(&list)) {
        struct confluence_space space;
        confluence_space_from_row(&list.rows, &list.arena, &space);
        v1_emit_space(&list.out, NULL, &space, &expand);
    }
    v1_list_end(&list);
}

static void get_space(struct request *request, struct reply *reply)
{
    (void)reply;
    struct confluence_output out = confluence_reply(request);
    struct confluence_space space;
    struct v1_expand expand = v1_read_expand(request);
    if (v1_find_space(request, &space)) {
        v1_emit_space(&out, NULL, &space, &expand);
    }
}

/* ---- what is in one ---- */

static void add_content(const struct sandbox *sandbox, struct sql *sql, int64_t space,
                        enum content_type type, bool root_only)
{
    sql_printf(sql,
               "SELECT " CONTENT_COLUMNS " FROM content WHERE content.type = '%s'"
               " AND content.status = 'current'%s AND content.space = ?",
               content_type_name(type), root_only ? " AND content.parent IS NULL" : "");
    sql_value(sql, sql_integer(space));
    content_add_visible(sandbox, sql, false);
    sql_add(sql, " ORDER BY content.id");
}

static bool is_root_only(const struct request *request)
{
    return atl_text_equal(request_parameter(request, "depth"), "root");
}

static void list_content_of_type(struct request *request, struct reply *reply)
{
    (void)reply;
    struct confluence_space space;
    struct v1_list list;
    enum content_type type;
    struct v1_expand expand = v1_read_expand(request);
    if (!v1_find_space(request, &space)) {
        return;
    }
    if (!content_type_read(request->segments[1], &type) ||
        (type != CONTENT_PAGE && type != CONTENT_BLOG_POST)) {
        v1_refuse(request, 400, "Invalid content type: %s", request->segments[1]);
        return;
    }
    if (!v1_list_open(request, &list, USUAL_LIMIT, MOST_CONTENT)) {
        return;
    }
    add_content(request->sandbox, &list.sql, space.id, type, is_root_only(request));
    v1_list_begin(&list);
    while (v1_list_next(&list)) {
        struct content content;
        content_from_row(&list.rows, &list.arena, &content);
        v1_emit_content(&list.out, NULL, &content, &expand);
    }
    v1_list_end(&list);
}

/* Pages and blog posts, a list each. */
static void list_content(struct request *request, struct reply *reply)
{
    static const enum content_type types[] = {CONTENT_PAGE, CONTENT_BLOG_POST};
    struct confluence_output out = confluence_reply(request);
    struct confluence_space space;
    struct v1_expand expand = v1_read_expand(request);
    if (!v1_find_space(request, &space)) {
        return;
    }
    emit_object(&reply->body, NULL);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        const char *name = content_type_name(types[i]);
        struct sql sql = {0};
        int64_t count = 0;
        add_content(request->sandbox, &sql, space.id, types[i], is_root_only(request));
        sql_printf(&sql, " LIMIT %d", (int)USUAL_LIMIT);
        struct rows rows = store_select_sql(&request->sandbox->store, &sql);
        emit_object(&reply->body, name);
        emit_array(&reply->body, "results");
        for (; rows_next(&rows); count++) {
            struct content content;
            content_from_row(&rows, &request->arena, &content);
            v1_emit_content(&out, NULL, &content, &expand);
        }
        v1_emit_part_end(
            &out, USUAL_LIMIT, count,
            atl_arena_printf(&request->arena, "/rest/api/space/%s/content/%s", space.key, name));
        emit_object_end(&reply->body);
        sql_free(&sql);
    }
    emit_object(&reply->body, "_links");
    emit_object_end(&reply->body);
    emit_object_end(&reply->body);
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE, "/space", ROUTE_ANY, list_spaces},
    {"GET", ROUTE_CONFLUENCE, "/space/{}", ROUTE_ANY, get_space},
    {"GET", ROUTE_CONFLUENCE, "/space/{}/content", ROUTE_ANY, list_content},
    {"GET", ROUTE_CONFLUENCE, "/space/{}/content/{}", ROUTE_ANY, list_content_of_type},
};

const struct route_table confluence_v1_space_routes = ROUTES(routes);
