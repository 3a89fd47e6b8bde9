#include "content/storage/storage_kept_macros.h"

#include <string.h>

struct macros {
    const struct storage_element **items;
    size_t count;
};

/* In a task they aren't looked for: its text may stay as a whole (storage_reuse_tasks.c). */
static const struct storage_element *next_from(const struct storage_element *element,
                                               const struct storage_stretch *stretch)
{
    while (element != NULL && element->word != STORAGE_AC_STRUCTURED_MACRO) {
        element = element->word == STORAGE_AC_TASK_LIST
                      ? storage_element_behind(element, stretch->around)
                      : storage_element_following(element, stretch->around);
    }
    return element;
}

/* Those that aren't in one another. */
static struct macros find_macros(struct atl_arena *arena, const struct storage_stretch *stretch)
{
    struct macros macros = {0};
    for (int pass = 0; pass < 2; pass++) {
        const struct storage_element *element =
            next_from(storage_element_following(stretch->around, stretch->around), stretch);
        macros.count = 0;
        for (; element != NULL && element->start < stretch->end;
             element = next_from(storage_element_behind(element, stretch->around), stretch)) {
            if (element->start >= stretch->start && pass == 1) {
                macros.items[macros.count] = element;
            }
            macros.count += element->start >= stretch->start;
        }
        if (pass == 0) {
            macros.items = atl_arena_alloc(arena, (macros.count + 1) * sizeof *macros.items);
        }
    }
    return macros;
}

static bool are_equal(const struct storage_stretch *left, const struct storage_element *of_left,
                      const struct storage_stretch *right, const struct storage_element *of_right)
{
    size_t length = of_left->end - of_left->start;
    return length == of_right->end - of_right->start &&
           memcmp(left->source->text + of_left->start, right->source->text + of_right->start,
                  length) == 0;
}

void storage_put_keeping_macros(struct storage_reuse *reuse, const struct storage_stretch *original,
                                const struct storage_stretch *image,
                                const struct storage_stretch *now)
{
    struct atl_arena arena = {0};
    struct macros there = find_macros(&arena, original);
    struct macros before = find_macros(&arena, image);
    struct macros after = find_macros(&arena, now);
    size_t known = there.count == before.count ? there.count : 0;
    size_t at = now->start;
    for (size_t i = 0; i < after.count; i++) {
        size_t found = 0;
        while (found < known && (before.items[found] == NULL ||
                                 !are_equal(image, before.items[found], now, after.items[i]))) {
            found++;
        }
        if (found < known) {
            storage_piece_add(reuse, false, at, after.items[i]->start);
            storage_piece_add(reuse, true, there.items[found]->start, there.items[found]->end);
            at = after.items[i]->end;
            before.items[found] = NULL; /* a copy is a thing of its own */
        }
    }
    storage_piece_add(reuse, false, at, now->end);
    atl_arena_free(&arena);
}
