#include "sync/map.h"

#include "atlcli/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_CAPACITY = 64,
};

struct sync_map_entry {
    const char *key; /* NULL: free */
    void *value;
    uint64_t hash;
};

/* FNV-1a: keys are ids and paths of this workspace, which nobody makes to collide. */
static uint64_t hash_of(const char *key)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (; *key != '\0'; key++) {
        hash = (hash ^ (unsigned char)*key) * UINT64_C(0x100000001B3);
    }
    return hash ^ hash >> 32;
}

static struct sync_map_entry *find(const struct sync_map *map, const char *key, uint64_t hash)
{
    size_t at = (size_t)hash & (map->capacity - 1);
    while (map->entries[at].key != NULL &&
           (map->entries[at].hash != hash || strcmp(map->entries[at].key, key) != 0)) {
        at = (at + 1) & (map->capacity - 1);
    }
    return &map->entries[at];
}

void *sync_map_get(const struct sync_map *map, const char *key)
{
    return map->used == 0 || key == NULL ? NULL : find(map, key, hash_of(key))->value;
}

static void grow(struct sync_map *map)
{
    struct sync_map larger = {.capacity = map->capacity == 0 ? FIRST_CAPACITY : map->capacity * 2,
                              .used = map->used};
    larger.entries = atl_alloc(larger.capacity * sizeof *larger.entries);
    for (size_t i = 0; i < map->capacity; i++) {
        if (map->entries[i].key != NULL) {
            *find(&larger, map->entries[i].key, map->entries[i].hash) = map->entries[i];
        }
    }
    free(map->entries);
    *map = larger;
}

void sync_map_put(struct sync_map *map, const char *key, void *value)
{
    if (map->used * 2 >= map->capacity) {
        grow(map);
    }
    uint64_t hash = hash_of(key);
    struct sync_map_entry *entry = find(map, key, hash);
    map->used += entry->key == NULL;
    *entry = (struct sync_map_entry){.key = key, .value = value, .hash = hash};
}

const char *sync_map_key(const struct sync_map *map, size_t slot)
{
    return map->entries[slot].key;
}

void sync_map_free(struct sync_map *map)
{
    free(map->entries);
    *map = (struct sync_map){0};
}
