/* Help texts, from the table. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "atlcli/text.h"
#include "cli/command.h"
#include "cli/context.h"

#include <stdbool.h>

/*
 * Appends the help of a command or group, or with NULL that of atlcli itself, in lines of at most
 * `columns`.
 */
void atl_help_append(struct atl_buffer *text, const struct atl_command *const *commands,
                     const struct atl_command *command, unsigned columns, bool colour);

/* Prints it, as wide as the terminal, but no wider than is good to read. */
enum atl_status atl_help_print(struct atl_context *context, const struct atl_command *command,
                               struct atl_error *error);

#endif
