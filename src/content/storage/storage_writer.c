/* A tree as storage format. */
#include "content/storage/storage_writer.h"

#include "content/formats.h"
#include "content/storage/storage_fragment.h"

#include <stdlib.h>

void storage_put_children(struct storage_writer *writer, const struct atl_node *node)
{
    writer->after_space = writer->after_space || !atl_node_is_mark(node);
    for (const struct atl_node *child = node->first; child != NULL; child = child->next) {
        storage_put_node(writer, child);
    }
}

/* As deep as the tree: bounded. */
void storage_put_node(struct storage_writer *writer, const struct atl_node *node)
{
    switch (node->kind) {
    case ATL_NODE_DOCUMENT:
        storage_put_children(writer, node);
        return;
    case ATL_NODE_IMAGE:
        storage_put_image(writer, node);
        writer->after_space = false;
        return;
    case ATL_NODE_MACRO:
        storage_put_macro(writer, node);
        writer->after_space = false;
        return;
    case ATL_NODE_PLAIN_BODY:
        storage_put_section(writer, node->text, node->length);
        return;
    case ATL_NODE_RAW:
        storage_put_raw(writer, node);
        writer->after_space = false;
        return;
    default:
        if (!storage_put_inline(writer, node)) {
            storage_put_block(writer, node);
        }
    }
}

static void finish(struct storage_writer *writer)
{
    storage_task_numbers_free(&writer->numbers);
    content_footnotes_free(&writer->footnotes);
    atl_arena_free(&writer->arena);
}

void storage_write_node(const struct atl_node *node, const struct atl_content_options *options,
                        struct atl_buffer *buffer)
{
    struct storage_writer writer = {.buffer = buffer, .options = options, .exact = true};
    storage_put_node(&writer, node);
    finish(&writer);
}

static void write_document(struct storage_writer *writer, const struct atl_content_tree *tree)
{
    content_footnotes_collect(&writer->footnotes, tree->document);
    storage_put_node(writer, tree->document);
    storage_put_footnotes(writer);
    finish(writer);
}

enum atl_status storage_write(const struct atl_content_tree *tree,
                              const struct atl_content_options *options, struct atl_buffer *buffer,
                              struct atl_error *error)
{
    (void)error;
    struct storage_writer writer = {.buffer = buffer, .options = options};
    storage_task_numbers_collect(&writer.numbers, tree->document);
    write_document(&writer, tree);
    return ATL_OK;
}

void storage_write_without_ids(const struct atl_content_tree *tree,
                               const struct atl_content_options *options, struct atl_buffer *buffer,
                               struct storage_task_places *places)
{
    struct storage_writer writer = {.buffer = buffer, .options = options, .places = places};
    write_document(&writer, tree);
}
