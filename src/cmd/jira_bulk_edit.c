/* jira bulk edit, assign, label: many issues get the same values. */
#include "atlcli/jira.h"
#include "atlcli/jira_bulk.h"
#include "atlcli/jira_field.h"
#include "atlcli/text.h"
#include "cmd/jira_bulk.h"
#include "cmd/jira_text.h"
#include "cmd/option_check.h"

#include <string.h>

/* ---- edit ---- */

static const char *first_waiting(const struct atl_bulk_job *job)
{
    for (size_t i = 0; i < job->count; i++) {
        if (job->items[i].state == ATL_BULK_WAITING) {
            return job->items[i].key;
        }
    }
    return NULL;
}

struct edit {
    struct atl_context *context;
    struct atl_http *http;
    struct atl_jira_fields fields;
    cJSON *values;
    cJSON *task; /* NULL once a field has no form in tasks */
};

static enum atl_status set_field(struct edit *edit, const char *option, struct atl_error *error)
{
    const struct atl_jira_field *field;
    struct atl_arena *arena = edit->context->arena;
    struct jira_text_writer writer = {.context = edit->context, .http = edit->http};
    const struct atl_jira_writing writing = jira_text_writing(&writer);
    const char *equals = strchr(option, '=');
    cJSON *value = NULL;
    const char *name =
        atl_text_trim(arena, atl_arena_strndup(arena, option, (size_t)(equals - option)));
    enum atl_status status = atl_jira_fields_get(&edit->fields, name, &field, error);
    if (status == ATL_OK) {
        status = atl_jira_field_value(&writing, field, equals + 1, &value, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    if (atl_json_member(edit->values, field->id) != NULL) {
        cJSON_Delete(value);
        return atl_fail(error, ATL_USAGE, "%s is given twice", field->name);
    }
    if (edit->task != NULL && !atl_jira_task_set(edit->task, field, value)) {
        cJSON_Delete(edit->task);
        edit->task = NULL;
    }
    cJSON_AddItemToObject(edit->values, field->id, value);
    return ATL_OK;
}

/* What the fields are called and take is asked of the first issue; the others are judged by Jira.
 */
static enum atl_status complete_edit(struct atl_context *context, struct atl_http *http,
                                     struct atl_bulk_job *job, struct atl_error *error)
{
    struct edit edit = {.context = context, .http = http, .task = cJSON_CreateObject()};
    const char *const *option = atl_option_list(context, "field", NULL);
    edit.values = cJSON_AddObjectToObject(job->operation, "fields");
    enum atl_status status =
        atl_jira_edit_fields(http, context->arena, first_waiting(job), &edit.fields, error);
    for (; status == ATL_OK && *option != NULL; option++) {
        status = set_field(&edit, *option, error);
    }
    if (edit.task != NULL && status == ATL_OK) {
        cJSON_AddItemToObject(job->operation, "task", edit.task);
    } else {
        cJSON_Delete(edit.task);
    }
    return status;
}

/* "Set Story Points, Team" */
static enum atl_status name_edit(struct atl_context *context, const char **title,
                                 struct atl_error *error)
{
    size_t count;
    const char *const *options = atl_option_list(context, "field", &count);
    struct atl_buffer text = {0};
    enum atl_status status = ATL_OK;
    atl_buffer_add(&text, "Set ");
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        const char *equals = strchr(options[i], '=');
        if (equals == NULL || equals == options[i]) {
            status = atl_fail(error, ATL_USAGE, "--field takes NAME=VALUE, not '%s'", options[i]);
            atl_hint(error, "for example: --field 'Story Points=5'");
        } else {
            atl_buffer_printf(&text, "%s%.*s", i == 0 ? "" : ", ", (int)(equals - options[i]),
                              options[i]);
        }
    }
    *title = atl_arena_strdup(context->arena, text.data);
    atl_buffer_free(&text);
    if (status == ATL_OK && count == 0) {
        status = atl_fail(error, ATL_USAGE, "which fields? pass --field NAME=VALUE");
    }
    return status;
}

static enum atl_status run_edit(struct atl_context *context, struct atl_error *error)
{
    struct jira_bulk_work work = {.kind = "edit", .notifies = true, .complete = complete_edit};
    enum atl_status status = name_edit(context, &work.title, error);
    return status == ATL_OK ? jira_bulk_command(context, &work, error) : status;
}

const struct atl_command atl_command_jira_bulk_edit = {
    .words = "jira bulk edit",
    .summary = "Set fields of many issues",
    .description =
        "Every issue gets the same values. --field takes any field by its name or id and knows "
        "its type: 'Story Points=5', 'Team=Blue', 'fixVersions=2.1,2.2', 'Reviewer=me'; 'NAME=' "
        "clears it. Which values are allowed is asked of the first issue.\n\n"
        "On Cloud a thousand issues take a handful of requests; fields that its bulk edit doesn't "
        "know make it one for each issue." JIRA_BULK_ABOUT_JOBS,
    .options = (const struct atl_option[]){{.name = "field",
                                            .kind = ATL_OPTION_REPEATED,
                                            .value = "NAME=VALUE",
                                            .summary = "A field and its new value"},
                                           JIRA_BULK_ISSUE_OPTIONS,
                                           JIRA_BULK_NOTIFY_OPTION,
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"jira bulk edit --field priority=High --jql \"labels = urgent\" --dry-run",
             "What would change, and how"},
            {"jira bulk edit --field fixVersions=2.2 --field 'Story Points=' --issues WEB-1,WEB-2 "
             "--yes",
             "Set one field, clear another"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_edit,
};

/* ---- assign ---- */

static enum atl_status begin_assign(struct atl_context *context, struct atl_http *http,
                                    struct atl_bulk_job *job, struct atl_error *error)
{
    const char *name = atl_option_text(context, "to");
    struct atl_jira_user user;
    bool nobody = atl_text_equal_ignoring_case(name, "none");
    if (!nobody) {
        enum atl_status status = atl_jira_find_person(http, context->arena, name, &user, error);
        if (status != ATL_OK) {
            atl_error_prefix(error, "--to");
            return status;
        }
    }
    const struct atl_jira_field field = {.id = "assignee", .type = "user"};
    cJSON *person = atl_jira_person_reference(http, nobody ? NULL : &user);
    cJSON *task = cJSON_AddObjectToObject(job->operation, "task");
    atl_jira_task_set(task, &field, person);
    cJSON_AddItemToObject(cJSON_AddObjectToObject(job->operation, "fields"), "assignee", person);
    return ATL_OK;
}

static enum atl_status run_assign(struct atl_context *context, struct atl_error *error)
{
    static const char *const texts[] = {"to", NULL};
    static const char *const lists[] = {NULL};
    const char *to = atl_option_text(context, "to");
    const struct jira_bulk_work work = {
        .kind = "assign",
        .title = atl_text_equal_ignoring_case(to, "none")
                     ? "Unassign"
                     : atl_arena_printf(context->arena, "Assign to %s", to),
        .notifies = true,
        .begin = begin_assign,
    };
    enum atl_status status = option_check_filled(context, texts, lists, error);
    return status == ATL_OK ? jira_bulk_command(context, &work, error) : status;
}

const struct atl_command atl_command_jira_bulk_assign = {
    .words = "jira bulk assign",
    .summary = "Give many issues to a person, or to nobody",
    .description = "On Cloud a thousand issues take a handful of requests." JIRA_BULK_ABOUT_JOBS,
    .options =
        (const struct atl_option[]){
            {.name = "to",
             .kind = ATL_OPTION_TEXT,
             .value = "USER",
             .summary = "me, none, or a person's e-mail, name or account id",
             .required = true},
            JIRA_BULK_ISSUE_OPTIONS,
            JIRA_BULK_NOTIFY_OPTION,
            {0}},
    .examples =
        (const struct atl_example[]){
            {"jira bulk assign --to none --jql \"assignee = leaver@example.com AND resolution is "
             "EMPTY\"",
             "What somebody leaves behind"},
            {"jira bulk assign --to me --issues WEB-1,WEB-2 --yes", "Two issues, to yourself"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_assign,
};

/* ---- labels ---- */

const struct atl_command atl_command_jira_bulk_label = {
    .words = "jira bulk label",
    .summary = "Add labels to many issues, or remove them",
};

static void put_labels(struct atl_context *context, struct atl_bulk_job *job, const char *step,
                       const char *option)
{
    size_t count;
    const char *const *labels = atl_argument_list(context, "LABEL", &count);
    cJSON *steps =
        cJSON_AddArrayToObject(cJSON_AddObjectToObject(job->operation, "update"), "labels");
    for (size_t i = 0; i < count; i++) {
        cJSON *object = cJSON_CreateObject();
        cJSON_AddStringToObject(object, step, labels[i]);
        cJSON_AddItemToArray(steps, object);
    }
    atl_jira_task_labels(cJSON_AddObjectToObject(job->operation, "task"), option, labels, count);
}

static enum atl_status begin_add(struct atl_context *context, struct atl_http *http,
                                 struct atl_bulk_job *job, struct atl_error *error)
{
    (void)http;
    (void)error;
    put_labels(context, job, "add", "ADD");
    return ATL_OK;
}

static enum atl_status begin_remove(struct atl_context *context, struct atl_http *http,
                                    struct atl_bulk_job *job, struct atl_error *error)
{
    (void)http;
    (void)error;
    put_labels(context, job, "remove", "REMOVE");
    return ATL_OK;
}

/* "Add the labels red, blue" */
static enum atl_status run_labels(struct atl_context *context, struct jira_bulk_work *work,
                                  const char *verb, struct atl_error *error)
{
    size_t count;
    const char *const *labels = atl_argument_list(context, "LABEL", &count);
    struct atl_buffer title = {0};
    enum atl_status status = ATL_OK;
    atl_buffer_printf(&title, "%s the label%s ", verb, count == 1 ? "" : "s");
    for (size_t i = 0; i < count; i++) {
        atl_buffer_printf(&title, "%s%s", i == 0 ? "" : ", ", labels[i]);
        if (labels[i][0] == '\0' || strpbrk(labels[i], " \t\n") != NULL) {
            status = atl_fail(error, ATL_USAGE, "a label has no spaces: '%s'", labels[i]);
        }
    }
    work->title = atl_arena_strdup(context->arena, title.data);
    atl_buffer_free(&title);
    return status == ATL_OK ? jira_bulk_command(context, work, error) : status;
}

static enum atl_status run_add(struct atl_context *context, struct atl_error *error)
{
    struct jira_bulk_work work = {.kind = "edit", .notifies = true, .begin = begin_add};
    return run_labels(context, &work, "Add", error);
}

static enum atl_status run_remove(struct atl_context *context, struct atl_error *error)
{
    struct jira_bulk_work work = {.kind = "edit", .notifies = true, .begin = begin_remove};
    return run_labels(context, &work, "Remove", error);
}

static const struct atl_argument label_arguments[] = {
    {.name = "LABEL", .summary = "Labels", .arity = ATL_ONE_OR_MORE}, {0}};

static const struct atl_option label_options[] = {
    JIRA_BULK_ISSUE_OPTIONS, JIRA_BULK_NOTIFY_OPTION, {0}};

const struct atl_command atl_command_jira_bulk_label_add = {
    .words = "jira bulk label add",
    .summary = "Add labels to many issues",
    .description = "Other labels stay. On Cloud a thousand issues take a handful of "
                   "requests." JIRA_BULK_ABOUT_JOBS,
    .arguments = label_arguments,
    .options = label_options,
    .examples = (const struct atl_example[]){{"jira bulk label add release-2.1 --jql "
                                              "\"fixVersion = 2.1\" --yes",
                                              "Mark a release"},
                                             {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_add,
};

const struct atl_command atl_command_jira_bulk_label_remove = {
    .words = "jira bulk label remove",
    .summary = "Remove labels from many issues",
    .description = "Other labels stay. On Cloud a thousand issues take a handful of "
                   "requests." JIRA_BULK_ABOUT_JOBS,
    .arguments = label_arguments,
    .options = label_options,
    .examples = (const struct atl_example[]){{"jira bulk label remove triage --jql \"labels = "
                                              "triage AND status = Done\" --yes",
                                              "Tidy up"},
                                             {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_remove,
};
