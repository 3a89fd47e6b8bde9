/* The footnotes of a document, found by their labels. */
#include "content/footnotes.h"

#include <stdlib.h>
#include <string.h>

static int compare_labels(const struct atl_node *left, const struct atl_node *right)
{
    size_t shorter = left->length < right->length ? left->length : right->length;
    int order = shorter == 0 ? 0 : memcmp(left->text, right->text, shorter);
    return order != 0 ? order : (left->length > right->length) - (left->length < right->length);
}

static int compare_footnotes(const void *left, const void *right)
{
    const struct content_footnote *one = left;
    const struct content_footnote *other = right;
    int order = compare_labels(one->node, other->node);
    return order != 0 ? order : (one->number > other->number) - (one->number < other->number);
}

void content_footnotes_collect(struct content_footnotes *footnotes, const struct atl_node *document)
{
    size_t capacity = 0;
    *footnotes = (struct content_footnotes){0};
    const struct atl_node *node = document;
    while ((node = atl_node_following(node, document)) != NULL) {
        if (node->kind != ATL_NODE_FOOTNOTE) {
            continue;
        }
        if (footnotes->count == capacity) {
            capacity = capacity == 0 ? 16 : capacity * 2;
            footnotes->defined =
                atl_realloc(footnotes->defined, capacity, sizeof *footnotes->defined);
            footnotes->by_label =
                atl_realloc(footnotes->by_label, capacity, sizeof *footnotes->by_label);
        }
        footnotes->defined[footnotes->count] = node;
        footnotes->by_label[footnotes->count] =
            (struct content_footnote){node, footnotes->count + 1};
        footnotes->count++;
    }
    if (footnotes->count > 1) {
        qsort(footnotes->by_label, footnotes->count, sizeof *footnotes->by_label,
              compare_footnotes);
    }
}

void content_footnotes_free(struct content_footnotes *footnotes)
{
    free(footnotes->defined);
    free(footnotes->by_label);
    *footnotes = (struct content_footnotes){0};
}

size_t content_footnote_number(const struct content_footnotes *footnotes,
                               const struct atl_node *reference)
{
    size_t low = 0;
    size_t high = footnotes->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_labels(footnotes->by_label[middle].node, reference) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == footnotes->count || compare_labels(footnotes->by_label[low].node, reference) != 0) {
        return 0;
    }
    return footnotes->by_label[low].number;
}
