#include "sync/map.h"

#include "atlcli/memory.h"

#include <stdbool.h>
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
static uint64_t hash_of(const char *key, size_t length)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)key[i]) * UINT64_C(0x100000001B3);
    }
    return hash ^ hash >> 32;
}

static bool is_key(const struct sync_map_entry *entry, const char *key, size_t length)
{
    return strncmp(entry->key, key, length) == 0 && entry->key[length] == '\0';
}

/* Its entry, or the free one where it belongs. */
static struct sync_map_entry *find(const struct sync_map *map, const char *key, size_t length,
                                   uint64_t hash)
{
    size_t at = (size_t)hash & (map->capacity - 1);
    while (map->entries[at].key != NULL &&
           (map->entries[at].hash != hash || !is_key(&map->entries[at], key, length))) {
        at = (at + 1) & (map->capacity - 1);
    }
    return &map->entries[at];
}

void *sync_map_get_part(const struct sync_map *map, const char *text, size_t length)
{
    return map->used == 0 ? NULL : find(map, text, length, hash_of(text, length))->value;
}

void *sync_map_get(const struct sync_map *map, const char *key)
{
    return key == NULL ? NULL : sync_map_get_part(map, key, strlen(key));
}

static void grow(struct sync_map *map)
{
    struct sync_map larger = {.capacity = map->capacity == 0 ? FIRST_CAPACITY : map->capacity * 2,
                              .used = map->used};
    larger.entries = atl_alloc(larger.capacity * sizeof *larger.entries);
    for (size_t i = 0; i < map->capacity; i++) {
        if (map->entries[i].key != NULL) {
            const char *key = map->entries[i].key;
            *find(&larger, key, strlen(key), map->entries[i].hash) = map->entries[i];
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
    size_t length = strlen(key);
    uint64_t hash = hash_of(key, length);
    struct sync_map_entry *entry = find(map, key, length, hash);
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
