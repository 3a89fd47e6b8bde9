/* jira bulk transition: many issues to another status. */
#include "cmd/jira_bulk.h"
#include "cmd/jira_text.h"
#include "cmd/option_check.h"

static enum atl_status begin(struct atl_context *context, struct atl_http *http,
                             struct atl_bulk_job *job, struct atl_error *error)
{
    const char *resolution = atl_option_text(context, "resolution");
    const char *markdown = atl_option_text(context, "comment");
    cJSON *body = NULL;
    cJSON_AddStringToObject(job->operation, "to", atl_option_text(context, "to"));
    if (resolution != NULL) {
        cJSON *fields = cJSON_AddObjectToObject(job->operation, "fields");
        cJSON_AddStringToObject(cJSON_AddObjectToObject(fields, "resolution"), "name", resolution);
    }
    if (markdown == NULL) {
        return ATL_OK;
    }
    enum atl_status status = jira_text_from_markdown(context, http, markdown, &body, error);
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
    const struct jira_bulk_work work = {
        .kind = "transition",
        .title =
            atl_arena_printf(context->arena, "Transition to %s", atl_option_text(context, "to")),
        .notifies = true,
        .begin = begin,
    };
    enum atl_status status = option_check_filled(context, texts, lists, error);
    return status == ATL_OK ? jira_bulk_command(context, &work, error) : status;
}
const struct atl_command atl_command_jira_bulk_transition = {
    .words = "jira bulk transition",
    .summary = "Move many issues to another status",
    .description =
        "Makes the transition that leads to the status, or that is called so, whichever each "
        "issue's workflow has. Issues that have the status already are left alone.\n\n"
        "On Cloud a thousand issues take a handful of requests; a resolution or a comment, or a "
        "transition that asks for fields, makes it one for each issue." JIRA_BULK_ABOUT_JOBS,
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
