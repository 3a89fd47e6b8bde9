/* Storage format as a tree of elements and texts. */
#ifndef SANDBOX_STORAGE_TREE_H
#define SANDBOX_STORAGE_TREE_H

#include "atlcli/memory.h"

#include <stdbool.h>

struct storage_node {
    const char *name; /* "ac:structured-macro"; NULL for a text */
    const char *text; /* of a text, entities resolved */
    const char *attributes;
    struct storage_node *parent;
    struct storage_node *first;
    struct storage_node *last;
    struct storage_node *next;
};

/*
 * The root, whose children are the body's. All in the arena. Made for what storage_check finds
 * well-formed; of anything else it makes some tree, too.
 */
struct storage_node *storage_tree_parse(struct atl_arena *arena, const char *storage);

/* True for an element of this name; NULL is none. */
bool storage_is(const struct storage_node *node, const char *name);
/* The value of an attribute, in the arena; NULL when there is none. */
const char *storage_attribute(struct atl_arena *arena, const struct storage_node *node,
                              const char *name);
/* The first child of this name, NULL when there is none. */
const struct storage_node *storage_tree_child(const struct storage_node *node, const char *name);
/* All text in it, in the arena. */
const char *storage_text(struct atl_arena *arena, const struct storage_node *node);

#endif
