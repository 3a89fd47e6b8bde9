/* One request to Jira, with its fate told exactly. */
#include "atlassian/jira/internal.h"

#include "atlcli/jira_bulk.h"

#include <string.h>

enum {
    MOST_LOOKS = 4, /* at an answer that keeps coming broken */
};

bool atl_jira_is_cloud(const struct atl_http *http)
{
    return jira_is_cloud(http);
}

static bool is_read(const struct atl_jira_call *call)
{
    return call->method == ATL_GET || call->method == ATL_HEAD || call->reads;
}

static struct atl_http_request request_of(struct atl_http *http, struct atl_arena *arena,
                                          const struct atl_jira_call *call)
{
    struct atl_http_request request = {
        .method = call->method,
        .path = jira_path(http, arena, call->path),
        .safe_to_repeat = call->reads,
    };
    if (call->body != NULL) {
        char *text = atl_json_print(call->body, false);
        request.body = atl_arena_strdup(arena, text);
        request.body_length = strlen(text);
        cJSON_free(text);
    }
    return request;
}

/* False, with an error, when the body is no JSON, or there is none where one was wanted. */
static bool read_body(const struct atl_jira_call *call, const struct atl_http_response *response,
                      struct atl_arena *arena, const cJSON **json, struct atl_error *error)
{
    *json = NULL;
    if (response->length == 0) {
        if (call->wants_answer) {
            atl_fail(error, ATL_FAILED, "the server's answer is empty");
        }
        return !call->wants_answer;
    }
    return atl_json_read(arena, response->body, response->length, "the server's answer", json,
                         error) == ATL_OK;
}

/* What a refusal says, for those who want to know more than the error tells. */
static void keep_refusal(const struct atl_http_response *response, struct atl_arena *arena,
                         enum atl_status status, struct atl_jira_answer *answer)
{
    bool was_answered = status == ATL_FAILED || status == ATL_CONFLICT;
    if (answer != NULL && was_answered && response->body != NULL && response->length > 0) {
        (void)atl_json_read(arena, response->body, response->length, "", &answer->json, NULL);
    }
}

static enum atl_status fail_for_body(const struct atl_jira_call *call,
                                     const struct atl_http_response *response,
                                     struct atl_error *error)
{
    bool repeatable = is_read(call) || call->method == ATL_PUT || call->method == ATL_DELETE;
    enum atl_status status = repeatable ? ATL_FAILED : ATL_UNKNOWN_OUTCOME;
    if (error != NULL) {
        error->status = status;
        error->http_status = response->status;
    }
    return status;
}

enum atl_status atl_jira_call(struct atl_http *http, struct atl_arena *arena,
                              const struct atl_jira_call *call, struct atl_jira_answer *answer,
                              struct atl_error *error)
{
    struct atl_http_request request = request_of(http, arena, call);
    struct atl_http_response response = {0};
    const cJSON *json = NULL;
    int attempts = 0;
    for (int look = 0; look < MOST_LOOKS; look++) {
        enum atl_status status = atl_http_send(http, &request, arena, &response, error);
        if (status == ATL_OK) {
            attempts += response.attempts;
            status = atl_http_check(http, &request, &response, error);
        }
        if (answer != NULL) {
            *answer = (struct atl_jira_answer){.attempts = attempts};
        }
        if (status != ATL_OK) {
            keep_refusal(&response, arena, status, answer);
            return status;
        }
        if (read_body(call, &response, arena, &json, error)) {
            if (answer != NULL) {
                answer->json = json;
                atl_http_date(&response, &answer->server_ms);
            }
            return ATL_OK;
        }
        if (!is_read(call)) {
            /* A PUT or DELETE was answered with success: it needs no body to be done. */
            bool done = call->method == ATL_PUT || call->method == ATL_DELETE;
            return done ? ATL_OK : fail_for_body(call, &response, error);
        }
    }
    return fail_for_body(call, &response, error);
}
