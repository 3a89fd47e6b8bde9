/* Values as literals. */
#include "query/dialect.h"

#include <string.h>

/* Letters and digits, with '-' and '_' inside, starting with a letter: PROJ-12, in_review. */
static bool is_plain_word(const char *value)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const char others[] = "0123456789-_";
    if (*value == '\0' || strchr(letters, *value) == NULL) {
        return false;
    }
    for (; *value != '\0'; value++) {
        if (strchr(letters, *value) == NULL && strchr(others, *value) == NULL) {
            return false;
        }
    }
    return true;
}

/* What may stand in a string only as an escape (see the lexer). */
static bool needs_unicode_escape(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F) ||
           (code_point >= 0xFDD0 && code_point <= 0xFDEF) || code_point == 0xFFFE ||
           code_point == 0xFFFF;
}

static void append_character(struct atl_buffer *query, uint32_t code_point)
{
    switch (code_point) {
    case '"':
    case '\\':
        atl_buffer_add_char(query, '\\');
        atl_buffer_add_char(query, (char)code_point);
        return;
    case '\n':
        atl_buffer_add(query, "\\n");
        return;
    case '\r':
        atl_buffer_add(query, "\\r");
        return;
    case '\t':
        atl_buffer_add(query, "\\t");
        return;
    default:
        break;
    }
    if (needs_unicode_escape(code_point)) {
        atl_buffer_printf(query, "\\u%04x", (unsigned)code_point);
    } else {
        atl_utf8_append(query, code_point);
    }
}

static void append_literal(struct atl_buffer *query, const struct query_dialect *dialect,
                           const char *value)
{
    if (is_plain_word(value) && !query_dialect_is_reserved(dialect, value)) {
        atl_buffer_add(query, value);
        return;
    }
    atl_buffer_add_char(query, '"');
    size_t length = strlen(value);
    while (length > 0) {
        uint32_t code_point;
        size_t size = atl_utf8_decode(value, length, &code_point);
        append_character(query, code_point);
        value += size;
        length -= size;
    }
    atl_buffer_add_char(query, '"');
}

void atl_jql_quote(struct atl_buffer *query, const char *value)
{
    append_literal(query, query_dialect_get(ATL_QUERY_JQL), value);
}

void atl_cql_quote(struct atl_buffer *query, const char *value)
{
    append_literal(query, query_dialect_get(ATL_QUERY_CQL), value);
}
