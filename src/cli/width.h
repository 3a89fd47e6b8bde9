/* How wide text is on a terminal, and how much of it fits. */
#ifndef CLI_WIDTH_H
#define CLI_WIDTH_H

#include "atlcli/text.h"

#include <stddef.h>

/*
 * Columns that safe text (atl_text_append_safe) takes on a terminal: by Unicode's East Asian Width
 * (UAX #11), combining marks taking none. Characters of ambiguous width count as narrow.
 */
unsigned atl_text_width(const char *text);

/*
 * Appends the text; when it is wider than `columns`, as much of it as fits before a "…". What a
 * reader sees as one character (UAX #29 grapheme cluster) is never cut in two. Returns the columns
 * taken.
 */
unsigned atl_text_append_cut(struct atl_buffer *buffer, const char *text, unsigned columns);

/*
 * Appends text broken at spaces into lines of at most `columns`, each after the first indented by
 * `indent` spaces; the first starts at column `indent` already. A word that is too wide gets a line
 * of its own. Newlines in the text are kept. Ends without a newline.
 */
void atl_text_append_wrapped(struct atl_buffer *buffer, const char *text, unsigned indent,
                             unsigned columns);

#endif
