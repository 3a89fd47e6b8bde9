#include "sandbox/jira/issues/properties.h"

#include "sandbox/jira/issues/issue.h"
#include "sandbox/server/route.h"

#include <stdlib.h>
#include <string.h>

enum {
    LONGEST_KEY = 255,
    LONGEST_VALUE = 32768,
};

static const char one[] = "SELECT value FROM issue_property WHERE issue = ? AND key = ?";

/* What is wrong with it; NULL when nothing is. */
static const char *refuse(const char *key, const cJSON *value)
{
    if (key == NULL || key[0] == '\0' || strlen(key) > LONGEST_KEY) {
        return "The property key must have between 1 and 255 characters.";
    }
    if (value == NULL) {
        return "The property value can't be empty.";
    }
    char *text = atl_json_print(value, false);
    bool fits = strlen(text) <= LONGEST_VALUE;
    free(text);
    return fits ? NULL : "The property value may have 32768 characters at most.";
}

static void set(struct sandbox *sandbox, int64_t issue, const char *key, const cJSON *value)
{
    char *text = atl_json_print(value, false);
    store_run(&sandbox->store,
              "INSERT OR REPLACE INTO issue_property (issue, key, value) VALUES (?, ?, ?)",
              VALUES(sql_integer(issue), sql_text(key), sql_text(text)));
    free(text);
}

void issue_properties_set(struct sandbox *sandbox, int64_t issue, const cJSON *list,
                          struct problems *problems)
{
    const cJSON *property;
    cJSON_ArrayForEach(property, list)
    {
        const char *key = atl_json_text(property, "key", NULL);
        const cJSON *value = atl_json_member(property, "value");
        const char *refusal = refuse(key, value);
        if (refusal != NULL) {
            problems_add(problems, NULL, "%s", refusal);
        } else {
            set(sandbox, issue, key, value);
        }
    }
}

static void list_properties(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    if (!issue_of_request(request, 0, &issue)) {
        return;
    }
    emit_object(&reply->body, NULL);
    emit_array(&reply->body, "keys");
    struct rows rows = store_select(&request->sandbox->store,
                                    "SELECT key FROM issue_property WHERE issue = ? ORDER BY key",
                                    VALUES(sql_integer(issue.id)));
    while (rows_next(&rows)) {
        const char *key = rows_text(&rows, 0);
        emit_object(&reply->body, NULL);
        emit_format(&reply->body, "self", "%s/issue/%s/properties/%s",
                    jira_api_url(request->sandbox), issue.key, key);
        emit_text(&reply->body, "key", key);
        emit_object_end(&reply->body);
    }
    emit_array_end(&reply->body);
    emit_object_end(&reply->body);
}

/* Of the issue and the property in the path; NULL, with the reply a 404, when one isn't there. */
static const char *find(struct request *request, struct jira_issue *issue)
{
    if (!issue_of_request(request, 0, issue)) {
        return NULL;
    }
    const char *value = store_text(&request->sandbox->store, &request->arena, one,
                                   VALUES(sql_integer(issue->id), sql_text(request->segments[1])));
    if (value == NULL) {
        reply_error(&request->reply, REPLY_JIRA, 404, "The property %s does not exist.",
                    request->segments[1]);
    }
    return value;
}

static void get_property(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    const char *value = find(request, &issue);
    if (value != NULL) {
        emit_object(&reply->body, NULL);
        emit_text(&reply->body, "key", request->segments[1]);
        emit_json(&reply->body, "value", value);
        emit_object_end(&reply->body);
    }
}

static void set_property(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    const cJSON *value = request_json_value(request);
    const char *key = request->segments[1];
    if (value == NULL || !issue_of_request(request, 0, &issue)) {
        return;
    }
    const char *refusal = refuse(key, value);
    if (refusal != NULL) {
        reply_error(reply, REPLY_JIRA, 400, "%s", refusal);
        return;
    }
    bool there =
        store_exists(&request->sandbox->store, one, VALUES(sql_integer(issue.id), sql_text(key)));
    set(request->sandbox, issue.id, key, value);
    reply->status = there ? 200 : 201;
}

static void delete_property(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    if (find(request, &issue) != NULL) {
        store_run(&request->sandbox->store,
                  "DELETE FROM issue_property WHERE issue = ? AND key = ?",
                  VALUES(sql_integer(issue.id), sql_text(request->segments[1])));
        reply->status = 204;
    }
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/issue/{}/properties", ROUTE_ANY, list_properties},
    {"GET", ROUTE_JIRA, "/issue/{}/properties/{}", ROUTE_ANY, get_property},
    {"PUT", ROUTE_JIRA, "/issue/{}/properties/{}", ROUTE_ANY, set_property},
    {"DELETE", ROUTE_JIRA, "/issue/{}/properties/{}", ROUTE_ANY, delete_property},
};

const struct route_table jira_property_routes = ROUTES(routes);
