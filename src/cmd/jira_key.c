#include "cmd/jira_key.h"

#include "atlcli/jira.h"
#include "atlcli/text.h"

#include <string.h>

enum atl_status jira_key_parse(struct atl_arena *arena, const char *text, const char **key,
                               struct atl_error *error)
{
    *key = atl_jira_key_parse(arena, text);
    if (*key == NULL) {
        atl_fail(error, ATL_USAGE, "'%s' is no key of an issue", text);
        atl_hint(error, "keys look like ATL-1; the address of an issue's page will do, too");
        return ATL_USAGE;
    }
    return ATL_OK;
}

/* An address of another site than the profile's is a mistake that a key alone would hide. */
static enum atl_status check_site(const struct atl_context *context, const char *text,
                                  struct atl_error *error)
{
    const char *scheme = strstr(text, "://");
    const char *site = strstr(context->account->site, "://");
    if (scheme == NULL || site == NULL) {
        return ATL_OK;
    }
    size_t host = strcspn(site + 3, "/");
    if (strncmp(scheme, site, host + 3) == 0 && strcspn(scheme + 3, "/") == host) {
        return ATL_OK;
    }
    atl_fail(error, ATL_USAGE, "%s isn't on the profile's site, %s", text, context->account->site);
    atl_hint(error, "name the profile of that site with --profile");
    return ATL_USAGE;
}

enum atl_status jira_key_accept(const struct atl_context *context, const char *text,
                                const char **key, struct atl_error *error)
{
    enum atl_status status = jira_key_parse(context->arena, text, key, error);
    return status == ATL_OK ? check_site(context, text, error) : status;
}

enum atl_status jira_key_read(struct atl_context *context, const char **key,
                              struct atl_error *error)
{
    const char *argument = atl_argument(context, "KEY");
    const char *option = atl_option_text(context, "key");
    if (argument == NULL && option == NULL) {
        atl_fail(error, ATL_USAGE, "say which issue: its key is missing");
        atl_hint(error, "for example: atlcli %s ATL-1", context->command->words);
        return ATL_USAGE;
    }
    if (argument != NULL && option != NULL) {
        return atl_fail(error, ATL_USAGE, "the issue is given twice: '%s' and --key '%s'", argument,
                        option);
    }
    return jira_key_accept(context, argument != NULL ? argument : option, key, error);
}

const char *jira_key_project(struct atl_arena *arena, const char *key)
{
    return atl_arena_strndup(arena, key, strcspn(key, "-"));
}

const char *jira_key_url(struct atl_context *context, const char *key)
{
    return atl_arena_printf(context->arena, "%s/browse/%s", context->account->site, key);
}
