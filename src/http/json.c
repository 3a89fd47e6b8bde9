/* atl_http_json: the usual way to ask for something and get it parsed. */
#include "http/engine.h"
#include "http/server_message.h"

static enum atl_status fail_for_web_page(const struct atl_http *http,
                                         const struct atl_http_response *response,
                                         struct atl_error *error)
{
    struct atl_buffer shown = {0};
    atl_url_append_public(&shown, response->url);
    atl_fail(error, ATL_FAILED, "%s answered with a web page instead of JSON",
             atl_buffer_text(&shown));
    atl_hint(error, "a log-in page, single sign-on or a proxy may stand before the site");
    atl_hint(error, "check the site's address: %s", http->site);
    if (error != NULL) {
        error->http_status = response->status;
    }
    atl_buffer_free(&shown);
    return ATL_FAILED;
}

enum atl_status atl_http_json(struct atl_http *http, const struct atl_http_request *request,
                              struct atl_arena *arena, const cJSON **json, struct atl_error *error)
{
    struct atl_http_response response;
    *json = NULL;
    enum atl_status status = atl_http_send(http, request, arena, &response, error);
    if (status == ATL_OK) {
        status = atl_http_check(http, request, &response, error);
    }
    if (status != ATL_OK || response.length == 0) {
        return status;
    }
    if (atl_response_is_web_page(&response)) {
        return fail_for_web_page(http, &response, error);
    }
    cJSON *tree = NULL;
    status = atl_json_parse(response.body, response.length, "the server's answer", &tree, error);
    if (status == ATL_OK) {
        *json = atl_json_keep(arena, tree);
    } else if (error != NULL) {
        error->http_status = response.status;
    }
    return status;
}
