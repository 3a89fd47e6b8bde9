/*
 * Shell completion. The scripts are small: at each TAB they ask `atlcli __complete -- WORD…`, which
 * knows the table and takes about as long as --version. What it prints is between it and the
 * scripts, and no promise: a candidate a line, with a tab and a summary behind it where there is
 * one, and ":file" or ":directory" where the shell completes paths.
 */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include "atlcli/text.h"
#include "cli/command.h"

/*
 * Appends the candidates for the last of `words`, what is before the cursor without the program's
 * name. Profile names come from the credentials file; when that can't be read, there are none.
 */
void atl_complete(struct atl_buffer *lines, const struct atl_command *const *commands,
                  const char *const *words, size_t count);

extern const char atl_completion_bash[];
extern const char atl_completion_zsh[];
extern const char atl_completion_fish[];

#endif
