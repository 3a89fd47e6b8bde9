/* Text that must not become markup. */
#include "content/wiki/wiki_writer.h"

#include "content/entity.h"
#include "content/wiki/wiki_target.h"

#include <string.h>

struct escape {
    struct atl_buffer *buffer;
    const char *text;
    size_t length;
    size_t at;
    const struct wiki_surroundings *around;
};

static void add_reference(struct escape *escape)
{
    uint32_t code_point = 0;
    size_t size =
        atl_utf8_decode(escape->text + escape->at, escape->length - escape->at, &code_point);
    atl_buffer_printf(escape->buffer, "&#%u;", (unsigned)code_point);
    escape->at += size;
}

static void add_plain(struct escape *escape, size_t size)
{
    atl_buffer_append(escape->buffer, escape->text + escape->at, size);
    escape->at += size;
}

static void add_escaped(struct escape *escape, size_t size)
{
    for (; size > 0; size--) {
        atl_buffer_add_char(escape->buffer, '\\');
        add_plain(escape, 1);
    }
}

/* ---- what stands around the place ---- */

static bool word_before(const struct escape *escape)
{
    return escape->buffer->length > 0 &&
           wiki_word_before(escape->buffer->data, 0, escape->buffer->length);
}

static bool blank_before(const struct escape *escape)
{
    const struct atl_buffer *buffer = escape->buffer;
    return buffer->length == 0 || wiki_is_space(buffer->data[buffer->length - 1]) ||
           buffer->data[buffer->length - 1] == '\n';
}

/* At the end of the text something may follow that is no space. */
static bool blank_at(const struct escape *escape, size_t at)
{
    return at < escape->length ? wiki_is_space(escape->text[at]) : escape->around->ends;
}

static bool ends_at(const struct escape *escape, size_t at)
{
    return at >= escape->length || wiki_is_space(escape->text[at]);
}

/* ---- signs ---- */

/*
 * Several in a row: all but the last are followed by the same sign, which begins nothing, unless
 * the last is escaped.
 */
static void escape_effect(struct escape *escape, int effect, bool first_anyway)
{
    const char *text = escape->text;
    size_t end = escape->at;
    while (end < escape->length && text[end] == text[escape->at]) {
        end++;
    }
    size_t count = end - escape->at;
    unsigned size = wiki_effects[effect].size;
    bool begins = !blank_at(escape, end) && (count > size || !word_before(escape));
    bool open = (escape->around->effects & (1u << effect)) != 0;
    bool closes = open && (count > 1 ||
                           (!blank_before(escape) && !wiki_word_after(text, end, escape->length)));
    bool dash = text[escape->at] == '-' && (count == 2 || count == 3) && blank_before(escape) &&
                ends_at(escape, end);
    bool after_sign = escape->buffer->length > 0 &&
                      escape->buffer->data[escape->buffer->length - 1] == text[escape->at];
    if (dash || after_sign || (count >= size && (begins || closes))) {
        add_escaped(escape, count);
    } else if (first_anyway) {
        add_escaped(escape, 1);
        add_plain(escape, count - 1);
    } else {
        add_plain(escape, count);
    }
}

static void escape_brace(struct escape *escape)
{
    size_t next = escape->at + 1;
    bool end = next >= escape->length;
    char after = end ? '\0' : escape->text[next];
    bool letter = (after | 0x20) >= 'a' && (after | 0x20) <= 'z';
    bool tag = end ? !escape->around->ends : letter || strchr("{}*_-+^~?", after) != NULL;
    if (tag || escape->around->code) {
        add_escaped(escape, 1);
    } else {
        add_plain(escape, 1);
    }
}

static void escape_backslash(struct escape *escape)
{
    size_t next = escape->at + 1;
    bool end = next >= escape->length;
    if (end ? !escape->around->ends || escape->around->code || escape->around->cell
            : escape->text[next] == '\\' || wiki_is_escapable(escape->text[next])) {
        atl_buffer_append(escape->buffer, "&#92;", strlen("&#92;"));
        escape->at++;
    } else {
        add_plain(escape, 1);
    }
}

static void escape_ampersand(struct escape *escape)
{
    char bytes[CONTENT_ENTITY_BYTES];
    size_t size;
    if (content_entity_decode(escape->text + escape->at, escape->length - escape->at, bytes,
                              &size) > 0) {
        atl_buffer_add(escape->buffer, "&amp;");
        escape->at++;
    } else {
        add_plain(escape, 1);
    }
}

/* Emoticons, and URLs that aren't links. */
static void escape_colon(struct escape *escape)
{
    const char *text = escape->text;
    size_t start;
    const struct wiki_emoticon *emoticon =
        word_before(escape) || escape->around->code
            ? NULL
            : wiki_emoticon_at(text, escape->at, escape->at, escape->length);
    if (emoticon == NULL) {
        /* Whatever comes next: it may be written so that an address can go on in it. */
        bool url = wiki_begins_url(text, 0, escape->at, escape->length, &start);
        if (url && !escape->around->code && !escape->around->link) {
            add_reference(escape);
        } else {
            add_plain(escape, 1);
        }
    } else if (text[escape->at] == '(') {
        add_escaped(escape, 1);
    } else if (wiki_is_escapable(text[escape->at + 1])) {
        add_plain(escape, 1);
        add_escaped(escape, 1);
    } else {
        add_reference(escape);
    }
}

static void escape_sign(struct escape *escape)
{
    const struct wiki_surroundings *around = escape->around;
    int effect;
    if (around->careful) {
        add_reference(escape);
        return;
    }
    switch (escape->text[escape->at]) {
    case '{':
        escape_brace(escape);
        return;
    case '}':
        if (around->code) {
            add_escaped(escape, 1);
            return;
        }
        break;
    case '\\':
        escape_backslash(escape);
        return;
    case '&':
        escape_ampersand(escape);
        return;
    case ':':
    case ';':
    case '(':
        escape_colon(escape);
        return;
    case '[':
        add_escaped(escape, 1);
        return;
    case ']':
        if (around->link) {
            add_escaped(escape, 1);
            return;
        }
        break;
    case '|':
        if (around->link || around->cell) {
            add_escaped(escape, 1);
            return;
        }
        break;
    case '!':
        if (!word_before(escape) && !blank_at(escape, escape->at + 1)) {
            add_escaped(escape, 1);
            return;
        }
        break;
    case '\n':
    case '\r':
        atl_buffer_add_char(escape->buffer, ' ');
        escape->at++;
        return;
    default:
        effect = wiki_effect_at(escape->text, escape->at, escape->length);
        if (effect >= 0) {
            escape_effect(escape, effect, false);
            return;
        }
    }
    add_plain(escape, 1);
}

/* ---- the start of a line ---- */

static bool starts_like(const struct escape *escape, char first, char second)
{
    const char *text = escape->text;
    bool heading = second == '\0' && escape->length > 2 && text[1] >= '1' && text[1] <= '6';
    bool quote = second != '\0' && escape->length > 2 && text[1] == second;
    return text[0] == first && (heading || quote) && text[2] == '.' && ends_at(escape, 3);
}

/* What begins a heading, a quote, a list, a table or a rule. */
static void escape_line_start(struct escape *escape)
{
    const char *text = escape->text;
    if (starts_like(escape, 'h', '\0') || starts_like(escape, 'b', 'q')) {
        add_plain(escape, 2);
        add_reference(escape);
        return;
    }
    size_t signs = 0;
    while (signs < escape->length && strchr("*#-", text[signs]) != NULL && text[signs] != '\0') {
        signs++;
    }
    bool list = signs > 0 && (ends_at(escape, signs) || signs >= 4);
    if (list && escape->around->careful) {
        add_reference(escape);
    } else if (list && text[0] != '#') {
        escape_effect(escape, wiki_effect_at(text, 0, escape->length), true);
    } else if (list || (escape->length > 0 && text[0] == '|')) {
        add_escaped(escape, 1);
    }
}

/* ---- the text ---- */

static bool is_sign(char character)
{
    switch (character) {
    case '{':
    case '}':
    case '\\':
    case '&':
    case ':':
    case ';':
    case '(':
    case '[':
    case ']':
    case '|':
    case '!':
    case '\n':
    case '\r':
    case '*':
    case '_':
    case '-':
    case '+':
    case '~':
    case '^':
    case '?':
        return true;
    default:
        return false;
    }
}

void wiki_escape(struct atl_buffer *buffer, const char *text, size_t length,
                 const struct wiki_surroundings *around)
{
    struct escape escape = {.buffer = buffer, .text = text, .length = length, .around = around};
    if (around->line_start && length > 0) {
        escape_line_start(&escape);
    }
    while (escape.at < length) {
        size_t plain = escape.at;
        while (plain < length && !is_sign(text[plain])) {
            plain++;
        }
        add_plain(&escape, plain - escape.at);
        if (escape.at < length) {
            escape_sign(&escape);
        }
    }
}

void wiki_escape_value(struct atl_buffer *buffer, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char bytes[CONTENT_ENTITY_BYTES];
        size_t size;
        bool edge = (i == 0 || i + 1 == length) && wiki_is_space(text[i]);
        bool sign = strchr("|{}[]!\"\n\r", text[i]) != NULL;
        bool backslash = text[i] == '\\' &&
                         (i + 1 == length || wiki_is_escapable(text[i + 1]) || text[i + 1] == '\\');
        bool ampersand =
            text[i] == '&' && content_entity_decode(text + i, length - i, bytes, &size) > 0;
        if (edge || sign || backslash || ampersand) {
            atl_buffer_printf(buffer, "&#%u;", (unsigned)(unsigned char)text[i]);
        } else {
            atl_buffer_add_char(buffer, text[i]);
        }
    }
}

void wiki_end_word(struct atl_buffer *buffer)
{
    bool eyes = buffer->length > 0 && buffer->data[buffer->length - 1] == ':';
    if (!eyes && !wiki_word_before(buffer->data, 0, buffer->length)) {
        return;
    }
    size_t start = buffer->length - 1;
    while (start > 0 && ((unsigned char)buffer->data[start] & 0xC0) == 0x80) {
        start--;
    }
    uint32_t code_point = 0;
    atl_utf8_decode(buffer->data + start, buffer->length - start, &code_point);
    atl_buffer_truncate(buffer, start);
    atl_buffer_printf(buffer, "&#%u;", (unsigned)code_point);
}
