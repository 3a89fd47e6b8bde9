/* wiki page attach: files go to a page. */
#include "atlcli/file.h"
#include "atlcli/loop.h"
#include "cli/output.h"
#include "cmd/byte_progress.h"
#include "cmd/wiki/page/attachment_choice.h"
#include "cmd/wiki/page/of.h"

#include <string.h>

enum {
    WIDTH = 6, /* files under way at once: a line is filled by fewer */
};

struct attaching {
    struct wiki_act *act;
    struct atl_confluence_attachments there;
    struct wiki_attachment_item *items;
    size_t count;
    int64_t total;
    struct byte_progress progress;
};

/* ---- before anything is sent ---- */

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* A page has one attachment of each name: the second would replace the first. */
static enum atl_status check_name(const struct attaching *attaching, size_t index,
                                  struct atl_error *error)
{
    const char *path = attaching->items[index].path;
    for (size_t i = 0; i < index; i++) {
        if (atl_text_equal(name_of(attaching->items[i].path), name_of(path))) {
            return atl_fail(error, ATL_USAGE,
                            "%s and %s have the same name, and a page has one file of a name",
                            attaching->items[i].path, path);
        }
    }
    return ATL_OK;
}

static enum atl_status look_at_file(struct attaching *attaching, const char *path,
                                    struct atl_error *error)
{
    int64_t bytes;
    enum atl_status status = atl_file_size(path, &bytes, error);
    if (status != ATL_OK) {
        return status;
    }
    attaching->total += bytes;
    return ATL_OK;
}

static enum atl_status prepare(struct attaching *attaching, struct atl_error *error)
{
    struct wiki_act *act = attaching->act;
    struct atl_arena *arena = act->context->arena;
    enum atl_status status = ATL_OK;
    attaching->count = act->word_count;
    attaching->items = atl_arena_alloc(arena, act->word_count * sizeof *attaching->items);
    for (size_t i = 0; status == ATL_OK && i < act->word_count; i++) {
        attaching->items[i].path = act->words[i];
        status = look_at_file(attaching, act->words[i], error);
        if (status == ATL_OK) {
            status = check_name(attaching, i, error);
        }
    }
    return status == ATL_OK ? atl_confluence_attachments(act->http, arena, act->page, NULL,
                                                         &attaching->there, error)
                            : status;
}

/* ---- sending ---- */

static const struct atl_confluence_attachment *find(const struct attaching *attaching,
                                                    const char *name)
{
    for (size_t i = 0; i < attaching->there.count; i++) {
        if (atl_text_equal(attaching->there.items[i].file, name)) {
            return &attaching->there.items[i];
        }
    }
    return NULL;
}

static enum atl_status send_file(struct attaching *attaching, struct wiki_attachment_item *item,
                                 struct atl_error *error)
{
    struct wiki_act *act = attaching->act;
    const struct atl_confluence_attachment *there = find(attaching, name_of(item->path));
    if (there != NULL) {
        bool same;
        enum atl_status status =
            atl_confluence_attachment_compare(act->http, there, item->path, &same, error);
        if (status != ATL_OK || same) {
            item->attachment = *there;
            item->action = "unchanged";
            return status;
        }
    }
    const struct atl_confluence_upload upload = {
        .http = act->http,
        .page = act->page,
        .path = item->path,
        .comment = atl_option_text(act->context, "comment"),
        .minor = atl_option_flag(act->context, "minor"),
        .replaces = there,
        .on_bytes = byte_progress_add,
        .context = &attaching->progress,
    };
    item->action = there == NULL ? "created" : "updated";
    return atl_confluence_attachment_upload(&upload, act->context->arena, &item->attachment, error);
}

/* What becomes of one is no reason to stop the others. */
static enum atl_status upload(void *context, size_t index, struct atl_error *error)
{
    struct attaching *attaching = context;
    struct wiki_attachment_item *item = &attaching->items[index];
    enum atl_status status = send_file(attaching, item, &item->error);
    if (status != ATL_OK && strstr(item->error.message, item->path) == NULL) {
        atl_error_prefix(&item->error, "%s", item->path);
    }
    return wiki_attachment_settle(item, status, error);
}

static enum atl_status send_all(struct attaching *attaching, struct atl_error *error)
{
    struct wiki_act *act = attaching->act;
    size_t width = atl_http_width(act->http);
    byte_progress_open(&attaching->progress, act->context, "Uploading KiB", attaching->total);
    enum atl_status status =
        atl_each(attaching->count, width < WIDTH ? width : WIDTH, upload, attaching, error);
    byte_progress_close(&attaching->progress);
    return status;
}

/* ---- what came of it ---- */

static const struct atl_listing listing = {.name = "attachments",
                                           .columns = wiki_attachment_columns};

static enum atl_status print_all(struct attaching *attaching, struct atl_error *error)
{
    struct atl_context *context = attaching->act->context;
    enum atl_status status = ATL_OK;
    size_t unchanged = 0;
    for (size_t i = 0; status == ATL_OK && i < attaching->count; i++) {
        struct wiki_attachment_item *item = &attaching->items[i];
        unchanged += item->status == ATL_OK && atl_text_equal(item->action, "unchanged");
        status = wiki_attachment_print(context, item, error);
    }
    if (status == ATL_OK) {
        atl_output_member(context->output, "page", cJSON_CreateString(attaching->act->page));
        status = atl_output_end(context->output, error);
    }
    if (status == ATL_OK && unchanged > 0) {
        atl_note(context->console, "%zu file%s there already with the same bytes: no new version",
                 unchanged, unchanged == 1 ? " is" : "s are");
    }
    return status;
}

static enum atl_status attach(struct wiki_act *act, struct atl_error *error)
{
    struct attaching attaching = {.act = act};
    enum atl_status status = atl_output_begin(act->context->output, &listing, error);
    if (status == ATL_OK) {
        status = prepare(&attaching, error);
    }
    if (status == ATL_OK) {
        status = send_all(&attaching, error);
    }
    bool only_failed = attaching.count == 1 && attaching.items[0].status != ATL_OK;
    if (status == ATL_OK && !only_failed) {
        status = print_all(&attaching, error);
    }
    return status == ATL_OK ? wiki_attachment_conclude(act->context, attaching.items,
                                                       attaching.count, "attached", error)
                            : status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return wiki_act_run(context, 1, attach, error);
}

const struct atl_command atl_command_wiki_page_attach = {
    .words = "wiki page attach",
    .summary = "Attach files to a page",
    .description =
        "Uploads the files side by side, straight from disk, whatever their size. A file that the "
        "page has already becomes a new version of it, unless its bytes are the same: then nothing "
        "is uploaded, and that is said. All files are looked at first: when one isn't there or "
        "can't be read, nothing is uploaded. One that fails after that doesn't stop the others, "
        "and "
        "the exit code is 5.\n\n"
        "When the connection breaks before the answer is there, the page's attachments tell "
        "whether the file has come: it is never attached twice.",
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT,
                                               {.name = "FILE",
                                                .summary = "Files to attach",
                                                .arity = ATL_ANY_NUMBER,
                                                .completion = ATL_COMPLETE_FILE},
                                               {0}},
    .options = (const struct atl_option[]){{.name = "comment",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "TEXT",
                                            .summary = "What is said about these versions"},
                                           {.name = "minor", .summary = "Notify nobody"},
                                           WIKI_PAGE_OPTION,
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page attach 12345 diagram.png", "Attach a file, or a new version of it"},
            {"wiki page attach 'TEAM:Release plan' build/*.pdf --comment 'For 2.1' --jsonl",
             "Several, one line for each"},
            {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run,
};
