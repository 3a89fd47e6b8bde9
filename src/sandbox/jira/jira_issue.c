/* Single issues, and many at once. */
#include "sandbox/jira/jira_json.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

#include <stdlib.h>

enum {
    MOST_BULK_FETCHED = 100,
};

static void jira_issue(struct request *request, struct reply *reply)
{
    const struct sandbox *sandbox = request->sandbox;
    uint32_t index;
    if (!data_find_issue(&sandbox->data, request->segments[0], &index)) {
        reply_error(reply, REPLY_JIRA, 404,
                    "Issue does not exist or you do not have permission to see it.");
        return;
    }
    char **names;
    size_t count = request_parameter_list(request, "fields", &names);
    struct jira_selection selection = jira_select(count == 0 ? NULL : names, count, "*all");
    selection.id_only = false;
    selection.no_fields = false;
    jira_emit_issue(sandbox, &request->arena, &reply->body, index, &selection);
}

static int compare_indexes(const void *left, const void *right)
{
    uint32_t left_index = *(const uint32_t *)left;
    uint32_t right_index = *(const uint32_t *)right;
    return (left_index > right_index) - (left_index < right_index);
}

/* In the order of their ids, whatever order they were asked for in; unknown ones are left out. */
static void jira_bulk_fetch(struct request *request, struct reply *reply)
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
    uint32_t indexes[MOST_BULK_FETCHED];
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        found += data_find_issue(&request->sandbox->data, wanted[i], &indexes[found]);
    }
    qsort(indexes, found, sizeof *indexes, compare_indexes);
    struct jira_selection selection = jira_select(names, name_count, "*navigable");
    emit_object(&reply->body, NULL);
    emit_array(&reply->body, "issues");
    for (size_t i = 0; i < found; i++) {
        if (i == 0 || indexes[i] != indexes[i - 1]) {
            jira_emit_issue(request->sandbox, &request->arena, &reply->body, indexes[i],
                            &selection);
        }
    }
    emit_array_end(&reply->body);
    /* Only for what may work when tried again, says the API document; not for unknown issues. */
    emit_array(&reply->body, "issueErrors");
    emit_array_end(&reply->body);
    emit_object_end(&reply->body);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/issue/{}", ROUTE_ANY, jira_issue},
    {"POST", ROUTE_JIRA, "/issue/bulkfetch", ROUTE_CLOUD | ROUTE_READS, jira_bulk_fetch},
};

const struct route_table jira_issue_routes = ROUTES(routes);
