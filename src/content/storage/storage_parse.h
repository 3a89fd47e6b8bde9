/*
 * Storage format as elements: libxml2 checks that it is well-formed, and says where tags are.
 */
#ifndef CONTENT_STORAGE_PARSE_H
#define CONTENT_STORAGE_PARSE_H

#include "content/storage/storage_element.h"

#include "content/builder.h"

enum {
    STORAGE_DEPTH = 900,      /* levels of elements; enough for ATL_CONTENT_DEPTH of nodes */
    STORAGE_ATTRIBUTES = 256, /* of one element: libxml2 compares each with each */
};

/* What is wrong with a text that isn't well-formed. */
struct storage_flaw {
    bool found;
    size_t offset;
    char message[160];
};

/*
 * Parses a text and returns the element around it, in `arena`; decoded attribute values are in the
 * builder's. NULL: it is malformed, and `flaw` says why; or the builder has failed, for what no
 * repair can help against.
 */
struct storage_element *storage_parse(struct content_builder *builder, struct atl_arena *arena,
                                      const char *text, size_t length, struct storage_flaw *flaw);

/*
 * Line and column (in characters) of an offset, from 1. Lines count from `first_line`, for a text
 * that is a piece of another; 0 is 1.
 */
void storage_position(const char *text, size_t offset, uint32_t first_line, size_t *line,
                      size_t *column);

#endif
