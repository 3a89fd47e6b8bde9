#include "sandbox/jira/issues/issue.h"

#include "sandbox/server/faults.h"

#include <stdlib.h>
#include <string.h>

/* "web-12" in its two parts; false when the text is no key. */
static bool split_key(const char *text, size_t *project_length, int64_t *number)
{
    const char *dash = strrchr(text, '-');
    if (dash == NULL || dash == text) {
        return false;
    }
    *project_length = (size_t)(dash - text);
    return atl_text_to_integer(dash + 1, 1, INT64_MAX, number);
}

int64_t issue_find(struct sandbox *sandbox, const char *id_or_key)
{
    struct store *store = &sandbox->store;
    int64_t number;
    size_t length;
    if (atl_text_to_integer(id_or_key, 0, INT64_MAX, &number)) {
        return store_integer(store, -1, "SELECT id FROM issue WHERE id = ?",
                             VALUES(sql_integer(number)));
    }
    if (!split_key(id_or_key, &length, &number)) {
        return -1;
    }
    char *project = atl_strndup(id_or_key, length);
    int64_t id = store_integer(store, -1,
                               "SELECT issue.id FROM project JOIN issue ON project = project.id "
                               "WHERE key = ? AND number = ?",
                               VALUES(sql_text(project), sql_integer(number)));
    if (id < 0) {
        id = store_integer(store, -1,
                           "SELECT issue FROM project JOIN issue_old_key ON project = project.id "
                           "WHERE key = ? AND number = ?",
                           VALUES(sql_text(project), sql_integer(number)));
    }
    free(project);
    return id;
}

enum column {
    PROJECT,
    NUMBER,
    PROJECT_KEY,
    TYPE,
    STATUS,
    PRIORITY,
    RESOLUTION,
    SUMMARY,
    DESCRIPTION,
    ENVIRONMENT,
    ASSIGNEE,
    REPORTER,
    CREATOR,
    CREATED,
    UPDATED,
    RESOLVED,
    STATUS_CHANGED,
    DUE,
    PARENT,
    RANK,
    ORIGINAL_ESTIMATE,
    REMAINING_ESTIMATE,
    TIME_SPENT,
};

static void read_row(struct atl_arena *arena, const struct rows *rows, struct jira_issue *issue)
{
    issue->project = rows_integer(rows, PROJECT);
    issue->number = rows_integer(rows, NUMBER);
    issue->key =
        atl_arena_printf(arena, "%s-%lld", rows_text(rows, PROJECT_KEY), (long long)issue->number);
    issue->type = rows_integer(rows, TYPE);
    issue->status = rows_integer(rows, STATUS);
    issue->priority = rows_optional(rows, PRIORITY);
    issue->resolution = rows_optional(rows, RESOLUTION);
    issue->summary = rows_copy(rows, SUMMARY, arena);
    issue->description = rows_copy(rows, DESCRIPTION, arena);
    issue->environment = rows_copy(rows, ENVIRONMENT, arena);
    issue->assignee = rows_optional(rows, ASSIGNEE);
    issue->reporter = rows_optional(rows, REPORTER);
    issue->creator = rows_optional(rows, CREATOR);
    issue->created = rows_integer(rows, CREATED);
    issue->updated = rows_integer(rows, UPDATED);
    issue->resolved = rows_optional(rows, RESOLVED);
    issue->status_changed = rows_optional(rows, STATUS_CHANGED);
    issue->due = rows_optional(rows, DUE);
    issue->parent = rows_optional(rows, PARENT);
    issue->rank = rows_real(rows, RANK);
    issue->original_estimate = rows_optional(rows, ORIGINAL_ESTIMATE);
    issue->remaining_estimate = rows_optional(rows, REMAINING_ESTIMATE);
    issue->time_spent = rows_optional(rows, TIME_SPENT);
}

bool issue_load(struct sandbox *sandbox, struct atl_arena *arena, int64_t id,
                struct jira_issue *issue)
{
    struct rows rows = store_select(
        &sandbox->store,
        "SELECT project, number, project.key, issue.type, status, priority, resolution, summary, "
        "issue.description, environment, assignee, reporter, creator, created, updated, resolved, "
        "status_changed, due, parent, rank, original_estimate, remaining_estimate, time_spent "
        "FROM issue JOIN project ON project.id = project WHERE issue.id = ?",
        VALUES(sql_integer(id)));
    bool found = rows_next(&rows) && !faults_hides_project(sandbox, rows_text(&rows, PROJECT_KEY));
    *issue = (struct jira_issue){.id = id};
    if (found) {
        read_row(arena, &rows, issue);
    }
    rows_finish(&rows);
    return found;
}

void issue_reply_missing(struct reply *reply)
{
    reply_error(reply, REPLY_JIRA, 404,
                "Issue does not exist or you do not have permission to see it.");
}

bool issue_of_request(struct request *request, size_t segment, struct jira_issue *issue)
{
    int64_t id = issue_find(request->sandbox, request->segments[segment]);
    if (id >= 0 && issue_load(request->sandbox, &request->arena, id, issue)) {
        return true;
    }
    issue_reply_missing(&request->reply);
    return false;
}

const char *issue_key(struct sandbox *sandbox, struct atl_arena *arena, int64_t id)
{
    return store_text(&sandbox->store, arena,
                      "SELECT project.key || '-' || number FROM issue JOIN project ON project.id "
                      "= project WHERE issue.id = ?",
                      VALUES(sql_integer(id)));
}
