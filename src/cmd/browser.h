/* Pages in a browser. */
#ifndef CMD_BROWSER_H
#define CMD_BROWSER_H

#include "cli/context.h"

/*
 * On a terminal and in table form, opens the address in a browser: the program that the variable
 * BROWSER names, else the system's own. Warns when that can't be done.
 */
enum atl_status browser_open(struct atl_context *context, const char *url, struct atl_error *error);

#endif
