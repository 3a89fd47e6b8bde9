#include "cmd/jira/key.h"

#include "atlcli/jira.h"
#include "atlcli/text.h"
#include "cmd/site_check.h"

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

enum atl_status jira_key_accept(const struct atl_context *context, const char *text,
                                const char **key, struct atl_error *error)
{
    enum atl_status status = jira_key_parse(context->arena, text, key, error);
    return status == ATL_OK ? site_check(context->account, text, error) : status;
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
