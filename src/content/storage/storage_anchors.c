#include "content/storage/storage_anchors.h"

#include <stdlib.h>

struct item {
    int32_t key;
    size_t place;
};

static int by_key(const void *left, const void *right)
{
    const struct item *first = left;
    const struct item *second = right;
    return (first->key > second->key) - (first->key < second->key);
}

static int by_new(const void *left, const void *right)
{
    const struct storage_anchor *first = left;
    const struct storage_anchor *second = right;
    return (first->new > second->new) - (first->new < second->new);
}

/* The items there is one of, by their keys; to be freed. */
static struct item *find_single(const int32_t *keys, size_t key_count, size_t *count)
{
    struct item *items = atl_alloc((key_count + 1) * sizeof *items);
    size_t all = 0;
    for (size_t i = 0; i < key_count; i++) {
        if (keys[i] >= 0) {
            items[all++] = (struct item){.key = keys[i], .place = i};
        }
    }
    qsort(items, all, sizeof *items, by_key);
    *count = 0;
    for (size_t i = 0; i < all; i++) {
        bool is_first = i == 0 || items[i - 1].key != items[i].key;
        if (is_first && (i + 1 == all || items[i + 1].key != items[i].key)) {
            items[(*count)++] = items[i];
        }
    }
    return items;
}

static struct storage_anchor *find_pairs(const int32_t *old, size_t old_count, const int32_t *new,
                                         size_t new_count, size_t *count)
{
    size_t olds;
    size_t news;
    struct item *left = find_single(old, old_count, &olds);
    struct item *right = find_single(new, new_count, &news);
    struct storage_anchor *pairs = atl_alloc((olds + 1) * sizeof *pairs);
    *count = 0;
    for (size_t i = 0, j = 0; i < olds && j < news;) {
        if (left[i].key == right[j].key) {
            pairs[(*count)++] =
                (struct storage_anchor){.old = left[i++].place, .new = right[j++].place};
        } else if (left[i].key < right[j].key) {
            i++;
        } else {
            j++;
        }
    }
    free(left);
    free(right);
    qsort(pairs, *count, sizeof *pairs, by_new);
    return pairs;
}

/* ends[i]: the pair that the best row of i + 1 pairs ends with; before[]: what comes before it. */
static size_t find_row(const struct storage_anchor *pairs, size_t count, size_t *ends,
                       size_t *before)
{
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        size_t low = 0;
        size_t high = length;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (pairs[ends[middle]].old < pairs[i].old) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        before[i] = low == 0 ? i : ends[low - 1];
        ends[low] = i;
        length += low == length;
    }
    return length;
}

struct storage_anchor *storage_anchors_find(const int32_t *old, size_t old_count,
                                            const int32_t *new, size_t new_count, size_t *count)
{
    size_t pair_count;
    struct storage_anchor *pairs = find_pairs(old, old_count, new, new_count, &pair_count);
    size_t *ends = atl_alloc((pair_count + 1) * sizeof *ends);
    size_t *before = atl_alloc((pair_count + 1) * sizeof *before);
    *count = find_row(pairs, pair_count, ends, before);
    struct storage_anchor *anchors = atl_alloc((*count + 1) * sizeof *anchors);
    for (size_t i = *count, at = *count > 0 ? ends[*count - 1] : 0; i-- > 0; at = before[at]) {
        anchors[i] = pairs[at];
    }
    free(pairs);
    free(ends);
    free(before);
    return anchors;
}
