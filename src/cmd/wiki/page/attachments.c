/* wiki page attachments: which files a page has; and deleting them. */
#include "atlcli/loop.h"
#include "cli/output.h"
#include "cli/prompt.h"
#include "cmd/wiki/page/attachment_choice.h"
#include "cmd/wiki/page/of.h"

/* ---- listing ---- */

static const struct atl_listing listing = {
    .name = "attachments", .columns = wiki_attachment_columns, .when_empty = "No attachments."};

static enum atl_status list(struct wiki_act *act, struct atl_error *error)
{
    struct atl_output *output = act->context->output;
    struct wiki_attachment_choice choice;
    enum atl_status status = atl_output_begin(output, &listing, error);
    if (status == ATL_OK) {
        status = wiki_attachment_choose(act, &choice, error);
    }
    for (size_t i = 0; status == ATL_OK && i < choice.count; i++) {
        status = wiki_attachment_print(act->context, &choice.items[i], error);
    }
    if (status == ATL_OK) {
        atl_output_member(output, "page", cJSON_CreateString(act->page));
        status = atl_output_end(output, error);
    }
    return status;
}

static enum atl_status run_list(struct atl_context *context, struct atl_error *error)
{
    return wiki_act_run(context, 0, list, error);
}

const struct atl_command atl_command_wiki_page_attachments = {
    .words = "wiki page attachments",
    .summary = "List the files attached to a page",
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT, {0}},
    .options = (const struct atl_option[]){WIKI_PAGE_OPTION, {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page attachments 12345", "Which files there are"},
            {"wiki page attachments 'TEAM:Release plan' --csv --fields filename,size,version",
             "For a spreadsheet"},
            {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run_list,
};

/* ---- deleting ---- */

struct deleting {
    struct wiki_act *act;
    struct wiki_attachment_choice choice;
};

static enum atl_status confirm(const struct deleting *deleting, struct atl_error *error)
{
    struct atl_context *context = deleting->act->context;
    struct atl_buffer names = {0};
    for (size_t i = 0; i < deleting->choice.count; i++) {
        atl_buffer_printf(&names, "%s%s", i == 0 ? "" : ", ",
                          deleting->choice.items[i].attachment.file);
    }
    const char *question = atl_arena_printf(context->arena, "Delete from page %s: %s?",
                                            deleting->act->given, atl_buffer_text(&names));
    atl_buffer_free(&names);
    return atl_prompt_confirm(context, question, error);
}

static enum atl_status delete_item(void *context, size_t index, struct atl_error *error)
{
    struct deleting *deleting = context;
    struct wiki_attachment_item *item = &deleting->choice.items[index];
    enum atl_status status =
        atl_confluence_attachment_delete(deleting->act->http, item->attachment.id, &item->error);
    if (status != ATL_OK) {
        atl_error_prefix(&item->error, "%s", item->attachment.file);
    }
    return wiki_attachment_settle(item, status, error);
}

static enum atl_status report(const struct deleting *deleting, struct atl_error *error)
{
    struct atl_buffer names = {0};
    cJSON *object = wiki_act_object(deleting->act);
    cJSON *deleted = cJSON_AddArrayToObject(object, "deleted");
    for (size_t i = 0; i < deleting->choice.count; i++) {
        const struct wiki_attachment_item *item = &deleting->choice.items[i];
        if (item->status == ATL_OK) {
            cJSON *entry = cJSON_CreateObject();
            cJSON_AddStringToObject(entry, "id", item->attachment.id);
            cJSON_AddStringToObject(entry, "filename", item->attachment.file);
            cJSON_AddItemToArray(deleted, entry);
            atl_buffer_printf(&names, "%s%s", names.length > 0 ? ", " : "", item->attachment.file);
        }
    }
    enum atl_status status = ATL_OK;
    if (names.length > 0) {
        status = atl_output_message(deleting->act->context->output, object, error,
                                    "Deleted from page %s: %s", deleting->act->given, names.data);
    }
    atl_buffer_free(&names);
    return status;
}

static enum atl_status delete_attachments(struct wiki_act *act, struct atl_error *error)
{
    struct deleting deleting = {.act = act};
    enum atl_status status = wiki_attachment_choose(act, &deleting.choice, error);
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
    return status == ATL_OK ? wiki_attachment_conclude(act->context, deleting.choice.items,
                                                       deleting.choice.count, "deleted", error)
                            : status;
}

static enum atl_status run_delete(struct atl_context *context, struct atl_error *error)
{
    return wiki_act_run(context, 1, delete_attachments, error);
}

const struct atl_command atl_command_wiki_page_attachments_delete = {
    .words = "wiki page attachments delete",
    .summary = "Delete files attached to a page",
    .description = "Moves attachments, with all their versions, to the trash of the space. They "
                   "are named by file name or id.",
    .arguments =
        (const struct atl_argument[]){
            WIKI_PAGE_ARGUMENT,
            {.name = "NAME", .summary = "Names or ids of attachments", .arity = ATL_ANY_NUMBER},
            {0}},
    .options =
        (const struct atl_option[]){WIKI_PAGE_OPTION,
                                    {.name = "yes",
                                     .alias = "confirm",
                                     .letter = 'y',
                                     .summary = "Don't ask; needed when there is no terminal"},
                                    {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page attachments delete 12345 diagram.png", "Delete one"},
            {"wiki page attachments delete 12345 a.log b.log --yes", "Two, in a script"},
            {0}},
    .fields = (const struct atl_column[]){{.key = "page"}, {.key = "deleted"}, {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run_delete,
};
