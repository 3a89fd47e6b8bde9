/* GET and POST issue/{}/transitions. */
#include "sandbox/jira/issues/transitions.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <string.h>

static void list_transitions(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    struct transition *transitions;
    const char *wanted = request_parameter(request, "transitionId");
    const char *expand = request_parameter(request, "expand");
    bool with_fields = expand != NULL && strstr(expand, "transitions.fields") != NULL;
    if (!issue_of_request(request, 0, &issue)) {
        return;
    }
    struct jira_output out = jira_reply(request);
    size_t count = transitions_of(request->sandbox, &request->arena, &issue, &transitions);
    emit_object(&reply->body, NULL);
    emit_text(&reply->body, "expand", "transitions");
    emit_array(&reply->body, "transitions");
    for (size_t i = 0; i < count; i++) {
        int64_t id = -1;
        if (wanted == NULL ||
            (atl_text_to_integer(wanted, 0, INT64_MAX, &id) && id == transitions[i].id)) {
            transition_emit(&out, &transitions[i], with_fields);
        }
    }
    emit_array_end(&reply->body);
    emit_object_end(&reply->body);
}

/* {"transition": {"id": "31"}}; the id may be a number, too. */
static bool read_transition(const cJSON *body, int64_t *id)
{
    *id = lookup_id_in_json(atl_json_get(body, "transition.id"));
    return *id >= 0;
}

static void make_transition(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    struct issue_change change;
    struct problems problems = {0};
    int64_t id;
    const cJSON *body = request_json(request);
    if (body == NULL || !issue_of_request(request, 0, &issue)) {
        return;
    }
    if (!read_transition(body, &id)) {
        reply_error(reply, REPLY_JIRA, 400, "Missing 'transition' identifier");
        return;
    }
    if (change_begin(&change, request->sandbox, &request->arena, &problems, issue.id) &&
        transition_apply(&change, id, atl_json_member(body, "fields"),
                         atl_json_member(body, "update"))) {
        change_end(&change);
        reply->status = 204;
        return;
    }
    problems_reply(&problems, reply);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/issue/{}/transitions", ROUTE_ANY, list_transitions},
    {"POST", ROUTE_JIRA, "/issue/{}/transitions", ROUTE_ANY, make_transition},
};

const struct route_table jira_transition_routes = ROUTES(routes);
