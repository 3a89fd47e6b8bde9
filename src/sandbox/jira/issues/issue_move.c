#include "sandbox/jira/issues/issue_move.h"

#include <inttypes.h>

/* ---- to another project ---- */

/* Components and versions of the same name in the new project take the old ones' place. */
static void move_lists(struct issue_change *change, int64_t project)
{
    static const char *const statements[] = {
        "UPDATE OR REPLACE issue_component SET component = (SELECT new.id FROM component AS old "
        "JOIN component AS new ON new.name = old.name COLLATE NOCASE WHERE old.id = component AND "
        "new.project = ?2) WHERE issue = ?1 AND EXISTS (SELECT 1 FROM component AS old JOIN "
        "component AS new ON new.name = old.name COLLATE NOCASE WHERE old.id = component AND "
        "new.project = ?2)",
        "DELETE FROM issue_component WHERE issue = ?1 AND component NOT IN (SELECT id FROM "
        "component WHERE project = ?2)",
        "UPDATE OR REPLACE issue_version SET version = (SELECT new.id FROM version AS old JOIN "
        "version AS new ON new.name = old.name COLLATE NOCASE WHERE old.id = version AND "
        "new.project = ?2) WHERE issue = ?1 AND EXISTS (SELECT 1 FROM version AS old JOIN version "
        "AS new ON new.name = old.name COLLATE NOCASE WHERE old.id = version AND new.project = ?2)",
        "DELETE FROM issue_version WHERE issue = ?1 AND version NOT IN (SELECT id FROM version "
        "WHERE project = ?2)",
    };
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        store_run(&change->sandbox->store, statements[i],
                  VALUES(sql_integer(change->issue.id), sql_integer(project)));
    }
}

static void change_project(struct issue_change *change, int64_t project)
{
    struct store *store = &change->sandbox->store;
    struct jira_issue *issue = &change->issue;
    const char *old_key = issue->key;
    struct value id = sql_integer(issue->id);
    store_run(store,
              "INSERT OR REPLACE INTO issue_old_key (project, number, issue) VALUES (?, ?, ?)",
              VALUES(sql_integer(issue->project), sql_integer(issue->number), id));
    store_run(store, "UPDATE project SET last_number = last_number + 1 WHERE id = ?",
              VALUES(sql_integer(project)));
    store_run(store,
              "UPDATE issue SET project = ?2, number = (SELECT last_number FROM project WHERE "
              "id = ?2) WHERE id = ?1",
              VALUES(id, sql_integer(project)));
    move_lists(change, project);
    issue->key = issue_key(change->sandbox, change->arena, issue->id);
    change_record(change, "Key", "issuekey", NULL, old_key, NULL, issue->key);
    change_reference(change, "project", "project", "project", issue->project, project);
    issue->project = project;
}

/* ---- to another type ---- */

static int64_t workflow_of(struct issue_change *change, const struct issue_target *target)
{
    return store_integer(&change->sandbox->store, -1,
                         "SELECT workflow FROM project_type WHERE project = ? AND type = ?",
                         VALUES(sql_integer(target->project), sql_integer(target->type)));
}

static bool has_status(struct issue_change *change, int64_t workflow, int64_t status)
{
    return store_exists(&change->sandbox->store,
                        "SELECT 1 FROM workflow_status WHERE workflow = ? AND status = ?",
                        VALUES(sql_integer(workflow), sql_integer(status)));
}

static bool fit_status(struct issue_change *change, int64_t workflow, int64_t wanted)
{
    int64_t status = wanted >= 0 ? wanted : change->issue.status;
    if (!has_status(change, workflow, status)) {
        if (wanted >= 0) {
            return change_problem(change, "status",
                                  "The target status isn't part of the target's workflow.");
        }
        status = store_integer(&change->sandbox->store, status,
                               "SELECT initial_status FROM workflow WHERE id = ?",
                               VALUES(sql_integer(workflow)));
    }
    change_status(change, status);
    return true;
}

static void set_target_parent(struct issue_change *change, int64_t parent)
{
    cJSON *value = atl_json_keep(change->arena, cJSON_CreateObject());
    if (parent >= 0) {
        cJSON_AddStringToObject(value, "id", atl_arena_printf(change->arena, "%" PRId64, parent));
        set_parent(change, value);
    }
}

/* ---- the sub-tasks go along ---- */

static bool move_subtasks(struct issue_change *change, int64_t project)
{
    bool moved = true;
    struct rows rows = store_select(
        &change->sandbox->store,
        "SELECT issue.id FROM issue JOIN issue_type ON issue_type.id = type WHERE parent = ? AND "
        "subtask = 1",
        VALUES(sql_integer(change->issue.id)));
    while (moved && rows_next(&rows)) {
        struct issue_change subtask;
        if (change_begin(&subtask, change->sandbox, change->arena, change->problems,
                         rows_integer(&rows, 0)) &&
            subtask.issue.project != project) {
            change_project(&subtask, project);
            change_end(&subtask);
        }
        moved = change->problems->count == 0;
    }
    rows_finish(&rows);
    return moved;
}

bool issue_move(struct issue_change *change, const struct issue_target *target)
{
    int64_t workflow = workflow_of(change, target);
    if (workflow < 0) {
        return change_problem(change, "issuetype", "The issue type selected is invalid.");
    }
    if (target->project != change->issue.project) {
        change_project(change, target->project);
    }
    change_reference(change, "type", "issuetype", "issue_type", change->issue.type, target->type);
    change->issue.type = target->type;
    set_target_parent(change, target->parent);
    return fit_status(change, workflow, target->status) && change->problems->count == 0 &&
           move_subtasks(change, target->project);
}
