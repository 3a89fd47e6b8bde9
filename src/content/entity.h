/*
 * Character references of HTML and Markdown: "&nbsp;", "&#160;", "&#xA0;".
 */
#ifndef CONTENT_ENTITY_H
#define CONTENT_ENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CONTENT_ENTITY_BYTES = 8, /* the most that one stands for: two characters of UTF-8 */
};

/*
 * Decodes the reference at `text`, which begins with '&' and has to end in ';'. Returns how many
 * bytes of `text` it takes and stores what it stands for, in UTF-8, in `bytes` and its length in
 * `size`. 0 when there is none, or none of that name.
 *
 * Numbers that are no character (0, surrogates, too large) stand for U+FFFD.
 */
size_t content_entity_decode(const char *text, size_t length, char bytes[CONTENT_ENTITY_BYTES],
                             size_t *size);

/*
 * Looks up a name without '&' and ';' ("nbsp"). Stores one or two code points, the second 0 when
 * there is only one. False for names that HTML doesn't know.
 */
bool content_entity_named(const char *name, size_t length, uint32_t code_points[2]);

/*
 * The reference that stands for one of the four characters that HTML and XML escape ("&lt;" for
 * '<'; the others are '&', '>' and '"'). NULL for all others. Static text.
 */
const char *content_entity_of(char character);

#endif
