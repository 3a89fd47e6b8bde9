/* REST v2: spaces. */
#include "sandbox/confluence/content_edit.h"
#include "sandbox/confluence/links.h"
#include "sandbox/confluence/v2/v2.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/faults.h"
#include "sandbox/server/route.h"

#include <ctype.h>
#include <string.h>

enum {
    MOST_IDS = 250,
    MOST_KEY_CHARACTERS = 255,
};

/* ---- answers ---- */

/* What a request wants to know of a space. */
struct wishes {
    const char *description; /* "plain" or "view"; NULL: none */
    bool icon;
};

static bool read_wishes(struct request *request, struct wishes *wishes)
{
    const char *format = request_parameter(request, "description-format");
    wishes->description = format;
    if (format != NULL && strcmp(format, "plain") != 0 && strcmp(format, "view") != 0) {
        v2_refuse(request, 400,
                  "Provided value {%s} for 'description-format' is not the correct type", format);
        return false;
    }
    return v2_flag(request, "include-icon", false, &wishes->icon);
}

static void emit_description(const struct confluence_output *out,
                             const struct confluence_space *space, const struct wishes *wishes)
{
    emit_object(out->json, "description");
    emit_object(out->json, wishes->description);
    emit_text(out->json, "representation", wishes->description);
    emit_text(out->json, "value", space->description);
    emit_object_end(out->json);
    emit_object_end(out->json);
}

/* All but the links, which come last. */
static void emit_head(const struct confluence_output *out, const struct confluence_space *space,
                      const struct wishes *wishes)
{
    emit_object(out->json, NULL);
    v2_emit_id(out, "id", space->id);
    emit_text(out->json, "key", space->key);
    emit_text(out->json, "name", space->name);
    emit_text(out->json, "type", space->type);
    emit_text(out->json, "status", space->status);
    emit_text(out->json, "authorId", confluence_account_id(out, space->creator));
    v2_emit_time(out, "createdAt", space->created);
    if (space->home >= 0) {
        v2_emit_id(out, "homepageId", space->home);
    }
    if (wishes->description != NULL) {
        emit_description(out, space, wishes);
    }
    if (wishes->icon) {
        emit_object(out->json, "icon");
        emit_format(out->json, "path", "/wiki/aa-avatar/%lld", (long long)space->id);
        emit_object_end(out->json);
    }
}

static void emit_links(const struct confluence_output *out, const struct confluence_space *space,
                       bool with_base)
{
    emit_object(out->json, "_links");
    emit_format(out->json, "webui", "/spaces/%s", space->key);
    if (with_base) {
        emit_text(out->json, "base", confluence_base(out->sandbox, out->arena));
    }
    emit_object_end(out->json);
    emit_object_end(out->json);
}

/* ---- lists ---- */

static const struct list_kind space_kind = {
    .table = "space",
    .id = "space.id",
    .orders = {{"id", "space.id"}, {"key", "space.key"}, {"name", "space.name COLLATE NOCASE"}},
};

static void add_choice(struct list *list, const char *parameter, const char *column)
{
    const char *wanted = request_parameter(list->request, parameter);
    if (wanted != NULL) {
        sql_printf(&list->sql, " AND %s = ", column);
        sql_mark(&list->sql, sql_text(wanted));
    }
}

static void add_texts(struct list *list, const char *parameter, const char *before,
                      const char *after)
{
    char **texts;
    size_t count = request_parameter_list(list->request, parameter, &texts);
    for (size_t i = 0; i < count; i++) {
        sql_add(&list->sql, i == 0 ? before : ", ");
        sql_mark(&list->sql, sql_text(texts[i]));
    }
    sql_add(&list->sql, count > 0 ? after : "");
}

static bool add_filters(struct list *list)
{
    sql_add(&list->sql, "SELECT " CONFLUENCE_SPACE_COLUMNS " FROM space WHERE 1");
    add_choice(list, "type", "space.type");
    add_choice(list, "status", "space.status");
    add_texts(list, "keys", " AND space.key IN (", ")");
    add_texts(list, "labels",
              " AND space.id IN (SELECT space FROM space_label JOIN label"
              " ON label.id = space_label.label WHERE label.name IN (",
              "))");
    /* Favourites can't be set by the API: nobody has any. */
    sql_add(&list->sql, request_parameter(list->request, "favorited-by") != NULL ? " AND 0" : "");
    content_add_visible_spaces(list->request->sandbox, &list->sql);
    return v2_add_ids(list, "ids", MOST_IDS, "space.id");
}

static void get_spaces(struct request *request, struct reply *reply)
{
    (void)reply;
    struct list list;
    struct wishes wishes;
    if (!read_wishes(request, &wishes) || !list_open(request, &space_kind, &list)) {
        return;
    }
    if (!add_filters(&list)) {
        list_drop(&list);
        return;
    }
    list_begin(&list);
    while (list_next(&list)) {
        struct confluence_space space;
        confluence_space_from_row(&list.rows, &list.arena, &space);
        emit_head(&list.out, &space, &wishes);
        emit_links(&list.out, &space, false);
    }
    list_end(&list);
}

/* ---- one ---- */

static void emit_operations(const struct confluence_output *out)
{
    static const char *const operations[][2] = {
        {"read", "space"},        {"administer", "space"},  {"export", "space"},
        {"create", "page"},       {"create", "blogpost"},   {"create", "comment"},
        {"create", "attachment"}, {"delete", "page"},       {"delete", "blogpost"},
        {"delete", "comment"},    {"delete", "attachment"},
    };
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        emit_object(out->json, NULL);
        emit_text(out->json, "operation", operations[i][0]);
        emit_text(out->json, "targetType", operations[i][1]);
        emit_object_end(out->json);
    }
}

static void emit_labels(const struct confluence_output *out, int64_t space)
{
    struct rows rows =
        store_select(&out->sandbox->store,
                     "SELECT label.id, label.name, label.prefix FROM space_label JOIN label"
                     " ON label.id = space_label.label WHERE space_label.space = ?"
                     " ORDER BY label.id",
                     VALUES(sql_integer(space)));
    while (rows_next(&rows)) {
        v2_emit_label(out, rows_integer(&rows, 0), rows_text(&rows, 1), rows_text(&rows, 2));
    }
}

static void begin_part(const struct confluence_output *out, const char *name)
{
    emit_object(out->json, name);
    emit_array(out->json, "results");
}

static void end_part(const struct confluence_output *out)
{
    emit_array_end(out->json);
    emit_object(out->json, "meta");
    emit_bool(out->json, "hasMore", false);
    emit_object_end(out->json);
    emit_object_end(out->json);
}

static bool refuse_parts(struct request *request)
{
    static const char *const parts[] = {"include-properties", "include-permissions",
                                        "include-role-assignments"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        bool wanted;
        if (!v2_flag(request, parts[i], false, &wanted)) {
            return false;
        }
        if (wanted) {
            v2_refuse(request, 400, "'%s' is not available on this site", parts[i]);
            return false;
        }
    }
    return true;
}

static void get_space(struct request *request, struct reply *reply)
{
    (void)reply;
    struct confluence_space space;
    struct wishes wishes;
    bool operations;
    bool labels;
    if (!v2_find_space(request, &space) || !read_wishes(request, &wishes) ||
        !v2_flag(request, "include-operations", false, &operations) ||
        !v2_flag(request, "include-labels", false, &labels) || !refuse_parts(request)) {
        return;
    }
    struct confluence_output out = confluence_reply(request);
    emit_head(&out, &space, &wishes);
    if (operations) {
        begin_part(&out, "operations");
        emit_operations(&out);
        end_part(&out);
    }
    if (labels) {
        begin_part(&out, "labels");
        emit_labels(&out, space.id);
        end_part(&out);
    }
    emit_links(&out, &space, true);
}

static void get_operations(struct request *request, struct reply *reply)
{
    (void)reply;
    struct confluence_space space;
    struct confluence_output out = confluence_reply(request);
    if (v2_find_space(request, &space)) {
        emit_object(out.json, NULL);
        emit_array(out.json, "operations");
        emit_operations(&out);
        emit_array_end(out.json);
        emit_object_end(out.json);
    }
}

/* ---- creating ---- */

bool confluence_space_key_is_valid(const char *key)
{
    size_t length = strlen(key);
    for (const char *at = key; *at != '\0'; at++) {
        if (!isalnum((unsigned char)*at)) {
            return false;
        }
    }
    return length > 0 && length <= MOST_KEY_CHARACTERS;
}

int64_t confluence_space_create(struct sandbox *sandbox, const char *key, const char *name,
                                const char *description)
{
    struct store *store = &sandbox->store;
    int64_t id = store_insert(
        store,
        "INSERT INTO space (key, name, description, creator, created) VALUES (?, ?, ?, ?, ?)",
        VALUES(sql_text(key), sql_text(name), sql_text(description), sql_integer(SANDBOX_ME),
               sql_integer(sandbox_now_ms(sandbox))));
    struct content_new home = {
        .type = CONTENT_PAGE, .space = id, .parent = -1, .container = -1, .title = name};
    store_run(store, "UPDATE space SET home = ? WHERE id = ?",
              VALUES(sql_integer(content_create(sandbox, &home)), sql_integer(id)));
    return id;
}

static bool check_key(struct request *request, const char *key)
{
    if (!confluence_space_key_is_valid(key)) {
        v2_refuse(request, 400, "Invalid space key: %s", key);
        return false;
    }
    if (store_exists(&request->sandbox->store, "SELECT 1 FROM space WHERE key = ?",
                     VALUES(sql_text(key)))) {
        v2_refuse(request, 400, "A space already exists with key %s", key);
        return false;
    }
    return true;
}

static void create_space(struct request *request, struct reply *reply)
{
    struct confluence_space space;
    const struct wishes wishes = {.description = "plain"};
    const cJSON *json = v2_json(request);
    if (json == NULL) {
        return;
    }
    const char *name = atl_json_text(json, "name", "");
    const char *key = atl_json_text(json, "key", atl_json_text(json, "alias", NULL));
    if (*name == '\0' || key == NULL) {
        v2_refuse(request, 400, *name == '\0' ? "name is required" : "key or alias is required");
        return;
    }
    if (atl_json_member(json, "roleAssignments") != NULL) {
        v2_refuse(request, 400, "Roles are not available on this site");
        return;
    }
    if (check_key(request, key)) {
        int64_t id = confluence_space_create(request->sandbox, key, name,
                                             atl_json_text(json, "description.value", ""));
        struct confluence_output out = confluence_reply(request);
        if (confluence_space_find(request, id, &space)) {
            reply->status = 201;
            emit_head(&out, &space, &wishes);
            emit_links(&out, &space, true);
        }
    }
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE_V2, "/spaces", ROUTE_CLOUD, get_spaces},
    {"POST", ROUTE_CONFLUENCE_V2, "/spaces", ROUTE_CLOUD, create_space},
    {"GET", ROUTE_CONFLUENCE_V2, "/spaces/{}", ROUTE_CLOUD, get_space},
    {"GET", ROUTE_CONFLUENCE_V2, "/spaces/{}/operations", ROUTE_CLOUD, get_operations},
};

const struct route_table confluence_space_routes = ROUTES(routes);
