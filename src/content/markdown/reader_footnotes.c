/*
 * Footnotes, once all is read. Where one is defined doesn't matter to what it says: definitions in
 * a container move to the document's end. A reference to what turned out to be no definition, being
 * in HTML or code, is text.
 */
#include "content/markdown/reader.h"

static void note_labels(struct markdown_reader *reader, const struct atl_node *document)
{
    for (const struct atl_node *node = document; node != NULL;
         node = atl_node_following(node, document)) {
        if (node->kind == ATL_NODE_FOOTNOTE) {
            markdown_note_footnote(&reader->directives, node->text, node->length);
        }
    }
}

static void become_text(struct markdown_reader *reader, struct atl_node *reference)
{
    char *text = atl_arena_printf(reader->builder->arena, "[^%.*s]", (int)reference->length,
                                  reference->text);
    reference->kind = ATL_NODE_TEXT;
    content_set_text(reference, text, reference->length + 3);
}

/* True when a reference has become text. */
static bool sort_children(struct markdown_reader *reader, struct atl_node *parent,
                          struct atl_node *document)
{
    bool changed = false;
    struct atl_node *before = NULL;
    struct atl_node *child = parent->first;
    while (child != NULL) {
        struct atl_node *next = child->next;
        if (child->kind == ATL_NODE_FOOTNOTE && parent != document) {
            content_remove(before, child);
            content_append(document, child);
        } else {
            if (child->kind == ATL_NODE_FOOTNOTE_REF &&
                !markdown_is_noted(&reader->directives, child->text, child->length)) {
                become_text(reader, child);
                changed = true;
            }
            before = child;
        }
        child = next;
    }
    return changed;
}

void markdown_finish_footnotes(struct markdown_reader *reader)
{
    if (reader->directives.label_slots == 0) {
        return;
    }
    struct atl_node *document = reader->builder->open;
    note_labels(reader, document);
    bool changed = false;
    for (struct atl_node *node = document; node != NULL;) {
        changed = sort_children(reader, node, document) || changed;
        node = atl_node_following(node, document);
    }
    if (changed) {
        markdown_join_texts(reader, document);
    }
}
