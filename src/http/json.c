/* atl_http_json: the usual way to ask for something and get it parsed. */
#include "http/engine.h"
#include "http/server_message.h"

enum {
    MOST_LOOKS = 4, /* at an answer that keeps coming broken */
};

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

static bool is_read(const struct atl_http_request *request)
{
    return request->method == ATL_GET || request->safe_to_repeat;
}

/* 204 says that there is nothing; a 200 to a question has an answer. */
static bool wants_body(const struct atl_http_request *request,
                       const struct atl_http_response *response)
{
    return request->wants_answer || (is_read(request) && response->status == 200);
}

static enum atl_status read_body(const struct atl_http *http,
                                 const struct atl_http_request *request,
                                 const struct atl_http_response *response, struct atl_arena *arena,
                                 const cJSON **json, struct atl_error *error)
{
    struct atl_buffer shown = {0};
    cJSON *tree = NULL;
    enum atl_status status = ATL_OK;
    if (response->length == 0 && !wants_body(request, response)) {
        return ATL_OK;
    }
    if (response->length > 0 && atl_response_is_web_page(response)) {
        return fail_for_web_page(http, response, error);
    }
    atl_url_append_public(&shown, response->url);
    if (response->length == 0) {
        status = atl_fail(error, ATL_FAILED, "the server's answer is empty");
    } else {
        status =
            atl_json_parse(response->body, response->length, "the server's answer", &tree, error);
    }
    if (status == ATL_OK) {
        *json = atl_json_keep(arena, tree);
    } else {
        atl_error_prefix(error, "%s", atl_buffer_text(&shown));
    }
    atl_buffer_free(&shown);
    return status;
}

/*
 * The server said yes, and how isn't readable. What changes by PUT and DELETE is done then; whether
 * a web page to a POST came from Jira or from what stands before it, nobody knows.
 */
static enum atl_status end_with_broken_body(const struct atl_http_request *request,
                                            const struct atl_http_response *response,
                                            struct atl_error *error)
{
    bool is_page = response->length > 0 && atl_response_is_web_page(response);
    enum atl_status status = ATL_FAILED;
    if ((request->method == ATL_PUT || request->method == ATL_DELETE) && !is_page) {
        atl_error_clear(error);
        return ATL_OK;
    }
    if (!is_read(request) && request->method == ATL_POST) {
        status = ATL_UNKNOWN_OUTCOME;
        atl_hint(error, "look at the server before trying again: it may have been done");
    }
    if (error != NULL) {
        error->status = status;
        error->http_status = response->status;
    }
    return status;
}

enum atl_status atl_http_json(struct atl_http *http, const struct atl_http_request *request,
                              struct atl_arena *arena, const cJSON **json, struct atl_error *error)
{
    struct atl_http_response response;
    int looks = http->options.retries < MOST_LOOKS ? http->options.retries + 1 : MOST_LOOKS;
    *json = NULL;
    for (;;) {
        enum atl_status status = atl_http_send(http, request, arena, &response, error);
        if (status == ATL_OK) {
            status = atl_http_check(http, request, &response, error);
        }
        if (status != ATL_OK) {
            return status;
        }
        if (read_body(http, request, &response, arena, json, error) == ATL_OK) {
            return ATL_OK;
        }
        /* What broke on the way may be whole the next time; a log-in page stays one. */
        if (!is_read(request) || --looks <= 0 || atl_response_is_web_page(&response)) {
            return end_with_broken_body(request, &response, error);
        }
        atl_error_clear(error);
    }
}
