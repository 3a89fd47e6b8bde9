/* Workspaces: made, found, locked, opened. */
#include "sync/workspace/workspace.h"

#include "sync/names.h"
#include "sync/workspace/bases.h"
#include "sync/workspace/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

char *sync_path(const struct atl_sync_workspace *workspace, struct atl_arena *arena,
                const char *relative)
{
    return atl_path_join(arena, workspace->root, relative);
}

char *sync_base_path(struct atl_arena *arena, const char *id)
{
    return atl_arena_printf(arena, SYNC_DIRECTORY "/base/%s.md", sync_name_of_id(arena, id));
}

char *sync_sent_path(struct atl_arena *arena, const char *id)
{
    return atl_arena_printf(arena, SYNC_DIRECTORY "/sent/%s.md", sync_name_of_id(arena, id));
}

char *sync_conflict_path(struct atl_arena *arena, const char *id)
{
    return atl_arena_printf(arena, SYNC_DIRECTORY "/conflicts/%s.md", sync_name_of_id(arena, id));
}

const char *atl_sync_root(const struct atl_sync_workspace *workspace)
{
    return workspace->root;
}

const struct atl_sync_config *atl_sync_config(const struct atl_sync_workspace *workspace)
{
    return &workspace->config;
}

enum atl_status atl_sync_check_site(const struct atl_sync_workspace *workspace,
                                    const struct atl_account *account, struct atl_error *error)
{
    const struct atl_sync_config *config = &workspace->config;
    if (atl_text_equal(config->site, account->site)) {
        return ATL_OK;
    }
    atl_fail(error, ATL_USAGE, "the workspace %s is of %s, and the account for %s", workspace->root,
             config->site, account->site);
    atl_account_hint_site(account, config->profile, config->site, error);
    return ATL_USAGE;
}

/* ---- the lock ---- */

static enum atl_status fail_held(int descriptor, const char *path, struct atl_error *error)
{
    char text[32] = "";
    ssize_t length = pread(descriptor, text, sizeof text - 1, 0);
    text[length < 0 ? 0 : length] = '\0';
    text[strcspn(text, "\n")] = '\0';
    atl_fail(error, ATL_CONFLICT, "another atlcli is at work in this workspace%s%s%s",
             text[0] == '\0' ? "" : " (process ", text, text[0] == '\0' ? "" : ")");
    atl_hint(error, "wait until it has ended, or end it; %s is free then by itself", path);
    return ATL_CONFLICT;
}

enum atl_status sync_lock(const char *internal, const char *name, int *descriptor,
                          struct atl_error *error)
{
    struct atl_arena arena = {0};
    char *path = atl_path_join(&arena, internal, name);
    enum atl_status status = ATL_OK;
    *descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (*descriptor < 0) {
        status = atl_fail(error, ATL_FAILED, "cannot lock %s: %s", path, strerror(errno));
    } else if (flock(*descriptor, LOCK_EX | LOCK_NB) != 0) {
        status = errno == EWOULDBLOCK
                     ? fail_held(*descriptor, path, error)
                     : atl_fail(error, ATL_FAILED, "cannot lock %s: %s", path, strerror(errno));
    } else if (ftruncate(*descriptor, 0) == 0) {
        char text[32];
        int length = snprintf(text, sizeof text, "%ld\n", (long)getpid());
        /* Only for whoever finds it locked: that it couldn't be said is no reason to stop. */
        ssize_t written = pwrite(*descriptor, text, (size_t)length, 0);
        (void)written;
    }
    if (status != ATL_OK && *descriptor >= 0) {
        close(*descriptor);
        *descriptor = -1;
    }
    atl_arena_free(&arena);
    return status;
}

/* ---- finding ---- */

static bool is_directory(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* The workspace that an absolute path lies in, in the arena; NULL: none. */
static char *find_root(struct atl_arena *arena, const char *path)
{
    char *at = atl_arena_strdup(arena, path);
    for (;;) {
        const char *config = atl_path_join(arena, at, SYNC_DIRECTORY "/config.json");
        if (access(config, F_OK) == 0) {
            return at;
        }
        char *slash = strrchr(at, '/');
        if (slash == NULL || at[1] == '\0') {
            return NULL;
        }
        slash[slash == at ? 1 : 0] = '\0';
    }
}

/* ---- making ---- */

/* Nobody's version control is to hold a database that changes with every pull. */
static enum atl_status write_ignore_file(const char *internal, struct atl_error *error)
{
    struct atl_arena arena = {0};
    static const char text[] = "*\n";
    enum atl_status status = atl_file_write_atomic(atl_path_join(&arena, internal, ".gitignore"),
                                                   text, strlen(text), 0666, error);
    atl_arena_free(&arena);
    return status;
}

static enum atl_status check_new(struct atl_arena *arena, const char *directory,
                                 struct atl_error *error)
{
    char *resolved = realpath(directory, NULL);
    if (resolved == NULL) {
        return atl_fail(error, ATL_FAILED, "cannot open %s: %s", directory, strerror(errno));
    }
    const char *root = find_root(arena, resolved);
    enum atl_status status = ATL_OK;
    if (root != NULL) {
        bool same = strcmp(root, resolved) == 0;
        status = atl_fail(error, ATL_CONFLICT,
                          same ? "%s is a workspace already" : "%s is in the workspace %s",
                          directory, root);
        atl_hint(error,
                 same ? "'atlcli wiki docs pull %s' brings it up to date"
                      : "choose another directory than %s",
                 directory);
    }
    free(resolved);
    return status;
}

enum atl_status atl_sync_create(const char *directory, const struct atl_sync_config *config,
                                struct atl_error *error)
{
    static const char *const parts[] = {"base", "next", "sent", "tmp", "trash"};
    struct atl_arena arena = {0};
    char *internal = atl_path_join(&arena, directory, SYNC_DIRECTORY);
    enum atl_status status = atl_directory_ensure(directory, 0777, error);
    if (status == ATL_OK) {
        status = check_new(&arena, directory, error);
    }
    for (size_t i = 0; status == ATL_OK && i < sizeof parts / sizeof *parts; i++) {
        status = atl_directory_ensure(atl_path_join(&arena, internal, parts[i]), 0777, error);
    }
    if (status == ATL_OK) {
        status = write_ignore_file(internal, error);
    }
    if (status == ATL_OK) { /* the last step: now it is one */
        status = sync_config_write(internal, config, error);
    }
    atl_arena_free(&arena);
    return status;
}

/* ---- opening ---- */

static enum atl_status fail_none(const char *start, struct atl_error *error)
{
    atl_fail(error, ATL_NOT_FOUND, "%s is in no docs workspace", start);
    atl_hint(error, "make one with 'atlcli wiki docs init DIR --space KEY', or give the directory "
                    "of one");
    return ATL_NOT_FOUND;
}

static enum atl_status open_parts(struct atl_sync_workspace *workspace, bool writes,
                                  struct atl_error *error)
{
    static const char *const parts[] = {"base", "next", "sent", "tmp", "trash"};
    struct atl_arena *arena = workspace->arena;
    enum atl_status status = sync_guard(workspace->root, workspace->internal, error);
    if (status == ATL_OK) {
        status = sync_config_read(workspace->internal, arena, &workspace->config, error);
    }
    for (size_t i = 0; writes && status == ATL_OK && i < sizeof parts / sizeof *parts; i++) {
        status =
            atl_directory_ensure(atl_path_join(arena, workspace->internal, parts[i]), 0777, error);
    }
    if (status == ATL_OK && writes) {
        status = sync_lock(workspace->internal, SYNC_WRITE_LOCK, &workspace->lock, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    workspace->descriptor = open(workspace->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (workspace->descriptor < 0) {
        return atl_fail(error, ATL_FAILED, "cannot open %s: %s", workspace->root, strerror(errno));
    }
    status = sync_state_open(atl_path_join(arena, workspace->internal, "state.db"),
                             &workspace->state, error);
    return status == ATL_OK && writes ? sync_bases_settle(workspace, error) : status;
}

enum atl_status atl_sync_open(struct atl_arena *arena, const char *start, bool writes,
                              struct atl_sync_workspace **opened, struct atl_error *error)
{
    *opened = NULL;
    char *resolved = realpath(start, NULL);
    if (resolved == NULL) {
        return atl_fail(error, errno == ENOENT ? ATL_NOT_FOUND : ATL_FAILED, "cannot open %s: %s",
                        start, strerror(errno));
    }
    const char *root = find_root(arena, resolved);
    free(resolved);
    if (root == NULL || !is_directory(root)) {
        return fail_none(start, error);
    }
    struct atl_sync_workspace *workspace = atl_alloc(sizeof *workspace);
    *workspace = (struct atl_sync_workspace){
        .arena = arena,
        .root = root,
        .internal = atl_path_join(arena, root, SYNC_DIRECTORY),
        .descriptor = -1,
        .lock = -1,
    };
    enum atl_status status = open_parts(workspace, writes, error);
    if (status != ATL_OK) {
        atl_sync_close(workspace);
        return status;
    }
    *opened = workspace;
    return ATL_OK;
}

enum atl_status sync_workspace_plain(struct atl_arena *arena, const char *root,
                                     struct atl_sync_workspace **opened, struct atl_error *error)
{
    int descriptor = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        return atl_fail(error, errno == ENOENT ? ATL_NOT_FOUND : ATL_FAILED, "cannot open %s: %s",
                        root, strerror(errno));
    }
    struct atl_sync_workspace *workspace = atl_alloc(sizeof *workspace);
    *workspace = (struct atl_sync_workspace){.arena = arena,
                                             .root = root,
                                             .internal = atl_path_join(arena, root, SYNC_DIRECTORY),
                                             .descriptor = descriptor,
                                             .lock = -1,
                                             .config = {.attachments = true}};
    *opened = workspace;
    return ATL_OK;
}

void atl_sync_close(struct atl_sync_workspace *workspace)
{
    if (workspace == NULL) {
        return;
    }
    sync_state_close(workspace->state);
    if (workspace->descriptor >= 0) {
        close(workspace->descriptor);
    }
    if (workspace->lock >= 0) {
        close(workspace->lock);
    }
    free(workspace);
}
