/*
 * Footnotes, which storage format doesn't have: numbers that lead to a list at the end, whose items
 * are anchors.
 */
#include "content/storage/storage_writer.h"

void storage_put_footnote_reference(struct storage_writer *writer, const struct atl_node *node)
{
    size_t number = content_footnote_number(&writer->footnotes, node);
    storage_note_lost(writer, node, "footnotes: numbers that lead to a list at the end");
    storage_put(writer, "<sup>");
    if (number == 0) {
        storage_put_text(writer, node, node->text, node->length);
    } else {
        char *anchor = atl_arena_printf(&writer->arena, "footnote-%zu", number);
        storage_put(writer, "<ac:link");
        storage_put_attribute(writer, "ac:anchor", anchor);
        atl_buffer_printf(writer->buffer, "><ac:link-body>%zu</ac:link-body></ac:link>", number);
    }
    storage_put(writer, "</sup>");
}

void storage_put_footnotes(struct storage_writer *writer)
{
    const struct content_footnotes *footnotes = &writer->footnotes;
    if (footnotes->count == 0) {
        return;
    }
    storage_put(writer, "<hr /><ol>");
    for (size_t i = 0; i < footnotes->count; i++) {
        const struct atl_node *node = footnotes->defined[i];
        const struct atl_node *first = node->first;
        char *anchor = atl_arena_printf(&writer->arena, "footnote-%zu", i + 1);
        storage_note_lost(writer, node, "footnotes: numbers that lead to a list at the end");
        storage_put(writer, "<li><p>");
        storage_put_anchor_macro(writer, anchor, strlen(anchor));
        if (first != NULL && first->kind == ATL_NODE_PARAGRAPH) {
            storage_put_children(writer, first);
            first = first->next;
        }
        storage_put(writer, "</p>");
        for (; first != NULL; first = first->next) {
            storage_put_node(writer, first);
        }
        storage_put(writer, "</li>");
    }
    storage_put(writer, "</ol>");
}
