/* jira worklog add, update. */
#include "atlcli/clock.h"
#include "cli/output.h"
#include "cmd/connect.h"
#include "cmd/jira/key.h"
#include "cmd/jira/text.h"
#include "cmd/jira/worklog/worklog.h"

enum {
    LEAST_SECONDS = 60, /* that Jira logs */
};

/* The comment as the site takes it; NULL when none was given. Tied to the context's arena. */
static enum atl_status read_comment(struct atl_context *context, struct atl_http *http,
                                    struct atl_jira_work *work, struct atl_error *error)
{
    const char *markdown;
    cJSON *comment;
    enum atl_status status = jira_text_option(context, "comment", "comment-file", &markdown, error);
    if (status == ATL_OK && markdown != NULL) {
        status = jira_text_from_markdown(context, http, markdown, &comment, error);
        if (status == ATL_OK) {
            work->comment = atl_json_keep(context->arena, comment);
        }
    }
    return status;
}

static enum atl_status report(struct atl_context *context, const struct atl_jira_worklog *worklog,
                              const char *key, const char *what, struct atl_error *error)
{
    cJSON *object;
    enum atl_status status = jira_worklog_describe(worklog, key, &object, error);
    if (status == ATL_OK) {
        atl_json_set_text(object, "url", jira_key_url(context, key));
        status = atl_output_message(
            context->output, object, error, "%s %s on %s (worklog %s)", what,
            atl_jira_duration_format(context->arena, worklog->seconds, NULL), key, worklog->id);
        cJSON_Delete(object);
    }
    return status;
}

/* ---- add ---- */

/* KEY TIME, or with --key the first argument is the time; or --time. */
static enum atl_status read_arguments(struct atl_context *context, const char **key,
                                      const char **time, struct atl_error *error)
{
    const char *first = atl_argument(context, "KEY");
    const char *second = atl_argument(context, "TIME");
    const char *key_option = atl_option_text(context, "key");
    const char *time_option = atl_option_text(context, "time");
    if (key_option != NULL && second == NULL) {
        second = first;
        first = NULL;
    }
    const char *given = key_option != NULL ? key_option : first;
    *time = time_option != NULL ? time_option : second;
    if (given == NULL || *time == NULL) {
        atl_fail(error, ATL_USAGE,
                 given == NULL ? "say which issue: its key is missing" : "say how long it took");
        atl_hint(error, "for example: atlcli jira worklog add ATL-1 1h30m");
        return ATL_USAGE;
    }
    if ((key_option != NULL && first != NULL) || (time_option != NULL && second != NULL)) {
        return atl_fail(error, ATL_USAGE, "the %s is given twice",
                        time_option != NULL && second != NULL ? "time" : "issue");
    }
    return jira_key_parse(context->arena, given, key, error);
}

static enum atl_status add(struct atl_context *context, struct atl_http *http, const char *key,
                           const char *time, struct atl_error *error)
{
    struct atl_jira_work work = {0};
    struct atl_jira_worklog worklog;
    enum atl_status status = jira_worklog_moment(context, "started", &work.started_ms, error);
    if (status == ATL_OK) {
        work.started_ms = work.started_ms < 0 ? atl_clock_wall_ms() : work.started_ms;
        status =
            jira_worklog_duration(context, http, "TIME", time, LEAST_SECONDS, &work.seconds, error);
    }
    if (status == ATL_OK) {
        status = jira_worklog_adjustment(context, http, "reduce-by", &work, error);
    }
    if (status == ATL_OK) {
        status = read_comment(context, http, &work, error);
    }
    if (status == ATL_OK) {
        status = atl_jira_worklog_add(http, context->arena, key, &work, &worklog, error);
        if (status != ATL_OK && atl_error_is_in_doubt(error)) {
            atl_hint(error,
                     "see whether it is there before logging it again: atlcli jira worklog "
                     "list %s --user me",
                     key);
        }
    }
    return status == ATL_OK ? report(context, &worklog, key, "Logged", error) : status;
}

static enum atl_status run_add(struct atl_context *context, struct atl_error *error)
{
    const char *key = NULL;
    const char *time = NULL;
    enum atl_status status = read_arguments(context, &key, &time, error);
    if (status != ATL_OK) {
        return status;
    }
    struct atl_http *http = atl_connect(context);
    return jira_worklog_end(http, add(context, http, key, time, error), error);
}

#define STARTED_OPTION                                                                             \
    {                                                                                              \
        .name = "started", .kind = ATL_OPTION_TEXT, .value = "DATE",                               \
        .summary =                                                                                 \
            "When it was begun: 2026-12-01 09:30, 'yesterday 9:00', 2h (ago); a day alone keeps "  \
            "the time of day"                                                                      \
    }

const struct atl_command atl_command_jira_worklog_add = {
    .words = "jira worklog add",
    .summary = "Log work on an issue",
    .description =
        "The remaining estimate goes down by the time logged, unless --adjust-estimate says "
        "otherwise: new sets it to --new-estimate, manual takes --reduce-by off it, leave leaves "
        "it. When the answer is lost the issue's worklogs are looked through, so that nothing is "
        "logged twice.",
    .arguments =
        (const struct atl_argument[]){
            {.name = "KEY",
             .summary = "Issue, such as ATL-1, or the address of its page",
             .arity = ATL_OPTIONAL},
            {.name = "TIME", .summary = "How long it took: 1h30m", .arity = ATL_OPTIONAL},
            {0}},
    .options = (const struct atl_option[]){JIRA_KEY_OPTION,
                                           {.name = "time",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "DURATION",
                                            .summary = "The same as the argument TIME"},
                                           STARTED_OPTION,
                                           JIRA_WORKLOG_ADD_OPTIONS,
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"jira worklog add WEB-12 1h30m --comment 'Found the **leak**'", "What was just done"},
            {"jira worklog add WEB-12 '1d 2h' --started 'yesterday 9:00' --adjust-estimate leave",
             "Yesterday's, without touching the estimate"},
            {"jira worklog add --key WEB-12 --time 45m --new-estimate 2h", "And two hours remain"},
            {0}},
    .fields = (const struct atl_column[]){JIRA_WORKLOG_MEMBERS, {.key = "url"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_add,
};

/* ---- update ---- */

static enum atl_status update(struct atl_context *context, struct atl_http *http, const char *key,
                              const char *id, struct atl_error *error)
{
    const char *time = atl_option_text(context, "time");
    struct atl_jira_work work = {0};
    struct atl_jira_worklog worklog;
    enum atl_status status = jira_worklog_moment(context, "started", &work.started_ms, error);
    if (status == ATL_OK && time != NULL) {
        status = jira_worklog_duration(context, http, "--time", time, LEAST_SECONDS, &work.seconds,
                                       error);
    }
    if (status == ATL_OK) {
        status = jira_worklog_adjustment(context, http, NULL, &work, error);
    }
    if (status == ATL_OK) {
        status = read_comment(context, http, &work, error);
    }
    if (status == ATL_OK && work.seconds == 0 && work.started_ms < 0 && work.comment == NULL) {
        status = atl_fail(error, ATL_USAGE, "say what to change: --time, --started or --comment");
    }
    if (status == ATL_OK) {
        status = atl_jira_worklog_update(http, context->arena, key, id, &work, &worklog, error);
        if (status == ATL_NOT_FOUND) {
            atl_hint(error, "see the work that is logged: atlcli jira worklog list %s", key);
        }
    }
    return status == ATL_OK ? report(context, &worklog, key, "Changed to", error) : status;
}

static enum atl_status run_update(struct atl_context *context, struct atl_error *error)
{
    const char *key;
    const char *id;
    enum atl_status status = jira_worklog_named(context, &key, &id, error);
    if (status != ATL_OK) {
        return status;
    }
    struct atl_http *http = atl_connect(context);
    return jira_worklog_end(http, update(context, http, key, id, error), error);
}

const struct atl_command atl_command_jira_worklog_update = {
    .words = "jira worklog update",
    .summary = "Change a worklog",
    .description = "What isn't given stays. The remaining estimate changes by the difference in "
                   "time, unless --adjust-estimate says otherwise.",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, JIRA_WORKLOG_ID_ARGUMENT, {0}},
    .options = (const struct atl_option[]){JIRA_KEY_OPTION,
                                           {.name = "time",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "DURATION",
                                            .summary = "How long it took: 1h30m"},
                                           STARTED_OPTION,
                                           {.name = "comment",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "TEXT",
                                            .summary = "What was done, in Markdown"},
                                           {.name = "comment-file",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "FILE",
                                            .summary = "The same from a file, - for standard input",
                                            .completion = ATL_COMPLETE_FILE},
                                           {.name = "adjust-estimate",
                                            .kind = ATL_OPTION_CHOICE,
                                            .value = "HOW",
                                            .summary = "What becomes of the remaining estimate",
                                            .shown_default = "auto",
                                            .choices = (const char *const[]){"auto", "new", "leave",
                                                                             NULL}},
                                           JIRA_WORKLOG_NEW_ESTIMATE_OPTION,
                                           JIRA_WORKLOG_NOTIFY_OPTION,
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"jira worklog update WEB-12 10042 --time 2h", "It took longer"},
            {"jira worklog update WEB-12 10042 --started 'yesterday 14:00' --comment 'With Kim'",
             "When, and with whom"},
            {0}},
    .fields = (const struct atl_column[]){JIRA_WORKLOG_MEMBERS, {.key = "url"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_update,
};
