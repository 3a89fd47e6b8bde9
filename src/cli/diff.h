/* A unified diff (atlcli/diff.h) on stdout. */
#ifndef CLI_DIFF_H
#define CLI_DIFF_H

#include "atlcli/error.h"
#include "cli/output.h"

#include <stddef.h>

/*
 * Prints it in table form alone: in colour, and safe, on a terminal; elsewhere as it is, so that
 * patch(1) can read it. The other forms leave it out: give them a record with the diff in it.
 */
enum atl_status atl_output_diff(struct atl_output *output, const char *diff, size_t length,
                                struct atl_error *error);

#endif
