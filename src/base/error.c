#include "atlcli/error.h"

#include "atlcli/text.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *code;
    int exit_code;
} statuses[] = {
    [ATL_OK] = {"ok", 0},
    [ATL_FAILED] = {"failed", 1},
    [ATL_USAGE] = {"usage", 2},
    [ATL_UNAUTHENTICATED] = {"unauthenticated", 3},
    [ATL_FORBIDDEN] = {"forbidden", 3},
    [ATL_NOT_FOUND] = {"not_found", 4},
    [ATL_PARTIAL] = {"partial", 5},
    [ATL_NETWORK] = {"network", 6},
    [ATL_TLS] = {"tls", 6},
    [ATL_CONFLICT] = {"conflict", 7},
    [ATL_UNKNOWN_OUTCOME] = {"unknown_outcome", 6},
    [ATL_CANCELLED] = {"cancelled", 130},
};

bool atl_status_ends_everything(enum atl_status status)
{
    return status == ATL_CANCELLED || status == ATL_NETWORK || status == ATL_TLS ||
           status == ATL_UNAUTHENTICATED;
}

bool atl_error_is_in_doubt(const struct atl_error *error)
{
    return error != NULL && (error->in_doubt || error->status == ATL_UNKNOWN_OUTCOME);
}

const char *atl_status_code(enum atl_status status)
{
    return statuses[status].code;
}

int atl_status_exit_code(enum atl_status status)
{
    return statuses[status].exit_code;
}

void atl_error_clear(struct atl_error *error)
{
    if (error == NULL) {
        return;
    }
    /* Not memset: an error is some 3 KB, and most are cleared without ever having been filled. */
    error->status = ATL_OK;
    error->http_status = 0;
    error->in_doubt = false;
    error->message[0] = '\0';
    error->hint_count = 0;
}

/* Copies what fits, with "…" in place of the rest, never cutting a character in two. */
static void copy_shortened(char *target, size_t size, const char *text, size_t length)
{
    static const char ellipsis[] = "…";
    if (length < size) {
        memcpy(target, text, length);
        target[length] = '\0';
        return;
    }
    size_t end = size - sizeof ellipsis;
    while (end > 0 && ((unsigned char)text[end] & 0xC0) == 0x80) {
        end--;
    }
    memcpy(target, text, end);
    memcpy(target + end, ellipsis, sizeof ellipsis);
}

static void format_safely(char *target, size_t size, const char *format, va_list arguments)
{
    struct atl_buffer raw = {0};
    struct atl_buffer safe = {0};
    atl_buffer_vprintf(&raw, format, arguments);
    atl_text_append_safe(&safe, atl_buffer_text(&raw), raw.length, false);
    copy_shortened(target, size, atl_buffer_text(&safe), safe.length);
    atl_buffer_free(&safe);
    atl_buffer_free(&raw);
}

enum atl_status atl_fail(struct atl_error *error, enum atl_status status, const char *format, ...)
{
    if (error == NULL) {
        return status;
    }
    va_list arguments;
    va_start(arguments, format);
    /* The arguments may point into this very error (wrapping its message), so it's changed last. */
    char message[ATL_ERROR_MESSAGE_BYTES];
    format_safely(message, sizeof message, format, arguments);
    va_end(arguments);
    atl_error_clear(error);
    error->status = status;
    memcpy(error->message, message, sizeof message);
    return status;
}

void atl_hint(struct atl_error *error, const char *format, ...)
{
    if (error == NULL || error->hint_count == ATL_ERROR_HINTS) {
        return;
    }
    char *hint = error->hints[error->hint_count];
    va_list arguments;
    va_start(arguments, format);
    format_safely(hint, ATL_ERROR_HINT_BYTES, format, arguments);
    va_end(arguments);
    for (size_t i = 0; i < error->hint_count; i++) {
        if (strcmp(error->hints[i], hint) == 0) {
            return;
        }
    }
    error->hint_count++;
}

void atl_error_prefix(struct atl_error *error, const char *format, ...)
{
    if (error == NULL) {
        return;
    }
    char prefix[ATL_ERROR_MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    format_safely(prefix, sizeof prefix, format, arguments);
    va_end(arguments);
    struct atl_buffer whole = {0};
    atl_buffer_printf(&whole, "%s: %s", prefix, error->message);
    copy_shortened(error->message, sizeof error->message, whole.data, whole.length);
    atl_buffer_free(&whole);
}
