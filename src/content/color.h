/* Colours, as the tree has them: "#rrggbb" in lower case. */
#ifndef CONTENT_COLOR_H
#define CONTENT_COLOR_H

#include <stdbool.h>
#include <stddef.h>

enum {
    CONTENT_COLOR_BYTES = 8, /* "#rrggbb" and its NUL */
};

/*
 * Reads a colour as CSS writes it: #rgb, #rrggbb, either with transparency (which is dropped),
 * rgb(255, 0, 0), rgba(…), or a name. False for anything else.
 */
bool content_color_parse(const char *text, size_t length, char hex[CONTENT_COLOR_BYTES]);

#endif
