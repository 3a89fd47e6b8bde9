#include "query/fail.h"

#include <string.h>

enum atl_status query_fail_at(const struct query_dialect *dialect,
                              struct atl_query_position position, struct atl_error *error,
                              const char *format, ...)
{
    struct atl_buffer sentence = {0};
    va_list arguments;
    va_start(arguments, format);
    atl_buffer_vprintf(&sentence, format, arguments);
    va_end(arguments);
    atl_fail(error, ATL_USAGE, "Error in the %s Query: %s (line %u, character %u)", dialect->name,
             atl_buffer_text(&sentence), position.line, position.column);
    atl_buffer_free(&sentence);
    return ATL_USAGE;
}

enum atl_status query_fail_at_end(const struct query_dialect *dialect, struct atl_error *error,
                                  const char *format, ...)
{
    struct atl_buffer sentence = {0};
    va_list arguments;
    va_start(arguments, format);
    atl_buffer_vprintf(&sentence, format, arguments);
    va_end(arguments);
    atl_fail(error, ATL_USAGE, "Error in the %s Query: %s", dialect->name,
             atl_buffer_text(&sentence));
    atl_buffer_free(&sentence);
    return ATL_USAGE;
}

const char *query_fail_text(struct atl_arena *arena, const char *text)
{
    size_t length = strlen(text);
    struct atl_buffer shown = {0};
    if (length > QUERY_FAIL_TEXT_BYTES) {
        size_t end = 0;
        uint32_t code_point;
        while (end < QUERY_FAIL_TEXT_BYTES) {
            end += atl_utf8_decode(text + end, length - end, &code_point);
        }
        atl_text_append_safe(&shown, text, end, false);
        atl_buffer_add(&shown, "…");
    } else {
        atl_text_append_safe(&shown, text, length, false);
    }
    const char *copy = atl_arena_strdup(arena, atl_buffer_text(&shown));
    atl_buffer_free(&shown);
    return copy;
}
