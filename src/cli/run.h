/* Runs a command line from its words to the process's exit code. */
#ifndef CLI_RUN_H
#define CLI_RUN_H

#include "cli/command.h"
#include "cli/console.h"

/* `words` are those after the program's name. */
int atl_run(const struct atl_command *const *commands, struct atl_console *console, size_t count,
            char *const *words);

#endif
