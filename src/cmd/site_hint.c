#include "cmd/site_hint.h"

static bool is_missing(const struct atl_error *error)
{
    return error->http_status == 404 || error->http_status == 405 || error->http_status == 410;
}

static void hint_at_deployment(const struct atl_account *account, const char *description,
                               enum atl_deployment deployment, struct atl_error *error)
{
    error->hint_count = 0;
    if (deployment == ATL_DATA_CENTER) {
        atl_hint(error, "the site is %s, and the profile is made for Atlassian Cloud", description);
        atl_hint(error, "log in with a personal access token: atlcli auth login --bearer --site %s",
                 account->site);
    } else {
        atl_hint(error, "the site is %s, and the profile is made for a self-hosted one",
                 description);
        atl_hint(error,
                 "log in with an e-mail address and an API token: atlcli auth login --site %s",
                 account->site);
    }
}

static void hint_at_product(enum atl_product product, const char *description,
                            struct atl_error *error)
{
    error->hint_count = 0;
    atl_hint(error, "the site is %s: no %s answers there", description, atl_product_name(product));
    atl_hint(error, "choose another profile with --profile: atlcli auth list");
}

/* A site may have both products, of which Jira answers first. */
static bool is_there(struct atl_http *http, struct atl_arena *arena, enum atl_product product)
{
    struct atl_identity identity;
    return atl_identity_fetch(http, product, arena, &identity, NULL) != ATL_NOT_FOUND;
}

void site_hint_add(struct atl_http *http, enum atl_product product, struct atl_error *error)
{
    if (error == NULL || !is_missing(error)) {
        return;
    }
    struct atl_arena arena = {0};
    struct atl_server server;
    const struct atl_account *account = atl_http_account(http);
    if (atl_identify_server(http, &arena, &server, NULL) == ATL_OK) {
        const char *description = atl_server_describe(&server, &arena);
        if (server.deployment != atl_deployment_of(account)) {
            hint_at_deployment(account, description, server.deployment, error);
        } else if (server.product != product && !is_there(http, &arena, product)) {
            hint_at_product(product, description, error);
        }
    }
    atl_arena_free(&arena);
}
