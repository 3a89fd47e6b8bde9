#include "atlcli/csv.h"

#include <string.h>

/* The full-width forms count too: spreadsheets set to East Asian languages accept them. */
static bool begins_formula(const char *text)
{
    static const char *const wide[] = {"＝", "＋", "－", "＠"};
    if (*text == '\0' || strchr("=+-@\t\r\n", *text) != NULL) {
        return *text != '\0';
    }
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        if (*text == *wide[i] && atl_text_starts_with(text, wide[i])) {
            return true;
        }
    }
    return false;
}

static bool is_number(const char *text)
{
    text += *text == '-' || *text == '+' ? 1 : 0;
    size_t whole = strspn(text, "0123456789");
    text += whole;
    if (whole > 0 && *text == '.') {
        text++;
        whole = strspn(text, "0123456789");
        text += whole;
    }
    return whole > 0 && *text == '\0';
}

/* A formula, or one that has been kept from being run. */
static bool needs_apostrophe(const char *text)
{
    const char *formula = text + strspn(text, "'");
    return begins_formula(formula) && !is_number(formula);
}

/* Bytes that are written as they are: ASCII without quotation marks. */
static size_t count_plain(const char *text)
{
    size_t count = 0;
    while (text[count] != '\0' && text[count] != '"' && (unsigned char)text[count] < 0x80) {
        count++;
    }
    return count;
}

static void append_valid(struct atl_buffer *line, const char *text)
{
    size_t left = strlen(text);
    while (left > 0) {
        uint32_t code_point;
        size_t length = count_plain(text);
        if (length > 0) {
            atl_buffer_append(line, text, length);
        } else if (*text == '"') {
            length = 1;
            atl_buffer_add(line, "\"\"");
        } else {
            length = atl_utf8_decode(text, left, &code_point);
            if (length == 1) {
                atl_utf8_append(line, code_point); /* malformed */
            } else {
                atl_buffer_append(line, text, length);
            }
        }
        text += length;
        left -= length;
    }
}

void atl_csv_append_cell(struct atl_buffer *line, const char *text)
{
    bool quoted = text[strcspn(text, ",\"\r\n")] != '\0';
    atl_buffer_add(line, quoted ? "\"" : "");
    atl_buffer_add(line, needs_apostrophe(text) ? "'" : "");
    append_valid(line, text);
    atl_buffer_add(line, quoted ? "\"" : "");
}

const char *atl_csv_plain(const char *cell)
{
    return *cell == '\'' && needs_apostrophe(cell) ? cell + 1 : cell;
}
