#include "sandbox/jira/issues/transitions.h"

#include "sandbox/jira/issues/field_meta.h"

#include <inttypes.h>
#include <string.h>

enum {
    MOST_TRANSITIONS = 64, /* of one workflow */
};

size_t transitions_of(struct sandbox *sandbox, struct atl_arena *arena,
                      const struct jira_issue *issue, struct transition **transitions)
{
    struct rows rows = store_select(
        &sandbox->store,
        "SELECT transition.id, transition.name, to_status, resolution, has_screen, "
        "needs_resolution, from_status IS NULL, category.key <> 'done' FROM project_type JOIN "
        "transition ON "
        "transition.workflow = project_type.workflow JOIN status ON status.id = to_status JOIN "
        "status_category AS category ON category.id = status.category WHERE project = ?1 AND type "
        "= ?2 AND (from_status IS NULL OR from_status = ?3) ORDER BY transition.position",
        VALUES(sql_integer(issue->project), sql_integer(issue->type), sql_integer(issue->status)));
    size_t count = 0;
    *transitions = atl_arena_alloc(arena, MOST_TRANSITIONS * sizeof **transitions);
    while (rows_next(&rows) && count < MOST_TRANSITIONS) {
        (*transitions)[count++] = (struct transition){
            .id = rows_integer(&rows, 0),
            .name = rows_copy(&rows, 1, arena),
            .to = rows_integer(&rows, 2),
            .resolution = rows_optional(&rows, 3),
            .has_screen = rows_integer(&rows, 4) != 0,
            .needs_resolution = rows_integer(&rows, 5) != 0,
            .is_global = rows_integer(&rows, 6) != 0,
            .leaves_done = rows_integer(&rows, 7) != 0,
        };
    }
    rows_finish(&rows);
    return count;
}

static const struct transition *find(struct issue_change *change, int64_t id)
{
    struct transition *transitions;
    size_t count = transitions_of(change->sandbox, change->arena, &change->issue, &transitions);
    for (size_t i = 0; i < count; i++) {
        if (transitions[i].id == id) {
            return &transitions[i];
        }
    }
    return NULL;
}

/* A screen takes what it asks for, and a comment. */
static bool check_screen(struct issue_change *change, const struct transition *transition,
                         const cJSON *fields)
{
    const cJSON *field;
    cJSON_ArrayForEach(field, fields)
    {
        if (!transition->needs_resolution) {
            change_problem(change, field->string,
                           "Field '%s' cannot be set. It is not on the appropriate screen, or "
                           "unknown.",
                           field->string);
        }
    }
    if (transition->needs_resolution && atl_json_member(fields, "resolution") == NULL) {
        change_problem(change, "resolution", "Resolution is required.");
    }
    return change->problems->count == 0;
}

bool transition_apply(struct issue_change *change, int64_t id, const cJSON *fields,
                      const cJSON *update)
{
    const struct transition *transition = find(change, id);
    if (transition == NULL) {
        return change_problem(change, NULL,
                              "Transition id '%" PRId64 "' is not valid for this issue.", id);
    }
    if (transition->has_screen && !check_screen(change, transition, fields)) {
        return false;
    }
    change->transitioning = true;
    change_status(change, transition->to);
    if (transition->leaves_done) {
        change_resolution(change, -1);
    } else if (transition->resolution >= 0) {
        change_resolution(change, transition->resolution);
    }
    /* Without a screen Jira reads neither, and doesn't say so. */
    return !transition->has_screen || change_apply(change, fields, update);
}

/* ---- as JSON ---- */

void transition_emit(const struct jira_output *out, const struct transition *transition,
                     bool with_fields)
{
    emit_object(out->json, NULL);
    emit_format(out->json, "id", "%" PRId64, transition->id);
    emit_text(out->json, "name", transition->name);
    jira_emit(out, "to", JIRA_STATUS, transition->to);
    if (sandbox_is_cloud(out->sandbox)) {
        emit_bool(out->json, "hasScreen", transition->has_screen);
        emit_bool(out->json, "isGlobal", transition->is_global);
        emit_bool(out->json, "isInitial", false);
        emit_bool(out->json, "isAvailable", true);
        emit_bool(out->json, "isConditional", false);
        emit_bool(out->json, "isLooped", false);
    }
    if (with_fields) {
        emit_object(out->json, "fields");
        if (transition->needs_resolution) {
            field_meta_emit_resolution(out);
        }
        emit_object_end(out->json);
    }
    emit_object_end(out->json);
}

void transitions_emit(const struct jira_output *out, const struct jira_issue *issue,
                      bool with_fields)
{
    struct transition *transitions;
    size_t count = transitions_of(out->sandbox, out->arena, issue, &transitions);
    emit_array(out->json, "transitions");
    for (size_t i = 0; i < count; i++) {
        transition_emit(out, &transitions[i], with_fields);
    }
    emit_array_end(out->json);
}
