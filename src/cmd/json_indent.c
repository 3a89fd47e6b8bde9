#include "cmd/json_indent.h"

#include <string.h>

static const char *skip_space(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

static void new_line(struct atl_buffer *indented, int depth)
{
    atl_buffer_printf(indented, "\n%*s", depth * 2, "");
}

/* The end of the string that starts at the quotation mark `at`. */
static const char *string_end(const char *at)
{
    at++;
    while (*at != '\0' && *at != '"') {
        at += *at == '\\' && at[1] != '\0' ? 2 : 1;
    }
    return *at == '"' ? at + 1 : at;
}

void json_indent(struct atl_buffer *indented, const char *text)
{
    int depth = 0;
    const char *at = skip_space(text);
    while (*at != '\0') {
        const char *end = at + 1;
        const char *next;
        if (*at == '"') {
            end = string_end(at);
        }
        next = skip_space(end);
        if (*at == '{' || *at == '[') {
            atl_buffer_add_char(indented, *at);
            if (*next == '}' || *next == ']') {
                atl_buffer_add_char(indented, *next);
                next = skip_space(next + 1);
            } else {
                new_line(indented, ++depth);
            }
        } else if (*at == '}' || *at == ']') {
            new_line(indented, --depth);
            atl_buffer_add_char(indented, *at);
        } else {
            atl_buffer_append(indented, at, (size_t)(end - at));
            if (*at == ',') {
                new_line(indented, depth);
            } else if (*at == ':') {
                atl_buffer_add_char(indented, ' ');
            }
        }
        at = next;
    }
}
