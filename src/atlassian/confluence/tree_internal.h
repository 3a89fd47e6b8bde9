/* What the files that read trees share. */
#ifndef ATLASSIAN_CONFLUENCE_TREE_INTERNAL_H
#define ATLASSIAN_CONFLUENCE_TREE_INTERNAL_H

#include "atlcli/confluence_tree.h"
#include "atlcli/json.h"

/* Reads an item of any version of the API. False: it isn't current, or no page at all. */
bool tree_take_node(const cJSON *item, bool is_folder, struct atl_confluence_node *node);

#endif
