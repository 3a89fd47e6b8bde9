/* What holds in every store, however it was filled: statements that find what is wrong. */
#ifndef SEED_CHECKS_H
#define SEED_CHECKS_H

#include "sandbox/store/store.h"
#include "unit.h"

#include <stdio.h>

/* Column, and where its values are ids of. */
static const struct {
    const char *table;
    const char *column;
    const char *target;
} references[] = {
    {"team_member", "team", "team"},
    {"team_member", "person", "person"},
    {"status", "category", "status_category"},
    {"workflow", "initial_status", "status"},
    {"workflow_status", "status", "status"},
    {"transition", "workflow", "workflow"},
    {"transition", "from_status", "status"},
    {"transition", "to_status", "status"},
    {"transition", "resolution", "resolution"},
    {"project", "lead", "person"},
    {"project_type", "project", "project"},
    {"project_type", "type", "issue_type"},
    {"project_type", "workflow", "workflow"},
    {"project_actor", "project", "project"},
    {"project_actor", "role", "role"},
    {"project_actor", "person", "person"},
    {"project_actor", "team", "team"},
    {"component", "project", "project"},
    {"component", "lead", "person"},
    {"version", "project", "project"},
    {"field_context", "field", "field"},
    {"field_option", "field", "field"},
    {"field_option", "context", "field_context"},
    {"field_option", "parent", "field_option"},
    {"filter", "owner", "person"},
    {"filter_favourite", "filter", "filter"},
    {"filter_favourite", "person", "person"},
    {"filter_share", "filter", "filter"},
    {"filter_share", "project", "project"},
    {"issue", "project", "project"},
    {"issue", "type", "issue_type"},
    {"issue", "status", "status"},
    {"issue", "priority", "priority"},
    {"issue", "resolution", "resolution"},
    {"issue", "assignee", "person"},
    {"issue", "reporter", "person"},
    {"issue", "creator", "person"},
    {"issue", "parent", "issue"},
    {"issue_label", "issue", "issue"},
    {"issue_component", "issue", "issue"},
    {"issue_component", "component", "component"},
    {"issue_version", "issue", "issue"},
    {"issue_version", "version", "version"},
    {"issue_sprint", "issue", "issue"},
    {"issue_sprint", "sprint", "sprint"},
    {"issue_value", "issue", "issue"},
    {"issue_value", "field", "field"},
    {"watcher", "issue", "issue"},
    {"watcher", "person", "person"},
    {"vote", "issue", "issue"},
    {"vote", "person", "person"},
    {"comment", "issue", "issue"},
    {"comment", "author", "person"},
    {"comment", "editor", "person"},
    {"worklog", "issue", "issue"},
    {"worklog", "author", "person"},
    {"issue_link", "type", "link_type"},
    {"issue_link", "source", "issue"},
    {"issue_link", "destination", "issue"},
    {"attachment", "issue", "issue"},
    {"attachment", "author", "person"},
    {"history", "issue", "issue"},
    {"history", "author", "person"},
    {"board", "project", "project"},
    {"board", "filter", "filter"},
    {"board_column", "board", "board"},
    {"board_column", "status", "status"},
    {"sprint", "board", "board"},
    {"epic", "issue", "issue"},
    {"space", "creator", "person"},
    {"space", "home", "content"},
    {"content", "space", "space"},
    {"content", "parent", "content"},
    {"content", "container", "content"},
    {"content", "creator", "person"},
    {"content", "modifier", "person"},
    {"content_version", "content", "content"},
    {"content_version", "author", "person"},
    {"content_comment", "content", "content"},
    {"content_comment", "resolver", "person"},
    {"content_file", "content", "content"},
    {"content_label", "content", "content"},
    {"content_label", "label", "label"},
    {"content_restriction", "content", "content"},
    {"content_restriction", "person", "person"},
    {"content_restriction", "team", "team"},
    {"content_watch", "content", "content"},
    {"content_watch", "person", "person"},
};

/* Each finds nothing. */
static const char *const rules[] = {
    /* issues */
    "SELECT issue.id FROM issue JOIN status ON status.id = issue.status"
    " WHERE (category = 3) != (resolution IS NOT NULL)"
    " OR (category = 3) != (resolved IS NOT NULL)",
    "SELECT id FROM issue WHERE NOT created <= status_changed OR NOT status_changed <= updated",
    "SELECT id FROM issue WHERE summary = '' OR (description IS NULL) != (description_text IS "
    "NULL)",
    "SELECT issue.id FROM issue JOIN issue AS above ON above.id = issue.parent"
    " JOIN issue_type AS type ON type.id = issue.type"
    " JOIN issue_type AS above_type ON above_type.id = above.type"
    " WHERE above_type.level != type.level + 1 OR above.project != issue.project",
    "SELECT issue.id FROM issue JOIN issue_type ON issue_type.id = issue.type"
    " WHERE subtask AND parent IS NULL",
    "SELECT issue.id FROM issue LEFT JOIN project_type ON project_type.project = issue.project"
    " AND project_type.type = issue.type LEFT JOIN workflow_status ON"
    " workflow_status.workflow = project_type.workflow AND workflow_status.status = issue.status"
    " WHERE workflow_status.status IS NULL",
    "SELECT id FROM issue WHERE (type = 10000) != (id IN (SELECT issue FROM epic))",
    "SELECT id FROM issue WHERE ifnull(time_spent, 0) !="
    " (SELECT ifnull(sum(seconds), 0) FROM worklog WHERE issue = issue.id)",
    "SELECT issue.id FROM issue JOIN project ON project.id = issue.project"
    " WHERE number > last_number OR number < 1",
    "SELECT issue FROM issue_sprint JOIN sprint ON sprint.id = sprint WHERE state != 'closed'"
    " GROUP BY issue HAVING count(*) > 1",
    "SELECT issue FROM issue_sprint JOIN sprint ON sprint.id = sprint JOIN board ON"
    " board.id = board JOIN issue ON issue.id = issue WHERE board.project != issue.project",
    "SELECT issue FROM issue_version JOIN version ON version.id = version JOIN issue ON"
    " issue.id = issue WHERE version.project != issue.project",
    "SELECT issue FROM issue_component JOIN component ON component.id = component JOIN issue ON"
    " issue.id = issue WHERE component.project != issue.project",
    "SELECT source FROM issue_link WHERE source = destination",
    "SELECT vote.issue FROM vote JOIN issue ON issue.id = issue WHERE person = reporter",

    /* their past */
    "SELECT issue FROM (SELECT issue, status, to_value, row_number() OVER (PARTITION BY issue"
    " ORDER BY history.created DESC, history.id DESC) AS place FROM history JOIN issue"
    " ON issue.id = issue WHERE field_id = 'status') WHERE place = 1 AND to_value != status",
    "SELECT id FROM issue WHERE status != 10000 AND NOT EXISTS (SELECT 1 FROM history"
    " WHERE issue = issue.id AND field_id = 'status')",
    "SELECT issue FROM (SELECT issue, assignee, to_value, row_number() OVER (PARTITION BY issue"
    " ORDER BY history.created DESC, history.id DESC) AS place FROM history JOIN issue"
    " ON issue.id = issue WHERE field_id = 'assignee')"
    " WHERE place = 1 AND to_value IS NOT assignee || ''",
    "SELECT issue FROM (SELECT issue, from_value, lag(to_value, 1, '10000') OVER (PARTITION BY"
    " issue ORDER BY history.created, history.id) AS before FROM history WHERE field_id = 'status')"
    " WHERE from_value != before",
    "SELECT history.issue FROM history JOIN issue ON issue.id = history.issue JOIN project_type ON"
    " project_type.project = issue.project AND project_type.type = issue.type"
    " WHERE field_id = 'status' AND NOT EXISTS (SELECT 1 FROM transition WHERE"
    " transition.workflow = project_type.workflow AND to_status = to_value AND"
    " (from_status IS NULL OR from_status = from_value))",
    "SELECT history.id FROM history JOIN issue ON issue.id = issue"
    " WHERE history.created < issue.created OR history.created > updated",
    "SELECT change FROM history GROUP BY change HAVING count(DISTINCT issue) > 1"
    " OR count(DISTINCT created) > 1 OR count(DISTINCT author) > 1",
    "SELECT comment.id FROM comment JOIN issue ON issue.id = issue"
    " WHERE comment.created < issue.created OR comment.created > issue.updated",

    /* values, files, sprints */
    "SELECT issue FROM issue_value JOIN field ON field.id = field WHERE type IN"
    " ('select', 'radio', 'checkboxes', 'multiselect', 'cascading') AND NOT EXISTS"
    " (SELECT 1 FROM field_option WHERE id = issue_value.value AND field_option.field = "
    "issue_value.field)",
    "SELECT issue FROM issue_value JOIN field ON field.id = field WHERE type IN ('user', 'users')"
    " AND issue_value.value NOT IN (SELECT id FROM person)",
    "SELECT child.issue FROM issue_value AS child JOIN issue_value AS above ON"
    " above.issue = child.issue AND above.field = child.field AND above.position = 0"
    " JOIN field ON field.id = child.field JOIN field_option ON field_option.id = child.value"
    " WHERE field.type = 'cascading' AND child.position = 1 AND field_option.parent != above.value",
    "SELECT id FROM attachment WHERE size != length(content) OR size = 0",
    "SELECT content FROM content_file WHERE size != length(bytes) OR size = 0",
    "SELECT id FROM sprint WHERE (state = 'closed') != (completed IS NOT NULL) OR starts > ends",

    /* pages */
    "SELECT space FROM content WHERE type = 'page' GROUP BY space, title HAVING count(*) > 1",
    "SELECT content.id FROM content JOIN space ON space.id = space WHERE content.type = 'page'"
    " AND (parent IS NULL) != (content.id = home)",
    "SELECT content.id FROM content JOIN content AS above ON above.id = content.parent"
    " WHERE above.space != content.space",
    "SELECT content.id FROM content WHERE type = 'page' AND version - 1 !="
    " (SELECT count(*) FROM content_version WHERE content = content.id AND number < version)",
    "SELECT content FROM (SELECT content, created, lag(created, 1, 0) OVER (PARTITION BY content"
    " ORDER BY number) AS before FROM content_version) WHERE created < before",
    "SELECT content FROM content_version JOIN content AS page ON page.id = content"
    " WHERE content_version.created > page.modified",
    "SELECT id FROM content WHERE modified < created",
    "SELECT id FROM content WHERE (type = 'comment') !="
    " (id IN (SELECT content FROM content_comment))",
    "SELECT id FROM content WHERE (type = 'attachment') !="
    " (id IN (SELECT content FROM content_file))",
    "SELECT id FROM content WHERE type IN ('comment', 'attachment') AND container IS NULL",
};

static void finds_nothing(struct store *store, const char *sql)
{
    int64_t found = store_integer(store, -1, sql, NO_VALUES);
    if (store->failure != NULL || found != -1) {
        fail_msg("%s\nfinds %lld %s", sql, (long long)found,
                 store->failure == NULL ? "" : store->failure);
    }
}

static void check_store(struct store *store)
{
    for (size_t i = 0; i < sizeof references / sizeof *references; i++) {
        char sql[256];
        snprintf(sql, sizeof sql,
                 "SELECT %s FROM %s WHERE %s IS NOT NULL AND %s NOT IN (SELECT id FROM %s)",
                 references[i].column, references[i].table, references[i].column,
                 references[i].column, references[i].target);
        finds_nothing(store, sql);
    }
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        finds_nothing(store, rules[i]);
    }
}

#endif
