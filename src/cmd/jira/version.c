/* jira version: list and get. */
#include "atlcli/jira_version.h"

#include "cmd/jira/site.h"

/* ---- list ---- */

static const struct atl_column list_columns[] = {
    {.key = "id", .heading = "ID", .style = ATL_STYLE_DIM},
    {.key = "name", .heading = "VERSION", .style = ATL_STYLE_NAME},
    {.key = "released", .heading = "RELEASED", .kind = ATL_CELL_BOOLEAN},
    {.key = "archived", .heading = "ARCHIVED", .kind = ATL_CELL_BOOLEAN},
    {.key = "overdue", .heading = "OVERDUE", .kind = ATL_CELL_BOOLEAN},
    {.key = "startDate", .heading = "STARTED"},
    {.key = "releaseDate", .heading = "RELEASE"},
    {.key = "description", .heading = "DESCRIPTION", .shrinks = true},
    {0},
};

static const struct atl_listing listing = {
    .name = "versions", .columns = list_columns, .when_empty = "No versions."};

static const char *const states[] = {"released", "unreleased", "archived", "all", NULL};

static bool is_wanted(const struct atl_jira_item *version, const char *state)
{
    bool released = atl_json_bool(version->json, "released", false);
    bool archived = atl_json_bool(version->json, "archived", false);
    if (atl_text_equal(state, "archived")) {
        return archived;
    }
    return atl_text_equal(state, "all") ||
           (!archived && released == atl_text_equal(state, "released"));
}

static enum atl_status list(struct atl_context *context, struct atl_http *http,
                            struct atl_error *error)
{
    const char *state = atl_option_text(context, "status");
    struct atl_jira_items versions;
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    if (status == ATL_OK) {
        status = atl_jira_versions(http, context->arena, atl_option_text(context, "project"),
                                   &versions, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    size_t kept = 0;
    for (size_t i = 0; i < versions.count; i++) {
        if (is_wanted(&versions.items[i], state == NULL ? "all" : state)) {
            versions.items[kept++] = versions.items[i];
        }
    }
    versions.count = kept;
    return jira_site_print(context, &versions, error);
}

static enum atl_status run_list(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, list, error);
}

/* ---- get ---- */

static const struct atl_column record_columns[] = {
    {.key = "name", .heading = "Version"},
    {.key = "id", .heading = "Id"},
    {.key = "description", .heading = "Description"},
    {.key = "released", .heading = "Released", .kind = ATL_CELL_BOOLEAN},
    {.key = "archived", .heading = "Archived", .kind = ATL_CELL_BOOLEAN},
    {.key = "overdue", .heading = "Overdue", .kind = ATL_CELL_BOOLEAN},
    {.key = "startDate", .heading = "Started"},
    {.key = "releaseDate", .heading = "Release date"},
    {.key = "issuesFixedCount", .heading = "Issues", .kind = ATL_CELL_INTEGER},
    {.key = "issuesUnresolvedCount", .heading = "Unresolved", .kind = ATL_CELL_INTEGER},
    {.key = "issuesAffectedCount", .heading = "Affected", .kind = ATL_CELL_INTEGER},
    {0},
};

static enum atl_status get(struct atl_context *context, struct atl_http *http,
                           struct atl_error *error)
{
    struct atl_jira_item version;
    struct atl_jira_version_counts counts;
    enum atl_status status = atl_output_check(context->output, record_columns, error);
    if (status == ATL_OK) {
        status = atl_jira_version(http, context->arena, atl_option_text(context, "project"),
                                  atl_argument(context, "VERSION"), &version, error);
    }
    if (status == ATL_OK) {
        status = atl_jira_version_counts(http, version.id, &counts, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = cJSON_Duplicate(version.json, true);
    cJSON_AddNumberToObject(object, "issuesFixedCount", (double)counts.fixed);
    cJSON_AddNumberToObject(object, "issuesUnresolvedCount", (double)counts.unresolved);
    cJSON_AddNumberToObject(object, "issuesAffectedCount", (double)counts.affected);
    status = atl_output_record(context->output, record_columns, object, error);
    cJSON_Delete(object);
    return status;
}

static enum atl_status run_get(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, get, error);
}

/* ---- commands ---- */

const struct atl_command atl_command_jira_version = {
    .words = "jira version",
    .summary = "Work with the versions of projects",
    .examples =
        (const struct atl_example[]){
            {"jira version list --project WEB --status unreleased", "What is still to come"},
            {"jira version release 2.1 --project WEB", "Release one"},
            {0}},
};

const struct atl_command atl_command_jira_version_list = {
    .words = "jira version list",
    .summary = "List a project's versions",
    .options =
        (const struct atl_option[]){{.name = "project",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "KEY",
                                     .summary = "Whose: a project by key, id or name",
                                     .required = true},
                                    {.name = "status",
                                     .kind = ATL_OPTION_CHOICE,
                                     .value = "STATUS",
                                     .summary = "Only those; what is archived counts as neither",
                                     .shown_default = "all",
                                     .choices = states},
                                    {0}},
    .examples =
        (const struct atl_example[]){
            {"jira version list --project WEB", "All of them, in their order"},
            {"jira version list --project WEB --status unreleased --json", "What is still to come"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_list,
};

const struct atl_command atl_command_jira_version_get = {
    .words = "jira version get",
    .summary = "Show a version, and how far it is",
    .arguments =
        (const struct atl_argument[]){{.name = "VERSION", .summary = "Its name or id"}, {0}},
    .options = (const struct atl_option[]){{.name = "project",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "KEY",
                                            .summary = "Its project; not needed with an id"},
                                           {0}},
    .examples = (const struct atl_example[]){{"jira version get 2.1 --project WEB",
                                              "With the number of its unresolved issues"},
                                             {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_get,
};
