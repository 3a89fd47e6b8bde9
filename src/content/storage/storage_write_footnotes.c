/*
 * Footnotes, which storage format doesn't have: numbers that lead to a list at the end, whose items
 * are anchors.
 */
#include "content/storage/storage_writer.h"

#include <stdlib.h>

static int compare_labels(const struct atl_node *left, const struct atl_node *right)
{
    size_t length = left->length < right->length ? left->length : right->length;
    int order = length == 0 ? 0 : memcmp(left->text, right->text, length);
    return order != 0 ? order : (left->length > right->length) - (left->length < right->length);
}

/* Of two with one label, the first counts. */
static int compare_footnotes(const void *left, const void *right)
{
    const struct storage_footnote *a = left;
    const struct storage_footnote *b = right;
    int order = compare_labels(a->node, b->node);
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

static int compare_numbers(const void *left, const void *right)
{
    const struct storage_footnote *a = left;
    const struct storage_footnote *b = right;
    return (a->number > b->number) - (a->number < b->number);
}

void storage_collect_footnotes(struct storage_writer *writer, const struct atl_node *document)
{
    size_t capacity = 0;
    const struct atl_node *node = document;
    while ((node = atl_node_following(node, document)) != NULL) {
        if (node->kind != ATL_NODE_FOOTNOTE) {
            continue;
        }
        if (writer->footnote_count == capacity) {
            capacity = capacity == 0 ? 16 : capacity * 2;
            writer->footnotes = atl_realloc(writer->footnotes, capacity, sizeof *writer->footnotes);
        }
        writer->footnotes[writer->footnote_count] =
            (struct storage_footnote){node, writer->footnote_count + 1};
        writer->footnote_count++;
    }
    if (writer->footnote_count > 1) {
        qsort(writer->footnotes, writer->footnote_count, sizeof *writer->footnotes,
              compare_footnotes);
    }
}

/* The first footnote of that label, NULL for none. */
static const struct storage_footnote *find(const struct storage_writer *writer,
                                           const struct atl_node *reference)
{
    size_t low = 0;
    size_t high = writer->footnote_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (compare_labels(writer->footnotes[middle].node, reference) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found =
        low < writer->footnote_count && compare_labels(writer->footnotes[low].node, reference) == 0;
    return found ? &writer->footnotes[low] : NULL;
}

void storage_put_footnote_reference(struct storage_writer *writer, const struct atl_node *node)
{
    const struct storage_footnote *footnote = find(writer, node);
    storage_note_lost(writer, node, "footnotes: numbers that lead to a list at the end");
    storage_put(writer, "<sup>");
    if (footnote == NULL) {
        storage_put_text(writer, node, node->text, node->length);
    } else {
        char *anchor = atl_arena_printf(&writer->arena, "footnote-%zu", footnote->number);
        storage_put(writer, "<ac:link");
        storage_put_attribute(writer, "ac:anchor", anchor);
        atl_buffer_printf(writer->buffer, "><ac:link-body>%zu</ac:link-body></ac:link>",
                          footnote->number);
    }
    storage_put(writer, "</sup>");
}

void storage_put_footnotes(struct storage_writer *writer)
{
    if (writer->footnote_count == 0) {
        return;
    }
    struct storage_footnote *ordered = atl_realloc(NULL, writer->footnote_count, sizeof *ordered);
    memcpy(ordered, writer->footnotes, writer->footnote_count * sizeof *ordered);
    qsort(ordered, writer->footnote_count, sizeof *ordered, compare_numbers);
    storage_put(writer, "<hr /><ol>");
    for (size_t i = 0; i < writer->footnote_count; i++) {
        const struct atl_node *node = ordered[i].node;
        const struct atl_node *first = node->first;
        char *anchor = atl_arena_printf(&writer->arena, "footnote-%zu", ordered[i].number);
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
    free(ordered);
}
