/* What a project has: statuses by issue type, levels of issues, roles and who is in them. */
#include "sandbox/jira/lookup.h"
#include "sandbox/jira/setup/project_output.h"
#include "sandbox/server/route.h"

#include <inttypes.h>

/* ---- statuses ---- */

static void emit_statuses(const struct jira_output *out, int64_t workflow)
{
    emit_array(out->json, "statuses");
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT status FROM workflow_status WHERE workflow = ?"
                                    " ORDER BY position",
                                    VALUES(sql_integer(workflow)));
    while (rows_next(&rows)) {
        jira_emit(out, NULL, JIRA_STATUS, rows_integer(&rows, 0));
    }
    emit_array_end(out->json);
}

static void jira_project_statuses(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t project;
    if (!lookup_project_of_path(request, 0, &project)) {
        return;
    }
    emit_array(&reply->body, NULL);
    struct rows rows = store_select(&request->sandbox->store,
                                    "SELECT issue_type.id, name, subtask, workflow"
                                    " FROM project_type JOIN issue_type ON issue_type.id = type"
                                    " WHERE project = ? ORDER BY position",
                                    VALUES(sql_integer(project)));
    while (rows_next(&rows)) {
        emit_object(out.json, NULL);
        emit_format(out.json, "self", "%s/issuetype/%" PRId64, jira_api_url(request->sandbox),
                    rows_integer(&rows, 0));
        emit_format(out.json, "id", "%" PRId64, rows_integer(&rows, 0));
        emit_text(out.json, "name", rows_text(&rows, 1));
        emit_bool(out.json, "subtask", rows_integer(&rows, 2) != 0);
        emit_statuses(&out, rows_integer(&rows, 3));
        emit_object_end(out.json);
    }
    emit_array_end(&reply->body);
}

/* ---- levels ---- */

static void emit_level(const struct jira_output *out, int64_t project, int64_t level)
{
    static const char *const names[] = {"Subtask", "Base", "Epic"};
    emit_object(out->json, NULL);
    emit_text(out->json, "name", level >= -1 && level <= 1 ? names[level + 1] : "Other");
    emit_integer(out->json, "level", level);
    emit_array(out->json, "issueTypes");
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT issue_type.id, name FROM project_type"
                                    " JOIN issue_type ON issue_type.id = type"
                                    " WHERE project = ? AND level = ? ORDER BY position",
                                    VALUES(sql_integer(project), sql_integer(level)));
    while (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_integer(out->json, "id", rows_integer(&rows, 0));
        emit_integer(out->json, "avatarId", 10300 + rows_integer(&rows, 0) % 100);
        emit_text(out->json, "name", rows_text(&rows, 1));
        emit_object_end(out->json);
    }
    emit_array_end(out->json);
    emit_object_end(out->json);
}

static void jira_project_hierarchy(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t project;
    if (!lookup_project_of_path(request, 0, &project)) {
        return;
    }
    emit_object(&reply->body, NULL);
    emit_integer(&reply->body, "projectId", project);
    emit_array(&reply->body, "hierarchy");
    struct rows rows = store_select(&request->sandbox->store,
                                    "SELECT DISTINCT level FROM project_type"
                                    " JOIN issue_type ON issue_type.id = type"
                                    " WHERE project = ? ORDER BY level DESC",
                                    VALUES(sql_integer(project)));
    while (rows_next(&rows)) {
        emit_level(&out, project, rows_integer(&rows, 0));
    }
    emit_array_end(&reply->body);
    emit_object_end(&reply->body);
}

/* ---- roles ---- */

static void emit_actor_person(const struct jira_output *out, int64_t id, int64_t person)
{
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT name, username, account_id, key FROM person"
                                    " WHERE id = ?",
                                    VALUES(sql_integer(person)));
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_integer(out->json, "id", id);
        emit_text(out->json, "displayName", rows_text(&rows, 0));
        emit_text(out->json, "type", "atlassian-user-role-actor");
        if (sandbox_is_cloud(out->sandbox)) {
            emit_object(out->json, "actorUser");
            emit_text(out->json, "accountId", rows_text(&rows, 2));
            emit_object_end(out->json);
        } else {
            emit_text(out->json, "name", rows_text(&rows, 1));
        }
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

static void emit_actor_team(const struct jira_output *out, int64_t id, int64_t team)
{
    struct rows rows =
        store_select(&out->sandbox->store, "SELECT name, group_id FROM team WHERE id = ?",
                     VALUES(sql_integer(team)));
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_integer(out->json, "id", id);
        emit_text(out->json, "displayName", rows_text(&rows, 0));
        emit_text(out->json, "type", "atlassian-group-role-actor");
        emit_text(out->json, "name", rows_text(&rows, 0));
        if (sandbox_is_cloud(out->sandbox)) {
            emit_object(out->json, "actorGroup");
            emit_text(out->json, "name", rows_text(&rows, 0));
            emit_text(out->json, "displayName", rows_text(&rows, 0));
            emit_text(out->json, "groupId", rows_text(&rows, 1));
            emit_object_end(out->json);
        }
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

static void emit_actors(const struct jira_output *out, int64_t project, int64_t role)
{
    emit_array(out->json, "actors");
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT id, person, team FROM project_actor"
                                    " WHERE project = ? AND role = ? ORDER BY id",
                                    VALUES(sql_integer(project), sql_integer(role)));
    while (rows_next(&rows)) {
        int64_t id = rows_integer(&rows, 0);
        if (rows_is_null(&rows, 1)) {
            emit_actor_team(out, id, rows_integer(&rows, 2));
        } else {
            emit_actor_person(out, id, rows_integer(&rows, 1));
        }
    }
    emit_array_end(out->json);
}

static void jira_project_roles(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t project;
    (void)reply;
    if (lookup_project_of_path(request, 0, &project)) {
        project_emit_roles(&out, NULL, project);
    }
}

static const char select_role[] = "SELECT id FROM role WHERE id = ?";

static void jira_project_role(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t project;
    int64_t role;
    if (!lookup_project_of_path(request, 0, &project) ||
        !lookup_row_of_path(request, 1, select_role, &role,
                            "Can not retrieve a role actor for a null project role.")) {
        return;
    }
    struct rows rows =
        store_select(&request->sandbox->store, "SELECT name, description FROM role WHERE id = ?",
                     VALUES(sql_integer(role)));
    if (rows_next(&rows)) {
        emit_object(&reply->body, NULL);
        emit_format(&reply->body, "self", "%s/project/%" PRId64 "/role/%" PRId64,
                    jira_api_url(request->sandbox), project, role);
        emit_text(&reply->body, "name", rows_text(&rows, 0));
        emit_integer(&reply->body, "id", role);
        emit_text(&reply->body, "description", rows_text(&rows, 1));
        emit_actors(&out, project, role);
        emit_object_end(&reply->body);
    }
    rows_finish(&rows);
}

/* ---- roles of all projects ---- */

static void jira_roles(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    struct rows rows =
        store_select(&request->sandbox->store, "SELECT id FROM role ORDER BY id", NO_VALUES);
    emit_array(&reply->body, NULL);
    while (rows_next(&rows)) {
        jira_emit(&out, NULL, JIRA_ROLE, rows_integer(&rows, 0));
    }
    emit_array_end(&reply->body);
}

static void jira_role(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t role;
    (void)reply;
    if (lookup_row_of_path(request, 0, select_role, &role, "Can not find a role with id '%s'.",
                           request->segments[0])) {
        jira_emit(&out, NULL, JIRA_ROLE, role);
    }
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/project/{}/statuses", ROUTE_ANY, jira_project_statuses},
    {"GET", ROUTE_JIRA, "/project/{}/hierarchy", ROUTE_CLOUD, jira_project_hierarchy},
    {"GET", ROUTE_JIRA, "/project/{}/role", ROUTE_ANY, jira_project_roles},
    {"GET", ROUTE_JIRA, "/project/{}/role/{}", ROUTE_ANY, jira_project_role},
    {"GET", ROUTE_JIRA, "/role", ROUTE_ANY, jira_roles},
    {"GET", ROUTE_JIRA, "/role/{}", ROUTE_ANY, jira_role},
};

const struct route_table jira_project_part_routes = ROUTES(routes);
