/* How a command is written, in one line: for help, man pages and hints. */
#ifndef CLI_USAGE_H
#define CLI_USAGE_H

#include "atlcli/error.h"
#include "atlcli/text.h"
#include "cli/command.h"

/* Appends "atlcli auth switch NAME", "atlcli jira search [options]", "atlcli auth COMMAND". */
void atl_append_usage(struct atl_buffer *text, const struct atl_command *command);

/* Appends "NAME", "[NAME]", "FILE...", "[KEY...]". */
void atl_append_argument(struct atl_buffer *text, const struct atl_argument *argument);

/* Appends "-o, --output FILE"; an option without a letter is indented as far, when `aligned`. */
void atl_append_option(struct atl_buffer *text, const struct atl_option *option, bool aligned);

/* Appends what is to be known besides the summary: choices, range, default. */
void atl_append_option_notes(struct atl_buffer *text, const struct atl_option *option);

/* Appends what must be there before the command can run, as a sentence; nothing when nothing must.
 */
void atl_append_needs(struct atl_buffer *text, const struct atl_command *command);

/* Adds the usage line, and where more is to be read, as hints. */
void atl_hint_usage(struct atl_error *error, const struct atl_command *command);

#endif
