/* Text in paragraphs, headings and links: tokens become nodes. */
#include "content/wiki/wiki_reader.h"

#include "content/entity.h"

#include <string.h>

/* A place in a span that is being emitted. */
struct emission {
    struct wiki_reader *reader;
    bool filled;     /* something is there already */
    bool newline;    /* a line break waits for what comes after it */
    uint32_t colors; /* that are open here */
};

/* ---- decoding ---- */

static size_t decode_entity(const char *text, size_t length, struct atl_buffer *buffer)
{
    char bytes[CONTENT_ENTITY_BYTES];
    size_t size;
    size_t taken = content_entity_decode(text, length, bytes, &size);
    if (taken > 0) {
        /* Text holds no line breaks; a reference to one shows as a space. */
        bool breaks = size == 1 && (bytes[0] == '\n' || bytes[0] == '\r');
        atl_buffer_append(buffer, breaks ? " " : bytes, size);
    }
    return taken;
}

const char *wiki_decode(struct wiki_reader *reader, const char *text, size_t *length)
{
    if (*length == 0 ||
        (memchr(text, '\\', *length) == NULL && memchr(text, '&', *length) == NULL)) {
        return text;
    }
    struct atl_buffer buffer = {0};
    for (size_t at = 0; at < *length;) {
        size_t taken = 0;
        if (text[at] == '&') {
            taken = decode_entity(text + at, *length - at, &buffer);
        } else if (text[at] == '\\' && at + 1 < *length && wiki_is_escapable(text[at + 1])) {
            atl_buffer_add_char(&buffer, text[at + 1]);
            taken = 2;
        }
        if (taken == 0) {
            atl_buffer_add_char(&buffer, text[at]);
            taken = 1;
        }
        at += taken;
    }
    const char *copy = atl_arena_strndup(reader->builder->arena, buffer.data, buffer.length);
    *length = buffer.length;
    atl_buffer_free(&buffer);
    return copy;
}

/* ---- pieces ---- */

/* Before anything is added: the line break that came before it. */
static void begin_piece(struct emission *emission)
{
    if (emission->newline && emission->filled) {
        content_leaf(emission->reader->builder, ATL_NODE_HARD_BREAK, NULL, 0);
    }
    emission->newline = false;
    emission->filled = true;
}

static void emit_text(struct emission *emission, uint32_t from, uint32_t to)
{
    if (from < to) {
        begin_piece(emission);
        content_text(emission->reader->builder, emission->reader->text + from, to - from);
    }
}

static void emit_entity(struct emission *emission, const struct wiki_token *token)
{
    struct atl_buffer buffer = {0};
    decode_entity(emission->reader->text + token->start, token->end - token->start, &buffer);
    content_text_copy(emission->reader->builder, buffer.data, buffer.length);
    atl_buffer_free(&buffer);
}

static void emit_code(struct emission *emission, const struct wiki_token *token)
{
    struct wiki_reader *reader = emission->reader;
    const char *text = reader->text + token->start;
    uint32_t sign = memcmp(text, "{{{}", 4) == 0 ? 4 : 2;
    size_t length = token->extra - token->start - sign;
    const char *code = wiki_decode(reader, text + sign, &length);
    content_leaf(reader->builder, ATL_NODE_CODE, code, length);
}

static void emit_url(struct emission *emission, const struct wiki_token *token)
{
    struct content_builder *builder = emission->reader->builder;
    const char *url = emission->reader->text + token->start;
    content_set_text(content_open(builder, ATL_NODE_LINK), url, token->end - token->start);
    content_text(builder, url, token->end - token->start);
    content_close(builder);
}

static void emit_emoticon(struct emission *emission, const struct wiki_token *token)
{
    const char *text = emission->reader->text;
    const struct wiki_emoticon *emoticon =
        wiki_emoticon_at(text, token->start, token->start, token->end);
    content_leaf(emission->reader->builder, ATL_NODE_EMOJI, emoticon->name, strlen(emoticon->name));
}

static void emit_effect(struct emission *emission, const struct wiki_token *token)
{
    const struct wiki_effect *effect = &wiki_effects[token->extra];
    content_open(emission->reader->builder, effect->kind);
    if (effect->sign == '?') {
        atl_content_report_add(emission->reader->report, ATL_REPORT_LOST,
                               emission->reader->builder->line, "citations are read as emphasis");
    }
}

/* ---- colours: they may go on over several paragraphs ---- */

/* "red", "#F00", "rgb(1,2,3)": as the tree has it where that is known, else as it is written. */
static const char *normal_color(struct wiki_reader *reader, const char *text, size_t length)
{
    static const struct {
        const char *name;
        const char *value;
    } names[] = {{"black", "#000000"},    {"silver", "#c0c0c0"},  {"gray", "#808080"},
                 {"grey", "#808080"},     {"white", "#ffffff"},   {"maroon", "#800000"},
                 {"red", "#ff0000"},      {"purple", "#800080"},  {"fuchsia", "#ff00ff"},
                 {"green", "#008000"},    {"lime", "#00ff00"},    {"olive", "#808000"},
                 {"yellow", "#ffff00"},   {"navy", "#000080"},    {"blue", "#0000ff"},
                 {"teal", "#008080"},     {"aqua", "#00ffff"},    {"orange", "#ffa500"},
                 {"brown", "#a52a2a"},    {"pink", "#ffc0cb"},    {"cyan", "#00ffff"},
                 {"magenta", "#ff00ff"},  {"gold", "#ffd700"},    {"darkgreen", "#006400"},
                 {"darkblue", "#00008b"}, {"darkred", "#8b0000"}, {"lightgrey", "#d3d3d3"}};
    static const char hex[] = "0123456789abcdef";
    char *color = atl_arena_strndup(reader->builder->arena, text, length);
    for (char *at = color; *at != '\0'; at++) {
        *at = (char)(*at >= 'A' && *at <= 'Z' ? *at | 0x20 : *at);
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i].name, color) == 0) {
            return names[i].value;
        }
    }
    if (length == 4 && color[0] == '#' && strspn(color + 1, hex) == 3) {
        return atl_arena_printf(reader->builder->arena, "#%c%c%c%c%c%c", color[1], color[1],
                                color[2], color[2], color[3], color[3]);
    }
    bool bare = length == 6 && strspn(color, hex) == 6;
    return bare ? atl_arena_printf(reader->builder->arena, "#%s", color) : color;
}

static void open_color(struct wiki_reader *reader, uint32_t tag)
{
    const struct wiki_tag *found = &reader->tags.items[tag];
    const char *text = reader->text + found->start + 1 + found->name;
    size_t length = found->end - 1 - (found->start + 1 + found->name);
    if (length > 0) {
        text++;
        length--;
    }
    text = wiki_decode(reader, text, &length);
    const char *color = normal_color(reader, text, length);
    content_set_text(content_open(reader->builder, ATL_NODE_COLOR), color, strlen(color));
}

/* Which colour is open after the tag. */
static void enter_color(struct wiki_reader *reader, uint32_t tag)
{
    struct wiki_tag *found = &reader->tags.items[tag];
    if (found->closes) {
        reader->color = reader->tags.items[found->partner].outer;
    } else {
        found->outer = reader->color;
        reader->color = tag;
    }
}

static void emit_color(struct emission *emission, uint32_t tag)
{
    struct wiki_reader *reader = emission->reader;
    enter_color(reader, tag);
    if (reader->tags.items[tag].closes) {
        content_close(reader->builder);
        emission->colors -= emission->colors > 0 ? 1 : 0;
        if (emission->colors > 0 || reader->color == WIKI_NO_TAG) {
            return;
        }
    }
    open_color(reader, reader->color);
    emission->colors++;
}

static void emit_tag(struct emission *emission, const struct wiki_token *token)
{
    const struct wiki_tag *tag = &emission->reader->tags.items[token->extra];
    if (tag->macro != NULL && strcmp(tag->macro->name, "color") == 0) {
        emit_color(emission, token->extra);
    } else {
        uint32_t color = emission->reader->color;
        begin_piece(emission);
        emission->reader->color = WIKI_NO_TAG; /* it is around the macro already */
        wiki_read_macro(emission->reader, token->extra);
        emission->reader->color = color;
    }
}

/* ---- the span ---- */

static void emit_token(struct emission *emission, const struct wiki_token *token)
{
    struct wiki_reader *reader = emission->reader;
    struct wiki_span span = {token->start, token->end, token->extra};
    switch (token->kind) {
    case WIKI_TOKEN_TAG:
        emit_tag(emission, token);
        return;
    case WIKI_TOKEN_NEWLINE:
        emission->newline = true;
        return;
    case WIKI_TOKEN_CLOSE:
        content_close(reader->builder);
        return;
    default:
        begin_piece(emission);
    }
    switch (token->kind) {
    case WIKI_TOKEN_OPEN:
        emit_effect(emission, token);
        return;
    case WIKI_TOKEN_LINK:
        wiki_read_link(reader, span, false);
        return;
    case WIKI_TOKEN_IMAGE:
        wiki_read_image(reader, span, NULL);
        return;
    case WIKI_TOKEN_CODE:
        emit_code(emission, token);
        return;
    case WIKI_TOKEN_URL:
        emit_url(emission, token);
        return;
    case WIKI_TOKEN_ESCAPE:
        content_text(reader->builder, reader->text + token->start + 1, 1);
        return;
    case WIKI_TOKEN_ENTITY:
        emit_entity(emission, token);
        return;
    case WIKI_TOKEN_BREAK:
        content_leaf(reader->builder, ATL_NODE_HARD_BREAK, NULL, 0);
        return;
    case WIKI_TOKEN_EMOTICON:
        emit_emoticon(emission, token);
        return;
    case WIKI_TOKEN_DASH:
        content_text(reader->builder, token->extra == 2 ? "\u2013" : "\u2014", 3);
        return;
    default:
        content_text(reader->builder, reader->text + token->start, token->end - token->start);
    }
}

/* Tokens from `first` on; they are gone afterwards. */
static void emit_tokens(struct wiki_reader *reader, struct wiki_span span, uint32_t first)
{
    struct emission emission = {.reader = reader};
    uint32_t count = reader->token_count;
    uint32_t at = span.start;
    if (reader->color != WIKI_NO_TAG) {
        open_color(reader, reader->color);
        emission.colors++;
    }
    for (uint32_t i = first; i < count && wiki_reads_on(reader); i++) {
        struct wiki_token token = reader->tokens[i]; /* the array may move meanwhile */
        emit_text(&emission, at, token.start);
        wiki_note_line(reader, token.start);
        emit_token(&emission, &token);
        at = token.end;
    }
    emit_text(&emission, at, span.end);
    for (; emission.colors > 0; emission.colors--) {
        content_close(reader->builder);
    }
    reader->token_count = first;
}

void wiki_read_inlines(struct wiki_reader *reader, struct wiki_span span)
{
    emit_tokens(reader, span, wiki_find_tokens(reader, span));
}

static bool is_color(const struct wiki_reader *reader, const struct wiki_token *token)
{
    const struct wiki_tag *tag =
        token->kind == WIKI_TOKEN_TAG ? &reader->tags.items[token->extra] : NULL;
    return tag != NULL && tag->macro != NULL && strcmp(tag->macro->name, "color") == 0;
}

/* The token that is all there is in the span, but for colours of nothing; NULL for none. */
static const struct wiki_token *find_only(const struct wiki_reader *reader, struct wiki_span span,
                                          uint32_t first)
{
    const struct wiki_token *only = NULL;
    uint32_t at = span.start;
    uint32_t colors = 0; /* that are open */
    for (uint32_t i = first; i < reader->token_count && reader->tokens[i].start == at; i++) {
        const struct wiki_token *token = &reader->tokens[i];
        at = token->end;
        if (token->kind == WIKI_TOKEN_NEWLINE) {
            continue; /* at an edge, or with another token that there can't be */
        }
        if (is_color(reader, token)) {
            bool closes = reader->tags.items[token->extra].closes;
            colors = closes ? colors - (colors > 0 ? 1 : 0) : colors + 1;
            continue;
        }
        if (only != NULL || colors > 0) {
            return NULL;
        }
        only = token;
    }
    return at == span.end ? only : NULL;
}

/* Whether the token makes a block of its own. */
static bool is_block_alone(struct wiki_reader *reader, const struct wiki_token *token)
{
    struct wiki_span span = {token->start, token->end, token->extra};
    return token->kind == WIKI_TOKEN_IMAGE ||
           (token->kind == WIKI_TOKEN_LINK && wiki_is_block_link(reader, span)) ||
           (token->kind == WIKI_TOKEN_TAG && wiki_is_block_macro(reader, span.tag, span));
}

static void read_block(struct wiki_reader *reader, const struct wiki_token *token)
{
    struct wiki_span span = {token->start, token->end, token->extra};
    if (token->kind == WIKI_TOKEN_IMAGE) {
        wiki_read_image(reader, span, NULL);
    } else if (token->kind == WIKI_TOKEN_LINK) {
        wiki_read_link(reader, span, true);
    } else {
        wiki_read_macro(reader, span.tag);
    }
}

/* Reads a block from the tokens from `first` on, which else are but colours around nothing. */
static void read_alone(struct wiki_reader *reader, uint32_t first)
{
    uint32_t count = reader->token_count;
    for (uint32_t i = first; i < count; i++) {
        struct wiki_token token = reader->tokens[i]; /* the array may move meanwhile */
        if (is_color(reader, &token)) {
            enter_color(reader, token.extra);
        } else if (token.kind != WIKI_TOKEN_NEWLINE) {
            read_block(reader, &token);
        }
    }
    reader->token_count = first;
}

void wiki_read_paragraph(struct wiki_reader *reader, struct wiki_span span)
{
    span = wiki_trim(reader, span);
    if (span.start == span.end || !wiki_reads_on(reader)) {
        return;
    }
    wiki_note_line(reader, span.start);
    uint32_t first = wiki_find_tokens(reader, span);
    const struct wiki_token *only = find_only(reader, span, first);
    if (only != NULL && is_block_alone(reader, only)) {
        read_alone(reader, first);
        return;
    }
    content_open(reader->builder, ATL_NODE_PARAGRAPH);
    emit_tokens(reader, span, first);
    content_close(reader->builder);
}
