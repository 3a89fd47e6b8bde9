/* Bodies of failed answers, and certificates. */
#include "http/certificate.h"
#include "http/server_message.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct atl_arena arena = {0};
    struct atl_certificate certificate;
    struct atl_buffer text = {0};
    char *body = atl_strndup((const char *)data, size);
    struct atl_http_response response = {
        .status = 400, .body = body, .length = strlen(body), .content_type = "", .headers = ""};
    atl_server_message_read(&response, &text);
    for (size_t i = 0; i < text.length; i++) {
        if ((unsigned char)text.data[i] < ' ') {
            abort();
        }
    }
    atl_certificate_read(&arena, data, size, &certificate);
    atl_certificate_read_pem(&arena, (const char *)data, size, &certificate);
    atl_buffer_free(&text);
    free(body);
    atl_arena_free(&arena);
    return 0;
}
