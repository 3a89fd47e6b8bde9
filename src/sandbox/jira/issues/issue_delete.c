#include "sandbox/jira/issues/issue_delete.h"

#include <stddef.h>

static const char subtasks[] =
    "SELECT issue.id FROM issue JOIN issue_type ON issue_type.id = type WHERE parent = ? AND "
    "subtask = 1";

bool issue_has_subtasks(struct sandbox *sandbox, int64_t issue)
{
    return store_exists(&sandbox->store, subtasks, VALUES(sql_integer(issue)));
}

static void delete_one(struct sandbox *sandbox, int64_t issue)
{
    static const char *const statements[] = {
        "DELETE FROM issue_label WHERE issue = ?",
        "DELETE FROM issue_component WHERE issue = ?",
        "DELETE FROM issue_version WHERE issue = ?",
        "DELETE FROM issue_sprint WHERE issue = ?",
        "DELETE FROM issue_value WHERE issue = ?",
        "DELETE FROM issue_property WHERE issue = ?",
        "DELETE FROM issue_old_key WHERE issue = ?",
        "DELETE FROM watcher WHERE issue = ?",
        "DELETE FROM vote WHERE issue = ?",
        "DELETE FROM comment WHERE issue = ?",
        "DELETE FROM worklog WHERE issue = ?",
        "DELETE FROM issue_link WHERE source = ?1 OR destination = ?1",
        "DELETE FROM remote_link WHERE issue = ?",
        "DELETE FROM attachment WHERE issue = ?",
        "DELETE FROM history WHERE issue = ?",
        "DELETE FROM epic WHERE issue = ?",
        "DELETE FROM issue_view WHERE issue = ?",
        "UPDATE issue SET parent = NULL WHERE parent = ?",
        "DELETE FROM issue WHERE id = ?",
    };
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        store_run(&sandbox->store, statements[i], VALUES(sql_integer(issue)));
    }
}

void issue_delete(struct sandbox *sandbox, int64_t issue)
{
    struct rows rows = store_select(&sandbox->store, subtasks, VALUES(sql_integer(issue)));
    while (rows_next(&rows)) {
        delete_one(sandbox, rows_integer(&rows, 0));
    }
    delete_one(sandbox, issue);
}
