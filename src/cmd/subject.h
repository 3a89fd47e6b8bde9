/* What a command is about: its first argument, or an option in its place, and the words after it.
 */
#ifndef CMD_SUBJECT_H
#define CMD_SUBJECT_H

#include "cli/context.h"

struct subject {
    const char *text;         /* ATL-1, TEAM:Release plan */
    const char *const *words; /* the arguments after it, NULL-terminated */
    size_t word_count;
};

/*
 * Reads it from the first argument, or from the option of the name `option`, which moves the
 * arguments up by one: the command declares them as optional, or the option couldn't stand for one.
 * `least` of those after it must be there, or ATL_USAGE names the first that is missing; `missing`
 * is what is said when there is no subject: "say which issue: its key is missing".
 */
enum atl_status subject_read(struct atl_context *context, const char *option, const char *missing,
                             size_t least, struct subject *subject, struct atl_error *error);

/* All arguments as words, for a form of the command without a subject; `text` is NULL. */
struct subject subject_none(struct atl_context *context);

#endif
