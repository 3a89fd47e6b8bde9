/* What an answer's header says: its fields, whether the log-in worked, and when to come again. */
#include "http/header.h"
#include "http/login.h"
#include "http/retry_after.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every field that was put in comes out, and the search ends within the block. */
static void check_block(const struct atl_buffer *block)
{
    const char *text = atl_buffer_text(block);
    const char *end = text + block->length;
    for (const char *name = text; *name != '\0';) {
        const char *value = name + strlen(name) + 1;
        if (value >= end || atl_header_find(text, name) == NULL) {
            abort();
        }
        name = value + strlen(value) + 1;
    }
}

/* Whatever else is said: one word of a failure is enough, and without a header nothing is known. */
static void check_login(const struct atl_buffer *block)
{
    const struct atl_http_response response = {.headers = atl_buffer_text(block)};
    enum atl_login login = atl_login_read(&response);
    const char *name = NULL;
    const char *value;
    bool said = false;
    while (atl_http_header_next(&response, &name, &value)) {
        bool is_reason = atl_text_equal_ignoring_case(name, "X-Seraph-LoginReason");
        said |= is_reason || atl_text_equal_ignoring_case(name, "X-AUSERNAME") ||
                atl_text_equal_ignoring_case(name, "X-Authentication-Denied-Reason");
        if (is_reason && login == ATL_LOGIN_ACCEPTED && strstr(value, "FAILED") != NULL) {
            abort();
        }
    }
    if (!said && login != ATL_LOGIN_UNSAID) {
        abort();
    }
}

static void check_wait(const char *text)
{
    for (int refused = 0; refused < 2; refused++) {
        struct atl_rate_limit limit = {
            .retry_after = text, .reset = text, .remaining = "0", .date = text};
        if (atl_rate_limit_wait_ms(&limit, refused, 0) < -1) {
            abort();
        }
        limit.retry_after = NULL;
        limit.date = NULL;
        if (atl_rate_limit_wait_ms(&limit, refused, INT64_C(1790000000000)) < -1) {
            abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct atl_buffer block = {0};
    const char *rest = (const char *)data;
    while (size > 0) {
        const char *newline = memchr(rest, '\n', size);
        size_t length = newline == NULL ? size : (size_t)(newline - rest) + 1;
        atl_header_add_line(&block, rest, length);
        char *line = atl_strndup(rest, length);
        check_wait(line);
        free(line);
        rest += length;
        size -= length;
    }
    check_block(&block);
    check_login(&block);
    atl_buffer_free(&block);
    return 0;
}
