#include "atlcli/text.h"

#include <string.h>
#include <unigbrk.h>
#include <uniwidth.h>

unsigned atl_text_width_of(const char *text, size_t length)
{
    unsigned width = 0;
    size_t at = 0;
    while (at < length) {
        uint32_t code_point;
        /* Most text is printable ASCII, where bytes are columns. */
        if ((unsigned char)text[at] < 0x80) {
            at++;
            width++;
            continue;
        }
        at += atl_utf8_decode(text + at, length - at, &code_point);
        int columns = uc_width(code_point, "UTF-8");
        width += columns > 0 ? (unsigned)columns : 0;
    }
    return width;
}

unsigned atl_text_width(const char *text)
{
    return atl_text_width_of(text, strlen(text));
}

/* U+1F1E6 to U+1F1FF, two of which make a flag. */
static bool is_regional_indicator(const uint8_t *at, const uint8_t *end)
{
    uint32_t code_point;
    atl_utf8_decode((const char *)at, (size_t)(end - at), &code_point);
    return code_point >= 0x1F1E6 && code_point <= 0x1F1FF;
}

/*
 * The end of the character at `start`. libunistring before 1.1 breaks flags in two, and ends a
 * character behind a zero width joiner, which is there to hold the next one (UAX #29, rules GB11
 * and GB12).
 */
static const uint8_t *end_of_character(const uint8_t *start, const uint8_t *end)
{
    static const char joiner[] = "\u200D";
    const ptrdiff_t length = (ptrdiff_t)strlen(joiner);
    const uint8_t *next = u8_grapheme_next(start, end);
    if (next - start == 4 && is_regional_indicator(start, end) &&
        is_regional_indicator(next, end)) {
        next = u8_grapheme_next(next, end);
    }
    while (next < end && next - start > length &&
           memcmp(next - length, joiner, (size_t)length) == 0) {
        next = u8_grapheme_next(next, end);
    }
    return next;
}

size_t atl_text_character(const char *text, size_t length)
{
    /* Between two ASCII characters there is always a boundary, but for CR LF. */
    if (length >= 2 && (unsigned char)text[0] < 0x80 && (unsigned char)text[1] < 0x80 &&
        text[0] != '\r') {
        return 1;
    }
    const uint8_t *start = (const uint8_t *)text;
    return length == 0 ? 0 : (size_t)(end_of_character(start, start + length) - start);
}

unsigned atl_text_append_cut(struct atl_buffer *buffer, const char *text, unsigned columns)
{
    unsigned whole = atl_text_width(text);
    if (whole <= columns) {
        atl_buffer_add(buffer, text);
        return whole;
    }
    if (columns == 0) {
        return 0;
    }
    const uint8_t *start = (const uint8_t *)text;
    const uint8_t *end = start + strlen(text);
    unsigned width = 0;
    while (start < end) {
        const uint8_t *next = end_of_character(start, end);
        unsigned more = atl_text_width_of((const char *)start, (size_t)(next - start));
        if (width + more > columns - 1) {
            break;
        }
        width += more;
        start = next;
    }
    atl_buffer_append(buffer, text, (size_t)((const char *)start - text));
    atl_buffer_add(buffer, "…");
    return width + 1;
}

void atl_text_append_wrapped(struct atl_buffer *buffer, const char *text, unsigned indent,
                             unsigned columns)
{
    unsigned at = indent;
    while (*text != '\0') {
        size_t length = strcspn(text, " \n");
        unsigned width = atl_text_width_of(text, length);
        if (at > indent && at + 1 + width > columns) {
            atl_buffer_printf(buffer, "\n%*s", (int)indent, "");
            at = indent;
        } else if (at > indent) {
            atl_buffer_add_char(buffer, ' ');
            at++;
        }
        atl_buffer_append(buffer, text, length);
        at += width;
        text += length;
        for (; *text == ' ' || *text == '\n'; text++) {
            if (*text == '\n') {
                atl_buffer_printf(buffer, "\n%*s", text[1] == '\n' ? 0 : (int)indent, "");
                at = indent;
            }
        }
    }
}
