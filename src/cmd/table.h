/* Every command there is. */
#ifndef CMD_TABLE_H
#define CMD_TABLE_H

#include "cli/command.h"

/* In the order in which help lists them; a group comes before its commands. NULL-terminated. */
const struct atl_command *const *atl_command_table(void);

#endif
