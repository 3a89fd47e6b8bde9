/* Requests to the sandbox's own endpoints. They need no credentials. */
#include "cmd/connect.h"
#include "cmd/sandbox/sandbox.h"

#include <stdlib.h>
#include <string.h>

enum atl_status sandbox_admin_request(struct atl_context *context,
                                      const struct sandbox_state *state, enum atl_method method,
                                      const char *path, const char *body, int64_t timeout_ms,
                                      const cJSON **answer, struct atl_error *error)
{
    struct atl_account account = {.site = state->site, .tls_ca_file = state->ca_file};
    struct atl_http_options options = atl_connect_options(context);
    struct atl_http_request request = {
        .method = method,
        .path = path,
        .body = body,
        .body_length = body == NULL ? 0 : strlen(body),
        .without_credentials = true,
    };
    if (options.timeout_ms == 0) {
        options.timeout_ms = timeout_ms;
    }
    /* A proxy would look for it on its own machine. */
    setenv("no_proxy", "*", 1);
    struct atl_http *http = atl_http_open(&account, &options);
    enum atl_status status = atl_http_json(http, &request, context->arena, answer, error);
    atl_http_close(http);
    return status;
}
