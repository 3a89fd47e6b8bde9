/*
 * Small trees, each of one node with at most a few attributes: together all that content.h says a
 * tree can hold, in all places where it can stand.
 */
#ifndef TESTS_SPECIMENS_H
#define TESTS_SPECIMENS_H

#include "atlcli/content.h"

enum specimen_body {
    SPECIMEN_EMPTY,
    SPECIMEN_RICH,
    SPECIMEN_PLAIN,
};

/* What stands in the tree. */
struct specimen {
    enum atl_node_kind kind;
    const char *text;
    unsigned flags; /* of the items, for lists */
    int value;
    int32_t number;
    enum specimen_body body;      /* of a macro */
    const char *attributes[3][2]; /* name and value */
};

extern const struct specimen specimens[];
extern const size_t specimens_count;

enum specimen_place {
    SPECIMEN_AT_TOP,
    SPECIMEN_IN_QUOTE,
    SPECIMEN_IN_ITEM,
    SPECIMEN_IN_TASK,
    SPECIMEN_IN_CELL,
    SPECIMEN_IN_PANEL,
    SPECIMEN_IN_EXPAND,
    SPECIMEN_IN_COLUMN,
    SPECIMEN_IN_EXCERPT,
    SPECIMEN_IN_MACRO,
    SPECIMEN_IN_HEADING, /* this and what follows: in lines only */
    SPECIMEN_IN_STRONG,
    SPECIMEN_IN_LINK,
    SPECIMEN_IN_CAPTION,
    SPECIMEN_PLACES
};

const char *specimen_place_name(enum specimen_place place);

/* NULL: there are no more. */
const struct specimen *specimen_at(size_t number);

/* The name of its last attribute, NULL when it has none. */
const char *specimen_last_attribute(size_t number);

/*
 * The tree with it, as a block or between words of a line; `without` so many of its attributes,
 * from the last. NULL when it can't stand there, or hasn't so many.
 */
struct atl_content_tree *specimen_make(struct atl_arena *arena, size_t number,
                                       enum specimen_place place, bool in_line, size_t without);

#endif
