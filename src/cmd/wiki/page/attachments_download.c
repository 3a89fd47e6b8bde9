/* wiki page attachments download: files come from a page. */
#include "atlcli/file.h"
#include "cmd/attachment_downloads.h"
#include "cmd/attachment_names.h"
#include "cmd/wiki/page/attachment_choice.h"
#include "cmd/wiki/page/of.h"

static enum atl_status fetch(struct attachment_downloads *downloads,
                             const struct attachment_wanted *wanted, struct atl_error *error)
{
    return atl_confluence_attachment_download(downloads->http, wanted->attachment, wanted->path,
                                              downloads->overwrite, byte_progress_add,
                                              &downloads->progress, error);
}

/* All of the page's have names, whichever are wanted, so that the same one is always the same
 * file. */
static void want(struct attachment_downloads *downloads,
                 const struct wiki_attachment_choice *choice, const char *directory)
{
    struct atl_arena *arena = downloads->context->arena;
    size_t count = choice->all.count;
    struct attachment_label *labels = atl_arena_alloc(arena, (count + 1) * sizeof *labels);
    for (size_t i = 0; i < count; i++) {
        labels[i] = (struct attachment_label){choice->all.items[i].id, choice->all.items[i].file};
    }
    char **names = attachment_names(arena, labels, count);
    downloads->count = choice->count;
    downloads->wanted = atl_arena_alloc(arena, (choice->count + 1) * sizeof *downloads->wanted);
    for (size_t i = 0; i < choice->count; i++) {
        const struct atl_confluence_attachment *attachment = &choice->items[i].attachment;
        struct attachment_wanted *wanted = &downloads->wanted[i];
        *wanted = (struct attachment_wanted){.id = attachment->id,
                                             .name = attachment->file,
                                             .size = attachment->size,
                                             .attachment = attachment};
        for (size_t j = 0; j < count; j++) {
            if (labels[j].id == attachment->id) {
                wanted->path = atl_path_join(arena, directory, names[j]);
            }
        }
    }
}

static enum atl_status download(struct wiki_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    const char *given = atl_option_text(context, "dir");
    const char *directory = atl_text_is_empty(given) ? "." : given;
    struct attachment_downloads downloads = {.context = context,
                                             .http = act->http,
                                             .overwrite = atl_option_flag(context, "overwrite"),
                                             .fetch = fetch};
    struct wiki_attachment_choice choice;
    enum atl_status status =
        atl_output_begin(context->output, &attachment_downloads_listing, error);
    if (status == ATL_OK) {
        status = wiki_attachment_choose(act, &choice, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    want(&downloads, &choice, directory);
    return attachment_downloads_run(&downloads, directory, error);
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return wiki_act_run(context, 0, download, error);
}

const struct atl_command atl_command_wiki_page_attachments_download = {
    .words = "wiki page attachments download",
    .summary = "Download files attached to a page",
    .description =
        "Downloads all attachments of a page, or those named, side by side and straight to disk; a "
        "file appears when it is whole.\n\n"
        "Names come from whoever attached a file, so they are made safe: without directories, "
        "control characters and leading dots. Of several that would be the same file, those after "
        "the first get their id: notes (10042).txt. A file that is there already is left alone "
        "unless --overwrite is given.",
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT,
                                               {.name = "NAME",
                                                .summary = "Names or ids of attachments; all when "
                                                           "none is given",
                                                .arity = ATL_ANY_NUMBER},
                                               {0}},
    .options =
        (const struct atl_option[]){
            {.name = "dir",
             .alias = "out-dir",
             .kind = ATL_OPTION_TEXT,
             .value = "DIRECTORY",
             .summary = "Where to put them; it is created if need be",
             .shown_default = "here",
             .completion = ATL_COMPLETE_DIRECTORY},
            {.name = "overwrite", .summary = "Replace files that are there already"},
            WIKI_PAGE_OPTION,
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page attachments download 12345 --dir files", "All of them"},
            {"wiki page attachments download 'TEAM:Release plan' plan.pdf", "One by its name"},
            {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run,
};
