#include "sandbox/jira/issue_parts.h"

#include "sandbox/text/duration.h"

#include "atlcli/clock.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* "visibility" as it was given, in the arena; NULL for everybody. */
static const char *read_visibility(struct issue_change *change, const cJSON *value)
{
    const cJSON *visibility = atl_json_member(value, "visibility");
    if (!cJSON_IsObject(visibility)) {
        return NULL;
    }
    char *printed = atl_json_print(visibility, false);
    const char *copy = atl_arena_strdup(change->arena, printed);
    free(printed);
    return copy;
}

int64_t comment_add(struct issue_change *change, const cJSON *comment)
{
    const char *body;
    const char *text;
    if (!body_read(change->sandbox, change->arena, atl_json_member(comment, "body"), &body,
                   &text)) {
        change_problem(change, "comment",
                       sandbox_is_cloud(change->sandbox) ? "Comment body is not valid!"
                                                         : "Comment body must be a string");
        return -1;
    }
    if (atl_text_is_empty(text)) {
        change_problem(change, "comment", "Comment body can not be empty!");
        return -1;
    }
    return store_insert(&change->sandbox->store,
                        "INSERT INTO comment (issue, author, editor, created, updated, body, "
                        "body_text, visibility) VALUES (?1, ?2, ?2, ?3, ?3, ?4, ?5, ?6)",
                        VALUES(sql_integer(change->issue.id), sql_integer(SANDBOX_ME),
                               sql_integer(change->now_ms), sql_text(body), sql_text(text),
                               sql_text(read_visibility(change, comment))));
}

/* ---- worklogs ---- */

static bool read_seconds(struct issue_change *change, const cJSON *worklog, int64_t *seconds)
{
    const char *text = atl_json_text(worklog, "timeSpent", NULL);
    *seconds = atl_json_integer(worklog, "timeSpentSeconds", -1);
    if (text != NULL && !duration_parse(text, seconds)) {
        return change_problem(change, "timeLogged", "Invalid time duration entered: '%s'.", text);
    }
    return *seconds > 0 || change_problem(change, "timeLogged", "Worklog must not be null.");
}

/* When the work was begun: now, unless it says. */
static bool read_started(struct issue_change *change, const cJSON *worklog, int64_t *started)
{
    const char *text = atl_json_text(worklog, "started", NULL);
    *started = change->now_ms;
    return text == NULL || atl_clock_parse_iso8601(text, started) ||
           change_problem(change, "started", "Error parsing date string: %s", text);
}

/* Logging work adds to the time spent and takes it from what remains. */
static void count_time(struct issue_change *change, int64_t seconds)
{
    struct jira_issue *issue = &change->issue;
    int64_t spent = (issue->time_spent < 0 ? 0 : issue->time_spent) + seconds;
    int64_t remaining = issue->remaining_estimate - seconds;
    change_number(change, "time_spent", "timespent", spent,
                  issue->time_spent < 0
                      ? NULL
                      : atl_arena_printf(change->arena, "%" PRId64, issue->time_spent),
                  atl_arena_printf(change->arena, "%" PRId64, spent));
    issue->time_spent = spent;
    if (issue->remaining_estimate >= 0) {
        remaining = remaining < 0 ? 0 : remaining;
        change_number(change, "remaining_estimate", "timeestimate", remaining,
                      atl_arena_printf(change->arena, "%" PRId64, issue->remaining_estimate),
                      atl_arena_printf(change->arena, "%" PRId64, remaining));
        issue->remaining_estimate = remaining;
    }
}

int64_t worklog_add(struct issue_change *change, const cJSON *worklog)
{
    int64_t seconds;
    int64_t started;
    const char *body;
    const char *text;
    if (!read_seconds(change, worklog, &seconds) || !read_started(change, worklog, &started)) {
        return -1;
    }
    if (!body_read(change->sandbox, change->arena, atl_json_member(worklog, "comment"), &body,
                   &text)) {
        change_problem(change, "comment", "Comment body is not valid!");
        return -1;
    }
    count_time(change, seconds);
    return store_insert(
        &change->sandbox->store,
        "INSERT INTO worklog (issue, author, editor, created, updated, started, seconds, body, "
        "body_text, visibility) VALUES (?1, ?2, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8)",
        VALUES(sql_integer(change->issue.id), sql_integer(SANDBOX_ME), sql_integer(change->now_ms),
               sql_integer(started), sql_integer(seconds), sql_text(body), sql_text(text),
               sql_text(read_visibility(change, worklog))));
}

/* ---- links ---- */

/* The issue at one end; the change's own when it isn't named, -1 with a problem when unknown. */
static int64_t read_end(struct issue_change *change, const cJSON *link, const char *member)
{
    const cJSON *end = atl_json_member(link, member);
    if (end == NULL) {
        return change->issue.id;
    }
    const char *key = atl_json_text(end, "key", atl_json_text(end, "id", ""));
    int64_t id = issue_find(change->sandbox, key);
    if (id < 0) {
        change_problem(change, NULL, "No issue could be found with issue key '%s'.", key);
        change->problems->status = 404;
    }
    return id;
}

static void record_link(struct issue_change *change, int64_t type, bool outward, int64_t other)
{
    const char *key = issue_key(change->sandbox, change->arena, other);
    const char *words = store_text(&change->sandbox->store, change->arena,
                                   outward ? "SELECT outward FROM link_type WHERE id = ?"
                                           : "SELECT inward FROM link_type WHERE id = ?",
                                   VALUES(sql_integer(type)));
    change_record(change, "Link", "issuelinks", NULL, NULL, key,
                  atl_arena_printf(change->arena, "This work item %s %s", words, key));
}

/* The line in the other issue's history. */
static void record_at_other_end(struct issue_change *change, int64_t type, bool outward,
                                int64_t other)
{
    struct issue_change there;
    if (change_begin(&there, change->sandbox, change->arena, change->problems, other)) {
        there.number = change->number;
        record_link(&there, type, !outward, change->issue.id);
        change_end(&there);
    }
}

int64_t link_add(struct issue_change *change, const cJSON *link)
{
    struct store *store = &change->sandbox->store;
    int64_t type = find_named(change->sandbox, "link_type", "", atl_json_member(link, "type"));
    if (type < 0) {
        change_problem(change, NULL, "No issue link type with name '%s' found.",
                       named_text(atl_json_member(link, "type")));
        change->problems->status = 404;
        return -1;
    }
    /* "inwardIssue blocks outwardIssue": the inward one is where the link starts. */
    int64_t source = read_end(change, link, "inwardIssue");
    int64_t destination = read_end(change, link, "outwardIssue");
    if (source < 0 || destination < 0) {
        return -1;
    }
    if (source == destination) {
        change_problem(change, NULL, "You cannot link an issue to itself.");
        return -1;
    }
    int64_t existing = store_integer(
        store, -1, "SELECT id FROM issue_link WHERE type = ? AND source = ? AND destination = ?",
        VALUES(sql_integer(type), sql_integer(source), sql_integer(destination)));
    if (existing >= 0) {
        return existing;
    }
    bool outward = source == change->issue.id;
    record_link(change, type, outward, outward ? destination : source);
    record_at_other_end(change, type, outward, outward ? destination : source);
    return store_insert(
        store, "INSERT INTO issue_link (type, source, destination, created) VALUES (?, ?, ?, ?)",
        VALUES(sql_integer(type), sql_integer(source), sql_integer(destination),
               sql_integer(change->now_ms)));
}

bool part_add(struct issue_change *change, const char *field, enum operation operation,
              const cJSON *value)
{
    if (operation != OPERATION_ADD) {
        return false;
    }
    if (strcmp(field, "comment") == 0) {
        comment_add(change, value);
    } else if (strcmp(field, "worklog") == 0) {
        worklog_add(change, value);
    } else if (strcmp(field, "issuelinks") == 0) {
        link_add(change, value);
    } else {
        return false;
    }
    return true;
}
