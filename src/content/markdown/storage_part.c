/* Storage format that Markdown carries along: what is in it becomes part of the tree. */
#include "content/markdown/reader.h"
#include "content/storage/storage_fragment.h"

#include <string.h>

/* The node becomes what `first` is; what comes after that follows it. */
static void replace(struct atl_node *node, struct atl_node *parent)
{
    struct atl_node *first = parent->first;
    content_remove(NULL, first);
    node->kind = first->kind;
    node->flags = first->flags;
    node->value = first->value;
    node->number = first->number;
    node->attributes = first->attributes;
    content_set_text(node, first->text, first->length);
    content_move_children(first, node);
    content_move_children(parent, node->parent);
}

/* Texts side by side would be two: those stay in the other format. */
static bool fits_between_texts(const struct atl_node *parent)
{
    return parent->first->kind != ATL_NODE_TEXT && parent->last->kind != ATL_NODE_TEXT;
}

void markdown_read_storage_part(struct markdown_reader *reader, struct atl_node *raw)
{
    struct content_builder nested;
    struct atl_content_tree *tree;
    bool inlines = atl_node_holds_inlines(raw->parent);
    content_builder_start(&nested, reader->builder->arena);
    nested.depth = reader->builder->depth - (inlines ? 1 : 0);
    nested.line = raw->line;
    if (inlines) {
        content_open(&nested, ATL_NODE_PARAGRAPH);
    }
    storage_read_fragment(&nested, raw->text == NULL ? "" : raw->text, raw->length,
                          reader->options);
    if (inlines) {
        content_close(&nested);
    }
    if (content_builder_finish(&nested, &tree, NULL) != ATL_OK) {
        return; /* it is carried along all the same */
    }
    struct atl_node *parent = inlines ? tree->document->first : tree->document;
    if (parent->first != NULL && (!inlines || fits_between_texts(parent))) {
        replace(raw, parent);
    }
}
