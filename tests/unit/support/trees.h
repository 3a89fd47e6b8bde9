/*
 * Trees made up for property tests: small, of all kinds of nodes in all places where readers put
 * them, with texts that are hard to write down. The same seed makes the same tree everywhere.
 */
#ifndef TESTS_TREES_H
#define TESTS_TREES_H

#include "atlcli/content.h"

enum tree_feature {
    TREE_SPACES = 1 << 0,   /* where XML doesn't keep them: at edges, several in a row */
    TREE_MARKDOWN = 1 << 1, /* what only Markdown has: footnotes, frontmatter, raw blocks */
};

struct atl_content_tree *trees_make(struct atl_arena *arena, uint64_t seed, unsigned features);

#endif
