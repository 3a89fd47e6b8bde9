#include "sync/push/recover.h"

#include "sync/local.h"
#include "sync/page_file.h"
#include "sync/workspace/bases.h"

#include "atlcli/confluence_label.h"
#include "atlcli/confluence_page.h"
#include "atlcli/json.h"

#include <string.h>
#include <unistd.h>

struct recovery {
    struct sync_batch *batch;
    struct atl_http *http;
    struct atl_arena arena;
    const char *note;    /* path */
    const char *path;    /* of the file */
    const char *title;   /* the page's, as all that follows */
    const char *text;    /* the file's */
    const char *storage; /* what was sent */
    const char **labels; /* that the page is to have */
    size_t label_count;
};

static void read_labels(struct recovery *recovery, const cJSON *array)
{
    const cJSON *label;
    recovery->labels = atl_arena_alloc(&recovery->arena, ((size_t)cJSON_GetArraySize(array) + 1) *
                                                             sizeof *recovery->labels);
    cJSON_ArrayForEach(label, array)
    {
        if (cJSON_IsString(label)) {
            recovery->labels[recovery->label_count++] = label->valuestring;
        }
    }
}

/* A text that says whose it is was never one to make a page of. */
static bool is_of_no_page(struct recovery *recovery)
{
    struct sync_page_text parts;
    return sync_page_text_read(&recovery->arena, recovery->text, strlen(recovery->text), &parts,
                               NULL) == ATL_OK &&
           parts.id == NULL;
}

static bool read_note(struct recovery *recovery)
{
    struct atl_buffer buffer = {0};
    cJSON *json = NULL;
    bool read =
        atl_file_read(sync_path(recovery->batch->workspace, &recovery->arena, recovery->note),
                      SYNC_MOST_TEXT, &buffer, NULL) == ATL_OK &&
        atl_json_parse(atl_buffer_text(&buffer), buffer.length, recovery->note, &json, NULL) ==
            ATL_OK;
    if (read) {
        json = atl_json_keep(&recovery->arena, json);
        recovery->path = atl_json_text(json, "path", NULL);
        recovery->title = atl_json_text(json, "title", NULL);
        recovery->text = atl_json_text(json, "text", NULL);
        recovery->storage = atl_json_text(json, "storage", NULL);
        read_labels(recovery, cJSON_GetObjectItemCaseSensitive(json, "labels"));
    }
    atl_buffer_free(&buffer);
    return read && recovery->path != NULL && recovery->title != NULL && recovery->text != NULL &&
           recovery->storage != NULL && is_of_no_page(recovery);
}

/* ATL_NOT_FOUND: it wasn't made, or is another's. */
static enum atl_status find(struct recovery *recovery, struct atl_confluence_content *page,
                            struct atl_error *error)
{
    const char *id;
    enum atl_status status = atl_confluence_find_page(recovery->http, &recovery->arena,
                                                      recovery->batch->workspace->config.space,
                                                      recovery->title, &id, error);
    if (status == ATL_OK) {
        status = atl_confluence_get_page(recovery->http, &recovery->arena, id, 0,
                                         ATL_CONFLUENCE_BODY, page, error);
    }
    if (status == ATL_OK && (page->version != 1 || page->body == NULL ||
                             !atl_confluence_same_storage(page->body, recovery->storage))) {
        status = ATL_NOT_FOUND;
    }
    return status;
}

/* Puts id and title into a text; ATL_CONFLICT: it has an id. */
static enum atl_status adopt(struct recovery *recovery, const char *text, size_t length,
                             const char *id, struct atl_buffer *whole, struct atl_error *error)
{
    struct sync_page_text parts;
    enum atl_status status = sync_page_text_read(&recovery->arena, text, length, &parts, error);
    if (status == ATL_OK && parts.id != NULL) {
        return atl_fail(error, ATL_CONFLICT, "%s is the page %s", recovery->path, parts.id);
    }
    return status == ATL_OK ? sync_page_adopt(&parts, id, recovery->title, whole, error) : status;
}

/* The file may have been edited since; it becomes the page's all the same. */
static enum atl_status write_file(struct recovery *recovery, const char *id, struct sync_item *item,
                                  struct atl_error *error)
{
    const struct atl_sync_workspace *workspace = recovery->batch->workspace;
    struct atl_buffer text = {0};
    struct atl_buffer whole = {0};
    enum atl_status status = ATL_OK;
    item->seen = sync_stamp_of(workspace, recovery->path);
    if (item->seen.exists &&
        atl_file_read(sync_path(workspace, &recovery->arena, recovery->path), SYNC_MOST_TEXT, &text,
                      NULL) == ATL_OK &&
        adopt(recovery, atl_buffer_text(&text), text.length, id, &whole, NULL) == ATL_OK) {
        item->path = recovery->path;
        status = sync_write_temporary(workspace, &recovery->arena, atl_buffer_text(&whole),
                                      whole.length, item->seen.mode, &item->temporary, error);
    }
    atl_buffer_free(&text);
    atl_buffer_free(&whole);
    return status;
}

static enum atl_status take_over(struct recovery *recovery,
                                 const struct atl_confluence_content *page, struct atl_error *error)
{
    const struct atl_sync_workspace *workspace = recovery->batch->workspace;
    struct atl_buffer base = {0};
    struct sync_page row = {
        .id = page->id,
        .kind = SYNC_PAGE,
        .parent = page->parent,
        .path = recovery->path,
        .title = page->title,
        .version = page->version,
        .position = -1,
        .remote_hash = sync_hash_of(page->body, page->body_length),
    };
    struct sync_item item = {.page = &row,
                             .added = recovery->path,
                             .spent = recovery->note,
                             .action = ATL_SYNC_CREATED,
                             .id = page->id,
                             .title = page->title};
    enum atl_status status =
        adopt(recovery, recovery->text, strlen(recovery->text), page->id, &base, error);
    if (status == ATL_OK) {
        row.file_hash = sync_hash_of(atl_buffer_text(&base), base.length);
        status = sync_base_write(workspace, &recovery->arena, page->id, atl_buffer_text(&base),
                                 base.length, &item.base, error);
    }
    if (status == ATL_OK) {
        status = write_file(recovery, page->id, &item, error);
    }
    if (status == ATL_OK) {
        status = sync_batch_add(recovery->batch, &item, error);
    }
    atl_buffer_free(&base);
    return status == ATL_OK ? sync_batch_commit(recovery->batch, error) : status;
}

static bool ends_everything(enum atl_status status)
{
    return status == ATL_CANCELLED || status == ATL_UNAUTHENTICATED || status == ATL_NETWORK ||
           status == ATL_UNKNOWN_OUTCOME;
}

/* Where labels are refused, the page is taken over all the same, and that is told of. */
static enum atl_status add_labels(const struct recovery *recovery,
                                  const struct atl_confluence_content *page, bool *refused,
                                  struct atl_error *failure)
{
    enum atl_status status =
        recovery->label_count == 0
            ? ATL_OK
            : atl_confluence_label_add(recovery->http, page->id, recovery->labels,
                                       recovery->label_count, failure);
    *refused = status != ATL_OK && !ends_everything(status);
    return *refused ? ATL_OK : status;
}

static enum atl_status tell_refusal(const struct recovery *recovery,
                                    const struct atl_confluence_content *page,
                                    struct atl_error *failure, struct atl_error *error)
{
    const struct atl_sync_event event = {.action = ATL_SYNC_FAILED,
                                         .path = recovery->path,
                                         .id = page->id,
                                         .title = page->title,
                                         .reason = failure};
    atl_error_prefix(failure, "%s was made, but not labelled", recovery->path);
    atl_hint(failure, "'atlcli wiki page label add %s' labels it", page->id);
    return sync_tell(recovery->batch, &event, error);
}

static enum atl_status recover_one(struct recovery *recovery, struct atl_error *error)
{
    struct atl_confluence_content page;
    int descriptor = recovery->batch->workspace->descriptor;
    if (!read_note(recovery)) {
        unlinkat(descriptor, recovery->note, 0);
        return ATL_OK;
    }
    enum atl_status status = find(recovery, &page, error);
    if (status == ATL_NOT_FOUND) {
        unlinkat(descriptor, recovery->note, 0);
        return ATL_OK;
    }
    struct atl_error failure;
    bool refused = false;
    if (status == ATL_OK) {
        status = add_labels(recovery, &page, &refused, &failure);
        if (status != ATL_OK) {
            *error = failure;
        }
    }
    if (status == ATL_OK) {
        status = take_over(recovery, &page, error);
    }
    return status == ATL_OK && refused ? tell_refusal(recovery, &page, &failure, error) : status;
}

enum atl_status sync_recover(struct sync_batch *batch, struct atl_http *http,
                             struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_list names = {0};
    enum atl_status status = ATL_OK;
    sync_list_names(batch->workspace, &arena, SYNC_DIRECTORY "/sent", &names);
    for (size_t i = 0; status == ATL_OK && i < names.count; i++) {
        const char *name = names.items[i];
        if (atl_text_starts_with(name, "new-")) {
            struct recovery recovery = {
                .batch = batch,
                .http = http,
                .note = atl_arena_printf(&arena, SYNC_DIRECTORY "/sent/%s", name)};
            status = recover_one(&recovery, error);
            atl_arena_free(&recovery.arena);
        }
    }
    atl_list_free(&names);
    atl_arena_free(&arena);
    return status;
}
