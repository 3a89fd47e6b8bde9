/*
 * Pushing: what is being sent is noted before it is, so that a push that ends in the middle knows
 * later what came through. ".atlcli/sent" holds
 *     ID.md          the text of a page while it is changed: its base, once the server has it
 *     new-HASH.json  path, title, text, storage format and labels of a page while it is made
 */
#include "sync/push/push.h"

#include "atlcli/json.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum atl_status push_write_note(struct push *push, struct push_text *text, const char *id,
                                bool is_sent, const char **path, struct atl_error *error)
{
    const char *temporary;
    enum atl_status status =
        sync_write_temporary(push->workspace, &text->arena, atl_buffer_text(&text->file),
                             text->file.length, 0, &temporary, error);
    *path = NULL;
    if (status != ATL_OK) {
        return status;
    }
    *path = temporary;
    if (is_sent) {
        const char *note = sync_sent_path(&text->arena, id);
        int descriptor = push->workspace->descriptor;
        if (renameat(descriptor, temporary, descriptor, note) != 0) {
            return atl_fail(error, ATL_FAILED, "cannot write %s: %s", note, strerror(errno));
        }
        *path = note;
    }
    return ATL_OK;
}

/* Titles are unique in a space: they name what is being made. */
static const char *creation_path(struct atl_arena *arena, const char *title)
{
    struct sync_hash hash = sync_hash_of(title, strlen(title));
    char name[2 * 16 + 1];
    for (size_t i = 0; i < 16; i++) {
        snprintf(name + 2 * i, 3, "%02x", (unsigned)hash.bytes[i]);
    }
    return atl_arena_printf(arena, SYNC_DIRECTORY "/sent/new-%s.json", name);
}

enum atl_status push_note_creation(struct push *push, const struct push_page *page,
                                   struct push_text *text, const char **path,
                                   struct atl_error *error)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "path", page->path);
    cJSON_AddStringToObject(json, "title", text->title);
    cJSON_AddStringToObject(json, "text", atl_buffer_text(&text->file));
    cJSON_AddStringToObject(json, "storage", atl_buffer_text(&text->storage));
    cJSON *labels = cJSON_AddArrayToObject(json, "labels");
    for (size_t i = 0; i < push->options->label_count; i++) {
        cJSON_AddItemToArray(labels, cJSON_CreateString(push->labels[i]));
    }
    char *printed = cJSON_PrintUnformatted(json);
    const char *temporary;
    int descriptor = push->workspace->descriptor;
    *path = creation_path(&text->arena, text->title);
    enum atl_status status = sync_write_temporary(push->workspace, &text->arena, printed,
                                                  strlen(printed), 0, &temporary, error);
    if (status == ATL_OK && renameat(descriptor, temporary, descriptor, *path) != 0) {
        status = atl_fail(error, ATL_FAILED, "cannot write %s: %s", *path, strerror(errno));
    }
    free(printed);
    cJSON_Delete(json);
    return status;
}
