/* Pages in their places, as rows. */
#ifndef CMD_WIKI_PAGE_ROWS_H
#define CMD_WIKI_PAGE_ROWS_H

#include "atlcli/confluence_page_tree.h"
#include "cli/output.h"

/* "pages": in CSV and tables the latter has also where each stands, and what it is. */
extern const struct atl_listing wiki_page_rows, wiki_page_tree_rows;

/* `depth`: 1 right below the page or space. */
enum atl_status wiki_page_rows_print(struct atl_context *context,
                                     const struct atl_confluence_entry *node, int64_t depth,
                                     struct atl_error *error);

#endif
