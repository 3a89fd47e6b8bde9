#include "atlcli/deployment.h"

enum atl_deployment atl_deployment_of(const struct atl_account *account)
{
    if (atl_site_is_cloud(account->site)) {
        return ATL_CLOUD;
    }
    return account->auth_type == ATL_AUTH_BASIC ? ATL_CLOUD : ATL_DATA_CENTER;
}
