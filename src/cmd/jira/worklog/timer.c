/* jira worklog timer: start, status, cancel. */
#include "cmd/jira/worklog/timer.h"
#include "atlcli/clock.h"
#include "atlcli/jira_issue.h"
#include "atlcli/when.h"
#include "cli/output.h"
#include "cli/prompt.h"
#include "cmd/connect.h"
#include "cmd/jira/key.h"
#include "cmd/jira/worklog/worklog.h"

#include <inttypes.h>

const struct atl_command atl_command_jira_worklog_timer = {
    .words = "jira worklog timer",
    .summary = "Measure work and log it",
    .description =
        "A timer belongs to an issue and a profile; several may run at once. It is kept in the "
        "configuration directory, so it goes on when the terminal is closed or the machine starts "
        "anew, and until its work is logged for certain.",
    .examples = (const struct atl_example[]){{"jira worklog timer start WEB-12", "Begin"},
                                             {"jira worklog timer stop --round 15m",
                                              "Log what it took, to the quarter of an hour"},
                                             {0}},
};

/* ---- what there is ---- */

const struct jira_timer *jira_timer_find(const struct jira_timers *timers, const char *key)
{
    for (size_t i = 0; i < timers->count; i++) {
        if (atl_text_equal(timers->timers[i].key, key)) {
            return &timers->timers[i];
        }
    }
    return NULL;
}

/* NULL: none is given. */
static enum atl_status read_key(struct atl_context *context, const char **key,
                                struct atl_error *error)
{
    *key = NULL;
    return atl_argument(context, "KEY") == NULL && atl_option_text(context, "key") == NULL
               ? ATL_OK
               : jira_key_read(context, key, error);
}

enum atl_status jira_timer_check_key(struct atl_context *context, struct atl_error *error)
{
    const char *key;
    return read_key(context, &key, error);
}

enum atl_status jira_timer_choose(struct atl_context *context, struct jira_timer *timer,
                                  struct atl_error *error)
{
    const char *key;
    struct jira_timers timers;
    enum atl_status status = read_key(context, &key, error);
    if (status == ATL_OK) {
        status = jira_timers_read(context, &timers, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    const struct jira_timer *found =
        key == NULL && timers.count == 1 ? &timers.timers[0] : jira_timer_find(&timers, key);
    if (found != NULL) {
        *timer = *found;
        return ATL_OK;
    }
    if (key == NULL && timers.count > 1) {
        atl_fail(error, ATL_USAGE, "%zu timers are there: say which", timers.count);
    } else if (key == NULL) {
        atl_fail(error, ATL_NOT_FOUND, "no timer is running");
    } else {
        atl_fail(error, ATL_NOT_FOUND, "no timer is running for %s", key);
    }
    for (size_t i = 0; i < timers.count; i++) {
        atl_hint(error, "%s: %s", timers.timers[i].key, timers.timers[i].summary);
    }
    if (timers.count == 0) {
        atl_hint(error, "start one: atlcli jira worklog timer start %s", key == NULL ? "KEY" : key);
    }
    return timers.count > 1 && key == NULL ? ATL_USAGE : ATL_NOT_FOUND;
}

int64_t jira_timer_seconds(const struct jira_timer *timer)
{
    int64_t end_ms = timer->stopped_ms < 0 ? atl_clock_wall_ms() : timer->stopped_ms;
    return end_ms > timer->started_ms ? (end_ms - timer->started_ms) / 1000 : 0;
}

cJSON *jira_timer_describe(struct atl_context *context, const struct jira_timer *timer)
{
    cJSON *object = cJSON_CreateObject();
    int64_t seconds = jira_timer_seconds(timer);
    atl_json_set_text(object, "key", timer->key);
    atl_json_set_text(object, "summary", timer->summary);
    atl_json_set_text(object, "started",
                      atl_clock_format_iso8601(context->arena, timer->started_ms));
    atl_json_set_text(object, "state", timer->stopped_ms < 0 ? "running" : "not logged yet");
    atl_json_set_text(object, "elapsed", atl_jira_duration_format(context->arena, seconds, NULL));
    cJSON_AddNumberToObject(object, "elapsedSeconds", (double)seconds);
    atl_json_set_text(object, "comment", timer->comment);
    return object;
}

/* ---- start ---- */

static enum atl_status fail_running(struct atl_context *context, const struct jira_timer *timer,
                                    struct atl_error *error)
{
    const char *since = atl_when_format(context->arena, timer->started_ms, "%Y-%m-%d %H:%M");
    if (timer->stopped_ms < 0) {
        atl_fail(error, ATL_CONFLICT, "a timer for %s is running since %s", timer->key, since);
    } else {
        atl_fail(error, ATL_CONFLICT, "the timer for %s from %s was stopped, but isn't logged yet",
                 timer->key, since);
    }
    atl_hint(error, "log its work: atlcli jira worklog timer stop %s", timer->key);
    atl_hint(error, "or drop it: atlcli jira worklog timer cancel %s", timer->key);
    return ATL_CONFLICT;
}

/* What it is called now: it may have been moved since somebody wrote the key down. */
static enum atl_status read_issue(struct atl_context *context, struct atl_http *http,
                                  struct jira_timer *timer, struct atl_error *error)
{
    static const char *const fields[] = {"summary", NULL};
    const cJSON *issue;
    enum atl_status status =
        atl_jira_issue_get(http, context->arena, timer->key, fields, NULL, &issue, error);
    if (status != ATL_OK) {
        return status;
    }
    timer->summary = atl_json_text(issue, "fields.summary", "");
    /* It becomes the name of a file. */
    return jira_key_parse(context->arena, atl_json_text(issue, "key", timer->key), &timer->key,
                          NULL) == ATL_OK
               ? ATL_OK
               : atl_fail(error, ATL_FAILED, "the server's answer doesn't say the issue's key");
}

static enum atl_status start(struct atl_context *context, struct atl_http *http,
                             struct jira_timer *timer, struct atl_error *error)
{
    struct jira_timers timers;
    enum atl_status status = jira_timers_read(context, &timers, error);
    if (status == ATL_OK) {
        const struct jira_timer *running = jira_timer_find(&timers, timer->key);
        status = running == NULL ? ATL_OK : fail_running(context, running, error);
    }
    if (status == ATL_OK) {
        status = read_issue(context, http, timer, error);
    }
    if (status == ATL_OK) {
        /* The issue may have another key by now. */
        const struct jira_timer *running = jira_timer_find(&timers, timer->key);
        status = running == NULL ? jira_timer_write(context, timer, error)
                                 : fail_running(context, running, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = jira_timer_describe(context, timer);
    status = atl_output_message(
        context->output, object, error, "Started a timer for %s at %s (%s)", timer->key,
        atl_when_format(context->arena, timer->started_ms, "%H:%M"), timer->summary);
    cJSON_Delete(object);
    return status;
}

static enum atl_status run_start(struct atl_context *context, struct atl_error *error)
{
    struct jira_timer timer = {.site = context->account->site,
                               .comment = atl_option_text(context, "comment"),
                               .stopped_ms = -1,
                               .sent_ms = -1};
    struct atl_file_lock lock;
    int64_t now_ms = atl_clock_wall_ms();
    enum atl_status status = jira_key_read(context, &timer.key, error);
    if (status == ATL_OK) {
        status = jira_worklog_moment(context, "started", &timer.started_ms, error);
    }
    if (status == ATL_OK && timer.started_ms > now_ms) {
        status = atl_fail(error, ATL_USAGE, "--started: that is yet to come");
    }
    if (status == ATL_OK) {
        timer.started_ms = timer.started_ms < 0 ? now_ms : timer.started_ms;
        status = jira_timers_lock(context, &lock, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    struct atl_http *http = atl_connect(context);
    status = jira_worklog_end(http, start(context, http, &timer, error), error);
    jira_timers_unlock(&lock);
    return status;
}

const struct atl_command atl_command_jira_worklog_timer_start = {
    .words = "jira worklog timer start",
    .summary = "Start a timer for an issue",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, {0}},
    .options = (const struct atl_option[]){JIRA_KEY_OPTION,
                                           {.name = "started",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "DATE",
                                            .summary = "When it was begun: -10m, 9:00",
                                            .shown_default = "now"},
                                           {.name = "comment",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "TEXT",
                                            .summary = "What is to be done, in Markdown"},
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"jira worklog timer start WEB-12", "From now on"},
            {"jira worklog timer start WEB-12 --started -10m --comment 'Review'",
             "Since ten minutes ago"},
            {0}},
    .fields = (const struct atl_column[]){JIRA_TIMER_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_start,
};

/* ---- status ---- */

static const struct atl_column columns[] = {
    {.key = "key", .heading = "KEY", .style = ATL_STYLE_NAME},
    {.key = "started", .heading = "STARTED", .kind = ATL_CELL_TIME},
    {.key = "elapsed", .heading = "ELAPSED"},
    {.key = "state", .heading = "STATE"},
    {.key = "summary", .heading = "SUMMARY", .shrinks = true},
    {.key = "comment", .heading = "COMMENT", .extra = true},
    {.key = "elapsedSeconds", .heading = "SECONDS", .kind = ATL_CELL_INTEGER, .extra = true},
    {0},
};

static enum atl_status run_status(struct atl_context *context, struct atl_error *error)
{
    static const struct atl_listing listing = {
        .name = "timers", .columns = columns, .when_empty = "No timer is running."};
    struct jira_timers timers = {0};
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    if (status == ATL_OK) {
        status = jira_timers_read(context, &timers, error);
    }
    for (size_t i = 0; status == ATL_OK && i < timers.count; i++) {
        cJSON *row = jira_timer_describe(context, &timers.timers[i]);
        status = atl_output_object(context->output, row, error);
        cJSON_Delete(row);
    }
    return status == ATL_OK ? atl_output_end(context->output, error) : status;
}

const struct atl_command atl_command_jira_worklog_timer_status = {
    .words = "jira worklog timer status",
    .summary = "Show the timers that run",
    .description = "Those of the profile, without asking its site.",
    .examples = (const struct atl_example[]){{"jira worklog timer status", "For people"},
                                             {"jira worklog timer status --json", "For a prompt"},
                                             {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_status,
};

/* ---- cancel ---- */

static enum atl_status cancel(struct atl_context *context, struct atl_error *error)
{
    struct jira_timer timer;
    enum atl_status status = jira_timer_choose(context, &timer, error);
    if (status != ATL_OK) {
        return status;
    }
    const char *elapsed =
        atl_jira_duration_format(context->arena, jira_timer_seconds(&timer), NULL);
    status = atl_prompt_confirm(context,
                                atl_arena_printf(context->arena,
                                                 "Drop the timer for %s (%s) without logging it?",
                                                 timer.key, elapsed),
                                error);
    if (status == ATL_OK) {
        status = jira_timer_remove(context, &timer, error);
    }
    if (status == ATL_OK) {
        cJSON *object = jira_timer_describe(context, &timer);
        atl_json_set_text(object, "state", "cancelled");
        status = atl_output_message(context->output, object, error, "Dropped the timer for %s (%s)",
                                    timer.key, elapsed);
        cJSON_Delete(object);
    }
    return status;
}

static enum atl_status run_cancel(struct atl_context *context, struct atl_error *error)
{
    struct atl_file_lock lock;
    enum atl_status status = jira_timer_check_key(context, error);
    if (status == ATL_OK) {
        status = jira_timers_lock(context, &lock, error);
    }
    if (status == ATL_OK) {
        status = cancel(context, error);
        jira_timers_unlock(&lock);
    }
    return status;
}

const struct atl_command atl_command_jira_worklog_timer_cancel = {
    .words = "jira worklog timer cancel",
    .summary = "Drop a timer without logging its work",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){JIRA_KEY_OPTION,
                                    {.name = "yes",
                                     .alias = "confirm",
                                     .letter = 'y',
                                     .summary = "Don't ask; needed when there is no terminal"},
                                    {0}},
    .examples =
        (const struct atl_example[]){{"jira worklog timer cancel", "The only one there is"},
                                     {"jira worklog timer cancel WEB-12 --yes", "In a script"},
                                     {0}},
    .fields = (const struct atl_column[]){JIRA_TIMER_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_cancel,
};
