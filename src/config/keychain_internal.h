/* What a keychain can do; one of them is built in. Private to config. */
#ifndef ATLCLI_CONFIG_KEYCHAIN_INTERNAL_H
#define ATLCLI_CONFIG_KEYCHAIN_INTERNAL_H

#include "atlcli/config.h"

struct keychain {
    const char *name;
    /* False when this session can't have it; cheap, and without loading a library. */
    bool (*is_available)(void);
    enum atl_status (*get)(const char *username, struct atl_arena *arena, const char **token,
                           struct atl_error *error);
    enum atl_status (*set)(const char *username, const char *token, struct atl_error *error);
    enum atl_status (*remove)(const char *username, struct atl_error *error);
};

/* The one of this build: macOS Keychain, Secret Service, or one that is never available. */
const struct keychain *keychain_of_this_build(void);

/* Puts another one in its place, for tests; NULL puts the build's own back. */
void keychain_replace(const struct keychain *keychain);

/* The service under which items are kept. */
extern const char keychain_service[];

#endif
