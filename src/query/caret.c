/* The line of a query with a caret below the place of an error. */
#include "atlcli/query.h"

#include <string.h>

struct range {
    uint32_t first;
    uint32_t last;
};

/* Blocks of combining marks and invisible characters that queries can be expected to hold. */
static const struct range zero_width[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489},   {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F},
    {0x0E31, 0x0E31}, {0x0E34, 0x0E3A},   {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
    {0x200B, 0x200F}, {0x2060, 0x2064},   {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
    {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
};

/* Blocks of Unicode's East Asian Width W and F, emoji included. */
static const struct range double_width[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x23E9, 0x23F3},   {0x2614, 0x2615},
    {0x2705, 0x2705},   {0x2728, 0x2728},   {0x274C, 0x274C},   {0x2753, 0x2755},
    {0x2795, 0x2797},   {0x2B1B, 0x2B1C},   {0x2E80, 0x303E},   {0x3041, 0x33FF},
    {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},   {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF},
    {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
};

static bool in_ranges(const struct range *ranges, size_t count, uint32_t code_point)
{
    for (size_t i = 0; i < count && code_point >= ranges[i].first; i++) {
        if (code_point <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

static unsigned width_of(uint32_t code_point)
{
    if (in_ranges(zero_width, sizeof zero_width / sizeof *zero_width, code_point)) {
        return 0;
    }
    return in_ranges(double_width, sizeof double_width / sizeof *double_width, code_point) ? 2 : 1;
}

static unsigned text_width(const char *text, size_t length)
{
    unsigned width = 0;
    while (length > 0) {
        uint32_t code_point;
        size_t size = atl_utf8_decode(text, length, &code_point);
        width += width_of(code_point);
        text += size;
        length -= size;
    }
    return width;
}

/* Drops characters from the front until the rest is at most `columns` wide. */
static const char *skip_to_width(const char *text, size_t length, unsigned columns)
{
    unsigned width = text_width(text, length);
    while (length > 0 && width > columns) {
        uint32_t code_point;
        size_t size = atl_utf8_decode(text, length, &code_point);
        width -= width_of(code_point);
        text += size;
        length -= size;
    }
    return text;
}

/* Bytes of the text that fit into so many columns. */
static size_t fitting_length(const char *text, size_t length, unsigned columns)
{
    size_t used = 0;
    unsigned width = 0;
    while (used < length) {
        uint32_t code_point;
        size_t size = atl_utf8_decode(text + used, length - used, &code_point);
        width += width_of(code_point);
        if (width > columns) {
            break;
        }
        used += size;
    }
    return used;
}

/* Text as it is shown: tabs and controls take one column each. In a buffer of the caller's. */
static void make_safe(struct atl_buffer *safe, const char *text, size_t length)
{
    atl_text_append_safe(safe, text, length, false);
}

void atl_query_append_caret(struct atl_buffer *text, const char *query,
                            struct atl_query_position position, unsigned indent, unsigned columns)
{
    size_t length = strlen(query);
    size_t offset = position.offset < length ? position.offset : length;
    size_t start = offset;
    while (start > 0 && query[start - 1] != '\n') {
        start--;
    }
    size_t end = offset + strcspn(query + offset, "\n");
    struct atl_buffer before = {0};
    struct atl_buffer after = {0};
    make_safe(&before, query + start, offset - start);
    make_safe(&after, query + offset, end - offset);
    const char *left = atl_buffer_text(&before);
    size_t right_length = after.length;
    bool cut_left = false;
    bool cut_right = false;
    unsigned room = columns > indent + 8 ? columns - indent - 2 : 8;
    if (columns > 0 &&
        text_width(left, before.length) + text_width(after.data, after.length) > room) {
        const char *shown = skip_to_width(left, before.length, room * 2 / 3);
        cut_left = shown != left;
        left = shown;
        right_length =
            fitting_length(after.data, after.length, room - text_width(left, strlen(left)));
        cut_right = right_length < after.length;
    }
    unsigned caret = text_width(left, strlen(left)) + (cut_left ? 1 : 0);
    atl_buffer_printf(text, "%*s%s%s%.*s%s\n", (int)indent, "", cut_left ? "…" : "", left,
                      (int)right_length, atl_buffer_text(&after), cut_right ? "…" : "");
    atl_buffer_printf(text, "%*s%*s^\n", (int)indent, "", (int)caret, "");
    atl_buffer_free(&before);
    atl_buffer_free(&after);
}
