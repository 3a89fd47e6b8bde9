/* Percent-encoding taken off. */
#include "content/percent.h"

#include "atlcli/text.h"

enum {
    ESCAPE = 3,      /* bytes: "%A0" */
    UTF8_LONGEST = 4 /* bytes of a character */
};

/* The byte that "%A0" at the start of the text stands for; 0: none. */
static unsigned char escaped_byte(const char *text, size_t length)
{
    if (length < ESCAPE || text[0] != '%') {
        return 0;
    }
    int high = atl_hex_value(text[1]);
    int low = atl_hex_value(text[2]);
    return high < 0 || low < 0 ? 0 : (unsigned char)(high * 16 + low);
}

/* The character that the text begins with, all of it encoded. Returns its bytes; 0: there is none.
 */
static size_t escaped_character(const char *text, size_t length, char bytes[UTF8_LONGEST])
{
    size_t count = 0;
    unsigned char byte;
    while (count < UTF8_LONGEST &&
           (byte = escaped_byte(text + count * ESCAPE, length - count * ESCAPE)) != 0) {
        bytes[count++] = (char)byte;
    }
    uint32_t code_point;
    size_t size = atl_utf8_decode(bytes, count, &code_point);
    return size == 1 && code_point >= 0x80 ? 0 : size;
}

char *content_percent_decode(struct atl_arena *arena, const char *text, size_t length)
{
    char *decoded = atl_arena_alloc(arena, length + 1);
    size_t count = 0;
    for (size_t i = 0; i < length;) {
        char bytes[UTF8_LONGEST] = {0};
        size_t size = text[i] == '%' ? escaped_character(text + i, length - i, bytes) : 0;
        for (size_t k = 0; k < size; k++) {
            decoded[count++] = bytes[k];
        }
        if (size == 0) {
            decoded[count++] = text[i];
        }
        i += size == 0 ? 1 : size * ESCAPE;
    }
    decoded[count] = '\0';
    return decoded;
}
