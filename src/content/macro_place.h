/* Where macros stand: as blocks, within a line, or wherever they are put. */
#ifndef CONTENT_MACRO_PLACE_H
#define CONTENT_MACRO_PLACE_H

#include "content/builder.h"

enum content_place {
    CONTENT_AS_FOUND, /* as what is around it */
    CONTENT_AS_BLOCK,
    CONTENT_AS_INLINE,
};

/*
 * By a macro's name. `has_key`: it has the parameter "key", which makes "jira" an issue instead of
 * a table.
 */
enum content_place content_macro_place(const char *name, size_t length, bool has_key);

/* A macro in the tree that stands as a block wherever it can. */
bool content_is_block_macro(const struct atl_node *node);

/* Makes a paragraph the node that is alone in it. */
void content_hoist(struct atl_node *paragraph);

#endif
