/* jira issue attach: files go to an issue. */
#include "atlcli/file.h"
#include "atlcli/loop.h"
#include "cli/output.h"
#include "cmd/byte_progress.h"
#include "cmd/jira/issue/attachment_choice.h"
#include "cmd/jira/key.h"

#include <inttypes.h>
#include <string.h>

enum {
    WIDTH = 6,                 /* files under way at once: a line is filled by fewer */
    SMALL_BYTES = 1024 * 1024, /* no site refuses files of this size */
};

struct attaching {
    struct jira_act *act;
    struct atl_jira_uploads uploads;
    struct jira_attachment_item *items;
    struct atl_jira_attachment *made;
    size_t count;
    int64_t total;
    int64_t largest;
};

/* ---- before anything is sent ---- */

static enum atl_status look_at_file(struct attaching *attaching, const char *path,
                                    struct atl_error *error)
{
    int64_t bytes;
    enum atl_status status = atl_file_size(path, &bytes, error);
    if (status != ATL_OK) {
        return status;
    }
    attaching->total += bytes;
    attaching->largest = bytes > attaching->largest ? bytes : attaching->largest;
    return ATL_OK;
}

static enum atl_status check_limit(const struct attaching *attaching, struct atl_error *error)
{
    int64_t limit;
    if (attaching->largest <= SMALL_BYTES) {
        return ATL_OK;
    }
    enum atl_status status = atl_jira_attachment_limit(attaching->act->http, &limit, error);
    if (status == ATL_OK && attaching->largest > limit) {
        status = atl_fail(error, ATL_FAILED,
                          "a file of %" PRId64 " bytes is too large: the site takes %" PRId64,
                          attaching->largest, limit);
    }
    return status;
}

static enum atl_status prepare(struct attaching *attaching, struct atl_error *error)
{
    struct jira_act *act = attaching->act;
    struct atl_arena *arena = act->context->arena;
    enum atl_status status = ATL_OK;
    attaching->count = act->word_count;
    attaching->items = atl_arena_alloc(arena, act->word_count * sizeof *attaching->items);
    attaching->made = atl_arena_alloc(arena, act->word_count * sizeof *attaching->made);
    for (size_t i = 0; status == ATL_OK && i < act->word_count; i++) {
        attaching->items[i].path = act->words[i];
        status = look_at_file(attaching, act->words[i], error);
    }
    return status == ATL_OK ? check_limit(attaching, error) : status;
}

/* ---- sending ---- */

/* What becomes of one is no reason to stop the others. */
static enum atl_status upload(void *context, size_t index, struct atl_error *error)
{
    struct attaching *attaching = context;
    struct jira_attachment_item *item = &attaching->items[index];
    item->status = atl_jira_attachment_upload(&attaching->uploads, attaching->act->context->arena,
                                              item->path, &attaching->made[index], &item->error);
    if (item->status == ATL_OK) {
        item->attachment = &attaching->made[index];
    } else if (strstr(item->error.message, item->path) == NULL) {
        atl_error_prefix(&item->error, "%s", item->path);
    }
    if (item->status == ATL_CANCELLED) {
        *error = item->error;
    }
    return item->status == ATL_CANCELLED ? ATL_CANCELLED : ATL_OK;
}

static enum atl_status send_all(struct attaching *attaching, struct atl_error *error)
{
    struct jira_act *act = attaching->act;
    struct byte_progress progress;
    size_t width = atl_http_width(act->http);
    byte_progress_open(&progress, act->context, "Uploading KiB", attaching->total);
    attaching->uploads = (struct atl_jira_uploads){
        .http = act->http, .key = act->key, .on_bytes = byte_progress_add, .context = &progress};
    enum atl_status status =
        atl_each(attaching->count, width < WIDTH ? width : WIDTH, upload, attaching, error);
    atl_list_free(&attaching->uploads.known);
    byte_progress_close(&progress);
    return status;
}

/* ---- what came of it ---- */

static const struct atl_column columns[] = {
    {.key = "id", .heading = "ID", .style = ATL_STYLE_NAME},
    {.key = "filename", .heading = "NAME", .shrinks = true},
    {.key = "size", .heading = "SIZE", .kind = ATL_CELL_INTEGER},
    {.key = "mimeType", .heading = "TYPE"},
    {.key = "content", .heading = "ADDRESS", .extra = true},
    {.key = "file", .heading = "FILE", .extra = true},
    {.key = "error", .heading = "ERROR", .extra = true},
    {0},
};

static const struct atl_listing listing = {.name = "attachments", .columns = columns};

/* Scripts see every file, people those that have come to be; the others are warned about. */
static enum atl_status print(struct attaching *attaching, const struct jira_attachment_item *item,
                             struct atl_error *error)
{
    struct atl_output *output = attaching->act->context->output;
    if (item->attachment == NULL && atl_output_form(output) == ATL_OUTPUT_TABLE) {
        return ATL_OK;
    }
    cJSON *object = item->attachment != NULL ? cJSON_Duplicate(item->attachment->json, true)
                                             : cJSON_CreateObject();
    atl_json_set_text(object, "file", item->path);
    if (item->attachment == NULL) {
        atl_json_set_text(object, "error", item->error.message);
    }
    enum atl_status status = atl_output_object(output, object, error);
    cJSON_Delete(object);
    return status;
}

static enum atl_status attach(struct jira_act *act, struct atl_error *error)
{
    struct attaching attaching = {.act = act};
    struct atl_output *output = act->context->output;
    enum atl_status status = atl_output_begin(output, &listing, error);
    if (status == ATL_OK) {
        status = prepare(&attaching, error);
    }
    if (status == ATL_OK) {
        status = send_all(&attaching, error);
    }
    if (status == ATL_OK && attaching.count == 1 && attaching.items[0].status != ATL_OK) {
        return jira_attachment_conclude(act->context, attaching.items, 1, "attached", error);
    }
    for (size_t i = 0; status == ATL_OK && i < attaching.count; i++) {
        status = print(&attaching, &attaching.items[i], error);
    }
    if (status == ATL_OK) {
        atl_output_member(output, "key", cJSON_CreateString(act->key));
        status = atl_output_end(output, error);
    }
    return status == ATL_OK ? jira_attachment_conclude(act->context, attaching.items,
                                                       attaching.count, "attached", error)
                            : status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return jira_act_run(context, 1, attach, error);
}

const struct atl_command atl_command_jira_issue_attach = {
    .words = "jira issue attach",
    .summary = "Attach files to an issue",
    .description =
        "Uploads the files side by side, straight from disk, whatever their size. All files are "
        "looked at first: when one isn't there or can't be read, nothing is uploaded. One that "
        "fails "
        "after that doesn't stop the others, and the exit code is 5.\n\n"
        "When the connection breaks before the answer is there, the issue's attachments tell "
        "whether the file has come: it is never attached twice.",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT,
                                               {.name = "FILE",
                                                .summary = "Files to attach",
                                                .arity = ATL_ANY_NUMBER,
                                                .completion = ATL_COMPLETE_FILE},
                                               {0}},
    .options = (const struct atl_option[]){JIRA_KEY_OPTION, {0}},
    .examples =
        (const struct atl_example[]){
            {"jira issue attach ATL-1 screenshot.png", "Attach a file"},
            {"jira issue attach ATL-1 logs/a.log logs/b.log --jsonl", "Several, one line for each"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
