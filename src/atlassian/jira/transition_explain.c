/* Why an issue can't go to a status from where it stands, and whether a detour would do. */
#include "atlassian/jira/internal.h"
#include "atlassian/jira/transition_internal.h"

#include "atlcli/loop.h"

enum {
    MOST_DETOURS = 6, /* statuses on the way that are looked into */
};

/* ---- statuses of the type ---- */

static const cJSON *statuses_of_type(const cJSON *types, const char *id)
{
    const cJSON *type;
    cJSON_ArrayForEach(type, types)
    {
        if (atl_text_equal(atl_json_text(type, "id", NULL), id)) {
            return atl_json_member(type, "statuses");
        }
    }
    return NULL;
}

/* Returns true, with a hint, when the workflow is known and has no such status. */
static bool says_no_status(struct atl_http *http, const struct atl_jira_standing *standing,
                           const char *to, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_buffer names = {0};
    const cJSON *json;
    const cJSON *item;
    struct atl_http_request request = {
        .method = ATL_GET,
        .path = jira_path(http, &arena,
                          atl_arena_printf(&arena, "project/%s/statuses", standing->project)),
    };
    bool found = false;
    const cJSON *statuses = atl_http_json(http, &request, &arena, &json, NULL) == ATL_OK
                                ? statuses_of_type(json, standing->type_id)
                                : NULL;
    cJSON_ArrayForEach(item, statuses)
    {
        const char *name = atl_json_text(item, "name", "");
        found = found || atl_text_equal_ignoring_case(name, to);
        atl_buffer_printf(&names, "%s%s", names.length > 0 ? ", " : "", name);
    }
    bool says = !found && names.length > 0;
    if (says) {
        atl_hint(error, "'%s' is no status of the type %s in %s, which has: %s", to, standing->type,
                 standing->project, names.data);
    }
    atl_buffer_free(&names);
    atl_arena_free(&arena);
    return says;
}

/* ---- two steps ---- */

struct detour {
    const struct atl_jira_transition *first;
    bool known; /* another issue stands there, and tells */
    bool leads;
};

struct detours {
    struct atl_http *http;
    const struct atl_jira_standing *standing;
    const char *to;
    struct detour items[MOST_DETOURS];
    size_t count;
};

/* A search for one issue in the status; how its transitions are asked for differs. */
static struct atl_http_request ask_for_neighbour(const struct detours *detours,
                                                 const struct detour *detour,
                                                 struct atl_arena *arena)
{
    bool cloud = jira_is_cloud(detours->http);
    cJSON *body = cJSON_CreateObject();
    cJSON_AddStringToObject(body, "jql",
                            atl_arena_printf(arena,
                                             "project = \"%s\" AND issuetype = %s AND status = %s",
                                             detours->standing->project, detours->standing->type_id,
                                             detour->first->to_id));
    cJSON_AddNumberToObject(body, "maxResults", 1);
    cJSON_AddItemToArray(cJSON_AddArrayToObject(body, "fields"), cJSON_CreateString("status"));
    if (cloud) {
        cJSON_AddStringToObject(body, "expand", "transitions");
    } else {
        cJSON_AddItemToArray(cJSON_AddArrayToObject(body, "expand"),
                             cJSON_CreateString("transitions"));
    }
    return jira_read_by_post(jira_path(detours->http, arena, cloud ? "search/jql" : "search"),
                             jira_body(arena, body));
}

static enum atl_status look_into(void *context, size_t index, struct atl_error *error)
{
    struct detours *detours = context;
    struct detour *detour = &detours->items[index];
    struct atl_arena arena = {0};
    const cJSON *json;
    struct atl_jira_transitions onward;
    struct atl_http_request request = ask_for_neighbour(detours, detour, &arena);
    enum atl_status status = atl_http_json(detours->http, &request, &arena, &json, error);
    const cJSON *array = status == ATL_OK ? atl_json_get(json, "issues.0.transitions") : NULL;
    if (array != NULL) {
        transitions_read(&arena, array, &onward);
        detour->known = true;
        for (size_t i = 0; i < onward.count; i++) {
            detour->leads = detour->leads || transition_is_called(&onward.items[i], detours->to);
        }
    }
    atl_arena_free(&arena);
    return status == ATL_CANCELLED ? status : ATL_OK;
}

/* Each status that can be reached now, once. */
static void collect(struct detours *detours, const struct atl_jira_transitions *transitions)
{
    for (size_t i = 0; i < transitions->count && detours->count < MOST_DETOURS; i++) {
        const struct atl_jira_transition *transition = &transitions->items[i];
        bool seen = atl_text_equal(transition->to_id, detours->standing->status_id) ||
                    transition->to_id[0] == '\0';
        for (size_t j = 0; j < detours->count; j++) {
            seen = seen || atl_text_equal(detours->items[j].first->to_id, transition->to_id);
        }
        if (!seen) {
            detours->items[detours->count++].first = transition;
        }
    }
}

static void say(const struct detours *detours, bool complete, struct atl_error *error)
{
    struct atl_buffer ways = {0};
    for (size_t i = 0; i < detours->count; i++) {
        const struct detour *detour = &detours->items[i];
        complete = complete && detour->known;
        if (detour->leads) {
            atl_buffer_printf(&ways, "%s'%s'", ways.length > 0 ? " or " : "", detour->first->to);
        }
    }
    if (ways.length > 0) {
        atl_hint(error, "two steps lead there: by way of %s", ways.data);
    } else if (complete && detours->count > 0) {
        atl_hint(error, "two steps don't lead there either, as other issues show");
    }
    atl_buffer_free(&ways);
}

void atl_jira_transition_explain(struct atl_http *http, const struct atl_jira_standing *standing,
                                 const struct atl_jira_transitions *transitions, const char *to,
                                 struct atl_error *error)
{
    struct detours detours = {.http = http, .standing = standing, .to = to};
    if (says_no_status(http, standing, to, error)) {
        return;
    }
    collect(&detours, transitions);
    struct atl_error ignored;
    if (atl_each(detours.count, detours.count, look_into, &detours, &ignored) == ATL_OK) {
        say(&detours, detours.count < MOST_DETOURS, error);
    }
}
