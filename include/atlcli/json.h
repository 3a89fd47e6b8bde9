/*
 * JSON: helpers over cJSON. Trees are cJSON's own; whoever holds one calls cJSON_Delete, or ties it
 * to an arena with atl_json_keep.
 */
#ifndef ATLCLI_JSON_H
#define ATLCLI_JSON_H

#include "atlcli/error.h"
#include "atlcli/memory.h"
#include "atlcli/text.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ATL_JSON_DEPTH =
        600, /* brackets in brackets that are read: as third_party/recipes/cjson has it */
};

/*
 * Parses a whole document; only white space may follow it (a BOM may come before it). `source`
 * names it in errors ("credentials.json", "the server's answer"), which also give line and column.
 * *root is NULL on failure (ATL_FAILED). The caller deletes *root.
 */
enum atl_status atl_json_parse(const char *text, size_t length, const char *source, cJSON **root,
                               struct atl_error *error);

/*
 * The same for a document that is only looked at, such as a server's answer: several times as
 * quick. The tree lies in the arena, so it is neither changed nor given to cJSON_Delete.
 */
enum atl_status atl_json_read(struct atl_arena *arena, const char *text, size_t length,
                              const char *source, const cJSON **root, struct atl_error *error);

/*
 * The same without a copy: the text, with a NUL behind it, is the tree's from then on, and changed
 * even where it isn't JSON, so that the error can't tell the place.
 */
enum atl_status atl_json_read_in_place(struct atl_arena *arena, char *text, size_t length,
                                       const char *source, const cJSON **root,
                                       struct atl_error *error);

/*
 * Has an array in such a tree hold other items: those of `items`, an array on the heap, which goes
 * with the arena. A NULL array drops them.
 */
void atl_json_refill(struct atl_arena *arena, cJSON *array, cJSON *items);

/* Whether brackets are open deeper than ATL_JSON_DEPTH: then atl_json_parse gives up. */
bool atl_json_is_too_deep(const char *text, size_t length);

/* Ties a tree to an arena and returns it. NULL is fine. */
cJSON *atl_json_keep(struct atl_arena *arena, cJSON *tree);

/*
 * Reads by path: "fields.status.name", array elements by number: "issues.0.key". Keys are matched
 * exactly. A missing step, or a NULL root, gives NULL, and the typed forms give their fallback, as
 * they do when the value has another type. Texts belong to the tree.
 */
const cJSON *atl_json_get(const cJSON *root, const char *path);
const char *atl_json_text(const cJSON *root, const char *path, const char *fallback);
int64_t atl_json_integer(const cJSON *root, const char *path, int64_t fallback);
bool atl_json_bool(const cJSON *root, const char *path, bool fallback);
/* Number of elements of the array at `path`, 0 when there is none. */
size_t atl_json_count(const cJSON *root, const char *path);

/* A member of exactly this name (cJSON's own look-up by name ignores case by default). */
cJSON *atl_json_member(const cJSON *object, const char *name);

/* The same when it is an object, else NULL: its children have names only then. */
const cJSON *atl_json_object(const cJSON *json);

/* Sets or replaces a member; a NULL text removes it. The order of other members is kept. */
void atl_json_set_text(cJSON *object, const char *name, const char *text);
void atl_json_set_bool(cJSON *object, const char *name, bool value);
void atl_json_remove(cJSON *object, const char *name);

/*
 * Appends `text` as a JSON string with its quotes; malformed UTF-8 becomes U+FFFD. Control
 * characters, line separators and bidirectional overrides are escaped, so that the text can't drive
 * a terminal and is still the same.
 */
void atl_json_append_string(struct atl_buffer *buffer, const char *text);

/* Prints a tree, compact or indented by two spaces. The caller frees the text. */
char *atl_json_print(const cJSON *tree, bool indented);
/* The same, to the end of a buffer. */
void atl_json_append(struct atl_buffer *buffer, const cJSON *tree, bool indented);

#endif
