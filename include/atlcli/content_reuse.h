/*
 * Storage format written over what a page has. Markdown can't say everything: ids of tasks and
 * macros, versions, classes, empty paragraphs. Written anew they would be gone; so the blocks that
 * say the same as before stay as they are, byte for byte.
 */
#ifndef ATLCLI_CONTENT_REUSE_H
#define ATLCLI_CONTENT_REUSE_H

#include "atlcli/content.h"

/* Zeroed is fine: then everything is written anew. */
struct atl_content_original {
    const char *storage;
    size_t length;
    /*
     * What becomes of storage format that goes through a file: the tree that is read from the
     * Markdown written of it, in the arena; NULL: it can't be read. A NULL function: with no more
     * to it than that.
     */
    struct atl_content_tree *(*round)(void *context, struct atl_arena *arena, const char *storage,
                                      size_t length);
    void *context;
};

/*
 * Appends the tree as storage format. It means the same as what atl_content_write appends, with as
 * much of the original as says the same: whole blocks; the tags around what was changed in a cell,
 * a list's item, a macro, down to eight levels of those in one another; macros in what was changed;
 * what shows nothing between blocks. A tree that says nothing new gives the original, byte for
 * byte. Tasks whose text is the same, or most of it, keep their ids, and new ones get numbers above
 * all that the page has, even where the original can't be read.
 */
enum atl_status atl_content_write_over(const struct atl_content_tree *tree,
                                       const struct atl_content_options *options,
                                       const struct atl_content_original *original,
                                       struct atl_buffer *buffer, struct atl_error *error);

#endif
