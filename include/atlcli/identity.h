/*
 * Who is who: what a site is (Jira or Confluence, Cloud or self-hosted), and whose account its
 * token is for. To be used inside atl_loop_run.
 */
#ifndef ATLCLI_IDENTITY_H
#define ATLCLI_IDENTITY_H

#include "atlcli/deployment.h"
#include "atlcli/error.h"
#include "atlcli/http.h"
#include "atlcli/memory.h"

#include <stdbool.h>

enum atl_product {
    ATL_PRODUCT_JIRA,
    ATL_PRODUCT_CONFLUENCE,
};

/* "Jira", "Confluence". */
const char *atl_product_name(enum atl_product product);

/* What a site says of itself. Texts live in the arena of the call; NULL when it doesn't say. */
struct atl_server {
    enum atl_deployment deployment;
    enum atl_product product; /* the one that answered; a Cloud site with Jira may have both */
    const char *version;      /* "9.12.0"; of self-hosted products, since Cloud has none */
    const char *title;        /* what its owners call it */
};

/* "Jira Data Center 9.12.0", "Atlassian Cloud"; in the arena. */
const char *atl_server_describe(const struct atl_server *server, struct atl_arena *arena);

/*
 * Finds out what answers at the engine's site, without credentials, so that it works before there
 * are any, and tells a wrong site from a wrong token:
 *   GET /rest/api/2/serverInfo            Jira, on Cloud and self-hosted ("Get Jira instance info")
 *   GET /rest/applinks/1.0/manifest       every self-hosted product
 *   GET /wiki/rest/api/user/current       Confluence Cloud, where there is no Jira
 *   GET /rest/api/user/current            Confluence Data Center that keeps its manifest to itself
 * ATL_NOT_FOUND when something else answers (a web page, say); otherwise the errors of
 * atl_http_send.
 */
enum atl_status atl_identify_server(struct atl_http *http, struct atl_arena *arena,
                                    struct atl_server *server, struct atl_error *error);

/* An account as its server knows it. Texts live in the arena of the call. */
struct atl_identity {
    enum atl_product product; /* where it was looked up */
    const char *display_name;
    const char *account_id; /* Cloud; NULL on Data Center */
    const char *name;       /* Data Center's user name; NULL on Cloud */
    const char *email;      /* NULL also when privacy settings hide it */
    int64_t milliseconds;   /* until the answer was there */
};

/*
 * Asks one product whose token it is: GET myself, or GET user/current, in the form of the account's
 * deployment (see atl_deployment_of). ATL_UNAUTHENTICATED also when the server takes the request
 * for an anonymous one; otherwise the errors of atl_http_json.
 */
enum atl_status atl_identity_fetch(struct atl_http *http, enum atl_product product,
                                   struct atl_arena *arena, struct atl_identity *identity,
                                   struct atl_error *error);

/*
 * The same of Jira, and where there is no Jira for this account (404, 403), of Confluence. When
 * neither knows the account, the error is the one that says more.
 */
enum atl_status atl_identity_fetch_any(struct atl_http *http, struct atl_arena *arena,
                                       struct atl_identity *identity, struct atl_error *error);

#endif
