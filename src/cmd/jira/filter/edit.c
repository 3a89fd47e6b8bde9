/* jira filter: create, update, delete, run. */
#include "atlcli/jira_filter.h"

#include "cli/prompt.h"
#include "cmd/jira/issue/rows.h"
#include "cmd/jira/jql_site.h"
#include "cmd/jira/site.h"
#include "cmd/option_check.h"
#include "cmd/query_error.h"

/* ---- the query ---- */

/* What isn't written as JQL isn't sent; whether its names exist is for the site to say. */
static enum atl_status check_jql(struct atl_context *context, const char *jql,
                                 struct atl_error *error)
{
    const struct atl_query *query;
    struct atl_query_position position;
    if (jql == NULL) {
        return ATL_OK;
    }
    enum atl_status status =
        atl_query_parse(context->arena, ATL_QUERY_JQL, jql, &query, &position, error);
    if (status != ATL_OK) {
        atl_error_prefix(error, "--jql");
        query_error_point_at(jql, position, error);
    }
    return status;
}

static void explain(struct atl_context *context, const char *jql, struct atl_error *error)
{
    struct jql_examination examination;
    if (jql == NULL || error->http_status != 400) {
        return;
    }
    query_error_explain(ATL_QUERY_JQL, jql, error);
    jql_examine(&examination, context->arena, jql);
    for (size_t i = 0; i < examination.problems.count; i++) {
        const char *suggestion = examination.problems.problems[i].suggestion;
        if (suggestion != NULL) {
            atl_hint(error, "did you mean %s?", suggestion);
            return;
        }
    }
}

static enum atl_status report(struct atl_context *context, const char *verb,
                              const struct atl_jira_item *filter, struct atl_error *error)
{
    const char *url = atl_json_text(filter->json, "viewUrl", NULL);
    cJSON *object = jira_site_object(context, filter, NULL);
    atl_json_set_text(object, "jql", atl_json_text(filter->json, "jql", NULL));
    atl_json_set_text(object, "url", url);
    return atl_output_message(context->output, object, error, "%s filter '%s' (%s)%s%s", verb,
                              filter->name, filter->id, url == NULL ? "" : ": ",
                              url == NULL ? "" : url);
}

/* ---- create ---- */

static void read_change(struct atl_context *context, struct atl_jira_filter_change *change,
                        bool *favourite)
{
    *favourite = atl_option_flag(context, "favourite");
    change->jql = atl_option_text(context, "jql");
    change->description = atl_option_text(context, "description");
    change->favourite = atl_option_given(context, "favourite") ? favourite : NULL;
}

static enum atl_status create(struct atl_context *context, struct atl_http *http,
                              struct atl_error *error)
{
    struct atl_jira_item filter;
    bool favourite;
    struct atl_jira_filter_change change = {.name = atl_argument(context, "NAME")};
    read_change(context, &change, &favourite);
    enum atl_status status = check_jql(context, change.jql, error);
    if (status != ATL_OK) {
        return status;
    }
    status = atl_jira_filter_create(http, context->arena, &change, &filter, error);
    if (status != ATL_OK) {
        explain(context, filter.id == NULL ? change.jql : NULL, error);
        jira_site_hint_unknown(error, "jira filter list --mine");
        return status;
    }
    return report(context, "Created", &filter, error);
}

static enum atl_status run_create(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, create, error);
}

/* ---- update ---- */

static enum atl_status find(struct atl_context *context, struct atl_http *http,
                            struct atl_jira_item *filter, struct atl_error *error)
{
    return atl_jira_filter(http, context->arena, atl_argument(context, "FILTER"), filter, error);
}

static enum atl_status update(struct atl_context *context, struct atl_http *http,
                              struct atl_error *error)
{
    static const char *const texts[] = {"name", "jql", NULL};
    static const char *const lists[] = {NULL};
    static const char *const all[] = {"name", "jql", "description", "favourite", NULL};
    struct atl_jira_item filter;
    bool favourite;
    struct atl_jira_filter_change change = {.name = atl_option_text(context, "name")};
    read_change(context, &change, &favourite);
    enum atl_status status = jira_site_check_any(context, all, error);
    if (status == ATL_OK) {
        status = option_check_filled(context, texts, lists, error);
    }
    if (status == ATL_OK) {
        status = check_jql(context, change.jql, error);
    }
    if (status == ATL_OK) {
        status = find(context, http, &filter, error);
    }
    if (status == ATL_OK) {
        status = atl_jira_filter_update(http, context->arena, &filter, &change, error);
        if (status != ATL_OK) {
            explain(context, change.jql, error);
        }
    }
    return status == ATL_OK ? report(context, "Updated", &filter, error) : status;
}

static enum atl_status run_update(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, update, error);
}

/* ---- delete ---- */

static enum atl_status delete_filter(struct atl_context *context, struct atl_http *http,
                                     struct atl_error *error)
{
    struct atl_jira_item filter;
    enum atl_status status = find(context, http, &filter, error);
    if (status != ATL_OK) {
        return status;
    }
    int shares = cJSON_GetArraySize(atl_json_member(filter.json, "sharePermissions"));
    status = atl_prompt_confirm(context,
                                atl_arena_printf(context->arena, "Delete filter '%s' (%s)%s?",
                                                 filter.name, filter.id,
                                                 shares > 0 ? ", which is shared with others" : ""),
                                error);
    if (status == ATL_OK) {
        status = atl_jira_filter_delete(http, filter.id, error);
    }
    return status == ATL_OK
               ? atl_output_message(context->output, jira_site_object(context, &filter, NULL),
                                    error, "Deleted filter '%s' (%s)", filter.name, filter.id)
               : status;
}

static enum atl_status run_delete(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, delete_filter, error);
}

/* ---- run ---- */

static enum atl_status search(struct atl_context *context, struct atl_http *http,
                              struct atl_error *error)
{
    struct atl_jira_item filter;
    enum atl_status status = find(context, http, &filter, error);
    if (status != ATL_OK) {
        return status;
    }
    const char *jql = atl_json_text(filter.json, "jql", "");
    status = jira_issue_rows_print(context, http, jql, NULL, NULL, error);
    if (status != ATL_OK) {
        query_error_explain(ATL_QUERY_JQL, jql, error);
    }
    return status;
}

static enum atl_status run_search(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, search, error);
}

/* ---- commands ---- */

static const struct atl_argument filter_argument[] = {
    {.name = "FILTER", .summary = "Its name or id"}, {0}};

const struct atl_command atl_command_jira_filter_create = {
    .words = "jira filter create",
    .summary = "Save a search as a filter",
    .description = "The query is checked before it is sent. Nobody else sees the filter unless the "
                   "site shares new ones, or 'jira filter share' does.",
    .arguments = (const struct atl_argument[]){{.name = "NAME", .summary = "Its name"}, {0}},
    .options = (const struct atl_option[]){{.name = "jql",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "QUERY",
                                            .summary = "What it searches for",
                                            .required = true},
                                           {.name = "description",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "TEXT",
                                            .summary = "What it is for"},
                                           {.name = "favourite",
                                            .kind = ATL_OPTION_FLAG,
                                            .summary = "Make it one of your favourites"},
                                           {0}},
    .examples = (const struct atl_example[]){{"jira filter create \"My bugs\" --favourite --jql "
                                              "\"assignee = currentUser() AND type = Bug\"",
                                              "One of your favourites"},
                                             {0}},
    .fields = (const struct atl_column[]){JIRA_SITE_MEMBERS, {.key = "jql"}, {.key = "url"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_create,
};

const struct atl_command atl_command_jira_filter_update = {
    .words = "jira filter update",
    .summary = "Change a filter",
    .arguments = filter_argument,
    .options =
        (const struct atl_option[]){
            {.name = "name", .kind = ATL_OPTION_TEXT, .value = "NAME", .summary = "A new name"},
            {.name = "jql", .kind = ATL_OPTION_TEXT, .value = "QUERY", .summary = "A new query"},
            {.name = "description",
             .kind = ATL_OPTION_TEXT,
             .value = "TEXT",
             .summary = "A new description"},
            {.name = "favourite",
             .kind = ATL_OPTION_FLAG,
             .summary = "Make it one of your favourites; --no-favourite takes that back"},
            {0}},
    .examples = (const struct atl_example[]){{"jira filter update \"My bugs\" --name \"Bugs of "
                                              "mine\" --no-favourite",
                                              "Another name, and out of the way"},
                                             {0}},
    .fields = (const struct atl_column[]){JIRA_SITE_MEMBERS, {.key = "jql"}, {.key = "url"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_update,
};

const struct atl_command atl_command_jira_filter_delete = {
    .words = "jira filter delete",
    .summary = "Delete a filter",
    .arguments = filter_argument,
    .options =
        (const struct atl_option[]){{.name = "yes",
                                     .alias = "confirm",
                                     .letter = 'y',
                                     .summary = "Don't ask; needed when there is no terminal"},
                                    {0}},
    .examples = (const struct atl_example[]){{"jira filter delete \"My bugs\"", "For good"}, {0}},
    .fields = (const struct atl_column[]){JIRA_SITE_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_delete,
};

const struct atl_command atl_command_jira_filter_run = {
    .words = "jira filter run",
    .summary = "Find the issues of a filter",
    .description = "Prints them as 'jira search' does.",
    .arguments = filter_argument,
    .options = (const struct atl_option[]){{.name = "limit",
                                            .kind = ATL_OPTION_INTEGER,
                                            .value = "N",
                                            .summary = "Show at most so many issues",
                                            .shown_default = "50",
                                            .minimum = 1,
                                            .maximum = 10000000,
                                            .unlimited = "all"},
                                           {0}},
    .examples = (const struct atl_example[]){{"jira filter run \"Due soon\"", "Its issues"},
                                             {"jira filter run 10011 --limit all --csv",
                                              "All of them, for a spreadsheet"},
                                             {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_search,
};
