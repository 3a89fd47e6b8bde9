#include "sync/choose.h"

#include <stdlib.h>
#include <string.h>

/* Without links, as the root is; of what isn't there, as far as its directory is. NULL: neither. */
static char *resolve(struct atl_arena *arena, const char *file)
{
    char *resolved = realpath(file, NULL);
    if (resolved != NULL) {
        char *whole = atl_arena_strdup(arena, resolved);
        free(resolved);
        return whole;
    }
    const char *slash = strrchr(file, '/');
    const char *name = slash == NULL ? file : slash + 1;
    const char *directory =
        slash == NULL ? "." : atl_arena_strndup(arena, file, (size_t)(slash - file) + 1);
    resolved = realpath(directory, NULL);
    char *joined = resolved == NULL ? NULL : atl_path_join(arena, resolved, name);
    free(resolved);
    return joined;
}

enum atl_status sync_choose_path(const struct atl_sync_workspace *workspace,
                                 struct atl_arena *arena, const char *file, const char **path,
                                 struct atl_error *error)
{
    const char *resolved = resolve(arena, file);
    size_t length = strlen(workspace->root);
    if (resolved == NULL) {
        return atl_fail(error, ATL_NOT_FOUND, "there is no %s", file);
    }
    if (strncmp(resolved, workspace->root, length) != 0 ||
        (resolved[length] != '/' && resolved[length] != '\0')) {
        return atl_fail(error, ATL_USAGE, "%s isn't in the workspace %s", file, workspace->root);
    }
    *path = resolved[length] == '/' ? resolved + length + 1 : "";
    return ATL_OK;
}
