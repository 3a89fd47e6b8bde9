/* jira field: list, search, get. */
#include "atlcli/jira_field_list.h"

#include "cmd/jira/site.h"

#include <string.h>
#include <strings.h>

/* ---- list and search ---- */

static const struct atl_column list_columns[] = {
    {.key = "id", .heading = "ID", .style = ATL_STYLE_NAME},
    {.key = "name", .heading = "FIELD", .shrinks = true},
    {.key = "type", .heading = "TYPE", .path = "schema.type"},
    {.key = "items", .heading = "ITEMS", .path = "schema.items"},
    {.key = "custom", .heading = "CUSTOM", .kind = ATL_CELL_BOOLEAN},
    {.key = "jql", .heading = "IN JQL", .path = "clauseNames", .shrinks = true},
    {.key = "customType", .heading = "CUSTOM TYPE", .path = "schema.custom", .extra = true},
    {.key = "searchable", .heading = "SEARCHABLE", .kind = ATL_CELL_BOOLEAN, .extra = true},
    {.key = "orderable", .heading = "ORDERABLE", .kind = ATL_CELL_BOOLEAN, .extra = true},
    {0},
};

static const struct atl_listing listing = {
    .name = "fields", .columns = list_columns, .when_empty = "No fields."};

static bool contains(const char *text, const char *part)
{
    size_t length = strlen(part);
    for (; text != NULL && *text != '\0'; text++) {
        if (strncasecmp(text, part, length) == 0) {
            return true;
        }
    }
    return length == 0;
}

/* In its name, its id, or what queries call it. */
static bool is_found(const struct atl_jira_item *field, const char *text)
{
    const cJSON *clause;
    cJSON_ArrayForEach(clause, atl_json_member(field->json, "clauseNames"))
    {
        if (contains(cJSON_GetStringValue(clause), text)) {
            return true;
        }
    }
    return contains(field->name, text) || contains(field->id, text);
}

static enum atl_status print(struct atl_context *context, struct atl_http *http, const char *text,
                             struct atl_error *error)
{
    bool custom = atl_option_flag(context, "custom");
    bool system = atl_option_flag(context, "system");
    struct atl_jira_items fields;
    if (custom && system) {
        return atl_fail(error, ATL_USAGE, "--custom and --system exclude each other");
    }
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    if (status == ATL_OK) {
        status = atl_jira_field_list(http, context->arena, &fields, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    size_t kept = 0;
    for (size_t i = 0; i < fields.count; i++) {
        bool is_custom = atl_json_bool(fields.items[i].json, "custom", false);
        if ((text == NULL || is_found(&fields.items[i], text)) && (!custom || is_custom) &&
            (!system || !is_custom)) {
            fields.items[kept++] = fields.items[i];
        }
    }
    fields.count = kept;
    return jira_site_print(context, &fields, error);
}

static enum atl_status list(struct atl_context *context, struct atl_http *http,
                            struct atl_error *error)
{
    return print(context, http, NULL, error);
}

static enum atl_status search(struct atl_context *context, struct atl_http *http,
                              struct atl_error *error)
{
    return print(context, http, atl_argument(context, "TEXT"), error);
}

static enum atl_status run_list(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, list, error);
}

static enum atl_status run_search(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, search, error);
}

/* ---- get ---- */

static const struct atl_column record_columns[] = {
    {.key = "name", .heading = "Field"},
    {.key = "id", .heading = "Id"},
    {.key = "type", .heading = "Type", .path = "schema.type"},
    {.key = "items", .heading = "Items", .path = "schema.items"},
    {.key = "customType", .heading = "Custom type", .path = "schema.custom"},
    {.key = "jql", .heading = "In JQL", .path = "clauseNames"},
    {.key = "searchable", .heading = "Searchable", .kind = ATL_CELL_BOOLEAN},
    {.key = "orderable", .heading = "Orderable", .kind = ATL_CELL_BOOLEAN},
    {.key = "navigable", .heading = "Navigable", .kind = ATL_CELL_BOOLEAN},
    {0},
};

static enum atl_status get(struct atl_context *context, struct atl_http *http,
                           struct atl_error *error)
{
    struct atl_jira_items fields;
    const struct atl_jira_item *field;
    enum atl_status status = atl_output_check(context->output, record_columns, error);
    if (status == ATL_OK) {
        status = atl_jira_field_list(http, context->arena, &fields, error);
    }
    if (status == ATL_OK) {
        status = atl_jira_field_list_choose(context->arena, &fields, atl_argument(context, "FIELD"),
                                            &field, error);
    }
    return status == ATL_OK ? atl_output_record(context->output, record_columns, field->json, error)
                            : status;
}

static enum atl_status run_get(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, get, error);
}

/* ---- commands ---- */

static const struct atl_option options[] = {
    {.name = "custom", .kind = ATL_OPTION_FLAG, .summary = "Only the site's own"},
    {.name = "system", .kind = ATL_OPTION_FLAG, .summary = "Only those of every Jira"},
    {0}};

const struct atl_command atl_command_jira_field = {
    .words = "jira field",
    .summary = "Look at fields, and what can be chosen in them",
    .examples = (const struct atl_example[]){{"jira field search point", "Which field it is"},
                                             {"jira field options Team --project WEB --type Bug",
                                              "What can be chosen in it"},
                                             {0}},
};

const struct atl_command atl_command_jira_field_list = {
    .words = "jira field list",
    .summary = "List all fields of the site",
    .options = options,
    .examples = (const struct atl_example[]){{"jira field list --custom", "The site's own"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_list,
};

const struct atl_command atl_command_jira_field_search = {
    .words = "jira field search",
    .summary = "Find fields by a part of their name",
    .arguments =
        (const struct atl_argument[]){
            {.name = "TEXT", .summary = "Part of the name, the id, or what JQL calls it"}, {0}},
    .options = options,
    .examples =
        (const struct atl_example[]){{"jira field search point", "Story points, somehow"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_search,
};

const struct atl_command atl_command_jira_field_get = {
    .words = "jira field get",
    .summary = "Show a field",
    .arguments =
        (const struct atl_argument[]){{.name = "FIELD", .summary = "Its name, id, or cf[10001]"},
                                      {0}},
    .examples = (const struct atl_example[]){{"jira field get Team", "One by name"},
                                             {"jira field get cf[10001] --json", "One by number"},
                                             {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_get,
};
