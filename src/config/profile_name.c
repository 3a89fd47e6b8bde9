#include "atlcli/config.h"

#include <string.h>

enum {
    LONGEST_NAME = 64,
};

enum atl_status atl_profile_name_check(const char *name, struct atl_error *error)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    size_t length = strlen(name);
    if (length == 0) {
        atl_fail(error, ATL_USAGE, "the profile name is empty");
    } else if (length > LONGEST_NAME) {
        atl_fail(error, ATL_USAGE, "the profile name is longer than %d characters", LONGEST_NAME);
    } else if (name[strspn(name, allowed)] != '\0' || name[0] == '.' || name[0] == '-') {
        atl_fail(error, ATL_USAGE, "'%s' is not a profile name", name);
    } else {
        return ATL_OK;
    }
    atl_hint(error,
             "use 1 to %d of the letters a to z, digits, '.', '_' and '-'; start with a "
             "letter, a digit or '_'",
             LONGEST_NAME);
    return ATL_USAGE;
}
