/* Whose files are: what somebody else has put there may not decide what is done in one's own name.
 */
#ifndef ATLCLI_OWNER_H
#define ATLCLI_OWNER_H

#include <stdbool.h>
#include <sys/stat.h>

/*
 * Whether a file is one's own: it belongs to the user that the process acts for, or to root. A
 * process that sudo has started acts for the user that called it, too.
 */
bool atl_is_own(const struct stat *about);

/*
 * Whether the user has said that a directory is safe, whosever it is: ATLCLI_SAFE_DIRECTORY has
 * directories with a colon between them, or "*" for all.
 */
bool atl_is_named_safe(const char *directory);

#endif
