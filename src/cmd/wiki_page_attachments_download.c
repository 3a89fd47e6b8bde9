/* wiki page attachments download: files come from a page. */
#include "atlcli/file.h"
#include "atlcli/loop.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/attachment_names.h"
#include "cmd/byte_progress.h"
#include "cmd/wiki_attachment_choice.h"
#include "cmd/wiki_page_of.h"

#include <string.h>

enum {
    WIDTH = 6,
};

struct downloading {
    struct wiki_act *act;
    struct wiki_attachment_choice choice;
    struct byte_progress progress;
    const char *directory;
    bool overwrite;
};

/* ---- names ---- */

/* All of the page's have names, whichever are wanted, so that the same one is always the same
 * file. */
static void name_files(struct downloading *downloading)
{
    struct wiki_attachment_choice *choice = &downloading->choice;
    struct atl_arena *arena = downloading->act->context->arena;
    struct attachment_label *labels =
        atl_arena_alloc(arena, (choice->all.count + 1) * sizeof *labels);
    for (size_t i = 0; i < choice->all.count; i++) {
        labels[i] = (struct attachment_label){choice->all.items[i].id, choice->all.items[i].file};
    }
    char **names = attachment_names(arena, labels, choice->all.count);
    for (size_t i = 0; i < choice->all.count; i++) {
        for (size_t j = 0; j < choice->count; j++) {
            if (choice->items[j].attachment.id == labels[i].id) {
                choice->items[j].path = atl_path_join(arena, downloading->directory, names[i]);
            }
        }
    }
}

/* ---- fetching ---- */

static enum atl_status fetch_item(void *context, size_t index, struct atl_error *error)
{
    struct downloading *downloading = context;
    struct wiki_attachment_item *item = &downloading->choice.items[index];
    enum atl_status status = atl_confluence_attachment_download(
        downloading->act->http, &item->attachment, item->path, downloading->overwrite,
        byte_progress_add, &downloading->progress, &item->error);
    item->action = "downloaded";
    if (status == ATL_CONFLICT && item->error.http_status == 0) {
        atl_hint(&item->error, "--overwrite replaces files that are there");
    } else if (status != ATL_OK && strstr(item->error.message, item->path) == NULL) {
        atl_error_prefix(&item->error, "%s", item->path);
    }
    return wiki_attachment_settle(item, status, error);
}

static enum atl_status fetch_all(struct downloading *downloading, struct atl_error *error)
{
    const struct wiki_attachment_choice *choice = &downloading->choice;
    struct wiki_act *act = downloading->act;
    size_t width = atl_http_width(act->http);
    int64_t total = 0;
    for (size_t i = 0; i < choice->count; i++) {
        total += choice->items[i].attachment.size > 0 ? choice->items[i].attachment.size : 0;
    }
    byte_progress_open(&downloading->progress, act->context, "Downloading KiB", total);
    enum atl_status status =
        atl_each(choice->count, width < WIDTH ? width : WIDTH, fetch_item, downloading, error);
    byte_progress_close(&downloading->progress);
    return status;
}

/* ---- what came of it ---- */

static const struct atl_column columns[] = {
    {.key = "id", .heading = "ID", .style = ATL_STYLE_NAME},
    {.key = "file", .heading = "FILE", .shrinks = true},
    {.key = "size", .heading = "SIZE", .kind = ATL_CELL_INTEGER},
    {.key = "filename", .heading = "NAME", .extra = true},
    {.key = "error", .heading = "ERROR", .extra = true},
    {0},
};

static const struct atl_listing listing = {.name = "files", .columns = columns};

static enum atl_status print(struct atl_output *output, const struct wiki_attachment_item *item,
                             struct atl_error *error)
{
    bool fetched = item->status == ATL_OK;
    if (!fetched && atl_output_form(output) == ATL_OUTPUT_TABLE) {
        return ATL_OK;
    }
    const struct atl_cell cells[] = {
        atl_cell_text(item->attachment.id),
        atl_cell_text(fetched ? item->path : NULL),
        atl_cell_integer(item->attachment.size),
        atl_cell_text(item->attachment.file),
        atl_cell_text(fetched ? NULL : item->error.message),
    };
    return atl_output_row(output, cells, error);
}

static enum atl_status report(struct downloading *downloading, struct atl_error *error)
{
    const struct wiki_attachment_choice *choice = &downloading->choice;
    struct atl_context *context = downloading->act->context;
    enum atl_status status = ATL_OK;
    if (choice->count != 1 || choice->items[0].status == ATL_OK) {
        for (size_t i = 0; status == ATL_OK && i < choice->count; i++) {
            status = print(context->output, &choice->items[i], error);
        }
        status = status == ATL_OK ? atl_output_end(context->output, error) : status;
    }
    return status == ATL_OK ? wiki_attachment_conclude(context, choice->items, choice->count,
                                                       "downloaded", error)
                            : status;
}

static enum atl_status download(struct wiki_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    const char *directory = atl_option_text(context, "dir");
    struct downloading downloading = {
        .act = act,
        .directory = atl_text_is_empty(directory) ? "." : directory,
        .overwrite = atl_option_flag(context, "overwrite"),
    };
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    if (status == ATL_OK) {
        status = wiki_attachment_choose(act, &downloading.choice, error);
    }
    if (status == ATL_OK && downloading.choice.count == 0) {
        atl_note(context->console, "No attachments.");
    } else if (status == ATL_OK) {
        status = atl_directory_ensure(downloading.directory, 0777, error);
    }
    if (status == ATL_OK) {
        name_files(&downloading);
        status = fetch_all(&downloading, error);
    }
    return status == ATL_OK ? report(&downloading, error) : status;
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
