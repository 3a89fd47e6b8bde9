/* Where custom fields apply (everywhere, here), and the options that they offer there. */
#include "sandbox/jira/lookup.h"
#include "sandbox/jira/page.h"
#include "sandbox/jira/setup/field_lookup.h"
#include "sandbox/server/route.h"

#include <inttypes.h>

enum {
    MOST_CONTEXTS = 50,
    MOST_OPTIONS = 1000,
    USUAL_OPTIONS = 100,
    MOST_NEW_OPTIONS = 1000,
};

/* ---- contexts ---- */

static void emit_context(const struct jira_output *out, int64_t id)
{
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT name, description FROM field_context WHERE id = ?",
                                    VALUES(sql_integer(id)));
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_format(out->json, "id", "%" PRId64, id);
        emit_text(out->json, "name", rows_text(&rows, 0));
        emit_text(out->json, "description", rows_text(&rows, 1));
        emit_bool(out->json, "isGlobalContext", true);
        emit_bool(out->json, "isAnyIssueType", true);
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

/* All are global and for any type: who asks for others gets none. */
static void jira_contexts(struct request *request, struct reply *reply)
{
    char **ids;
    size_t count = request_parameter_list(request, "contextId", &ids);
    int64_t field;
    struct jira_page page;
    struct sql from = {0};
    (void)reply;
    if (!field_of_path(request, &field) ||
        !jira_page_read(request, MOST_CONTEXTS, MOST_CONTEXTS, &page)) {
        return;
    }
    sql_add(&from, "FROM field_context WHERE field = ");
    sql_mark(&from, sql_integer(field));
    for (size_t i = 0; i < count; i++) {
        sql_add(&from, i == 0 ? " AND CAST(id AS TEXT) IN (" : ", ");
        sql_mark(&from, sql_text(ids[i]));
    }
    sql_add(&from, count > 0 ? ")" : "");
    if (atl_text_equal(request_parameter(request, "isGlobalContext"), "false") ||
        atl_text_equal(request_parameter(request, "isAnyIssueType"), "false")) {
        sql_add(&from, " AND 0");
    }
    sql_add(&from, " ORDER BY id");
    jira_page_answer(request, &page, "id", &from, emit_context);
    sql_free(&from);
}

/* The field and the context of the path. False: the reply is a 404. */
static bool context_of_path(struct request *request, int64_t *field, int64_t *context)
{
    if (!field_of_path(request, field)) {
        return false;
    }
    const char *select = atl_arena_printf(&request->arena,
                                          "SELECT id FROM field_context WHERE id = ?"
                                          " AND field = %" PRId64,
                                          *field);
    return lookup_row_of_path(request, 1, select, context,
                              "The custom field context was not found.");
}

/* ---- options ---- */

static void emit_option(const struct jira_output *out, int64_t id)
{
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT value, disabled, parent FROM field_option"
                                    " WHERE id = ?",
                                    VALUES(sql_integer(id)));
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_format(out->json, "id", "%" PRId64, id);
        emit_text(out->json, "value", rows_text(&rows, 0));
        if (!rows_is_null(&rows, 2)) {
            emit_format(out->json, "optionId", "%" PRId64, rows_integer(&rows, 2));
        }
        emit_bool(out->json, "disabled", rows_integer(&rows, 1) != 0);
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

static void jira_options(struct request *request, struct reply *reply)
{
    int64_t field;
    int64_t context;
    int64_t option = lookup_id_parameter(request, "optionId");
    struct jira_page page;
    struct sql from = {0};
    (void)reply;
    if (!context_of_path(request, &field, &context) ||
        !jira_page_read(request, USUAL_OPTIONS, MOST_OPTIONS, &page)) {
        return;
    }
    sql_add(&from, "FROM field_option WHERE context = ");
    sql_mark(&from, sql_integer(context));
    if (option >= 0) {
        sql_add(&from, " AND (id = ");
        sql_mark(&from, sql_integer(option));
        sql_add(&from, " OR parent = ");
        sql_mark(&from, sql_integer(option));
        sql_add(&from, ")");
    }
    if (atl_text_equal(request_parameter(request, "onlyOptions"), "true")) {
        sql_add(&from, " AND parent IS NULL");
    }
    sql_add(&from, " ORDER BY position, id");
    jira_page_answer(request, &page, "id", &from, emit_option);
    sql_free(&from);
}

/* The array "options" of a body; NULL, with the reply a 400, when it isn't one. */
static const cJSON *options_of(struct request *request)
{
    const cJSON *body = request_json(request);
    const cJSON *options = atl_json_get(body, "options");
    if (body != NULL && (!cJSON_IsArray(options) || cJSON_GetArraySize(options) == 0 ||
                         cJSON_GetArraySize(options) > MOST_NEW_OPTIONS)) {
        reply_error(&request->reply, REPLY_JIRA, 400, "Between 1 and %d options must be specified.",
                    MOST_NEW_OPTIONS);
        return NULL;
    }
    return options;
}

/* False, with the reply a 400: no value, or one that the context has already on that level. */
static bool check_value(struct request *request, int64_t context, const char *value, int64_t parent,
                        int64_t option)
{
    bool taken =
        value != NULL && store_exists(&request->sandbox->store,
                                      "SELECT 1 FROM field_option WHERE context = ? AND value = ?"
                                      " COLLATE NOCASE AND parent IS ? AND id <> ?",
                                      VALUES(sql_integer(context), sql_text(value),
                                             sql_optional(parent), sql_integer(option)));
    if (value == NULL || *value == '\0') {
        reply_error(&request->reply, REPLY_JIRA, 400, "The value of an option must be specified.");
    } else if (taken) {
        reply_error(&request->reply, REPLY_JIRA, 400, "The option '%s' already exists.", value);
    }
    return value != NULL && *value != '\0' && !taken;
}

/* Whether a context has the option. */
static bool has_option(struct request *request, int64_t context, int64_t option)
{
    return store_exists(&request->sandbox->store,
                        "SELECT 1 FROM field_option WHERE id = ? AND context = ?",
                        VALUES(sql_integer(option), sql_integer(context)));
}

static bool add_option(struct request *request, int64_t field, int64_t context, const cJSON *option)
{
    const struct jira_output out = jira_reply(request);
    const cJSON *above = atl_json_member(option, "optionId");
    int64_t parent = above == NULL ? -1 : lookup_id_in_json(above);
    const char *value = atl_json_text(option, "value", NULL);
    if (above != NULL && !has_option(request, context, parent)) {
        reply_error(&request->reply, REPLY_JIRA, 404, "The parent option was not found.");
        return false;
    }
    if (!check_value(request, context, value, parent, -1)) {
        return false;
    }
    int64_t id = store_insert(
        &request->sandbox->store,
        "INSERT INTO field_option (field, context, value, parent, disabled, position)"
        " VALUES (?1, ?2, ?3, ?4, ?5, (SELECT coalesce(max(position) + 1, 0) FROM field_option"
        " WHERE context = ?2))",
        VALUES(sql_integer(field), sql_integer(context), sql_text(value), sql_optional(parent),
               sql_integer(atl_json_bool(option, "disabled", false))));
    emit_option(&out, id);
    return true;
}

static bool change_option(struct request *request, int64_t context, const cJSON *option)
{
    struct store *store = &request->sandbox->store;
    struct atl_buffer *json = &request->reply.body;
    int64_t id = lookup_id_in_json(atl_json_member(option, "id"));
    const char *value = atl_json_text(option, "value", NULL);
    const cJSON *disabled = atl_json_member(option, "disabled");
    if (!has_option(request, context, id)) {
        reply_error(&request->reply, REPLY_JIRA, 404, "The option was not found.");
        return false;
    }
    int64_t parent = store_integer(store, -1, "SELECT parent FROM field_option WHERE id = ?",
                                   VALUES(sql_integer(id)));
    if (value != NULL && !check_value(request, context, value, parent, id)) {
        return false;
    }
    store_run(store,
              "UPDATE field_option SET value = coalesce(?, value),"
              " disabled = coalesce(?, disabled) WHERE id = ?",
              VALUES(sql_text(value),
                     cJSON_IsBool(disabled) ? sql_integer(cJSON_IsTrue(disabled)) : sql_null(),
                     sql_integer(id)));
    emit_object(json, NULL);
    emit_format(json, "id", "%" PRId64, id);
    emit_text(json, "value",
              store_text(store, &request->arena, "SELECT value FROM field_option WHERE id = ?",
                         VALUES(sql_integer(id))));
    emit_bool(json, "disabled",
              store_exists(store, "SELECT 1 FROM field_option WHERE id = ? AND disabled",
                           VALUES(sql_integer(id))));
    emit_object_end(json);
    return true;
}

static void keep_options(struct request *request, bool are_new)
{
    int64_t field;
    int64_t context;
    const cJSON *option;
    if (!context_of_path(request, &field, &context)) {
        return;
    }
    const cJSON *options = options_of(request);
    if (options == NULL) {
        return;
    }
    emit_object(&request->reply.body, NULL);
    emit_array(&request->reply.body, "options");
    cJSON_ArrayForEach(option, options)
    {
        if (!(are_new ? add_option(request, field, context, option)
                      : change_option(request, context, option))) {
            return;
        }
    }
    emit_array_end(&request->reply.body);
    emit_object_end(&request->reply.body);
}

static void jira_create_options(struct request *request, struct reply *reply)
{
    (void)reply;
    keep_options(request, true);
}

static void jira_update_options(struct request *request, struct reply *reply)
{
    (void)reply;
    keep_options(request, false);
}

/* One that issues have stays. */
static void jira_delete_option(struct request *request, struct reply *reply)
{
    struct store *store = &request->sandbox->store;
    int64_t field;
    int64_t context;
    int64_t option;
    if (!context_of_path(request, &field, &context)) {
        return;
    }
    const char *select = atl_arena_printf(&request->arena,
                                          "SELECT id FROM field_option WHERE id = ?"
                                          " AND context = %" PRId64,
                                          context);
    if (!lookup_row_of_path(request, 2, select, &option, "The option was not found.")) {
        return;
    }
    if (store_exists(store, "SELECT 1 FROM issue_value WHERE field = ? AND value = ?",
                     VALUES(sql_integer(field), sql_integer(option)))) {
        reply_error(reply, REPLY_JIRA, 400,
                    "The option cannot be deleted because it is used by at least one issue.");
        return;
    }
    store_run(store, "DELETE FROM field_option WHERE id = ?1 OR parent = ?1",
              VALUES(sql_integer(option)));
    reply_restart(reply, 204);
}

static void jira_option(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t option;
    if (!lookup_row_of_path(request, 0, "SELECT id FROM field_option WHERE id = ?", &option,
                            "A custom field option with id '%s' does not exist.",
                            request->segments[0])) {
        return;
    }
    if (!sandbox_is_cloud(request->sandbox)) {
        jira_emit(&out, NULL, JIRA_OPTION, option);
        return;
    }
    emit_object(&reply->body, NULL);
    emit_format(&reply->body, "self", "%s/customFieldOption/%" PRId64,
                jira_api_url(request->sandbox), option);
    emit_text(&reply->body, "value",
              store_text(&request->sandbox->store, &request->arena,
                         "SELECT value FROM field_option WHERE id = ?",
                         VALUES(sql_integer(option))));
    emit_object_end(&reply->body);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/field/{}/context", ROUTE_CLOUD, jira_contexts},
    {"GET", ROUTE_JIRA, "/field/{}/context/{}/option", ROUTE_CLOUD, jira_options},
    {"POST", ROUTE_JIRA, "/field/{}/context/{}/option", ROUTE_CLOUD, jira_create_options},
    {"PUT", ROUTE_JIRA, "/field/{}/context/{}/option", ROUTE_CLOUD, jira_update_options},
    {"DELETE", ROUTE_JIRA, "/field/{}/context/{}/option/{}", ROUTE_CLOUD, jira_delete_option},
    {"GET", ROUTE_JIRA, "/customFieldOption/{}", ROUTE_ANY, jira_option},
};

const struct route_table jira_field_context_routes = ROUTES(routes);
