#include "atlassian/id_set.h"

#include "atlcli/memory.h"
#include "atlcli/text.h"

#include <stdlib.h>

enum {
    FIRST_CAPACITY = 64,
};

static size_t find_entry(const struct id_set *set, uint64_t neighbourhood)
{
    /* The high bits of Knuth's multiplicative hash spread neighbours well. */
    size_t at = (size_t)((neighbourhood * UINT64_C(0x9E3779B97F4A7C15)) >> 20) % set->capacity;
    while (set->entries[at].neighbourhood != 0 && set->entries[at].neighbourhood != neighbourhood) {
        at = (at + 1) % set->capacity;
    }
    return at;
}

static void grow(struct id_set *set)
{
    struct id_set larger = {.capacity = set->capacity == 0 ? FIRST_CAPACITY : set->capacity * 2,
                            .used = set->used};
    larger.entries = atl_alloc(larger.capacity * sizeof *larger.entries);
    for (size_t i = 0; i < set->capacity; i++) {
        if (set->entries[i].neighbourhood != 0) {
            larger.entries[find_entry(&larger, set->entries[i].neighbourhood)] = set->entries[i];
        }
    }
    free(set->entries);
    *set = larger;
}

bool id_set_add(struct id_set *set, const char *id)
{
    int64_t number;
    if (!atl_text_to_integer(id, 0, INT64_MAX - 1, &number)) {
        return true;
    }
    if (set->used * 4 >= set->capacity * 3) {
        grow(set);
    }
    uint64_t neighbourhood = (uint64_t)number / 64 + 1;
    uint64_t bit = UINT64_C(1) << ((uint64_t)number % 64);
    struct id_set_entry *entry = &set->entries[find_entry(set, neighbourhood)];
    if (entry->neighbourhood == 0) {
        entry->neighbourhood = neighbourhood;
        set->used++;
    }
    bool is_new = (entry->bits & bit) == 0;
    entry->bits |= bit;
    return is_new;
}

bool id_set_has(const struct id_set *set, const char *id)
{
    int64_t number;
    if (set->capacity == 0 || !atl_text_to_integer(id, 0, INT64_MAX - 1, &number)) {
        return false;
    }
    const struct id_set_entry *entry = &set->entries[find_entry(set, (uint64_t)number / 64 + 1)];
    return (entry->bits >> ((uint64_t)number % 64) & 1) != 0;
}

void id_set_free(struct id_set *set)
{
    free(set->entries);
    *set = (struct id_set){0};
}
