/* Creating, changing and deleting spaces. */
#include "sandbox/confluence/content_edit.h"
#include "sandbox/confluence/content_tree.h"
#include "sandbox/confluence/v1/edit.h"
#include "sandbox/confluence/v1/task.h"
#include "sandbox/server/route.h"

#include <string.h>

enum {
    MOST_KEY_BYTES = 255,
    MOST_NAME_BYTES = 200,
};

static const char usual_expand[] = "description.plain,homepage";

/* ---- creating ---- */

static bool is_key(const char *key)
{
    const char *letters = *key == '~' ? key + 1 : key;
    size_t length =
        strspn(letters, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    return length > 0 && letters[length] == '\0' && length <= MOST_KEY_BYTES;
}

static bool check_key(struct request *request, const char *key)
{
    if (key == NULL || !is_key(key)) {
        v1_refuse(request, 400, "Invalid space key: %s", key == NULL ? "null" : key);
        return false;
    }
    if (store_exists(&request->sandbox->store, "SELECT 1 FROM space WHERE key = ?",
                     VALUES(sql_text(key)))) {
        v1_refuse(request, 400, "A space already exists with key %s", key);
        return false;
    }
    return true;
}

static bool check_name(struct request *request, const char *name)
{
    if (atl_text_is_empty(name) || strlen(name) > MOST_NAME_BYTES) {
        v1_refuse(request, 400, "A space must have a name of at most %d characters",
                  (int)MOST_NAME_BYTES);
        return false;
    }
    return true;
}

static int64_t create_home(struct request *request, int64_t space, const char *name)
{
    struct content_new home = {.type = CONTENT_PAGE,
                               .space = space,
                               .parent = -1,
                               .container = -1,
                               .title = atl_arena_printf(&request->arena, "%s Home", name)};
    return content_create(request->sandbox, &home);
}

static void create(struct request *request, bool is_private)
{
    struct store *store = &request->sandbox->store;
    struct confluence_output out = confluence_reply(request);
    struct confluence_space space;
    const cJSON *json = request_json(request);
    const char *key = atl_json_text(json, "key", NULL);
    const char *name = atl_json_text(json, "name", NULL);
    if (json == NULL || !check_key(request, key) || !check_name(request, name)) {
        return;
    }
    int64_t id =
        store_insert(store,
                     "INSERT INTO space (key, name, description, type, creator, created)"
                     " VALUES (?, ?, ?, ?, ?, ?)",
                     VALUES(sql_text(key), sql_text(name),
                            sql_text(atl_json_text(json, "description.plain.value", "")),
                            sql_text(*key == '~' ? "personal" : "global"), sql_integer(SANDBOX_ME),
                            sql_integer(sandbox_now_ms(request->sandbox))));
    int64_t home = create_home(request, id, name);
    store_run(store, "UPDATE space SET home = ? WHERE id = ?",
              VALUES(sql_integer(home), sql_integer(id)));
    if (is_private) {
        content_make_private(store, home);
    }
    if (confluence_space_find(request, id, &space)) {
        struct v1_expand expand = v1_expand_of(&request->arena, usual_expand);
        v1_emit_space(&out, NULL, &space, &expand);
    }
}

static void create_space(struct request *request, struct reply *reply)
{
    (void)reply;
    create(request, false);
}

static void create_private_space(struct request *request, struct reply *reply)
{
    (void)reply;
    create(request, true);
}

/* ---- changing ---- */

static bool read_home(struct request *request, const cJSON *json,
                      const struct confluence_space *space, int64_t *home)
{
    struct content page;
    const char *id = v1_member_id(request, json, "homepage.id");
    *home = space->home;
    if (id == NULL) {
        return true;
    }
    if (!content_find(request, id, CONTENT_PAGE, &page) || page.space != space->id ||
        page.status != CONTENT_CURRENT) {
        v1_refuse(request, 400, "The homepage must be a page of the space");
        return false;
    }
    *home = page.id;
    return true;
}

static void update_space(struct request *request, struct reply *reply)
{
    (void)reply;
    struct confluence_output out = confluence_reply(request);
    struct confluence_space space;
    int64_t home;
    const cJSON *json = request_json(request);
    if (json == NULL || !v1_find_space(request, &space) ||
        !read_home(request, json, &space, &home)) {
        return;
    }
    const char *name = atl_json_text(json, "name", space.name);
    const char *status = atl_json_text(json, "status", space.status);
    if (!check_name(request, name)) {
        return;
    }
    if (strcmp(status, "current") != 0 && strcmp(status, "archived") != 0) {
        v1_refuse(request, 400, "Invalid status: %s", status);
        return;
    }
    store_run(&request->sandbox->store,
              "UPDATE space SET name = ?, description = ?, status = ?, home = ? WHERE id = ?",
              VALUES(sql_text(name),
                     sql_text(atl_json_text(json, "description.plain.value", space.description)),
                     sql_text(status), sql_optional(home), sql_integer(space.id)));
    if (confluence_space_find(request, space.id, &space)) {
        struct v1_expand expand = v1_expand_of(&request->arena, usual_expand);
        v1_emit_space(&out, NULL, &space, &expand);
    }
}

/* ---- deleting ---- */

static void delete_space(struct request *request, struct reply *reply)
{
    (void)reply;
    struct store *store = &request->sandbox->store;
    struct confluence_space space;
    if (!v1_find_space(request, &space)) {
        return;
    }
    struct value id[] = {sql_integer(space.id), {.kind = VALUE_END}};
    int64_t total = store_integer(store, 0, "SELECT count(*) FROM content WHERE space = ?", id);
    int64_t content;
    while ((content = store_integer(store, -1, "SELECT id FROM content WHERE space = ? LIMIT 1",
                                    id)) >= 0) {
        content_purge(request->sandbox, content);
    }
    store_run(store, "DELETE FROM space_label WHERE space = ?", id);
    store_run(store, "DELETE FROM space WHERE id = ?", id);
    struct v1_task task = {.kind = "deletespace", .message = "Deleted the space", .total = total};
    v1_task_start(request, &task);
}

static const struct route routes[] = {
    {"POST", ROUTE_CONFLUENCE, "/space", ROUTE_ANY, create_space},
    {"POST", ROUTE_CONFLUENCE, "/space/_private", ROUTE_ANY, create_private_space},
    {"PUT", ROUTE_CONFLUENCE, "/space/{}", ROUTE_ANY, update_space},
    {"DELETE", ROUTE_CONFLUENCE, "/space/{}", ROUTE_ANY, delete_space},
};

const struct route_table confluence_v1_space_edit_routes = ROUTES(routes);
