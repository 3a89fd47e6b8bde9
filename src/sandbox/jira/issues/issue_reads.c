/* Single issues, and many at once. */
#include "sandbox/jira/issues/issue_expand.h"
#include "sandbox/server/route.h"

#include <stdlib.h>

enum {
    MOST_BULK_FETCHED = 100,
};

static void emit_expanded(const struct jira_output *out, const struct jira_issue *issue,
                          void *context)
{
    issue_expand_emit(out, issue, context);
    issue_expand_emit_names(out, context);
}

/* "updateHistory=true": it is among the issues that I looked at last. */
static void remember_view(struct request *request, const struct jira_issue *issue)
{
    struct store *store = &request->sandbox->store;
    store_begin(store);
    store_run(store, "INSERT OR REPLACE INTO issue_view (issue, person, viewed) VALUES (?, ?, ?)",
              VALUES(sql_integer(issue->id), sql_integer(SANDBOX_ME),
                     sql_integer(sandbox_now_ms(request->sandbox))));
    store_commit(store);
}

static void get_issue(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    (void)reply;
    if (!issue_of_request(request, 0, &issue)) {
        return;
    }
    if (atl_text_equal(request_parameter(request, "updateHistory"), "true")) {
        remember_view(request, &issue);
    }
    char **names;
    size_t count = request_parameter_list(request, "fields", &names);
    struct jira_selection selection = jira_select(request, names, count, "*all");
    selection.id_only = false;
    selection.no_fields = false;
    struct issue_expand expand = {.selection = &selection};
    count = request_parameter_list(request, "expand", &names);
    issue_expand_read(&expand, names, count);
    struct jira_output out = jira_reply(request);
    jira_emit_issue(&out, &issue, &selection, emit_expanded, &expand);
}

static int compare_ids(const void *left, const void *right)
{
    int64_t left_id = *(const int64_t *)left;
    int64_t right_id = *(const int64_t *)right;
    return (left_id > right_id) - (left_id < right_id);
}

static void emit_issues(struct request *request, const int64_t *ids, size_t count,
                        struct issue_expand *expand)
{
    struct jira_output out = jira_reply(request);
    emit_array(out.json, "issues");
    for (size_t i = 0; i < count; i++) {
        struct jira_issue issue;
        bool repeated = i > 0 && ids[i] == ids[i - 1];
        if (!repeated && issue_load(request->sandbox, &request->arena, ids[i], &issue)) {
            jira_emit_issue(&out, &issue, expand->selection, issue_expand_emit, expand);
        }
    }
    emit_array_end(out.json);
}

/* In the order of their ids, whatever order they were asked for in; unknown ones are left out. */
static void bulk_fetch(struct request *request, struct reply *reply)
{
    const cJSON *body = request_json(request);
    if (body == NULL) {
        return;
    }
    char **wanted;
    char **names;
    size_t count = jira_names_from_json(request, atl_json_get(body, "issueIdsOrKeys"), &wanted);
    size_t name_count = jira_names_from_json(request, atl_json_get(body, "fields"), &names);
    if (count == 0 || count > MOST_BULK_FETCHED) {
        reply_error(reply, REPLY_JIRA, 400,
                    count == 0 ? "At least one issue ID or key must be given."
                               : "No more than 100 issue IDs or keys may be given.");
        return;
    }
    int64_t ids[MOST_BULK_FETCHED];
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t id = issue_find(request->sandbox, wanted[i]);
        if (id >= 0) {
            ids[found++] = id;
        }
    }
    qsort(ids, found, sizeof *ids, compare_ids);
    struct jira_selection selection = jira_select(request, names, name_count, "*navigable");
    struct issue_expand expand = {.selection = &selection};
    count = jira_names_from_json(request, atl_json_get(body, "expand"), &names);
    issue_expand_read(&expand, names, count);
    struct jira_output out = jira_reply(request);
    emit_object(&reply->body, NULL);
    issue_expand_emit_names(&out, &expand);
    emit_issues(request, ids, found, &expand);
    /* Only for what may work when tried again, says the API document; not for unknown issues. */
    emit_array(&reply->body, "issueErrors");
    emit_array_end(&reply->body);
    emit_object_end(&reply->body);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/issue/{}", ROUTE_ANY, get_issue},
    {"POST", ROUTE_JIRA, "/issue/bulkfetch", ROUTE_CLOUD | ROUTE_READS, bulk_fetch},
};

const struct route_table jira_issue_routes = ROUTES(routes);
