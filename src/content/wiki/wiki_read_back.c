/*
 * Whether a block is read from its markup as what it was. Wiki markup has no grammar but its
 * readers: what a sign means depends on all that is around it, and no rule of escaping foresees
 * everything.
 */
#include "content/equal.h"
#include "content/formats.h"
#include "content/wiki/wiki_writer.h"

bool wiki_reads_back(const struct atl_node *block, const char *text, size_t length)
{
    static const struct atl_content_options options;
    struct atl_arena arena = {0};
    struct content_builder builder;
    struct atl_content_tree *again;
    struct atl_error error;
    struct atl_node document = {.kind = ATL_NODE_DOCUMENT};
    struct atl_node alone = *block;
    struct atl_content_tree tree = {.document = &document};
    alone.parent = &document;
    alone.next = NULL;
    document.first = &alone;
    document.last = &alone;
    content_builder_start(&builder, &arena);
    wiki_read(&builder, text, length, &options);
    bool same = content_builder_finish(&builder, &again, &error) == ATL_OK &&
                atl_content_equal(&tree, again, NULL);
    atl_arena_free(&arena);
    return same;
}
