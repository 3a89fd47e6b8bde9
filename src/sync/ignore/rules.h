/* Rules of ignore files, written anew for one list that holds those of all directories. */
#ifndef SYNC_IGNORE_RULES_H
#define SYNC_IGNORE_RULES_H

#include "atlcli/text.h"

/*
 * Appends the rules of the text of an ignore file in `directory` ("" for the top, else "a/b") as
 * rules for the top that mean the same. libgit2 would drop a "!" rule that takes back what another
 * file said; those appended here stay.
 */
void ignore_rules_append(struct atl_buffer *rules, const char *directory, const char *text,
                         size_t length);

/* Appends a rule that no rule before it ignores `directory` itself. */
void ignore_rules_append_kept(struct atl_buffer *rules, const char *directory);

#endif
