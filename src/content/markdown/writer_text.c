/*
 * Text, with a backslash before what Markdown would read as something else, and nothing else. Most
 * bytes can't be special; spans of them are copied at once.
 */
#include "content/emoji.h"
#include "content/markdown/spellings.h"
#include "content/markdown/writer_span.h"

#include <string.h>
#include <strings.h>

enum {
    LONGEST_EMOJI = 64, /* bytes between colons that may be a name */
};

/* Signs that do nothing as long as they are alone in a block. */
enum sign {
    SIGN_STAR = 1 << 0,
    SIGN_UNDERSCORE = 1 << 1,
    SIGN_TILDE = 1 << 2,
    SIGN_BACKTICK = 1 << 3,
    SIGN_DOLLAR = 1 << 4,
    SIGN_DOLLAR_END = 1 << 5, /* one that begins a formula, but might end another */
};

static const bool special[256] = {
    ['\\'] = true, ['`'] = true,  ['*'] = true,  ['_'] = true,  ['['] = true,
    [']'] = true,  ['<'] = true,  ['&'] = true,  ['~'] = true,  ['|'] = true,
    ['$'] = true,  [':'] = true,  ['@'] = true,  ['.'] = true,  ['\n'] = true,
    ['\r'] = true, ['\v'] = true, ['\f'] = true, [0xC2] = true,
};

static bool is_punctuation(char character)
{
    return character > ' ' && (unsigned char)character < 0x7F &&
           !markdown_is_alphanumeric(character);
}

/* The byte before an index; of the start of a line '\n'. */
static char before(const struct markdown_writer *writer, const struct markdown_span *span,
                   size_t index)
{
    if (index > 0) {
        return span->text[index - 1];
    }
    bool start = writer->at_line_start || writer->out->length == writer->block_start;
    return start ? '\n' : writer->out->data[writer->out->length - 1];
}

/* ---- signs that come in pairs ---- */

static unsigned sign_of(char character)
{
    switch (character) {
    case '*':
        return SIGN_STAR;
    case '_':
        return SIGN_UNDERSCORE;
    case '~':
        return SIGN_TILDE;
    case '`':
        return SIGN_BACKTICK;
    case '$':
        return SIGN_DOLLAR;
    default:
        return 0;
    }
}

/* A formula's first sign ends one before it, too, unless a letter or digit follows. */
static unsigned signs_of_formula(const struct atl_node *macro)
{
    const struct atl_node *shown = markdown_shown_formula(macro);
    const char *body = shown != NULL                ? shown->text
                       : markdown_is_formula(macro) ? atl_node_attribute(macro, "body")
                                                    : NULL;
    return body == NULL || markdown_is_alphanumeric(*body) ? 0 : SIGN_DOLLAR_END;
}

/* Signs that are written for a node itself. */
static unsigned signs_of_node(const struct atl_node *node)
{
    switch (node->kind) {
    case ATL_NODE_EMPHASIS:
    case ATL_NODE_STRONG:
        return SIGN_STAR;
    case ATL_NODE_STRIKE:
        return SIGN_TILDE;
    case ATL_NODE_TEXT:
    case ATL_NODE_SOFT_BREAK:
    case ATL_NODE_HARD_BREAK:
        return 0;
    case ATL_NODE_MACRO:
        return SIGN_BACKTICK | SIGN_DOLLAR | signs_of_formula(node);
    default: /* also in addresses, where a backslash doesn't keep it from ending a code span */
        return SIGN_BACKTICK;
    }
}

static unsigned signs_in(const char *text, size_t length)
{
    unsigned signs = 0;
    for (size_t i = 0; i < length; i++) {
        signs |= special[(unsigned char)text[i]] ? sign_of(text[i]) : 0;
    }
    return signs;
}

/* Parsers have been seen to find signs in addresses and titles, too. */
static unsigned signs_in_target(const struct atl_node *node)
{
    const char *title = atl_node_attribute(node, "title");
    return signs_in(node->text, node->length) |
           (title == NULL ? 0 : signs_in(title, strlen(title)));
}

/* Which signs occur at least twice in the block. Asked for once a block, if at all. */
static unsigned repeated_signs(struct markdown_writer *writer)
{
    if (writer->signs_known) {
        return writer->repeated;
    }
    unsigned once = 0;
    /* Cells are told apart after code and formulas are found in the whole row. */
    unsigned twice = writer->in_table ? SIGN_BACKTICK | SIGN_DOLLAR : 0;
    for (size_t i = 0; i < writer->pieces.count; i++) {
        const struct markdown_piece *piece = &writer->pieces.items[i];
        const struct atl_node *node = piece->node;
        if (piece->kind == MARKDOWN_CLOSE || piece->kind == MARKDOWN_SPACE) {
            continue;
        }
        twice |= signs_of_node(node);
        if (node->kind == ATL_NODE_LINK || node->kind == ATL_NODE_IMAGE) {
            twice |= signs_in_target(node);
        }
        for (uint32_t at = 0; node->kind == ATL_NODE_TEXT && at < piece->length; at++) {
            unsigned char byte = (unsigned char)node->text[piece->start + at];
            unsigned sign = special[byte] ? sign_of((char)byte) : 0;
            twice |= once & sign;
            once |= sign;
        }
    }
    writer->signs_known = true;
    writer->repeated = twice;
    return twice;
}

/* Whether a run of "*", "_" or "~" could begin or end emphasis. */
static bool is_flanking(const struct markdown_writer *writer, const struct markdown_span *span,
                        size_t index, size_t run)
{
    char left = before(writer, span, index);
    char right = markdown_at(span, index + run);
    if (markdown_is_space(left) && markdown_is_space(right)) {
        return false;
    }
    return span->text[index] != '_' || !markdown_is_alphanumeric(left) ||
           !markdown_is_alphanumeric(right);
}

/* "$" ends a formula unless a letter or digit follows; without an end there is none. */
static bool could_end_formula(const struct markdown_span *span, size_t index, size_t run)
{
    return !markdown_is_alphanumeric(markdown_at(span, index + run));
}

static void add_run(struct markdown_writer *writer, char sign, size_t run, bool escape)
{
    for (size_t i = 0; i < run; i++) {
        if (escape) {
            atl_buffer_add_char(writer->out, '\\');
        }
        atl_buffer_add_char(writer->out, sign);
    }
}

static size_t write_sign(struct markdown_writer *writer, const struct markdown_span *span,
                         size_t index)
{
    char sign = span->text[index];
    size_t run = markdown_run_length(span, index);
    bool escape = (repeated_signs(writer) & sign_of(sign)) != 0;
    if (escape && sign == '$') {
        bool begins =
            (writer->repeated & SIGN_DOLLAR_END) != 0 || (run > 1 && writer->at_line_start);
        escape = begins || could_end_formula(span, index, run);
    } else if (escape && sign != '`') {
        escape = is_flanking(writer, span, index, run);
    }
    add_run(writer, sign, run, escape);
    return run;
}

/* ---- other special characters ---- */

bool markdown_is_referred_to(char character)
{
    return (unsigned char)character < ' ' && special[(unsigned char)character];
}

static bool starts_tag(const struct markdown_span *span, size_t index)
{
    char next = markdown_at(span, index + 1);
    /* CommonMark wants a letter; what is read as an address is more than that. */
    return !markdown_is_space(next) && strchr("0123456789=-", next) == NULL;
}

/* md4c lets an address begin on the next line. */
static bool ends_line_open(const struct markdown_writer *writer, const struct markdown_span *span,
                           size_t index)
{
    return index + 1 == span->length && span->after == '\n' &&
           writer->piece + 1 < writer->pieces.count;
}

static bool ends_with(const struct markdown_span *span, size_t index, const char *word)
{
    size_t length = strlen(word);
    return index >= length && strncasecmp(span->text + index - length, word, length) == 0;
}

/* The "." of "www.example.com". */
static bool is_in_host(const struct markdown_span *span, size_t index)
{
    char next = markdown_at(span, index + 1);
    bool host = markdown_is_alphanumeric(next) || (unsigned char)next >= 0x80 ||
                strchr("._-", next) != NULL;
    return ends_with(span, index, "www") && host &&
           (index == 3 || !markdown_is_alphanumeric(span->text[index - 4]));
}

/* The "@" of an e-mail address. */
static bool is_in_address(const struct markdown_span *span, size_t index)
{
    char left = index > 0 ? span->text[index - 1] : '\n';
    char right = markdown_at(span, index + 1);
    return (markdown_is_alphanumeric(left) || strchr("._-+", left) != NULL) &&
           (markdown_is_alphanumeric(right) || strchr("._-", right) != NULL);
}

/* What follows the text may begin in the colon that ends a name. */
static bool starts_emoji(const struct markdown_span *span, size_t index)
{
    char name[LONGEST_EMOJI];
    size_t length = 0;
    char byte;
    do {
        byte = markdown_at(span, index + length);
        name[length++] = byte;
    } while ((length == 1 || byte != ':') && index + length <= span->length &&
             length < LONGEST_EMOJI);
    return length > 1 && byte == ':' && content_emoji_find(name, length) != NULL;
}

/* An address in text is a link by itself, but not in the text of a link. */
static bool finds_addresses(const struct markdown_writer *writer)
{
    return writer->links == 0 || writer->labels > 0;
}

/* The ":" of "https://", of an emoji, or right before one. */
static bool is_special_colon(const struct markdown_writer *writer, const struct markdown_span *span,
                             size_t index)
{
    if (finds_addresses(writer) && markdown_at(span, index + 1) == '/' &&
        markdown_at(span, index + 2) == '/') {
        return ends_with(span, index, "http") || ends_with(span, index, "https") ||
               ends_with(span, index, "ftp");
    }
    bool before_emoji = index + 1 == span->length && span->after == ':' &&
                        writer->piece + 1 < writer->pieces.count &&
                        writer->pieces.items[writer->piece + 1].node->kind == ATL_NODE_EMOJI;
    return before_emoji || starts_emoji(span, index);
}

static bool is_special_here(const struct markdown_writer *writer, const struct markdown_span *span,
                            size_t index)
{
    char next = markdown_at(span, index + 1);
    bool in_brackets = writer->links > 0 || writer->labels > 0;
    switch (span->text[index]) {
    case '\\':
        /* Also before what is written as a reference: that starts with '&'. */
        return is_punctuation(next) || next == '\xC2' || (unsigned char)next < ' ';
    case '[':
        return in_brackets || (writer->footnotes && next == '^');
    case ']':
        return in_brackets || next == '(';
    case '<':
        return starts_tag(span, index) || ends_line_open(writer, span, index);
    case '&':
        return markdown_begins_reference(span->text + index, span->length - index);
    case '|':
        return writer->in_table;
    case ':':
        return is_special_colon(writer, span, index);
    case '@':
        return finds_addresses(writer) && is_in_address(span, index);
    case '.':
        return finds_addresses(writer) && is_in_host(span, index);
    default:
        return false;
    }
}

/* Writes the special byte at an index and returns how many bytes that took. */
static size_t write_special(struct markdown_writer *writer, const struct markdown_span *span,
                            size_t index)
{
    char character = span->text[index];
    if (sign_of(character) != 0) {
        return write_sign(writer, span, index);
    }
    if ((unsigned char)character == 0xC2) {
        bool unbroken = index + 1 < span->length && span->text[index + 1] == '\xA0';
        atl_buffer_add(writer->out, unbroken ? "&nbsp;" : "\xC2");
        return unbroken ? 2 : 1;
    }
    if (markdown_is_referred_to(character)) {
        atl_buffer_printf(writer->out, "&#%d;", character);
        return 1;
    }
    if (is_special_here(writer, span, index)) {
        atl_buffer_add_char(writer->out, '\\');
    }
    atl_buffer_add_char(writer->out, character);
    return 1;
}

/* ---- the edges ---- */

/* Text right after something else: "{=" after a code span, ":" after "[^1]" at the start. */
static size_t write_joint(struct markdown_writer *writer, const struct markdown_span *span)
{
    char left = before(writer, span, 0);
    if ((left == '`' && span->text[0] == '{') || (left == ']' && strchr(":(", span->text[0]))) {
        atl_buffer_add_char(writer->out, '\\');
        atl_buffer_add_char(writer->out, span->text[0]);
        return 1;
    }
    return 0;
}

/* ---- text ---- */

void markdown_write_text(struct markdown_writer *writer, const char *text, size_t length,
                         char after)
{
    if (length == 0) {
        return;
    }
    struct markdown_span span = {.text = text, .length = length, .after = after};
    bool image = after == '[' && text[length - 1] == '!'; /* "![" would be one */
    bool tab = after == '\n' && text[length - 1] == '\t'; /* would be taken off */
    span.length -= image || tab ? 1 : 0;
    span.after = image ? '\\' : tab ? '&' : after;
    size_t index = 0;
    if (span.length > 0) {
        index = writer->at_line_start ? markdown_write_line_start(writer, &span)
                                      : write_joint(writer, &span);
        writer->at_line_start = index == 0 && writer->at_line_start;
    }
    while (index < span.length) {
        size_t plain = index;
        while (plain < span.length && !special[(unsigned char)text[plain]]) {
            plain++;
        }
        atl_buffer_append(writer->out, text + index, plain - index);
        writer->at_line_start = plain == index && writer->at_line_start;
        index = plain;
        if (index < span.length) {
            index += write_special(writer, &span, index);
            writer->at_line_start = false;
        }
    }
    atl_buffer_add(writer->out, image ? "\\!" : tab ? "&#9;" : "");
    writer->at_line_start = false;
}

static bool is_text(const struct markdown_writer *writer, size_t index)
{
    return index < writer->pieces.count && writer->pieces.items[index].kind == MARKDOWN_LEAF &&
           writer->pieces.items[index].node->kind == ATL_NODE_TEXT;
}

size_t markdown_write_texts(struct markdown_writer *writer, size_t index)
{
    const struct markdown_piece *piece = &writer->pieces.items[index];
    const char *text = piece->node->text + piece->start;
    size_t length = piece->length;
    struct atl_buffer whole = {0};
    for (; is_text(writer, index + 1); index++) {
        atl_buffer_append(&whole, text, length);
        piece++;
        text = piece->node->text + piece->start;
        length = piece->length;
    }
    if (whole.length > 0) {
        atl_buffer_append(&whole, text, length);
        text = whole.data;
        length = whole.length;
    }
    writer->piece = index;
    markdown_write_text(writer, text, length, markdown_first_byte(writer, index + 1));
    atl_buffer_free(&whole);
    return index;
}

void markdown_write_label(struct markdown_writer *writer, const char *text, size_t length)
{
    bool known = writer->signs_known;
    unsigned repeated = writer->repeated;
    writer->at_line_start = false;
    writer->signs_known = true;
    writer->repeated = ~(unsigned)SIGN_DOLLAR_END;
    writer->labels++;
    markdown_write_text(writer, text, length, ']');
    writer->labels--;
    writer->signs_known = known;
    writer->repeated = repeated;
}
