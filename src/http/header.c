#include "http/header.h"

#include "atlcli/http.h"

#include <string.h>
#include <strings.h>

static bool is_blank(char character)
{
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

void atl_header_add_line(struct atl_buffer *block, const char *line, size_t length)
{
    if (length >= 5 && memcmp(line, "HTTP/", 5) == 0) {
        if (block->data != NULL) {
            atl_buffer_truncate(block, 0);
        }
        return;
    }
    const char *colon = memchr(line, ':', length);
    if (colon == NULL || colon == line || memchr(line, '\0', length) != NULL) {
        return;
    }
    const char *end = line + length;
    const char *value = colon + 1;
    while (value < end && is_blank(*value)) {
        value++;
    }
    while (end > value && is_blank(end[-1])) {
        end--;
    }
    atl_buffer_append(block, line, (size_t)(colon - line));
    atl_buffer_add_char(block, '\0');
    atl_buffer_append(block, value, (size_t)(end - value));
    atl_buffer_add_char(block, '\0');
}

const char *atl_header_find(const char *block, const char *name)
{
    while (*block != '\0') {
        const char *value = block + strlen(block) + 1;
        if (strcasecmp(block, name) == 0) {
            return value;
        }
        block = value + strlen(value) + 1;
    }
    return NULL;
}

const char *atl_http_header(const struct atl_http_response *response, const char *name)
{
    return atl_header_find(response->headers, name);
}

bool atl_http_header_next(const struct atl_http_response *response, const char **name,
                          const char **value)
{
    const char *next = *name == NULL ? response->headers : *value + strlen(*value) + 1;
    if (*next == '\0') {
        return false;
    }
    *name = next;
    *value = next + strlen(next) + 1;
    return true;
}
