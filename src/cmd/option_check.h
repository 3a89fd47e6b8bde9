/* Checks of options that the option parser can't make. */
#ifndef CMD_OPTION_CHECK_H
#define CMD_OPTION_CHECK_H

#include "cli/context.h"

/*
 * ATL_USAGE when one of the options was given without a value (--project "", often a variable that
 * isn't set): leaving it out in silence would do something to more than was meant. The lists of
 * names end with NULL.
 */
enum atl_status option_check_filled(const struct atl_context *context, const char *const *texts,
                                    const char *const *lists, struct atl_error *error);

/*
 * ATL_USAGE when standard input is to be both the issues, by --stdin or --file, and the text that
 * --body-file names.
 */
enum atl_status option_check_standard_input(const struct atl_context *context, const char *text,
                                            struct atl_error *error);

#endif
