/*
 * Links between the pages of a workspace, and to their attachments: references by title in
 * Confluence, relative paths in files.
 */
#ifndef SYNC_LINKS_H
#define SYNC_LINKS_H

#include "sync/map.h"

#include "atlcli/content.h"
#include "atlcli/memory.h"
#include "atlcli/text.h"

#include <stdbool.h>

/* A page that can be linked to. */
struct sync_target {
    const char *id; /* NULL: none yet */
    const char *title;
    const char *path; /* of its file */
};

/* An attachment of a page. */
struct sync_target_file {
    const struct sync_target *page;
    const char *file; /* its name on the server */
    const char *path;
};

/* Start with a zeroed struct and these four. Added texts must outlive it. */
struct sync_links {
    struct atl_arena *arena;
    const char *space; /* key: of all pages in it */
    bool attachments;  /* they are in the workspace, too */
    struct sync_map by_id;
    struct sync_map by_title; /* folded */
    struct sync_map by_path;
    struct sync_map files;         /* "page id/file name" */
    struct sync_map files_by_path; /* struct sync_target_file */
};

void sync_links_add_page(struct sync_links *links, const struct sync_target *page);
void sync_links_add_file(struct sync_links *links, const struct sync_target_file *file);
void sync_links_free(struct sync_links *links);

/* Where a page's attachment lies: "A/B.attachments/name"; in the arena. */
const char *sync_attachment_path(struct atl_arena *arena, const char *page_path, const char *file);

/* A path as a URL has it: percent-encoded but for slashes; in the arena. */
const char *sync_link_url(struct atl_arena *arena, const char *path);

/* Whether a link's target is a path from the file that it is in, not a URL. */
bool sync_link_is_path(const char *target);

/*
 * The path, from the root, of what such a target names, seen from the file `from`; NULL: outside.
 * `anchor` gets what stands behind "#", decoded; NULL: nothing. Both in the arena.
 */
const char *sync_link_path(struct atl_arena *arena, const char *from, const char *target,
                           const char **anchor);

/* "title:…", as a link to a page that isn't there is noted; in the arena. */
const char *sync_link_to_title(struct atl_arena *arena, const char *title);
bool sync_link_is_to_title(const char *target);

/*
 * Gives references in the tree of the page with this id the paths of files, relative to its own.
 * `found` gets what they lead to, in the arena: ids of pages, its own for its attachments, and
 * "title:…" for pages of this space that aren't here.
 */
void sync_links_to_files(const struct sync_links *links, const char *id,
                         struct atl_content_tree *tree, struct atl_arena *arena,
                         struct atl_list *found);

/*
 * Makes the relative paths in the tree of the file at `path` references again; those that lead
 * nowhere from there, as seen from `former` (NULL: no other).
 */
void sync_links_to_references(const struct sync_links *links, const char *path, const char *former,
                              struct atl_content_tree *tree);

#endif
