#include "sandbox/jira/setup/component_output.h"

#include "atlcli/text.h"

void component_emit_short(const struct jira_output *out, int64_t id)
{
    if (jira_emit_open(out, NULL, JIRA_COMPONENT, id)) {
        emit_bool(out->json, "isAssigneeTypeValid", false);
        emit_object_end(out->json);
    }
}

/* Who the issues of a component go to. */
struct assignment {
    const char *type;
    const char *real_type; /* what the type comes to in this project */
    int64_t lead;          /* -1: none */
    int64_t project_lead;
};

static int64_t assignee_of(const struct assignment *assignment, const char *type)
{
    if (atl_text_equal(type, "COMPONENT_LEAD")) {
        return assignment->lead;
    }
    return atl_text_equal(type, "UNASSIGNED") ? -1 : assignment->project_lead;
}

static void emit_person_if_any(const struct jira_output *out, const char *key, int64_t person)
{
    if (person >= 0) {
        jira_emit(out, key, JIRA_PERSON, person);
    }
}

static void emit_assignment(const struct jira_output *out, const struct assignment *assignment)
{
    emit_person_if_any(out, "lead", assignment->lead);
    emit_text(out->json, "assigneeType", assignment->type);
    emit_person_if_any(out, "assignee", assignee_of(assignment, assignment->type));
    emit_text(out->json, "realAssigneeType", assignment->real_type);
    emit_person_if_any(out, "realAssignee", assignee_of(assignment, assignment->real_type));
    emit_bool(out->json, "isAssigneeTypeValid",
              assignment->lead >= 0 || !atl_text_equal(assignment->type, "COMPONENT_LEAD"));
}

static bool emit_open(const struct jira_output *out, int64_t id)
{
    if (!jira_emit_open(out, NULL, JIRA_COMPONENT, id)) {
        return false;
    }
    struct rows rows =
        store_select(&out->sandbox->store,
                     "SELECT component.lead, assignee_type, project.key, project.id, project.lead"
                     " FROM component JOIN project ON project.id = component.project"
                     " WHERE component.id = ?",
                     VALUES(sql_integer(id)));
    if (rows_next(&rows)) {
        struct assignment assignment = {.type = rows_copy(&rows, 1, out->arena),
                                        .lead = rows_optional(&rows, 0),
                                        .project_lead = rows_integer(&rows, 4)};
        bool by_project =
            atl_text_equal(assignment.type, "PROJECT_DEFAULT") ||
            (atl_text_equal(assignment.type, "COMPONENT_LEAD") && assignment.lead < 0);
        assignment.real_type = by_project ? "PROJECT_LEAD" : assignment.type;
        emit_assignment(out, &assignment);
        emit_text(out->json, "project", rows_text(&rows, 2));
        emit_integer(out->json, "projectId", rows_integer(&rows, 3));
    }
    rows_finish(&rows);
    return true;
}

void component_emit(const struct jira_output *out, int64_t id)
{
    if (emit_open(out, id)) {
        emit_object_end(out->json);
    }
}

void component_emit_counted(const struct jira_output *out, int64_t id)
{
    if (emit_open(out, id)) {
        emit_integer(out->json, "issueCount",
                     store_integer(&out->sandbox->store, 0,
                                   "SELECT count(*) FROM issue_component WHERE component = ?",
                                   VALUES(sql_integer(id))));
        emit_object_end(out->json);
    }
}
