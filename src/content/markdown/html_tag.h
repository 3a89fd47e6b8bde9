/* Tags of HTML inside Markdown, taken apart. */
#ifndef CONTENT_MARKDOWN_HTML_TAG_H
#define CONTENT_MARKDOWN_HTML_TAG_H

#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>

struct markdown_tag {
    bool closing;     /* "</name>" */
    bool empty;       /* "<name/>" */
    const char *name; /* `name_length` bytes, as it was written */
    size_t name_length;
    const char *attributes; /* up to the ">" */
    const char *end;        /* behind the ">" */
};

/* Reads the tag that `text` starts with. False for comments, anything else, and unfinished tags. */
bool markdown_tag_read(const char *text, size_t length, struct markdown_tag *tag);
/* The name, whatever its case. */
bool markdown_tag_is(const struct markdown_tag *tag, const char *name);
/* The value with its character references decoded, in the arena; "" for none, NULL without it. */
const char *markdown_tag_attribute(struct atl_arena *arena, const struct markdown_tag *tag,
                                   const char *name);
/* Whether it has attributes at all. */
bool markdown_tag_is_plain(const struct markdown_tag *tag);

/*
 * What ends a block of HTML that starts like this and that no empty line ends, such as a comment;
 * NULL: it is none. As md4c sees it, for which all of "</pre>", "</style>", … end each other.
 */
const char *markdown_html_end(const char *text, const char *end);
/* Whether that stands in the text. */
bool markdown_html_has_end(const char *own_end, const char *text, const char *end);

/*
 * Whether HTML at the start of a line would begin a block: a comment or the like, or the tag of an
 * element that does so whatever follows. Others do when they are alone on their line.
 */
bool markdown_html_begins_block(const char *text, size_t length);

/* Text with its character references decoded, in the arena. */
char *markdown_decode(struct atl_arena *arena, const char *text, size_t length);

#endif
