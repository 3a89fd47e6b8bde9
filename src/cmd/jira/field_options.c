/* jira field options: what can be chosen in a field. */
#include "atlcli/deployment.h"
#include "atlcli/jira_field.h"
#include "atlcli/jira_field_list.h"

#include "cmd/jira/key.h"
#include "cmd/jira/site.h"
#include "cmd/option_check.h"

static const struct atl_column columns[] = {
    {.key = "context", .heading = "CONTEXT", .shrinks = true},
    {.key = "id", .heading = "ID", .style = ATL_STYLE_DIM},
    {.key = "value", .heading = "OPTION", .style = ATL_STYLE_NAME},
    {.key = "parent", .heading = "BELOW"},
    {.key = "disabled", .heading = "DISABLED", .kind = ATL_CELL_BOOLEAN},
    {.key = "contextId", .heading = "CONTEXT ID", .extra = true},
    {0},
};

static const struct atl_listing listing = {
    .name = "options", .columns = columns, .when_empty = "No options."};

/* Where options apply, as rows name it. */
struct place {
    const char *id; /* NULL: none */
    const char *name;
};

static enum atl_status print_option(struct atl_context *context, const struct place *place,
                                    const cJSON *option, const char *parent,
                                    struct atl_error *error)
{
    const char *value = atl_json_text(option, "value", NULL);
    cJSON *row = cJSON_CreateObject();
    atl_json_set_text(row, "context", place->name);
    atl_json_set_text(row, "contextId", place->id);
    atl_json_set_text(row, "id", atl_json_text(option, "id", NULL));
    atl_json_set_text(row, "value", value != NULL ? value : atl_json_text(option, "name", NULL));
    atl_json_set_text(row, "parent", parent);
    atl_json_set_bool(row, "disabled", atl_json_bool(option, "disabled", false));
    enum atl_status status = atl_output_object(context->output, row, error);
    cJSON_Delete(row);
    return status;
}

/* ---- of an issue, or of what can be created ---- */

static enum atl_status print_allowed(struct atl_context *context, const struct place *place,
                                     const cJSON *options, const char *parent,
                                     struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    const cJSON *option;
    cJSON_ArrayForEach(option, options)
    {
        status = print_option(context, place, option, parent, error);
        const cJSON *children = atl_json_member(option, "children");
        if (status == ATL_OK && parent == NULL && children != NULL) {
            status =
                print_allowed(context, place, children, atl_json_text(option, "value", "?"), error);
        }
        if (status != ATL_OK) {
            break;
        }
    }
    return status;
}

static enum atl_status print_of_fields(struct atl_context *context,
                                       const struct atl_jira_fields *fields,
                                       struct atl_error *error)
{
    const struct atl_jira_field *field;
    enum atl_status status =
        atl_jira_fields_get(fields, atl_argument(context, "FIELD"), &field, error);
    if (status != ATL_OK) {
        return status;
    }
    if (field->allowed == NULL) {
        return atl_fail(error, ATL_USAGE, "the field '%s' has no list of options: it takes %s",
                        field->name, field->type == NULL ? "anything" : field->type);
    }
    const struct place place = {.name = fields->of};
    status = print_allowed(context, &place, field->allowed, NULL, error);
    return status == ATL_OK ? atl_output_end(context->output, error) : status;
}

static enum atl_status print_of_issue(struct atl_context *context, struct atl_http *http,
                                      struct atl_error *error)
{
    struct atl_jira_fields fields;
    const char *key;
    enum atl_status status =
        jira_key_parse(context->arena, atl_option_text(context, "issue"), &key, error);
    if (status == ATL_OK) {
        status = atl_jira_edit_fields(http, context->arena, key, &fields, error);
    }
    return status == ATL_OK ? print_of_fields(context, &fields, error) : status;
}

static enum atl_status print_of_type(struct atl_context *context, struct atl_http *http,
                                     struct atl_error *error)
{
    struct atl_jira_fields fields;
    enum atl_status status =
        atl_jira_create_fields(http, context->arena, atl_option_text(context, "project"),
                               atl_option_text(context, "type"), &fields, error);
    return status == ATL_OK ? print_of_fields(context, &fields, error) : status;
}

/* ---- by context ---- */

static const char *value_of(const struct atl_jira_items *options, const char *id)
{
    for (size_t i = 0; id != NULL && i < options->count; i++) {
        if (atl_text_equal(options->items[i].id, id)) {
            return atl_json_text(options->items[i].json, "value", id);
        }
    }
    return id;
}

static enum atl_status print_context(struct atl_context *context, struct atl_http *http,
                                     const char *field, const struct atl_jira_item *where,
                                     struct atl_error *error)
{
    struct atl_jira_items options;
    const struct place place = {.id = where->id, .name = where->name};
    enum atl_status status =
        atl_jira_field_options(http, context->arena, field, where->id, &options, error);
    for (size_t i = 0; status == ATL_OK && i < options.count; i++) {
        const cJSON *option = options.items[i].json;
        status = print_option(context, &place, option,
                              value_of(&options, atl_json_text(option, "optionId", NULL)), error);
    }
    return status;
}

static bool has_contexts(const struct atl_jira_item *field)
{
    static const char *const kinds[] = {":select", ":multiselect", ":radiobuttons",
                                        ":multicheckboxes", ":cascadingselect"};
    const char *custom = atl_json_text(field->json, "schema.custom", "");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (atl_text_ends_with(custom, kinds[i])) {
            return true;
        }
    }
    return false;
}

static enum atl_status refuse(const struct atl_jira_item *field, struct atl_error *error)
{
    bool custom = atl_json_bool(field->json, "custom", false);
    atl_fail(error, ATL_USAGE, "the field '%s' (%s) has no options of its own", field->name,
             atl_json_text(field->json, "schema.type", "?"));
    if (!custom) {
        atl_hint(error, "what issues may have there: --project KEY --type TYPE, or --issue KEY");
    }
    return ATL_USAGE;
}

static enum atl_status print_contexts(struct atl_context *context, struct atl_http *http,
                                      struct atl_error *error)
{
    struct atl_jira_items fields;
    struct atl_jira_items contexts;
    const struct atl_jira_item *field;
    enum atl_status status = atl_jira_field_list(http, context->arena, &fields, error);
    if (status == ATL_OK) {
        status = atl_jira_field_list_choose(context->arena, &fields, atl_argument(context, "FIELD"),
                                            &field, error);
    }
    if (status == ATL_OK && !has_contexts(field)) {
        return refuse(field, error);
    }
    if (status == ATL_OK) {
        status = atl_jira_field_contexts(http, context->arena, field->id, &contexts, error);
    }
    for (size_t i = 0; status == ATL_OK && i < contexts.count; i++) {
        if (contexts.items[i].id != NULL) { /* by what else could it be asked for? */
            status = print_context(context, http, field->id, &contexts.items[i], error);
        }
    }
    if (status == ATL_FORBIDDEN) {
        atl_hint(error, "contexts are for administrators; --project KEY --type TYPE shows what "
                        "issues there may have");
    }
    return status == ATL_OK ? atl_output_end(context->output, error) : status;
}

/* ---- the command ---- */

static enum atl_status fail_without_place(struct atl_error *error)
{
    atl_fail(error, ATL_USAGE,
             "on Data Center options are known of a project's issue type, or of an issue");
    atl_hint(error, "say which: --project KEY --type TYPE, or --issue KEY");
    return ATL_USAGE;
}

static enum atl_status print(struct atl_context *context, struct atl_http *http,
                             struct atl_error *error)
{
    static const char *const texts[] = {"project", "type", "issue", NULL};
    static const char *const lists[] = {NULL};
    bool of_issue = atl_option_given(context, "issue");
    bool of_type = atl_option_given(context, "project");
    enum atl_status status = option_check_filled(context, texts, lists, error);
    if (status == ATL_OK &&
        (atl_option_given(context, "type") != of_type || (of_issue && of_type))) {
        status = atl_fail(error, ATL_USAGE, "give --project and --type, or --issue, or none");
    }
    if (status == ATL_OK) {
        status = atl_output_begin(context->output, &listing, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    if (of_issue) {
        return print_of_issue(context, http, error);
    }
    if (of_type) {
        return print_of_type(context, http, error);
    }
    return atl_deployment_of(context->account) == ATL_CLOUD ? print_contexts(context, http, error)
                                                            : fail_without_place(error);
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, print, error);
}

const struct atl_command atl_command_jira_field_options = {
    .words = "jira field options",
    .summary = "List what can be chosen in a field",
    .description =
        "On Cloud lists the options of a custom field in every context, which takes an "
        "administrator. With --project and --type, or with --issue, lists what new issues of that "
        "type, or that issue, may have: on Data Center, too, and also for fields such as priority.",
    .arguments =
        (const struct atl_argument[]){{.name = "FIELD", .summary = "Its name, id, or cf[10001]"},
                                      {0}},
    .options =
        (const struct atl_option[]){
            {.name = "project",
             .kind = ATL_OPTION_TEXT,
             .value = "KEY",
             .summary = "In new issues of this project"},
            {.name = "type",
             .kind = ATL_OPTION_TEXT,
             .value = "TYPE",
             .summary = "… and this type"},
            {.name = "issue", .kind = ATL_OPTION_TEXT, .value = "KEY", .summary = "In this issue"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"jira field options Team", "By context (Cloud)"},
            {"jira field options Team --project WEB --type Bug", "In a project's new bugs"},
            {"jira field options priority --issue WEB-1 --json", "In an issue"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
