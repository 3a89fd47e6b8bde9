/*
 * Confluence: the pages and folders of a space, a tree or a page, for keeping a copy of them. In as
 * few requests as the server allows. To be used inside atl_loop_run; errors are those of
 * atl_http_json.
 */
#ifndef ATLCLI_CONFLUENCE_TREE_H
#define ATLCLI_CONFLUENCE_TREE_H

#include "atlcli/error.h"
#include "atlcli/http.h"
#include "atlcli/memory.h"
#include "atlcli/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A page or folder. Valid during the call that hands it over. */
struct atl_confluence_node {
    const char *id;
    bool is_folder;
    const char *parent; /* id of what it is below; NULL at the top. Of Cloud that may be something
                           that is neither page nor folder (a whiteboard, a database) */
    const char *title;
    const char *space; /* id of its space on Cloud, key on Data Center; NULL where it is known: in
                          lists on Data Center and below a page; and for folders */
    int64_t version;
    const char *updated; /* ISO 8601: when the version was made; NULL when it isn't said */
    int64_t position;    /* among its siblings; -1 when the server doesn't say */
    const char *body;    /* storage format; NULL unless asked for */
    size_t body_length;
};

/* May be called from several fibers, but never while another call waits. Must not wait. */
typedef enum atl_status (*atl_confluence_node_function)(void *context,
                                                        const struct atl_confluence_node *node,
                                                        struct atl_error *error);

enum atl_confluence_extent {
    ATL_CONFLUENCE_ROOT_AND_BELOW,
    ATL_CONFLUENCE_ROOT_ALONE,
    ATL_CONFLUENCE_BELOW_ROOT,
};

struct atl_confluence_tree {
    struct atl_http *http;
    const char *space;    /* key; with a root NULL is fine */
    const char *space_id; /* Cloud, without a root */
    const char *root;     /* id of a page; NULL: the whole space */
    enum atl_confluence_extent extent;
    bool bodies;     /* with their storage format */
    size_t expected; /* how many pages there are, more or less; 0: that isn't known */
    /*
     * A text that was learned when the same list was read before, so that answers can be asked for
     * side by side; NULL: none. It need not be true: that takes longer, no more.
     */
    const char *remembered;
    struct atl_buffer *learned; /* gets such a text, or none; NULL: it isn't wanted */
    atl_confluence_node_function on_node;
    void *context;
};

/*
 * Hands over all current pages and folders, in no order that means anything:
 *   Cloud        spaces/{id}/pages (v2), 250 a request, from both ends or from what is remembered;
 *                folders by CQL, and those that its index doesn't have yet one by one; below a page
 *                content/{id}/descendant/page (v1), without bodies
 *   Data Center  content, side by side: as many a request as the server gives, 200 without bodies;
 *                what is expected spares asking how many there are. Below a page the same list,
 *                without bodies, of which what is below it counts, or content/{id}/child/page level
 *                by level, whichever takes fewer requests
 * Lists by offset may lack a page when another one is deleted meanwhile, and levels one that is
 * moved: ask atl_confluence_nodes before believing that it is gone.
 */
enum atl_status atl_confluence_read_tree(const struct atl_confluence_tree *tree,
                                         struct atl_error *error);

/*
 * Hands over those of these pages that are current, wherever they are. Many at a time: pages?id=…
 * on Cloud; CQL on Data Center, and what its index doesn't have yet one by one.
 */
enum atl_status atl_confluence_nodes(struct atl_http *http, const char *const *ids, size_t count,
                                     bool bodies, atl_confluence_node_function on_node,
                                     void *context, struct atl_error *error);

#endif
