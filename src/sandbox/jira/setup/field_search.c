/* Fields looked for, made and renamed. */
#include "sandbox/jira/issues/fields.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/jira/page.h"
#include "sandbox/jira/problems.h"
#include "sandbox/jira/setup/field_lookup.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- which one ---- */

int64_t field_number(struct sandbox *sandbox, const char *key)
{
    int64_t number;
    return atl_text_starts_with(key, "customfield_") &&
                   atl_text_to_integer(key + strlen("customfield_"), 0, INT64_MAX, &number)
               ? store_integer(&sandbox->store, -1, "SELECT id FROM field WHERE id = ?",
                               VALUES(sql_integer(number)))
               : -1;
}

bool field_of_path(struct request *request, int64_t *field)
{
    *field = field_number(request->sandbox, request->segments[0]);
    if (*field < 0) {
        reply_error(&request->reply, REPLY_JIRA, 404, "The custom field was not found.");
    }
    return *field >= 0;
}

/* ---- search ---- */

/* One of both kinds of fields, as the search sorts them. */
struct found_field {
    const char *name;
    const struct system_field *system; /* NULL: a custom one */
    const struct custom_field *custom;
};

static int by_name(const void *left, const void *right)
{
    return strcasecmp(((const struct found_field *)left)->name,
                      ((const struct found_field *)right)->name);
}

static bool is_wanted(struct request *request, const struct found_field *field)
{
    const char *query = request_parameter(request, "query");
    const char *id = field->system != NULL ? field->system->id : field->custom->key;
    if (query != NULL && !atl_text_contains_ignoring_case(field->name, query)) {
        return false;
    }
    if (request_parameter(request, "type") != NULL &&
        !lookup_asks_for(request, "type", field->system != NULL ? "system" : "custom")) {
        return false;
    }
    return request_parameter(request, "id") == NULL || lookup_asks_for(request, "id", id);
}

static size_t find_fields(struct request *request, struct found_field **fields)
{
    struct custom_field *customs;
    size_t custom_count = custom_fields_load(request->sandbox, &request->arena, &customs);
    size_t count = 0;
    *fields =
        atl_arena_alloc(&request->arena, (system_field_count() + custom_count) * sizeof **fields);
    for (size_t i = 0; i < system_field_count() + custom_count; i++) {
        struct found_field field = {0};
        if (i < system_field_count()) {
            field.system = system_field_at(i);
            field.name = field.system->name;
        } else {
            field.custom = &customs[i - system_field_count()];
            field.name = field.custom->name;
        }
        /* What has no type isn't a field here (the key, say). */
        bool has_type = field.system == NULL || field.system->type != NULL;
        if (has_type && is_wanted(request, &field)) {
            (*fields)[count++] = field;
        }
    }
    qsort(*fields, count, sizeof **fields, by_name);
    return count;
}

static void emit_custom(struct request *request, const struct custom_field *field)
{
    struct atl_buffer *json = &request->reply.body;
    emit_text(json, "id", field->key);
    emit_text(json, "name", field->name);
    custom_field_emit_schema(json, "schema", field);
    emit_text(json, "description",
              store_text(&request->sandbox->store, &request->arena,
                         "SELECT description FROM field WHERE id = ?",
                         VALUES(sql_integer(field->id))));
    emit_text(json, "key", field->key);
    emit_bool(json, "isLocked", field->type >= CUSTOM_SPRINT);
    emit_text(json, "searcherKey", custom_kind(field->type)->searcher);
    if (lookup_asks_for(request, "expand", "contextsCount")) {
        emit_integer(json, "contextsCount",
                     store_integer(&request->sandbox->store, 0,
                                   "SELECT count(*) FROM field_context WHERE field = ?",
                                   VALUES(sql_integer(field->id))));
    }
}

static void emit_found(struct request *request, const struct found_field *field)
{
    struct atl_buffer *json = &request->reply.body;
    emit_object(json, NULL);
    if (field->custom != NULL) {
        emit_custom(request, field->custom);
    } else {
        emit_text(json, "id", field->system->id);
        emit_text(json, "name", field->system->name);
        system_field_emit_schema(json, "schema", field->system);
        emit_text(json, "key", field->system->id);
        emit_bool(json, "isLocked", false);
    }
    emit_object_end(json);
}

static void jira_field_search(struct request *request, struct reply *reply)
{
    enum {
        MOST_RESULTS = 100,
        USUAL_RESULTS = 50,
    };
    static const struct lookup_order orders[] = {{"name", "name"}};
    const char *order = lookup_order(request, orders, 1, "name");
    struct found_field *fields;
    struct jira_page page;
    if (!jira_page_read(request, USUAL_RESULTS, MOST_RESULTS, &page)) {
        return;
    }
    if (order == NULL) {
        reply_error(reply, REPLY_JIRA, 400, "The orderBy query parameter is not valid: %s",
                    request_parameter(request, "orderBy"));
        return;
    }
    size_t count = find_fields(request, &fields);
    bool descends = atl_text_ends_with(order, "DESC");
    page.total = (int64_t)count;
    emit_object(&reply->body, NULL);
    jira_page_emit(request, &page);
    emit_array(&reply->body, "values");
    for (int64_t i = page.start; i < page.total && i < page.start + page.limit; i++) {
        emit_found(request, &fields[descends ? page.total - 1 - i : i]);
    }
    emit_array_end(&reply->body);
    emit_object_end(&reply->body);
}

/* ---- making and changing ---- */

/* The kind that a "type" such as "com.atlassian.jira.plugin.system.customfieldtypes:float" means.
 */
static bool find_kind(const char *type, enum custom_type *found)
{
    for (size_t i = 0; i < CUSTOM_TYPE_COUNT; i++) {
        if (strcmp(custom_kind((enum custom_type)i)->schema_custom, type) == 0) {
            *found = (enum custom_type)i;
            return true;
        }
    }
    return false;
}

static void emit_created(struct request *request, int64_t id)
{
    struct atl_buffer *json = &request->reply.body;
    struct custom_field *customs;
    size_t count = custom_fields_load(request->sandbox, &request->arena, &customs);
    for (size_t i = 0; i < count; i++) {
        if (customs[i].id == id) {
            emit_object(json, NULL);
            emit_text(json, "id", customs[i].key);
            if (sandbox_is_cloud(request->sandbox)) {
                emit_text(json, "key", customs[i].key);
            }
            emit_text(json, "name", customs[i].name);
            emit_bool(json, "custom", true);
            emit_bool(json, "orderable", true);
            emit_bool(json, "navigable", true);
            emit_bool(json, "searchable", true);
            emit_array(json, "clauseNames");
            emit_format(json, NULL, "cf[%" PRId64 "]", id);
            emit_text(json, NULL, customs[i].name);
            emit_array_end(json);
            custom_field_emit_schema(json, "schema", &customs[i]);
            emit_object_end(json);
        }
    }
}

static void jira_create_field(struct request *request, struct reply *reply)
{
    struct store *store = &request->sandbox->store;
    struct problems problems = {.arena = &request->arena};
    enum custom_type type = CUSTOM_TEXT;
    const cJSON *body = request_json(request);
    if (body == NULL) {
        return;
    }
    const char *name = atl_text_trim(&request->arena, atl_json_text(body, "name", ""));
    if (*name == '\0') {
        problems_add(&problems, "name", "You must specify a name for the custom field.");
    }
    if (!find_kind(atl_json_text(body, "type", ""), &type)) {
        problems_add(&problems, "type", "The custom field type specified is not valid.");
    }
    if (problems.count > 0) {
        problems_reply(&problems, reply);
        return;
    }
    int64_t id =
        store_insert(store, "INSERT INTO field (name, description, type) VALUES (?, ?, ?)",
                     VALUES(sql_text(name), sql_text(atl_json_text(body, "description", "")),
                            sql_text(custom_kind(type)->name)));
    store_run(store, "INSERT INTO field_context (field, name, description) VALUES (?, ?, ?)",
              VALUES(sql_integer(id),
                     sql_text(atl_arena_printf(&request->arena,
                                               "Default Configuration Scheme for %s", name)),
                     sql_text("Default configuration scheme generated by JIRA")));
    reply_restart(reply, 201);
    emit_created(request, id);
}

static void jira_update_field(struct request *request, struct reply *reply)
{
    int64_t field;
    if (!field_of_path(request, &field)) {
        return;
    }
    const cJSON *body = request_json(request);
    const char *name = atl_json_text(body, "name", NULL);
    if (body == NULL) {
        return;
    }
    if (name != NULL && *atl_text_trim(&request->arena, name) == '\0') {
        reply_error(reply, REPLY_JIRA, 400, "You must specify a name for the custom field.");
        return;
    }
    store_run(&request->sandbox->store,
              "UPDATE field SET name = coalesce(?, name), description = coalesce(?, description)"
              " WHERE id = ?",
              VALUES(sql_text(name), sql_text(atl_json_text(body, "description", NULL)),
                     sql_integer(field)));
    reply_restart(reply, 204);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/field/search", ROUTE_CLOUD, jira_field_search},
    {"POST", ROUTE_JIRA, "/field", ROUTE_ANY, jira_create_field},
    {"PUT", ROUTE_JIRA, "/field/{}", ROUTE_CLOUD, jira_update_field},
};

const struct route_table jira_field_search_routes = ROUTES(routes);
