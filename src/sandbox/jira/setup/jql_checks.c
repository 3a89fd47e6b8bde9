/* Queries looked at without searching: their structure, their mistakes, which issues they match. */
#include "sandbox/jira/issues/issue.h"
#include "sandbox/jira/issues/search.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/jira/setup/jql_structure.h"
#include "sandbox/server/route.h"

/* ---- parse ---- */

enum validation {
    VALIDATION_STRICT, /* what doesn't exist is an error */
    VALIDATION_WARN,
    VALIDATION_NONE,
};

static bool read_validation(struct request *request, enum validation *validation)
{
    static const char *const words[] = {"strict", "warn", "none"};
    const char *text = request_parameter(request, "validation");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (text == NULL || atl_text_equal(words[i], text)) {
            *validation = (enum validation)i;
            return true;
        }
    }
    reply_error(&request->reply, REPLY_JIRA, 400,
                "The validation must be one of strict, warn, none.");
    return false;
}

static void emit_messages(struct atl_buffer *json, const char *key, const char *message)
{
    emit_array(json, key);
    emit_text(json, NULL, message);
    emit_array_end(json);
}

static void emit_parsed(struct request *request, const char *text, enum validation validation)
{
    struct atl_buffer *json = &request->reply.body;
    const struct atl_query *query;
    const struct search_found *found;
    struct atl_error error;
    bool parses =
        atl_query_parse(&request->arena, ATL_QUERY_JQL, text, &query, NULL, &error) == ATL_OK;
    bool fits = parses && (validation == VALIDATION_NONE ||
                           jira_find(request, text, &found, &error) == ATL_OK);
    emit_object(json, NULL);
    emit_text(json, "query", text);
    if (parses && (fits || validation == VALIDATION_WARN)) {
        jql_emit_structure(json, "structure", query);
    }
    if (!fits) {
        emit_messages(json, parses && validation == VALIDATION_WARN ? "warnings" : "errors",
                      error.message);
    }
    emit_object_end(json);
}

static void jira_parse_queries(struct request *request, struct reply *reply)
{
    enum validation validation;
    const cJSON *query;
    const cJSON *body = request_json(request);
    const cJSON *queries = atl_json_get(body, "queries");
    if (body == NULL || !read_validation(request, &validation)) {
        return;
    }
    if (!cJSON_IsArray(queries) || cJSON_GetArraySize(queries) == 0) {
        reply_error(reply, REPLY_JIRA, 400, "At least one query must be specified.");
        return;
    }
    emit_object(&reply->body, NULL);
    emit_array(&reply->body, "queries");
    cJSON_ArrayForEach(query, queries)
    {
        emit_parsed(request, cJSON_IsString(query) ? query->valuestring : "", validation);
    }
    emit_array_end(&reply->body);
    emit_object_end(&reply->body);
}

/* ---- match ---- */

static bool is_found(const struct search_found *found, int64_t id)
{
    for (size_t i = 0; i < found->count; i++) {
        if (found->ids[i] == id) {
            return true;
        }
    }
    return false;
}

static void emit_match(struct request *request, const char *jql, const cJSON *issues)
{
    struct atl_buffer *json = &request->reply.body;
    const struct search_found *found;
    struct atl_error error;
    const cJSON *issue;
    bool fits = jira_find(request, jql, &found, &error) == ATL_OK;
    emit_object(json, NULL);
    emit_array(json, "matchedIssues");
    cJSON_ArrayForEach(issue, issues)
    {
        int64_t id = lookup_id_in_json(issue);
        if (fits && is_found(found, id)) {
            emit_integer(json, NULL, id);
        }
    }
    emit_array_end(json);
    emit_array(json, "errors");
    if (!fits) {
        emit_text(json, NULL, error.message);
    }
    emit_array_end(json);
    emit_object_end(json);
}

static void jira_match_issues(struct request *request, struct reply *reply)
{
    const cJSON *body = request_json(request);
    const cJSON *queries = atl_json_get(body, "jqls");
    const cJSON *issues = atl_json_get(body, "issueIds");
    const cJSON *query;
    if (body == NULL) {
        return;
    }
    if (!cJSON_IsArray(queries) || !cJSON_IsArray(issues)) {
        reply_error(reply, REPLY_JIRA, 400, "The jqls and the issueIds must be specified.");
        return;
    }
    emit_object(&reply->body, NULL);
    emit_array(&reply->body, "matches");
    cJSON_ArrayForEach(query, queries)
    {
        emit_match(request, cJSON_IsString(query) ? query->valuestring : "", issues);
    }
    emit_array_end(&reply->body);
    emit_object_end(&reply->body);
}

static const struct route routes[] = {
    {"POST", ROUTE_JIRA, "/jql/parse", ROUTE_CLOUD | ROUTE_READS, jira_parse_queries},
    {"POST", ROUTE_JIRA, "/jql/match", ROUTE_CLOUD | ROUTE_READS, jira_match_issues},
};

const struct route_table jira_jql_check_routes = ROUTES(routes);
