/* The fields that every Jira has. */
#include "sandbox/jira/issues/fields.h"
#include "sandbox/jira/issues/parts.h"
#include "sandbox/text/duration.h"

#include <inttypes.h>

typedef const struct jira_output *output;
typedef const struct jira_issue *issue_row;

static struct rows select_of_issue(output out, const char *sql, issue_row issue)
{
    return store_select(&out->sandbox->store, sql, VALUES(sql_integer(issue->id)));
}

/* ---- single values ---- */

static void emit_summary(output out, const char *key, issue_row issue)
{
    emit_text(out->json, key, issue->summary);
}

static void emit_type(output out, const char *key, issue_row issue)
{
    jira_emit(out, key, JIRA_ISSUE_TYPE, issue->type);
}

static void emit_project(output out, const char *key, issue_row issue)
{
    jira_emit(out, key, JIRA_PROJECT, issue->project);
}

static void emit_status(output out, const char *key, issue_row issue)
{
    jira_emit(out, key, JIRA_STATUS, issue->status);
}

static void emit_priority(output out, const char *key, issue_row issue)
{
    jira_emit(out, key, JIRA_PRIORITY, issue->priority);
}

static void emit_resolution(output out, const char *key, issue_row issue)
{
    jira_emit(out, key, JIRA_RESOLUTION, issue->resolution);
}

static void emit_assignee(output out, const char *key, issue_row issue)
{
    jira_emit(out, key, JIRA_PERSON, issue->assignee);
}

static void emit_reporter(output out, const char *key, issue_row issue)
{
    jira_emit(out, key, JIRA_PERSON, issue->reporter);
}

static void emit_creator(output out, const char *key, issue_row issue)
{
    jira_emit(out, key, JIRA_PERSON, issue->creator);
}

static void emit_created(output out, const char *key, issue_row issue)
{
    jira_emit_time(out, key, issue->created);
}

static void emit_updated(output out, const char *key, issue_row issue)
{
    jira_emit_time(out, key, issue->updated);
}

static void emit_due(output out, const char *key, issue_row issue)
{
    jira_emit_date(out, key, issue->due);
}

static void emit_resolved(output out, const char *key, issue_row issue)
{
    jira_emit_time(out, key, issue->resolved);
}

static void emit_status_changed(output out, const char *key, issue_row issue)
{
    jira_emit_time(out, key, issue->status_changed);
}

static void emit_description(output out, const char *key, issue_row issue)
{
    jira_emit_body(out, key, issue->description);
}

static void emit_environment(output out, const char *key, issue_row issue)
{
    jira_emit_body(out, key, issue->environment);
}

/* Jira leaves the field out where there is no parent; to Data Center an epic isn't one. */
static void emit_parent(output out, const char *key, issue_row issue)
{
    if (issue->parent >= 0 &&
        (sandbox_is_cloud(out->sandbox) ||
         store_exists(&out->sandbox->store, "SELECT 1 FROM issue_type WHERE id = ? AND subtask = 1",
                      VALUES(sql_integer(issue->type))))) {
        jira_emit_issue_brief(out, key, issue->parent);
    }
}

/* ---- lists ---- */

static void emit_labels(output out, const char *key, issue_row issue)
{
    emit_array(out->json, key);
    struct rows rows =
        select_of_issue(out, "SELECT label FROM issue_label WHERE issue = ? ORDER BY label", issue);
    while (rows_next(&rows)) {
        emit_text(out->json, NULL, rows_text(&rows, 0));
    }
    emit_array_end(out->json);
}

static void emit_objects(output out, const char *key, enum jira_object kind, const char *sql,
                         issue_row issue)
{
    emit_array(out->json, key);
    struct rows rows = select_of_issue(out, sql, issue);
    while (rows_next(&rows)) {
        jira_emit(out, NULL, kind, rows_integer(&rows, 0));
    }
    emit_array_end(out->json);
}

static void emit_components(output out, const char *key, issue_row issue)
{
    emit_objects(out, key, JIRA_COMPONENT,
                 "SELECT component FROM issue_component WHERE issue = ? ORDER BY component", issue);
}

static void emit_fix_versions(output out, const char *key, issue_row issue)
{
    emit_objects(out, key, JIRA_VERSION,
                 "SELECT version FROM issue_version WHERE issue = ? AND kind = 'fix' "
                 "ORDER BY version",
                 issue);
}

static void emit_affected_versions(output out, const char *key, issue_row issue)
{
    emit_objects(out, key, JIRA_VERSION,
                 "SELECT version FROM issue_version WHERE issue = ? AND kind = 'affects' "
                 "ORDER BY version",
                 issue);
}

/* ---- counts ---- */

static void emit_count(output out, const char *key, const char *path, const char *count_name,
                       const char *mine_name, const char *table, issue_row issue)
{
    struct sql count = {0};
    struct sql mine = {0};
    sql_printf(&count, "SELECT count(*) FROM %s WHERE issue = ", table);
    sql_mark(&count, sql_integer(issue->id));
    sql_printf(&mine, "SELECT count(*) FROM %s WHERE person = 1 AND issue = ", table);
    sql_mark(&mine, sql_integer(issue->id));
    emit_object(out->json, key);
    emit_format(out->json, "self", "%s/issue/%s/%s", jira_api_url(out->sandbox), issue->key, path);
    emit_integer(out->json, count_name, store_integer_sql(&out->sandbox->store, 0, &count));
    emit_bool(out->json, mine_name, store_integer_sql(&out->sandbox->store, 0, &mine) > 0);
    emit_object_end(out->json);
    sql_free(&count);
    sql_free(&mine);
}

static void emit_watches(output out, const char *key, issue_row issue)
{
    emit_count(out, key, "watchers", "watchCount", "isWatching", "watcher", issue);
}

static void emit_votes(output out, const char *key, issue_row issue)
{
    emit_count(out, key, "votes", "votes", "hasVoted", "vote", issue);
}

/* ---- time tracking ---- */

static void emit_seconds(output out, const char *key, int64_t seconds)
{
    if (seconds < 0) {
        emit_null(out->json, key);
    } else {
        emit_integer(out->json, key, seconds);
    }
}

static void emit_original_estimate(output out, const char *key, issue_row issue)
{
    emit_seconds(out, key, issue->original_estimate);
}

static void emit_remaining_estimate(output out, const char *key, issue_row issue)
{
    emit_seconds(out, key, issue->remaining_estimate);
}

static void emit_time_spent(output out, const char *key, issue_row issue)
{
    emit_seconds(out, key, issue->time_spent);
}

static void emit_duration(output out, const char *text_key, const char *seconds_key,
                          int64_t seconds)
{
    if (seconds >= 0) {
        emit_text(out->json, text_key,
                  duration_format(out->arena, seconds, &out->sandbox->options.working_time));
        emit_integer(out->json, seconds_key, seconds);
    }
}

static void emit_time_tracking(output out, const char *key, issue_row issue)
{
    emit_object(out->json, key);
    emit_duration(out, "originalEstimate", "originalEstimateSeconds", issue->original_estimate);
    emit_duration(out, "remainingEstimate", "remainingEstimateSeconds", issue->remaining_estimate);
    emit_duration(out, "timeSpent", "timeSpentSeconds", issue->time_spent);
    emit_object_end(out->json);
}

static void emit_progress(output out, const char *key, issue_row issue)
{
    int64_t done = issue->time_spent < 0 ? 0 : issue->time_spent;
    int64_t left = issue->remaining_estimate < 0 ? 0 : issue->remaining_estimate;
    emit_object(out->json, key);
    emit_integer(out->json, "progress", done);
    emit_integer(out->json, "total", done + left);
    if (done + left > 0) {
        emit_integer(out->json, "percent", done * 100 / (done + left));
    }
    emit_object_end(out->json);
}

/* How much of the estimate is spent, in per cent; -1 without an estimate. */
static void emit_work_ratio(output out, const char *key, issue_row issue)
{
    int64_t spent = issue->time_spent < 0 ? 0 : issue->time_spent;
    bool estimated = issue->original_estimate > 0;
    emit_integer(out->json, key, estimated ? spent * 100 / issue->original_estimate : -1);
}

/* ---- the table ---- */

static const struct system_field fields[] = {
    {"issuekey", "Key", "id issue issuekey key", NULL, NULL, false, true, NULL},
    {"summary", "Summary", "summary", "string", NULL, true, true, emit_summary},
    {"issuetype", "Issue Type", "issuetype type", "issuetype", NULL, true, true, emit_type},
    {"project", "Project", "project", "project", NULL, true, true, emit_project},
    {"status", "Status", "status", "status", NULL, false, true, emit_status},
    {"statuscategorychangedate", "Status Category Changed", "statusCategoryChangedDate", "datetime",
     NULL, false, true, emit_status_changed},
    {"priority", "Priority", "priority", "priority", NULL, true, true, emit_priority},
    {"assignee", "Assignee", "assignee", "user", NULL, true, true, emit_assignee},
    {"reporter", "Reporter", "reporter", "user", NULL, true, true, emit_reporter},
    {"creator", "Creator", "creator", "user", NULL, false, true, emit_creator},
    {"labels", "Labels", "labels", "array", "string", true, true, emit_labels},
    {"created", "Created", "created createdDate", "datetime", NULL, false, true, emit_created},
    {"updated", "Updated", "updated updatedDate", "datetime", NULL, false, true, emit_updated},
    {"duedate", "Due date", "due duedate", "date", NULL, true, true, emit_due},
    {"resolution", "Resolution", "resolution", "resolution", NULL, true, true, emit_resolution},
    {"resolutiondate", "Resolved", "resolutiondate resolved", "datetime", NULL, false, true,
     emit_resolved},
    {"parent", "Parent", "parent", NULL, NULL, false, true, emit_parent},
    {"components", "Components", "component", "array", "component", true, true, emit_components},
    {"fixVersions", "Fix versions", "fixVersion", "array", "version", true, true,
     emit_fix_versions},
    {"versions", "Affects versions", "affectedVersion", "array", "version", true, true,
     emit_affected_versions},
    {"issuelinks", "Linked Issues", "issueLinkType", "array", "issuelinks", true, true,
     jira_emit_links},
    {"subtasks", "Sub-tasks", "subtasks", "array", "issuelinks", false, true, jira_emit_subtasks},
    {"watches", "Watchers", "watchers", "watches", NULL, false, true, emit_watches},
    {"votes", "Votes", "votes", "votes", NULL, false, true, emit_votes},
    {"workratio", "Work Ratio", "workratio", "number", NULL, false, true, emit_work_ratio},
    {"timeoriginalestimate", "Original estimate", "originalEstimate timeoriginalestimate", "number",
     NULL, false, true, emit_original_estimate},
    {"timeestimate", "Remaining Estimate", "remainingEstimate timeestimate", "number", NULL, false,
     true, emit_remaining_estimate},
    {"timespent", "Time Spent", "timespent", "number", NULL, false, true, emit_time_spent},
    {"progress", "Progress", "progress", "progress", NULL, false, true, emit_progress},
    {"description", "Description", "description", "string", NULL, true, true, emit_description},
    {"environment", "Environment", "environment", "string", NULL, true, true, emit_environment},
    {"timetracking", "Time tracking", NULL, "timetracking", NULL, true, false, emit_time_tracking},
    {"attachment", "Attachment", "attachments", "array", "attachment", true, false,
     jira_emit_attachments},
    {"worklog", "Log Work", NULL, "array", "worklog", true, false, jira_emit_worklogs},
    {"comment", "Comment", "comment", "comments-page", NULL, true, false, jira_emit_comments},
};

_Static_assert(sizeof fields / sizeof *fields <= MOST_SYSTEM_FIELDS, "MOST_SYSTEM_FIELDS");

size_t system_field_count(void)
{
    return sizeof fields / sizeof *fields;
}

const struct system_field *system_field_at(size_t index)
{
    return &fields[index];
}

void system_field_emit_schema(struct atl_buffer *json, const char *key,
                              const struct system_field *field)
{
    emit_object(json, key);
    emit_text(json, "type", field->type);
    if (field->items != NULL) {
        emit_text(json, "items", field->items);
    }
    emit_text(json, "system", field->id);
    emit_object_end(json);
}
