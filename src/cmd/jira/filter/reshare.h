/* Changing with whom a filter is shared. */
#ifndef CMD_JIRA_FILTER_RESHARE_H
#define CMD_JIRA_FILTER_RESHARE_H

#include "atlcli/jira_filter.h"
#include "cli/context.h"

/*
 * Takes back and adds what the options say, in such an order that each is allowed, and a mistake
 * takes as little away as can be. A command that was cut short is finished by the same command.
 * *shares are all that there are then.
 */
enum atl_status jira_filter_reshare(struct atl_context *context, struct atl_http *http,
                                    const struct atl_jira_item *filter, const cJSON **shares,
                                    struct atl_error *error);

#endif
