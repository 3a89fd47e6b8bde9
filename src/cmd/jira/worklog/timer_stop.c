/* jira worklog timer stop: logs what was measured, once and for certain. */
#include "atlcli/clock.h"
#include "cli/output.h"
#include "cmd/connect.h"
#include "cmd/jira/key.h"
#include "cmd/jira/text.h"
#include "cmd/jira/worklog/timer.h"
#include "cmd/jira/worklog/worklog.h"

enum {
    MINUTE_SECONDS = 60,
};

struct stopping {
    struct atl_context *context;
    struct atl_http *http;
    struct jira_timer timer;
    struct atl_jira_work work;
    struct atl_jira_worklog worklog;
};

/* ---- what is to be logged ---- */

/* The moment at which it was stopped first holds, however often sending it takes. */
static enum atl_status set_end(struct stopping *stopping, struct atl_error *error)
{
    int64_t end_ms;
    enum atl_status status = jira_worklog_moment(stopping->context, "at", &end_ms, error);
    if (status == ATL_OK && end_ms > atl_clock_wall_ms()) {
        status = atl_fail(error, ATL_USAGE, "--at: that is yet to come");
    }
    if (status != ATL_OK) {
        return status;
    }
    if (end_ms >= 0) {
        stopping->timer.stopped_ms = end_ms;
    } else if (stopping->timer.stopped_ms < 0) {
        stopping->timer.stopped_ms = atl_clock_wall_ms();
    }
    return stopping->timer.stopped_ms >= stopping->timer.started_ms
               ? ATL_OK
               : atl_fail(error, ATL_USAGE, "the timer for %s was started after that",
                          stopping->timer.key);
}

/* To the nearest whole unit, and never to none. */
static enum atl_status set_seconds(struct stopping *stopping, struct atl_error *error)
{
    const char *round = atl_option_text(stopping->context, "round");
    int64_t unit = MINUTE_SECONDS;
    enum atl_status status = ATL_OK;
    if (round != NULL) {
        status = jira_worklog_duration(stopping->context, stopping->http, "--round", round,
                                       MINUTE_SECONDS, &unit, error);
    }
    int64_t seconds = jira_timer_seconds(&stopping->timer);
    int64_t units = (seconds + unit / 2) / unit;
    stopping->work.seconds = (units > 0 ? units : 1) * unit;
    stopping->work.started_ms = stopping->timer.started_ms;
    return status;
}

static enum atl_status set_comment(struct stopping *stopping, struct atl_error *error)
{
    const char *markdown;
    cJSON *comment;
    enum atl_status status =
        jira_text_option(stopping->context, "comment", "comment-file", &markdown, error);
    if (status == ATL_OK && markdown != NULL) {
        stopping->timer.comment = markdown;
    }
    if (status == ATL_OK && stopping->timer.comment != NULL) {
        status = jira_text_from_markdown(stopping->context, stopping->http, stopping->timer.comment,
                                         &comment, error);
        if (status == ATL_OK) {
            stopping->work.comment = atl_json_keep(stopping->context->arena, comment);
        }
    }
    return status;
}

static enum atl_status prepare(struct stopping *stopping, struct atl_error *error)
{
    enum atl_status status = jira_timer_choose(stopping->context, &stopping->timer, error);
    if (status == ATL_OK &&
        !atl_text_equal(stopping->timer.site, stopping->context->account->site)) {
        status = atl_fail(error, ATL_CONFLICT, "the timer for %s is of another site, %s",
                          stopping->timer.key, stopping->timer.site);
    }
    if (status == ATL_OK) {
        status = set_end(stopping, error);
    }
    if (status == ATL_OK) {
        status = set_seconds(stopping, error);
    }
    if (status == ATL_OK) {
        status = jira_worklog_adjustment(stopping->context, stopping->http, "reduce-by",
                                         &stopping->work, error);
    }
    return status == ATL_OK ? set_comment(stopping, error) : status;
}

/* ---- logging it ---- */

/* Whether a request that was sent before, perhaps by a process that was killed, did its work. */
static enum atl_status look_up(struct stopping *stopping, bool *is_there, struct atl_error *error)
{
    const struct atl_jira_work sent = {.seconds = stopping->timer.sent_seconds,
                                       .started_ms = stopping->timer.started_ms};
    *is_there = false;
    if (stopping->timer.sent_ms < 0) {
        return ATL_OK;
    }
    enum atl_status status =
        atl_jira_worklog_find(stopping->http, stopping->context->arena, stopping->timer.key, &sent,
                              stopping->timer.sent_ms, &stopping->worklog, error);
    *is_there = status == ATL_OK;
    return status == ATL_NOT_FOUND && error->http_status == 0 ? ATL_OK : status;
}

/* What is about to be sent is on the disk first. */
static enum atl_status send(struct stopping *stopping, struct atl_error *error)
{
    struct jira_timer *timer = &stopping->timer;
    timer->sent_ms = atl_clock_wall_ms();
    timer->sent_seconds = stopping->work.seconds;
    enum atl_status status = jira_timer_write(stopping->context, timer, error);
    if (status != ATL_OK) {
        return status;
    }
    status = atl_jira_worklog_add(stopping->http, stopping->context->arena, timer->key,
                                  &stopping->work, &stopping->worklog, error);
    if (status != ATL_OK && status != ATL_UNKNOWN_OUTCOME && status != ATL_CANCELLED) {
        timer->sent_ms = -1;
        jira_timer_write(stopping->context, timer, NULL);
    }
    if (status != ATL_OK) {
        atl_hint(error, "the timer is kept; log its work later: atlcli jira worklog timer stop %s",
                 timer->key);
    }
    return status;
}

static enum atl_status report(struct stopping *stopping, bool was_there, struct atl_error *error)
{
    struct atl_context *context = stopping->context;
    const char *key = stopping->timer.key;
    cJSON *object;
    enum atl_status status = jira_worklog_describe(&stopping->worklog, key, &object, error);
    if (status == ATL_OK) {
        atl_json_set_text(object, "url", jira_key_url(context, key));
        status = atl_output_message(
            context->output, object, error, "%s %s on %s (worklog %s)",
            was_there ? "Already logged:" : "Logged",
            atl_jira_duration_format(context->arena, stopping->worklog.seconds, NULL), key,
            stopping->worklog.id);
        cJSON_Delete(object);
    }
    return status;
}

static enum atl_status stop(struct stopping *stopping, struct atl_error *error)
{
    bool was_there = false;
    enum atl_status status = prepare(stopping, error);
    if (status == ATL_OK) {
        status = look_up(stopping, &was_there, error);
    }
    if (status == ATL_OK && !was_there) {
        status = send(stopping, error);
    }
    if (status == ATL_OK) {
        status = jira_timer_remove(stopping->context, &stopping->timer, error);
    }
    return status == ATL_OK ? report(stopping, was_there, error) : status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct stopping stopping = {.context = context};
    struct atl_file_lock lock;
    enum atl_status status = jira_timer_check_key(context, error);
    if (status == ATL_OK) {
        status = jira_timers_lock(context, &lock, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    stopping.http = atl_connect(context);
    status = jira_worklog_end(stopping.http, stop(&stopping, error), error);
    jira_timers_unlock(&lock);
    return status;
}

const struct atl_command atl_command_jira_worklog_timer_stop = {
    .words = "jira worklog timer stop",
    .summary = "Stop a timer and log its work",
    .description =
        "Logs the time since it was started, in whole minutes, or to the nearest --round, but at "
        "least one of them. When sending fails the timer stays as it was stopped, and another stop "
        "sends it; when the answer was lost that one looks first whether the work is there.",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, {0}},
    .options = (const struct atl_option[]){JIRA_KEY_OPTION,
                                           {.name = "round",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "DURATION",
                                            .summary = "Log whole units of this: 15m",
                                            .shown_default = "1m"},
                                           {.name = "at",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "DATE",
                                            .summary = "When it ended: -10m, 17:30",
                                            .shown_default = "now"},
                                           JIRA_WORKLOG_ADD_OPTIONS,
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"jira worklog timer stop", "The only one there is"},
            {"jira worklog timer stop WEB-12 --round 15m --comment 'Found the **leak**'",
             "To the quarter of an hour"},
            {0}},
    .fields = (const struct atl_column[]){JIRA_WORKLOG_MEMBERS, {.key = "url"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
