/*
 * .atlcli/trash: what was taken away because the server doesn't have it any more, and texts that
 * have given way to the server's.
 */
#include "sync/workspace/disk.h"

#include "atlcli/clock.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

/* "20261127-120102", and "-2" for the second of the same second. */
static enum atl_status make_directory(struct sync_trash *trash, struct atl_error *error)
{
    time_t now = (time_t)atl_clock_wall_seconds();
    struct tm parts;
    char stamp[32];
    gmtime_r(&now, &parts);
    strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", &parts);
    for (unsigned i = 1;; i++) {
        const char *path = atl_arena_printf(trash->arena, SYNC_DIRECTORY "/trash/%s%s%.0u", stamp,
                                            i == 1 ? "" : "-", i == 1 ? 0 : i);
        if (mkdirat(trash->workspace->descriptor, path, 0777) == 0) {
            trash->directory = path;
            return ATL_OK;
        }
        if (errno != EEXIST) {
            return atl_fail(error, ATL_FAILED, "cannot make the directory %s: %s", path,
                            strerror(errno));
        }
    }
}

/* Where a path goes to in the trash; what lies there already stays, and a new directory is made. */
static enum atl_status find_room(struct sync_trash *trash, const char *path, const char **room,
                                 struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    *room = NULL;
    while (status == ATL_OK && (*room == NULL || sync_exists(trash->workspace, *room))) {
        status = trash->directory == NULL || *room != NULL ? make_directory(trash, error) : ATL_OK;
        if (status == ATL_OK) {
            *room = atl_arena_printf(trash->arena, "%s/%s", trash->directory, path);
        }
    }
    return status;
}

enum atl_status sync_trash_take(struct sync_trash *trash, const char *path, struct atl_error *error)
{
    const char *room;
    if (!sync_exists(trash->workspace, path)) {
        return ATL_OK;
    }
    enum atl_status status = find_room(trash, path, &room, error);
    return status == ATL_OK ? sync_rename(trash->workspace, path, room, error) : status;
}

enum atl_status sync_trash_copy(struct sync_trash *trash, const char *path, const void *bytes,
                                size_t length, struct atl_error *error)
{
    const char *room;
    const char *temporary;
    enum atl_status status = find_room(trash, path, &room, error);
    if (status == ATL_OK) {
        status = sync_write_temporary(trash->workspace, trash->arena, bytes, length, 0, &temporary,
                                      error);
    }
    return status == ATL_OK ? sync_rename(trash->workspace, temporary, room, error) : status;
}
