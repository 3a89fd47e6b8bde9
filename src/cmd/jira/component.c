/* jira component: list and get. */
#include "atlcli/jira_component.h"

#include "cmd/jira/site.h"

/* ---- list ---- */

static const struct atl_column list_columns[] = {
    {.key = "id", .heading = "ID", .style = ATL_STYLE_DIM},
    {.key = "name", .heading = "COMPONENT", .style = ATL_STYLE_NAME},
    {.key = "lead", .heading = "LEAD", .path = "lead.displayName"},
    {.key = "issues", .heading = "ISSUES", .path = "issueCount", .kind = ATL_CELL_INTEGER},
    {.key = "description", .heading = "DESCRIPTION", .shrinks = true},
    {.key = "assigneeType", .heading = "ASSIGNEE", .extra = true},
    {.key = "assignee", .heading = "ASSIGNEE", .path = "realAssignee.displayName", .extra = true},
    {0},
};

static const struct atl_listing listing = {
    .name = "components", .columns = list_columns, .when_empty = "No components."};

static enum atl_status list(struct atl_context *context, struct atl_http *http,
                            struct atl_error *error)
{
    struct atl_jira_items components;
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    if (status == ATL_OK) {
        status = atl_jira_components(http, context->arena, atl_option_text(context, "project"),
                                     &components, error);
    }
    return status == ATL_OK ? jira_site_print(context, &components, error) : status;
}

static enum atl_status run_list(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, list, error);
}

/* ---- get ---- */

static const struct atl_column record_columns[] = {
    {.key = "name", .heading = "Component"},
    {.key = "id", .heading = "Id"},
    {.key = "project", .heading = "Project"},
    {.key = "description", .heading = "Description"},
    {.key = "lead", .heading = "Lead", .path = "lead.displayName"},
    {.key = "assigneeType", .heading = "Assigns to"},
    {.key = "assignee", .heading = "Assignee", .path = "realAssignee.displayName"},
    {.key = "issues", .heading = "Issues", .path = "issueCount", .kind = ATL_CELL_INTEGER},
    {0},
};

static enum atl_status get(struct atl_context *context, struct atl_http *http,
                           struct atl_error *error)
{
    struct atl_jira_item component;
    int64_t issues = 0;
    enum atl_status status = atl_output_check(context->output, record_columns, error);
    if (status == ATL_OK) {
        status = atl_jira_component(http, context->arena, atl_option_text(context, "project"),
                                    atl_argument(context, "COMPONENT"), &component, error);
    }
    if (status == ATL_OK) {
        status = atl_jira_component_issues(http, component.id, &issues, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = cJSON_Duplicate(component.json, true);
    atl_json_remove(object, "issueCount");
    cJSON_AddNumberToObject(object, "issueCount", (double)issues);
    status = atl_output_record(context->output, record_columns, object, error);
    cJSON_Delete(object);
    return status;
}

static enum atl_status run_get(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, get, error);
}

/* ---- commands ---- */

const struct atl_command atl_command_jira_component = {
    .words = "jira component",
    .summary = "Work with the components of projects",
    .examples =
        (const struct atl_example[]){
            {"jira component list --project WEB", "Those of a project"},
            {"jira component create Billing --project WEB --lead me", "Another one"},
            {0}},
};

const struct atl_command atl_command_jira_component_list = {
    .words = "jira component list",
    .summary = "List a project's components",
    .options = (const struct atl_option[]){{.name = "project",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "KEY",
                                            .summary = "Whose: a project by key, id or name",
                                            .required = true},
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"jira component list --project WEB", "All of them"},
            {"jira component list --project WEB --csv --fields name,lead", "For a spreadsheet"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_list,
};

const struct atl_command atl_command_jira_component_get = {
    .words = "jira component get",
    .summary = "Show a component",
    .arguments =
        (const struct atl_argument[]){{.name = "COMPONENT", .summary = "Its name or id"}, {0}},
    .options = (const struct atl_option[]){{.name = "project",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "KEY",
                                            .summary = "Its project; not needed with an id"},
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"jira component get Checkout --project WEB", "One by name"},
            {"jira component get 10001 --json", "One by id, with all that the site says"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_get,
};
