/* Packed answers: whatever a server calls gzip unpacks within its limit, or is an error. */
#include "atlcli/http.h"
#include "http/engine.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum {
        LIMIT_BYTES = 64 * 1024,
    };
    struct atl_arena arena = {0};
    struct atl_http http = {.options = {.response_limit = LIMIT_BYTES}};
    struct atl_http_response response = {
        .body = atl_arena_strndup(&arena, (const char *)data, size),
        .length = size,
        .packing = "gzip",
    };
    struct atl_error error;
    atl_error_clear(&error);
    enum atl_status status = atl_http_unpack(&http, &arena, &response, &error);
    if (status == ATL_OK ? response.length > LIMIT_BYTES || response.packing != NULL
                         : error.message[0] == '\0') {
        abort();
    }
    atl_arena_free(&arena);
    return 0;
}
