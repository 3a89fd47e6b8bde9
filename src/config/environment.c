#include "atlcli/config.h"

#include <stdlib.h>

static const char *read_variable(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

struct atl_environment atl_environment_read(void)
{
    return (struct atl_environment){
        .profile = read_variable("ATLCLI_PROFILE"),
        .site = read_variable("ATLCLI_SITE"),
        .email = read_variable("ATLCLI_EMAIL"),
        .api_token = read_variable("ATLCLI_API_TOKEN"),
    };
}

const char *atl_source_name(enum atl_source source)
{
    switch (source) {
    case ATL_SOURCE_FILE:
        return "file";
    case ATL_SOURCE_ENVIRONMENT:
        return "environment";
    case ATL_SOURCE_OPTION:
        return "option";
    case ATL_SOURCE_KEYCHAIN:
        return "keychain";
    case ATL_SOURCE_NONE:
        break;
    }
    return "none";
}
