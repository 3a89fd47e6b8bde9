/* jira project: list, get, types. */
#include "atlcli/jira_project.h"

#include "cmd/jira/site.h"

/* ---- list ---- */

static const struct atl_column list_columns[] = {
    {.key = "key", .heading = "KEY", .style = ATL_STYLE_NAME},
    {.key = "name", .heading = "PROJECT", .shrinks = true},
    {.key = "type", .heading = "TYPE", .path = "projectTypeKey"},
    {.key = "lead", .heading = "LEAD", .path = "lead.displayName"},
    {.key = "description", .heading = "DESCRIPTION", .shrinks = true},
    {.key = "id", .heading = "ID", .extra = true},
    {.key = "style", .heading = "STYLE", .extra = true},
    {0},
};

static const struct atl_listing projects_listing = {
    .name = "projects", .columns = list_columns, .when_empty = "No projects."};

static enum atl_status list(struct atl_context *context, struct atl_http *http,
                            struct atl_error *error)
{
    struct atl_jira_items projects;
    enum atl_status status = atl_output_begin(context->output, &projects_listing, error);
    if (status == ATL_OK) {
        status = atl_jira_projects(http, context->arena, atl_option_text(context, "query"),
                                   &projects, error);
    }
    return status == ATL_OK ? jira_site_print(context, &projects, error) : status;
}

static enum atl_status run_list(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, list, error);
}

/* ---- get ---- */

static const struct atl_column record_columns[] = {
    {.key = "key", .heading = "Project"},
    {.key = "name", .heading = "Name"},
    {.key = "id", .heading = "Id"},
    {.key = "description", .heading = "Description"},
    {.key = "lead", .heading = "Lead", .path = "lead.displayName"},
    {.key = "type", .heading = "Type", .path = "projectTypeKey"},
    {.key = "types", .heading = "Issue types", .path = "issueTypeNames"},
    {.key = "componentCount", .heading = "Components", .kind = ATL_CELL_INTEGER},
    {.key = "versionCount", .heading = "Versions", .kind = ATL_CELL_INTEGER},
    {.key = "url", .heading = "URL"},
    {0},
};

static enum atl_status get(struct atl_context *context, struct atl_http *http,
                           struct atl_error *error)
{
    struct atl_jira_item project;
    enum atl_status status = atl_output_check(context->output, record_columns, error);
    if (status == ATL_OK) {
        status = atl_jira_project(http, context->arena, atl_argument(context, "PROJECT"), &project,
                                  error);
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = cJSON_Duplicate(project.json, true);
    cJSON *names = cJSON_AddArrayToObject(object, "issueTypeNames");
    const cJSON *type;
    cJSON_ArrayForEach(type, atl_json_member(project.json, "issueTypes"))
    {
        cJSON_AddItemToArray(names, cJSON_CreateString(atl_json_text(type, "name", "?")));
    }
    cJSON_AddNumberToObject(object, "componentCount",
                            (double)atl_json_count(project.json, "components"));
    cJSON_AddNumberToObject(object, "versionCount",
                            (double)atl_json_count(project.json, "versions"));
    status = atl_output_record(context->output, record_columns, object, error);
    cJSON_Delete(object);
    return status;
}

static enum atl_status run_get(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, get, error);
}

/* ---- types ---- */

static const struct atl_column type_columns[] = {
    {.key = "id", .heading = "ID", .style = ATL_STYLE_DIM},
    {.key = "name", .heading = "TYPE", .style = ATL_STYLE_NAME},
    {.key = "subtask", .heading = "SUBTASK", .kind = ATL_CELL_BOOLEAN},
    {.key = "level", .heading = "LEVEL", .path = "hierarchyLevel", .kind = ATL_CELL_INTEGER},
    {.key = "description", .heading = "DESCRIPTION", .shrinks = true},
    {0},
};

static const struct atl_listing types_listing = {
    .name = "types", .columns = type_columns, .when_empty = "No issue types."};

static enum atl_status types(struct atl_context *context, struct atl_http *http,
                             struct atl_error *error)
{
    struct atl_jira_item project;
    const cJSON *type;
    enum atl_status status = atl_output_begin(context->output, &types_listing, error);
    if (status == ATL_OK) {
        status = atl_jira_project(http, context->arena, atl_argument(context, "PROJECT"), &project,
                                  error);
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON_ArrayForEach(type, atl_json_member(project.json, "issueTypes"))
    {
        status = atl_output_object(context->output, type, error);
        if (status != ATL_OK) {
            return status;
        }
    }
    return atl_output_end(context->output, error);
}

static enum atl_status run_types(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, types, error);
}

/* ---- commands ---- */

static const struct atl_argument project_argument[] = {
    {.name = "PROJECT", .summary = "Its key, id or name"}, {0}};

const struct atl_command atl_command_jira_project = {
    .words = "jira project",
    .summary = "Look at projects",
    .examples = (const struct atl_example[]){{"jira project list", "Which there are"},
                                             {"jira project statuses WEB --type Bug",
                                              "What a bug can be in"},
                                             {0}},
};

const struct atl_command atl_command_jira_project_list = {
    .words = "jira project list",
    .summary = "List the projects that you may see",
    .options = (const struct atl_option[]){{.name = "query",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "TEXT",
                                            .summary = "Only with this in their key or name"},
                                           {0}},
    .examples = (const struct atl_example[]){{"jira project list", "All of them"},
                                             {"jira project list --jsonl --fields key",
                                              "Their keys, for a script"},
                                             {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_list,
};

const struct atl_command atl_command_jira_project_get = {
    .words = "jira project get",
    .summary = "Show a project",
    .arguments = project_argument,
    .examples = (const struct atl_example[]){{"jira project get WEB", "One by key"},
                                             {"jira project get \"Web Shop\" --json",
                                              "One by name, with all that the site says"},
                                             {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_get,
};

const struct atl_command atl_command_jira_project_types = {
    .words = "jira project types",
    .summary = "List a project's issue types",
    .arguments = project_argument,
    .examples =
        (const struct atl_example[]){{"jira project types WEB", "What can be created"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_types,
};
