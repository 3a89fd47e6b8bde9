/* What answers at a site? Asked without credentials. */
#include "atlcli/identity.h"
#include "atlcli/json.h"
#include "atlcli/text.h"

#include <string.h>

struct question {
    struct atl_http *http;
    struct atl_arena *arena;
    struct atl_server *server;
    bool page_seen;  /* something answered with HTML */
    int last_status; /* what the last answer said */
    const char *url; /* where it came from */
};

/* The answer to a GET as JSON; *json NULL when it is something else. *http_status is the answer's.
 */
static enum atl_status ask(struct question *question, const char *path, int *http_status,
                           const cJSON **json, struct atl_error *error)
{
    enum {
        MOST_BYTES = 4 * 1024 * 1024, /* a web page, at most */
    };
    struct atl_http_request request = {
        .method = ATL_GET,
        .path = path,
        .without_credentials = true,
        .response_limit = MOST_BYTES,
    };
    struct atl_http_response response;
    *http_status = 0;
    *json = NULL;
    enum atl_status status =
        atl_http_send(question->http, &request, question->arena, &response, error);
    if (status != ATL_OK) {
        return status;
    }
    if (response.status == 429 || response.status >= 500) {
        /* It may well be the site, but not now. */
        return atl_http_check(question->http, &request, &response, error);
    }
    *http_status = response.status;
    question->last_status = response.status;
    question->url = response.url;
    if (atl_json_read(question->arena, response.body, response.length, "the answer", json, NULL) !=
            ATL_OK &&
        strstr(response.content_type, "html") != NULL) {
        question->page_seen = true;
    }
    return ATL_OK;
}

/* A missing type is that of an old, self-hosted Jira. */
static enum atl_status ask_jira(struct question *question, bool *found, struct atl_error *error)
{
    int code;
    const cJSON *json;
    enum atl_status status = ask(question, "/rest/api/2/serverInfo", &code, &json, error);
    if (status != ATL_OK || code != 200 || atl_json_text(json, "baseUrl", NULL) == NULL) {
        return status;
    }
    const char *type = atl_json_text(json, "deploymentType", "Server");
    bool cloud = atl_text_equal_ignoring_case(type, "Cloud");
    *question->server = (struct atl_server){
        .deployment = cloud ? ATL_CLOUD : ATL_DATA_CENTER,
        .product = ATL_PRODUCT_JIRA,
        .version = cloud ? NULL : atl_json_text(json, "version", NULL),
        .title = atl_json_text(json, "serverTitle", NULL),
    };
    *found = true;
    return ATL_OK;
}

static enum atl_status ask_manifest(struct question *question, bool *found, struct atl_error *error)
{
    int code;
    const cJSON *json;
    enum atl_status status = ask(question, "/rest/applinks/1.0/manifest", &code, &json, error);
    if (status != ATL_OK || code != 200) {
        return status;
    }
    const char *type = atl_json_text(json, "typeId", NULL);
    bool jira = atl_text_equal(type, "jira");
    if (!jira && !atl_text_equal(type, "confluence")) {
        return ATL_OK;
    }
    *question->server = (struct atl_server){
        .deployment = ATL_DATA_CENTER,
        .product = jira ? ATL_PRODUCT_JIRA : ATL_PRODUCT_CONFLUENCE,
        .version = atl_json_text(json, "version", NULL),
        .title = atl_json_text(json, "name", NULL),
    };
    *found = true;
    return ATL_OK;
}

/* Confluence says who asks, or in JSON that it doesn't say. */
static enum atl_status ask_confluence(struct question *question, enum atl_deployment deployment,
                                      bool *found, struct atl_error *error)
{
    int code;
    const cJSON *json;
    const char *path =
        deployment == ATL_CLOUD ? "/wiki/rest/api/user/current" : "/rest/api/user/current";
    enum atl_status status = ask(question, path, &code, &json, error);
    if (status != ATL_OK || !cJSON_IsObject(json)) {
        return status;
    }
    bool says_who = code == 200 && atl_json_text(json, "type", NULL) != NULL;
    bool refuses = (code == 401 || code == 403) && atl_json_text(json, "message", NULL) != NULL;
    if (says_who || refuses) {
        *question->server = (struct atl_server){
            .deployment = deployment,
            .product = ATL_PRODUCT_CONFLUENCE,
        };
        *found = true;
    }
    return ATL_OK;
}

static enum atl_status fail_to_identify(const struct question *question, struct atl_error *error)
{
    const char *site = atl_http_account(question->http)->site;
    if (question->page_seen) {
        atl_fail(error, ATL_NOT_FOUND, "there is no Jira or Confluence at %s: a web page answers",
                 site);
    } else {
        atl_fail(error, ATL_NOT_FOUND, "there is no Jira or Confluence at %s (%d)", site,
                 question->last_status);
    }
    if (question->url != NULL && !atl_text_starts_with(question->url, site)) {
        atl_hint(error, "it redirects to another address: is that the site's?");
    }
    atl_hint(error, "check the site's address: https://NAME.atlassian.net, or that of your own "
                    "server");
    atl_hint(error, "a self-hosted site may be below a path, such as https://example.com/jira");
    return ATL_NOT_FOUND;
}

enum atl_status atl_identify_server(struct atl_http *http, struct atl_arena *arena,
                                    struct atl_server *server, struct atl_error *error)
{
    struct question question = {.http = http, .arena = arena, .server = server};
    bool found = false;
    enum atl_status status = ask_jira(&question, &found, error);
    bool only_cloud = atl_site_is_cloud(atl_http_account(http)->site);
    if (status == ATL_OK && !found && !only_cloud) {
        status = ask_manifest(&question, &found, error);
    }
    if (status == ATL_OK && !found) {
        status = ask_confluence(&question, ATL_CLOUD, &found, error);
    }
    if (status == ATL_OK && !found && !only_cloud) {
        status = ask_confluence(&question, ATL_DATA_CENTER, &found, error);
    }
    if (status == ATL_OK && !found) {
        status = fail_to_identify(&question, error);
    }
    return status;
}

const char *atl_server_describe(const struct atl_server *server, struct atl_arena *arena)
{
    if (server->deployment == ATL_CLOUD) {
        return "Atlassian Cloud";
    }
    return atl_arena_printf(arena, "%s Data Center%s%s", atl_product_name(server->product),
                            server->version == NULL ? "" : " ",
                            server->version == NULL ? "" : server->version);
}
