/* Attributes of containers and HTML tags, and where links lead. */
#include "content/entity.h"
#include "content/markdown/spellings.h"
#include "content/markdown/writer.h"

#include <string.h>

/* ---- containers ---- */

void markdown_add_key(struct atl_buffer *out, const char *key, const char *value)
{
    atl_buffer_add_char(out, ' ');
    atl_buffer_add(out, key);
    atl_buffer_add_char(out, '=');
    if (markdown_is_bare_value(value)) {
        atl_buffer_add(out, value);
        return;
    }
    atl_buffer_add_char(out, '"');
    while (*value != '\0') {
        size_t plain = strcspn(value, "\"\\\n");
        atl_buffer_append(out, value, plain);
        value += plain;
        if (*value != '\0') {
            atl_buffer_add_char(out, '\\');
            atl_buffer_add_char(out, *value == '\n' ? 'n' : *value);
            value++;
        }
    }
    atl_buffer_add_char(out, '"');
}

/* ---- HTML ---- */

static const char *html_reference(char character)
{
    switch (character) {
    case '|':
        return "&#124;";
    case '`':
        return "&#96;";
    case '\n':
        return "&#10;";
    default:
        return content_entity_of(character);
    }
}

static void add_html(struct atl_buffer *out, const char *text, size_t length, const char *special)
{
    const char *end = text + length;
    while (text < end) {
        const char *plain = text;
        while (plain < end && (*plain == '\0' || strchr(special, *plain) == NULL)) {
            plain++;
        }
        atl_buffer_append(out, text, (size_t)(plain - text));
        if (plain < end) {
            atl_buffer_add(out, html_reference(*plain++));
        }
        text = plain;
    }
}

void markdown_add_html_attribute(struct atl_buffer *out, const char *name, const char *value,
                                 size_t length)
{
    atl_buffer_add_char(out, ' ');
    atl_buffer_add(out, name);
    atl_buffer_add(out, "=\"");
    add_html(out, value, length, "&<>\"|`\n");
    atl_buffer_add_char(out, '"');
}

void markdown_add_html_text(struct atl_buffer *out, const char *text, size_t length)
{
    add_html(out, text, length, "&<>\n");
}

/* ---- addresses ---- */

static bool is_unreserved(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || strchr("-._~:/", character) != NULL;
}

void markdown_add_encoded(struct atl_buffer *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool tildes = text[i] == '~' &&
                      ((i > 0 && text[i - 1] == '~') || (i + 1 < length && text[i + 1] == '~'));
        bool plain = text[i] != '\0' && !tildes &&
                     ((unsigned char)text[i] >= 0x80 || is_unreserved(text[i]));
        if (plain) {
            atl_buffer_add_char(out, text[i]);
        } else {
            atl_buffer_printf(out, "%%%02X", (unsigned)(unsigned char)text[i]);
        }
    }
}

bool markdown_begins_reference(const char *text, size_t length)
{
    char bytes[CONTENT_ENTITY_BYTES];
    size_t size;
    return *text == '&' && content_entity_decode(text, length, bytes, &size) > 0;
}

static bool is_punctuation(char character)
{
    return (character >= '!' && character <= '/') || (character >= ':' && character <= '@') ||
           (character >= '[' && character <= '`') || (character >= '{' && character <= '~');
}

/*
 * Escapes what ends the target or title, what would be decoded, what binds tighter than a link
 * (code spans, tags and, in tables, the pipe), and what parsers have been seen to take for
 * emphasis.
 */
static void add_escaped(struct atl_buffer *out, const char *text, size_t length,
                        const char *special)
{
    size_t plain = 0;
    for (size_t i = 0; i < length; i++) {
        bool escape = text[i] != '\0' && strchr(special, text[i]) != NULL;
        if (text[i] == '\\') {
            escape = i + 1 == length || is_punctuation(text[i + 1]) || text[i + 1] == '\n';
        } else if (text[i] == '~') {
            escape = (i + 1 < length && text[i + 1] == '~') || (i > 0 && text[i - 1] == '~');
        } else if (text[i] == '&') {
            escape = markdown_begins_reference(text + i, length - i);
        }
        if (escape || text[i] == '\n') {
            atl_buffer_append(out, text + plain, i - plain);
            atl_buffer_add(out, escape ? "\\" : "&#10;");
            plain = escape ? i : i + 1;
        }
    }
    atl_buffer_append(out, text + plain, length - plain);
}

/* Needs angle brackets: it is empty, or has white space, control characters or lone brackets. */
static bool needs_brackets(const char *target, size_t length)
{
    unsigned depth = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)target[i];
        if (byte <= ' ' || byte == 0x7F || (byte == ')' && depth == 0)) {
            return true;
        }
        depth += byte == '(';
        depth -= byte == ')';
        if (depth > 8) {
            return true;
        }
    }
    return length == 0 || depth > 0 || target[0] == '<';
}

void markdown_add_target(struct atl_buffer *out, const char *target, size_t length,
                         const char *title)
{
    bool brackets = needs_brackets(target, length);
    atl_buffer_add(out, brackets ? "(<" : "(");
    add_escaped(out, target, length, "<>`|*$");
    atl_buffer_add(out, brackets ? ">" : "");
    if (title != NULL) {
        atl_buffer_add(out, " \"");
        add_escaped(out, title, strlen(title), "\"<>`|*$");
        atl_buffer_add_char(out, '"');
    }
    atl_buffer_add_char(out, ')');
}
