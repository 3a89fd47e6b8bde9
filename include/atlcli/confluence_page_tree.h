/*
 * Confluence: pages below pages, and on Cloud folders among them. To be used inside atl_loop_run;
 * errors are those of atl_http_json.
 */
#ifndef ATLCLI_CONFLUENCE_PAGE_TREE_H
#define ATLCLI_CONFLUENCE_PAGE_TREE_H

#include "atlcli/error.h"
#include "atlcli/http.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A page or folder in its place. What isn't known is NULL, numbers are -1. */
struct atl_confluence_entry {
    const char *id;
    const char *title;
    const char *parent; /* id; NULL at the top of the space */
    const char *status;
    const char *created; /* ISO 8601; of descendants and spaces NULL */
    const char *updated;
    int64_t version;
    int64_t position; /* among what is below the same parent */
    bool is_folder;
};

struct atl_confluence_entries {
    struct atl_confluence_entry *items; /* in the arena */
    size_t count;
};

/*
 * The pages right below a page, in their order.
 *   Cloud        pages/{id}/children (v2), and what they are like by pages?id=…, 250 a request
 *   Data Center  content/{id}/child/page
 */
enum atl_status atl_confluence_list_children(struct atl_http *http, struct atl_arena *arena,
                                             const char *id, struct atl_confluence_entries *nodes,
                                             struct atl_error *error);

/*
 * All pages and folders below a page, siblings in their order; the page itself is not among them.
 * By atl_confluence_read_tree.
 */
enum atl_status atl_confluence_list_descendants(struct atl_http *http, struct atl_arena *arena,
                                                const char *id,
                                                struct atl_confluence_entries *nodes,
                                                struct atl_error *error);

/* All of a space by its key, likewise. ATL_NOT_FOUND names the space that isn't there. */
enum atl_status atl_confluence_list_space_tree(struct atl_http *http, struct atl_arena *arena,
                                               const char *space,
                                               struct atl_confluence_entries *nodes,
                                               struct atl_error *error);

#endif
