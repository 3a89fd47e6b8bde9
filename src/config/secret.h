/* Texts that must not stay in memory. Private to config. */
#ifndef ATLCLI_CONFIG_SECRET_H
#define ATLCLI_CONFIG_SECRET_H

#include "atlcli/json.h"
#include "atlcli/memory.h"

#include <stdbool.h>

/* A copy in the arena that is overwritten when the arena is freed. NULL gives NULL. */
const char *secret_keep(struct atl_arena *arena, const char *text);

/* Overwrites a text's bytes; NULL is fine. */
void secret_wipe_text(char *text);

/* Overwrites the texts in a tree, then deletes it. */
void secret_delete_tree(void *tree);

/* True when a text has a control character, which must not get into a header or onto a terminal. */
bool has_control_character(const char *text);

#endif
