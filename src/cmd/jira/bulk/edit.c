/* jira bulk edit, assign, label: many issues get the same values. */
#include "atlcli/jira.h"
#include "atlcli/jira_bulk.h"
#include "atlcli/jira_field.h"
#include "atlcli/text.h"
#include "cmd/jira/bulk/bulk.h"
#include "cmd/jira/issue/issue.h"
#include "cmd/jira/key.h"
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

/* Sprints are looked for on the boards of the project that all of them are in. */
static bool is_one_project(struct atl_arena *arena, const struct atl_bulk_job *job)
{
    const char *project = NULL;
    for (size_t i = 0; i < job->count; i++) {
        if (job->items[i].state != ATL_BULK_WAITING || job->items[i].key == NULL) {
            continue;
        }
        const char *own = jira_key_project(arena, job->items[i].key);
        if (project != NULL && strcmp(own, project) != 0) {
            return false;
        }
        project = own;
    }
    return project != NULL;
}

/* The labels of one kind of step; 0 when there are steps of the other kind, too. */
static size_t only_steps(struct atl_arena *arena, const cJSON *steps, const char *kind,
                         const char ***labels)
{
    const cJSON *step;
    size_t count = 0;
    *labels = atl_arena_alloc(arena, ((size_t)cJSON_GetArraySize(steps) + 1) * sizeof **labels);
    cJSON_ArrayForEach(step, steps)
    {
        const char *label = atl_json_text(step, kind, NULL);
        if (label == NULL) {
            return 0;
        }
        (*labels)[count++] = label;
    }
    return count;
}

/* False: in a task labels either come or go. */
static bool set_task_labels(struct atl_arena *arena, cJSON *task, const cJSON *update)
{
    const cJSON *steps = atl_json_member(update, "labels");
    const char **labels;
    size_t count;
    if (steps == NULL) {
        return true;
    }
    if ((count = only_steps(arena, steps, "add", &labels)) > 0) {
        atl_jira_task_labels(task, "ADD", labels, count);
    } else if ((count = only_steps(arena, steps, "remove", &labels)) > 0) {
        atl_jira_task_labels(task, "REMOVE", labels, count);
    }
    return count > 0;
}

/* The same in the words of a task, where there are such; else why not, for the plan. */
static void add_task(struct atl_context *context, struct atl_bulk_job *job,
                     const struct atl_jira_fields *fields, const cJSON *values, const cJSON *update)
{
    cJSON *task = cJSON_CreateObject();
    const char *obstacle =
        set_task_labels(context->arena, task, update) ? NULL : "labels that come and go at once";
    for (size_t i = 0; obstacle == NULL && i < fields->count; i++) {
        const struct atl_jira_field *field = &fields->fields[i];
        const cJSON *value = atl_json_member(values, field->id);
        if (value != NULL && !atl_jira_task_set(task, field, value)) {
            obstacle = field->name;
        }
    }
    if (obstacle == NULL) {
        cJSON_AddItemToObject(job->operation, "task", task);
        return;
    }
    cJSON_Delete(task);
    cJSON_AddStringToObject(
        job->operation, "singly",
        atl_arena_printf(context->arena, "Cloud's bulk edit doesn't take %s", obstacle));
}

/* What the fields are called and take is asked of the first issue; the others are judged by Jira.
 */
static enum atl_status complete_edit(struct atl_context *context, struct atl_http *http,
                                     struct atl_bulk_job *job, struct atl_error *error)
{
    const char *first = first_waiting(job);
    const char *type = atl_option_text(context, "type");
    struct jira_issue_command command = {context, http,
                                         is_one_project(context->arena, job) ? first : NULL};
    struct atl_jira_fields fields = {0};
    cJSON *update;
    cJSON *values = atl_json_keep(context->arena, cJSON_CreateObject());
    enum atl_status status = jira_issue_labels_read(context, &update, error);
    if (status == ATL_OK && (type != NULL || jira_issue_options_given(context))) {
        status = atl_jira_edit_fields(http, context->arena, first, &fields, error);
    }
    if (status == ATL_OK && type != NULL) {
        status = jira_issue_set(&command, &fields, "issuetype", type, values, error);
    }
    if (status == ATL_OK && fields.count > 0) {
        status = jira_issue_options_read(&command, &fields, values, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    if (values->child != NULL) {
        cJSON_AddItemToObject(job->operation, "fields", cJSON_Duplicate(values, true));
    }
    if (update != NULL) {
        cJSON_AddItemToObject(job->operation, "update", cJSON_Duplicate(update, true));
    }
    add_task(context, job, &fields, values, update);
    return ATL_OK;
}

/* "Set priority, labels; change labels" */
static const char *name_edit(struct atl_context *context)
{
    const char *names = jira_issue_options_names(context);
    bool labels =
        atl_option_given(context, "add-label") || atl_option_given(context, "remove-label");
    return atl_arena_printf(context->arena, "%s%s%s", *names == '\0' ? "" : "Set ", names,
                            !labels          ? ""
                            : *names == '\0' ? "Change labels"
                                             : "; change labels");
}

static enum atl_status check_edit(struct atl_context *context, struct atl_error *error)
{
    static const char *const texts[] = {"type", NULL};
    static const char *const lists[] = {"add-label", "remove-label", NULL};
    cJSON *ignored;
    enum atl_status status = option_check_filled(context, texts, lists, error);
    if (status == ATL_OK) {
        status = jira_issue_options_check(context, error);
    }
    if (status == ATL_OK) {
        status = jira_issue_labels_read(context, &ignored, error);
    }
    if (status == ATL_OK && !jira_issue_options_given(context) &&
        !atl_option_given(context, "type") && !atl_option_given(context, "add-label") &&
        !atl_option_given(context, "remove-label")) {
        atl_fail(error, ATL_USAGE, "say what is to change");
        atl_hint(error, "for example: --priority High, or --field 'Story Points=5'");
        return ATL_USAGE;
    }
    return status == ATL_OK ? option_check_standard_input(context, "description", error) : status;
}

static enum atl_status run_edit(struct atl_context *context, struct atl_error *error)
{
    struct job_work work = {.kind = "edit", .notifies = true, .complete = complete_edit};
    enum atl_status status = check_edit(context, error);
    if (status != ATL_OK) {
        return status;
    }
    work.title = name_edit(context);
    return jira_bulk_command(context, &work, error);
}

const struct atl_command atl_command_jira_bulk_edit = {
    .words = "jira bulk edit",
    .summary = "Set fields of many issues",
    .description =
        "Every issue gets the same values. Lists (labels, components, versions) are replaced; "
        "--add-label and --remove-label keep the other labels. Which values are allowed is asked "
        "of the first issue.\n\n" JIRA_ISSUE_FIELD_HELP
        "\n\nOn Cloud a thousand issues take a handful of requests; fields that its bulk edit "
        "doesn't take make it one for each issue, and the plan names them." JIRA_BULK_ABOUT_JOBS,
    .options = (const struct atl_option[]){JIRA_BULK_ISSUE_OPTIONS,
                                           {.name = "type",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "TYPE",
                                            .summary = "Issue type: Task, Bug"},
                                           JIRA_ISSUE_SHARED_FIELD_OPTIONS,
                                           JIRA_ISSUE_LABEL_OPTIONS,
                                           JIRA_BULK_NOTIFY_OPTION,
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"jira bulk edit --priority High --jql \"labels = urgent\" --dry-run",
             "What would change, and how"},
            {"jira bulk edit --fix-version 2.2 --field 'Story Points=' --issues WEB-1,WEB-2 --yes",
             "Set one field, clear another"},
            {"jira bulk edit --field 'Sprint=Sprint 7' --add-label planned --stdin --yes",
             "Plan those of a pipeline"},
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
    const struct job_work work = {
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
static enum atl_status run_labels(struct atl_context *context, struct job_work *work,
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
    struct job_work work = {.kind = "edit", .notifies = true, .begin = begin_add};
    return run_labels(context, &work, "Add", error);
}

static enum atl_status run_remove(struct atl_context *context, struct atl_error *error)
{
    struct job_work work = {.kind = "edit", .notifies = true, .begin = begin_remove};
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
