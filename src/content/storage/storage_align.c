#include "content/storage/storage_align.h"

#include <stdlib.h>

enum {
    MOST_CELLS = 1 << 20, /* of the table; then no length in it has more than ten bits */
    MOST_BETWEEN = 32,    /* items, of both, where the table would be too large */
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

void storage_align(const int32_t *old, size_t old_count, const int32_t *new, size_t new_count,
                   int32_t *partners)
{
    size_t start = 0;
    for (size_t j = 0; j < new_count; j++) {
        partners[j] = -1;
    }
    while (start < old_count && start < new_count && are_equal(old[start], new[start])) {
        partners[start] = (int32_t)start;
        start++;
    }
    while (old_count > start && new_count > start &&
           are_equal(old[old_count - 1], new[new_count - 1])) {
        partners[--new_count] = (int32_t)--old_count;
    }
    bool has_room = old_count - start < MOST_CELLS / (new_count - start + 1);
    if (old_count > start && new_count > start) {
        (has_room ? align_middle : align_roughly)(old + start, old_count - start, new + start,
                                                  new_count - start, start, partners + start);
    }
}
