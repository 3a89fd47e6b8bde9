/* docs preview: its fibers. */
#include "sync/preview/preview.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The workspace that the directory lies in, since links go all over it; else the directory. */
static enum atl_status find_root(struct atl_arena *arena, const char *directory, const char **root,
                                 struct atl_error *error)
{
    struct atl_sync_workspace *workspace;
    char *resolved = realpath(directory, NULL);
    if (resolved == NULL) {
        return atl_fail(error, errno == ENOENT ? ATL_NOT_FOUND : ATL_FAILED, "cannot open %s: %s",
                        directory, strerror(errno));
    }
    *root = atl_arena_strdup(arena, resolved);
    free(resolved);
    enum atl_status status = atl_sync_open(arena, directory, false, &workspace, error);
    if (status == ATL_OK) {
        *root = atl_sync_root(workspace);
        atl_sync_close(workspace);
    }
    return status == ATL_NOT_FOUND ? ATL_OK : status;
}

static enum atl_status run(struct preview *preview, struct atl_error *error)
{
    struct atl_arena arena = {0};
    const struct atl_docs_preview *options = preview->options;
    enum atl_status status = find_root(&arena, options->directory, &preview->site.root, error);
    status = status == ATL_OK ? preview_listen(preview, error) : status;
    if (status == ATL_OK) {
        status = options->on_ready(options->context,
                                   atl_arena_printf(&arena, "http://127.0.0.1:%d/", preview->port),
                                   error);
    }
    if (status == ATL_OK) {
        struct atl_group *group = atl_group_open(0, false);
        status = atl_group_spawn(group, preview_watch, preview);
        if (status == ATL_OK) {
            status = atl_group_spawn(group, preview_serve, preview);
        }
        enum atl_status ended = atl_group_wait(group, error);
        status = status == ATL_OK ? ended : status;
    }
    preview_site_free(&preview->site);
    atl_arena_free(&arena);
    return status;
}

enum atl_status atl_docs_preview(const struct atl_docs_preview *options, struct atl_error *error)
{
    struct preview preview = {.options = options, .listener = -1, .version = 1};
    enum atl_status status = run(&preview, error);
    if (preview.listener >= 0) {
        close(preview.listener);
    }
    return status;
}
