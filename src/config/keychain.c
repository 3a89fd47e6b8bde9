#include "config/keychain_internal.h"

const char keychain_service[] = "atlcli";

static const struct keychain *replacement;

void keychain_replace(const struct keychain *keychain)
{
    replacement = keychain;
}

static const struct keychain *keychain_in_use(void)
{
    return replacement != NULL ? replacement : keychain_of_this_build();
}

const char *atl_keychain_name(void)
{
    const struct keychain *keychain = keychain_in_use();
    return keychain->is_available() ? keychain->name : NULL;
}

static enum atl_status require_available(struct atl_error *error)
{
    if (atl_keychain_name() != NULL) {
        return ATL_OK;
    }
    atl_fail(error, ATL_FAILED, "there is no keychain in this session");
    atl_hint(error, "keep the token in the credentials file (log in without --username), or set "
                    "ATLCLI_API_TOKEN");
    return ATL_FAILED;
}

enum atl_status atl_keychain_get(const char *username, struct atl_arena *arena, const char **token,
                                 struct atl_error *error)
{
    *token = NULL;
    enum atl_status status = require_available(error);
    return status == ATL_OK ? keychain_in_use()->get(username, arena, token, error) : status;
}

enum atl_status atl_keychain_set(const char *username, const char *token, struct atl_error *error)
{
    enum atl_status status = require_available(error);
    return status == ATL_OK ? keychain_in_use()->set(username, token, error) : status;
}

enum atl_status atl_keychain_delete(const char *username, struct atl_error *error)
{
    enum atl_status status = require_available(error);
    return status == ATL_OK ? keychain_in_use()->remove(username, error) : status;
}
