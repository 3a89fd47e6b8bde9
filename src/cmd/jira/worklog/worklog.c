/* jira worklog list, delete. */
#include "cmd/jira/worklog/worklog.h"

#include "cli/output.h"
#include "cli/prompt.h"
#include "cmd/connect.h"
#include "cmd/jira/key.h"

#include <inttypes.h>

const struct atl_command atl_command_jira_worklog = {
    .words = "jira worklog",
    .summary = "Log work, time it and report on it",
    .description =
        "Durations are written as Jira writes them: 1h 30m, 1.5h, 90m, '1w 2d 3h 30m', where a "
        "day and a week are as long as the site's time tracking settings say. Dates are written as "
        "2026-12-01, '2026-12-01 09:30', yesterday, 'yesterday 9:00', 2h or 7d (ago).",
    .examples = (const struct atl_example[]){{"jira worklog add WEB-12 1h30m", "Log work"},
                                             {"jira worklog timer start WEB-12", "Measure it"},
                                             {"jira worklog report --user me --by day",
                                              "Your hours of this week"},
                                             {0}},
};

/* ---- list ---- */

static const struct atl_column list_columns[] = {
    {.key = "id", .heading = "ID"},
    {.key = "author", .heading = "AUTHOR"},
    {.key = "started", .heading = "STARTED", .kind = ATL_CELL_TIME},
    {.key = "timeSpent", .heading = "TIME"},
    {.key = "comment", .heading = "COMMENT", .shrinks = true},
    {.key = "timeSpentSeconds", .heading = "SECONDS", .kind = ATL_CELL_INTEGER, .extra = true},
    {.key = "authorId", .heading = "AUTHOR ID", .extra = true},
    {.key = "created", .heading = "CREATED", .kind = ATL_CELL_TIME, .extra = true},
    {.key = "updated", .heading = "UPDATED", .kind = ATL_CELL_TIME, .extra = true},
    {0},
};

struct listing {
    struct atl_context *context;
    const char *key;
    struct atl_jira_user *people;
    size_t people_count;
    int64_t seconds;
    size_t count;
};

static enum atl_status print_worklog(void *argument, const struct atl_jira_worklog *worklog,
                                     struct atl_error *error)
{
    struct listing *listing = argument;
    cJSON *row;
    if (!jira_worklog_is_by(worklog, listing->people, listing->people_count)) {
        return ATL_OK;
    }
    enum atl_status status = jira_worklog_describe(worklog, listing->key, &row, error);
    if (status == ATL_OK) {
        status = atl_output_object(listing->context->output, row, error);
        cJSON_Delete(row);
    }
    listing->seconds += worklog->seconds;
    listing->count++;
    return status;
}

static enum atl_status print_list(struct listing *listing, struct atl_http *http,
                                  struct atl_jira_period period, struct atl_error *error)
{
    static const struct atl_listing rows = {
        .name = "worklogs", .columns = list_columns, .when_empty = "No work is logged."};
    struct atl_context *context = listing->context;
    enum atl_status status = atl_output_begin(context->output, &rows, error);
    if (status == ATL_OK) {
        status =
            jira_worklog_people(context, http, &listing->people, &listing->people_count, error);
    }
    if (status == ATL_OK) {
        status = atl_jira_worklogs(http, listing->key, period, print_worklog, listing, error);
    }
    if (status == ATL_OK) {
        atl_output_member(context->output, "totalSeconds",
                          cJSON_CreateNumber((double)listing->seconds));
        status = atl_output_end(context->output, error);
    }
    if (status == ATL_OK && listing->count > 1 &&
        atl_output_form(context->output) == ATL_OUTPUT_TABLE) {
        atl_note(context->console, "%s in %zu worklogs",
                 atl_jira_duration_format(context->arena, listing->seconds, NULL), listing->count);
    }
    return status;
}

static enum atl_status run_list(struct atl_context *context, struct atl_error *error)
{
    struct listing listing = {.context = context};
    struct atl_jira_period period;
    enum atl_status status = jira_key_read(context, &listing.key, error);
    if (status == ATL_OK) {
        status = jira_worklog_period(context, 0, &period, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    struct atl_http *http = atl_connect(context);
    return jira_worklog_end(http, print_list(&listing, http, period, error), error);
}

const struct atl_command atl_command_jira_worklog_list = {
    .words = "jira worklog list",
    .summary = "List the work logged on an issue",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, {0}},
    .options = (const struct atl_option[]){JIRA_KEY_OPTION, JIRA_WORKLOG_PERIOD_OPTIONS(NULL), {0}},
    .examples =
        (const struct atl_example[]){
            {"jira worklog list WEB-12", "All of it"},
            {"jira worklog list WEB-12 --user me --from -7d --json", "Yours of the last week"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_list,
};

/* ---- delete ---- */

static enum atl_status delete_worklog(struct atl_context *context, struct atl_http *http,
                                      const char *key, const char *id, struct atl_error *error)
{
    struct atl_jira_work work = {0};
    struct atl_jira_worklog worklog;
    cJSON *object = NULL;
    enum atl_status status = jira_worklog_adjustment(context, http, "increase-by", &work, error);
    if (status == ATL_OK) {
        status = atl_jira_worklog(http, context->arena, key, id, &worklog, error);
        if (status == ATL_NOT_FOUND) {
            atl_hint(error, "see the work that is logged: atlcli jira worklog list %s", key);
        }
    }
    if (status == ATL_OK) {
        status = atl_prompt_confirm(
            context,
            atl_arena_printf(context->arena, "Delete the worklog %s of %s: %s by %s?", id, key,
                             worklog.time_spent == NULL ? "time" : worklog.time_spent,
                             worklog.author.display_name == NULL ? "somebody"
                                                                 : worklog.author.display_name),
            error);
    }
    if (status == ATL_OK) {
        status = atl_jira_worklog_delete(http, key, id, &work, error);
    }
    if (status == ATL_OK) {
        status = jira_worklog_describe(&worklog, key, &object, error);
    }
    if (status == ATL_OK) {
        status = atl_output_message(context->output, object, error, "Deleted worklog %s of %s (%s)",
                                    id, key, worklog.time_spent == NULL ? "" : worklog.time_spent);
    }
    cJSON_Delete(object);
    return status;
}

static enum atl_status run_delete(struct atl_context *context, struct atl_error *error)
{
    const char *key;
    const char *id;
    enum atl_status status = jira_worklog_named(context, &key, &id, error);
    if (status != ATL_OK) {
        return status;
    }
    struct atl_http *http = atl_connect(context);
    return jira_worklog_end(http, delete_worklog(context, http, key, id, error), error);
}

const struct atl_command atl_command_jira_worklog_delete = {
    .words = "jira worklog delete",
    .summary = "Delete a worklog",
    .description = "The remaining estimate grows by its time, unless --adjust-estimate says "
                   "otherwise.",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, JIRA_WORKLOG_ID_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){
            JIRA_KEY_OPTION,
            {.name = "adjust-estimate",
             .kind = ATL_OPTION_CHOICE,
             .value = "HOW",
             .summary = "What becomes of the remaining estimate",
             .shown_default = "auto",
             .choices = (const char *const[]){"auto", "new", "manual", "leave", NULL}},
            JIRA_WORKLOG_NEW_ESTIMATE_OPTION,
            {.name = "increase-by",
             .kind = ATL_OPTION_TEXT,
             .value = "DURATION",
             .summary =
                 "Add that much to the remaining estimate: implies --adjust-estimate manual"},
            JIRA_WORKLOG_NOTIFY_OPTION,
            {.name = "yes",
             .alias = "confirm",
             .letter = 'y',
             .summary = "Don't ask; needed when there is no terminal"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"jira worklog delete WEB-12 10042", "After a question"},
            {"jira worklog delete WEB-12 10042 --adjust-estimate leave --yes", "In a script"},
            {0}},
    .fields = (const struct atl_column[]){JIRA_WORKLOG_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_delete,
};
