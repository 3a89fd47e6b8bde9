/* jira search: find issues by options, by JQL, or both. */
#include "atlcli/deployment.h"
#include "atlcli/jira.h"
#include "atlcli/jira_field.h"
#include "atlcli/text.h"
#include "cli/output.h"
#include "cmd/connect.h"
#include "cmd/jira/filter/filter.h"
#include "cmd/jira/issue/rows.h"
#include "cmd/jira/missing.h"
#include "cmd/option_check.h"
#include "cmd/query_error.h"
#include "cmd/site_hint.h"

#include <inttypes.h>
#include <string.h>

/* ---- what to look for ---- */

static const char *const text_options[] = {"jql",           "assignee",      "reporter",
                                           "parent",        "sprint",        "text",
                                           "created-since", "updated-since", NULL};
static const char *const list_options[] = {
    "status", "project", "type", "label", "priority", "component", "fix-version", "order-by", NULL};

static enum atl_status read_filter(const struct atl_context *context, struct jira_filter *filter,
                                   struct atl_error *error)
{
    *filter = (struct jira_filter){
        .jql = atl_option_text(context, "jql"),
        .assignee = atl_option_text(context, "assignee"),
        .reporter = atl_option_text(context, "reporter"),
        .priorities = atl_option_list(context, "priority", NULL),
        .components = atl_option_list(context, "component", NULL),
        .fix_versions = atl_option_list(context, "fix-version", NULL),
        .parent = atl_option_text(context, "parent"),
        .created_since = atl_option_text(context, "created-since"),
        .updated_since = atl_option_text(context, "updated-since"),
        .statuses = atl_option_list(context, "status", NULL),
        .projects = atl_option_list(context, "project", NULL),
        .types = atl_option_list(context, "type", NULL),
        .labels = atl_option_list(context, "label", NULL),
        .sprint = atl_option_text(context, "sprint"),
        .text = atl_option_text(context, "text"),
        .order_by = atl_option_list(context, "order-by", NULL),
    };
    return option_check_filled(context, text_options, list_options, error);
}

static enum atl_status find_person(struct atl_context *context, struct atl_http *http,
                                   const char *option, const char **name, struct atl_error *error)
{
    if (!jira_filter_names_person(*name)) {
        return ATL_OK;
    }
    enum atl_status status = atl_jira_find_user(http, context->arena, *name, name, error);
    if (status == ATL_USAGE || status == ATL_NOT_FOUND) {
        atl_error_prefix(error, "--%s", option);
    }
    return status;
}

/* To Data Center an epic is no parent: its issues name it in a field, which isn't on every site. */
static enum atl_status find_epic_field(struct atl_context *context, struct atl_http *http,
                                       const char **name, struct atl_error *error)
{
    static const char prefix[] = "customfield_";
    struct atl_jira_fields fields;
    if (atl_deployment_of(context->account) == ATL_CLOUD) {
        return ATL_OK;
    }
    enum atl_status status = atl_jira_site_fields(http, context->arena, &fields, error);
    for (size_t i = 0; status == ATL_OK && i < fields.count; i++) {
        const char *id = fields.fields[i].id;
        const char *custom = fields.fields[i].custom;
        if (custom != NULL && atl_text_ends_with(custom, ":gh-epic-link") &&
            atl_text_starts_with(id, prefix)) {
            *name = atl_arena_printf(context->arena, "cf[%s]", id + strlen(prefix));
        }
    }
    return status;
}

/* ---- their number ---- */

static const struct atl_column count_columns[] = {
    {.key = "count", .heading = "Issues", .kind = ATL_CELL_INTEGER},
    {.key = "approximate", .heading = "Approximate", .kind = ATL_CELL_BOOLEAN},
    {0},
};

static enum atl_status print_count(struct atl_context *context, struct atl_http *http,
                                   const char *jql, struct atl_error *error)
{
    int64_t count;
    bool approximate;
    enum atl_status status = atl_jira_count(http, jql, &count, &approximate, error);
    if (status != ATL_OK) {
        return status;
    }
    if (atl_output_form(context->output) == ATL_OUTPUT_TABLE) {
        return atl_output_text(context->output, error, "%" PRId64 "\n", count);
    }
    cJSON *object = cJSON_CreateObject();
    cJSON_AddNumberToObject(object, "count", (double)count);
    cJSON_AddBoolToObject(object, "approximate", approximate);
    status = atl_output_record(context->output, count_columns, object, error);
    cJSON_Delete(object);
    return status;
}

/* Counting needs no order; what can't be split goes to the server as it is, which will say why. */
static const char *without_order(struct atl_arena *arena, const char *jql)
{
    const char *where;
    const char *order;
    return atl_query_split(arena, ATL_QUERY_JQL, jql, &where, &order, NULL, NULL) == ATL_OK ? where
                                                                                            : jql;
}

/* ---- what isn't there ---- */

static enum atl_status say_missing(const struct jira_filter *filter, enum atl_status status,
                                   struct atl_error *error)
{
    const struct {
        const char *field;
        const char *what;
        const char *const *values;
    } conditions[] = {
        {"issuetype", "issue type", filter->types},
        {"status", "status", filter->statuses},
        {"priority", "priority", filter->priorities},
        {"component", "component", filter->components},
        {"fixVersion", "version", filter->fix_versions},
        {"sprint", "sprint", (const char *const[]){filter->sprint, NULL}},
    };
    status = jira_missing_project(filter->projects, status, error);
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        status = jira_missing_value(conditions[i].field, conditions[i].what, conditions[i].values,
                                    status, error);
    }
    /* The answer may be about an issue that --jql names, without saying which. */
    return filter->parent == NULL || filter->jql != NULL
               ? status
               : jira_missing_issue(filter->parent, status, error);
}

/* ---- the command ---- */

static enum atl_status search(struct atl_context *context, struct atl_http *http,
                              struct jira_filter *filter, struct atl_error *error)
{
    const char *jql = NULL;
    enum atl_status status = find_person(context, http, "assignee", &filter->assignee, error);
    if (status == ATL_OK) {
        status = find_person(context, http, "reporter", &filter->reporter, error);
    }
    if (status == ATL_OK && filter->parent != NULL) {
        status = find_epic_field(context, http, &filter->epic_field, error);
    }
    if (status == ATL_OK) {
        status = jira_filter_to_jql(filter, context->arena, &jql, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    if (jira_filter_is_empty(filter)) {
        atl_note(context->console, "Your unresolved issues; --jql or other options search others.");
    }
    if (atl_option_flag(context, "count")) {
        jql = without_order(context->arena, jql);
        status = print_count(context, http, jql, error);
    } else {
        status = jira_issue_rows_print(context, http, jql, NULL, NULL, error);
    }
    if (status != ATL_OK) {
        status = say_missing(filter, status, error);
        query_error_explain(ATL_QUERY_JQL, jql, error);
    }
    return status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct jira_filter filter;
    enum atl_status status = read_filter(context, &filter, error);
    if (status != ATL_OK) {
        return status;
    }
    struct atl_http *http = atl_connect(context);
    status = search(context, http, &filter, error);
    if (status != ATL_OK) {
        site_hint_add(http, ATL_PRODUCT_JIRA, error);
    }
    atl_http_close(http);
    return status;
}

const struct atl_command atl_command_jira_search = {
    .words = "jira search",
    .summary = "Find issues",
    .description =
        "Finds issues by JQL, by the options below, or by both: every condition must hold, and a "
        "list of values means any of them.\n\n"
        "Without a condition it finds your own unresolved issues, the latest change first.\n\n"
        "Shows key, type, status, priority, assignee, updated and summary. --fields picks other "
        "columns: also id, url, project, parent, reporter, creator, resolution, resolved, created, "
        "due, labels, components, fixVersions, versions; any other field of Jira by its id or "
        "name (customfield_10001, 'Story Points'); and what is inside of one "
        "(assignee.accountId). Only what is shown is asked for, so fewer fields are faster.\n\n"
        "What options say of times is in this machine's time zone, as the times that are shown; "
        "JQL's own dates are in the account's.\n\n"
        "Cloud refuses JQL without any restriction.",
    .options =
        (const struct atl_option[]){
            {.name = "jql",

             .kind = ATL_OPTION_TEXT,
             .value = "QUERY",
             .summary = "JQL; options add conditions to it"},
            {.name = "assignee",

             .kind = ATL_OPTION_TEXT,
             .value = "USER",
             .summary = "me, none, or a person's e-mail, name or account id"},
            {.name = "reporter",
             .kind = ATL_OPTION_TEXT,
             .value = "USER",
             .summary = "Reported by: likewise"},
            {.name = "status",

             .kind = ATL_OPTION_LIST,
             .value = "STATUS",
             .summary = "In this status: \"In Progress\""},
            {.name = "project",

             .kind = ATL_OPTION_LIST,
             .value = "KEY",
             .summary = "In this project, by key or name"},
            {.name = "type",

             .kind = ATL_OPTION_LIST,
             .value = "TYPE",
             .summary = "Of this type: Bug,Task"},
            {.name = "label",

             .kind = ATL_OPTION_LIST,
             .value = "LABEL",
             .summary = "With this label"},
            {.name = "priority",
             .kind = ATL_OPTION_LIST,
             .value = "PRIORITY",
             .summary = "Of this priority"},
            {.name = "component",
             .kind = ATL_OPTION_LIST,
             .value = "COMPONENT",
             .summary = "With this component"},
            {.name = "fix-version",
             .kind = ATL_OPTION_LIST,
             .value = "VERSION",
             .summary = "To be fixed in this version"},
            {.name = "parent",
             .kind = ATL_OPTION_TEXT,
             .value = "KEY",
             .summary = "Below this issue: an epic's, or subtasks"},
            {.name = "created-since",
             .kind = ATL_OPTION_TEXT,
             .value = "WHEN",
             .summary = "New since then: 2026-01-31, 'yesterday 9:00', 7d or 20m (ago)"},
            {.name = "updated-since",
             .kind = ATL_OPTION_TEXT,
             .value = "WHEN",
             .summary = "Changed since then, likewise"},
            {.name = "sprint",
             .kind = ATL_OPTION_TEXT,
             .value = "SPRINT",
             .summary = "current (any open one), none, or a sprint's id or name"},
            {.name = "text",
             .kind = ATL_OPTION_TEXT,
             .value = "WORDS",
             .summary = "With these words in summary, description, comments or other texts"},
            {.name = "order-by",
             .kind = ATL_OPTION_LIST,
             .value = "FIELD",
             .summary = "In this order: updated, -updated (latest first), 'priority desc,key'"},
            {.name = "limit",

             .kind = ATL_OPTION_INTEGER,
             .value = "N",
             .summary = "Show at most so many issues",
             .shown_default = "50",
             .minimum = 1,
             .maximum = 10000000,
             .unlimited = "all"},
            {.name = "count",
             .kind = ATL_OPTION_FLAG,
             .summary = "Show only how many there are; about so many on Cloud"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"jira search --assignee me --status \"In Progress\"", "What you are working on"},
            {"jira search --project ATL --type Bug,Task --sprint current",
             "Bugs and tasks of a project's open sprint"},
            {"jira search --created-since 7d --order-by -created --limit all --csv",
             "A week's new issues, all of them, for a spreadsheet"},
            {"jira search --project ATL --fields key,status,customfield_10001 --jsonl",
             "Chosen fields, one JSON object a line"},
            {"jira search --project ATL --status Done --count", "How many are done"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
