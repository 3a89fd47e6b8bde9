/* atl_http_json, atl_http_text and atl_http_read: the usual ways to ask for something and get JSON.
 */
#include "http/engine.h"
#include "http/failure.h"

#include <string.h>

enum {
    MOST_LOOKS = 4, /* at an answer that keeps coming broken */
};

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

static enum atl_status read_body(const struct atl_http_request *request,
                                 const struct atl_http_response *response, struct atl_arena *arena,
                                 const cJSON **json, struct atl_error *error)
{
    struct atl_buffer shown = {0};
    enum atl_status status = ATL_OK;
    if (response->length == 0 && !wants_body(request, response)) {
        return ATL_OK;
    }
    atl_url_append_public(&shown, response->url);
    if (response->length == 0) {
        status = atl_fail(error, ATL_FAILED, "the server's answer is empty");
    } else {
        status = atl_json_read(arena, response->body, response->length, "the server's answer", json,
                               error);
    }
    if (status != ATL_OK) {
        atl_error_prefix(error, "%s", atl_buffer_text(&shown));
    }
    atl_buffer_free(&shown);
    return status;
}

/* The server said yes, and how isn't readable. What changes by PUT and DELETE is done then. */
static enum atl_status end_with_broken_body(const struct atl_http *http,
                                            const struct atl_http_request *request,
                                            const struct atl_http_response *response,
                                            struct atl_error *error)
{
    enum atl_status status = ATL_FAILED;
    if (request->method == ATL_PUT || request->method == ATL_DELETE) {
        atl_error_clear(error);
        return ATL_OK;
    }
    if (!is_read(request) && request->method == ATL_POST) {
        status = ATL_UNKNOWN_OUTCOME;
        atl_failure_hint_doubt(error);
    } else {
        atl_failure_hint_trouble(http, error);
    }
    if (error != NULL) {
        error->status = status;
        error->http_status = response->status;
    }
    return status;
}

static int most_looks(const struct atl_http *http)
{
    return http->options.retries < MOST_LOOKS ? http->options.retries + 1 : MOST_LOOKS;
}

static enum atl_status send_and_check(struct atl_http *http, const struct atl_http_request *request,
                                      struct atl_arena *arena, struct atl_http_response *response,
                                      struct atl_error *error)
{
    enum atl_status status = atl_http_send(http, request, arena, response, error);
    return status == ATL_OK ? atl_http_check(http, request, response, error) : status;
}

/* Sends until the answer can be read, `looks` times at most. */
static enum atl_status send_and_read(struct atl_http *http, const struct atl_http_request *request,
                                     int looks, struct atl_arena *arena, const cJSON **json,
                                     struct atl_error *error)
{
    struct atl_http_response response;
    for (;;) {
        enum atl_status status = send_and_check(http, request, arena, &response, error);
        if (status != ATL_OK) {
            return status;
        }
        if (read_body(request, &response, arena, json, error) == ATL_OK) {
            return ATL_OK;
        }
        /* What broke on the way may be whole the next time. */
        if (!is_read(request) || --looks <= 0) {
            return end_with_broken_body(http, request, &response, error);
        }
        atl_error_clear(error);
    }
}

enum atl_status atl_http_json(struct atl_http *http, const struct atl_http_request *request,
                              struct atl_arena *arena, const cJSON **json, struct atl_error *error)
{
    *json = NULL;
    return send_and_read(http, request, most_looks(http), arena, json, error);
}

/* Ends as it began: what was cut off, or came from elsewhere, doesn't. */
static bool looks_whole(const struct atl_http_response *response)
{
    const char *first = response->body + strspn(response->body, " \t\r\n");
    const char *end = response->body + response->length;
    while (end > first && strchr(" \t\r\n", end[-1]) != NULL) {
        end--;
    }
    return end - first >= 2 &&
           ((*first == '{' && end[-1] == '}') || (*first == '[' && end[-1] == ']'));
}

enum atl_status atl_http_text(struct atl_http *http, const struct atl_http_request *request,
                              struct atl_arena *arena, struct atl_http_response *response,
                              struct atl_error *error)
{
    int looks = 0;
    enum atl_status status;
    do {
        status = send_and_check(http, request, arena, response, error);
        response->looks = ++looks;
    } while (status == ATL_OK && response->packing == NULL && !looks_whole(response) &&
             is_read(request) && looks < most_looks(http));
    return status;
}

/* Takes the body apart where it is: what it was unpacked to is nobody else's. */
static enum atl_status read_unpacked(const struct atl_http_response *response,
                                     struct atl_arena *arena, const cJSON **json,
                                     struct atl_error *error)
{
    return atl_json_read_in_place(arena, (char *)(uintptr_t)response->body, response->length,
                                  "the server's answer", json, error);
}

enum atl_status atl_http_read(struct atl_http *http, const struct atl_http_request *request,
                              struct atl_arena *arena, struct atl_http_response *response,
                              const cJSON **json, struct atl_error *error)
{
    bool packed = response->packing != NULL;
    *json = NULL;
    enum atl_status status = atl_http_unpack(http, arena, response, error);
    if (status == ATL_OK) {
        status = packed ? read_unpacked(response, arena, json, error)
                        : read_body(request, response, arena, json, error);
    }
    if (status == ATL_OK) {
        return ATL_OK;
    }
    int looks = most_looks(http) - response->looks;
    if (!is_read(request) || looks <= 0) {
        return end_with_broken_body(http, request, response, error);
    }
    struct atl_http_request again = *request;
    again.keep_packed = false;
    atl_error_clear(error);
    return send_and_read(http, &again, looks, arena, json, error);
}
