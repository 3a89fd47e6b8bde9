/* How issues can be linked, and the labels that they have. */
#include "sandbox/jira/lookup.h"
#include "sandbox/jira/page.h"
#include "sandbox/jira/problems.h"
#include "sandbox/server/route.h"

#include <string.h>

/* ---- link types ---- */

static void jira_link_types(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    struct rows rows =
        store_select(&request->sandbox->store, "SELECT id FROM link_type ORDER BY name", NO_VALUES);
    emit_object(&reply->body, NULL);
    emit_array(&reply->body, "issueLinkTypes");
    while (rows_next(&rows)) {
        jira_emit(&out, NULL, JIRA_LINK_TYPE, rows_integer(&rows, 0));
    }
    emit_array_end(&reply->body);
    emit_object_end(&reply->body);
}

static bool type_of_path(struct request *request, int64_t *type)
{
    return lookup_row_of_path(request, 0, "SELECT id FROM link_type WHERE id = ?", type,
                              "No issue link type with id '%s' found.", request->segments[0]);
}

static void jira_link_type(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t type;
    (void)reply;
    if (type_of_path(request, &type)) {
        jira_emit(&out, NULL, JIRA_LINK_TYPE, type);
    }
}

/* Reads the three texts; those of an existing type (not -1) may be left out. */
static bool read_type(struct request *request, const cJSON *body, int64_t type, const char **texts)
{
    static const char *const members[] = {"name", "inward", "outward"};
    struct problems problems = {.arena = &request->arena};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const char *text = atl_json_text(body, members[i], NULL);
        texts[i] = text == NULL ? NULL : atl_text_trim(&request->arena, text);
        if (text == NULL ? type < 0 : *texts[i] == '\0') {
            problems_add(&problems, members[i], "You must specify a valid %s.",
                         i == 0   ? "name"
                         : i == 1 ? "inward description"
                                  : "outward description");
        }
    }
    if (texts[0] != NULL && store_exists(&request->sandbox->store,
                                         "SELECT 1 FROM link_type WHERE name = ? COLLATE NOCASE"
                                         " AND id <> ?",
                                         VALUES(sql_text(texts[0]), sql_integer(type)))) {
        problems_add(&problems, "name", "Another link type with this name already exists.");
    }
    if (problems.count > 0) {
        problems_reply(&problems, &request->reply);
    }
    return problems.count == 0;
}

static void jira_create_link_type(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    const char *texts[3];
    const cJSON *body = request_json(request);
    if (body == NULL || !read_type(request, body, -1, texts)) {
        return;
    }
    int64_t id = store_insert(&request->sandbox->store,
                              "INSERT INTO link_type (name, inward, outward) VALUES (?, ?, ?)",
                              VALUES(sql_text(texts[0]), sql_text(texts[1]), sql_text(texts[2])));
    reply_restart(reply, 201);
    jira_emit(&out, NULL, JIRA_LINK_TYPE, id);
}

static void jira_update_link_type(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    const char *texts[3];
    int64_t type;
    (void)reply;
    if (!type_of_path(request, &type)) {
        return;
    }
    const cJSON *body = request_json(request);
    if (body == NULL || !read_type(request, body, type, texts)) {
        return;
    }
    store_run(
        &request->sandbox->store,
        "UPDATE link_type SET name = coalesce(?, name), inward = coalesce(?, inward),"
        " outward = coalesce(?, outward) WHERE id = ?",
        VALUES(sql_text(texts[0]), sql_text(texts[1]), sql_text(texts[2]), sql_integer(type)));
    jira_emit(&out, NULL, JIRA_LINK_TYPE, type);
}

/* Its links go with it. */
static void jira_delete_link_type(struct request *request, struct reply *reply)
{
    struct store *store = &request->sandbox->store;
    int64_t type;
    if (type_of_path(request, &type)) {
        store_run(store, "DELETE FROM issue_link WHERE type = ?", VALUES(sql_integer(type)));
        store_run(store, "DELETE FROM link_type WHERE id = ?", VALUES(sql_integer(type)));
        reply_restart(reply, 204);
    }
}

/* ---- labels ---- */

static void jira_labels(struct request *request, struct reply *reply)
{
    enum {
        MOST_RESULTS = 1000,
    };
    struct store *store = &request->sandbox->store;
    struct jira_page page;
    if (!jira_page_read(request, MOST_RESULTS, MOST_RESULTS, &page)) {
        return;
    }
    page.total =
        store_integer(store, 0, "SELECT count(DISTINCT label) FROM issue_label", NO_VALUES);
    emit_object(&reply->body, NULL);
    jira_page_emit(request, &page);
    emit_array(&reply->body, "values");
    struct rows rows = store_select(
        store, "SELECT DISTINCT label FROM issue_label ORDER BY label LIMIT ? OFFSET ?",
        VALUES(sql_integer(page.limit), sql_integer(page.start)));
    while (rows_next(&rows)) {
        emit_text(&reply->body, NULL, rows_text(&rows, 0));
    }
    emit_array_end(&reply->body);
    emit_object_end(&reply->body);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/issueLinkType", ROUTE_ANY, jira_link_types},
    {"POST", ROUTE_JIRA, "/issueLinkType", ROUTE_ANY, jira_create_link_type},
    {"GET", ROUTE_JIRA, "/issueLinkType/{}", ROUTE_ANY, jira_link_type},
    {"PUT", ROUTE_JIRA, "/issueLinkType/{}", ROUTE_ANY, jira_update_link_type},
    {"DELETE", ROUTE_JIRA, "/issueLinkType/{}", ROUTE_ANY, jira_delete_link_type},
    {"GET", ROUTE_JIRA, "/label", ROUTE_CLOUD, jira_labels},
};

const struct route_table jira_link_type_routes = ROUTES(routes);
