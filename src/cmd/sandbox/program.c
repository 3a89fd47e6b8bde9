/* Where atlcli-sandbox is. */
#include "atlcli/file.h"
#include "cmd/sandbox/sandbox.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

static const char program_name[] = "atlcli-sandbox";

/* The directory of the running program; NULL when the system doesn't say. */
static const char *own_directory(struct atl_arena *arena)
{
    char path[PATH_MAX];
#ifdef __APPLE__
    uint32_t size = sizeof path;
    if (_NSGetExecutablePath(path, &size) != 0) {
        return NULL;
    }
#else
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length < 0) {
        return NULL;
    }
    path[length] = '\0';
#endif
    char *slash = strrchr(path, '/');
    return slash == NULL ? NULL : atl_arena_strndup(arena, path, (size_t)(slash - path));
}

static bool is_program(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode) && access(path, X_OK) == 0;
}

static const char *look_beside(struct atl_arena *arena, const char *directory)
{
    static const char *const ways[] = {"", "../libexec", "../libexec/atlcli"};
    for (size_t i = 0; directory != NULL && i < sizeof ways / sizeof *ways; i++) {
        const char *path =
            atl_path_join(arena, atl_path_join(arena, directory, ways[i]), program_name);
        if (is_program(path)) {
            return path;
        }
    }
    return NULL;
}

/* Only absolute directories: what lies around where one happens to be isn't run. */
static const char *look_in_path(struct atl_arena *arena)
{
    char **directories;
    const char *path = getenv("PATH");
    size_t count = atl_text_split(arena, path == NULL ? "" : path, ':', &directories);
    for (size_t i = 0; i < count; i++) {
        const char *found = atl_path_join(arena, directories[i], program_name);
        if (*found == '/' && is_program(found)) {
            return found;
        }
    }
    return NULL;
}

enum atl_status sandbox_program_find(struct atl_arena *arena, const char **program,
                                     struct atl_error *error)
{
    const char *directory = own_directory(arena);
    *program = look_beside(arena, directory);
    if (*program == NULL) {
        *program = look_in_path(arena);
    }
    if (*program != NULL) {
        return ATL_OK;
    }
    atl_fail(error, ATL_NOT_FOUND, "%s is missing: it is neither in %s nor in PATH", program_name,
             directory == NULL ? "the directory of atlcli" : directory);
    atl_hint(error, "it is built and installed together with atlcli; put it beside atlcli, or its "
                    "directory into PATH");
    atl_hint(error,
             "building it needs libmicrohttpd, GnuTLS and SQLite; ./dev build installs them");
    return ATL_NOT_FOUND;
}
