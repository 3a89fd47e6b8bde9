/* jira issue attachment delete. */
#include "atlcli/loop.h"
#include "cli/output.h"
#include "cli/prompt.h"
#include "cmd/jira/issue/attachment_choice.h"
#include "cmd/jira/key.h"

struct deleting {
    struct jira_act *act;
    struct jira_attachment_choice choice;
};

static enum atl_status confirm(const struct deleting *deleting, struct atl_error *error)
{
    struct atl_context *context = deleting->act->context;
    const struct jira_attachment_choice *choice = &deleting->choice;
    struct atl_buffer names = {0};
    for (size_t i = 0; i < choice->count; i++) {
        atl_buffer_printf(&names, "%s%s (%s)", i == 0 ? "" : ", ",
                          choice->items[i].attachment->name, choice->items[i].attachment->id);
    }
    enum atl_status status =
        atl_prompt_confirm(context,
                           atl_arena_printf(context->arena, "Delete from %s for good: %s?",
                                            deleting->act->key, atl_buffer_text(&names)),
                           error);
    atl_buffer_free(&names);
    return status;
}

static enum atl_status delete_item(void *context, size_t index, struct atl_error *error)
{
    struct deleting *deleting = context;
    struct jira_attachment_item *item = &deleting->choice.items[index];
    item->status =
        atl_jira_attachment_delete(deleting->act->http, item->attachment->id, &item->error);
    if (item->status != ATL_OK) {
        atl_error_prefix(&item->error, "%s (%s)", item->attachment->name, item->attachment->id);
    }
    if (item->status == ATL_CANCELLED) {
        *error = item->error;
    }
    return item->status == ATL_CANCELLED ? ATL_CANCELLED : ATL_OK;
}

static enum atl_status report(const struct deleting *deleting, struct atl_error *error)
{
    const struct jira_attachment_choice *choice = &deleting->choice;
    struct atl_buffer names = {0};
    cJSON *object = jira_act_object(deleting->act);
    cJSON *deleted = cJSON_AddArrayToObject(object, "deleted");
    for (size_t i = 0; i < choice->count; i++) {
        const struct atl_jira_attachment *attachment = choice->items[i].attachment;
        if (choice->items[i].status == ATL_OK) {
            cJSON *entry = cJSON_CreateObject();
            cJSON_AddStringToObject(entry, "id", attachment->id);
            cJSON_AddStringToObject(entry, "filename", attachment->name);
            cJSON_AddItemToArray(deleted, entry);
            atl_buffer_printf(&names, "%s%s", names.length > 0 ? ", " : "", attachment->name);
        }
    }
    enum atl_status status = ATL_OK;
    if (names.length > 0) {
        status = atl_output_message(deleting->act->context->output, object, error,
                                    "Deleted from %s: %s", deleting->act->key, names.data);
    }
    atl_buffer_free(&names);
    return status;
}

static enum atl_status delete_attachments(struct jira_act *act, struct atl_error *error)
{
    struct deleting deleting = {.act = act};
    enum atl_status status = jira_attachment_choose(act, true, &deleting.choice, error);
    if (status == ATL_OK) {
        status = confirm(&deleting, error);
    }
    if (status == ATL_OK) {
        status = atl_each(deleting.choice.count, atl_http_width(act->http), delete_item, &deleting,
                          error);
    }
    if (status == ATL_OK) {
        status = report(&deleting, error);
    }
    return status == ATL_OK ? jira_attachment_conclude(act->context, deleting.choice.items,
                                                       deleting.choice.count, "deleted", error)
                            : status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return jira_act_run(context, 1, delete_attachments, error);
}

const struct atl_command atl_command_jira_issue_attachment_delete = {
    .words = "jira issue attachment delete",
    .summary = "Delete files attached to an issue",
    .description = "Deletes attachments by name or id, for good. A name that several have is "
                   "refused: their ids tell them apart.",
    .arguments =
        (const struct atl_argument[]){
            JIRA_KEY_ARGUMENT,
            {.name = "NAME", .summary = "Names or ids of attachments", .arity = ATL_ANY_NUMBER},
            {0}},
    .options =
        (const struct atl_option[]){JIRA_KEY_OPTION,
                                    {.name = "yes",
                                     .alias = "confirm",
                                     .letter = 'y',
                                     .summary = "Don't ask; needed when there is no terminal"},
                                    {0}},
    .examples =
        (const struct atl_example[]){
            {"jira issue attachment delete ATL-1 screenshot.png", "Delete one"},
            {"jira issue attachment delete ATL-1 10042 10043 --yes", "Two by id, in a script"},
            {0}},
    .fields = (const struct atl_column[]){JIRA_ISSUE_MEMBERS, {.key = "deleted"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};

const struct atl_command atl_command_jira_issue_attachment = {
    .words = "jira issue attachment",
    .summary = "Download or delete files attached to an issue",
};
