#include "sync/scan.h"

#include "sync/ignore/ignore.h"
#include "sync/page_file.h"

#include "atlcli/loop.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MOST_DEPTH = 200, /* directories in directories */
};

struct scanning {
    struct atl_arena *arena;
    const struct sync_scan_options *options;
    struct sync_ignore *ignore;
    struct sync_map kept; /* directories with pages that were synced, "a/b": whatever is ignored */
    struct atl_list files;
    struct atl_buffer text; /* of one file after the other */
    size_t visited;         /* entries of directories */
};

bool sync_is_attachments(const char *name)
{
    return atl_text_ends_with(name, ".attachments");
}

static const struct atl_error *keep_problem(struct scanning *scanning, const char *path,
                                            struct atl_error *error)
{
    struct atl_error *kept = atl_arena_alloc(scanning->arena, sizeof *kept);
    atl_error_prefix(error, "%s", path);
    *kept = *error;
    return kept;
}

/* What was there when its directory was read, and isn't now, or is a link, is as if it never was.
 */
static bool is_gone(int reason)
{
    return reason == ENOENT || reason == ENOTDIR || reason == ELOOP;
}

/* ---- one file ---- */

/* The whole file into scanning->text. ATL_NOT_FOUND: it is gone. */
static enum atl_status read_text(struct scanning *scanning, int directory, const char *name,
                                 struct atl_error *error)
{
    struct atl_buffer *text = &scanning->text;
    struct stat about;
    atl_buffer_truncate(text, 0);
    int descriptor = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0 || fstat(descriptor, &about) != 0) {
        enum atl_status status = descriptor < 0 && is_gone(errno) ? ATL_NOT_FOUND : ATL_FAILED;
        atl_fail(error, status, "cannot be read: %s", strerror(errno));
        if (descriptor >= 0) {
            close(descriptor);
        }
        return status;
    }
    enum atl_status status = ATL_OK;
    if (about.st_size > SYNC_MOST_TEXT) {
        status = atl_fail(error, ATL_FAILED, "is larger than %d MB, which no page may be",
                          SYNC_MOST_TEXT / 1024 / 1024);
    }
    size_t room = status == ATL_OK ? (size_t)about.st_size + 1 : 0;
    while (status == ATL_OK) {
        atl_buffer_reserve(text, room);
        ssize_t count = read(descriptor, text->data + text->length, room);
        if (count == 0) {
            break;
        }
        if (count < 0) {
            status = atl_fail(error, ATL_FAILED, "cannot be read: %s", strerror(errno));
            break;
        }
        text->length += (size_t)count;
        if ((off_t)text->length == about.st_size) {
            break; /* without asking whether it has grown meanwhile: that is seen the next time */
        }
        room = room > (size_t)count ? room - (size_t)count : 4096;
    }
    close(descriptor);
    return status;
}

/* False: it is gone. */
static bool read_page(struct scanning *scanning, int directory, const char *name,
                      struct sync_file *file)
{
    struct atl_error error;
    struct sync_page_text page;
    const struct sync_page *row = sync_map_get(scanning->options->rows, file->path);
    enum atl_status status = read_text(scanning, directory, name, &error);
    if (status != ATL_OK) {
        file->problem = keep_problem(scanning, file->path, &error);
        return status != ATL_NOT_FOUND;
    }
    const char *text = atl_buffer_text(&scanning->text);
    file->size = (int64_t)scanning->text.length;
    file->hash = sync_hash_of(text, scanning->text.length);
    if (row != NULL && sync_hash_equal(&row->file_hash, &file->hash)) {
        file->same = row;
        file->id = row->id;
        file->title = row->title;
        return true;
    }
    if (sync_page_text_read(scanning->arena, text, scanning->text.length, &page, &error) !=
        ATL_OK) {
        file->problem = keep_problem(scanning, file->path, &error);
        return true;
    }
    file->id = page.id;
    file->title = page.title;
    return true;
}

/* Likewise. */
static bool read_attachment(struct scanning *scanning, int directory, const char *name,
                            struct sync_file *file)
{
    struct atl_error error;
    struct stat about;
    file->attachment = true;
    if (!scanning->options->hash_attachments) {
        bool is_there = fstatat(directory, name, &about, AT_SYMLINK_NOFOLLOW) == 0;
        file->size = is_there ? about.st_size : 0;
        return is_there;
    }
    int descriptor = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0) {
        bool is_there = !is_gone(errno);
        atl_fail(&error, ATL_FAILED, "cannot be read: %s", strerror(errno));
        file->problem = keep_problem(scanning, file->path, &error);
        return is_there;
    }
    if (sync_hash_descriptor(descriptor, file->path, &file->hash, &file->size, &error) != ATL_OK) {
        file->problem = keep_problem(scanning, file->path, &error);
    }
    close(descriptor);
    return true;
}

/* ---- directories ---- */

/* As git does: what is known is never ignored, or it would look as if it had been deleted. */
static void keep_known(struct scanning *scanning)
{
    const struct sync_map *rows = scanning->options->rows;
    for (size_t i = 0; i < rows->capacity; i++) {
        const char *path = sync_map_key(rows, i);
        char *directory = path == NULL ? NULL : atl_strndup(path, strlen(path));
        char *slash = directory == NULL ? NULL : strrchr(directory, '/');
        for (; slash != NULL; slash = strrchr(directory, '/')) {
            *slash = '\0';
            if (sync_map_get(&scanning->kept, directory) != NULL) {
                break; /* and so are those that it is in */
            }
            sync_map_put(&scanning->kept, atl_arena_strdup(scanning->arena, directory), scanning);
        }
        free(directory);
    }
}

/* Of attachments nothing is ignored: what is to be one lies there on purpose. */
static bool is_ignored(const struct scanning *scanning, const char *path, bool directory)
{
    const struct sync_map *known = directory ? &scanning->kept : scanning->options->rows;
    return !atl_text_starts_with(path, SYNC_DIRECTORY "/") &&
           sync_ignores(scanning->ignore, path, directory) && sync_map_get(known, path) == NULL;
}

static enum atl_status walk(struct scanning *scanning, int descriptor, const char *path,
                            bool attachments, unsigned depth, struct atl_error *error);

/* What an entry is, without following links. */
static unsigned char type_of(int directory, const struct dirent *entry)
{
    struct stat about;
    if (entry->d_type != DT_UNKNOWN) {
        return entry->d_type;
    }
    if (fstatat(directory, entry->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0) {
        return DT_UNKNOWN;
    }
    return S_ISDIR(about.st_mode) ? DT_DIR : S_ISREG(about.st_mode) ? DT_REG : DT_UNKNOWN;
}

static enum atl_status enter(struct scanning *scanning, int directory, const char *name,
                             const char *path, bool attachments, unsigned depth,
                             struct atl_error *error)
{
    if (attachments && !scanning->options->attachments) {
        return ATL_OK;
    }
    if (depth == MOST_DEPTH) {
        return atl_fail(error, ATL_FAILED, "%s: directories are nested too deeply", path);
    }
    int descriptor = openat(directory, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0 && path[0] != '\0' && is_gone(errno)) {
        return ATL_OK;
    }
    if (descriptor < 0) {
        return atl_fail(error, ATL_FAILED, "cannot open %s: %s", path, strerror(errno));
    }
    return walk(scanning, descriptor, path, attachments, depth + 1, error);
}

static enum atl_status visit(struct scanning *scanning, int directory, const struct dirent *entry,
                             const char *parent, bool attachments, unsigned depth,
                             struct atl_error *error)
{
    const char *name = entry->d_name;
    if (name[0] == '.') {
        return ATL_OK;
    }
    unsigned char type = type_of(directory, entry);
    bool is_page = type == DT_REG && !attachments && atl_text_ends_with(name, ".md");
    if (type != DT_DIR && !is_page && !(attachments && type == DT_REG)) {
        return ATL_OK;
    }
    const char *path = parent[0] == '\0' ? atl_arena_strdup(scanning->arena, name)
                                         : atl_arena_printf(scanning->arena, "%s/%s", parent, name);
    if (!attachments && is_ignored(scanning, path, type == DT_DIR)) {
        return ATL_OK;
    }
    if (type == DT_DIR) {
        return attachments ? ATL_OK
                           : enter(scanning, directory, name, path, sync_is_attachments(name),
                                   depth, error);
    }
    struct sync_file *file = atl_arena_alloc(scanning->arena, sizeof *file);
    file->path = path;
    if (attachments ? read_attachment(scanning, directory, name, file)
                    : read_page(scanning, directory, name, file)) {
        atl_list_add(&scanning->files, file);
    }
    return ATL_OK;
}

/* Reading files doesn't wait for anything: requests that are under way must not wait for it. */
static enum atl_status let_others_run(struct scanning *scanning, struct atl_error *error)
{
    enum {
        ENTRIES_AT_A_TIME = 32,
    };
    return ++scanning->visited % ENTRIES_AT_A_TIME == 0 && atl_fiber_current() != NULL
               ? atl_yield(error)
               : ATL_OK;
}

/* Takes the descriptor. */
static enum atl_status walk(struct scanning *scanning, int descriptor, const char *path,
                            bool attachments, unsigned depth, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    const struct dirent *entry;
    DIR *directory = fdopendir(descriptor);
    if (directory == NULL) {
        close(descriptor);
        return atl_fail(error, ATL_FAILED, "cannot read %s: %s", path, strerror(errno));
    }
    while (status == ATL_OK && (entry = readdir(directory)) != NULL) {
        status = let_others_run(scanning, error);
        status = status != ATL_OK
                     ? status
                     : visit(scanning, descriptor, entry, path, attachments, depth, error);
    }
    closedir(directory);
    return status;
}

/* ---- all ---- */

static int by_path(const void *left, const void *right)
{
    return strcmp(((const struct sync_file *)left)->path, ((const struct sync_file *)right)->path);
}

enum atl_status sync_scan_files(struct atl_sync_workspace *workspace, struct atl_arena *arena,
                                const struct sync_scan_options *options, struct sync_scan *scan,
                                struct atl_error *error)
{
    struct scanning scanning = {.arena = arena, .options = options};
    *scan = (struct sync_scan){0};
    enum atl_status status = sync_ignore_open(arena, workspace->root, &scanning.ignore, error);
    if (status == ATL_OK) {
        keep_known(&scanning);
        status = enter(&scanning, workspace->descriptor, ".", "", false, 0, error);
    }
    status = status == ATL_OK ? sync_ignore_check(scanning.ignore, error) : status;
    if (status == ATL_OK &&
        faccessat(workspace->descriptor, SYNC_DIRECTORY "/moving", F_OK, 0) == 0) {
        status = enter(&scanning, workspace->descriptor, SYNC_DIRECTORY "/moving",
                       SYNC_DIRECTORY "/moving", false, 0, error);
    }
    scan->count = scanning.files.count;
    scan->files = atl_arena_alloc(arena, (scan->count + 1) * sizeof *scan->files);
    for (size_t i = 0; i < scan->count; i++) {
        scan->files[i] = *(const struct sync_file *)scanning.files.items[i];
    }
    qsort(scan->files, scan->count, sizeof *scan->files, by_path);
    atl_list_free(&scanning.files);
    sync_map_free(&scanning.kept);
    atl_buffer_free(&scanning.text);
    return status;
}
