/* jira bulk transition: many issues to another status. */
#include "atlcli/jira_transition.h"
#include "atlcli/text.h"
#include "cmd/jira/bulk/bulk.h"
#include "cmd/jira/issue/issue.h"
#include "cmd/jira/text.h"
#include "cmd/option_check.h"

#include <string.h>

enum {
    MOST_PLACES = 20, /* that are asked for the transition's screen */
};

/*
 * The screens of a transition differ between workflows; the fields of the first one that is found
 * tell names and types, and each issue is judged by Jira. Issues of one place have one screen.
 */
static enum atl_status find_fields(struct atl_context *context, struct atl_http *http,
                                   const struct atl_bulk_job *job, struct atl_jira_fields *fields,
                                   const char **key, struct atl_error *error)
{
    const char *to = atl_option_text(context, "to");
    struct atl_list places = {0};
    enum atl_status status = ATL_FAILED;
    for (size_t i = 0; i < job->count && status == ATL_FAILED && places.count < MOST_PLACES; i++) {
        const struct atl_bulk_item *item = &job->items[i];
        struct atl_jira_transitions transitions;
        const struct atl_jira_transition *chosen;
        bool seen = item->state != ATL_BULK_WAITING;
        for (size_t j = 0; j < places.count && !seen; j++) {
            seen = atl_text_equal(places.items[j], item->place);
        }
        if (seen) {
            continue;
        }
        atl_list_add(&places, (void *)(uintptr_t)(item->place == NULL ? "" : item->place));
        status = atl_jira_transitions(http, context->arena, item->key, &transitions, error);
        if (status == ATL_OK) {
            status = atl_jira_transition_choose(NULL, &transitions, to, &chosen, error);
        }
        if (status == ATL_OK) {
            atl_jira_fields_read(
                context->arena, chosen->fields,
                atl_arena_printf(context->arena, "the transition '%s'", chosen->name), fields);
            *key = item->key;
        } else if (status == ATL_NOT_FOUND) {
            status = ATL_FAILED; /* it is gone: the next one */
        }
    }
    atl_list_free(&places);
    return status;
}

static enum atl_status complete(struct atl_context *context, struct atl_http *http,
                                struct atl_bulk_job *job, struct atl_error *error)
{
    struct atl_jira_fields fields;
    struct jira_issue_command command = {context, http, NULL};
    cJSON *values = atl_json_member(job->operation, "fields");
    const char *const *setting = atl_option_list(context, "field", NULL);
    if (*setting == NULL) {
        return ATL_OK;
    }
    enum atl_status status = find_fields(context, http, job, &fields, &command.key, error);
    if (status == ATL_FAILED) {
        return ATL_OK; /* no issue can make the transition: each says why */
    }
    if (values == NULL) {
        values = cJSON_AddObjectToObject(job->operation, "fields");
    }
    for (; status == ATL_OK && *setting != NULL; setting++) {
        char *name = atl_arena_strndup(context->arena, *setting, strcspn(*setting, "="));
        status = jira_issue_set(&command, &fields, atl_text_trim(context->arena, name),
                                *setting + strlen(name) + 1, values, error);
    }
    return status;
}

static enum atl_status begin(struct atl_context *context, struct atl_http *http,
                             struct atl_bulk_job *job, struct atl_error *error)
{
    const char *resolution = atl_option_text(context, "resolution");
    const char *markdown = atl_option_text(context, "comment");
    cJSON *body = NULL;
    enum atl_status status = jira_bulk_check_silence(context, http, job, error);
    if (status != ATL_OK) {
        return status;
    }
    cJSON_AddStringToObject(job->operation, "to", atl_option_text(context, "to"));
    if (resolution != NULL || markdown != NULL || atl_option_given(context, "field")) {
        cJSON_AddStringToObject(job->operation, "singly",
                                "Cloud's bulk transitions take no fields and no comments");
    }
    if (resolution != NULL) {
        cJSON *fields = cJSON_AddObjectToObject(job->operation, "fields");
        cJSON_AddStringToObject(cJSON_AddObjectToObject(fields, "resolution"), "name", resolution);
    }
    if (markdown == NULL) {
        return ATL_OK;
    }
    status = jira_text_from_markdown(context, http, markdown, &body, error);
    if (status == ATL_OK) {
        cJSON *steps =
            cJSON_AddArrayToObject(cJSON_AddObjectToObject(job->operation, "update"), "comment");
        cJSON *step = cJSON_CreateObject();
        cJSON_AddItemToObject(cJSON_AddObjectToObject(step, "add"), "body", body);
        cJSON_AddItemToArray(steps, step);
    }
    return status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    static const char *const texts[] = {"to", "resolution", "comment", NULL};
    static const char *const lists[] = {NULL};
    const struct job_work work = {
        .kind = "transition",
        .title =
            atl_arena_printf(context->arena, "Transition to %s", atl_option_text(context, "to")),
        .notifies = true,
        .begin = begin,
        .complete = complete,
    };
    enum atl_status status = option_check_filled(context, texts, lists, error);
    for (const char *const *text = atl_option_list(context, "field", NULL);
         status == ATL_OK && *text != NULL; text++) {
        if (strchr(*text, '=') == NULL || **text == '=') {
            status = atl_fail(error, ATL_USAGE, "--field takes NAME=VALUE, not '%s'", *text);
        }
    }
    return status == ATL_OK ? jira_bulk_command(context, &work, error) : status;
}

const struct atl_command atl_command_jira_bulk_transition = {
    .words = "jira bulk transition",
    .summary = "Move many issues to another status",
    .description =
        "Makes the transition that leads to the status, or that is called so, whichever each "
        "issue's workflow has. Issues that have the status already are left alone.\n\n"
        "On Cloud a thousand issues take a handful of requests; a resolution, a field or a "
        "comment, or a transition that asks for fields, makes it one for each issue.\n\n"
        "--field sets what the transition's screen asks for, by a field's name or "
        "id." JIRA_BULK_ABOUT_SILENCE JIRA_BULK_ABOUT_JOBS,
    .options =
        (const struct atl_option[]){
            {.name = "to",
             .kind = ATL_OPTION_TEXT,
             .value = "STATUS",
             .summary = "Status, or name of a transition",
             .required = true},
            {.name = "resolution",
             .kind = ATL_OPTION_TEXT,
             .value = "NAME",
             .summary = "Resolution to set, where the transition asks for one"},
            {.name = "comment",
             .kind = ATL_OPTION_TEXT,
             .value = "TEXT",
             .summary = "Comment to add to each issue, in Markdown"},
            {.name = "field",
             .kind = ATL_OPTION_REPEATED,
             .value = "NAME=VALUE",
             .summary = "Field of the transition's screen to set"},
            JIRA_BULK_ISSUE_OPTIONS,
            JIRA_BULK_NOTIFY_OPTION,
            {0}},
    .examples =
        (const struct atl_example[]){
            {"jira bulk transition --to Done --jql \"project = WEB AND fixVersion = 2.1\" "
             "--dry-run",
             "What would change, and how"},
            {"jira bulk transition --to \"In Progress\" --issues WEB-1,WEB-2 --yes",
             "Two issues, without a question"},
            {"jira bulk transition --to Done --resolution Fixed --stdin --yes --json",
             "Those of a pipeline, with each one's outcome"},
            {"jira bulk transition --to Done --jql \"sprint = 7\" --shard 2/4 --yes",
             "The second of four CI jobs"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
