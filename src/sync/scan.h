/* What files there are in a workspace, with their hashes. */
#ifndef SYNC_SCAN_H
#define SYNC_SCAN_H

#include "sync/map.h"
#include "sync/workspace/workspace.h"

/* A Markdown file, or a file in a directory of attachments. In the arena. */
struct sync_file {
    const char *path; /* from the root; ".atlcli/moving/…" for what was on its way elsewhere */
    bool attachment;
    struct sync_hash hash; /* attachments: only when wanted */
    int64_t size;
    const struct sync_page *same; /* the row whose path and text it has: nothing has changed */
    /* Of the frontmatter, unless `same`: NULL for none. */
    const char *id;
    const char *title;
    const struct atl_error *problem; /* why it can't be read as a page; NULL: it can */
};

struct sync_scan {
    struct sync_file *files; /* ordered by path */
    size_t count;
};

struct sync_scan_options {
    const struct sync_map *rows; /* struct sync_page by path */
    bool attachments;            /* find them */
    bool hash_attachments;
};

/*
 * Reads every page's file. Hidden files and directories, symbolic links, and what
 * .gitignore and .atlcliignore say are passed over, but never a page that was synced. Files that
 * can't be read are problems, not errors.
 */
enum atl_status sync_scan_files(struct atl_sync_workspace *workspace, struct atl_arena *arena,
                                const struct sync_scan_options *options, struct sync_scan *scan,
                                struct atl_error *error);

/* Whether a directory's name is that of a page's attachments. */
bool sync_is_attachments(const char *name);

enum {
    SYNC_MOST_TEXT = 64 * 1024 * 1024, /* bytes of a page's file */
};

#endif
