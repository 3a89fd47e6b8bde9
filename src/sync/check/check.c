/* docs check: all pages, one after the other, then what they have to do with each other. */
#include "sync/check/check.h"

#include "atlcli/loop.h"
#include "sync/names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {
    "unreadable",  "not-utf8",       "frontmatter",        "markup",        "lost",
    "conflict",    "duplicate-id",   "duplicate-title",    "long-title",    "too-large",
    "broken-link", "missing-anchor", "missing-attachment", "untracked-file"};

const char *atl_check_kind_name(enum atl_check_kind kind)
{
    return kinds[kind];
}

void check_tell(struct check *check, const struct check_page *page, enum atl_check_kind kind,
                size_t line, const char *format, ...)
{
    if (!page->told) {
        return;
    }
    struct atl_check_finding *finding = atl_arena_alloc(check->arena, sizeof *finding);
    va_list arguments;
    va_start(arguments, format);
    finding->message = atl_arena_vprintf(check->arena, format, arguments);
    va_end(arguments);
    finding->kind = kind;
    finding->warning = kind == ATL_CHECK_LOST || kind == ATL_CHECK_UNTRACKED_FILE;
    finding->path = page->path;
    finding->line = line;
    atl_list_add(&check->findings, finding);
}

/* ---- what is unique ---- */

static void check_unique(struct check *check, struct check_page *page)
{
    const char *folded = sync_name_fold(check->arena, page->title);
    const struct check_page *same = sync_map_get(&check->by_title, folded);
    if (same != NULL && page->title[0] != '\0') {
        check_tell(check, page, ATL_CHECK_DUPLICATE_TITLE, page->title_line,
                   "the title '%s' is that of %s, too: a space has each once", page->title,
                   same->path);
    } else {
        sync_map_put(&check->by_title, folded, page);
    }
    same = page->id == NULL ? NULL : sync_map_get(&check->by_id, page->id);
    if (same != NULL) {
        check_tell(check, page, ATL_CHECK_DUPLICATE_ID, page->id_line,
                   "atlcli.id %s is that of %s, too: take it out of the copy", page->id,
                   same->path);
    } else if (page->id != NULL) {
        sync_map_put(&check->by_id, page->id, page);
    }
}

/* ---- all pages ---- */

/* Whether a path is in the directory ("" for the root) that was asked about. */
static bool is_below(const char *path, const char *directory)
{
    size_t length = strlen(directory);
    return length == 0 || (strncmp(path, directory, length) == 0 && path[length] == '/');
}

static void add_files(struct check *check, const char *directory)
{
    for (size_t i = 0; i < check->scan.count; i++) {
        struct sync_file *file = &check->scan.files[i];
        if (file->attachment) {
            sync_map_put(&check->attachments, file->path, file);
        } else if (!atl_text_starts_with(file->path, SYNC_DIRECTORY "/")) {
            struct check_page *page = atl_arena_alloc(check->arena, sizeof *page);
            page->path = file->path;
            page->told = is_below(file->path, directory);
            atl_list_add(&check->pages, page);
            sync_map_put(&check->by_path, page->path, page);
            sync_map_put(&check->by_fold, sync_name_fold(check->arena, page->path), page);
        }
    }
}

static enum atl_status look_at_all(struct check *check, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && i < check->pages.count; i++) {
        struct check_page *page = check->pages.items[i];
        check_read_page(check, page);
        check_unique(check, page);
        status = atl_fiber_current() == NULL ? ATL_OK : atl_yield(error);
    }
    for (size_t i = 0; status == ATL_OK && i < check->pages.count; i++) {
        check_links(check, check->pages.items[i]);
    }
    return status;
}

/* ---- where ---- */

static enum atl_status open_root(struct check *check, const char *directory,
                                 struct atl_sync_workspace **workspace, struct atl_error *error)
{
    enum atl_status status = atl_sync_open(check->arena, directory, false, workspace, error);
    check->in_workspace = status == ATL_OK;
    if (status == ATL_NOT_FOUND) {
        status = sync_workspace_plain(check->arena, directory, workspace, error);
    }
    check->workspace = *workspace;
    return status;
}

static enum atl_status run(struct check *check, const char *directory, const char **root,
                           struct atl_error *error)
{
    const struct sync_map nothing_known = {0};
    const struct sync_scan_options options = {.rows = &nothing_known, .attachments = true};
    struct atl_sync_workspace *workspace = NULL;
    enum atl_status status = open_root(check, directory, &workspace, error);
    if (status == ATL_OK) {
        status = sync_scan_files(workspace, check->arena, &options, &check->scan, error);
    }
    if (status == ATL_OK) {
        size_t length = strlen(workspace->root);
        add_files(check, directory[length] == '/' ? directory + length + 1 : "");
        status = look_at_all(check, error);
        *root = workspace->root;
    }
    atl_sync_close(workspace);
    return status;
}

/* ---- the result ---- */

static int by_place(const void *left, const void *right)
{
    const struct atl_check_finding *first = left;
    const struct atl_check_finding *second = right;
    int order = strcmp(first->path, second->path);
    if (order == 0) {
        order = first->line < second->line ? -1 : first->line > second->line;
    }
    return order != 0 ? order : (int)first->kind - (int)second->kind;
}

static void conclude(struct check *check, struct atl_check_result *result)
{
    result->count = check->findings.count;
    result->findings =
        atl_arena_alloc(check->arena, (result->count + 1) * sizeof *result->findings);
    for (size_t i = 0; i < result->count; i++) {
        result->findings[i] = *(const struct atl_check_finding *)check->findings.items[i];
        result->warnings += result->findings[i].warning;
    }
    result->errors = result->count - result->warnings;
    qsort(result->findings, result->count, sizeof *result->findings, by_place);
    for (size_t i = 0; i < check->pages.count; i++) {
        result->files += ((const struct check_page *)check->pages.items[i])->told;
    }
}

static void free_check(struct check *check)
{
    for (size_t i = 0; i < check->pages.count; i++) {
        atl_list_free(&((struct check_page *)check->pages.items[i])->anchors);
    }
    atl_list_free(&check->pages);
    atl_list_free(&check->findings);
    sync_map_free(&check->by_path);
    sync_map_free(&check->by_fold);
    sync_map_free(&check->by_title);
    sync_map_free(&check->by_id);
    sync_map_free(&check->attachments);
}

enum atl_status atl_docs_check(struct atl_arena *arena, const char *directory,
                               struct atl_check_result *result, struct atl_error *error)
{
    struct check check = {.arena = arena};
    *result = (struct atl_check_result){0};
    char *resolved = realpath(directory, NULL);
    if (resolved == NULL) {
        return atl_fail(error, errno == ENOENT ? ATL_NOT_FOUND : ATL_FAILED, "cannot open %s: %s",
                        directory, strerror(errno));
    }
    const char *absolute = atl_arena_strdup(arena, resolved);
    free(resolved);
    enum atl_status status = run(&check, absolute, &result->root, error);
    if (status == ATL_OK) {
        conclude(&check, result);
    }
    free_check(&check);
    return status;
}
