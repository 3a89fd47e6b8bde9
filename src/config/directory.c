#include "atlcli/config.h"
#include "atlcli/file.h"
#include "config/credentials_internal.h"

#include <stdlib.h>
#include <sys/stat.h>

enum atl_status atl_config_directory(struct atl_arena *arena, const char **directory,
                                     struct atl_error *error)
{
    const char *moved = getenv("ATLCLI_CONFIG_DIR");
    if (!atl_text_is_empty(moved)) {
        *directory = atl_arena_strdup(arena, moved);
        return ATL_OK;
    }
    const char *home = getenv("HOME");
    if (!atl_text_is_empty(home)) {
        *directory = atl_path_join(arena, home, ".atlcli");
        return ATL_OK;
    }
    *directory = NULL;
    atl_fail(error, ATL_FAILED,
             "no place for credentials: neither HOME nor ATLCLI_CONFIG_DIR is set");
    atl_hint(error, "set HOME, or set ATLCLI_CONFIG_DIR to a directory of your own");
    return ATL_FAILED;
}

bool is_open_to_others(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && (info.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}
