/* Percent-encoding (RFC 3986, 2.1), put on and taken off. */
#include "atlcli/text.h"

#include <string.h>

void atl_text_append_url_encoded(struct atl_buffer *buffer, const char *text)
{
    static const char unreserved[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (; *text != '\0'; text++) {
        if (strchr(unreserved, *text) != NULL) {
            atl_buffer_add_char(buffer, *text);
        } else {
            atl_buffer_printf(buffer, "%%%02X", (unsigned)(unsigned char)*text);
        }
    }
}

int atl_hex_value(char digit)
{
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    char lower = (char)(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

char *atl_text_url_decoded(struct atl_arena *arena, const char *text, size_t length,
                           bool plus_is_space)
{
    char *decoded = atl_arena_alloc(arena, length + 1);
    size_t written = 0;
    for (size_t i = 0; i < length; i++) {
        int high = text[i] == '%' && i + 2 < length ? atl_hex_value(text[i + 1]) : -1;
        int low = high >= 0 ? atl_hex_value(text[i + 2]) : -1;
        if (low >= 0) {
            decoded[written++] = (char)(high * 16 + low);
            i += 2;
        } else {
            decoded[written++] = plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return decoded;
}
