/* jira project: statuses, members. */
#include "atlcli/jira_project.h"

#include "cmd/jira/site.h"

#include <string.h>

/* ---- statuses ---- */

static const struct atl_column status_columns[] = {
    {.key = "type", .heading = "TYPE"},
    {.key = "status", .heading = "STATUS", .style = ATL_STYLE_NAME},
    {.key = "category", .heading = "CATEGORY"},
    {.key = "id", .heading = "ID", .style = ATL_STYLE_DIM},
    {.key = "typeId", .heading = "TYPE ID", .extra = true},
    {0},
};

static const struct atl_listing statuses_listing = {
    .name = "statuses", .columns = status_columns, .when_empty = "No statuses."};

static enum atl_status print_statuses(struct atl_context *context, const struct atl_jira_item *type,
                                      struct atl_error *error)
{
    const cJSON *status;
    cJSON_ArrayForEach(status, atl_json_member(type->json, "statuses"))
    {
        cJSON *row = cJSON_CreateObject();
        atl_json_set_text(row, "type", type->name);
        atl_json_set_text(row, "typeId", type->id);
        atl_json_set_text(row, "status", atl_json_text(status, "name", NULL));
        atl_json_set_text(row, "id", atl_json_text(status, "id", NULL));
        atl_json_set_text(row, "category", atl_json_text(status, "statusCategory.name", NULL));
        enum atl_status result = atl_output_object(context->output, row, error);
        cJSON_Delete(row);
        if (result != ATL_OK) {
            return result;
        }
    }
    return ATL_OK;
}

static enum atl_status statuses(struct atl_context *context, struct atl_http *http,
                                struct atl_error *error)
{
    const char *name = atl_option_text(context, "type");
    struct atl_jira_items types;
    const struct atl_jira_item *only = NULL;
    enum atl_status status = atl_output_begin(context->output, &statuses_listing, error);
    if (status == ATL_OK) {
        status = atl_jira_project_statuses(http, context->arena, atl_argument(context, "PROJECT"),
                                           &types, error);
    }
    if (status == ATL_OK && name != NULL) {
        status = atl_jira_items_choose(&types, name, &only, error);
    }
    for (size_t i = 0; status == ATL_OK && i < types.count; i++) {
        if (only == NULL || only == &types.items[i]) {
            status = print_statuses(context, &types.items[i], error);
        }
    }
    return status == ATL_OK ? atl_output_end(context->output, error) : status;
}

static enum atl_status run_statuses(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, statuses, error);
}

/* ---- members ---- */

static const struct atl_column member_columns[] = {
    {.key = "role", .heading = "ROLE"},
    {.key = "kind", .heading = "KIND"},
    {.key = "name", .heading = "NAME", .style = ATL_STYLE_NAME},
    {.key = "id", .heading = "ID", .style = ATL_STYLE_DIM},
    {.key = "roleId", .heading = "ROLE ID", .extra = true},
    {0},
};

static const struct atl_listing members_listing = {
    .name = "members", .columns = member_columns, .when_empty = "No members."};

/* A person's account id or user name, a group's id or name. */
static const char *id_of(const cJSON *actor)
{
    const char *id = atl_json_text(actor, "actorUser.accountId", NULL);
    id = id != NULL ? id : atl_json_text(actor, "actorGroup.groupId", NULL);
    return id != NULL ? id : atl_json_text(actor, "name", NULL);
}

static enum atl_status print_members(struct atl_context *context, const struct atl_jira_item *role,
                                     struct atl_error *error)
{
    const cJSON *actor;
    cJSON_ArrayForEach(actor, atl_json_member(role->json, "actors"))
    {
        bool is_group = strstr(atl_json_text(actor, "type", ""), "group") != NULL;
        cJSON *row = cJSON_CreateObject();
        atl_json_set_text(row, "role", role->name);
        atl_json_set_text(row, "roleId", role->id);
        atl_json_set_text(row, "kind", is_group ? "group" : "user");
        atl_json_set_text(row, "name", atl_json_text(actor, "displayName", NULL));
        atl_json_set_text(row, "id", id_of(actor));
        enum atl_status result = atl_output_object(context->output, row, error);
        cJSON_Delete(row);
        if (result != ATL_OK) {
            return result;
        }
    }
    return ATL_OK;
}

static enum atl_status members(struct atl_context *context, struct atl_http *http,
                               struct atl_error *error)
{
    const char *name = atl_option_text(context, "role");
    struct atl_jira_items roles;
    const struct atl_jira_item *only = NULL;
    enum atl_status status = atl_output_begin(context->output, &members_listing, error);
    if (status == ATL_OK) {
        status = atl_jira_project_members(http, context->arena, atl_argument(context, "PROJECT"),
                                          &roles, error);
    }
    if (status == ATL_OK && name != NULL) {
        status = atl_jira_items_choose(&roles, name, &only, error);
    }
    for (size_t i = 0; status == ATL_OK && i < roles.count; i++) {
        if (only == NULL || only == &roles.items[i]) {
            status = print_members(context, &roles.items[i], error);
        }
    }
    return status == ATL_OK ? atl_output_end(context->output, error) : status;
}

static enum atl_status run_members(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, members, error);
}

/* ---- commands ---- */

static const struct atl_argument project_argument[] = {
    {.name = "PROJECT", .summary = "Its key, id or name"}, {0}};

const struct atl_command atl_command_jira_project_statuses = {
    .words = "jira project statuses",
    .summary = "List a project's statuses, by issue type",
    .arguments = project_argument,
    .options = (const struct atl_option[]){{.name = "type",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "TYPE",
                                            .summary = "Only those of this type"},
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"jira project statuses WEB --type Bug", "What a bug can be in"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_statuses,
};

const struct atl_command atl_command_jira_project_members = {
    .words = "jira project members",
    .summary = "List who has which role in a project",
    .arguments = project_argument,
    .options = (const struct atl_option[]){{.name = "role",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "ROLE",
                                            .summary = "Only those of this role"},
                                           {0}},
    .examples = (const struct atl_example[]){{"jira project members WEB", "People and groups"},
                                             {"jira project members WEB --role Developers --csv",
                                              "Of one role, for a spreadsheet"},
                                             {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_members,
};
