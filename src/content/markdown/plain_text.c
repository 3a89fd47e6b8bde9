/* Plain text, and what hides in it: emoji, references to footnotes, the mark behind a code span. */
#include "content/emoji.h"
#include "content/markdown/reader.h"
#include "content/markdown/spellings.h"

#include <string.h>

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* ":name:" at `text`; returns its length, 0 for none that is known. */
static size_t emoji_at(const char *text, const char *end)
{
    const size_t longest = 64;
    const char *at = text + 1;
    while (at < end && *at != ':' && !is_blank(*at) && (size_t)(at - text) < longest) {
        at++;
    }
    size_t length = (size_t)(at - text) + 1;
    bool closed = at < end && *at == ':' && length > 2;
    return closed && content_emoji_find(text, length) != NULL ? length : 0;
}

/* "[^label]" at `text`, of a footnote that is defined. */
static size_t reference_at(const struct markdown_reader *reader, const char *text, const char *end)
{
    if (end - text < 4 || text[1] != '^') {
        return 0;
    }
    size_t room = (size_t)(end - text);
    const char *close = memchr(text, ']', room > 256 ? 256 : room);
    size_t length = close == NULL ? 0 : (size_t)(close - text) + 1;
    bool known = length > 3 && markdown_is_footnote(&reader->directives, text + 2, length - 3);
    return known ? length : 0;
}

/* What starts at a sign that may start something: adds it and returns its length. */
static size_t take_special(struct markdown_reader *reader, const char *text, const char *end)
{
    size_t length;
    if (*text == ':') {
        length = emoji_at(text, end);
        if (length > 0) {
            content_leaf(reader->builder, ATL_NODE_EMOJI, text, length);
        }
        return length;
    }
    length = reference_at(reader, text, end);
    if (length > 0) {
        content_leaf(reader->builder, ATL_NODE_FOOTNOTE_REF, text + 2, length - 3);
    }
    return length;
}

static const char *find(const char *text, const char *end, char sign)
{
    const char *found = memchr(text, sign, (size_t)(end - text));
    return found == NULL ? end : found;
}

/* Text with its emoji and footnotes taken out. */
static void add(struct markdown_reader *reader, const char *text, const char *end)
{
    const char *start = text;
    const char *colon = reader->extended ? find(text, end, ':') : end;
    const char *bracket = reader->directives.label_slots > 0 ? find(text, end, '[') : end;
    while (colon < end || bracket < end) {
        const char *at = colon < bracket ? colon : bracket;
        content_text(reader->builder, start, (size_t)(at - start));
        size_t length = take_special(reader, at, end);
        start = at + length;
        const char *next = length == 0 ? at + 1 : start;
        colon = colon < next ? find(next, end, ':') : colon;
        bracket = bracket < next ? find(next, end, '[') : bracket;
    }
    content_text(reader->builder, start, (size_t)(end - start));
}

/* In code whose mark says "lines", \n is a line break and \\ a backslash. */
static void unescape_lines(struct markdown_reader *reader, struct atl_node *code)
{
    char *text = atl_arena_alloc(reader->builder->arena, (size_t)code->length + 1);
    size_t length = 0;
    for (uint32_t i = 0; i < code->length; i++) {
        bool escape = code->text[i] == '\\' && i + 1 < code->length;
        i += escape;
        text[length++] = escape && code->text[i] == 'n' ? '\n' : code->text[i];
    }
    content_set_text(code, text, length);
}

static bool take_word(const char *text, size_t *length, const char *word)
{
    size_t size = strlen(word);
    bool found = *length > size && memcmp(text + *length - size, word, size) == 0;
    *length -= found ? size : 0;
    return found;
}

/*
 * "{=adf}" right behind a code span says that the code is another format's. Returns how much of the
 * text that takes.
 */
static size_t take_raw_mark(struct markdown_reader *reader, const char *text, size_t length)
{
    struct atl_node *code = reader->builder->open->last;
    const size_t longest = 32;
    enum atl_content_format format;
    if (length < 4 || memcmp(text, "{=", 2) != 0 || reader->builder->text_length > 0 ||
        code == NULL || code->kind != ATL_NODE_CODE) {
        return 0;
    }
    const char *close = memchr(text, '}', length < longest ? length : longest);
    size_t word = close == NULL ? 0 : (size_t)(close - text) - 2;
    bool lines = take_word(text + 2, &word, " lines");
    if (close == NULL || !markdown_raw_of_word(text + 2, word, &format)) {
        return 0;
    }
    if (lines) {
        unescape_lines(reader, code);
    }
    code->kind = ATL_NODE_RAW;
    code->value = (uint8_t)format;
    if (format == ATL_CONTENT_STORAGE) {
        markdown_read_storage_part(reader, code);
    }
    return (size_t)(close - text) + 1;
}

void markdown_plain(struct markdown_reader *reader, const char *text, size_t length)
{
    const struct content_builder *builder = reader->builder;
    const struct atl_node *open = builder->open;
    if (reader->extended && length > 0 && text[0] == '{') {
        size_t mark = take_raw_mark(reader, text, length);
        text += mark;
        length -= mark;
    }
    if (length == 0) {
        return;
    }
    /* White space at the start of a heading or paragraph doesn't count. */
    bool starts = builder->text_length == 0 && open->first == NULL &&
                  (open->kind == ATL_NODE_PARAGRAPH || open->kind == ATL_NODE_HEADING);
    while (starts && length > 0 && is_blank(text[0])) {
        text++;
        length--;
    }
    const char *end = text + length;
    add(reader, text, end);
    while (end > text && is_blank(end[-1])) {
        end--;
        reader->trailing++;
    }
}
