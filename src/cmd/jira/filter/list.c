/* jira filter: list and get. */
#include "atlcli/deployment.h"
#include "atlcli/jira_filter.h"

#include "cmd/jira/filter/share.h"
#include "cmd/jira/site.h"
#include "cmd/option_check.h"

/* ---- list ---- */

static const struct atl_column list_columns[] = {
    {.key = "id", .heading = "ID", .style = ATL_STYLE_DIM},
    {.key = "name", .heading = "FILTER", .style = ATL_STYLE_NAME, .shrinks = true},
    {.key = "owner", .heading = "OWNER", .path = "owner.displayName"},
    {.key = "favourite", .heading = "FAVOURITE", .kind = ATL_CELL_BOOLEAN},
    {.key = "jql", .heading = "JQL", .shrinks = true},
    {.key = "description", .heading = "DESCRIPTION", .extra = true},
    {.key = "url", .heading = "URL", .path = "viewUrl", .extra = true, .shrinks = true},
    {0},
};

static const struct atl_listing listing = {
    .name = "filters", .columns = list_columns, .when_empty = "No filters."};

/* The API of Data Center has no list but one. */
static enum atl_status check_deployment(struct atl_context *context,
                                        const struct atl_jira_filter_search *search,
                                        struct atl_error *error)
{
    if (atl_deployment_of(context->account) == ATL_CLOUD) {
        return ATL_OK;
    }
    if (search->project != NULL) {
        return atl_fail(error, ATL_USAGE,
                        "--project: Data Center can't say which filters are shared with a project");
    }
    if (!search->favourite) {
        atl_note(context->console,
                 "Of your favourites: Data Center has no list of any other filters.");
    }
    return ATL_OK;
}

static enum atl_status list(struct atl_context *context, struct atl_http *http,
                            struct atl_error *error)
{
    static const char *const texts[] = {"name", "owner", "project", NULL};
    static const char *const lists[] = {NULL};
    struct atl_jira_items filters;
    struct atl_jira_filter_search search = {
        .mine = atl_option_flag(context, "mine"),
        .favourite = atl_option_flag(context, "favourite"),
        .name = atl_option_text(context, "name"),
        .project = atl_option_text(context, "project"),
    };
    enum atl_status status = option_check_filled(context, texts, lists, error);
    if (status == ATL_OK) {
        status = atl_output_begin(context->output, &listing, error);
    }
    if (status == ATL_OK) {
        status = check_deployment(context, &search, error);
    }
    if (status == ATL_OK) {
        status = jira_site_person(context, http, "owner", &search.owner, NULL, error);
    }
    if (status == ATL_OK) {
        status = atl_jira_filters(http, context->arena, &search, &filters, error);
    }
    return status == ATL_OK ? jira_site_print(context, &filters, error) : status;
}

static enum atl_status run_list(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, list, error);
}

/* ---- get ---- */

static const struct atl_column record_columns[] = {
    {.key = "name", .heading = "Filter"},
    {.key = "id", .heading = "Id"},
    {.key = "owner", .heading = "Owner", .path = "owner.displayName"},
    {.key = "jql", .heading = "JQL"},
    {.key = "description", .heading = "Description"},
    {.key = "favourite", .heading = "Favourite", .kind = ATL_CELL_BOOLEAN},
    {.key = "sharedWith", .heading = "Shared with"},
    {.key = "url", .heading = "URL", .path = "viewUrl"},
    {0},
};

static enum atl_status get(struct atl_context *context, struct atl_http *http,
                           struct atl_error *error)
{
    struct atl_jira_item filter;
    enum atl_status status = atl_output_check(context->output, record_columns, error);
    if (status == ATL_OK) {
        status =
            atl_jira_filter(http, context->arena, atl_argument(context, "FILTER"), &filter, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = cJSON_Duplicate(filter.json, true);
    cJSON *names = cJSON_AddArrayToObject(object, "sharedWith");
    const cJSON *share;
    cJSON_ArrayForEach(share, atl_json_member(filter.json, "sharePermissions"))
    {
        cJSON_AddItemToArray(names,
                             cJSON_CreateString(jira_filter_share_name(context->arena, share)));
    }
    status = atl_output_record(context->output, record_columns, object, error);
    cJSON_Delete(object);
    return status;
}

static enum atl_status run_get(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, get, error);
}

/* ---- commands ---- */

const struct atl_command atl_command_jira_filter = {
    .words = "jira filter",
    .summary = "Work with filters: searches that are saved",
    .examples = (const struct atl_example[]){{"jira filter list --mine", "Your own"},
                                             {"jira filter run \"Due soon\"", "The issues of one"},
                                             {0}},
};

const struct atl_command atl_command_jira_filter_list = {
    .words = "jira filter list",
    .summary = "List filters",
    .description = "Lists the filters that you may see. On Data Center these are your favourites: "
                   "its API has no list of the others.",
    .options =
        (const struct atl_option[]){
            {.name = "mine", .kind = ATL_OPTION_FLAG, .summary = "Only your own"},
            {.name = "favourite", .kind = ATL_OPTION_FLAG, .summary = "Only your favourites"},
            {.name = "name",
             .kind = ATL_OPTION_TEXT,
             .value = "TEXT",
             .summary = "Only with this in their name"},
            {.name = "owner",
             .kind = ATL_OPTION_TEXT,
             .value = "USER",
             .summary = "Only of this person: an e-mail, a name or id"},
            {.name = "project",
             .kind = ATL_OPTION_TEXT,
             .value = "KEY",
             .summary = "Only shared with this project (Cloud)"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"jira filter list --mine", "Your own"},
            {"jira filter list --name release --fields id,name,url", "By a word of their name"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_list,
};

const struct atl_command atl_command_jira_filter_get = {
    .words = "jira filter get",
    .summary = "Show a filter",
    .arguments =
        (const struct atl_argument[]){{.name = "FILTER", .summary = "Its name or id"}, {0}},
    .examples = (const struct atl_example[]){{"jira filter get \"Due soon\"", "One by name"},
                                             {"jira filter get 10011 --json",
                                              "One by id, with all that the site says"},
                                             {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_get,
};
