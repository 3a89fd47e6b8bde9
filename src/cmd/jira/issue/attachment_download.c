/* jira issue attachment download: files come from an issue. */
#include "atlcli/file.h"
#include "cmd/attachment_downloads.h"
#include "cmd/attachment_names.h"
#include "cmd/jira/issue/attachment_choice.h"
#include "cmd/jira/key.h"

#include <sys/stat.h>

static enum atl_status check_place(const struct attachment_downloads *downloads, const char *path,
                                   struct atl_error *error)
{
    struct stat about;
    if (!downloads->overwrite && lstat(path, &about) == 0) {
        return atl_fail(error, ATL_CONFLICT, "%s is there already", path);
    }
    return ATL_OK;
}

static enum atl_status fetch(struct attachment_downloads *downloads,
                             const struct attachment_wanted *wanted, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_file_draft draft;
    enum atl_status status = check_place(downloads, wanted->path, error);
    if (status != ATL_OK) {
        return status;
    }
    status = atl_file_draft_begin(&draft, &arena, wanted->path, error);
    if (status == ATL_OK) {
        status = atl_jira_attachment_download(downloads->http, wanted->attachment, draft.descriptor,
                                              byte_progress_add, &downloads->progress, error);
    }
    if (status == ATL_OK) {
        status = atl_file_draft_finish(&draft, downloads->overwrite, error);
    }
    atl_file_draft_drop(&draft);
    atl_arena_free(&arena);
    return status;
}

/* All of the issue's have names, whichever are wanted, so that the same one is always the same
 * file. */
static void want(struct attachment_downloads *downloads,
                 const struct jira_attachment_choice *choice, const char *directory)
{
    struct atl_arena *arena = downloads->context->arena;
    char **names = attachment_names_of_issue(arena, &choice->all);
    downloads->count = choice->count;
    downloads->wanted = atl_arena_alloc(arena, (choice->count + 1) * sizeof *downloads->wanted);
    for (size_t i = 0; i < choice->count; i++) {
        const struct atl_jira_attachment *attachment = choice->items[i].attachment;
        downloads->wanted[i] = (struct attachment_wanted){
            .id = attachment->id,
            .name = attachment->name,
            .size = attachment->size,
            .attachment = attachment,
            .path = atl_path_join(arena, directory, names[attachment - choice->all.items]),
        };
    }
}

static enum atl_status download(struct jira_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    const char *given = atl_option_text(context, "out-dir");
    const char *directory = atl_text_is_empty(given) ? "." : given;
    struct attachment_downloads downloads = {.context = context,
                                             .http = act->http,
                                             .overwrite = atl_option_flag(context, "overwrite"),
                                             .fetch = fetch};
    struct jira_attachment_choice choice;
    enum atl_status status =
        atl_output_begin(context->output, &attachment_downloads_listing, error);
    if (status == ATL_OK) {
        status = jira_attachment_choose(act, false, &choice, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    want(&downloads, &choice, directory);
    return attachment_downloads_run(&downloads, directory, error);
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return jira_act_run(context, 0, download, error);
}

const struct atl_command atl_command_jira_issue_attachment_download = {
    .words = "jira issue attachment download",
    .summary = "Download files attached to an issue",
    .description =
        "Downloads all attachments of an issue, or those named, side by side and straight to disk; "
        "a file appears when it is whole.\n\n"
        "Names come from whoever attached a file, so they are made safe: without directories, "
        "control characters and leading dots. Of several with the same name, those after the first "
        "get their id: notes (10042).txt. A file that is there already is left alone unless "
        "--overwrite is given.",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT,
                                               {.name = "NAME",
                                                .summary = "Names or ids of attachments; all when "
                                                           "none is given",
                                                .arity = ATL_ANY_NUMBER},
                                               {0}},
    .options =
        (const struct atl_option[]){
            {.name = "out-dir",
             .alias = "dir",
             .kind = ATL_OPTION_TEXT,
             .value = "DIRECTORY",
             .summary = "Where to put them; it is created if need be",
             .shown_default = "here",
             .completion = ATL_COMPLETE_DIRECTORY},
            {.name = "overwrite", .summary = "Replace files that are there already"},
            JIRA_KEY_OPTION,
            {0}},
    .examples =
        (const struct atl_example[]){
            {"jira issue attachment download ATL-1 --out-dir files", "All of them"},
            {"jira issue attachment download ATL-1 screenshot.png 10042", "By name and by id"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
