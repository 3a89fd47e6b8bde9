/* The credentials file on disk: where it is, what can be in its way, reading and replacing it. */
#include "atlcli/file.h"
#include "atlcli/owner.h"
#include "config/credentials_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    LARGEST_FILE_BYTES = 4 * 1024 * 1024,
};

struct place {
    const char *directory;
    const char *path;
    bool exists;
};

static enum atl_status fail_with_hint(struct atl_error *error, const char *hint, const char *about,
                                      const char *problem)
{
    atl_fail(error, ATL_FAILED, "%s %s", about, problem);
    atl_hint(error, "%s", hint);
    return ATL_FAILED;
}

static bool is_symbolic_link(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0 && S_ISLNK(info.st_mode);
}

/* Nothing at `path`: fine, unless a link says that there should be something. */
static enum atl_status check_absent(const char *path, struct atl_error *error)
{
    if (is_symbolic_link(path)) {
        return fail_with_hint(error, "remove the link, or put back what it leads to", path,
                              "is a symbolic link that leads nowhere");
    }
    return ATL_OK;
}

static enum atl_status fail_unreachable(const char *path, int reason, struct atl_error *error)
{
    switch (reason) {
    case ELOOP:
        return fail_with_hint(error, "remove the links", path,
                              "is a symbolic link that leads back to itself");
    case EACCES:
        atl_fail(error, ATL_FAILED, "cannot read %s: %s", path, strerror(reason));
        atl_hint(error, "make the directory and the file yours (chown, chmod u+rwX), or set "
                        "ATLCLI_CONFIG_DIR to another directory");
        return ATL_FAILED;
    default:
        return atl_fail(error, ATL_FAILED, "cannot read %s: %s", path, strerror(reason));
    }
}

/* Whoever writes there says which site gets the tokens. */
static enum atl_status check_owner(const char *directory, const char *path, const struct stat *info,
                                   struct atl_error *error)
{
    if (!atl_is_own(info) && !atl_is_named_safe(directory)) {
        atl_fail(error, ATL_FAILED,
                 "%s belongs to somebody else, who may have written what is in it", path);
        atl_hint(error,
                 "make it yours (chown), or set ATLCLI_CONFIG_DIR to a directory of your own; if "
                 "you trust them, set ATLCLI_SAFE_DIRECTORY='%s'",
                 directory);
        return ATL_FAILED;
    }
    return ATL_OK;
}

static enum atl_status check_directory(const char *directory, struct atl_error *error)
{
    struct stat info;
    if (stat(directory, &info) != 0) {
        return errno == ENOENT ? check_absent(directory, error)
                               : fail_unreachable(directory, errno, error);
    }
    if (!S_ISDIR(info.st_mode)) {
        return fail_with_hint(error, "move it away, or set ATLCLI_CONFIG_DIR to a directory",
                              directory, "is not a directory");
    }
    return check_owner(directory, directory, &info, error);
}

/* Everything that can be wrong before the file is opened (opening a pipe would wait for ever). */
static enum atl_status check_place(struct place *place, struct atl_error *error)
{
    enum atl_status status = check_directory(place->directory, error);
    if (status != ATL_OK) {
        return status;
    }
    struct stat info;
    place->exists = stat(place->path, &info) == 0;
    if (!place->exists) {
        return errno == ENOENT ? check_absent(place->path, error)
                               : fail_unreachable(place->path, errno, error);
    }
    if (S_ISDIR(info.st_mode)) {
        return fail_with_hint(error, "move it away, then log in again: atlcli auth init",
                              place->path, "is a directory, not a file");
    }
    if (!S_ISREG(info.st_mode)) {
        return fail_with_hint(error, "move it away, then log in again: atlcli auth init",
                              place->path, "is not an ordinary file");
    }
    if (access(place->path, R_OK) != 0) {
        return fail_unreachable(place->path, errno, error);
    }
    return check_owner(place->directory, place->path, &info, error);
}

static struct place find_place(struct atl_arena *arena, const char *directory)
{
    return (struct place){
        .directory = directory,
        .path = atl_path_join(arena, directory, "credentials.json"),
    };
}

static enum atl_status load(struct atl_arena *arena, struct place *place,
                            struct atl_credentials **credentials, struct atl_error *error)
{
    *credentials = NULL;
    enum atl_status status = check_place(place, error);
    struct atl_buffer contents = {.secret = true};
    if (status == ATL_OK && place->exists) {
        status = atl_file_read(place->path, LARGEST_FILE_BYTES, &contents, error);
    }
    if (status == ATL_OK) {
        status = credentials_parse(arena, place->path, atl_buffer_text(&contents), contents.length,
                                   credentials, error);
    }
    atl_buffer_free(&contents);
    if (status == ATL_OK) {
        (*credentials)->is_exposed = place->exists && (is_open_to_others(place->path) ||
                                                       is_open_to_others(place->directory));
    }
    return status;
}

enum atl_status atl_credentials_load(struct atl_arena *arena, struct atl_credentials **credentials,
                                     struct atl_error *error)
{
    *credentials = NULL;
    const char *directory;
    enum atl_status status = atl_config_directory(arena, &directory, error);
    if (status != ATL_OK) {
        return status;
    }
    struct place place = find_place(arena, directory);
    return load(arena, &place, credentials, error);
}

/* A directory that others use too, such as /tmp, is not ours to close. */
static void close_directory(const char *directory)
{
    struct stat info;
    if (stat(directory, &info) == 0 && info.st_uid == geteuid() && (info.st_mode & S_ISVTX) == 0 &&
        (info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        /* When it can't be changed the file's own mode still protects it; loading warns. */
        (void)chmod(directory, S_IRWXU);
    }
}

static enum atl_status write_tree(const struct place *place, const cJSON *tree,
                                  struct atl_error *error)
{
    struct atl_buffer text = {.secret = true};
    atl_json_append(&text, tree, true);
    atl_buffer_add_char(&text, '\n');
    close_directory(place->directory);
    enum atl_status status =
        atl_file_write_locked(place->path, text.data, text.length, S_IRUSR | S_IWUSR, error);
    atl_buffer_free(&text);
    return status;
}

static enum atl_status fail_to_save(const struct place *place, struct atl_error *error)
{
    if (error != NULL) {
        error->status = ATL_FAILED;
    }
    atl_error_prefix(error, "cannot save credentials");
    atl_hint(error,
             "%s has to be writable and to have space left; ATLCLI_CONFIG_DIR names another "
             "directory",
             place->directory);
    return ATL_FAILED;
}

static enum atl_status change_locked(struct atl_arena *arena, struct place *place,
                                     atl_credentials_change change, void *context,
                                     struct atl_error *error)
{
    struct atl_credentials *credentials;
    enum atl_status status = load(arena, place, &credentials, error);
    if (status == ATL_OK) {
        status = change(credentials, context, error);
    }
    if (status == ATL_OK && write_tree(place, credentials->tree, error) != ATL_OK) {
        status = fail_to_save(place, error);
    }
    return status;
}

enum atl_status atl_credentials_update(struct atl_arena *arena, atl_credentials_change change,
                                       void *context, struct atl_error *error)
{
    const char *directory;
    enum atl_status status = atl_config_directory(arena, &directory, error);
    if (status != ATL_OK) {
        return status;
    }
    struct place place = find_place(arena, directory);
    /* Before anything is made: a message about a broken place beats one about its lock file. */
    status = check_place(&place, error);
    if (status != ATL_OK) {
        return status;
    }
    struct atl_file_lock lock = {-1};
    if (atl_directory_ensure(directory, S_IRWXU, error) != ATL_OK ||
        atl_file_lock(&lock, atl_arena_printf(arena, "%s.lock", place.path), S_IRUSR | S_IWUSR,
                      error) != ATL_OK) {
        return fail_to_save(&place, error);
    }
    status = change_locked(arena, &place, change, context, error);
    atl_file_unlock(&lock);
    return status;
}
