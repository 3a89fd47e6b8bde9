/* jira issue attachment download: files come from an issue. */
#include "atlcli/file.h"
#include "atlcli/loop.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/attachment_names.h"
#include "cmd/byte_progress.h"
#include "cmd/jira_attachment_choice.h"
#include "cmd/jira_key.h"

#include <string.h>
#include <sys/stat.h>

enum {
    WIDTH = 6,
};

struct downloading {
    struct jira_act *act;
    struct jira_attachment_choice choice;
    struct byte_progress progress;
    const char *directory;
    bool overwrite;
};

/* ---- names ---- */

/* All of the issue's have names, whichever are wanted, so that the same one is always the same
 * file. */
static void name_files(struct downloading *downloading)
{
    struct jira_attachment_choice *choice = &downloading->choice;
    struct atl_arena *arena = downloading->act->context->arena;
    char **names = attachment_names_of_issue(arena, &choice->all);
    for (size_t i = 0; i < choice->all.count; i++) {
        for (size_t j = 0; j < choice->count; j++) {
            if (choice->items[j].attachment == &choice->all.items[i]) {
                choice->items[j].path = atl_path_join(arena, downloading->directory, names[i]);
            }
        }
    }
}

/* ---- fetching ---- */

static enum atl_status check_place(const struct downloading *downloading, const char *path,
                                   struct atl_error *error)
{
    struct stat about;
    if (!downloading->overwrite && lstat(path, &about) == 0) {
        return atl_fail(error, ATL_CONFLICT, "%s is there already", path);
    }
    return ATL_OK;
}

static enum atl_status fetch(struct downloading *downloading,
                             const struct jira_attachment_item *item, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_file_draft draft;
    enum atl_status status = check_place(downloading, item->path, error);
    if (status != ATL_OK) {
        return status;
    }
    status = atl_file_draft_begin(&draft, &arena, item->path, error);
    if (status == ATL_OK) {
        status =
            atl_jira_attachment_download(downloading->act->http, item->attachment, draft.descriptor,
                                         byte_progress_add, &downloading->progress, error);
    }
    if (status == ATL_OK) {
        status = atl_file_draft_finish(&draft, downloading->overwrite, error);
    }
    atl_file_draft_drop(&draft);
    atl_arena_free(&arena);
    return status;
}

static enum atl_status fetch_item(void *context, size_t index, struct atl_error *error)
{
    struct downloading *downloading = context;
    struct jira_attachment_item *item = &downloading->choice.items[index];
    item->status = fetch(downloading, item, &item->error);
    if (item->status == ATL_CONFLICT) {
        atl_hint(&item->error, "--overwrite replaces files that are there");
    } else if (item->status != ATL_OK && strstr(item->error.message, item->path) == NULL) {
        atl_error_prefix(&item->error, "%s", item->path);
    }
    if (item->status == ATL_CANCELLED) {
        *error = item->error;
    }
    return item->status == ATL_CANCELLED ? ATL_CANCELLED : ATL_OK;
}

static enum atl_status fetch_all(struct downloading *downloading, struct atl_error *error)
{
    const struct jira_attachment_choice *choice = &downloading->choice;
    struct jira_act *act = downloading->act;
    size_t width = atl_http_width(act->http);
    int64_t total = 0;
    for (size_t i = 0; i < choice->count; i++) {
        total += choice->items[i].attachment->size > 0 ? choice->items[i].attachment->size : 0;
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

static enum atl_status print(struct atl_output *output, const struct jira_attachment_item *item,
                             struct atl_error *error)
{
    bool fetched = item->status == ATL_OK;
    if (!fetched && atl_output_form(output) == ATL_OUTPUT_TABLE) {
        return ATL_OK;
    }
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "id", item->attachment->id);
    cJSON_AddStringToObject(object, "filename", item->attachment->name);
    cJSON_AddNumberToObject(object, "size", (double)item->attachment->size);
    cJSON_AddItemToObject(object, "file",
                          fetched ? cJSON_CreateString(item->path) : cJSON_CreateNull());
    if (!fetched) {
        atl_json_set_text(object, "error", item->error.message);
    }
    enum atl_status status = atl_output_object(output, object, error);
    cJSON_Delete(object);
    return status;
}

static enum atl_status report(struct downloading *downloading, struct atl_error *error)
{
    const struct jira_attachment_choice *choice = &downloading->choice;
    struct atl_context *context = downloading->act->context;
    enum atl_status status = ATL_OK;
    if (choice->count == 1 && choice->items[0].status != ATL_OK) {
        return jira_attachment_conclude(context, choice->items, 1, "downloaded", error);
    }
    for (size_t i = 0; status == ATL_OK && i < choice->count; i++) {
        status = print(context->output, &choice->items[i], error);
    }
    if (status == ATL_OK) {
        status = atl_output_end(context->output, error);
    }
    return status == ATL_OK ? jira_attachment_conclude(context, choice->items, choice->count,
                                                       "downloaded", error)
                            : status;
}

static enum atl_status download(struct jira_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    const char *directory = atl_option_text(context, "out-dir");
    struct downloading downloading = {
        .act = act,
        .directory = atl_text_is_empty(directory) ? "." : directory,
        .overwrite = atl_option_flag(context, "overwrite"),
    };
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    if (status == ATL_OK) {
        status = jira_attachment_choose(act, false, &downloading.choice, error);
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
