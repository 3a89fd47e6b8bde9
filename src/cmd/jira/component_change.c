/* jira component: create, update, delete. */
#include "atlcli/jira_component.h"

#include "cli/prompt.h"
#include "cmd/jira/site.h"
#include "cmd/option_check.h"

#include <ctype.h>

static const char *const assignees[] = {"project-default", "component-lead", "project-lead",
                                        "unassigned", NULL};

/* "component-lead" as the server writes it: COMPONENT_LEAD. */
static const char *assignee_type(struct atl_context *context)
{
    const char *word = atl_option_text(context, "assignee");
    char *type = atl_arena_strdup(context->arena, word);
    for (char *at = type; at != NULL && *at != '\0'; at++) {
        *at = *at == '-' ? '_' : (char)toupper((unsigned char)*at);
    }
    return type;
}

static enum atl_status read_change(struct atl_context *context, struct atl_http *http,
                                   struct atl_jira_component_change *change,
                                   struct atl_error *error)
{
    change->description = atl_option_text(context, "description");
    change->assignee_type = assignee_type(context);
    return jira_site_person(context, http, "lead", &change->lead, &change->no_lead, error);
}

static enum atl_status report(struct atl_context *context, const char *verb,
                              const struct atl_jira_item *component, struct atl_error *error)
{
    const char *project = atl_json_text(component->json, "project", NULL);
    return atl_output_message(context->output, jira_site_object(context, component, project), error,
                              "%s component '%s' (%s)%s%s", verb, component->name, component->id,
                              project == NULL ? "" : " in ", project == NULL ? "" : project);
}

/* ---- create ---- */

static enum atl_status create(struct atl_context *context, struct atl_http *http,
                              struct atl_error *error)
{
    struct atl_jira_item component;
    struct atl_jira_component_change change = {.name = atl_argument(context, "NAME")};
    const char *project = atl_option_text(context, "project");
    enum atl_status status = read_change(context, http, &change, error);
    if (status == ATL_OK) {
        status =
            atl_jira_component_create(http, context->arena, project, &change, &component, error);
        jira_site_hint_unknown(
            error, atl_arena_printf(context->arena, "jira component list --project '%s'", project));
    }
    return status == ATL_OK ? report(context, "Created", &component, error) : status;
}

static enum atl_status run_create(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, create, error);
}

/* ---- update ---- */

static enum atl_status find(struct atl_context *context, struct atl_http *http, const char *name,
                            struct atl_jira_item *component, struct atl_error *error)
{
    return atl_jira_component(http, context->arena, atl_option_text(context, "project"), name,
                              component, error);
}

static enum atl_status update(struct atl_context *context, struct atl_http *http,
                              struct atl_error *error)
{
    static const char *const texts[] = {"name", "lead", NULL};
    static const char *const lists[] = {NULL};
    static const char *const all[] = {"name", "description", "lead", "assignee", NULL};
    struct atl_jira_item component;
    struct atl_jira_component_change change = {.name = atl_option_text(context, "name")};
    enum atl_status status = jira_site_check_any(context, all, error);
    if (status == ATL_OK) {
        status = option_check_filled(context, texts, lists, error);
    }
    if (status == ATL_OK) {
        status = find(context, http, atl_argument(context, "COMPONENT"), &component, error);
    }
    if (status == ATL_OK) {
        status = read_change(context, http, &change, error);
    }
    if (status == ATL_OK) {
        status = atl_jira_component_update(http, context->arena, component.id, &change, &component,
                                           error);
    }
    return status == ATL_OK ? report(context, "Updated", &component, error) : status;
}

static enum atl_status run_update(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, update, error);
}

/* ---- delete ---- */

static enum atl_status confirm_deletion(struct atl_context *context,
                                        const struct atl_jira_item *component,
                                        const struct atl_jira_item *heir, int64_t issues,
                                        struct atl_error *error)
{
    const char *count = jira_site_issues(context->arena, issues);
    const char *question =
        heir != NULL
            ? atl_arena_printf(context->arena, "Delete component '%s' and give '%s' to its %s?",
                               component->name, heir->name, count)
            : atl_arena_printf(context->arena, "Delete component '%s'? %s lose%s it.",
                               component->name, count, issues == 1 ? "s" : "");
    return atl_prompt_confirm(context, question, error);
}

static enum atl_status delete_component(struct atl_context *context, struct atl_http *http,
                                        struct atl_error *error)
{
    const char *move_to = atl_option_text(context, "move-to");
    struct atl_jira_item component;
    struct atl_jira_item heir = {0};
    int64_t issues = 0;
    enum atl_status status =
        find(context, http, atl_argument(context, "COMPONENT"), &component, error);
    if (status == ATL_OK && move_to != NULL) {
        status = find(context, http, move_to, &heir, error);
        if (status != ATL_OK) {
            atl_error_prefix(error, "--move-to");
        } else if (atl_text_equal(heir.id, component.id)) {
            status =
                atl_fail(error, ATL_USAGE, "--move-to: '%s' is the component to delete", move_to);
        }
    }
    if (status == ATL_OK) {
        status = atl_jira_component_issues(http, component.id, &issues, error);
    }
    if (status == ATL_OK) {
        status =
            confirm_deletion(context, &component, move_to == NULL ? NULL : &heir, issues, error);
    }
    if (status == ATL_OK) {
        status = atl_jira_component_delete(http, component.id, heir.id, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = jira_site_object(context, &component, NULL);
    cJSON_AddNumberToObject(object, "issues", (double)issues);
    atl_json_set_text(object, "movedTo", heir.name);
    const char *count = jira_site_issues(context->arena, issues);
    return heir.name != NULL
               ? atl_output_message(context->output, object, error,
                                    "Deleted component '%s'; %s now in '%s'", component.name, count,
                                    heir.name)
               : atl_output_message(context->output, object, error,
                                    "Deleted component '%s'; %s had it", component.name, count);
}

static enum atl_status run_delete(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, delete_component, error);
}

/* ---- commands ---- */

const struct atl_command atl_command_jira_component_create = {
    .words = "jira component create",
    .summary = "Create a component",
    .arguments = (const struct atl_argument[]){{.name = "NAME", .summary = "Its name"}, {0}},
    .options = (const struct atl_option[]){{.name = "project",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "KEY",
                                            .summary = "In this project, by key, id or name",
                                            .required = true},
                                           {.name = "description",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "TEXT",
                                            .summary = "What it is"},
                                           {.name = "lead",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "USER",
                                            .summary = "Who leads it: me, an e-mail, a name or id"},
                                           {.name = "assignee",
                                            .kind = ATL_OPTION_CHOICE,
                                            .value = "WHO",
                                            .summary = "Who gets its new issues",
                                            .choices = assignees},
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"jira component create Billing --project WEB --lead me --assignee component-lead",
             "One whose issues come to you"},
            {0}},
    .fields = (const struct atl_column[]){JIRA_SITE_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_create,
};

const struct atl_command atl_command_jira_component_update = {
    .words = "jira component update",
    .summary = "Change a component",
    .arguments =
        (const struct atl_argument[]){{.name = "COMPONENT", .summary = "Its name or id"}, {0}},
    .options =
        (const struct atl_option[]){
            {.name = "project",
             .kind = ATL_OPTION_TEXT,
             .value = "KEY",
             .summary = "Its project; not needed with an id"},
            {.name = "name", .kind = ATL_OPTION_TEXT, .value = "NAME", .summary = "A new name"},
            {.name = "description",
             .kind = ATL_OPTION_TEXT,
             .value = "TEXT",
             .summary = "A new description"},
            {.name = "lead",
             .kind = ATL_OPTION_TEXT,
             .value = "USER",
             .summary = "Who leads it: me, none, an e-mail, a name or id"},
            {.name = "assignee",
             .kind = ATL_OPTION_CHOICE,
             .value = "WHO",
             .summary = "Who gets its new issues",
             .choices = assignees},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"jira component update Billing --project WEB --name Payments", "Give it another name"},
            {0}},
    .fields = (const struct atl_column[]){JIRA_SITE_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_update,
};

const struct atl_command atl_command_jira_component_delete = {
    .words = "jira component delete",
    .summary = "Delete a component",
    .description = "Its issues lose it, or get another component in its place with --move-to.",
    .arguments =
        (const struct atl_argument[]){{.name = "COMPONENT", .summary = "Its name or id"}, {0}},
    .options =
        (const struct atl_option[]){{.name = "project",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "KEY",
                                     .summary = "Its project; not needed with ids"},
                                    {.name = "move-to",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "COMPONENT",
                                     .summary = "Give its issues this component instead"},
                                    {.name = "yes",
                                     .alias = "confirm",
                                     .letter = 'y',
                                     .summary = "Don't ask; needed when there is no terminal"},
                                    {0}},
    .examples =
        (const struct atl_example[]){
            {"jira component delete Billing --project WEB --move-to Payments",
             "Its issues go to another one"},
            {0}},
    .fields =
        (const struct atl_column[]){JIRA_SITE_MEMBERS, {.key = "issues"}, {.key = "movedTo"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_delete,
};
