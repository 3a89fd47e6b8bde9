/* The keychain of a build that has none. */
#if !defined(__APPLE__) && !defined(ATLCLI_HAVE_LIBSECRET)

#include "config/keychain_internal.h"

static bool is_available(void)
{
    return false;
}

const struct keychain *keychain_of_this_build(void)
{
    /* Never called: nothing asks a keychain that isn't available. */
    static const struct keychain none = {.is_available = is_available};
    return &none;
}

#else
/* ISO C wants a declaration in every file. */
typedef int keychain_is_elsewhere;
#endif
