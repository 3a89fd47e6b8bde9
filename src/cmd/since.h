/* Options such as --created-since: what is wanted has happened then or later. */
#ifndef CMD_SINCE_H
#define CMD_SINCE_H

#include "atlcli/when.h"

/* `option` is the option's name, which errors begin with. */
enum atl_status since_parse(const char *option, const char *text, int64_t now_ms,
                            struct atl_when *when, struct atl_error *error);

#endif
