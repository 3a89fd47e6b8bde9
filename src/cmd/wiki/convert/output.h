/* Where a converted text goes: a file, standard output, a terminal. */
#ifndef CMD_CONVERT_OUTPUT_H
#define CMD_CONVERT_OUTPUT_H

#include "cli/context.h"
#include "cmd/wiki/convert/plan.h"

/* Writes the file as a whole or not at all, with the mode it has, or that new files get. */
enum atl_status convert_write_file(const struct convert_plan *plan, const char *path,
                                   const struct atl_buffer *text, struct atl_error *error);

/*
 * Prints the text byte for byte; on a terminal as one line or more that can't drive it. What is
 * written for terminals is safe already.
 */
enum atl_status convert_print(struct atl_context *context, enum atl_content_format format,
                              const struct atl_buffer *text, struct atl_error *error);

#endif
