/* Making a transition once, and its comment. */
#include "atlcli/jira_comment.h"
#include "atlcli/jira_transition.h"

#include "atlassian/jira/comment_internal.h"
#include "atlassian/jira/internal.h"

#include <string.h>

/* ---- the transition ---- */

/* Without a screen Jira would leave it out without a word. */
static bool takes_comment(const struct atl_jira_transition_order *order)
{
    return order->comment != NULL && !order->transition->no_screen;
}

static const char *body_of(const struct atl_jira_transition_order *order, struct atl_arena *arena)
{
    cJSON *body = cJSON_CreateObject();
    cJSON *transition = cJSON_AddObjectToObject(body, "transition");
    cJSON_AddStringToObject(transition, "id", order->transition->id);
    if (cJSON_GetArraySize(order->fields) > 0) {
        cJSON_AddItemToObject(body, "fields", cJSON_Duplicate(order->fields, true));
    }
    if (takes_comment(order)) {
        cJSON *update = cJSON_AddObjectToObject(body, "update");
        cJSON *operation = cJSON_CreateObject();
        cJSON *add = cJSON_AddObjectToObject(operation, "add");
        cJSON_AddItemToObject(add, "body", cJSON_Duplicate(order->comment, true));
        cJSON_AddItemToArray(cJSON_AddArrayToObject(update, "comment"), operation);
    }
    return jira_body(arena, body);
}

static enum atl_status say_unknown(const struct atl_jira_transition_order *order,
                                   const char *status_now, struct atl_error *error)
{
    atl_error_prefix(error, "%s", order->key);
    if (status_now != NULL) {
        atl_hint(error,
                 "it was in '%s' right afterwards; see where it is in a moment, then run "
                 "this again: nothing happens when it is in '%s' by then",
                 status_now, order->transition->to);
    }
    return ATL_UNKNOWN_OUTCOME;
}

static enum atl_status move(struct atl_http *http, struct atl_arena *arena,
                            const struct atl_jira_transition_order *order, struct atl_error *error)
{
    const char *body = body_of(order, arena);
    const cJSON *json;
    struct atl_http_request request = {
        .method = ATL_POST,
        .path = jira_issue_path(http, arena, order->key, "/transitions"),
        .body = body,
        .body_length = strlen(body),
    };
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    for (int repeats = 0; status == ATL_UNKNOWN_OUTCOME; repeats++) {
        struct atl_jira_standing now = {0};
        enum atl_status looked = atl_jira_standing(http, arena, order->key, &now, NULL);
        if (looked == ATL_OK && atl_text_equal(now.status_id, order->transition->to_id)) {
            status = ATL_OK;
        } else if (looked == ATL_OK && repeats == 0 && jira_failed_itself(error)) {
            status = atl_http_json(http, &request, arena, &json, error);
        } else {
            status = say_unknown(order, now.status, error);
            break;
        }
    }
    if (status == ATL_FAILED && error != NULL && error->http_status == 400) {
        atl_jira_transition_hint_missing(order->transition, order->fields, error);
    }
    return status;
}

/* ---- its comment ---- */

static enum atl_status say_moved(const struct atl_jira_transition_order *order, bool looking,
                                 enum atl_status status, struct atl_error *error)
{
    bool unknown = looking || status == ATL_UNKNOWN_OUTCOME;
    atl_error_prefix(error, "%s is in '%s' now, but its comment %s missing", order->key,
                     order->transition->to, unknown ? "may be" : "is");
    if (unknown) {
        atl_hint(error, "look before repeating it: atlcli jira issue comments %s", order->key);
    } else {
        atl_hint(error, "add it by itself: atlcli jira issue comment %s", order->key);
    }
    return status;
}

/* `earlier`: the comments from before, where the transition was sent with this one. */
static enum atl_status see_to_comment(struct atl_http *http, struct atl_arena *arena,
                                      const struct atl_jira_transition_order *order,
                                      const cJSON *earlier, struct atl_error *error)
{
    const struct atl_jira_comment_draft draft = {.key = order->key, .body = order->comment};
    const cJSON *comment;
    const cJSON *latest = NULL;
    enum atl_status status = ATL_OK;
    if (takes_comment(order)) {
        status = jira_comments_latest(http, arena, order->key, &latest, error);
    }
    if (status != ATL_OK) {
        return say_moved(order, true, status, error);
    }
    if (jira_comment_has_come(latest, earlier, order->comment)) {
        return ATL_OK;
    }
    status = atl_jira_comment_add(http, arena, &draft, &comment, error);
    return status == ATL_OK ? ATL_OK : say_moved(order, false, status, error);
}

enum atl_status atl_jira_transition_make(struct atl_http *http,
                                         const struct atl_jira_transition_order *order,
                                         struct atl_error *error)
{
    struct atl_arena arena = {0};
    const cJSON *earlier = NULL;
    enum atl_status status = ATL_OK;
    if (takes_comment(order)) {
        status = jira_comments_latest(http, &arena, order->key, &earlier, error);
    }
    if (status == ATL_OK) {
        status = move(http, &arena, order, error);
    }
    if (status == ATL_OK && order->comment != NULL) {
        status = see_to_comment(http, &arena, order, earlier, error);
    }
    atl_arena_free(&arena);
    return status;
}
