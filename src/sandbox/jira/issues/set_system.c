/* Setting the system's fields that hold one value. */
#include "sandbox/jira/issues/change.h"
#include "sandbox/text/duration.h"
#include "sandbox/text/time_format.h"

#include "atlcli/clock.h"

#include <inttypes.h>
#include <string.h>

enum {
    MOST_SUMMARY = 255, /* characters */
};

/* ---- texts ---- */

static size_t count_characters(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++) {
        count += ((unsigned char)*text & 0xC0) != 0x80;
    }
    return count;
}

void set_summary(struct issue_change *change, const cJSON *value)
{
    if (value != NULL && !cJSON_IsNull(value) && !cJSON_IsString(value)) {
        change_problem(change, "summary", "Operation value must be a string");
        return;
    }
    const char *text =
        cJSON_IsString(value) ? atl_text_trim(change->arena, value->valuestring) : "";
    if (*text == '\0') {
        change_problem(change, "summary", "You must specify a summary of the issue.");
    } else if (strpbrk(text, "\r\n") != NULL) {
        change_problem(change, "summary",
                       "The summary is invalid because it contains newline characters.");
    } else if (count_characters(text) > MOST_SUMMARY) {
        change_problem(change, "summary", "Summary must be less than 255 characters.");
    } else {
        change_text(change, "summary", change->issue.summary, text);
        change->issue.summary = text;
    }
}

static void set_body(struct issue_change *change, const char *column, const char **present,
                     const cJSON *value)
{
    const char *body;
    const char *text;
    if (!body_read(change->sandbox, change->arena, value, &body, &text)) {
        change_problem(change, column,
                       sandbox_is_cloud(change->sandbox)
                           ? "Operation value must be an Atlassian Document (see the Atlassian "
                             "Document Format)"
                           : "Operation value must be a string");
        return;
    }
    if (atl_text_equal(*present, body)) {
        return;
    }
    const char *sql = atl_arena_printf(
        change->arena, "UPDATE issue SET %s = ?, %s_text = ? WHERE id = ?", column, column);
    const char *before_sql =
        atl_arena_printf(change->arena, "SELECT %s_text FROM issue WHERE id = ?", column);
    const char *before = store_text(&change->sandbox->store, change->arena, before_sql,
                                    VALUES(sql_integer(change->issue.id)));
    store_run(&change->sandbox->store, sql,
              VALUES(sql_text(body), sql_text(text), sql_integer(change->issue.id)));
    change_record(change, column, column, NULL, before, NULL, text);
    *present = body;
}

void set_description(struct issue_change *change, const cJSON *value)
{
    set_body(change, "description", &change->issue.description, value);
}

void set_environment(struct issue_change *change, const cJSON *value)
{
    set_body(change, "environment", &change->issue.environment, value);
}

/* ---- choices ---- */

static bool is_object(struct issue_change *change, const char *field, const cJSON *value)
{
    return cJSON_IsObject(value) || change_problem(change, field, "data was not an object");
}

/* The status stays if the other type's workflow has it. */
void set_type(struct issue_change *change, const cJSON *value)
{
    struct store *store = &change->sandbox->store;
    struct jira_issue *issue = &change->issue;
    if (!is_object(change, "issuetype", value)) {
        return;
    }
    int64_t type = find_named(change->sandbox, "issue_type", "", value);
    int64_t workflow =
        store_integer(store, -1, "SELECT workflow FROM project_type WHERE project = ? AND type = ?",
                      VALUES(sql_integer(issue->project), sql_integer(type)));
    if (type < 0 || workflow < 0) {
        change_problem(change, "issuetype", "The issue type selected is invalid.");
    } else if (!store_exists(store,
                             "SELECT 1 FROM workflow_status WHERE workflow = ? AND status = ?",
                             VALUES(sql_integer(workflow), sql_integer(issue->status)))) {
        change_problem(change, "issuetype",
                       "The issue type selected has another workflow: move the issue instead.");
    } else {
        change_reference(change, "type", "issuetype", "issue_type", issue->type, type);
        issue->type = type;
    }
}

void set_priority(struct issue_change *change, const cJSON *value)
{
    if (!is_object(change, "priority", value)) {
        return;
    }
    int64_t priority = find_named(change->sandbox, "priority", "", value);
    if (priority < 0) {
        change_problem(change, "priority", "The priority selected is invalid.");
        return;
    }
    change_reference(change, "priority", "priority", "priority", change->issue.priority, priority);
    change->issue.priority = priority;
}

void set_resolution(struct issue_change *change, const cJSON *value)
{
    if (!change->transitioning) {
        change_problem(change, "resolution",
                       "Field 'resolution' cannot be set. It is not on the appropriate screen, or "
                       "unknown.");
        return;
    }
    int64_t resolution = find_named(change->sandbox, "resolution", "", value);
    if (resolution < 0) {
        change_problem(change, "resolution", "The resolution selected is invalid.");
        return;
    }
    change_resolution(change, resolution);
}

/* ---- people ---- */

/* "-1" stands for the project's usual assignee: its lead. */
static int64_t find_assignee(struct issue_change *change, const cJSON *value)
{
    if (strcmp(named_text(value), "-1") == 0) {
        return store_integer(&change->sandbox->store, -1, "SELECT lead FROM project WHERE id = ?",
                             VALUES(sql_integer(change->issue.project)));
    }
    return find_person(change->sandbox, value);
}

/* An object whose only member is null, as {"name": null}, is nobody, too. */
static bool is_nobody(const cJSON *value)
{
    return value == NULL || cJSON_IsNull(value) ||
           (cJSON_IsObject(value) && value->child != NULL && cJSON_IsNull(value->child));
}

static bool report_person(struct issue_change *change, const char *field, const cJSON *value)
{
    if (!cJSON_IsObject(value)) {
        return change_problem(change, field, "expected Object");
    }
    return change_problem(change, field, "User '%s' does not exist.", named_text(value));
}

void set_assignee(struct issue_change *change, const cJSON *value)
{
    int64_t person = is_nobody(value) ? -1 : find_assignee(change, value);
    if (person < 0 && !is_nobody(value)) {
        report_person(change, "assignee", value);
        return;
    }
    change_reference(change, "assignee", "assignee", "person", change->issue.assignee, person);
    change->issue.assignee = person;
}

void set_reporter(struct issue_change *change, const cJSON *value)
{
    int64_t person = is_nobody(value) ? -1 : find_person(change->sandbox, value);
    if (is_nobody(value)) {
        change_problem(change, "reporter", "Reporter is required.");
    } else if (person < 0) {
        report_person(change, "reporter", value);
    } else {
        change_reference(change, "reporter", "reporter", "person", change->issue.reporter, person);
        change->issue.reporter = person;
    }
}

/* ---- dates and durations ---- */

void set_due(struct issue_change *change, const cJSON *value)
{
    int64_t due = -1;
    const char *text = cJSON_IsString(value) ? value->valuestring : "";
    if (*text != '\0' &&
        (strlen(text) != strlen("2026-01-31") || !atl_clock_parse_iso8601(text, &due))) {
        change_problem(change, "duedate", "Error parsing date string: %s", text);
        return;
    }
    int64_t before = change->issue.due;
    change_number(change, "due", "duedate", due,
                  before < 0 ? NULL : time_format_date(change->arena, before),
                  due < 0 ? NULL : text);
    change->issue.due = due;
}

static const char *seconds_text(struct issue_change *change, int64_t seconds)
{
    return seconds < 0 ? NULL : atl_arena_printf(change->arena, "%" PRId64, seconds);
}

/* False, with a problem, when the member is no duration; *seconds stays when it is missing. */
static bool read_duration(struct issue_change *change, const cJSON *value, const char *member,
                          int64_t *seconds)
{
    const char *text = atl_json_text(value, member, NULL);
    if (text == NULL) {
        return true;
    }
    return duration_parse(text, &change->sandbox->options.working_time, seconds) ||
           change_problem(change, "timetracking",
                          "The %s '%s' is invalid: durations are written as 1w 2d 3h 30m.", member,
                          text);
}

void set_time_tracking(struct issue_change *change, const cJSON *value)
{
    struct jira_issue *issue = &change->issue;
    int64_t original = issue->original_estimate;
    int64_t remaining = issue->remaining_estimate;
    if (!read_duration(change, value, "originalEstimate", &original) ||
        !read_duration(change, value, "remainingEstimate", &remaining)) {
        return;
    }
    /* Until work is logged, what remains is what was estimated. */
    if (remaining < 0) {
        remaining = original;
    }
    change_number(change, "original_estimate", "timeoriginalestimate", original,
                  seconds_text(change, issue->original_estimate), seconds_text(change, original));
    change_number(change, "remaining_estimate", "timeestimate", remaining,
                  seconds_text(change, issue->remaining_estimate), seconds_text(change, remaining));
    issue->original_estimate = original;
    issue->remaining_estimate = remaining;
}

/* ---- the issue above ---- */

static int64_t find_parent(struct issue_change *change, const cJSON *value)
{
    const char *key = atl_json_text(value, "key", atl_json_text(value, "id", NULL));
    return key == NULL ? -1 : issue_find(change->sandbox, key);
}

/* Sub-tasks stand below anything that is neither a sub-task nor an epic, other issues below epics.
 */
static bool fits_above(struct issue_change *change, int64_t parent)
{
    struct store *store = &change->sandbox->store;
    static const char sql[] =
        "SELECT level FROM issue JOIN issue_type ON issue_type.id = type WHERE issue.id = ?";
    int64_t level = store_integer(store, 99, "SELECT level FROM issue_type WHERE id = ?",
                                  VALUES(sql_integer(change->issue.type)));
    return store_integer(store, -99, sql, VALUES(sql_integer(parent))) == level + 1;
}

void set_parent(struct issue_change *change, const cJSON *value)
{
    struct jira_issue *issue = &change->issue;
    int64_t parent = is_nobody(value) ? -1 : find_parent(change, value);
    bool subtask = store_exists(&change->sandbox->store,
                                "SELECT 1 FROM issue_type WHERE id = ? AND subtask = 1",
                                VALUES(sql_integer(issue->type)));
    if (is_nobody(value) ? subtask : parent < 0) {
        change_problem(change, "parent",
                       "Could not find issue by id or key."); /* for sub-tasks, too */
    } else if (parent >= 0 && (!fits_above(change, parent) || parent == issue->id)) {
        change_problem(change, "parent",
                       "Given parent work item does not belong to appropriate hierarchy.");
    } else if (parent != issue->parent) {
        const char *from = issue_key(change->sandbox, change->arena, issue->parent);
        const char *to = issue_key(change->sandbox, change->arena, parent);
        change_number(change, "parent", "IssueParentAssociation", parent, from, to);
        issue->parent = parent;
    }
}
