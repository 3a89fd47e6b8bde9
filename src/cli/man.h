/* Man pages in man(7) form, from the table. */
#ifndef CLI_MAN_H
#define CLI_MAN_H

#include "atlcli/text.h"
#include "cli/command.h"

/* Appends atlcli(1). */
void atl_man_append_overview(struct atl_buffer *text, const struct atl_command *const *commands);

/* Appends atlcli-auth-login(1), or the page of a group. */
void atl_man_append_command(struct atl_buffer *text, const struct atl_command *const *commands,
                            const struct atl_command *command);

/* Appends "atlcli-auth-login"; "atlcli" for NULL. */
void atl_man_append_name(struct atl_buffer *text, const struct atl_command *command);

#endif
