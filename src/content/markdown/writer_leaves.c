/* Inlines without children: code, mentions and the other small things. */
#include "content/emoji.h"
#include "content/markdown/spellings.h"
#include "content/markdown/writer.h"
#include "content/storage/storage_fragment.h"

#include <string.h>

/* ---- code ---- */

static size_t longest_run(const char *text, size_t length, char sign)
{
    size_t longest = 0;
    const char *end = text + length;
    const char *at = text;
    while (at < end && (at = memchr(at, sign, (size_t)(end - at))) != NULL) {
        const char *start = at;
        while (at < end && *at == sign) {
            at++;
        }
        size_t run = (size_t)(at - start);
        longest = run > longest ? run : longest;
    }
    return longest;
}

/* A row of backticks that isn't in the text, mostly longer than those that are. 0: there is none
 * that md4c takes. */
static size_t code_fence(const char *text, size_t length)
{
    enum { LONGEST_FENCE = 32 };
    bool used[LONGEST_FENCE + 1] = {true};
    size_t longest = longest_run(text, length, '`');
    if (longest < LONGEST_FENCE) {
        return longest + 1;
    }
    for (size_t i = 0; i < length;) {
        size_t end = i;
        while (end < length && text[end] == '`') {
            end++;
        }
        used[end - i <= LONGEST_FENCE ? end - i : 0] = true;
        i = end + 1;
    }
    size_t fence = LONGEST_FENCE;
    while (used[fence] && fence > 0) {
        fence--;
    }
    return fence;
}

static void add_backticks(struct atl_buffer *out, size_t count)
{
    while (count-- > 0) {
        atl_buffer_add_char(out, '`');
    }
}

/* Code in which pipes are escaped, as tables want it, and a line break is a space. */
static void add_code(struct markdown_writer *writer, const char *text, size_t length)
{
    size_t plain = 0;
    for (size_t i = 0; i < length; i++) {
        bool pipe = text[i] == '|' && writer->in_table;
        if (pipe || text[i] == '\n') {
            atl_buffer_append(writer->out, text + plain, i - plain);
            atl_buffer_add(writer->out, pipe ? "\\|" : " ");
            plain = i + 1;
        }
    }
    atl_buffer_append(writer->out, text + plain, length - plain);
}

static void write_code_span(struct markdown_writer *writer, const char *text, size_t length)
{
    size_t fence = code_fence(text, length);
    bool spaces = length > 0 && text[0] == ' ' && text[length - 1] == ' ';
    bool blank = longest_run(text, length, ' ') == length;
    bool padded = length > 0 && (text[0] == '`' || text[length - 1] == '`' || (spaces && !blank));
    add_backticks(writer->out, fence);
    atl_buffer_add(writer->out, padded ? " " : "");
    add_code(writer, text, length);
    atl_buffer_add(writer->out, padded ? " " : "");
    add_backticks(writer->out, fence);
}

static char last_byte(const struct markdown_writer *writer)
{
    return writer->out->length > writer->block_start ? writer->out->data[writer->out->length - 1]
                                                     : '\n';
}

static void write_code(struct markdown_writer *writer, const char *text, size_t length, char after)
{
    /* Empty ones have no other form, and two side by side would be one. */
    if (length == 0 || last_byte(writer) == '`' || after == '`' || code_fence(text, length) == 0) {
        atl_buffer_add(writer->out, "<code>");
        markdown_write_label(writer, text, length);
        atl_buffer_add(writer->out, "</code>");
    } else {
        write_code_span(writer, text, length);
    }
}

/* ---- other formats ---- */

/*
 * A code span with a mark. A code span can't hold a line break: then the mark says so, and "\n" is
 * one, "\\" a backslash.
 */
static void write_raw_span(struct markdown_writer *writer, const char *word, const char *text,
                           size_t length)
{
    bool lines = memchr(text, '\n', length) != NULL;
    struct atl_buffer escaped = {0};
    for (size_t i = 0; lines && i < length; i++) {
        if (text[i] == '\n' || text[i] == '\\') {
            atl_buffer_add_char(&escaped, '\\');
        }
        atl_buffer_add_char(&escaped, text[i] == '\n' ? 'n' : text[i]);
    }
    write_code_span(writer, lines ? escaped.data : text, lines ? escaped.length : length);
    atl_buffer_printf(writer->out, "{=%s%s}", word, lines ? " lines" : "");
    atl_buffer_free(&escaped);
}

static void write_raw(struct markdown_writer *writer, const struct atl_node *raw)
{
    const char *word = markdown_raw_word(raw->value);
    if (word == NULL) {
        atl_buffer_append(writer->out, raw->text, raw->length);
    } else {
        write_raw_span(writer, word, raw->text, raw->length);
    }
}

static void write_storage_span(struct markdown_writer *writer, const struct atl_node *node)
{
    struct atl_buffer storage = {0};
    storage_write_node(node, writer->options, &storage);
    write_raw_span(writer, markdown_raw_word(ATL_CONTENT_STORAGE), atl_buffer_text(&storage),
                   storage.length);
    atl_buffer_free(&storage);
}

/* ---- links of our own schemes ---- */

/* "?name=value&name=value" of the attributes that have no other place. */
static void add_query(struct atl_buffer *out, const struct atl_node *node, const char *const *shown)
{
    char sign = '?';
    for (const struct atl_attribute *next = node->attributes; next != NULL; next = next->next) {
        const char *const *known = shown;
        while (*known != NULL && strcmp(*known, next->name) != 0) {
            known++;
        }
        if (*known == NULL && next->name[0] != CONTENT_PRIVATE_ATTRIBUTE) {
            atl_buffer_add_char(out, sign);
            markdown_add_encoded(out, next->name, strlen(next->name));
            atl_buffer_add_char(out, '=');
            markdown_add_encoded(out, next->value, strlen(next->value));
            sign = '&';
        }
    }
}

static void write_small(struct markdown_writer *writer, const char *label, size_t label_length,
                        const char *scheme, const char *id, size_t id_length,
                        const struct atl_node *node, const char *const *shown)
{
    atl_buffer_add_char(writer->out, '[');
    markdown_write_label(writer, label, label_length);
    atl_buffer_add(writer->out, "](");
    atl_buffer_add(writer->out, scheme);
    markdown_add_encoded(writer->out, id, id_length);
    add_query(writer->out, node, shown);
    atl_buffer_add_char(writer->out, ')');
}

static bool has_prefix(const struct atl_node *node, const char *prefix)
{
    size_t length = strlen(prefix);
    return node->length >= length && memcmp(node->text, prefix, length) == 0;
}

/* What a mention shows is its text or, without one, "@" and its id. */
static void write_mention(struct markdown_writer *writer, const struct atl_node *mention)
{
    static const char *const shown[] = {"text", NULL};
    static const char *const none[] = {NULL};
    const char *text = atl_node_attribute(mention, "text");
    size_t skipped = has_prefix(mention, "key:") ? 4 : has_prefix(mention, "name:") ? 5 : 0;
    struct atl_buffer id = {0};
    atl_buffer_add_char(&id, '@');
    atl_buffer_append(&id, mention->text + skipped, mention->length - skipped);
    bool own = text != NULL && *text != '\0' && strcmp(text, id.data) != 0;
    write_small(writer, own ? text : id.data, own ? strlen(text) : id.length,
                "mention:", mention->text, mention->length, mention, own ? shown : none);
    atl_buffer_free(&id);
}

bool markdown_is_plain_emoji(const struct atl_node *node)
{
    if (content_emoji_find(node->text, node->length) == NULL) {
        return false;
    }
    for (const struct atl_attribute *next = node->attributes; next != NULL; next = next->next) {
        if (!content_emoji_repeats(node, next) && next->name[0] != CONTENT_PRIVATE_ATTRIBUTE) {
            return false;
        }
    }
    return true;
}

/* Right behind "[^label]" at a line's start, a colon would define that footnote. */
static bool is_behind_footnote(const struct markdown_writer *writer)
{
    const char *start = atl_buffer_text(writer->out) + writer->block_start;
    const char *end = atl_buffer_text(writer->out) + writer->out->length;
    const char *at = end;
    if (writer->links > 0 || at == start || at[-1] != ']') {
        return false;
    }
    while (at > start && at[-1] != '[' && end - at < MARKDOWN_LABEL_BYTES) {
        at--;
    }
    return at > start && at[-1] == '[' && *at == '^';
}

/* Others show their text or, without one, their name. */
static void write_emoji(struct markdown_writer *writer, const struct atl_node *emoji)
{
    static const char *const shown[] = {"text", NULL};
    static const char *const none[] = {NULL};
    if (markdown_is_plain_emoji(emoji) && !is_behind_footnote(writer)) {
        atl_buffer_append(writer->out, emoji->text, emoji->length);
        return;
    }
    const char *text = atl_node_attribute(emoji, "text");
    bool own = text != NULL && *text != '\0' && !atl_node_text_is(emoji, text);
    bool colons =
        emoji->length > 2 && emoji->text[0] == ':' && emoji->text[emoji->length - 1] == ':';
    write_small(writer, own ? text : emoji->text, own ? strlen(text) : emoji->length,
                "emoji:", emoji->text + (colons ? 1 : 0), emoji->length - (colons ? 2 : 0), emoji,
                own ? shown : none);
}

static void write_status(struct markdown_writer *writer, const struct atl_node *status)
{
    static const char *const none[] = {NULL};
    const char *word = markdown_status_word(status->value);
    write_small(writer, status->text, status->length, "status:", word, strlen(word), status, none);
}

static void write_date(struct markdown_writer *writer, const struct atl_node *date)
{
    static const char *const none[] = {NULL};
    write_small(writer, date->text, date->length, "date:", date->text, date->length, date, none);
}

static void write_placeholder(struct markdown_writer *writer, const struct atl_node *node)
{
    static const char *const none[] = {NULL};
    write_small(writer, node->text, node->length, "placeholder:", "", 0, node, none);
}

static void write_footnote_reference(struct markdown_writer *writer, const struct atl_node *node)
{
    atl_buffer_add(writer->out, "[^");
    atl_buffer_append(writer->out, node->text, node->length);
    atl_buffer_add_char(writer->out, ']');
}

/* ---- macros ---- */

/* The only attribute, but for those that are no content. NULL when there is none, or more. */
static const struct atl_attribute *only_attribute(const struct atl_node *node)
{
    const struct atl_attribute *only = NULL;
    for (const struct atl_attribute *next = node->attributes; next != NULL; next = next->next) {
        if (next->name[0] == CONTENT_PRIVATE_ATTRIBUTE) {
            continue;
        }
        if (only != NULL) {
            return NULL;
        }
        only = next;
    }
    return only;
}

/* Whether a formula can stand within a line. */
static bool fits_signs(const char *body, size_t length)
{
    bool edges =
        length == 0 || body[0] == ' ' || body[length - 1] == ' ' || body[length - 1] == '\\';
    for (size_t i = 0; i < length && !edges; i++) {
        if (strchr("$`<&[]|\n", body[i]) != NULL) {
            return false;
        }
    }
    return !edges;
}

bool markdown_is_formula(const struct atl_node *node)
{
    const struct atl_attribute *only = only_attribute(node);
    return atl_node_text_is(node, MARKDOWN_MATH_INLINE) && node->first == NULL && only != NULL &&
           strcmp(only->name, "body") == 0 && fits_signs(only->value, strlen(only->value));
}

const struct atl_node *markdown_shown_formula(const struct atl_node *node)
{
    const struct atl_node *body = node->first;
    bool alone = node->parent->kind == ATL_NODE_PARAGRAPH && node->parent->first == node &&
                 node->next == NULL && node->parent->parent->kind != ATL_NODE_TABLE_CELL;
    bool fits = atl_node_text_is(node, MARKDOWN_MATH_BLOCK) && body != NULL && body->next == NULL &&
                body->kind == ATL_NODE_PLAIN_BODY && !alone && only_attribute(node) == NULL &&
                fits_signs(body->text, body->length);
    return fits ? body : NULL;
}

/* White space or punctuation. */
static bool is_low(unsigned char byte)
{
    return byte == '\t' || byte == '\n' || (byte >= ' ' && byte < '0');
}

/* The signs stand only between white space and punctuation. */
static bool can_hold_formula(const struct markdown_writer *writer, char after)
{
    unsigned char left = (unsigned char)last_byte(writer);
    unsigned char right = (unsigned char)after;
    bool left_ok = is_low(left) || (left > ';' && left < 'A' && left != '<');
    bool right_ok = is_low(right) || right == ':' || right == ';' || right == '?' || right == '<' ||
                    right == ']' || right == '\\';
    return left_ok && right_ok && left != '$' && right != '$';
}

static bool is_anchor(const struct atl_node *macro)
{
    const struct atl_attribute *only = only_attribute(macro);
    return atl_node_text_is(macro, MARKDOWN_ANCHOR) && macro->first == NULL && only != NULL &&
           only->name[0] == '\0';
}

static bool is_issue(const struct atl_node *macro)
{
    const char *key = atl_node_attribute(macro, "key");
    return atl_node_text_is(macro, MARKDOWN_JIRA) && macro->first == NULL && key != NULL &&
           *key != '\0';
}

static void write_macro(struct markdown_writer *writer, const struct atl_node *macro, char after)
{
    static const char *const known[] = {"key", NULL};
    const struct atl_node *shown = markdown_shown_formula(macro);
    if (markdown_is_formula(macro) && can_hold_formula(writer, after)) {
        atl_buffer_printf(writer->out, "$%s$", atl_node_attribute(macro, "body"));
    } else if (shown != NULL && can_hold_formula(writer, after)) {
        atl_buffer_add(writer->out, "$$");
        atl_buffer_append(writer->out, shown->text, shown->length);
        atl_buffer_add(writer->out, "$$");
    } else if (is_anchor(macro) && writer->links == 0) {
        const char *name = only_attribute(macro)->value;
        atl_buffer_add(writer->out, "<a");
        markdown_add_html_attribute(writer->out, "id", name, strlen(name));
        atl_buffer_add(writer->out, "></a>");
    } else if (is_issue(macro) && writer->links == 0) {
        const char *key = atl_node_attribute(macro, "key");
        size_t length = strlen(key);
        write_small(writer, key, length, "jira:", key, length, macro, known);
    } else {
        write_storage_span(writer, macro);
    }
}

/* ---- all of them ---- */

/* What is spelled as a link itself can't be in one. */
static bool is_spelled_as_link(const struct atl_node *leaf)
{
    return leaf->kind == ATL_NODE_MENTION || leaf->kind == ATL_NODE_STATUS ||
           leaf->kind == ATL_NODE_DATE || leaf->kind == ATL_NODE_PLACEHOLDER ||
           (leaf->kind == ATL_NODE_EMOJI && !markdown_is_plain_emoji(leaf));
}

char markdown_first_byte_of_leaf(const struct markdown_writer *writer, const struct atl_node *leaf)
{
    bool code = writer->links > 0 && is_spelled_as_link(leaf);
    switch (leaf->kind) {
    case ATL_NODE_EMOJI:
        return code ? '`' : markdown_is_plain_emoji(leaf) ? ':' : '[';
    case ATL_NODE_IMAGE:
        return '!';
    case ATL_NODE_CODE:
    case ATL_NODE_RAW:
        return '`';
    case ATL_NODE_MACRO:
        code = writer->links > 0 || (!is_anchor(leaf) && !is_issue(leaf));
        return code ? '`' : is_anchor(leaf) ? '<' : '[';
    default:
        return code ? '`' : '[';
    }
}

void markdown_write_leaf(struct markdown_writer *writer, const struct atl_node *leaf, char after)
{
    if (writer->links > 0 && is_spelled_as_link(leaf)) {
        write_storage_span(writer, leaf);
        return;
    }
    const char *title;
    switch (leaf->kind) {
    case ATL_NODE_CODE:
        write_code(writer, leaf->text, leaf->length, after);
        break;
    case ATL_NODE_MENTION:
        write_mention(writer, leaf);
        break;
    case ATL_NODE_EMOJI:
        write_emoji(writer, leaf);
        break;
    case ATL_NODE_STATUS:
        write_status(writer, leaf);
        break;
    case ATL_NODE_DATE:
        write_date(writer, leaf);
        break;
    case ATL_NODE_PLACEHOLDER:
        write_placeholder(writer, leaf);
        break;
    case ATL_NODE_FOOTNOTE_REF:
        write_footnote_reference(writer, leaf);
        break;
    case ATL_NODE_IMAGE:
        markdown_write_image(writer, leaf);
        break;
    case ATL_NODE_LINK: /* one without text */
        title =
            atl_node_attribute(leaf, "card") != NULL ? "card" : atl_node_attribute(leaf, "title");
        markdown_open_link(writer, leaf->text, leaf->length, title);
        markdown_close_link(writer, leaf->text, leaf->length, title);
        break;
    case ATL_NODE_MACRO:
        write_macro(writer, leaf, after);
        break;
    default:
        write_raw(writer, leaf);
        break;
    }
}
