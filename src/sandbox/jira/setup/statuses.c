/* Statuses and their categories. */
#include "sandbox/jira/lookup.h"
#include "sandbox/jira/page.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <string.h>

/* ---- as issues show them ---- */

static void jira_statuses(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    struct rows rows = store_select(&request->sandbox->store,
                                    "SELECT id FROM status ORDER BY position", NO_VALUES);
    emit_array(&reply->body, NULL);
    while (rows_next(&rows)) {
        jira_emit(&out, NULL, JIRA_STATUS, rows_integer(&rows, 0));
    }
    emit_array_end(&reply->body);
}

/* By id, or by name as it is written. */
static void jira_status(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t status = store_integer(&request->sandbox->store, -1,
                                   "SELECT id FROM status WHERE CAST(id AS TEXT) = ?1"
                                   " OR name = ?1 LIMIT 1",
                                   VALUES(sql_text(request->segments[0])));
    if (status < 0) {
        reply_error(reply, REPLY_JIRA, 404, "The status with id '%s' does not exist",
                    request->segments[0]);
        return;
    }
    jira_emit(&out, NULL, JIRA_STATUS, status);
}

static void jira_status_categories(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    struct rows rows = store_select(&request->sandbox->store,
                                    "SELECT id FROM status_category ORDER BY id", NO_VALUES);
    emit_array(&reply->body, NULL);
    while (rows_next(&rows)) {
        jira_emit(&out, NULL, JIRA_STATUS_CATEGORY, rows_integer(&rows, 0));
    }
    emit_array_end(&reply->body);
}

static void jira_status_category(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t category = store_integer(&request->sandbox->store, -1,
                                     "SELECT id FROM status_category WHERE CAST(id AS TEXT) = ?1"
                                     " OR key = ?1 LIMIT 1",
                                     VALUES(sql_text(request->segments[0])));
    if (category < 0) {
        reply_error(reply, REPLY_JIRA, 404, "The status category with id '%s' does not exist",
                    request->segments[0]);
        return;
    }
    jira_emit(&out, NULL, JIRA_STATUS_CATEGORY, category);
}

/* ---- as Cloud's administration shows them ---- */

/* Its words for the categories, by their keys. */
static const struct {
    const char *key;
    const char *word;
} words[] = {{"new", "TODO"}, {"indeterminate", "IN_PROGRESS"}, {"done", "DONE"}};

static const char *word_of(const char *key)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (atl_text_equal(words[i].key, key)) {
            return words[i].word;
        }
    }
    return "TODO";
}

static const char *key_of(const char *word)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (atl_text_equal(words[i].word, word)) {
            return words[i].key;
        }
    }
    return NULL;
}

static void emit_status(const struct jira_output *out, int64_t id)
{
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT status.name, description, status_category.key"
                                    " FROM status JOIN status_category"
                                    " ON status_category.id = category WHERE status.id = ?",
                                    VALUES(sql_integer(id)));
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_format(out->json, "id", "%" PRId64, id);
        emit_text(out->json, "name", rows_text(&rows, 0));
        emit_text(out->json, "statusCategory", word_of(rows_text(&rows, 2)));
        emit_object(out->json, "scope");
        emit_text(out->json, "type", "GLOBAL");
        emit_object_end(out->json);
        emit_text(out->json, "description", rows_text(&rows, 1));
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

static void jira_statuses_by_id(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    char **ids;
    size_t count = request_parameter_list(request, "id", &ids);
    if (count == 0) {
        reply_error(reply, REPLY_JIRA, 400, "The id query parameter must be provided.");
        return;
    }
    emit_array(&reply->body, NULL);
    for (size_t i = 0; i < count; i++) {
        int64_t id;
        if (atl_text_to_integer(ids[i], 0, INT64_MAX, &id)) {
            emit_status(&out, id);
        }
    }
    emit_array_end(&reply->body);
}

/* Those that the project's workflows have, with these words in their names. */
static void add_conditions(struct request *request, struct sql *from, int64_t project)
{
    const char *text = request_parameter(request, "searchString");
    const char *key = key_of(request_parameter(request, "statusCategory"));
    if (project >= 0) {
        sql_add(from, " AND id IN (SELECT status FROM workflow_status"
                      " JOIN project_type USING (workflow) WHERE project = ");
        sql_mark(from, sql_integer(project));
        sql_add(from, ")");
    }
    if (text != NULL) {
        sql_add(from, " AND name LIKE ");
        sql_mark(from, sql_text(lookup_like(&request->arena, text)));
        sql_add(from, " ESCAPE '\\'");
    }
    if (key != NULL) {
        sql_add(from, " AND category = (SELECT id FROM status_category WHERE key = ");
        sql_mark(from, sql_text(key));
        sql_add(from, ")");
    }
}

static void jira_status_search(struct request *request, struct reply *reply)
{
    enum {
        MOST_RESULTS = 200,
    };
    const char *id = request_parameter(request, "projectId");
    const char *category = request_parameter(request, "statusCategory");
    int64_t project = id == NULL ? -1 : lookup_project(request->sandbox, id);
    struct jira_page page;
    struct sql from = {0};
    if (!jira_page_read(request, MOST_RESULTS, MOST_RESULTS, &page)) {
        return;
    }
    if ((id != NULL && project < 0) || (category != NULL && key_of(category) == NULL)) {
        reply_error(reply, REPLY_JIRA, 400,
                    id != NULL && project < 0 ? "No project could be found with id '%s'."
                                              : "The status category '%s' is not valid.",
                    id != NULL && project < 0 ? id : category);
        return;
    }
    sql_add(&from, "FROM status WHERE 1");
    add_conditions(request, &from, project);
    sql_add(&from, " ORDER BY name");
    jira_page_answer(request, &page, "id", &from, emit_status);
    sql_free(&from);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/status", ROUTE_ANY, jira_statuses},
    {"GET", ROUTE_JIRA, "/status/{}", ROUTE_ANY, jira_status},
    {"GET", ROUTE_JIRA, "/statuscategory", ROUTE_ANY, jira_status_categories},
    {"GET", ROUTE_JIRA, "/statuscategory/{}", ROUTE_ANY, jira_status_category},
    {"GET", ROUTE_JIRA, "/statuses", ROUTE_CLOUD, jira_statuses_by_id},
    {"GET", ROUTE_JIRA, "/statuses/search", ROUTE_CLOUD, jira_status_search},
};

const struct route_table jira_status_routes = ROUTES(routes);
