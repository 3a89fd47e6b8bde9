/* Webhooks, as Cloud and as Data Center keep them. They are kept only: nothing is ever sent. */
#include "sandbox/jira/issues/search.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/jira/page.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_WEBHOOKS = 100, /* of an app on a site */
};

static const int64_t lifetime_ms = INT64_C(30) * 24 * 60 * 60 * 1000;

/* What a webhook may be told of. */
static const char *const events[] = {
    "jira:issue_created", "jira:issue_updated", "jira:issue_deleted", "comment_created",
    "comment_updated",    "comment_deleted",    "issue_property_set", "issue_property_deleted",
};

/* An array of a body as JSON text, in the arena; NULL when it isn't there. */
static const char *array_text(struct request *request, const cJSON *object, const char *member)
{
    const cJSON *array = atl_json_member(object, member);
    if (!cJSON_IsArray(array)) {
        return NULL;
    }
    char *printed = atl_json_print(array, false);
    const char *text = atl_arena_strdup(&request->arena, printed);
    free(printed);
    return text;
}

/* ---- Cloud ---- */

static void emit_webhook(const struct jira_output *out, int64_t id)
{
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT jql, events, fields, properties, expires, url"
                                    " FROM webhook WHERE id = ?",
                                    VALUES(sql_integer(id)));
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_integer(out->json, "id", id);
        emit_text(out->json, "jqlFilter", rows_text(&rows, 0));
        emit_text(out->json, "url", rows_text(&rows, 5));
        emit_json(out->json, "events", rows_text(&rows, 1));
        if (!rows_is_null(&rows, 2)) {
            emit_json(out->json, "fieldIdsFilter", rows_text(&rows, 2));
        }
        if (!rows_is_null(&rows, 3)) {
            emit_json(out->json, "issuePropertyKeysFilter", rows_text(&rows, 3));
        }
        if (!rows_is_null(&rows, 4)) {
            emit_integer(out->json, "expirationDate", rows_integer(&rows, 4));
        }
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

static void jira_webhooks(struct request *request, struct reply *reply)
{
    struct jira_page page;
    struct sql from = {0};
    (void)reply;
    if (jira_page_read(request, MOST_WEBHOOKS, MOST_WEBHOOKS, &page)) {
        sql_add(&from, "FROM webhook ORDER BY id");
        jira_page_answer(request, &page, "id", &from, emit_webhook);
    }
    sql_free(&from);
}

/* Why it isn't registered; NULL when nothing is wrong. */
static const char *problem_of(struct request *request, const cJSON *webhook)
{
    const cJSON *names = atl_json_get(webhook, "events");
    const char *jql = atl_json_text(webhook, "jqlFilter", NULL);
    const struct search_found *found;
    struct atl_error error;
    const cJSON *name;
    if (!cJSON_IsArray(names) || cJSON_GetArraySize(names) == 0) {
        return "The webhook has no events.";
    }
    cJSON_ArrayForEach(name, names)
    {
        bool known = false;
        for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
            known = known || atl_text_equal(cJSON_GetStringValue(name), events[i]);
        }
        if (!known) {
            return atl_arena_printf(&request->arena, "The event '%s' is not supported.",
                                    cJSON_IsString(name) ? name->valuestring : "null");
        }
    }
    if (jql == NULL) {
        return "The JQL filter must be specified.";
    }
    if (jira_find(request, jql, &found, &error) != ATL_OK) {
        return atl_arena_strdup(&request->arena, error.message);
    }
    return NULL;
}

static void register_webhook(struct request *request, const char *url, const cJSON *webhook)
{
    struct atl_buffer *json = &request->reply.body;
    int64_t now_ms = sandbox_now_ms(request->sandbox);
    const char *problem = problem_of(request, webhook);
    emit_object(json, NULL);
    if (problem != NULL) {
        emit_array(json, "errors");
        emit_text(json, NULL, problem);
        emit_array_end(json);
    } else {
        int64_t id = store_insert(
            &request->sandbox->store,
            "INSERT INTO webhook (url, jql, events, fields, properties, created, expires)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            VALUES(sql_text(url), sql_text(atl_json_text(webhook, "jqlFilter", "")),
                   sql_text(array_text(request, webhook, "events")),
                   sql_text(array_text(request, webhook, "fieldIdsFilter")),
                   sql_text(array_text(request, webhook, "issuePropertyKeysFilter")),
                   sql_integer(now_ms), sql_integer(now_ms + lifetime_ms)));
        emit_integer(json, "createdWebhookId", id);
    }
    emit_object_end(json);
}

static void jira_register_webhooks(struct request *request, struct reply *reply)
{
    const cJSON *body = request_json(request);
    const cJSON *webhooks = atl_json_get(body, "webhooks");
    const char *url = atl_json_text(body, "url", NULL);
    const cJSON *webhook;
    if (body == NULL) {
        return;
    }
    if (url == NULL || !cJSON_IsArray(webhooks)) {
        reply_error(reply, REPLY_JIRA, 400, "The url and the webhooks must be specified.");
        return;
    }
    emit_object(&reply->body, NULL);
    emit_array(&reply->body, "webhookRegistrationResult");
    cJSON_ArrayForEach(webhook, webhooks)
    {
        register_webhook(request, url, webhook);
    }
    emit_array_end(&reply->body);
    emit_object_end(&reply->body);
}

/* The array "webhookIds" of the body; NULL, with the reply an error, when it isn't one. */
static const cJSON *ids_of(struct request *request)
{
    const cJSON *body = request_json(request);
    const cJSON *ids = atl_json_get(body, "webhookIds");
    if (body != NULL && !cJSON_IsArray(ids)) {
        reply_error(&request->reply, REPLY_JIRA, 400, "The webhookIds must be specified.");
        return NULL;
    }
    return ids;
}

static void run_for_each(struct request *request, const cJSON *ids, const char *sql,
                         int64_t expires)
{
    const cJSON *id;
    cJSON_ArrayForEach(id, ids)
    {
        store_run(&request->sandbox->store, sql,
                  VALUES(sql_integer(lookup_id_in_json(id)), sql_integer(expires)));
    }
}

static void jira_delete_webhooks(struct request *request, struct reply *reply)
{
    const cJSON *ids = ids_of(request);
    if (ids != NULL) {
        run_for_each(request, ids, "DELETE FROM webhook WHERE id = ?1 AND ?2 = 0", 0);
        reply_restart(reply, 202);
    }
}

static void jira_refresh_webhooks(struct request *request, struct reply *reply)
{
    const cJSON *ids = ids_of(request);
    int64_t expires = sandbox_now_ms(request->sandbox) + lifetime_ms;
    if (ids != NULL) {
        run_for_each(request, ids, "UPDATE webhook SET expires = ?2 WHERE id = ?1", expires);
        emit_object(&reply->body, NULL);
        emit_integer(&reply->body, "expirationDate", expires);
        emit_object_end(&reply->body);
    }
}

static void jira_failed_webhooks(struct request *request, struct reply *reply)
{
    (void)request;
    emit_object(&reply->body, NULL);
    emit_array(&reply->body, "values");
    emit_array_end(&reply->body);
    emit_integer(&reply->body, "maxResults", MOST_WEBHOOKS);
    emit_object_end(&reply->body);
}

/* ---- Data Center ---- */

static void emit_own_webhook(const struct jira_output *out, int64_t id)
{
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT name, url, events, jql, enabled, created FROM webhook"
                                    " WHERE id = ?",
                                    VALUES(sql_integer(id)));
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_text(out->json, "name", rows_text(&rows, 0));
        emit_text(out->json, "url", rows_text(&rows, 1));
        emit_bool(out->json, "excludeBody", false);
        emit_object(out->json, "filters");
        emit_text(out->json, "issue-related-events-section", rows_text(&rows, 3));
        emit_object_end(out->json);
        emit_json(out->json, "events", rows_text(&rows, 2));
        emit_bool(out->json, "enabled", rows_integer(&rows, 4) != 0);
        emit_format(out->json, "self", "%s/rest/webhooks/1.0/webhook/%" PRId64, out->sandbox->site,
                    id);
        jira_emit(out, "lastUpdatedUser", JIRA_PERSON, SANDBOX_ME);
        emit_integer(out->json, "lastUpdated", rows_integer(&rows, 5));
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

static void jira_own_webhooks(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    struct rows rows =
        store_select(&request->sandbox->store, "SELECT id FROM webhook ORDER BY id", NO_VALUES);
    emit_array(&reply->body, NULL);
    while (rows_next(&rows)) {
        emit_own_webhook(&out, rows_integer(&rows, 0));
    }
    emit_array_end(&reply->body);
}

static bool own_webhook_of_path(struct request *request, int64_t *id)
{
    return lookup_row_of_path(request, 0, "SELECT id FROM webhook WHERE id = ?", id,
                              "No webhook with id '%s' exists.", request->segments[0]);
}

static void jira_own_webhook(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t id;
    (void)reply;
    if (own_webhook_of_path(request, &id)) {
        emit_own_webhook(&out, id);
    }
}

/* Writes what the body says over the row. */
static void keep_own_webhook(struct request *request, const cJSON *body, int64_t id)
{
    const cJSON *filters = atl_json_get(body, "filters");
    const cJSON *jql = atl_json_member(filters, "issue-related-events-section");
    const cJSON *enabled = atl_json_member(body, "enabled");
    store_run(&request->sandbox->store,
              "UPDATE webhook SET name = coalesce(?, name), url = coalesce(?, url),"
              " events = coalesce(?, events), jql = coalesce(?, jql),"
              " enabled = coalesce(?, enabled), created = ? WHERE id = ?",
              VALUES(sql_text(atl_json_text(body, "name", NULL)),
                     sql_text(atl_json_text(body, "url", NULL)),
                     sql_text(array_text(request, body, "events")),
                     sql_text(cJSON_GetStringValue(jql)),
                     cJSON_IsBool(enabled) ? sql_integer(cJSON_IsTrue(enabled)) : sql_null(),
                     sql_integer(sandbox_now_ms(request->sandbox)), sql_integer(id)));
}

static void jira_create_own_webhook(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    const cJSON *body = request_json(request);
    const char *name = atl_json_text(body, "name", "");
    const char *url = atl_json_text(body, "url", "");
    if (body == NULL) {
        return;
    }
    if (*name == '\0' || *url == '\0') {
        reply_error(reply, REPLY_JIRA, 400, "The %s of the webhook must be specified.",
                    *name == '\0' ? "name" : "url");
        return;
    }
    int64_t id = store_insert(&request->sandbox->store,
                              "INSERT INTO webhook (name, url, events, created)"
                              " VALUES (?, ?, '[]', 0)",
                              VALUES(sql_text(name), sql_text(url)));
    keep_own_webhook(request, body, id);
    reply_restart(reply, 201);
    emit_own_webhook(&out, id);
}

static void jira_update_own_webhook(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t id;
    (void)reply;
    if (!own_webhook_of_path(request, &id)) {
        return;
    }
    const cJSON *body = request_json(request);
    if (body != NULL) {
        keep_own_webhook(request, body, id);
        emit_own_webhook(&out, id);
    }
}

static void jira_delete_own_webhook(struct request *request, struct reply *reply)
{
    int64_t id;
    if (own_webhook_of_path(request, &id)) {
        store_run(&request->sandbox->store, "DELETE FROM webhook WHERE id = ?",
                  VALUES(sql_integer(id)));
        reply_restart(reply, 204);
    }
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/webhook", ROUTE_CLOUD, jira_webhooks},
    {"POST", ROUTE_JIRA, "/webhook", ROUTE_CLOUD, jira_register_webhooks},
    {"DELETE", ROUTE_JIRA, "/webhook", ROUTE_CLOUD, jira_delete_webhooks},
    {"PUT", ROUTE_JIRA, "/webhook/refresh", ROUTE_CLOUD, jira_refresh_webhooks},
    {"GET", ROUTE_JIRA, "/webhook/failed", ROUTE_CLOUD, jira_failed_webhooks},
    {"GET", ROUTE_WEBHOOKS, "/webhook", ROUTE_DATA_CENTER, jira_own_webhooks},
    {"POST", ROUTE_WEBHOOKS, "/webhook", ROUTE_DATA_CENTER, jira_create_own_webhook},
    {"GET", ROUTE_WEBHOOKS, "/webhook/{}", ROUTE_DATA_CENTER, jira_own_webhook},
    {"PUT", ROUTE_WEBHOOKS, "/webhook/{}", ROUTE_DATA_CENTER, jira_update_own_webhook},
    {"DELETE", ROUTE_WEBHOOKS, "/webhook/{}", ROUTE_DATA_CENTER, jira_delete_own_webhook},
};

const struct route_table jira_webhook_routes = ROUTES(routes);
