/* Three-way merges of texts, line by line, by libgit2. */
#ifndef SYNC_TEXT_MERGE_H
#define SYNC_TEXT_MERGE_H

#include "atlcli/error.h"
#include "atlcli/text.h"

#include <stdbool.h>
#include <stddef.h>

struct sync_text {
    const char *data; /* UTF-8; may be NULL when it is empty */
    size_t length;
};

/* Whose lines stand where both sides changed the same ones. */
enum sync_favour {
    SYNC_FAVOUR_NONE, /* both, between markers */
    SYNC_FAVOUR_OURS,
    SYNC_FAVOUR_THEIRS,
};

/*
 * Appends to `merged` what `ours` and `theirs` made of `base` (NULL: nothing is known of it; then
 * all that differs is a conflict). Where both changed the same lines differently, those of the side
 * that is favoured stand; else *conflicts is true and both stand there between lines of markers:
 *
 *     <<<<<<< OURS_LABEL
 *     =======
 *     >>>>>>> THEIRS_LABEL
 *
 * Line endings and whether the last line has one are those of `ours`: they are no changes. A file
 * whose own line endings are mixed keeps them line by line. ATL_FAILED: libgit2 is missing, or a
 * text holds a NUL.
 */
enum atl_status sync_merge_text(const struct sync_text *base, const struct sync_text *ours,
                                const struct sync_text *theirs, const char *ours_label,
                                const char *theirs_label, enum sync_favour favour,
                                struct atl_buffer *merged, bool *conflicts,
                                struct atl_error *error);

/*
 * The first line, from 1, that is left of a conflict with these labels; 0 when none is. Only lines
 * with one of the labels count, so that a page about git can be written.
 */
size_t sync_conflict_line(const struct sync_text *text, const char *ours_label,
                          const char *theirs_label);

#endif
