/* Pages in their places, as rows. */
#ifndef CMD_WIKI_PAGE_ROWS_H
#define CMD_WIKI_PAGE_ROWS_H

#include "atlcli/confluence_page_tree.h"
#include "cli/output.h"

extern const struct atl_listing wiki_page_rows; /* "pages" */

/* `depth`: 1 right below the page or space. */
enum atl_status wiki_page_rows_print(struct atl_context *context,
                                     const struct atl_confluence_entry *node, int64_t depth,
                                     struct atl_error *error);

#endif
