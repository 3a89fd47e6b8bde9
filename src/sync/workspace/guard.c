#include "sync/workspace/guard.h"

#include "atlcli/file.h"
#include "atlcli/owner.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static enum atl_status refuse_owner(const char *path, const char *root, struct atl_error *error)
{
    atl_fail(error, ATL_FAILED, "%s belongs to somebody else, who may have written what is in it",
             path);
    atl_hint(error,
             "if you trust them, set ATLCLI_SAFE_DIRECTORY='%s', or make it yours (chown -R)",
             root);
    atl_hint(error, "a workspace of your own is made with 'atlcli wiki docs init DIR --space KEY'");
    return ATL_FAILED;
}

static enum atl_status refuse_link(const char *path, struct atl_error *error)
{
    atl_fail(error, ATL_FAILED, "%s is a symbolic link, and might lead out of the workspace", path);
    atl_hint(error, "atlcli makes none there: remove it, or make the workspace anew with 'atlcli "
                    "wiki docs init'");
    return ATL_FAILED;
}

/* Where the file system doesn't say what an entry is, it is asked. */
static bool is_link(int directory, const struct dirent *entry)
{
    struct stat about;
    return entry->d_type == DT_LNK ||
           (entry->d_type == DT_UNKNOWN &&
            fstatat(directory, entry->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISLNK(about.st_mode));
}

/* No links in the directory, nor in those within it: deeper there is nothing of ours. */
static enum atl_status check_entries(const char *path, int depth, struct atl_error *error)
{
    struct atl_arena arena = {0};
    enum atl_status status = ATL_OK;
    DIR *listing = opendir(path);
    const struct dirent *entry;
    while (status == ATL_OK && listing != NULL && (entry = readdir(listing)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        if (is_link(dirfd(listing), entry)) {
            status = refuse_link(atl_path_join(&arena, path, entry->d_name), error);
        } else if (depth > 0 && entry->d_type != DT_REG) {
            status = check_entries(atl_path_join(&arena, path, entry->d_name), depth - 1, error);
        }
    }
    if (listing != NULL) {
        closedir(listing);
    }
    atl_arena_free(&arena);
    return status;
}

enum atl_status sync_guard(const char *root, const char *internal, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct stat about;
    enum atl_status status = ATL_OK;
    const char *config = atl_path_join(&arena, internal, "config.json");
    const char *const own[] = {internal, config};
    if (lstat(internal, &about) == 0 && S_ISLNK(about.st_mode)) {
        status = refuse_link(internal, error);
    }
    for (size_t i = 0; status == ATL_OK && i < sizeof own / sizeof *own; i++) {
        if (lstat(own[i], &about) == 0 && !atl_is_own(&about) && !atl_is_named_safe(root)) {
            status = refuse_owner(own[i], root, error);
        }
    }
    if (status == ATL_OK) {
        status = check_entries(internal, 1, error);
    }
    atl_arena_free(&arena);
    return status;
}
