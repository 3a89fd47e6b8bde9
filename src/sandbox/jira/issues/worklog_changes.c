/* Work that is logged, and what it does to an issue's estimates. */
#include "sandbox/jira/issues/issue_parts.h"
#include "sandbox/text/duration.h"

#include "atlcli/clock.h"

#include <inttypes.h>

static bool read_seconds(struct issue_change *change, const cJSON *worklog, int64_t *seconds)
{
    const char *text = atl_json_text(worklog, "timeSpent", NULL);
    *seconds = atl_json_integer(worklog, "timeSpentSeconds", -1);
    if (text != NULL && !duration_parse(text, &change->sandbox->options.working_time, seconds)) {
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

static const char *seconds_text(struct issue_change *change, int64_t seconds)
{
    return seconds < 0 ? NULL : atl_arena_printf(change->arena, "%" PRId64, seconds);
}

static void set_spent(struct issue_change *change, int64_t seconds)
{
    struct jira_issue *issue = &change->issue;
    change_number(change, "time_spent", "timespent", seconds,
                  seconds_text(change, issue->time_spent), seconds_text(change, seconds));
    issue->time_spent = seconds;
}

static void set_remaining(struct issue_change *change, int64_t seconds)
{
    struct jira_issue *issue = &change->issue;
    seconds = seconds < 0 ? 0 : seconds;
    change_number(change, "remaining_estimate", "timeestimate", seconds,
                  seconds_text(change, issue->remaining_estimate), seconds_text(change, seconds));
    issue->remaining_estimate = seconds;
}

/* All the work that is logged. */
static int64_t sum_of(struct issue_change *change)
{
    return store_integer(&change->sandbox->store, 0,
                         "SELECT sum(seconds) FROM worklog WHERE issue = ?",
                         VALUES(sql_integer(change->issue.id)));
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
    int64_t id = store_insert(
        &change->sandbox->store,
        "INSERT INTO worklog (issue, author, editor, created, updated, started, seconds, body, "
        "body_text, visibility) VALUES (?1, ?2, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8)",
        VALUES(sql_integer(change->issue.id), sql_integer(SANDBOX_ME), sql_integer(change->now_ms),
               sql_integer(started), sql_integer(seconds), sql_text(body), sql_text(text),
               sql_text(visibility_read(change, worklog))));
    set_spent(change, sum_of(change));
    change->logged_seconds = seconds;
    return id;
}

bool worklog_adjust(struct issue_change *change, const char *adjust, const char *estimate,
                    const char *amount)
{
    int64_t remaining = change->issue.remaining_estimate;
    int64_t seconds = change->logged_seconds;
    const struct working_time *working = &change->sandbox->options.working_time;
    if (atl_text_equal(adjust, "leave")) {
        return true;
    }
    if (atl_text_equal(adjust, "new")) {
        if (estimate == NULL || !duration_parse(estimate, working, &seconds)) {
            return change_problem(change, "newEstimate", "You must supply a valid new estimate.");
        }
        set_remaining(change, seconds);
        return true;
    }
    if (atl_text_equal(adjust, "manual")) {
        bool takes_away = seconds < 0;
        if (amount == NULL || !duration_parse(amount, working, &seconds)) {
            return change_problem(
                change, "adjustmentAmount",
                "You must supply a valid amount of time to adjust the estimate by.");
        }
        seconds = takes_away ? -seconds : seconds;
    }
    if (remaining >= 0) {
        set_remaining(change, remaining - seconds);
    }
    return true;
}

static int64_t seconds_of(struct issue_change *change, int64_t id)
{
    return store_integer(&change->sandbox->store, 0, "SELECT seconds FROM worklog WHERE id = ?",
                         VALUES(sql_integer(id)));
}

static void write_worklog(struct issue_change *change, int64_t id, int64_t seconds, int64_t started)
{
    store_run(&change->sandbox->store,
              "UPDATE worklog SET seconds = iif(?1 > 0, ?1, seconds), started = iif(?2 >= 0, ?2, "
              "started), editor = ?3, updated = ?4 WHERE id = ?5",
              VALUES(sql_integer(seconds), sql_integer(started), sql_integer(SANDBOX_ME),
                     sql_integer(change->now_ms), sql_integer(id)));
}

bool worklog_edit(struct issue_change *change, int64_t id, const cJSON *worklog)
{
    int64_t seconds = -1;
    int64_t started = -1;
    const char *body;
    const char *text;
    bool has_time = atl_json_member(worklog, "timeSpent") != NULL ||
                    atl_json_member(worklog, "timeSpentSeconds") != NULL;
    if ((has_time && !read_seconds(change, worklog, &seconds)) ||
        (atl_json_member(worklog, "started") != NULL && !read_started(change, worklog, &started))) {
        return false;
    }
    const cJSON *comment = atl_json_member(worklog, "comment");
    if (!body_read(change->sandbox, change->arena, comment, &body, &text)) {
        return change_problem(change, "comment", "Comment body is not valid!");
    }
    int64_t before = seconds_of(change, id);
    write_worklog(change, id, seconds, started);
    change->logged_seconds = seconds_of(change, id) - before;
    if (comment != NULL) {
        store_run(&change->sandbox->store,
                  "UPDATE worklog SET body = ?, body_text = ? WHERE id = ?",
                  VALUES(sql_text(body), sql_text(text), sql_integer(id)));
    }
    set_spent(change, sum_of(change));
    return true;
}

void worklog_delete(struct issue_change *change, int64_t id)
{
    struct store *store = &change->sandbox->store;
    change->logged_seconds = -seconds_of(change, id);
    store_run(store, "DELETE FROM worklog WHERE id = ?", VALUES(sql_integer(id)));
    store_run(store, "INSERT INTO deleted_worklog (id, deleted) VALUES (?, ?)",
              VALUES(sql_integer(id), sql_integer(change->now_ms)));
    set_spent(change, sum_of(change));
}
