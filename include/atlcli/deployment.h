/* The two kinds of Atlassian site, whose APIs differ. */
#ifndef ATLCLI_DEPLOYMENT_H
#define ATLCLI_DEPLOYMENT_H

#include "atlcli/config.h"

enum atl_deployment {
    ATL_CLOUD,       /* Jira REST v3; Confluence REST v2 and v1, below /wiki */
    ATL_DATA_CENTER, /* Jira REST 2; Confluence REST, both below the site itself */
};

/*
 * What an account's site is, without asking it: a host that only Cloud has is Cloud, otherwise
 * the authentication tells (Basic is Cloud's API token, Bearer a personal access token).
 */
enum atl_deployment atl_deployment_of(const struct atl_account *account);

#endif
