#include "sync/ignore/ignore.h"

#include "atlcli/file.h"
#include "sync/git_library.h"
#include "sync/ignore/rules.h"
#include "sync/map.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    MOST_RULES_BYTES = 1024 * 1024, /* of one file */
};

struct sync_ignore {
    struct atl_arena *arena;
    const char *root;
    const char *prefix; /* of the workspace in its git repository, with a slash at its end, or "" */
    const struct git_library *library; /* NULL until there is a rule */
    git_repository *repository;        /* in memory; holds the rules */
    struct sync_map visited;           /* directories whose files of rules have been read … */
    struct atl_error failure;          /* the first one */
};

/* … and whether one is ignored, or one above it is. */
static const bool is_so = true;
static const bool is_not_so = false;

/* ---- reading rules ---- */

static void keep_failure(struct sync_ignore *ignore, const struct atl_error *failure)
{
    if (ignore->failure.status == ATL_OK) {
        ignore->failure = *failure;
    }
}

static enum atl_status set_up_library(struct sync_ignore *ignore, struct atl_error *error)
{
    if (ignore->repository != NULL) {
        return ATL_OK;
    }
    enum atl_status status = git_library_load(&ignore->library, error);
    if (status == ATL_OK && ignore->library->git_repository_new(&ignore->repository) < 0) {
        status = git_library_fail(ignore->library, "ignore rules cannot be used", error);
    }
    return status;
}

static void add_rules(struct sync_ignore *ignore, const struct atl_buffer *rules)
{
    struct atl_error failure = {0};
    if (rules->length == 0) {
        return;
    }
    enum atl_status status = set_up_library(ignore, &failure);
    if (status == ATL_OK &&
        ignore->library->git_ignore_add_rule(ignore->repository, rules->data) < 0) {
        git_library_fail(ignore->library, "ignore rules cannot be used", &failure);
    }
    keep_failure(ignore, &failure);
}

/*
 * The rules of a file in `path`, a directory that the list of all rules calls `name`. What isn't
 * there, or is a directory, has none.
 */
static void read_rules(struct sync_ignore *ignore, const char *path, const char *name,
                       const char *file)
{
    struct atl_arena arena = {0};
    struct atl_buffer text = {0};
    struct atl_buffer rules = {0};
    struct atl_error failure = {0};
    struct stat facts;
    const char *full = atl_path_join(&arena, path, file);
    if (stat(full, &facts) == 0 && S_ISREG(facts.st_mode)) {
        if (atl_file_read(full, MOST_RULES_BYTES, &text, &failure) == ATL_OK) {
            ignore_rules_append(&rules, name, atl_buffer_text(&text), text.length);
            add_rules(ignore, &rules);
        }
        keep_failure(ignore, &failure);
    }
    atl_buffer_free(&rules);
    atl_buffer_free(&text);
    atl_arena_free(&arena);
}

/* As libgit2 is asked: relative to where its rules are. */
static bool matches(const struct sync_ignore *ignore, const char *path, size_t length,
                    bool directory)
{
    int ignored = 0;
    if (ignore->repository == NULL) {
        return false;
    }
    struct atl_buffer full = {0};
    atl_buffer_add(&full, ignore->prefix);
    atl_buffer_append(&full, path, length);
    atl_buffer_add(&full, directory ? "/" : "");
    int result =
        ignore->library->git_ignore_path_is_ignored(&ignored, ignore->repository, full.data);
    atl_buffer_free(&full);
    return result == 0 && ignored != 0;
}

static bool is_always_ignored(const char *name, size_t length)
{
    return (length == 7 && strncmp(name, ".atlcli", 7) == 0) ||
           (length == 4 && strncmp(name, ".git", 4) == 0);
}

/* Where the last component of a path starts. */
static size_t name_start(const char *path, size_t length)
{
    while (length > 0 && path[length - 1] != '/') {
        length--;
    }
    return length;
}

/* Of the path without its last component; 0 for what lies in the workspace itself. */
static size_t parent_length(const char *path, size_t length)
{
    size_t start = name_start(path, length);
    return start > 0 ? start - 1 : 0;
}

/* The file or directory by itself: whether its parents are ignored is not asked. */
static bool is_ignored(const struct sync_ignore *ignore, const char *path, size_t length,
                       bool directory)
{
    size_t start = name_start(path, length);
    return is_always_ignored(path + start, length - start) ||
           matches(ignore, path, length, directory);
}

/* Reads the rules on the way down to a directory, unless it is ignored: those don't count. */
static bool is_in_ignored(struct sync_ignore *ignore, const char *path, size_t length)
{
    const bool *known = sync_map_get_part(&ignore->visited, path, length);
    if (known != NULL) {
        return *known;
    }
    bool ignored = length > 0 && (is_in_ignored(ignore, path, parent_length(path, length)) ||
                                  is_ignored(ignore, path, length, true));
    const char *directory = atl_arena_strndup(ignore->arena, path, length);
    sync_map_put(&ignore->visited, directory, (void *)(uintptr_t)(ignored ? &is_so : &is_not_so));
    if (!ignored) {
        const char *full =
            length == 0 ? ignore->root : atl_path_join(ignore->arena, ignore->root, directory);
        const char *name = atl_arena_printf(ignore->arena, "%s%s", ignore->prefix, directory);
        if (length == 0 && *name != '\0') {
            name = atl_arena_strndup(ignore->arena, name, strlen(name) - 1);
        }
        read_rules(ignore, full, name, ".gitignore");
        read_rules(ignore, full, name, ".atlcliignore");
    }
    return ignored;
}

bool sync_ignores(struct sync_ignore *ignore, const char *relative_path, bool directory)
{
    size_t length = strlen(relative_path);
    return is_in_ignored(ignore, relative_path, parent_length(relative_path, length)) ||
           is_ignored(ignore, relative_path, length, directory);
}

enum atl_status sync_ignore_check(const struct sync_ignore *ignore, struct atl_error *error)
{
    if (ignore->failure.status != ATL_OK && error != NULL) {
        *error = ignore->failure;
    }
    return ignore->failure.status;
}

/* ---- the git repository around the workspace ---- */

static bool exists(const char *directory, size_t length, const char *name)
{
    struct atl_arena arena = {0};
    struct stat facts;
    bool found = lstat(atl_path_join(&arena, atl_arena_strndup(&arena, directory, length), name),
                       &facts) == 0;
    atl_arena_free(&arena);
    return found;
}

/* How much of the path of the workspace is that of the git repository around it; 0: there is none.
 */
static size_t repository_length(const char *root)
{
    for (size_t length = strlen(root); length > 0; length = parent_length(root, length)) {
        if (exists(root, length, ".git")) {
            return length;
        }
    }
    return 0;
}

/* The rules of the directories above the workspace, none of which is about the workspace itself. */
static void read_rules_above(struct sync_ignore *ignore, const char *root, size_t top)
{
    struct atl_buffer kept = {0};
    const char *end = root + strlen(root);
    for (const char *stop = root + top; stop < end;) {
        const char *path = atl_arena_strndup(ignore->arena, root, (size_t)(stop - root));
        const char *name = stop == root + top ? "" : path + top + 1;
        read_rules(ignore, path, name, ".gitignore");
        stop++;
        stop += strcspn(stop, "/");
        ignore_rules_append_kept(&kept, atl_arena_strndup(ignore->arena, root + top + 1,
                                                          (size_t)(stop - root) - top - 1));
    }
    if (ignore->repository != NULL) {
        add_rules(ignore, &kept);
    }
    atl_buffer_free(&kept);
}

static void close_ignore(void *object)
{
    struct sync_ignore *ignore = object;
    if (ignore->repository != NULL) {
        ignore->library->git_repository_free(ignore->repository);
    }
    sync_map_free(&ignore->visited);
}

enum atl_status sync_ignore_open(struct atl_arena *arena, const char *root,
                                 struct sync_ignore **ignore, struct atl_error *error)
{
    struct sync_ignore *opened = atl_arena_alloc(arena, sizeof *opened);
    char *real = realpath(root, NULL);
    if (real == NULL) {
        return atl_fail(error, ATL_NOT_FOUND, "%s: there is no such directory", root);
    }
    opened->arena = arena;
    opened->root = atl_arena_strdup(arena, real);
    free(real);
    opened->prefix = "";
    atl_arena_defer(arena, close_ignore, opened);
    size_t top = repository_length(opened->root);
    if (top > 0 && opened->root[top] == '/') {
        opened->prefix = atl_arena_printf(arena, "%s/", opened->root + top + 1);
        read_rules_above(opened, opened->root, top);
    }
    is_in_ignored(opened, "", 0);
    *ignore = opened;
    return sync_ignore_check(opened, error);
}
