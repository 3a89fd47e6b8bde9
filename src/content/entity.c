#include "content/entity.h"

#include "atlcli/text.h"

#include <md4c-entity.h>
#include <string.h>

enum {
    LONGEST_NAME = 40,  /* HTML's longest has 31 letters */
    LARGEST = 0x10FFFF, /* Unicode's last code point */
    REPLACEMENT = 0xFFFD,
};

static size_t encode(uint32_t code_point, char *bytes)
{
    if (code_point < 0x80) {
        bytes[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        bytes[0] = (char)(0xC0 | (code_point >> 6));
        bytes[1] = (char)(0x80 | (code_point & 0x3F));
        return 2;
    }
    if (code_point < 0x10000) {
        bytes[0] = (char)(0xE0 | (code_point >> 12));
        bytes[1] = (char)(0x80 | ((code_point >> 6) & 0x3F));
        bytes[2] = (char)(0x80 | (code_point & 0x3F));
        return 3;
    }
    bytes[0] = (char)(0xF0 | (code_point >> 18));
    bytes[1] = (char)(0x80 | ((code_point >> 12) & 0x3F));
    bytes[2] = (char)(0x80 | ((code_point >> 6) & 0x3F));
    bytes[3] = (char)(0x80 | (code_point & 0x3F));
    return 4;
}

static int digit_value(char digit, uint32_t base)
{
    int value = atl_hex_value(digit);
    return value < (int)base ? value : -1;
}

/* The number after "&#", up to its semicolon. Returns the bytes of the whole reference. */
static size_t decode_number(const char *text, size_t length, uint32_t *code_point)
{
    size_t at = 2;
    uint32_t base = 10;
    if (at < length && (text[at] == 'x' || text[at] == 'X')) {
        base = 16;
        at++;
    }
    size_t first = at;
    uint32_t number = 0;
    for (int digit; at < length && (digit = digit_value(text[at], base)) >= 0; at++) {
        number = number > LARGEST ? number : number * base + (uint32_t)digit;
    }
    if (at == first || at == length || text[at] != ';') {
        return 0;
    }
    bool valid = number > 0 && number <= LARGEST && (number < 0xD800 || number > 0xDFFF);
    *code_point = valid ? number : REPLACEMENT;
    return at + 1;
}

size_t content_entity_decode(const char *text, size_t length, char bytes[CONTENT_ENTITY_BYTES],
                             size_t *size)
{
    if (length < 3 || text[0] != '&') {
        return 0;
    }
    uint32_t code_points[2] = {0};
    size_t taken;
    if (text[1] == '#') {
        taken = decode_number(text, length, &code_points[0]);
    } else {
        size_t room = length - 1 < LONGEST_NAME ? length - 1 : LONGEST_NAME;
        const char *end = memchr(text + 1, ';', room);
        bool known =
            end != NULL && content_entity_named(text + 1, (size_t)(end - text) - 1, code_points);
        taken = known ? (size_t)(end - text) + 1 : 0;
    }
    if (taken == 0) {
        return 0;
    }
    *size = encode(code_points[0], bytes);
    if (code_points[1] != 0) {
        *size += encode(code_points[1], bytes + *size);
    }
    return taken;
}

bool content_entity_named(const char *name, size_t length, uint32_t code_points[2])
{
    /* The table's names have both signs. */
    char key[LONGEST_NAME + 2];
    if (length == 0 || length > LONGEST_NAME) {
        return false;
    }
    key[0] = '&';
    memcpy(key + 1, name, length);
    key[length + 1] = ';';
    const ENTITY *entity = entity_lookup(key, length + 2);
    if (entity == NULL) {
        return false;
    }
    code_points[0] = entity->codepoints[0];
    code_points[1] = entity->codepoints[1];
    return true;
}

const char *content_entity_of(char character)
{
    switch (character) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    default:
        return NULL;
    }
}
