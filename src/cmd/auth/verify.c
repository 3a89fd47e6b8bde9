/* Asking the server: what is it, and whose token is this? */
#include "cmd/auth/auth.h"

#include "atlcli/loop.h"
#include "atlcli/text.h"
#include "cli/console.h"
#include "cmd/connect.h"

struct errand {
    struct atl_context *context;
    const struct atl_account *account;
    struct atl_http_options options;
    struct auth_proof *proof;
    struct atl_http_tls tls;
    enum atl_status (*run)(struct atl_http *http, struct errand *errand, struct atl_error *error);
};

static enum atl_status run_in_fiber(void *argument, struct atl_error *error)
{
    struct errand *errand = argument;
    struct atl_http *http = atl_http_open(errand->account, &errand->options);
    enum atl_status status = errand->run(http, errand, error);
    atl_http_close(http);
    return status;
}

/* `retries` below 0: what --retries says. */
static enum atl_status run_errand(struct errand *errand, int retries, struct atl_error *error)
{
    errand->options = atl_connect_options(errand->context);
    if (retries >= 0) {
        errand->options.retries = retries;
    }
    return atl_loop_run(run_in_fiber, errand, true, error);
}

/* ---- what is it? ---- */

static enum atl_status identify(struct atl_http *http, struct errand *errand,
                                struct atl_error *error)
{
    struct atl_arena *arena = errand->context->arena;
    enum atl_status status = atl_identify_server(http, arena, &errand->proof->server, error);
    errand->tls = atl_http_tls(http, arena);
    return status;
}

enum atl_status auth_identify(struct atl_context *context, const struct atl_account *account,
                              int retries, struct atl_server *server, struct atl_http_tls *tls,
                              struct atl_error *error)
{
    struct auth_proof proof = {0};
    struct errand errand = {
        .context = context, .account = account, .proof = &proof, .run = identify};
    enum atl_status status = run_errand(&errand, retries, error);
    *server = proof.server;
    *tls = errand.tls;
    return status;
}

/* ---- whose token is it? ---- */

static enum atl_status fail_wrong_kind(const struct atl_account *account,
                                       const struct atl_server *server, struct atl_arena *arena,
                                       struct atl_error *error)
{
    const char *what = atl_server_describe(server, arena);
    if (server->deployment == ATL_CLOUD) {
        atl_fail(error, ATL_USAGE,
                 "%s is %s, which takes an e-mail address and an API token, not a bearer token",
                 account->site, what);
        atl_hint(
            error,
            "leave out --bearer, and pass --email ADDRESS and an API token from " AUTH_TOKEN_PAGE);
    } else {
        atl_fail(error, ATL_USAGE,
                 "%s is %s, which takes a personal access token instead of an e-mail address and "
                 "an API token",
                 account->site, what);
        atl_hint(error, "pass --bearer, and a token made there in your profile, under Personal "
                        "Access Tokens");
    }
    return ATL_USAGE;
}

/* What else than a missing site can a 404 of a Cloud host be? */
static enum atl_status explain_absent_cloud_site(const struct atl_account *account,
                                                 enum atl_status status, struct atl_error *error)
{
    if (status == ATL_NOT_FOUND) {
        int http_status = error == NULL ? 0 : error->http_status;
        atl_fail(error, ATL_NOT_FOUND, "there is no Jira or Confluence at %s (%d)", account->site,
                 http_status);
        atl_hint(error, "check the site's address for a typing mistake");
        if (error != NULL) {
            error->http_status = http_status;
        }
    }
    return status;
}

static enum atl_status verify(struct atl_http *http, struct errand *errand, struct atl_error *error)
{
    struct atl_arena *arena = errand->context->arena;
    const struct atl_account *account = errand->account;
    struct auth_proof *proof = errand->proof;
    if (atl_site_is_cloud(account->site)) {
        proof->server = (struct atl_server){.deployment = ATL_CLOUD};
        return explain_absent_cloud_site(
            account, atl_identity_fetch_any(http, arena, &proof->identity, error), error);
    }
    enum atl_status status = atl_identify_server(http, arena, &proof->server, error);
    if (status == ATL_NOT_FOUND) {
        atl_hint(error, "--no-verify saves the profile all the same");
    }
    if (status != ATL_OK) {
        return status;
    }
    if ((proof->server.deployment == ATL_CLOUD) != (account->auth_type == ATL_AUTH_BASIC)) {
        return fail_wrong_kind(account, &proof->server, arena, error);
    }
    if (proof->server.deployment == ATL_CLOUD) {
        return atl_identity_fetch_any(http, arena, &proof->identity, error);
    }
    return atl_identity_fetch(http, proof->server.product, arena, &proof->identity, error);
}

enum atl_status auth_verify(struct atl_context *context, const struct atl_account *account,
                            struct auth_proof *proof, struct atl_error *error)
{
    struct errand errand = {.context = context, .account = account, .proof = proof, .run = verify};
    *proof = (struct auth_proof){0};
    return run_errand(&errand, -1, error);
}

/* ---- the same without a look first ---- */

static enum atl_status ask(struct atl_http *http, struct errand *errand, struct atl_error *error)
{
    struct atl_arena *arena = errand->context->arena;
    const struct atl_account *account = errand->account;
    struct auth_proof *proof = errand->proof;
    enum atl_status status = atl_identity_fetch_any(http, arena, &proof->identity, error);
    if (status == ATL_OK || status == ATL_CANCELLED || status == ATL_NETWORK || status == ATL_TLS) {
        return status;
    }
    if (atl_site_is_cloud(account->site)) {
        return explain_absent_cloud_site(account, status, error);
    }
    struct atl_error second;
    enum atl_status identified = atl_identify_server(http, arena, &proof->server, &second);
    if (identified == ATL_NOT_FOUND) {
        *error = second;
        return ATL_NOT_FOUND;
    }
    bool other_kind = identified == ATL_OK && (proof->server.deployment == ATL_CLOUD) !=
                                                  (account->auth_type == ATL_AUTH_BASIC);
    if (other_kind) {
        fail_wrong_kind(account, &proof->server, arena, error);
        error->status = ATL_UNAUTHENTICATED;
        return ATL_UNAUTHENTICATED;
    }
    return status;
}

enum atl_status auth_ask(struct atl_context *context, const struct atl_account *account,
                         struct auth_proof *proof, struct atl_error *error)
{
    struct errand errand = {.context = context, .account = account, .proof = proof, .run = ask};
    *proof = (struct auth_proof){0};
    return run_errand(&errand, -1, error);
}

/* ---- odds and ends ---- */

struct atl_account auth_account_of(const struct atl_profile *profile)
{
    return (struct atl_account){
        .profile = profile->name,
        .site = profile->site,
        .email = profile->email,
        .token = profile->token,
        .username = profile->username,
        .auth_type = profile->auth_type,
        .tls_ca_file = profile->tls_ca_file,
        .tls_skip_verify = profile->tls_skip_verify,
    };
}

void auth_warn_about_site(struct atl_context *context, const char *site)
{
    if (atl_site_is_exposed(site)) {
        atl_warn(context->console, "%s is plain http: the token travels unencrypted", site);
    }
}

static void add_text(cJSON *object, const char *name, const char *text)
{
    cJSON_AddItemToObject(object, name,
                          text == NULL ? cJSON_CreateNull() : cJSON_CreateString(text));
}

cJSON *auth_identity_to_json(const struct atl_identity *identity)
{
    cJSON *object = cJSON_CreateObject();
    add_text(object, "displayName", identity->display_name);
    add_text(object, "accountId", identity->account_id);
    add_text(object, "name", identity->name);
    add_text(object, "email", identity->email);
    return object;
}
