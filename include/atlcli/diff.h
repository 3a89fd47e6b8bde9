/* Differences between two texts, as `diff -u` shows them. */
#ifndef ATLCLI_DIFF_H
#define ATLCLI_DIFF_H

#include "atlcli/error.h"
#include "atlcli/text.h"

#include <stddef.h>

/*
 * Appends what makes `before` into `after` as a unified diff, without colour, with `context_lines`
 * unchanged lines around each change; the labels stand after "---" and "+++". Nothing is appended
 * when the texts are equal. A last line without a line ending is followed by "\ No newline at end
 * of file". Texts are UTF-8, may be NULL when empty, and are shown as they are: make the diff safe
 * before it goes to a terminal. ATL_FAILED: libgit2 is missing, or a text is too large for it.
 */
enum atl_status atl_text_diff(const char *before, size_t before_length, const char *before_label,
                              const char *after, size_t after_length, const char *after_label,
                              int context_lines, struct atl_buffer *diff, struct atl_error *error);

#endif
