/* What answers at a site, asked without credentials: which product, how fast, by which clock. */
#include "atlcli/clock.h"
#include "atlcli/deployment.h"
#include "atlcli/health.h"
#include "atlcli/json.h"
#include "atlcli/text.h"

#include <string.h>

/* Dates have whole seconds: on average half a second has been cut off. */
static void read_clock(const struct atl_http_response *response, int64_t now_ms,
                       struct atl_health *health)
{
    int64_t date_ms;
    health->has_clock = atl_http_date(response, &date_ms);
    if (health->has_clock) {
        health->clock_skew_ms = date_ms + 500 - (now_ms - health->latency_ms / 2);
    }
}

static enum atl_presence judge(int status)
{
    if (status == 401 || status == 403) {
        return ATL_PRESENCE_HIDDEN;
    }
    return status == 429 || status >= 500 ? ATL_UNWELL : ATL_ABSENT;
}

/* The answer's outline, and its content when that is JSON (else *json is NULL). */
static enum atl_status ask(struct atl_http *http, struct atl_arena *arena, const char *path,
                           struct atl_health *health, const cJSON **json, struct atl_error *error)
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
    *json = NULL;
    *health = (struct atl_health){.presence = ATL_ABSENT};
    enum atl_status status = atl_http_send(http, &request, arena, &response, error);
    if (status != ATL_OK) {
        return status;
    }
    int64_t now_ms = atl_clock_wall_ms();
    health->presence = judge(response.status);
    health->http_status = response.status;
    health->url = response.url;
    health->is_page = strstr(response.content_type, "html") != NULL;
    health->latency_ms = response.milliseconds - response.setup_ms;
    read_clock(&response, now_ms, health);
    (void)atl_json_read(arena, response.body, response.length, "the answer", json, NULL);
    return ATL_OK;
}

enum atl_status atl_health_of_jira(struct atl_http *http, struct atl_arena *arena,
                                   struct atl_health *health, struct atl_error *error)
{
    const cJSON *json;
    enum atl_status status = ask(http, arena, "/rest/api/2/serverInfo", health, &json, error);
    if (status == ATL_OK && health->http_status == 200 &&
        atl_json_text(json, "baseUrl", NULL) != NULL) {
        bool cloud = atl_text_equal(atl_json_text(json, "deploymentType", NULL), "Cloud");
        health->presence = ATL_PRESENT;
        health->version = cloud ? NULL : atl_json_text(json, "version", NULL);
    }
    return status;
}

/* A self-hosted Confluence from 9.1 on tells its version here. */
static enum atl_status ask_version(struct atl_http *http, struct atl_arena *arena,
                                   struct atl_health *health, bool *found, struct atl_error *error)
{
    const cJSON *json;
    enum atl_status status = ask(http, arena, "/rest/api/server-information", health, &json, error);
    const char *version = atl_json_text(json, "version", NULL);
    *found = status == ATL_OK && health->http_status == 200 && version != NULL;
    if (*found) {
        health->presence = ATL_PRESENT;
        health->version = version;
    }
    return status;
}

enum atl_status atl_health_of_confluence(struct atl_http *http, struct atl_arena *arena,
                                         struct atl_health *health, struct atl_error *error)
{
    bool cloud = atl_deployment_of(atl_http_account(http)) == ATL_CLOUD;
    bool found = false;
    enum atl_status status = ATL_OK;
    if (!cloud) {
        status = ask_version(http, arena, health, &found, error);
    }
    if (status != ATL_OK || found) {
        return status;
    }
    const cJSON *json;
    const char *path = cloud ? "/wiki/rest/api/user/current" : "/rest/api/user/current";
    status = ask(http, arena, path, health, &json, error);
    /* It says who asks, or in JSON why it doesn't say. */
    bool says_who = health->http_status == 200 && atl_json_text(json, "type", NULL) != NULL;
    bool refuses =
        health->presence == ATL_PRESENCE_HIDDEN && atl_json_text(json, "message", NULL) != NULL;
    if (status == ATL_OK && (says_who || refuses)) {
        health->presence = ATL_PRESENT;
    }
    return status;
}
