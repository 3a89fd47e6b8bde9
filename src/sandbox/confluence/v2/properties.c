/* REST v2: properties, which apps keep with content: a key, and any JSON. */
#include "sandbox/confluence/content_edit.h"
#include "sandbox/confluence/v2/v2.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_KEY_BYTES = 255,
};

static const struct list_kind property_kind = {
    .table = "content_property",
    .id = "content_property.id",
    .orders = {{"key", "content_property.key"}},
};

#define PROPERTY_COLUMNS                                                                           \
    "content_property.id, content_property.key, content_property.value,"                           \
    " content_property.version, content_property.author, content_property.created"

/* ---- reading ---- */

static void get_properties(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content content;
    struct list list;
    const char *key = request_parameter(request, "key");
    if (!v2_find(request, &content) || !list_open(request, &property_kind, &list)) {
        return;
    }
    sql_add(&list.sql, "SELECT " PROPERTY_COLUMNS " FROM content_property WHERE content = ");
    sql_mark(&list.sql, sql_integer(content.id));
    if (key != NULL) {
        sql_add(&list.sql, " AND content_property.key = ");
        sql_mark(&list.sql, sql_text(key));
    }
    list_begin(&list);
    while (list_next(&list)) {
        v2_emit_property_row(&list.out, &list.rows);
    }
    list_end(&list);
}

/* The answer is the property. False when the content hasn't got it. */
static bool answer(struct request *request, int64_t content, int64_t id)
{
    struct confluence_output out = confluence_reply(request);
    struct rows rows = store_select(&request->sandbox->store,
                                    "SELECT " PROPERTY_COLUMNS " FROM content_property"
                                    " WHERE content = ? AND id = ?",
                                    VALUES(sql_integer(content), sql_integer(id)));
    bool found = rows_next(&rows);
    if (found) {
        v2_emit_property_row(&out, &rows);
    }
    rows_finish(&rows);
    return found;
}

static void refuse_unknown(struct request *request)
{
    v2_refuse(request, 404, "Property with id %s not found", request->segments[1]);
}

static void get_property(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content content;
    int64_t id;
    if (v2_find(request, &content) && v2_read_id(request, 1, &id) &&
        !answer(request, content.id, id)) {
        refuse_unknown(request);
    }
}

/* ---- changing ---- */

static bool check_key(struct request *request, const char *key, int64_t content, int64_t except)
{
    if (*key == '\0' || strlen(key) > MOST_KEY_BYTES) {
        v2_refuse(request, 400, "A property's key must have 1 to %d characters", MOST_KEY_BYTES);
        return false;
    }
    if (store_exists(&request->sandbox->store,
                     "SELECT 1 FROM content_property WHERE content = ? AND key = ? AND id <> ?",
                     VALUES(sql_integer(content), sql_text(key), sql_integer(except)))) {
        v2_refuse(request, 400, "A property with the key %s already exists", key);
        return false;
    }
    return true;
}

/* The value as JSON, in the arena. NULL: there is none, and the reply says so. */
static const char *read_value(struct request *request, const cJSON *json)
{
    const cJSON *value = atl_json_member(json, "value");
    if (value == NULL) {
        v2_refuse(request, 400, "value is required");
        return NULL;
    }
    char *text = atl_json_print(value, false);
    const char *copy = atl_arena_strdup(&request->arena, text);
    free(text);
    return copy;
}

static void create(struct request *request, struct reply *reply)
{
    (void)reply;
    struct store *store = &request->sandbox->store;
    struct content content;
    const char *value;
    const cJSON *json = v2_json(request);
    if (json == NULL || !v2_find(request, &content) ||
        !content_check_may_update(request, &content) ||
        !check_key(request, atl_json_text(json, "key", ""), content.id, -1) ||
        (value = read_value(request, json)) == NULL) {
        return;
    }
    int64_t id = store_insert(
        store,
        "INSERT INTO content_property (content, key, value, author, created)"
        " VALUES (?, ?, ?, ?, ?)",
        VALUES(sql_integer(content.id), sql_text(atl_json_text(json, "key", "")), sql_text(value),
               sql_integer(SANDBOX_ME), sql_integer(sandbox_now_ms(request->sandbox))));
    answer(request, content.id, id);
}

static bool check_version(struct request *request, int64_t id, int64_t number)
{
    int64_t present =
        store_integer(&request->sandbox->store, -1,
                      "SELECT version FROM content_property WHERE id = ?", VALUES(sql_integer(id)));
    if (number == present + 1) {
        return true;
    }
    v2_refuse(request, 409,
              "Version must be incremented when updating a property. Current Version: [%" PRId64
              "]. Provided version: [%" PRId64 "]",
              present, number);
    return false;
}

static bool find_property(struct request *request, struct content *content, int64_t *id)
{
    if (!v2_find(request, content) || !v2_read_id(request, 1, id) ||
        !content_check_may_update(request, content)) {
        return false;
    }
    if (!store_exists(&request->sandbox->store,
                      "SELECT 1 FROM content_property WHERE content = ? AND id = ?",
                      VALUES(sql_integer(content->id), sql_integer(*id)))) {
        refuse_unknown(request);
        return false;
    }
    return true;
}

static void update(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content content;
    int64_t id;
    int64_t number;
    const char *message;
    const char *value;
    const cJSON *json = v2_json(request);
    if (json == NULL || !find_property(request, &content, &id) ||
        !v2_read_version(request, json, &number, &message) || !check_version(request, id, number) ||
        !check_key(request, atl_json_text(json, "key", ""), content.id, id) ||
        (value = read_value(request, json)) == NULL) {
        return;
    }
    store_run(&request->sandbox->store,
              "UPDATE content_property SET key = ?, value = ?, version = ?, author = ?, created = ?"
              " WHERE id = ?",
              VALUES(sql_text(atl_json_text(json, "key", "")), sql_text(value), sql_integer(number),
                     sql_integer(SANDBOX_ME), sql_integer(sandbox_now_ms(request->sandbox)),
                     sql_integer(id)));
    answer(request, content.id, id);
}

static void delete (struct request *request, struct reply *reply)
{
    (void)reply;
    struct content content;
    int64_t id;
    if (find_property(request, &content, &id)) {
        store_run(&request->sandbox->store, "DELETE FROM content_property WHERE id = ?",
                  VALUES(sql_integer(id)));
        v2_answer_nothing(request);
    }
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE_V2, "/pages/{}/properties", ROUTE_CLOUD, get_properties},
    {"POST", ROUTE_CONFLUENCE_V2, "/pages/{}/properties", ROUTE_CLOUD, create},
    {"GET", ROUTE_CONFLUENCE_V2, "/pages/{}/properties/{}", ROUTE_CLOUD, get_property},
    {"PUT", ROUTE_CONFLUENCE_V2, "/pages/{}/properties/{}", ROUTE_CLOUD, update},
    {"DELETE", ROUTE_CONFLUENCE_V2, "/pages/{}/properties/{}", ROUTE_CLOUD, delete},
    {"GET", ROUTE_CONFLUENCE_V2, "/blogposts/{}/properties", ROUTE_CLOUD, get_properties},
    {"POST", ROUTE_CONFLUENCE_V2, "/blogposts/{}/properties", ROUTE_CLOUD, create},
    {"GET", ROUTE_CONFLUENCE_V2, "/blogposts/{}/properties/{}", ROUTE_CLOUD, get_property},
    {"PUT", ROUTE_CONFLUENCE_V2, "/blogposts/{}/properties/{}", ROUTE_CLOUD, update},
    {"DELETE", ROUTE_CONFLUENCE_V2, "/blogposts/{}/properties/{}", ROUTE_CLOUD, delete},
    {"GET", ROUTE_CONFLUENCE_V2, "/attachments/{}/properties", ROUTE_CLOUD, get_properties},
    {"POST", ROUTE_CONFLUENCE_V2, "/attachments/{}/properties", ROUTE_CLOUD, create},
    {"GET", ROUTE_CONFLUENCE_V2, "/attachments/{}/properties/{}", ROUTE_CLOUD, get_property},
    {"PUT", ROUTE_CONFLUENCE_V2, "/attachments/{}/properties/{}", ROUTE_CLOUD, update},
    {"DELETE", ROUTE_CONFLUENCE_V2, "/attachments/{}/properties/{}", ROUTE_CLOUD, delete},
    {"GET", ROUTE_CONFLUENCE_V2, "/comments/{}/properties", ROUTE_CLOUD, get_properties},
    {"POST", ROUTE_CONFLUENCE_V2, "/comments/{}/properties", ROUTE_CLOUD, create},
    {"GET", ROUTE_CONFLUENCE_V2, "/comments/{}/properties/{}", ROUTE_CLOUD, get_property},
    {"PUT", ROUTE_CONFLUENCE_V2, "/comments/{}/properties/{}", ROUTE_CLOUD, update},
    {"DELETE", ROUTE_CONFLUENCE_V2, "/comments/{}/properties/{}", ROUTE_CLOUD, delete},
    {"GET", ROUTE_CONFLUENCE_V2, "/folders/{}/properties", ROUTE_CLOUD, get_properties},
    {"POST", ROUTE_CONFLUENCE_V2, "/folders/{}/properties", ROUTE_CLOUD, create},
    {"GET", ROUTE_CONFLUENCE_V2, "/folders/{}/properties/{}", ROUTE_CLOUD, get_property},
    {"PUT", ROUTE_CONFLUENCE_V2, "/folders/{}/properties/{}", ROUTE_CLOUD, update},
    {"DELETE", ROUTE_CONFLUENCE_V2, "/folders/{}/properties/{}", ROUTE_CLOUD, delete},
};

const struct route_table confluence_property_routes = ROUTES(routes);
