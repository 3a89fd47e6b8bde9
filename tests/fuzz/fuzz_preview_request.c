/*
 * Heads of requests to docs preview: whatever a browser sends is refused, or has a path that begins
 * at the root and ends within its room.
 */
#include "sync/preview/preview.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct preview_request request;
    if (preview_parse((const char *)data, size, &request)) {
        require(request.method[0] != '\0' && request.path[0] == '/');
        require(memchr(request.method, '\0', sizeof request.method) != NULL);
        require(memchr(request.path, '\0', sizeof request.path) != NULL);
        require(memchr(request.query, '\0', sizeof request.query) != NULL);
        require(memchr(request.host, '\0', sizeof request.host) != NULL);
        preview_is_own_host(request.host, 8080);
    }
    return 0;
}
