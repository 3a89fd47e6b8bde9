#include "sync/choose.h"

#include <stdlib.h>
#include <string.h>

/* Without links, as the root is; of what isn't there, as far as what is above it is. */
static char *resolve(struct atl_arena *arena, const char *file)
{
    char *at = atl_arena_strdup(arena, file);
    const char *missing = "";
    char *resolved;
    while ((resolved = realpath(*at == '\0' ? "." : at, NULL)) == NULL) {
        char *slash = strrchr(at, '/');
        const char *name = atl_arena_strdup(arena, slash == NULL ? at : slash + 1);
        missing = *missing == '\0' ? name : atl_path_join(arena, name, missing);
        if (slash == NULL && *at == '\0') {
            return NULL; /* not even the working directory */
        }
        at[slash == NULL ? 0 : slash == at ? 1 : slash - at] = '\0';
    }
    char *whole = *missing == '\0' ? atl_arena_strdup(arena, resolved)
                                   : atl_path_join(arena, resolved, missing);
    free(resolved);
    return whole;
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
