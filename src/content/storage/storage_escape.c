/* Text in XML: what has to be escaped, and what can't be said at all. */
#include "content/entity.h"
#include "content/storage/storage_writer.h"

enum special {
    PLAIN,
    ESCAPED,       /* by a reference */
    IN_ATTRIBUTES, /* the same, in attribute values */
    NO_CHARACTER,  /* of XML */
    MAYBE,         /* the first byte of one that is special */
};

/* clang-format off */
static const unsigned char specials[256] = {
    [0] = NO_CHARACTER, [1] = NO_CHARACTER, [2] = NO_CHARACTER, [3] = NO_CHARACTER,
    [4] = NO_CHARACTER, [5] = NO_CHARACTER, [6] = NO_CHARACTER, [7] = NO_CHARACTER,
    [8] = NO_CHARACTER, [11] = NO_CHARACTER, [12] = NO_CHARACTER, [14] = NO_CHARACTER,
    [15] = NO_CHARACTER, [16] = NO_CHARACTER, [17] = NO_CHARACTER, [18] = NO_CHARACTER,
    [19] = NO_CHARACTER, [20] = NO_CHARACTER, [21] = NO_CHARACTER, [22] = NO_CHARACTER,
    [23] = NO_CHARACTER, [24] = NO_CHARACTER, [25] = NO_CHARACTER, [26] = NO_CHARACTER,
    [27] = NO_CHARACTER, [28] = NO_CHARACTER, [29] = NO_CHARACTER, [30] = NO_CHARACTER,
    [31] = NO_CHARACTER,
    ['\t'] = IN_ATTRIBUTES, ['\n'] = IN_ATTRIBUTES, ['"'] = IN_ATTRIBUTES,
    ['\r'] = ESCAPED, ['&'] = ESCAPED, ['<'] = ESCAPED, ['>'] = ESCAPED,
    [0xC2] = MAYBE, [0xEF] = MAYBE,
};
/* clang-format on */

static const char *reference_to(char character)
{
    switch (character) {
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    case '\r':
        return "&#13;";
    default:
        return content_entity_of(character);
    }
}

/* U+FFFE and U+FFFF are no characters either. */
static bool is_no_character(const char *text, size_t length)
{
    return length >= 3 && (unsigned char)text[0] == 0xEF && (unsigned char)text[1] == 0xBF &&
           ((unsigned char)text[2] & 0xFE) == 0xBE;
}

static bool is_fixed_space(const char *text, size_t length)
{
    return length >= 2 && (unsigned char)text[0] == 0xC2 && (unsigned char)text[1] == 0xA0;
}

static void put_replacement(struct storage_writer *writer, uint32_t line)
{
    atl_content_report_add(writer->options->report, ATL_REPORT_LOST, line,
                           "characters that XML can't hold: U+FFFD stands for them");
    storage_put(writer, "\xEF\xBF\xBD");
}

/* Writes the special character at `text`; returns how many bytes it takes. */
static size_t put_special(struct storage_writer *writer, const char *text, size_t length,
                          uint32_t line)
{
    switch (specials[(unsigned char)*text]) {
    case NO_CHARACTER:
        put_replacement(writer, line);
        return 1;
    case MAYBE:
        if (is_no_character(text, length)) {
            put_replacement(writer, line);
            return 3;
        }
        if (is_fixed_space(text, length)) {
            storage_put(writer, "&nbsp;");
            return 2;
        }
        atl_buffer_append(writer->buffer, text, 1);
        return 1;
    default:
        storage_put(writer, reference_to(*text));
        return 1;
    }
}

static void put_escaped(struct storage_writer *writer, const char *text, size_t length,
                        uint32_t line, unsigned attribute)
{
    size_t from = 0;
    for (size_t i = 0; i < length;) {
        unsigned special = specials[(unsigned char)text[i]];
        if (special == PLAIN || (special == IN_ATTRIBUTES && !attribute)) {
            i++;
            continue;
        }
        atl_buffer_append(writer->buffer, text + from, i - from);
        i += put_special(writer, text + i, length - i, line);
        from = i;
    }
    atl_buffer_append(writer->buffer, text + from, length - from);
}

void storage_put_text(struct storage_writer *writer, const struct atl_node *node, const char *text,
                      size_t length)
{
    if (length > 0) {
        put_escaped(writer, text, length, node->line, 0);
    }
}

void storage_put_attribute_text(struct storage_writer *writer, const char *name, const char *value,
                                size_t length)
{
    storage_put(writer, " ");
    storage_put(writer, name);
    storage_put(writer, "=\"");
    if (length > 0) {
        put_escaped(writer, value, length, 0, 1);
    }
    storage_put(writer, "\"");
}

void storage_put_attribute(struct storage_writer *writer, const char *name, const char *value)
{
    if (value != NULL) {
        storage_put_attribute_text(writer, name, value, strlen(value));
    }
}

/* Characters in CDATA stand for themselves; only those that are none must go. */
static void put_unescaped(struct storage_writer *writer, const char *text, size_t length)
{
    size_t from = 0;
    for (size_t i = 0; i < length;) {
        unsigned special = specials[(unsigned char)text[i]];
        bool bad = special == NO_CHARACTER || text[i] == '\r' ||
                   (special == MAYBE && is_no_character(text + i, length - i));
        if (!bad) {
            i++;
            continue;
        }
        atl_buffer_append(writer->buffer, text + from, i - from);
        if (text[i] == '\r') {
            /* A reader of XML makes a line break of it in any case. */
            storage_put(writer, i + 1 < length && text[i + 1] == '\n' ? "" : "\n");
            i++;
        } else {
            put_replacement(writer, 0);
            i += special == MAYBE ? 3 : 1;
        }
        from = i;
    }
    atl_buffer_append(writer->buffer, text + from, length - from);
}

void storage_put_section(struct storage_writer *writer, const char *text, size_t length)
{
    storage_put(writer, "<![CDATA[");
    while (length > 0) {
        const char *end = memmem(text, length, "]]>", 3);
        size_t part = end == NULL ? length : (size_t)(end - text) + 2;
        put_unescaped(writer, text, part);
        if (end != NULL) {
            storage_put(writer, "]]><![CDATA[");
        }
        text += part;
        length -= part;
    }
    storage_put(writer, "]]>");
}

void storage_note_lost(struct storage_writer *writer, const struct atl_node *node,
                       const char *message)
{
    atl_content_report_add(writer->options->report, ATL_REPORT_LOST, node->line, "%s", message);
}
