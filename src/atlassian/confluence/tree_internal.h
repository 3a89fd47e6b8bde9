/* What the files that read trees share. */
#ifndef ATLASSIAN_CONFLUENCE_TREE_INTERNAL_H
#define ATLASSIAN_CONFLUENCE_TREE_INTERNAL_H

#include "atlcli/confluence_tree.h"
#include "atlcli/json.h"

/* Reads an item of any version of the API. False: it isn't current, or no page at all. */
bool tree_take_node(const cJSON *item, bool is_folder, struct atl_confluence_node *node);

/* For lists: there is no limit. */
int64_t tree_wants_all(const void *context);

/* Whether the page at the top is to be handed over, too. */
bool tree_wants_root(const struct atl_confluence_tree *tree);

/* The tree of a Data Center site, unless it is one page alone. */
enum atl_status tree_read_data_center(const struct atl_confluence_tree *tree,
                                      struct atl_error *error);

#endif
