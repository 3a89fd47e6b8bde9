/*
 * Macros in wiki markup, "{name:parameters}": found over the whole text before anything else is
 * read, as Jira does, since their bodies may hold all that ends lines, cells and lists.
 *
 * Only tags that mean something are kept: those of known macros without a body, and pairs. All
 * others are text.
 */
#ifndef CONTENT_WIKI_TAGS_H
#define CONTENT_WIKI_TAGS_H

#include "content/wiki/wiki_syntax.h"

#define WIKI_NO_TAG UINT32_MAX

struct wiki_tag {
    uint32_t start; /* of "{" */
    uint32_t end;   /* after "}" */
    uint32_t line;
    uint32_t partner; /* the other tag of the pair; WIKI_NO_TAG for macros without a body */
    uint32_t outer;   /* for the reader of colours: the colour around this one */
    uint16_t name;    /* its length */
    bool closes;
    const struct wiki_macro *macro; /* NULL: not a known one */
};

struct wiki_tags {
    struct wiki_tag *items; /* by position; on the heap, free() it */
    uint32_t count;
};

/* Time is linear in `length`. */
void wiki_find_tags(const char *text, uint32_t length, struct wiki_tags *tags);

#endif
