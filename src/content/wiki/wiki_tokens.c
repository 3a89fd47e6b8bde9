/*
 * What means something in a paragraph, found in one pass. Which signs of effects belong together is
 * known at the end of it: one that waits for its partner to the end of the line is text.
 */
#include "content/wiki/wiki_reader.h"
#include "content/wiki/wiki_target.h"

#include "content/entity.h"

#include <stdlib.h>
#include <string.h>

/* A colour within a text effect: nothing outside it is closed inside. */
#define BARRIER UINT32_MAX

struct scan {
    struct wiki_reader *reader;
    const char *text;
    struct wiki_span span;
    uint32_t at;
    uint32_t tag;
    uint32_t escaped;  /* where the last escape ends */
    uint32_t broken;   /* where the last forced line break ends */
    uint32_t no_mono;  /* no monospaced text ends before this offset */
    uint32_t *waiting; /* tokens that began an effect, and barriers */
    uint32_t waiting_count;
    uint32_t waiting_room;
    uint32_t few[32]; /* `waiting` until more is needed */
};

static struct wiki_token *add(struct scan *scan, enum wiki_token_kind kind, uint32_t size)
{
    struct wiki_reader *reader = scan->reader;
    if (reader->token_count == reader->token_capacity) {
        reader->token_capacity = reader->token_capacity == 0 ? 64 : reader->token_capacity * 2;
        reader->tokens =
            atl_realloc(reader->tokens, reader->token_capacity, sizeof *reader->tokens);
    }
    struct wiki_token *token = &reader->tokens[reader->token_count++];
    *token = (struct wiki_token){.kind = kind, .start = scan->at, .end = scan->at + size};
    scan->at += size;
    return token;
}

/* ---- effects ---- */

static void add_waiting(struct scan *scan, uint32_t token)
{
    if (scan->waiting_count == scan->waiting_room) {
        uint32_t room = scan->waiting_room * 2;
        uint32_t *larger = atl_alloc(room * sizeof *larger);
        memcpy(larger, scan->waiting, scan->waiting_count * sizeof *larger);
        if (scan->waiting != scan->few) {
            free(scan->waiting);
        }
        scan->waiting = larger;
        scan->waiting_room = room;
    }
    scan->waiting[scan->waiting_count++] = token;
}

/* Where in `waiting` the effect is open; waiting_count when it isn't. At most one of each is. */
static uint32_t find_waiting(const struct scan *scan, uint32_t effect)
{
    for (uint32_t i = scan->waiting_count; i > 0 && scan->waiting[i - 1] != BARRIER; i--) {
        if (scan->reader->tokens[scan->waiting[i - 1]].extra == effect) {
            return i - 1;
        }
    }
    return scan->waiting_count;
}

static bool is_blank(char character)
{
    return wiki_is_space(character) || character == '\n';
}

static bool can_end(const struct scan *scan, const struct wiki_token *open, uint32_t size,
                    bool braced)
{
    const char *text = scan->text;
    char before = scan->at > scan->span.start ? text[scan->at - 1] : '\n';
    bool same_sign = before == wiki_effects[open->extra].sign && scan->escaped != scan->at;
    bool blank = is_blank(before) && scan->broken != scan->at;
    return scan->at > open->end && !blank && !same_sign &&
           (braced || !wiki_word_after(text, scan->at + size, scan->span.end));
}

static bool can_begin(const struct scan *scan, int effect, uint32_t size, bool braced)
{
    const char *text = scan->text;
    uint32_t next = scan->at + size;
    return next < scan->span.end && !is_blank(text[next]) &&
           (braced || text[next] != wiki_effects[effect].sign) &&
           (braced || !wiki_word_before(text, scan->span.start, scan->at));
}

static void scan_effect(struct scan *scan, int effect, uint32_t size, bool braced)
{
    uint32_t waiting = find_waiting(scan, (uint32_t)effect);
    if (waiting < scan->waiting_count) {
        uint32_t index = scan->waiting[waiting];
        if (can_end(scan, &scan->reader->tokens[index], size, braced)) {
            add(scan, WIKI_TOKEN_CLOSE, size)->extra = (uint32_t)effect;
            scan->reader->tokens[index].kind = WIKI_TOKEN_OPEN;
            scan->waiting_count = waiting;
            return;
        }
    } else if (can_begin(scan, effect, size, braced)) {
        add_waiting(scan, scan->reader->token_count);
        add(scan, WIKI_TOKEN_WAITING, size)->extra = (uint32_t)effect;
        return;
    }
    scan->at += size;
}

/* As far as what may hold anything can go: a macro goes first. */
static uint32_t macro_limit(const struct scan *scan)
{
    const struct wiki_tags *tags = &scan->reader->tags;
    uint32_t tag = wiki_skip_tags(scan->reader, scan->tag, scan->at);
    bool macro = tag < tags->count && tags->items[tag].start < scan->span.end;
    return macro ? tags->items[tag].start : scan->span.end;
}

/* ---- monospaced text: "{{x}}", and "{{{}x{}}}" within words ---- */

/*
 * Where the text that begins at `from` ends, and where its sign does. False: nowhere on the line,
 * and *end is how far that has been looked for.
 */
static bool find_mono_end(const struct scan *scan, uint32_t from, uint32_t *end, uint32_t *after)
{
    const char *text = scan->text;
    uint32_t limit = macro_limit(scan);
    uint32_t at = from;
    for (; at < limit && text[at] != '\n'; at++) {
        if (text[at] == '\\' && at + 1 < limit && wiki_is_escapable(text[at + 1])) {
            at++;
            continue;
        }
        bool braced = limit - at >= 4 && memcmp(text + at, "{}}}", 4) == 0;
        bool bare = !braced && limit - at >= 2 && text[at] == '}' && text[at + 1] == '}';
        if (at == from || wiki_is_space(text[at - 1]) || (!braced && !bare)) {
            continue;
        }
        if (braced || !wiki_word_after(text, at + 2, scan->span.end)) {
            *end = at;
            *after = at + (braced ? 4 : 2);
            return true;
        }
    }
    *end = at;
    return false;
}

static bool scan_mono(struct scan *scan)
{
    const char *text = scan->text + scan->at;
    uint32_t left = scan->span.end - scan->at;
    bool braced = left >= 4 && memcmp(text, "{{{}", 4) == 0;
    uint32_t size = braced ? 4 : 2;
    uint32_t end;
    uint32_t after;
    if (left <= size || is_blank(text[size]) || scan->at < scan->no_mono ||
        (!braced && wiki_word_before(scan->text, scan->span.start, scan->at))) {
        return false;
    }
    if (!find_mono_end(scan, scan->at + size, &end, &after)) {
        scan->no_mono = end;
        return false;
    }
    add(scan, WIKI_TOKEN_CODE, after - scan->at)->extra = end;
    return true;
}

/* ---- macros ---- */

static void scan_tag(struct scan *scan)
{
    const struct wiki_tag *tag = &scan->reader->tags.items[scan->tag];
    bool color = tag->macro != NULL && strcmp(tag->macro->name, "color") == 0;
    uint32_t end = tag->end;
    uint32_t next = scan->tag + 1;
    if (color && tag->closes) {
        while (scan->waiting_count > 0 && scan->waiting[scan->waiting_count - 1] != BARRIER) {
            scan->waiting_count--;
        }
        scan->waiting_count -= scan->waiting_count > 0 ? 1 : 0;
    } else if (color) {
        add_waiting(scan, BARRIER);
    } else if (tag->closes) { /* of a pair that began before all this: back there nothing is read */
        scan->at++;
        scan->tag = next;
        return;
    } else if (tag->partner != WIKI_NO_TAG) {
        end = scan->reader->tags.items[tag->partner].end;
        next = tag->partner + 1;
    }
    add(scan, WIKI_TOKEN_TAG, end - scan->at)->extra = scan->tag;
    scan->tag = next;
}

static void scan_brace(struct scan *scan)
{
    scan->tag = wiki_skip_tags(scan->reader, scan->tag, scan->at);
    bool tag = scan->tag < scan->reader->tags.count &&
               scan->reader->tags.items[scan->tag].start == scan->at;
    int effect = tag ? -1 : wiki_braced_effect_at(scan->text, scan->at, scan->span.end);
    if (tag) {
        scan_tag(scan);
    } else if (effect >= 0) {
        scan_effect(scan, effect, wiki_effects[effect].size + 2u, true);
    } else if (scan->span.end - scan->at < 2 || scan->text[scan->at + 1] != '{' ||
               !scan_mono(scan)) {
        scan->at++;
    }
}

/* ---- other signs ---- */

/* A backslash: an escape, a line break when doubled, or itself, as in the paths of Windows. */
static void scan_backslash(struct scan *scan)
{
    const char *text = scan->text;
    uint32_t next = scan->at + 1;
    bool emoticon = next < scan->span.end && strchr(":;", text[next]) != NULL &&
                    wiki_emoticon_at(text, next, next, scan->span.end) != NULL;
    if (emoticon || (next < scan->span.end && wiki_is_escapable(text[next]))) {
        add(scan, WIKI_TOKEN_ESCAPE, 2);
        scan->escaped = scan->at;
        return;
    }
    if (next == scan->span.end || text[next] != '\\') {
        scan->at++;
        return;
    }
    uint32_t word = next + 1;
    uint32_t limit = macro_limit(scan);
    while (word < limit && !is_blank(text[word]) && text[word] != '\\') {
        word++;
    }
    if (word < limit && text[word] == '\\') {
        /* Of a row of backslashes an odd one escapes what comes, tags, too. */
        scan->at = word;
        return;
    }
    struct wiki_token *token = add(scan, WIKI_TOKEN_BREAK, 2);
    while (token->start > scan->span.start && wiki_is_space(text[token->start - 1]) &&
           (scan->reader->token_count < 2 || token[-1].end < token->start)) {
        token->start--;
    }
    while (token->end < scan->span.end && wiki_is_space(text[token->end])) {
        token->end++;
    }
    scan->at = token->end;
    scan->broken = scan->at;
}

/* White space around it goes with it. Nothing that has begun on the line goes on. */
static void scan_newline(struct scan *scan)
{
    struct wiki_token *token = add(scan, WIKI_TOKEN_NEWLINE, 1);
    while (token->start > scan->span.start && wiki_is_space(scan->text[token->start - 1])) {
        token->start--;
    }
    while (token->end < scan->span.end && is_blank(scan->text[token->end])) {
        token->end++;
    }
    scan->at = token->end;
    for (uint32_t i = scan->waiting_count; i > 0 && scan->waiting[i - 1] != BARRIER; i--) {
        scan->waiting_count--;
    }
}

static bool scan_dash(struct scan *scan)
{
    const char *text = scan->text;
    uint32_t at = scan->at;
    uint32_t end = at;
    while (end < scan->span.end && text[end] == '-') {
        end++;
    }
    bool apart = (at == scan->span.start || is_blank(text[at - 1])) &&
                 (end == scan->span.end || is_blank(text[end]));
    if (!apart || (end - at != 2 && end - at != 3)) {
        if (end - at > 1) {
            scan->at = end - 1; /* only the last of many can begin an effect */
        }
        return false;
    }
    add(scan, WIKI_TOKEN_DASH, end - at)->extra = end - at;
    return true;
}

static void scan_entity(struct scan *scan)
{
    char bytes[CONTENT_ENTITY_BYTES];
    size_t size;
    size_t length =
        content_entity_decode(scan->text + scan->at, scan->span.end - scan->at, bytes, &size);
    if (length > 0) {
        add(scan, WIKI_TOKEN_ENTITY, (uint32_t)length);
    } else {
        scan->at++;
    }
}

static bool scan_emoticon(struct scan *scan)
{
    const struct wiki_emoticon *emoticon =
        wiki_emoticon_at(scan->text, scan->span.start, scan->at, scan->span.end);
    if (emoticon == NULL) {
        return false;
    }
    add(scan, WIKI_TOKEN_EMOTICON, (uint32_t)strlen(emoticon->sign));
    return true;
}

static bool scan_url(struct scan *scan)
{
    size_t from = scan->span.start;
    if (scan->reader->token_count > 0 &&
        scan->reader->tokens[scan->reader->token_count - 1].end <= scan->at &&
        scan->reader->tokens[scan->reader->token_count - 1].end > from) {
        from = scan->reader->tokens[scan->reader->token_count - 1].end;
    }
    size_t start;
    size_t length = scan->reader->in_link
                        ? 0
                        : wiki_bare_url(scan->text, from, scan->at, scan->span.end, &start);
    if (length == 0) {
        return false;
    }
    scan->at = (uint32_t)start;
    add(scan, WIKI_TOKEN_URL, (uint32_t)length);
    return true;
}

static void scan_bracket(struct scan *scan, bool image)
{
    struct wiki_span span = {scan->span.start, scan->span.end, scan->tag};
    uint32_t end = 0;
    if (image) {
        end = wiki_image_end(scan->reader, span, scan->at);
    } else if (!scan->reader->in_link) { /* where a colour is around more brackets */
        end = wiki_link_end(scan->reader, span, scan->at);
    }
    if (end == 0) {
        scan->at++;
        return;
    }
    uint32_t tag = scan->tag;
    add(scan, image ? WIKI_TOKEN_IMAGE : WIKI_TOKEN_LINK, end - scan->at)->extra = tag;
    scan->tag = wiki_skip_tags(scan->reader, scan->tag, end);
}

/* ---- the pass ---- */

static void scan_sign(struct scan *scan)
{
    const char *text = scan->text;
    int effect;
    switch (text[scan->at]) {
    case '\\':
        scan_backslash(scan);
        return;
    case '\n':
        scan_newline(scan);
        return;
    case '{':
        scan_brace(scan);
        return;
    case '[':
        scan_bracket(scan, false);
        return;
    case '!':
        scan_bracket(scan, true);
        return;
    case '&':
        scan_entity(scan);
        return;
    case ':':
    case ';':
    case '(':
        scan->at += scan_emoticon(scan) || scan_url(scan) ? 0 : 1;
        return;
    case '-':
        if (scan_dash(scan)) {
            return;
        }
        break;
    default:
        break;
    }
    effect = wiki_effect_at(text, scan->at, scan->span.end);
    if (effect >= 0) {
        scan_effect(scan, effect, wiki_effects[effect].size, false);
    } else {
        scan->at++;
    }
}

static bool is_sign(char character)
{
    switch (character) {
    case '\\':
    case '\n':
    case '{':
    case '[':
    case '!':
    case '&':
    case ':':
    case ';':
    case '(':
    case '-':
    case '*':
    case '_':
    case '+':
    case '~':
    case '^':
    case '?':
        return true;
    default:
        return false;
    }
}

uint32_t wiki_find_tokens(struct wiki_reader *reader, struct wiki_span span)
{
    struct scan scan = {.reader = reader,
                        .text = reader->text,
                        .span = span,
                        .at = span.start,
                        .tag = wiki_skip_tags(reader, span.tag, span.start)};
    uint32_t first = reader->token_count;
    scan.waiting = scan.few;
    scan.waiting_room = sizeof scan.few / sizeof scan.few[0];
    while (scan.at < span.end) {
        if (is_sign(scan.text[scan.at])) {
            scan_sign(&scan);
        } else {
            scan.at++;
        }
    }
    if (scan.waiting != scan.few) {
        free(scan.waiting);
    }
    return first;
}
