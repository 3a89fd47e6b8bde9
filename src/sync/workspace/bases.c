#include "sync/workspace/bases.h"

#include "sync/map.h"
#include "sync/names.h"
#include "sync/page_file.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char *next_path(struct atl_arena *arena, const char *id)
{
    return atl_arena_printf(arena, SYNC_DIRECTORY "/next/%s.md", sync_name_of_id(arena, id));
}

enum atl_status sync_base_write(const struct atl_sync_workspace *workspace, struct atl_arena *arena,
                                const char *id, const void *bytes, size_t length, const char **path,
                                struct atl_error *error)
{
    *path = sync_base_path(arena, id);
    enum atl_status status = sync_write_new(workspace, *path, bytes, length, 0, error);
    return status == ATL_CONFLICT
               ? sync_write_temporary(workspace, arena, bytes, length, 0, path, error)
               : status;
}

bool sync_base_wait(const struct atl_sync_workspace *workspace, struct atl_arena *arena,
                    const char *id, const char *temporary, bool *waits)
{
    const char *base = sync_base_path(arena, id);
    if (strcmp(temporary, base) == 0) {
        *waits = false;
        return true;
    }
    *waits = sync_exists(workspace, base);
    const char *place = *waits ? next_path(arena, id) : base;
    return renameat(workspace->descriptor, temporary, workspace->descriptor, place) == 0;
}

void sync_base_take(const struct atl_sync_workspace *workspace, struct atl_arena *arena,
                    const char *id)
{
    const char *next = next_path(arena, id);
    if (sync_exists(workspace, next)) {
        renameat(workspace->descriptor, next, workspace->descriptor, sync_base_path(arena, id));
    }
}

/* ---- after a command that was ended ---- */

/* The names of what waits, without their ".md". */
static void list_waiting(const struct atl_sync_workspace *workspace, struct atl_arena *arena,
                         struct atl_list *ids)
{
    struct atl_list names = {0};
    sync_list_names(workspace, arena, SYNC_DIRECTORY "/next", &names);
    for (size_t i = 0; i < names.count; i++) {
        const char *name = names.items[i];
        if (atl_text_ends_with(name, ".md")) {
            atl_list_add(ids, atl_arena_strndup(arena, name, strlen(name) - strlen(".md")));
        }
    }
    atl_list_free(&names);
}

static void settle(const struct atl_sync_workspace *workspace, struct atl_arena *arena,
                   const struct sync_page *row, const char *id)
{
    struct sync_hash hash = {0};
    const char *next = next_path(arena, id);
    if (row != NULL) {
        sync_hash_file(sync_path(workspace, arena, next), &hash, NULL, NULL);
    }
    if (row != NULL && sync_hash_equal(&hash, &row->file_hash)) {
        sync_base_take(workspace, arena, id);
    } else {
        unlinkat(workspace->descriptor, next, 0);
    }
}

enum atl_status sync_bases_settle(const struct atl_sync_workspace *workspace,
                                  struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_list ids = {0};
    struct sync_map by_id = {0};
    struct sync_page *rows = NULL;
    size_t count = 0;
    enum atl_status status = ATL_OK;
    list_waiting(workspace, &arena, &ids);
    if (ids.count > 0) {
        status = sync_state_pages(workspace->state, &arena, &rows, &count, error);
    }
    for (size_t i = 0; i < count; i++) {
        sync_map_put(&by_id, rows[i].id, &rows[i]);
    }
    for (size_t i = 0; status == ATL_OK && i < ids.count; i++) {
        settle(workspace, &arena, sync_map_get(&by_id, ids.items[i]), ids.items[i]);
    }
    sync_map_free(&by_id);
    atl_list_free(&ids);
    atl_arena_free(&arena);
    return status;
}
