/* SQL functions of the sandbox's own. */
#ifndef SANDBOX_FUNCTIONS_H
#define SANDBOX_FUNCTIONS_H

#include <sqlite3.h>

/*
 * text_matches(PATTERN, TEXT): what "~" means, see text/text_match.h. NULL for a NULL text.
 */
void functions_register(sqlite3 *handle);

#endif
