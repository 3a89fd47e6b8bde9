/*
 * The emoji that have a short name of their own in text, ":smile:", without anything else to say:
 * what goes with the name is known. Others have the same name with an id and a text as attributes.
 */
#ifndef CONTENT_EMOJI_H
#define CONTENT_EMOJI_H

#include "atlcli/content.h"

struct content_emoji {
    const char *name; /* without colons */
    const char *text; /* the character */
    const char *id;   /* Atlassian's: code points in hexadecimal */
};

/* Looks up a name with its colons, ":smile:"; NULL when it isn't known. */
const struct content_emoji *content_emoji_find(const char *name, size_t length);

/* A short name as the tree has it, with its colons; whoever wrote it may have left them out. */
const char *content_emoji_short_name(struct atl_arena *arena, const char *name, size_t length);

/*
 * Whether an attribute of an emoji only repeats what its name says. Such attributes make no
 * difference to trees: readers may leave them out, writers may put them in.
 */
bool content_emoji_repeats(const struct atl_node *emoji, const struct atl_attribute *attribute);

#endif
