/* Pieces of other formats inside Markdown. */
#include "content/macro_place.h"
#include "content/markdown/reader.h"
#include "content/storage/storage_fragment.h"

/* Adds a node of another tree, with all that is in it, as if it had been opened here. */
static void adopt(struct content_builder *builder, struct atl_node *node)
{
    if (node->kind == ATL_NODE_TEXT) {
        content_text(builder, node->text, node->length);
        return;
    }
    struct atl_node *own = content_leaf(builder, node->kind, node->text, node->length);
    own->attributes = node->attributes;
    own->line = node->line;
    own->flags = node->flags;
    own->value = node->value;
    own->number = node->number;
    content_move_children(node, own);
}

/* A paragraph that a macro has been put into. */
static bool is_only_macro(const struct atl_node *node)
{
    return node->kind == ATL_NODE_PARAGRAPH && node->next == NULL && node->first != NULL &&
           node->first->next == NULL && node->first->kind == ATL_NODE_MACRO;
}

bool markdown_read_storage(struct markdown_reader *reader, const char *text, size_t length)
{
    struct content_builder nested;
    struct atl_content_tree *tree;
    content_builder_start(&nested, reader->builder->arena);
    nested.depth = reader->builder->depth - (reader->inlines ? 1 : 0);
    nested.line = reader->builder->line;
    struct atl_node *holder = nested.open;
    if (reader->inlines) {
        holder = content_open(&nested, ATL_NODE_PARAGRAPH);
    }
    storage_read_fragment(&nested, text, length, reader->options);
    if (content_builder_finish(&nested, &tree, NULL) != ATL_OK || holder->first == NULL) {
        return false;
    }
    struct atl_node *node = holder->first;
    if (!reader->inlines && is_only_macro(node) && text[0] == '<' && text[1] == 'a') {
        content_hoist(node); /* in a fence by itself it is a block, wherever else it may stand */
        node = holder->first;
    }
    while (node != NULL) {
        struct atl_node *next = node->next;
        adopt(reader->builder, node);
        node = next;
    }
    return true;
}

void markdown_add_raw(struct markdown_reader *reader, enum atl_content_format format,
                      const char *text, size_t length)
{
    if (format == ATL_CONTENT_STORAGE && markdown_read_storage(reader, text, length)) {
        return;
    }
    content_leaf(reader->builder, ATL_NODE_RAW, text, length)->value = (uint8_t)format;
}
