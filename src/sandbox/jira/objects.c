#include "sandbox/jira/objects.h"

#include "sandbox/text/time_format.h"

#include <inttypes.h>
#include <string.h>

typedef const struct jira_output *output;

static struct rows select_by_id(output out, const char *sql, int64_t id)
{
    return store_select(&out->sandbox->store, sql, VALUES(sql_integer(id)));
}

static void emit_self(output out, const char *path, int64_t id)
{
    emit_format(out->json, "self", "%s/%s/%" PRId64, jira_api_url(out->sandbox), path, id);
}

static void emit_id(output out, int64_t id)
{
    emit_format(out->json, "id", "%" PRId64, id);
}

/* ---- people ---- */

static void write_cloud_identity(output out, const struct rows *rows)
{
    emit_format(out->json, "self", "%s/user?accountId=%s", jira_api_url(out->sandbox),
                rows_text(rows, 3));
    emit_text(out->json, "accountId", rows_text(rows, 3));
    emit_text(out->json, "accountType", "atlassian");
}

static void write_data_center_identity(output out, const struct rows *rows)
{
    emit_format(out->json, "self", "%s/user?username=%s", jira_api_url(out->sandbox),
                rows_text(rows, 1));
    emit_text(out->json, "name", rows_text(rows, 1));
    emit_text(out->json, "key", rows_text(rows, 4));
}

static void write_person(output out, int64_t id)
{
    struct rows rows = select_by_id(
        out, "SELECT name, username, email, account_id, key, active FROM person WHERE id = ?", id);
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        (sandbox_is_cloud(out->sandbox) ? write_cloud_identity : write_data_center_identity)(out,
                                                                                             &rows);
        emit_text(out->json, "emailAddress", rows_text(&rows, 2));
        jira_emit_avatars(out, "/secure/useravatar/", id - 1);
        emit_text(out->json, "displayName", rows_text(&rows, 0));
        emit_bool(out->json, "active", rows_integer(&rows, 5) != 0);
        emit_text(out->json, "timeZone", sandbox_zone_name(out->sandbox, out->arena));
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

static void write_team(output out, int64_t id)
{
    struct rows rows = select_by_id(out, "SELECT name, group_id FROM team WHERE id = ?", id);
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_text(out->json, "name", rows_text(&rows, 0));
        if (sandbox_is_cloud(out->sandbox)) {
            emit_text(out->json, "groupId", rows_text(&rows, 1));
        }
        emit_format(out->json, "self", "%s/group?groupname=%s", jira_api_url(out->sandbox),
                    rows_text(&rows, 0));
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

/* ---- the site's set-up ---- */

static void write_status_category(output out, int64_t id)
{
    struct rows rows =
        select_by_id(out, "SELECT key, colour, name FROM status_category WHERE id = ?", id);
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_self(out, "statuscategory", id);
        emit_integer(out->json, "id", id);
        emit_text(out->json, "key", rows_text(&rows, 0));
        emit_text(out->json, "colorName", rows_text(&rows, 1));
        emit_text(out->json, "name", rows_text(&rows, 2));
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

static void write_status(output out, int64_t id)
{
    struct rows rows =
        select_by_id(out, "SELECT name, description, category FROM status WHERE id = ?", id);
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_self(out, "status", id);
        emit_text(out->json, "description", rows_text(&rows, 1));
        emit_format(out->json, "iconUrl", "%s/images/icons/status_generic.gif", out->sandbox->site);
        emit_text(out->json, "name", rows_text(&rows, 0));
        emit_id(out, id);
        jira_emit(out, "statusCategory", JIRA_STATUS_CATEGORY, rows_integer(&rows, 2));
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

static void write_type(output out, int64_t id)
{
    struct rows rows = select_by_id(
        out, "SELECT name, description, subtask, level FROM issue_type WHERE id = ?", id);
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_self(out, "issuetype", id);
        emit_id(out, id);
        emit_text(out->json, "description", rows_text(&rows, 1));
        emit_format(out->json, "iconUrl", "%s/images/icons/issuetypes/%" PRId64 ".svg",
                    out->sandbox->site, id);
        emit_text(out->json, "name", rows_text(&rows, 0));
        emit_bool(out->json, "subtask", rows_integer(&rows, 2) != 0);
        emit_integer(out->json, "avatarId", 10300 + id % 100);
        if (sandbox_is_cloud(out->sandbox)) {
            emit_integer(out->json, "hierarchyLevel", rows_integer(&rows, 3));
        }
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

static void write_priority(output out, int64_t id)
{
    struct rows rows = select_by_id(out, "SELECT name FROM priority WHERE id = ?", id);
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_self(out, "priority", id);
        emit_format(out->json, "iconUrl", "%s/images/icons/priorities/%" PRId64 ".svg",
                    out->sandbox->site, id);
        emit_text(out->json, "name", rows_text(&rows, 0));
        emit_id(out, id);
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

static void write_resolution(output out, int64_t id)
{
    struct rows rows =
        select_by_id(out, "SELECT name, description FROM resolution WHERE id = ?", id);
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_self(out, "resolution", id);
        emit_id(out, id);
        emit_text(out->json, "description", rows_text(&rows, 1));
        emit_text(out->json, "name", rows_text(&rows, 0));
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

static void write_link_type(output out, int64_t id)
{
    struct rows rows =
        select_by_id(out, "SELECT name, inward, outward FROM link_type WHERE id = ?", id);
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_id(out, id);
        emit_text(out->json, "name", rows_text(&rows, 0));
        emit_text(out->json, "inward", rows_text(&rows, 1));
        emit_text(out->json, "outward", rows_text(&rows, 2));
        emit_self(out, "issueLinkType", id);
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

static void write_option(output out, int64_t id)
{
    struct rows rows = select_by_id(out, "SELECT value FROM field_option WHERE id = ?", id);
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_self(out, "customFieldOption", id);
        emit_text(out->json, "value", rows_text(&rows, 0));
        emit_id(out, id);
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

/* ---- projects and what is in them ---- */

static void write_project(output out, int64_t id)
{
    struct rows rows =
        select_by_id(out, "SELECT key, name, type_key, simplified FROM project WHERE id = ?", id);
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_self(out, "project", id);
        emit_id(out, id);
        emit_text(out->json, "key", rows_text(&rows, 0));
        emit_text(out->json, "name", rows_text(&rows, 1));
        emit_text(out->json, "projectTypeKey", rows_text(&rows, 2));
        if (sandbox_is_cloud(out->sandbox)) {
            emit_bool(out->json, "simplified", rows_integer(&rows, 3) != 0);
        }
        jira_emit_avatars(out, "/secure/projectavatar/", id);
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

static void write_component(output out, int64_t id)
{
    struct rows rows =
        select_by_id(out, "SELECT name, description FROM component WHERE id = ?", id);
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_self(out, "component", id);
        emit_id(out, id);
        emit_text(out->json, "name", rows_text(&rows, 0));
        if (!rows_is_null(&rows, 1)) {
            emit_text(out->json, "description", rows_text(&rows, 1));
        }
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

static void write_version(output out, int64_t id)
{
    struct rows rows = select_by_id(
        out, "SELECT name, description, archived, released, release_date FROM version WHERE id = ?",
        id);
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_self(out, "version", id);
        emit_id(out, id);
        emit_text(out->json, "name", rows_text(&rows, 0));
        if (!rows_is_null(&rows, 1)) {
            emit_text(out->json, "description", rows_text(&rows, 1));
        }
        emit_bool(out->json, "archived", rows_integer(&rows, 2) != 0);
        emit_bool(out->json, "released", rows_integer(&rows, 3) != 0);
        if (!rows_is_null(&rows, 4)) {
            emit_text(out->json, "releaseDate", rows_text(&rows, 4));
        }
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

static void write_role(output out, int64_t id)
{
    struct rows rows = select_by_id(out, "SELECT name, description FROM role WHERE id = ?", id);
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_self(out, "role", id);
        emit_text(out->json, "name", rows_text(&rows, 0));
        emit_integer(out->json, "id", id);
        emit_text(out->json, "description", rows_text(&rows, 1));
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

/* ---- sprints, as an issue's field shows them ---- */

enum sprint_column {
    SPRINT_NAME,
    SPRINT_STATE,
    SPRINT_BOARD,
    SPRINT_GOAL,
    SPRINT_STARTS,
    SPRINT_ENDS,
    SPRINT_COMPLETED,
};

static const char *sprint_time(output out, const struct rows *rows, int column)
{
    int64_t ms = rows_optional(rows, column);
    return ms < 0 ? NULL : time_format_confluence(out->arena, ms);
}

static void emit_sprint_time(output out, const char *key, const struct rows *rows, int column)
{
    const char *text = sprint_time(out, rows, column);
    if (text != NULL) {
        emit_text(out->json, key, text);
    }
}

static void write_sprint_object(output out, int64_t id, const struct rows *rows)
{
    emit_object(out->json, NULL);
    emit_integer(out->json, "id", id);
    emit_text(out->json, "name", rows_text(rows, SPRINT_NAME));
    emit_text(out->json, "state", rows_text(rows, SPRINT_STATE));
    emit_integer(out->json, "boardId", rows_integer(rows, SPRINT_BOARD));
    emit_text(out->json, "goal", rows_text(rows, SPRINT_GOAL));
    emit_sprint_time(out, "startDate", rows, SPRINT_STARTS);
    emit_sprint_time(out, "endDate", rows, SPRINT_ENDS);
    emit_sprint_time(out, "completeDate", rows, SPRINT_COMPLETED);
    emit_object_end(out->json);
}

/* Data Center gives the printed form of a Java object. */
static void write_sprint_text(output out, int64_t id, const struct rows *rows)
{
    char *state = atl_arena_strdup(out->arena, rows_text(rows, SPRINT_STATE));
    for (char *letter = state; *letter != '\0'; letter++) {
        *letter = (char)(*letter >= 'a' && *letter <= 'z' ? *letter - 'a' + 'A' : *letter);
    }
    const char *times[3];
    for (int i = 0; i < 3; i++) {
        const char *text = sprint_time(out, rows, SPRINT_STARTS + i);
        times[i] = text == NULL ? "<null>" : text;
    }
    const char *goal = rows_text(rows, SPRINT_GOAL);
    emit_format(out->json, NULL,
                "com.atlassian.greenhopper.service.sprint.Sprint@%x[activatedDate=%s,"
                "autoStartStop=false,completeDate=%s,endDate=%s,goal=%s,id=%" PRId64
                ",incompleteIssuesDestinationId=<null>,name=%s,rapidViewId=%" PRId64
                ",sequence=%" PRId64 ",startDate=%s,state=%s,synced=false]",
                0x1000U + (unsigned)id, times[0], times[2], times[1],
                goal[0] == '\0' ? "<null>" : goal, id, rows_text(rows, SPRINT_NAME),
                rows_integer(rows, SPRINT_BOARD), id, times[0], state);
}

static void write_sprint(output out, int64_t id)
{
    struct rows rows = select_by_id(
        out, "SELECT name, state, board, goal, starts, ends, completed FROM sprint WHERE id = ?",
        id);
    if (rows_next(&rows)) {
        (sandbox_is_cloud(out->sandbox) ? write_sprint_object : write_sprint_text)(out, id, &rows);
    }
    rows_finish(&rows);
}

/* ---- the table ---- */

void objects_write(const struct jira_output *out, enum jira_object kind, int64_t id)
{
    static void (*const writers[JIRA_OBJECT_COUNT])(output, int64_t) = {
        [JIRA_PERSON] = write_person,
        [JIRA_STATUS] = write_status,
        [JIRA_STATUS_CATEGORY] = write_status_category,
        [JIRA_ISSUE_TYPE] = write_type,
        [JIRA_PRIORITY] = write_priority,
        [JIRA_RESOLUTION] = write_resolution,
        [JIRA_PROJECT] = write_project,
        [JIRA_COMPONENT] = write_component,
        [JIRA_VERSION] = write_version,
        [JIRA_OPTION] = write_option,
        [JIRA_SPRINT] = write_sprint,
        [JIRA_LINK_TYPE] = write_link_type,
        [JIRA_TEAM] = write_team,
        [JIRA_ROLE] = write_role,
    };
    writers[kind](out, id);
}
