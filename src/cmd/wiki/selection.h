/* Places in a page's text, as inline comments name them: by the words there. */
#ifndef CMD_WIKI_SELECTION_H
#define CMD_WIKI_SELECTION_H

#include "atlcli/error.h"
#include "atlcli/memory.h"

#include <stddef.h>
#include <stdint.h>

struct wiki_places {
    int64_t count;
    const char **contexts; /* of the first few: the words around it; NULL-terminated */
};

/*
 * How often a body in storage format says these words, within a paragraph, a cell, a heading; marks
 * such as bold don't matter. In the arena. ATL_FAILED when the body can't be read.
 */
enum atl_status wiki_selection_find(struct atl_arena *arena, const char *storage,
                                    const char *selection, struct wiki_places *places,
                                    struct atl_error *error);

#endif
