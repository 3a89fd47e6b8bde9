/* Whose token is it? */
#include "atlcli/identity.h"

#include "atlcli/clock.h"
#include "atlcli/jira.h"
#include "atlcli/json.h"
#include "atlcli/text.h"

const char *atl_product_name(enum atl_product product)
{
    return product == ATL_PRODUCT_JIRA ? "Jira" : "Confluence";
}

static enum atl_status fetch_from_jira(struct atl_http *http, struct atl_arena *arena,
                                       struct atl_identity *identity, struct atl_error *error)
{
    struct atl_jira_user user;
    enum atl_status status = atl_jira_myself(http, arena, &user, error);
    if (status != ATL_OK) {
        return status;
    }
    identity->display_name = user.display_name;
    identity->account_id = user.account_id;
    identity->name = user.account_id == NULL ? user.name : NULL;
    identity->email = user.email;
    return ATL_OK;
}

/* Confluence answers anonymous requests, too, where it is open to everybody. */
static enum atl_status fail_as_anonymous(const struct atl_http *http, struct atl_error *error)
{
    const struct atl_account *account = atl_http_account(http);
    atl_fail(error, ATL_UNAUTHENTICATED,
             "Authentication failed: Confluence took the request for an anonymous one [%s]",
             account->site);
    atl_hint(error, "check that the token hasn't expired or been revoked");
    atl_hint(error, "log in anew: atlcli auth init");
    return ATL_UNAUTHENTICATED;
}

static enum atl_status fetch_from_confluence(struct atl_http *http, struct atl_arena *arena,
                                             struct atl_identity *identity, struct atl_error *error)
{
    bool cloud = atl_deployment_of(atl_http_account(http)) == ATL_CLOUD;
    struct atl_http_request request = {
        .method = ATL_GET,
        .path = cloud ? "/wiki/rest/api/user/current" : "/rest/api/user/current",
    };
    const cJSON *json;
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status != ATL_OK) {
        return status;
    }
    if (atl_text_equal(atl_json_text(json, "type", NULL), "anonymous")) {
        return fail_as_anonymous(http, error);
    }
    identity->display_name =
        atl_json_text(json, "displayName", atl_json_text(json, "publicName", NULL));
    identity->account_id = atl_json_text(json, "accountId", NULL);
    identity->name = atl_json_text(json, "username", NULL);
    identity->email = atl_json_text(json, "email", NULL);
    if (identity->account_id == NULL && identity->name == NULL) {
        return atl_fail(error, ATL_FAILED, "the server's answer doesn't say who you are");
    }
    return ATL_OK;
}

/* An empty text says as much as none. */
static const char *text_or_null(const char *text)
{
    return atl_text_is_empty(text) ? NULL : text;
}

enum atl_status atl_identity_fetch(struct atl_http *http, enum atl_product product,
                                   struct atl_arena *arena, struct atl_identity *identity,
                                   struct atl_error *error)
{
    *identity = (struct atl_identity){.product = product};
    int64_t began = atl_clock_monotonic_ms();
    enum atl_status status = product == ATL_PRODUCT_JIRA
                                 ? fetch_from_jira(http, arena, identity, error)
                                 : fetch_from_confluence(http, arena, identity, error);
    identity->milliseconds = atl_clock_monotonic_ms() - began;
    identity->email = text_or_null(identity->email);
    identity->display_name = text_or_null(identity->display_name);
    if (identity->display_name == NULL) {
        identity->display_name = identity->name != NULL ? identity->name : identity->account_id;
    }
    return status;
}

/* Whether the other product may still know the account. */
static bool is_worth_another_try(enum atl_status status)
{
    return status == ATL_NOT_FOUND || status == ATL_FORBIDDEN;
}

enum atl_status atl_identity_fetch_any(struct atl_http *http, struct atl_arena *arena,
                                       struct atl_identity *identity, struct atl_error *error)
{
    enum atl_status status = atl_identity_fetch(http, ATL_PRODUCT_JIRA, arena, identity, error);
    if (!is_worth_another_try(status)) {
        return status;
    }
    struct atl_error second;
    struct atl_identity other;
    enum atl_status then = atl_identity_fetch(http, ATL_PRODUCT_CONFLUENCE, arena, &other, &second);
    if (then == ATL_OK) {
        *identity = other;
        atl_error_clear(error);
        return ATL_OK;
    }
    /* "Forbidden" or "wrong token" says more than "there is no such thing here". */
    if (status == ATL_NOT_FOUND && then != ATL_NOT_FOUND) {
        if (error != NULL) {
            *error = second;
        }
        return then;
    }
    return status;
}
