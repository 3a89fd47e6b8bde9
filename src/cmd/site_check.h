/* Addresses that people paste: whether they are of the profile's site. */
#ifndef CMD_SITE_CHECK_H
#define CMD_SITE_CHECK_H

#include "atlcli/config.h"
#include "atlcli/error.h"

/*
 * ATL_USAGE when the text is an address on another host than the account's: a mistake that the key
 * or id in it would hide. What is no address is fine.
 */
enum atl_status site_check(const struct atl_account *account, const char *text,
                           struct atl_error *error);

#endif
