/* Searching issues: by token (Cloud), by offset (Data Center), and counting. */
#include "sandbox/jira/issues/search.h"

#include "sandbox/jira/issues/issue_expand.h"
#include "sandbox/server/cursor.h"
#include "sandbox/server/route.h"

enum {
    DEFAULT_RESULTS = 50,
    MOST_IDS = 5000,                   /* Cloud, nothing but id or key asked for */
    MOST_ISSUES = 100,                 /* Cloud, with fields */
    MOST_ISSUES_OF_DATA_CENTER = 1000, /* jira.search.views.default.max */
};

/* What a search asks for, whether it came as a query or as a body. */
struct search_request {
    const char *jql;
    const char *token;
    int64_t start;
    int64_t most;
    char **fields;
    size_t field_count;
    struct issue_expand expand;
};

static bool read_query(struct request *request, struct search_request *search)
{
    search->jql = request_parameter(request, "jql");
    search->token = request_parameter(request, "nextPageToken");
    search->field_count = request_parameter_list(request, "fields", &search->fields);
    char **names;
    size_t count = request_parameter_list(request, "expand", &names);
    issue_expand_read(&search->expand, names, count);
    return request_parameter_integer(request, "startAt", 0, INT32_MAX, 0, &search->start) &&
           request_parameter_integer(request, "maxResults", INT32_MIN, INT32_MAX, DEFAULT_RESULTS,
                                     &search->most);
}

static bool read_body(struct request *request, const cJSON *body, struct search_request *search)
{
    search->jql = atl_json_text(body, "jql", NULL);
    search->token = atl_json_text(body, "nextPageToken", NULL);
    search->start = atl_json_integer(body, "startAt", 0);
    search->most = atl_json_integer(body, "maxResults", DEFAULT_RESULTS);
    const cJSON *fields = atl_json_get(body, "fields");
    search->field_count = jira_names_from_json(request, fields, &search->fields);
    char **names;
    size_t count = jira_names_from_json(request, atl_json_get(body, "expand"), &names);
    issue_expand_read(&search->expand, names, count);
    return search->start >= 0 && (fields == NULL || cJSON_IsArray(fields));
}

/* Fills the search from the request; false, with the reply an error, when it can't be. */
static bool read_search(struct request *request, struct search_request *search)
{
    *search = (struct search_request){0};
    bool readable;
    if (atl_text_equal(request->method, "POST")) {
        const cJSON *body = request_json(request);
        if (body == NULL) {
            return false;
        }
        readable = read_body(request, body, search);
    } else {
        readable = read_query(request, search);
    }
    search->jql = search->jql == NULL ? "" : search->jql;
    if (!readable) {
        reply_error(&request->reply, REPLY_JIRA, 400,
                    "Invalid request payload. Refer to the REST API documentation and try again.");
    }
    return readable;
}

/* Projects that may not be seen. */
static size_t hidden_projects(struct request *request, int64_t **hidden)
{
    struct sandbox *sandbox = request->sandbox;
    size_t most =
        (size_t)store_integer(&sandbox->store, 0, "SELECT count(*) FROM project", NO_VALUES);
    size_t count = 0;
    *hidden = atl_arena_alloc(&request->arena, (most + 1) * sizeof **hidden);
    struct rows rows = store_select(&sandbox->store, "SELECT id, key FROM project", NO_VALUES);
    while (rows_next(&rows)) {
        if (faults_hides_project(sandbox, rows_text(&rows, 1))) {
            (*hidden)[count++] = rows_integer(&rows, 0);
        }
    }
    return count;
}

enum atl_status jira_find(struct request *request, const char *jql,
                          const struct search_found **found, struct atl_error *error)
{
    struct sandbox *sandbox = request->sandbox;
    int64_t *hidden;
    size_t hidden_count = hidden_projects(request, &hidden);
    const struct jql_context context = {.store = &sandbox->store,
                                        .me = SANDBOX_ME,
                                        .now_ms = sandbox_now_ms(sandbox),
                                        .zone_ms = sandbox_zone_ms(sandbox),
                                        .is_cloud = sandbox_is_cloud(sandbox),
                                        .hidden_projects = hidden,
                                        .hidden_count = hidden_count};
    return search_jql(&sandbox->recent, &context, jql, found, error);
}

static bool run_search(struct request *request, const char *jql, bool must_be_bounded,
                       const struct search_found **found)
{
    struct atl_error error;
    if (jira_find(request, jql, found, &error) != ATL_OK) {
        reply_error(&request->reply, REPLY_JIRA, 400, "%s", error.message);
        return false;
    }
    if (must_be_bounded && !(*found)->bounded) {
        reply_error(&request->reply, REPLY_JIRA, 400,
                    "Unbounded JQL queries are not allowed here. Please add a search restriction "
                    "to your query.");
        return false;
    }
    return true;
}

static void emit_issues(struct request *request, const struct search_found *result, size_t start,
                        size_t end, struct issue_expand *expand)
{
    struct atl_buffer *json = &request->reply.body;
    const struct jira_selection *selection = expand->selection;
    emit_array(json, "issues");
    for (size_t i = start; i < end; i++) {
        /* An arena per issue, so that a page of 5,000 takes no more memory than its answer. */
        struct atl_arena arena = {0};
        struct jira_output out = {request->sandbox, &arena, json};
        struct jira_issue issue = {.id = result->ids[i]};
        if (selection->id_only || issue_load(request->sandbox, &arena, issue.id, &issue)) {
            jira_emit_issue(&out, &issue, selection, issue_expand_emit, expand);
        }
        atl_arena_free(&arena);
    }
    emit_array_end(json);
}

static void jira_search_by_token(struct request *request, struct reply *reply)
{
    struct search_request search;
    const struct search_found *result;
    if (!read_search(request, &search) || !run_search(request, search.jql, true, &result)) {
        return;
    }
    struct jira_selection selection = jira_select(request, search.fields, search.field_count, "id");
    if (search.most < 1 || search.most > MOST_IDS) {
        reply_error(reply, REPLY_JIRA, 400, "maxResults must be between 1 and %d.", MOST_IDS);
        return;
    }
    size_t start = 0;
    if (search.token != NULL &&
        (!cursor_read(search.token, search.jql, &start) || start > result->count)) {
        reply_error(reply, REPLY_JIRA, 400, "The nextPageToken is invalid or has expired.");
        return;
    }
    bool only_ids = selection.id_only || selection.no_fields;
    size_t most = (size_t)search.most;
    most = !only_ids && most > MOST_ISSUES ? MOST_ISSUES : most;
    size_t end = result->count - start < most ? result->count : start + most;
    struct jira_output out = jira_reply(request);
    search.expand.selection = &selection;
    emit_object(&reply->body, NULL);
    issue_expand_emit_names(&out, &search.expand);
    emit_issues(request, result, start, end, &search.expand);
    if (end < result->count) {
        emit_text(&reply->body, "nextPageToken", cursor_make(&request->arena, search.jql, end));
    }
    emit_bool(&reply->body, "isLast", end == result->count);
    emit_object_end(&reply->body);
}

static void jira_search_by_offset(struct request *request, struct reply *reply)
{
    struct search_request search;
    const struct search_found *result;
    if (!read_search(request, &search) || !run_search(request, search.jql, false, &result)) {
        return;
    }
    struct jira_selection selection =
        jira_select(request, search.fields, search.field_count, "*navigable");
    /* A negative number asks for as many as there may be. */
    size_t most = search.most < 0 || search.most > MOST_ISSUES_OF_DATA_CENTER
                      ? MOST_ISSUES_OF_DATA_CENTER
                      : (size_t)search.most;
    size_t start = (size_t)search.start < result->count ? (size_t)search.start : result->count;
    size_t end = result->count - start < most ? result->count : start + most;
    emit_object(&reply->body, NULL);
    emit_text(&reply->body, "expand", "schema,names");
    emit_integer(&reply->body, "startAt", search.start);
    emit_integer(&reply->body, "maxResults", (int64_t)most);
    emit_integer(&reply->body, "total", (int64_t)result->count);
    struct jira_output out = jira_reply(request);
    search.expand.selection = &selection;
    issue_expand_emit_names(&out, &search.expand);
    emit_issues(request, result, start, end, &search.expand);
    emit_object_end(&reply->body);
}

static void jira_search_removed(struct request *request, struct reply *reply)
{
    (void)request;
    reply_error(reply, REPLY_JIRA, 410,
                "The requested API has been removed. Please migrate to the /rest/api/3/search/jql "
                "API. A full migration guideline is available at "
                "https://developer.atlassian.com/changelog/#CHANGE-2046");
}

static void jira_approximate_count(struct request *request, struct reply *reply)
{
    const cJSON *body = request_json(request);
    const struct search_found *result;
    if (body == NULL || !run_search(request, atl_json_text(body, "jql", ""), true, &result)) {
        return;
    }
    emit_object(&reply->body, NULL);
    emit_integer(&reply->body, "count", (int64_t)result->count);
    emit_object_end(&reply->body);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/search/jql", ROUTE_CLOUD, jira_search_by_token},
    {"POST", ROUTE_JIRA, "/search/jql", ROUTE_CLOUD | ROUTE_READS, jira_search_by_token},
    {"POST", ROUTE_JIRA, "/search/approximate-count", ROUTE_CLOUD | ROUTE_READS,
     jira_approximate_count},
    {"GET", ROUTE_JIRA, "/search", ROUTE_CLOUD, jira_search_removed},
    {"POST", ROUTE_JIRA, "/search", ROUTE_CLOUD | ROUTE_READS, jira_search_removed},
    {"GET", ROUTE_JIRA, "/search", ROUTE_DATA_CENTER, jira_search_by_offset},
    {"POST", ROUTE_JIRA, "/search", ROUTE_DATA_CENTER | ROUTE_READS, jira_search_by_offset},
};

const struct route_table jira_search_routes = ROUTES(routes);
