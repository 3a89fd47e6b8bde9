/* Transitions: which there are, choosing one. */
#include "atlcli/jira_transition.h"

#include "atlassian/jira/internal.h"
#include "atlassian/jira/transition_internal.h"

#include "atlcli/loop.h"

#include <string.h>

/* ---- where an issue stands ---- */

enum atl_status atl_jira_standing(struct atl_http *http, struct atl_arena *arena, const char *key,
                                  struct atl_jira_standing *standing, struct atl_error *error)
{
    const cJSON *json;
    struct atl_http_request request = {
        .method = ATL_GET,
        .path = jira_issue_path(http, arena, key, "?fields=status,project,issuetype"),
    };
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status != ATL_OK) {
        return status;
    }
    *standing = (struct atl_jira_standing){
        .key = atl_json_text(json, "key", key),
        .id = atl_json_text(json, "id", NULL),
        .status = atl_json_text(json, "fields.status.name", ""),
        .status_id = atl_json_text(json, "fields.status.id", ""),
        .project = atl_json_text(json, "fields.project.key", ""),
        .type = atl_json_text(json, "fields.issuetype.name", ""),
        .type_id = atl_json_text(json, "fields.issuetype.id", ""),
    };
    return ATL_OK;
}

/* ---- which transitions there are ---- */

void transitions_read(struct atl_arena *arena, const cJSON *array,
                      struct atl_jira_transitions *transitions)
{
    const cJSON *item;
    size_t most = (size_t)cJSON_GetArraySize(array);
    *transitions = (struct atl_jira_transitions){
        .items = atl_arena_alloc(arena, (most + 1) * sizeof *transitions->items)};
    cJSON_ArrayForEach(item, array)
    {
        if (atl_json_text(item, "id", NULL) == NULL) {
            continue;
        }
        transitions->items[transitions->count++] = (struct atl_jira_transition){
            .id = atl_json_text(item, "id", ""),
            .name = atl_json_text(item, "name", ""),
            .to = atl_json_text(item, "to.name", ""),
            .to_id = atl_json_text(item, "to.id", ""),
            .to_category = atl_json_text(item, "to.statusCategory.key", NULL),
            .fields = atl_json_object(atl_json_member(item, "fields")),
            .no_screen = !atl_json_bool(item, "hasScreen", true),
        };
    }
}

enum atl_status atl_jira_transitions(struct atl_http *http, struct atl_arena *arena,
                                     const char *key, struct atl_jira_transitions *transitions,
                                     struct atl_error *error)
{
    const cJSON *json;
    struct atl_http_request request = {
        .method = ATL_GET,
        .path = jira_issue_path(http, arena, key, "/transitions?expand=transitions.fields"),
    };
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status == ATL_OK) {
        transitions_read(arena, atl_json_member(json, "transitions"), transitions);
    }
    return status;
}

struct look {
    struct atl_http *http;
    struct atl_arena *arena;
    const char *key;
    struct atl_jira_standing *standing;
    struct atl_jira_transitions *transitions;
};

static enum atl_status look_at(void *context, size_t index, struct atl_error *error)
{
    struct look *look = context;
    return index == 0
               ? atl_jira_standing(look->http, look->arena, look->key, look->standing, error)
               : atl_jira_transitions(look->http, look->arena, look->key, look->transitions, error);
}

enum atl_status atl_jira_transitions_from(struct atl_http *http, struct atl_arena *arena,
                                          const char *key, struct atl_jira_standing *standing,
                                          struct atl_jira_transitions *transitions,
                                          struct atl_error *error)
{
    struct look look = {http, arena, key, standing, transitions};
    return atl_each(2, 2, look_at, &look, error);
}

/* ---- choosing one ---- */

bool transition_is_called(const struct atl_jira_transition *transition, const char *to)
{
    return atl_text_equal_ignoring_case(transition->to, to) ||
           atl_text_equal_ignoring_case(transition->name, to) || atl_text_equal(transition->id, to);
}

/* How well the name fits; 0: not at all. */
static int fit(const struct atl_jira_transition *transition, const char *to)
{
    if (!transition_is_called(transition, to)) {
        return 0;
    }
    bool both = atl_text_equal_ignoring_case(transition->to, to) &&
                atl_text_equal_ignoring_case(transition->name, to);
    bool spelled = atl_text_equal(transition->to, to) || atl_text_equal(transition->name, to);
    return 1 + (both ? 2 : 0) + (spelled ? 1 : 0);
}

static enum atl_status fail_ambiguous(const struct atl_jira_transitions *transitions, int best,
                                      const char *to, struct atl_error *error)
{
    size_t count = 0;
    for (size_t i = 0; i < transitions->count; i++) {
        count += fit(&transitions->items[i], to) == best ? 1 : 0;
    }
    atl_fail(error, ATL_USAGE, "'%s' means %zu transitions", to, count);
    for (size_t i = 0; i < transitions->count; i++) {
        const struct atl_jira_transition *item = &transitions->items[i];
        if (fit(item, to) == best) {
            atl_hint(error, "%s: '%s', to %s", item->id, item->name, item->to);
        }
    }
    atl_hint(error, "give the name or the id of one of them");
    return ATL_USAGE;
}

static void append_possible(const struct atl_jira_transitions *transitions, struct atl_buffer *text)
{
    for (size_t i = 0; i < transitions->count; i++) {
        const struct atl_jira_transition *item = &transitions->items[i];
        atl_buffer_printf(text, "%s%s", i == 0 ? "" : ", ", item->to);
        if (!atl_text_equal_ignoring_case(item->to, item->name)) {
            atl_buffer_printf(text, " (by '%s')", item->name);
        }
    }
}

static enum atl_status fail_impossible(const struct atl_jira_standing *standing,
                                       const struct atl_jira_transitions *transitions,
                                       const char *to, struct atl_error *error)
{
    if (standing != NULL) {
        atl_fail(error, ATL_FAILED, "%s can't go from '%s' to '%s'", standing->key,
                 standing->status, to);
    } else {
        atl_fail(error, ATL_FAILED, "no transition from here leads to '%s'", to);
    }
    struct atl_buffer possible = {0};
    append_possible(transitions, &possible);
    if (possible.length > 0) {
        atl_hint(error, "possible from here: %s", possible.data);
    } else {
        atl_hint(error, "no transition is possible from here for your account");
    }
    atl_buffer_free(&possible);
    return ATL_FAILED;
}

enum atl_status atl_jira_transition_choose(const struct atl_jira_standing *standing,
                                           const struct atl_jira_transitions *transitions,
                                           const char *to,
                                           const struct atl_jira_transition **chosen,
                                           struct atl_error *error)
{
    int best = 0;
    bool several = false;
    *chosen = NULL;
    for (size_t i = 0; i < transitions->count; i++) {
        int here = fit(&transitions->items[i], to);
        several = here == best ? several || here > 0 : here < best && several;
        if (here > best) {
            best = here;
            *chosen = &transitions->items[i];
        }
    }
    if (several) {
        return fail_ambiguous(transitions, best, to, error);
    }
    return *chosen != NULL ? ATL_OK : fail_impossible(standing, transitions, to, error);
}

/* ---- its fields ---- */

static void append_allowed(const cJSON *field, struct atl_buffer *text)
{
    const cJSON *value;
    const char *separator = "";
    cJSON_ArrayForEach(value, atl_json_member(field, "allowedValues"))
    {
        const char *name = atl_json_text(value, "name", atl_json_text(value, "value", NULL));
        if (name != NULL) {
            atl_buffer_printf(text, "%s%s", separator, name);
            separator = ", ";
        }
    }
}

enum atl_status atl_jira_transition_resolution(const struct atl_jira_transition *transition,
                                               const char *name, cJSON **value,
                                               struct atl_error *error)
{
    const cJSON *field = atl_json_member(transition->fields, "resolution");
    const cJSON *allowed = atl_json_member(field, "allowedValues");
    const cJSON *item;
    *value = NULL;
    if (field == NULL) {
        return atl_fail(error, ATL_USAGE, "the transition '%s' takes no resolution",
                        transition->name);
    }
    cJSON_ArrayForEach(item, allowed)
    {
        const char *called = atl_json_text(item, "name", NULL);
        if (atl_text_equal_ignoring_case(called, name)) {
            *value = cJSON_CreateObject();
            cJSON_AddStringToObject(*value, "name", called);
            return ATL_OK;
        }
    }
    if (allowed == NULL) {
        *value = cJSON_CreateObject();
        cJSON_AddStringToObject(*value, "name", name);
        return ATL_OK;
    }
    struct atl_buffer names = {0};
    append_allowed(field, &names);
    atl_fail(error, ATL_USAGE, "'%s' is no resolution of the transition '%s'", name,
             transition->name);
    atl_hint(error, "it takes: %s", atl_buffer_text(&names));
    atl_buffer_free(&names);
    return ATL_USAGE;
}

size_t atl_jira_transition_hint_missing(const struct atl_jira_transition *transition,
                                        const cJSON *fields, struct atl_error *error)
{
    size_t count = 0;
    const cJSON *field;
    cJSON_ArrayForEach(field, transition->fields)
    {
        if (!atl_json_bool(field, "required", false) ||
            atl_json_bool(field, "hasDefaultValue", false) ||
            atl_json_member(fields, field->string) != NULL) {
            continue;
        }
        struct atl_buffer text = {0};
        const char *name = atl_json_text(field, "name", field->string);
        if (atl_text_equal(field->string, "resolution")) {
            atl_buffer_add(&text, "--resolution NAME");
        } else {
            atl_buffer_printf(&text, "--field \"%s=VALUE\"", name);
        }
        if (atl_json_count(field, "allowedValues") > 0) {
            atl_buffer_add(&text, ", one of: ");
            append_allowed(field, &text);
        }
        atl_hint(error, "'%s' requires %s: %s", transition->name, name, text.data);
        atl_buffer_free(&text);
        count++;
    }
    return count;
}
