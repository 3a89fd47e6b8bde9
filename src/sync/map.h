/* A map from texts to pointers. Start with a zeroed struct. */
#ifndef SYNC_MAP_H
#define SYNC_MAP_H

#include <stddef.h>

struct sync_map {
    struct sync_map_entry *entries;
    size_t capacity; /* a power of two, or 0 */
    size_t used;
};

/* NULL when the key isn't there. */
void *sync_map_get(const struct sync_map *map, const char *key);
/* The same for the start of a text. */
void *sync_map_get_part(const struct sync_map *map, const char *text, size_t length);
/* Sets or replaces. The key must outlive the map; the value isn't NULL. */
void sync_map_put(struct sync_map *map, const char *key, void *value);
/* The key in a slot below `capacity`, in no order that means anything; NULL: it is free. */
const char *sync_map_key(const struct sync_map *map, size_t slot);
void sync_map_free(struct sync_map *map);

#endif
