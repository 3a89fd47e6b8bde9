#include "sandbox/jira/issues/issue_create.h"

#include "sandbox/jira/issues/properties.h"
#include "sandbox/jira/lookup.h"

#include <inttypes.h>
#include <string.h>

/* What a new issue starts with. */
struct start {
    int64_t project;
    int64_t type;
    int64_t status;
    int64_t number;
};

/* ---- project and type: everything else depends on them ---- */

/* By key, id or name; not one that is archived. */
static int64_t find_project(struct sandbox *sandbox, const cJSON *value)
{
    const char *key = atl_json_text(value, "key", NULL);
    int64_t id =
        key != NULL ? lookup_project(sandbox, key) : find_named(sandbox, "project", "", value);
    bool open = lookup_shows_project(sandbox, id) &&
                store_exists(&sandbox->store, "SELECT 1 FROM project WHERE id = ? AND archived = 0",
                             VALUES(sql_integer(id)));
    return open ? id : -1;
}

static bool read_project(struct sandbox *sandbox, const cJSON *fields, struct problems *problems,
                         struct start *start)
{
    const cJSON *value = atl_json_member(fields, "project");
    start->project = find_project(sandbox, value);
    if (start->project < 0) {
        problems_add(problems, "project",
                     value == NULL || cJSON_IsNull(value) ? "Specify a valid project ID or key"
                                                          : "valid project is required");
    }
    return start->project >= 0;
}

static bool read_type(struct sandbox *sandbox, const cJSON *fields, struct problems *problems,
                      struct start *start)
{
    struct store *store = &sandbox->store;
    const cJSON *value = atl_json_member(fields, "issuetype");
    char where[128];
    snprintf(where, sizeof where,
             "AND id IN (SELECT type FROM project_type WHERE project = %" PRId64 ")",
             start->project);
    if (!cJSON_IsObject(value)) {
        problems_add(problems, "issuetype", "Specify an issue type");
        return false;
    }
    start->type = find_named(sandbox, "issue_type", where, value);
    start->status = store_integer(
        store, -1,
        "SELECT initial_status FROM project_type JOIN workflow ON workflow.id = workflow "
        "WHERE project = ? AND type = ?",
        VALUES(sql_integer(start->project), sql_integer(start->type)));
    if (start->status < 0) {
        problems_add(problems, "issuetype", "Specify a valid issue type");
    }
    return start->status >= 0;
}

/* ---- the row ---- */

static int64_t insert(struct sandbox *sandbox, const struct start *start, int64_t now_ms)
{
    struct store *store = &sandbox->store;
    int64_t medium = store_integer(
        store, -1, "SELECT id FROM priority ORDER BY name <> 'Medium', position LIMIT 1",
        NO_VALUES);
    return store_insert(
        store,
        "INSERT INTO issue (project, number, type, status, priority, summary, reporter, creator, "
        "created, updated, status_changed, rank) SELECT ?1, ?2, ?3, ?4, ?5, '', ?6, ?6, ?7, ?7, "
        "?7, "
        "ifnull(max(rank), 0) + 1024 FROM issue",
        VALUES(sql_integer(start->project), sql_integer(start->number), sql_integer(start->type),
               sql_integer(start->status), sql_optional(medium), sql_integer(SANDBOX_ME),
               sql_integer(now_ms)));
}

static int64_t next_number(struct sandbox *sandbox, int64_t project)
{
    struct store *store = &sandbox->store;
    store_run(store, "UPDATE project SET last_number = last_number + 1 WHERE id = ?",
              VALUES(sql_integer(project)));
    return store_integer(store, 1, "SELECT last_number FROM project WHERE id = ?",
                         VALUES(sql_integer(project)));
}

static bool is_epic(struct sandbox *sandbox, int64_t type)
{
    return store_exists(&sandbox->store, "SELECT 1 FROM issue_type WHERE level = 1 AND id = ?",
                        VALUES(sql_integer(type)));
}

static bool is_subtask(struct sandbox *sandbox, int64_t type)
{
    return store_exists(&sandbox->store, "SELECT 1 FROM issue_type WHERE subtask = 1 AND id = ?",
                        VALUES(sql_integer(type)));
}

static void make_epic(struct issue_change *change)
{
    store_insert(&change->sandbox->store, "INSERT OR IGNORE INTO epic (issue, name) VALUES (?, ?)",
                 VALUES(sql_integer(change->issue.id), sql_text(change->issue.summary)));
}

/* Data Center wants epics to have a short name, too. */
static void check_epic_name(struct issue_change *change)
{
    struct store *store = &change->sandbox->store;
    if (!store_exists(store, "SELECT 1 FROM epic WHERE issue = ?",
                      VALUES(sql_integer(change->issue.id)))) {
        const char *field = store_text(
            store, change->arena, "SELECT 'customfield_' || id FROM field WHERE type = 'epic-name'",
            NO_VALUES);
        change_problem(change, field, "Epic Name is required.");
    }
}

/* What Jira asks of every new issue, once the fields are set. */
static void check_required(struct issue_change *change, const cJSON *fields)
{
    if (atl_json_member(fields, "summary") == NULL) {
        change_problem(change, "summary", "You must specify a summary of the issue.");
    }
    if (!sandbox_is_cloud(change->sandbox) && is_epic(change->sandbox, change->issue.type)) {
        check_epic_name(change);
    }
    if (is_subtask(change->sandbox, change->issue.type) && change->issue.parent < 0) {
        change_problem(change, "parent",
                       "Issue type is a sub-task but parent issue key or id not "
                       "specified.");
    }
}

static void watch(struct issue_change *change)
{
    store_run(&change->sandbox->store,
              "INSERT OR IGNORE INTO watcher (issue, person) VALUES (?, ?)",
              VALUES(sql_integer(change->issue.id), sql_integer(SANDBOX_ME)));
}

int64_t issue_create(struct sandbox *sandbox, struct atl_arena *arena, const cJSON *issue,
                     struct problems *problems)
{
    struct start start;
    struct issue_change change;
    const cJSON *fields = atl_json_member(issue, "fields");
    problems->arena = arena;
    if (!read_project(sandbox, fields, problems, &start) ||
        !read_type(sandbox, fields, problems, &start)) {
        return -1;
    }
    start.number = next_number(sandbox, start.project);
    int64_t id = insert(sandbox, &start, sandbox_now_ms(sandbox));
    if (!change_begin(&change, sandbox, arena, problems, id)) {
        problems_add(problems, NULL, "The issue could not be created.");
        return -1;
    }
    change.creating = true;
    change_apply(&change, fields, atl_json_member(issue, "update"));
    check_required(&change, fields);
    if (is_epic(sandbox, start.type)) {
        make_epic(&change);
    }
    watch(&change);
    issue_properties_set(sandbox, id, atl_json_member(issue, "properties"), problems);
    return problems->count == 0 ? id : -1;
}
