#include "cmd/wiki/creator.h"

#include "atlcli/confluence_page.h"
#include "atlcli/deployment.h"
#include "atlcli/jira.h"
#include "atlcli/text.h"

#include <string.h>

enum naming {
    BY_ME,
    BY_ID, /* Cloud: account id; Data Center: user name */
    BY_EMAIL,
    BY_FULL_NAME,
};

/* Cloud names people by account ids: 24 hexadecimal digits, or a number, a colon and a UUID. */
static bool is_account_id(const char *text)
{
    size_t length = strlen(text);
    return strspn(text, "0123456789abcdef:-") == length &&
           (length == 24 || strchr(text, ':') != NULL);
}

/* E-mail addresses are user names on many a Data Center. */
static enum naming naming_of(const struct atl_http *http, const char *name)
{
    bool is_cloud = atl_deployment_of(atl_http_account(http)) == ATL_CLOUD;
    bool has_space = strchr(name, ' ') != NULL;
    if (atl_text_equal_ignoring_case(name, "me")) {
        return BY_ME;
    }
    if (is_cloud ? is_account_id(name) : !has_space) {
        return BY_ID;
    }
    return is_cloud && !has_space && strchr(name, '@') != NULL ? BY_EMAIL : BY_FULL_NAME;
}

static enum atl_status find_by_email(struct atl_http *http, struct atl_arena *arena,
                                     const char *name, const char **id, struct atl_error *error)
{
    enum atl_status status = atl_jira_find_user(http, arena, name, id, error);
    if (status != ATL_NOT_FOUND || error->http_status == 0) {
        return status;
    }
    atl_fail(error, ATL_USAGE,
             "Confluence finds nobody by e-mail address, and no Jira answers on this site");
    atl_hint(error, "give a full name or an account id");
    return ATL_USAGE;
}

enum atl_status wiki_creator_add(struct query_builder *builder, struct atl_http *http,
                                 struct atl_arena *arena, const char *name, struct atl_error *error)
{
    const char *id = name;
    enum atl_status status = ATL_OK;
    switch (naming_of(http, name)) {
    case BY_ME:
        query_add_condition(builder, "creator = currentUser()");
        return ATL_OK;
    case BY_FULL_NAME:
        query_add_comparison(builder, "creator.fullname", "~", name);
        return ATL_OK;
    case BY_EMAIL:
        status = find_by_email(http, arena, name, &id, error);
        break;
    case BY_ID:
        break;
    }
    if (status == ATL_OK) {
        query_add_comparison(builder, "creator", "=", id);
    }
    return status;
}

enum atl_status wiki_creator_check(struct atl_http *http, struct atl_arena *arena, const char *name,
                                   struct atl_error *error)
{
    const char *id;
    bool is_cloud = atl_deployment_of(atl_http_account(http)) == ATL_CLOUD;
    enum naming naming = naming_of(http, name);
    enum atl_status status = ATL_OK;
    if (naming == BY_ID) {
        status = atl_confluence_find_person(http, arena, name, error);
        if (status == ATL_NOT_FOUND && !is_cloud) {
            atl_hint(error, "one word is taken for a user name; or give a full name");
        }
    } else if (naming == BY_FULL_NAME && is_cloud) {
        status = atl_jira_find_user(http, arena, name, &id, error);
        status = status == ATL_NOT_FOUND && error->http_status != 0 ? ATL_OK : status;
    }
    return status;
}
