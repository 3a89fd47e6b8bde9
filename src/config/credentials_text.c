/* What of the file's text must survive although a JSON parser doesn't keep it. */
#include "config/credentials_internal.h"

#include <string.h>

/* Steps over the string that starts at `at` (its opening quote); returns what follows it. */
static const char *skip_string(const char *at, const char *end)
{
    for (at++; at < end && *at != '"'; at++) {
        if (*at == '\\' && at + 1 < end) {
            at++;
        }
    }
    return at < end ? at + 1 : end;
}

/* The next number literal at or after *at, outside strings; its length, 0 when there is none. */
static size_t next_number(const char **at, const char *end)
{
    while (*at < end) {
        if (**at == '"') {
            *at = skip_string(*at, end);
        } else if (**at == '-' || (**at >= '0' && **at <= '9')) {
            size_t length = 0;
            while (*at + length < end && strchr("0123456789+-.eE", (*at)[length]) != NULL &&
                   (*at)[length] != '\0') {
                length++;
            }
            return length;
        } else {
            (*at)++;
        }
    }
    return 0;
}

/* Numbers come in the same order in the text and in the tree, depth first. */
static void keep_numbers(cJSON *node, const char **at, const char *end)
{
    for (; node != NULL; node = node->next) {
        if (cJSON_IsNumber(node)) {
            size_t length = next_number(at, end);
            if (length > 0) {
                /* cJSON frees the text of a raw node; its allocator is malloc's. */
                node->valuestring = atl_strndup(*at, length);
                node->type = cJSON_Raw;
                *at += length;
            }
        }
        keep_numbers(node->child, at, end);
    }
}

void credentials_keep_numbers(cJSON *tree, const char *text, size_t length)
{
    keep_numbers(tree, &text, text + length);
}

static enum atl_status fail_at(const char *path, const char *text, const char *at, const char *what,
                               struct atl_error *error)
{
    size_t line = 1;
    for (; text < at; text++) {
        line += *text == '\n';
    }
    atl_fail(error, ATL_FAILED, "%s holds %s in line %zu", path, what, line);
    atl_hint(error, "correct that line; nothing in the file has been changed");
    return ATL_FAILED;
}

static bool is_escaped_nul(const char *at, const char *end)
{
    return end - at >= 6 && memcmp(at, "\\u0000", 6) == 0;
}

enum atl_status credentials_check_text(const char *path, const char *text, size_t length,
                                       struct atl_error *error)
{
    const char *end = text + length;
    const char *at = text;
    while (at < end) {
        uint32_t code_point;
        size_t size = atl_utf8_decode(at, (size_t)(end - at), &code_point);
        if (size == 1 && (unsigned char)*at > 0x7F) {
            return fail_at(path, text, at, "bytes that are not UTF-8", error);
        }
        if (is_escaped_nul(at, end)) {
            return fail_at(path, text, at, "a NUL character (\\u0000)", error);
        }
        /* An escaped character can't start another escape. */
        at += *at == '\\' && at + 1 < end && (unsigned char)at[1] <= 0x7F ? 2 : size;
    }
    return ATL_OK;
}
