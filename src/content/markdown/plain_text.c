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

static const char *find(const char *text, const char *end, char sign)
{
    const char *found = memchr(text, sign, (size_t)(end - text));
    return found == NULL ? end : found;
}

static const char *find_www(const char *text, const char *end)
{
    const char *found = memmem(text, (size_t)(end - text), "www.", 4);
    return found == NULL ? end : found;
}

/* Where the next of each sign is that something may start with, or that it may be around. */
struct signs {
    const char *colon;
    const char *bracket;
    const char *at_sign;
    const char *www;
};

static void find_signs(const struct markdown_reader *reader, const char *text, const char *end,
                       struct signs *signs)
{
    bool links = reader->github && reader->links == 0;
    signs->colon = reader->github ? find(text, end, ':') : end;
    signs->bracket = reader->directives.label_slots > 0 ? find(text, end, '[') : end;
    signs->at_sign = links && reader->has_at_sign ? find(text, end, '@') : end;
    signs->www = links && reader->has_www ? find_www(text, end) : end;
}

/* Those that are passed are looked for anew. */
static void pass_signs(struct signs *signs, const char *next, const char *end)
{
    signs->colon = signs->colon < next ? find(next, end, ':') : signs->colon;
    signs->bracket = signs->bracket < next ? find(next, end, '[') : signs->bracket;
    signs->at_sign = signs->at_sign < next ? find(next, end, '@') : signs->at_sign;
    signs->www = signs->www < next ? find_www(next, end) : signs->www;
}

static const char *first_of(const struct signs *signs)
{
    const char *first = signs->colon < signs->bracket ? signs->colon : signs->bracket;
    first = signs->at_sign < first ? signs->at_sign : first;
    return signs->www < first ? signs->www : first;
}

/* Adds the text from `start` and then what belongs to the sign. Returns where that ends, else NULL.
 */
static const char *take_sign(struct markdown_reader *reader, const char *start, const char *sign,
                             const char *end)
{
    struct content_builder *builder = reader->builder;
    size_t length = 0;
    size_t before = 0; /* of the sign, that belongs to it */
    if (*sign == ':') {
        before = reader->links == 0 ? markdown_scheme_before(reader, start, sign, end) : 0;
        length = before == 0 && reader->extended ? emoji_at(sign, end) : 0;
    } else if (*sign == '[') {
        length = reference_at(reader, sign, end);
    } else if (*sign == '@') {
        before = markdown_local_before(start, sign);
    }
    bool link = before > 0 || *sign == 'w';
    if (length == 0 && !link) {
        return NULL;
    }
    content_text(builder, start, (size_t)(sign - before - start));
    if (*sign == 'w') {
        length = markdown_www_at(reader, sign, end);
    } else if (*sign == '@') {
        length = markdown_email_at(reader, sign - before, sign, end);
    } else if (*sign == '[') {
        content_leaf(builder, ATL_NODE_FOOTNOTE_REF, sign + 2, length - 3);
    } else if (link) {
        length = markdown_url_at(reader, sign - before, sign, end);
    } else {
        content_leaf(builder, ATL_NODE_EMOJI, sign, length);
    }
    return sign - before + length;
}

/* Text with its links, emoji and footnotes taken out. */
static void add(struct markdown_reader *reader, const char *text, const char *end)
{
    const char *start = text;
    struct signs signs;
    find_signs(reader, text, end, &signs);
    for (;;) {
        const char *sign = first_of(&signs);
        if (sign == end) {
            break;
        }
        const char *behind = take_sign(reader, start, sign, end);
        start = behind == NULL ? start : behind;
        pass_signs(&signs, behind == NULL || behind <= sign ? sign + 1 : behind, end);
    }
    content_text(reader->builder, start, (size_t)(end - start));
}

/* "\\n" is a line break and "\\\\" a backslash: a code span has only one line. In the arena. */
static const char *unescape_lines(struct markdown_reader *reader, const char *text, size_t *length)
{
    char *copy = atl_arena_alloc(reader->builder->arena, *length + 1);
    size_t count = 0;
    for (size_t i = 0; i < *length; i++) {
        bool escape = text[i] == '\\' && i + 1 < *length;
        i += escape;
        copy[count++] = (char)(escape && text[i] == 'n' ? '\n' : text[i]);
    }
    *length = count;
    return copy;
}

/*
 * "{=adf}" right behind a code span says that the code is another format's. Returns how much of the
 * text that takes.
 */
static size_t take_raw_mark(struct markdown_reader *reader, const char *text, size_t length)
{
    const size_t longest = 32;
    static const char with_lines[] = " lines";
    const size_t lines_length = sizeof with_lines - 1;
    struct atl_node *parent = reader->builder->open;
    struct atl_node *code = parent->last;
    enum atl_content_format format;
    if (length < 4 || memcmp(text, "{=", 2) != 0 || reader->builder->text_length > 0 ||
        code == NULL || code->kind != ATL_NODE_CODE || reader->code_before == code) {
        return 0;
    }
    const char *close = memchr(text, '}', length < longest ? length : longest);
    if (close == NULL) {
        return 0;
    }
    const char *word = text + 2;
    size_t word_length = (size_t)(close - word);
    bool lines =
        word_length > lines_length && memcmp(close - lines_length, with_lines, lines_length) == 0;
    word_length -= lines ? lines_length : 0;
    if (!markdown_raw_of_word(word, word_length, &format)) {
        return 0;
    }
    const char *raw = code->text;
    size_t raw_length = code->length;
    content_remove(reader->code_before, code);
    if (lines) {
        raw = unescape_lines(reader, raw, &raw_length);
    }
    markdown_add_raw(reader, format, raw, raw_length);
    reader->apart = true;
    return (size_t)(close - text) + 1;
}

/* "[ ] " at the start of an item: md4c doesn't see it behind an item that ends in a quote.
 * Returns how much of the text it takes. */
static size_t take_task_mark(const struct markdown_reader *reader, const char *text, size_t length)
{
    const struct atl_node *paragraph = reader->builder->open;
    struct atl_node *item = paragraph->parent;
    bool in_source = markdown_in_source(reader, text);
    bool mark = length >= 3 && text[0] == '[' && strchr(" xX", text[1]) != NULL && text[2] == ']';
    bool alone = length == 3 && in_source && (text + 3 == reader->end || text[3] == '\n');
    bool escaped = in_source && text > reader->text && text[-1] == '\\';
    if (!mark || escaped || (!alone && (length == 3 || text[3] != ' ')) || !reader->github ||
        item->kind != ATL_NODE_LIST_ITEM || item->first != paragraph) {
        return 0;
    }
    item->kind = ATL_NODE_TASK_ITEM;
    item->flags |= text[1] == ' ' ? 0 : ATL_NODE_DONE;
    return alone ? 3 : 4;
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
    size_t mark = starts ? take_task_mark(reader, text, length) : 0;
    text += mark;
    length -= mark;
    const char *end = text + length;
    add(reader, text, end);
    while (end > text && is_blank(end[-1])) {
        end--;
        reader->trailing++;
    }
}
