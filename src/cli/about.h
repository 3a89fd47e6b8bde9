/* What atlcli says about itself as a whole. */
#ifndef CLI_ABOUT_H
#define CLI_ABOUT_H

#include "cli/command.h"

#define ATL_ABOUT "A command line for Jira and Confluence, Cloud and Data Center"

extern const struct atl_example atl_about_examples[];

struct atl_about_entry {
    const char *name;
    const char *summary;
};
/* Each ends with an empty entry. */
extern const struct atl_about_entry atl_about_exit_codes[];
extern const struct atl_about_entry atl_about_environment[];
extern const struct atl_about_entry atl_about_files[];

#endif
