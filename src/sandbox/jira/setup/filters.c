/* Saved searches: made, changed, found, marked as favourites. */
#include "sandbox/jira/setup/filters.h"

#include "sandbox/jira/issues/search.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/jira/page.h"
#include "sandbox/jira/problems.h"
#include "sandbox/server/multipart.h"
#include "sandbox/server/route.h"

#include <string.h>

/* ---- which one ---- */

bool filter_of_path(struct request *request, int64_t *filter)
{
    const char *select =
        atl_arena_printf(&request->arena, "SELECT id FROM filter WHERE id = ?%s", filter_visible);
    if (lookup_row_of_path(request, 0, select, filter,
                           "The selected filter is not available to you, perhaps it has been "
                           "deleted or had its permissions changed.")) {
        return true;
    }
    /* Cloud calls it a bad request. */
    request->reply.status = sandbox_is_cloud(request->sandbox) ? 400 : 404;
    return false;
}

bool filter_of_owner(struct request *request, int64_t *filter)
{
    if (!filter_of_path(request, filter)) {
        return false;
    }
    bool owns = store_exists(&request->sandbox->store,
                             "SELECT 1 FROM filter WHERE id = ?1 AND (owner = ?2 OR EXISTS (SELECT"
                             " 1 FROM filter_share WHERE filter = ?1 AND rights >= 2))",
                             VALUES(sql_integer(*filter), sql_integer(SANDBOX_ME)));
    if (!owns) {
        reply_error(&request->reply, REPLY_JIRA, 400,
                    "You do not have permission to edit this filter.");
    }
    return owns;
}

static void jira_filter(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t filter;
    (void)reply;
    if (filter_of_path(request, &filter)) {
        filter_emit(&out, filter);
    }
}

/* ---- making and changing ---- */

static void check_name(struct request *request, const char *name, int64_t filter,
                       struct problems *problems)
{
    if (*name == '\0') {
        problems_add(problems, "filterName", "You must specify a name to save this filter as.");
    } else if (store_exists(&request->sandbox->store,
                            "SELECT 1 FROM filter WHERE name = ? COLLATE NOCASE AND owner = ?"
                            " AND id <> ?",
                            VALUES(sql_text(name), sql_integer(SANDBOX_ME), sql_integer(filter)))) {
        problems_add(problems, "filterName", "Filter with same name already exists.");
    }
}

static void check_jql(struct request *request, const char *jql, struct problems *problems)
{
    const struct search_found *found;
    struct atl_error error;
    if (jira_find(request, jql, &found, &error) != ATL_OK) {
        problems_add(problems, "jql", "%s", error.message);
    }
}

/* The texts of a body; NULL for those that it leaves out. False: the reply says what is wrong. */
static bool read_filter(struct request *request, const cJSON *body, int64_t filter,
                        const char **name, const char **jql)
{
    struct problems problems = {.arena = &request->arena};
    const char *given = atl_json_text(body, "name", filter < 0 ? "" : NULL);
    *name = given == NULL ? NULL : atl_text_trim(&request->arena, given);
    *jql = atl_json_text(body, "jql", filter < 0 ? "" : NULL);
    if (*name != NULL) {
        check_name(request, *name, filter, &problems);
    }
    if (*jql != NULL) {
        check_jql(request, *jql, &problems);
    }
    if (problems.count > 0) {
        problems_reply(&problems, &request->reply);
    }
    return problems.count == 0;
}

static void set_favourite(struct request *request, int64_t filter, bool is_favourite)
{
    store_run(&request->sandbox->store,
              is_favourite ? "INSERT OR IGNORE INTO filter_favourite (filter, person)"
                             " VALUES (?, ?)"
                           : "DELETE FROM filter_favourite WHERE filter = ? AND person = ?",
              VALUES(sql_integer(filter), sql_integer(SANDBOX_ME)));
}

/* Replaces its permissions by those that the body has. */
static bool keep_shares(struct request *request, int64_t filter, const cJSON *body)
{
    const cJSON *shares = atl_json_get(body, "sharePermissions");
    const cJSON *share;
    if (shares != NULL) {
        filter_remove_shares(request, filter);
    }
    cJSON_ArrayForEach(share, shares)
    {
        if (!filter_add_share(request, filter, share)) {
            return false;
        }
    }
    return true;
}

static void jira_create_filter(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    const char *name;
    const char *jql;
    const cJSON *body = request_json(request);
    (void)reply;
    if (body == NULL || !read_filter(request, body, -1, &name, &jql)) {
        return;
    }
    int64_t id =
        store_insert(&request->sandbox->store,
                     "INSERT INTO filter (name, description, owner, jql) VALUES (?, ?, ?, ?)",
                     VALUES(sql_text(name), sql_text(atl_json_text(body, "description", "")),
                            sql_integer(SANDBOX_ME), sql_text(jql)));
    /* On Cloud "the filter is not selected as a favorite". */
    if (!sandbox_is_cloud(request->sandbox) && cJSON_IsTrue(atl_json_get(body, "favourite"))) {
        set_favourite(request, id, true);
    }
    if (keep_shares(request, id, body)) {
        filter_emit(&out, id);
    }
}

static void jira_update_filter(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t filter;
    const char *name;
    const char *jql;
    (void)reply;
    if (!filter_of_owner(request, &filter)) {
        return;
    }
    const cJSON *body = request_json(request);
    if (body == NULL || !read_filter(request, body, filter, &name, &jql)) {
        return;
    }
    store_run(&request->sandbox->store,
              "UPDATE filter SET name = coalesce(?, name), jql = coalesce(?, jql),"
              " description = coalesce(?, description) WHERE id = ?",
              VALUES(sql_text(name), sql_text(jql),
                     sql_text(atl_json_text(body, "description", NULL)), sql_integer(filter)));
    if (keep_shares(request, filter, body)) {
        filter_emit(&out, filter);
    }
}

static void jira_delete_filter(struct request *request, struct reply *reply)
{
    struct store *store = &request->sandbox->store;
    int64_t filter;
    if (!filter_of_owner(request, &filter)) {
        return;
    }
    filter_remove_shares(request, filter);
    store_run(store, "DELETE FROM filter_favourite WHERE filter = ?", VALUES(sql_integer(filter)));
    store_run(store, "DELETE FROM filter WHERE id = ?", VALUES(sql_integer(filter)));
    reply_restart(reply, 204);
}

static void jira_filter_owner(struct request *request, struct reply *reply)
{
    int64_t filter;
    if (!filter_of_owner(request, &filter)) {
        return;
    }
    const cJSON *body = request_json(request);
    int64_t person = lookup_person(request->sandbox, atl_json_text(body, "accountId", NULL));
    if (body == NULL) {
        return;
    }
    if (person < 0) {
        reply_error(reply, REPLY_JIRA, 400, "The user specified does not exist.");
        return;
    }
    store_run(&request->sandbox->store, "UPDATE filter SET owner = ? WHERE id = ?",
              VALUES(sql_integer(person), sql_integer(filter)));
    reply_restart(reply, 204);
}

static void mark_filter(struct request *request, bool is_favourite)
{
    const struct jira_output out = jira_reply(request);
    int64_t filter;
    if (filter_of_path(request, &filter)) {
        set_favourite(request, filter, is_favourite);
        filter_emit(&out, filter);
    }
}

static void jira_mark_filter(struct request *request, struct reply *reply)
{
    (void)reply;
    mark_filter(request, true);
}

static void jira_unmark_filter(struct request *request, struct reply *reply)
{
    (void)reply;
    mark_filter(request, false);
}

/* What Data Center has instead. A request without a body might be another site's. */
static void mark_filter_here(struct request *request, bool is_favourite)
{
    int64_t filter;
    if (multipart_check_token(request) && filter_of_path(request, &filter)) {
        set_favourite(request, filter, is_favourite);
        reply_restart(&request->reply, 204);
    }
}

static void jira_1_mark_filter(struct request *request, struct reply *reply)
{
    (void)reply;
    mark_filter_here(request, true);
}

static void jira_1_unmark_filter(struct request *request, struct reply *reply)
{
    (void)reply;
    mark_filter_here(request, false);
}

static const struct route routes[] = {
    {"POST", ROUTE_JIRA, "/filter", ROUTE_ANY, jira_create_filter},
    {"GET", ROUTE_JIRA, "/filter/{}", ROUTE_ANY, jira_filter},
    {"PUT", ROUTE_JIRA, "/filter/{}", ROUTE_ANY, jira_update_filter},
    {"DELETE", ROUTE_JIRA, "/filter/{}", ROUTE_ANY, jira_delete_filter},
    {"PUT", ROUTE_JIRA, "/filter/{}/owner", ROUTE_CLOUD, jira_filter_owner},
    {"PUT", ROUTE_JIRA, "/filter/{}/favourite", ROUTE_CLOUD, jira_mark_filter},
    {"DELETE", ROUTE_JIRA, "/filter/{}/favourite", ROUTE_CLOUD, jira_unmark_filter},
    {"PUT", ROUTE_JIRA_1, "/filters/{}/favourite", ROUTE_DATA_CENTER, jira_1_mark_filter},
    {"DELETE", ROUTE_JIRA_1, "/filters/{}/favourite", ROUTE_DATA_CENTER, jira_1_unmark_filter},
};

const struct route_table jira_filter_routes = ROUTES(routes);
