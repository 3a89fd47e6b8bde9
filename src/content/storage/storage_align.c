#include "content/storage/storage_align.h"

#include "content/storage/storage_anchors.h"

#include <stdlib.h>

enum {
    MOST_CELLS = 1 << 20, /* of the table; then no length in it has more than ten bits */
    MOST_LEVELS = 8,      /* of anchors between anchors */
    MOST_BETWEEN = 32,    /* items, of both, where there are no anchors either */
};

static bool are_equal(int32_t left, int32_t right)
{
    return left == right && left >= 0;
}

/* lengths[i * width + j]: of what old items from i and new ones from j have in common. */
static void align_middle(const int32_t *old, size_t old_count, const int32_t *new, size_t new_count,
                         size_t offset, int32_t *partners)
{
    size_t width = new_count + 1;
    uint16_t *lengths = atl_alloc((old_count + 1) * width * sizeof *lengths);
    for (size_t i = old_count; i-- > 0;) {
        for (size_t j = new_count; j-- > 0;) {
            uint16_t below = lengths[(i + 1) * width + j];
            uint16_t beside = lengths[i * width + j + 1];
            lengths[i * width + j] = are_equal(old[i], new[j])
                                         ? (uint16_t)(lengths[(i + 1) * width + j + 1] + 1)
                                         : (below > beside ? below : beside);
        }
    }
    for (size_t i = 0, j = 0; i < old_count && j < new_count;) {
        if (are_equal(old[i], new[j])) {
            partners[j++] = (int32_t)(offset + i++);
        } else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) {
            i++;
        } else {
            j++;
        }
    }
    free(lengths);
}

/* Steps over as few items as it takes to find two that are equal. False: that would be too many. */
static bool step_over(const int32_t *old, size_t old_count, const int32_t *new, size_t new_count,
                      size_t *i, size_t *j)
{
    for (size_t between = 1; between <= MOST_BETWEEN; between++) {
        for (size_t before = 0; before <= between; before++) {
            size_t after = between - before;
            if (*i + before < old_count && *j + after < new_count &&
                are_equal(old[*i + before], new[*j + after])) {
                *i += before;
                *j += after;
                return true;
            }
        }
    }
    return false;
}

/* In one go from the start to the end. */
static void align_roughly(const int32_t *old, size_t old_count, const int32_t *new,
                          size_t new_count, size_t offset, int32_t *partners)
{
    for (size_t i = 0, j = 0; i < old_count && j < new_count; i++, j++) {
        if (are_equal(old[i], new[j]) || step_over(old, old_count, new, new_count, &i, &j)) {
            partners[j] = (int32_t)(offset + i);
        }
    }
}

static void align(const int32_t *old, size_t old_count, const int32_t *new, size_t new_count,
                  size_t offset, unsigned level, int32_t *partners);

/* What there is one of on both sides goes together; what lies between is aligned by itself. */
static void align_between_anchors(const int32_t *old, size_t old_count, const int32_t *new,
                                  size_t new_count, size_t offset, unsigned level,
                                  int32_t *partners)
{
    size_t count;
    size_t i = 0;
    size_t j = 0;
    struct storage_anchor *anchors = storage_anchors_find(old, old_count, new, new_count, &count);
    for (size_t n = 0; n < count; n++) {
        const struct storage_anchor *anchor = &anchors[n];
        align(old + i, anchor->old - i, new + j, anchor->new - j, offset + i, level + 1,
              partners + j);
        partners[anchor->new] = (int32_t)(offset + anchor->old);
        i = anchor->old + 1;
        j = anchor->new + 1;
    }
    if (count == 0) {
        align_roughly(old, old_count, new, new_count, offset, partners);
    } else {
        align(old + i, old_count - i, new + j, new_count - j, offset + i, level + 1, partners + j);
    }
    free(anchors);
}

static void align(const int32_t *old, size_t old_count, const int32_t *new, size_t new_count,
                  size_t offset, unsigned level, int32_t *partners)
{
    size_t start = 0;
    while (start < old_count && start < new_count && are_equal(old[start], new[start])) {
        partners[start] = (int32_t)(offset + start);
        start++;
    }
    while (old_count > start && new_count > start &&
           are_equal(old[old_count - 1], new[new_count - 1])) {
        partners[--new_count] = (int32_t)(offset + --old_count);
    }
    old += start;
    new += start;
    partners += start;
    offset += start;
    old_count -= start;
    new_count -= start;
    if (old_count == 0 || new_count == 0) {
        return;
    }
    if (old_count < MOST_CELLS / (new_count + 1)) {
        align_middle(old, old_count, new, new_count, offset, partners);
    } else if (level < MOST_LEVELS) {
        align_between_anchors(old, old_count, new, new_count, offset, level, partners);
    } else {
        align_roughly(old, old_count, new, new_count, offset, partners);
    }
}

void storage_align(const int32_t *old, size_t old_count, const int32_t *new, size_t new_count,
                   int32_t *partners)
{
    for (size_t j = 0; j < new_count; j++) {
        partners[j] = -1;
    }
    align(old, old_count, new, new_count, 0, 0, partners);
}
