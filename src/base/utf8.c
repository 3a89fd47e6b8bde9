#include "atlcli/text.h"

#include <string.h>

enum {
    REPLACEMENT = 0xFFFD,
};

/*
 * The well-formed byte sequences of the Unicode Standard, table 3-7: overlong forms, surrogates and
 * what lies above U+10FFFF are excluded by the bounds of the second byte.
 */
size_t atl_utf8_decode(const char *text, size_t length, uint32_t *code_point)
{
    const unsigned char *byte = (const unsigned char *)text;
    *code_point = REPLACEMENT;
    if (length == 0) {
        return 0;
    }
    if (byte[0] < 0x80) {
        *code_point = byte[0];
        return 1;
    }
    size_t size = byte[0] >= 0xF0 ? 4 : byte[0] >= 0xE0 ? 3 : 2;
    if (byte[0] < 0xC2 || byte[0] > 0xF4 || length < size) {
        return 1;
    }
    unsigned char lowest = byte[0] == 0xE0 ? 0xA0 : byte[0] == 0xF0 ? 0x90 : 0x80;
    unsigned char highest = byte[0] == 0xED ? 0x9F : byte[0] == 0xF4 ? 0x8F : 0xBF;
    if (byte[1] < lowest || byte[1] > highest) {
        return 1;
    }
    uint32_t decoded = byte[0] & (0xFFU >> (size + 1));
    for (size_t i = 1; i < size; i++) {
        if ((byte[i] & 0xC0) != 0x80) {
            return 1;
        }
        decoded = decoded << 6 | (byte[i] & 0x3FU);
    }
    *code_point = decoded;
    return size;
}

const char *atl_utf8_malformed(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length) {
        uint64_t eight;
        if (length - at >= sizeof eight) {
            memcpy(&eight, text + at, sizeof eight);
            if ((eight & UINT64_C(0x8080808080808080)) == 0) {
                at += sizeof eight;
                continue;
            }
        }
        uint32_t code_point;
        size_t size = atl_utf8_decode(text + at, length - at, &code_point);
        if (size == 1 && (unsigned char)text[at] >= 0x80) {
            return text + at;
        }
        at += size;
    }
    return NULL;
}

size_t atl_utf8_encode(uint32_t code_point, char *bytes)
{
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) {
        code_point = REPLACEMENT;
    }
    if (code_point < 0x80) {
        *bytes = (char)code_point;
        return 1;
    }
    size_t size = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = size - 1; i > 0; i--) {
        bytes[i] = (char)(0x80 | (code_point & 0x3F));
        code_point >>= 6;
    }
    bytes[0] = (char)(leads[size] | code_point);
    return size;
}

void atl_utf8_append(struct atl_buffer *buffer, uint32_t code_point)
{
    char bytes[4];
    atl_buffer_append(buffer, bytes, atl_utf8_encode(code_point, bytes));
}

/* Controls, and the overrides that make text read in another order than it is stored. */
static bool is_unsafe(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F) ||
           (code_point >= 0x202A && code_point <= 0x202E) ||
           (code_point >= 0x2066 && code_point <= 0x2069) || code_point == 0x2028 ||
           code_point == 0x2029;
}

/* Marks of direction, which have no glyph, and move what stands beside them. */
static bool is_mark(uint32_t code_point)
{
    return code_point == 0x061C || code_point == 0x200E || code_point == 0x200F;
}

void atl_text_append_safe(struct atl_buffer *buffer, const char *text, size_t length,
                          bool keep_newlines)
{
    size_t at = 0;
    while (at < length) {
        uint32_t code_point;
        size_t size = atl_utf8_decode(text + at, length - at, &code_point);
        bool is_blank = code_point == '\n' || code_point == '\t' || code_point == '\r';
        if (is_blank) {
            bool keep = keep_newlines && code_point != '\r';
            /* CR LF is one line end: its CR gives nothing. */
            bool drop = code_point == '\r' && at + 1 < length && text[at + 1] == '\n';
            if (!drop) {
                atl_buffer_add_char(buffer, keep ? (char)code_point : ' ');
            }
        } else if (is_unsafe(code_point) || (code_point == REPLACEMENT && size == 1)) {
            atl_utf8_append(buffer, REPLACEMENT);
        } else if (!is_mark(code_point)) {
            atl_buffer_append(buffer, text + at, size);
        }
        at += size;
    }
}
