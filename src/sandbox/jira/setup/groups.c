/* Groups of people, and the lists that people and groups are picked from. */
#include "sandbox/jira/lookup.h"
#include "sandbox/jira/page.h"
#include "sandbox/server/route.h"
#include "sandbox/text/markup.h"

#include <string.h>

enum {
    MOST_MEMBERS = 50,
    MOST_GROUPS = 50,
    MOST_PICKED = 1000,
    USUAL_PICKED = 50,
    USUAL_GROUPS_PICKED = 20,
};

/* ---- groups ---- */

static void emit_person(const struct jira_output *out, int64_t id)
{
    jira_emit(out, NULL, JIRA_PERSON, id);
}

static void jira_group_members(struct request *request, struct reply *reply)
{
    const char *name = request_parameter(request, "groupname");
    const char *id = request_parameter(request, "groupId");
    struct jira_page page;
    if (name == NULL && id == NULL) {
        reply_error(reply, REPLY_JIRA, 400,
                    "You must specify exactly one of 'groupname' or 'groupId'.");
        return;
    }
    int64_t team = lookup_team(request->sandbox, id != NULL ? id : name);
    if (team < 0) {
        reply_error(reply, REPLY_JIRA, 404, "The group %s '%s' does not exist.",
                    id != NULL ? "with id" : "named", id != NULL ? id : name);
        return;
    }
    if (!jira_page_read(request, MOST_MEMBERS, MOST_MEMBERS, &page)) {
        return;
    }
    struct sql from = {0};
    sql_add(&from, "FROM team_member JOIN person ON person.id = person WHERE team = ");
    sql_mark(&from, sql_integer(team));
    if (!atl_text_equal(request_parameter(request, "includeInactiveUsers"), "true")) {
        sql_add(&from, " AND active");
    }
    sql_add(&from, " ORDER BY person.name");
    jira_page_answer(request, &page, "person.id", &from, emit_person);
    sql_free(&from);
}

static void emit_group(const struct jira_output *out, int64_t id)
{
    struct rows rows =
        store_select(&out->sandbox->store, "SELECT name, group_id FROM team WHERE id = ?",
                     VALUES(sql_integer(id)));
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_text(out->json, "name", rows_text(&rows, 0));
        emit_text(out->json, "groupId", rows_text(&rows, 1));
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

/* " AND column IN (…)", when the parameter is given. */
static void add_choice(struct request *request, struct sql *sql, const char *parameter,
                       const char *column)
{
    char **values;
    size_t count = request_parameter_list(request, parameter, &values);
    if (count == 0) {
        return;
    }
    sql_printf(sql, " AND %s IN (''", column);
    for (size_t i = 0; i < count; i++) {
        sql_add(sql, ", ");
        sql_mark(sql, sql_text(values[i]));
    }
    sql_add(sql, ")");
}

static void jira_groups(struct request *request, struct reply *reply)
{
    struct jira_page page;
    struct sql from = {0};
    (void)reply;
    if (!jira_page_read(request, MOST_GROUPS, MOST_GROUPS, &page)) {
        return;
    }
    sql_add(&from, "FROM team WHERE 1");
    add_choice(request, &from, "groupId", "group_id");
    add_choice(request, &from, "groupName", "name");
    sql_add(&from, " ORDER BY name");
    jira_page_answer(request, &page, "id", &from, emit_group);
    sql_free(&from);
}

/* ---- pickers ---- */

/* The name with what was looked for in bold. */
static void emit_html(struct atl_buffer *json, const char *name, const char *query)
{
    struct atl_buffer html = {0};
    const char *found = *query == '\0' ? NULL : strcasestr(name, query);
    if (found == NULL) {
        markup_append_escaped(&html, name, strlen(name));
    } else {
        size_t length = strlen(query);
        markup_append_escaped(&html, name, (size_t)(found - name));
        atl_buffer_add(&html, "<strong>");
        markup_append_escaped(&html, found, length);
        atl_buffer_add(&html, "</strong>");
        markup_append_escaped(&html, found + length, strlen(found + length));
    }
    emit_text(json, "html", atl_buffer_text(&html));
    atl_buffer_free(&html);
}

/* The members "header" and "total" of a list that shows so many. */
static void emit_count(struct atl_buffer *json, int64_t total, int64_t limit, const char *what)
{
    emit_integer(json, "total", total);
    emit_format(json, "header", "Showing %lld of %lld matching %s",
                (long long)(total < limit ? total : limit), (long long)total, what);
}

static void emit_picked_person(const struct jira_output *out, const struct rows *rows,
                               const char *query)
{
    emit_object(out->json, NULL);
    if (sandbox_is_cloud(out->sandbox)) {
        emit_text(out->json, "accountId", rows_text(rows, 1));
        emit_text(out->json, "accountType", "atlassian");
    } else {
        emit_text(out->json, "name", rows_text(rows, 2));
        emit_text(out->json, "key", rows_text(rows, 3));
    }
    emit_html(out->json, rows_text(rows, 0), query);
    emit_text(out->json, "displayName", rows_text(rows, 0));
    emit_object_end(out->json);
}

static void emit_picked_people(struct request *request, const char *key, const char *query,
                               int64_t limit)
{
    static const char matches[] = "FROM person WHERE active AND (name LIKE ?1 ESCAPE '\\' OR"
                                  " username LIKE ?1 ESCAPE '\\' OR email LIKE ?1 ESCAPE '\\')";
    const struct jira_output out = jira_reply(request);
    struct store *store = &request->sandbox->store;
    const char *pattern = lookup_like(&request->arena, query);
    const char *count = atl_arena_printf(&request->arena, "SELECT count(*) %s", matches);
    const char *select = atl_arena_printf(&request->arena,
                                          "SELECT name, account_id, username, key %s"
                                          " ORDER BY name LIMIT ?2",
                                          matches);
    emit_object(out.json, key);
    emit_array(out.json, "users");
    struct rows rows = store_select(store, select, VALUES(sql_text(pattern), sql_integer(limit)));
    while (rows_next(&rows)) {
        emit_picked_person(&out, &rows, query);
    }
    emit_array_end(out.json);
    emit_count(out.json, store_integer(store, 0, count, VALUES(sql_text(pattern))), limit, "users");
    emit_object_end(out.json);
}

static void emit_picked_group(const struct jira_output *out, const struct rows *rows,
                              const char *query)
{
    emit_object(out->json, NULL);
    emit_text(out->json, "name", rows_text(rows, 0));
    emit_html(out->json, rows_text(rows, 0), query);
    emit_array(out->json, "labels");
    emit_array_end(out->json);
    if (sandbox_is_cloud(out->sandbox)) {
        emit_text(out->json, "groupId", rows_text(rows, 1));
    }
    emit_object_end(out->json);
}

static void emit_picked_groups(struct request *request, const char *key, const char *query,
                               int64_t limit)
{
    const struct jira_output out = jira_reply(request);
    struct store *store = &request->sandbox->store;
    const char *pattern = lookup_like(&request->arena, query);
    emit_object(out.json, key);
    emit_count(out.json,
               store_integer(store, 0, "SELECT count(*) FROM team WHERE name LIKE ? ESCAPE '\\'",
                             VALUES(sql_text(pattern))),
               limit, "groups");
    emit_array(out.json, "groups");
    struct rows rows = store_select(store,
                                    "SELECT name, group_id FROM team"
                                    " WHERE name LIKE ? ESCAPE '\\' ORDER BY name LIMIT ?",
                                    VALUES(sql_text(pattern), sql_integer(limit)));
    while (rows_next(&rows)) {
        emit_picked_group(&out, &rows, query);
    }
    emit_array_end(out.json);
    emit_object_end(out.json);
}

/* Reads "query" and "maxResults". False: the reply is an error. */
static bool read_picker(struct request *request, int64_t usual, const char **query, int64_t *limit)
{
    *query = request_parameter(request, "query");
    if (!request_parameter_integer(request, "maxResults", 0, INT32_MAX, usual, limit)) {
        reply_error(&request->reply, REPLY_JIRA, 400, "maxResults must be a whole number.");
        return false;
    }
    *limit = *limit > MOST_PICKED ? MOST_PICKED : *limit;
    return true;
}

static void jira_group_picker(struct request *request, struct reply *reply)
{
    const char *query;
    int64_t limit;
    (void)reply;
    if (read_picker(request, USUAL_GROUPS_PICKED, &query, &limit)) {
        emit_picked_groups(request, NULL, query == NULL ? "" : query, limit);
    }
}

static bool has_query(const char *query, struct reply *reply)
{
    if (query == NULL) {
        reply_error(reply, REPLY_JIRA, 400, "The query parameter 'query' was not provided.");
    }
    return query != NULL;
}

static void jira_user_picker(struct request *request, struct reply *reply)
{
    const char *query;
    int64_t limit;
    if (read_picker(request, USUAL_PICKED, &query, &limit) && has_query(query, reply)) {
        emit_picked_people(request, NULL, query, limit);
    }
}

static void jira_group_user_picker(struct request *request, struct reply *reply)
{
    const char *query;
    int64_t limit;
    if (read_picker(request, USUAL_PICKED, &query, &limit) && has_query(query, reply)) {
        emit_object(&reply->body, NULL);
        emit_picked_people(request, "users", query, limit);
        emit_picked_groups(request, "groups", query, limit);
        emit_object_end(&reply->body);
    }
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/group/member", ROUTE_ANY, jira_group_members},
    {"GET", ROUTE_JIRA, "/group/bulk", ROUTE_CLOUD, jira_groups},
    {"GET", ROUTE_JIRA, "/groups/picker", ROUTE_ANY, jira_group_picker},
    {"GET", ROUTE_JIRA, "/user/picker", ROUTE_ANY, jira_user_picker},
    {"GET", ROUTE_JIRA, "/groupuserpicker", ROUTE_ANY, jira_group_user_picker},
};

const struct route_table jira_group_routes = ROUTES(routes);
