/* jira worklog report: hours by person, day and issue. */
#include "atlcli/clock.h"
#include "atlcli/when.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cmd/connect.h"
#include "cmd/jira/missing.h"
#include "cmd/jira/worklog/worklog.h"
#include "cmd/query_builder.h"
#include "cmd/query_error.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    HOUR_SECONDS = 3600,
    MOST_GROUPINGS = 6,
    FIRST_ROOM = 1024, /* entries before they are summed up for the first time */
};

/* ---- what to group by ---- */

enum grouping { BY_PERSON, BY_DAY, BY_WEEK, BY_MONTH, BY_ISSUE, BY_PROJECT };

static const char *const grouping_words[] = {"person", "day", "week", "month", "issue", "project"};

struct entry {
    const char *order; /* the parts in one, and the person's id: for sorting and comparing */
    const char *parts[MOST_GROUPINGS]; /* by the order of --by */
    const char *summary;               /* of the issue */
    const char *person_id;
    int64_t seconds;
    int64_t count;
};

struct report {
    struct atl_context *context;
    enum grouping groupings[MOST_GROUPINGS];
    size_t grouping_count;
    struct atl_jira_period period;
    struct atl_jira_user *people;
    size_t people_count;
    struct entry *entries;
    size_t count;
    size_t room;
    struct atl_progress *progress;
};

static bool is_grouped_by(const struct report *report, enum grouping grouping)
{
    for (size_t i = 0; i < report->grouping_count; i++) {
        if (report->groupings[i] == grouping) {
            return true;
        }
    }
    return false;
}

static enum atl_status read_groupings(struct report *report, struct atl_error *error)
{
    static const char *const usual[] = {"person", NULL};
    size_t given;
    const char *const *words = atl_option_list(report->context, "by", &given);
    words = given == 0 ? usual : words;
    for (size_t i = 0; words[i] != NULL; i++) {
        size_t found = 0;
        while (found < MOST_GROUPINGS &&
               !atl_text_equal_ignoring_case(words[i], grouping_words[found])) {
            found++;
        }
        if (found == MOST_GROUPINGS) {
            atl_fail(error, ATL_USAGE, "--by: hours can't be grouped by '%s'", words[i]);
            atl_hint(error, "choose from person, day, week, month, issue and project");
            return ATL_USAGE;
        }
        if (!is_grouped_by(report, (enum grouping)found)) {
            report->groupings[report->grouping_count++] = (enum grouping)found;
        }
    }
    return ATL_OK;
}

/* ---- summing up ---- */

static int compare(const void *left, const void *right)
{
    return strcmp(((const struct entry *)left)->order, ((const struct entry *)right)->order);
}

/* Sorts, and makes one of those that belong together. */
static void sum_up(struct report *report)
{
    size_t kept = 0;
    if (report->count == 0) {
        return;
    }
    qsort(report->entries, report->count, sizeof *report->entries, compare);
    for (size_t i = 0; i < report->count; i++) {
        if (kept > 0 && compare(&report->entries[kept - 1], &report->entries[i]) == 0) {
            report->entries[kept - 1].seconds += report->entries[i].seconds;
            report->entries[kept - 1].count += report->entries[i].count;
        } else {
            report->entries[kept++] = report->entries[i];
        }
    }
    report->count = kept;
}

/* Room for one more; what is there is summed up each time it would have to double. */
static struct entry *new_entry(struct report *report)
{
    if (report->count == report->room) {
        sum_up(report);
        if (report->count * 2 >= report->room) {
            report->room = report->room == 0 ? FIRST_ROOM : report->room * 2;
            report->entries = atl_realloc(report->entries, report->room, sizeof *report->entries);
        }
    }
    report->entries[report->count] = (struct entry){0};
    return &report->entries[report->count++];
}

static const char *part_of(struct atl_arena *arena, enum grouping grouping,
                           const struct atl_jira_logged *logged)
{
    const struct atl_jira_worklog *worklog = logged->worklog;
    const char *text = NULL;
    switch (grouping) {
    case BY_PERSON:
        text = worklog->author.display_name == NULL ? worklog->author.name
                                                    : worklog->author.display_name;
        break;
    case BY_DAY:
        return atl_when_format(arena, worklog->started_ms, "%Y-%m-%d");
    case BY_WEEK:
        return atl_when_format(arena, worklog->started_ms, "%G-W%V");
    case BY_MONTH:
        return atl_when_format(arena, worklog->started_ms, "%Y-%m");
    case BY_ISSUE:
        text = logged->key;
        break;
    case BY_PROJECT:
        text = logged->project;
        break;
    }
    return text == NULL ? "" : atl_arena_strdup(arena, text);
}

static enum atl_status add_logged(void *argument, const struct atl_jira_logged *logged,
                                  struct atl_error *error)
{
    struct report *report = argument;
    struct atl_arena *arena = report->context->arena;
    const struct atl_jira_user *author = &logged->worklog->author;
    const char *id = author->account_id == NULL ? author->name : author->account_id;
    (void)error;
    if (!jira_worklog_is_by(logged->worklog, report->people, report->people_count)) {
        return ATL_OK;
    }
    struct entry *entry = new_entry(report);
    struct atl_buffer order = {0};
    for (size_t i = 0; i < report->grouping_count; i++) {
        entry->parts[i] = part_of(arena, report->groupings[i], logged);
        atl_buffer_printf(&order, "%s\x1f", entry->parts[i]);
    }
    entry->person_id = "";
    if (is_grouped_by(report, BY_PERSON) && id != NULL) {
        entry->person_id = atl_arena_strdup(arena, id);
        atl_buffer_add(&order, id);
    }
    entry->order = atl_arena_strdup(arena, atl_buffer_text(&order));
    atl_buffer_free(&order);
    if (is_grouped_by(report, BY_ISSUE)) {
        entry->summary = atl_arena_strdup(arena, logged->summary);
    }
    entry->seconds = logged->worklog->seconds;
    entry->count = 1;
    return ATL_OK;
}

static void add_issue(void *argument, int64_t total)
{
    struct report *report = argument;
    if (total >= 0) {
        atl_progress_total(report->progress, total);
    }
    atl_progress_add(report->progress, 1);
}

/* ---- which worklogs ---- */

/*
 * A search, and not worklog/updated with worklog/list, though that gives a thousand worklogs a
 * request: "updated" asks by when work was logged, not by when it was done, so work of the period
 * that was entered ahead of it would be missing; it takes no person, project or JQL, so it reads
 * what the whole site logged since then; and what it gives has no issue but an id, whose key,
 * project and summary take further requests. A search brings a hundred issues with their worklogs.
 *
 * JQL knows days alone, in the time zone of the account's profile: it is asked for a day more on
 * either side, and what was begun at another time is left out here.
 */
static enum atl_status build_query(struct report *report, const char **jql, struct atl_error *error)
{
    struct atl_arena *arena = report->context->arena;
    struct query_builder builder = {.dialect = ATL_QUERY_JQL};
    const char **ids = atl_arena_alloc(arena, (report->people_count + 1) * sizeof *ids);
    query_add_comparison(
        &builder, "worklogDate", ">=",
        atl_when_format(arena, atl_when_start_of_day(report->period.from_ms, -1), "%Y-%m-%d"));
    if (report->period.until_ms < INT64_MAX) {
        query_add_comparison(
            &builder, "worklogDate", "<=",
            atl_when_format(arena, atl_when_start_of_day(report->period.until_ms, 1), "%Y-%m-%d"));
    }
    for (size_t i = 0; i < report->people_count; i++) {
        ids[i] = report->people[i].account_id != NULL ? report->people[i].account_id
                                                      : report->people[i].name;
    }
    query_add_any_of(&builder, "worklogAuthor", ids);
    query_add_any_of(&builder, "project", atl_option_list(report->context, "project", NULL));
    return query_finish(&builder, arena, atl_option_text(report->context, "jql"), "--jql", NULL,
                        jql, error);
}

static enum atl_status collect(struct report *report, struct atl_http *http,
                               struct atl_error *error)
{
    const char *jql;
    struct atl_jira_search_result result;
    enum atl_status status =
        jira_worklog_people(report->context, http, &report->people, &report->people_count, error);
    if (status == ATL_OK) {
        status = build_query(report, &jql, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    const struct atl_jira_logged_search search = {.http = http,
                                                  .jql = jql,
                                                  .period = report->period,
                                                  .on_logged = add_logged,
                                                  .on_issue = add_issue,
                                                  .context = report};
    report->progress = atl_progress_open(report->context, "Reading worklogs", -1);
    status = atl_jira_search_worklogs(&search, &result, error);
    status = jira_missing_project(atl_option_list(report->context, "project", NULL), status, error);
    atl_progress_close(report->progress);
    if (status != ATL_OK) {
        query_error_explain(ATL_QUERY_JQL, jql, error);
    } else if (result.refused > 0) {
        status = atl_fail(error, ATL_PARTIAL, "the server didn't give %" PRId64 " issues: %s",
                          result.refused, result.reason);
    }
    return status;
}

/* ---- printing ---- */

static const struct atl_column *make_columns(const struct report *report)
{
    static const struct atl_column by[] = {
        [BY_PERSON] = {.key = "person", .heading = "PERSON", .style = ATL_STYLE_NAME},
        [BY_DAY] = {.key = "day", .heading = "DAY"},
        [BY_WEEK] = {.key = "week", .heading = "WEEK"},
        [BY_MONTH] = {.key = "month", .heading = "MONTH"},
        [BY_ISSUE] = {.key = "issue", .heading = "ISSUE", .style = ATL_STYLE_NAME},
        [BY_PROJECT] = {.key = "project", .heading = "PROJECT"},
    };
    struct atl_column *columns =
        atl_arena_alloc(report->context->arena, (MOST_GROUPINGS + 7) * sizeof *columns);
    size_t count = 0;
    for (size_t i = 0; i < report->grouping_count; i++) {
        columns[count++] = by[report->groupings[i]];
    }
    columns[count++] = (struct atl_column){.key = "time", .heading = "TIME"};
    columns[count++] = (struct atl_column){.key = "hours", .heading = "HOURS"};
    columns[count++] =
        (struct atl_column){.key = "worklogs", .heading = "WORKLOGS", .kind = ATL_CELL_INTEGER};
    if (is_grouped_by(report, BY_ISSUE)) {
        columns[count++] =
            (struct atl_column){.key = "summary", .heading = "SUMMARY", .shrinks = true};
    }
    if (is_grouped_by(report, BY_PERSON)) {
        columns[count++] =
            (struct atl_column){.key = "personId", .heading = "PERSON ID", .extra = true};
    }
    columns[count++] = (struct atl_column){
        .key = "seconds", .heading = "SECONDS", .kind = ATL_CELL_INTEGER, .extra = true};
    return columns;
}

/* To the hundredth, as accounts want them. */
static double hours(int64_t seconds)
{
    return (double)llround((double)seconds * 100 / HOUR_SECONDS) / 100;
}

static void add_sums(struct atl_arena *arena, cJSON *object, int64_t seconds, int64_t count)
{
    atl_json_set_text(object, "time", atl_jira_duration_format(arena, seconds, NULL));
    cJSON_AddNumberToObject(object, "hours", hours(seconds));
    cJSON_AddNumberToObject(object, "seconds", (double)seconds);
    cJSON_AddNumberToObject(object, "worklogs", (double)count);
}

static enum atl_status print_entry(const struct report *report, const struct entry *entry,
                                   struct atl_error *error)
{
    struct atl_arena arena = {0};
    cJSON *row = cJSON_CreateObject();
    for (size_t i = 0; i < report->grouping_count; i++) {
        atl_json_set_text(row, grouping_words[report->groupings[i]], entry->parts[i]);
        if (report->groupings[i] == BY_PERSON) {
            atl_json_set_text(row, "personId", entry->person_id);
        }
    }
    atl_json_set_text(row, "summary", entry->summary);
    add_sums(&arena, row, entry->seconds, entry->count);
    enum atl_status status = atl_output_object(report->context->output, row, error);
    cJSON_Delete(row);
    atl_arena_free(&arena);
    return status;
}

static enum atl_status print_report(struct report *report, struct atl_error *error)
{
    struct atl_context *context = report->context;
    int64_t seconds = 0;
    int64_t count = 0;
    enum atl_status status = ATL_OK;
    sum_up(report);
    for (size_t i = 0; status == ATL_OK && i < report->count; i++) {
        status = print_entry(report, &report->entries[i], error);
        seconds += report->entries[i].seconds;
        count += report->entries[i].count;
    }
    if (status == ATL_OK) {
        cJSON *total = cJSON_CreateObject();
        add_sums(context->arena, total, seconds, count);
        atl_output_member(context->output, "total", total);
        status = atl_output_end(context->output, error);
    }
    if (status == ATL_OK && count > 0 && atl_output_form(context->output) == ATL_OUTPUT_TABLE) {
        atl_note(context->console, "%s in %" PRId64 " worklog%s",
                 atl_jira_duration_format(context->arena, seconds, NULL), count,
                 count == 1 ? "" : "s");
    }
    return status;
}

/* The Monday of this week. */
static int64_t this_week(struct atl_arena *arena)
{
    int64_t now_ms = atl_clock_wall_ms();
    int weekday = atoi(atl_when_format(arena, now_ms, "%u"));
    return atl_when_start_of_day(now_ms, 1 - weekday);
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct report report = {.context = context};
    enum atl_status status = read_groupings(&report, error);
    if (status == ATL_OK) {
        status = jira_worklog_period(context, this_week(context->arena), &report.period, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    const struct atl_listing listing = {
        .name = "rows", .columns = make_columns(&report), .when_empty = "No work is logged."};
    status = atl_output_begin(context->output, &listing, error);
    if (status != ATL_OK) {
        return status;
    }
    struct atl_http *http = atl_connect(context);
    status = collect(&report, http, error);
    if (status == ATL_OK) {
        status = print_report(&report, error);
    }
    free(report.entries);
    return jira_worklog_end(http, status, error);
}

const struct atl_command atl_command_jira_worklog_report = {
    .words = "jira worklog report",
    .summary = "Sum up logged work by person, day and issue",
    .description =
        "Hours of all issues that match, by when the work was begun: since Monday of this week, "
        "unless --from says otherwise. Days are those of this machine's time zone. --csv goes into "
        "a spreadsheet; hours are decimal there.",
    .options =
        (const struct atl_option[]){
            {.name = "by",
             .kind = ATL_OPTION_LIST,
             .value = "GROUP",
             .summary = "person, day, week, month, issue, project, or several",
             .shown_default = "person"},
            JIRA_WORKLOG_PERIOD_OPTIONS("Monday"),
            {.name = "project",
             .kind = ATL_OPTION_LIST,
             .value = "KEY",
             .summary = "On issues of this project, by key or name"},
            {.name = "jql",
             .kind = ATL_OPTION_TEXT,
             .value = "QUERY",
             .summary = "On issues that match"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"jira worklog report --user me --by day,issue", "What you did this week"},
            {"jira worklog report --project WEB --from 2026-11-01 --to 2026-11-30 --by person,day "
             "--csv",
             "A project's November, for a spreadsheet"},
            {"jira worklog report --jql 'parent = WEB-7' --from -90d --by month --json",
             "An epic's last three months"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
