#include "cmd/site_check.h"

#include <string.h>

enum atl_status site_check(const struct atl_account *account, const char *text,
                           struct atl_error *error)
{
    const char *scheme = strstr(text, "://");
    const char *site = strstr(account->site, "://");
    if (scheme == NULL || site == NULL) {
        return ATL_OK;
    }
    size_t host = strcspn(site + 3, "/");
    if (strncmp(scheme, site, host + 3) == 0 && strcspn(scheme + 3, "/") == host) {
        return ATL_OK;
    }
    atl_fail(error, ATL_USAGE, "%s isn't on the profile's site, %s", text, account->site);
    atl_hint(error, "name the profile of that site with --profile");
    return ATL_USAGE;
}
