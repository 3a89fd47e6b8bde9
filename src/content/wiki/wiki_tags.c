#include "content/wiki/wiki_tags.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    NAME_BYTES = 64, /* longer ones are no macros */
    SEARCH = 64,     /* how many open tags a closing one looks back at: more are never nested */
};

struct search {
    const char *text;
    uint32_t length;
    uint32_t line;    /* at `counted` */
    uint32_t counted; /* lines are counted up to here */
    uint32_t no_mono; /* no "}}" between here's beginning and this offset */
    struct wiki_tag *items;
    uint32_t count;
    uint32_t capacity;
    uint32_t *open; /* tags that wait for their partner */
    uint32_t open_count;
    uint32_t open_capacity;
    /* Known macros with a plain body that is nowhere closed from here on. */
    const struct wiki_macro *unclosed[8];
};

static uint32_t line_at(struct search *search, uint32_t at)
{
    while (search->counted < at) {
        const char *from = search->text + search->counted;
        const char *newline = memchr(from, '\n', at - search->counted);
        if (newline == NULL) {
            search->counted = at;
        } else {
            search->line++;
            search->counted = (uint32_t)(newline - search->text) + 1;
        }
    }
    return search->line;
}

static bool is_name(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || character == '-' || character == '_' ||
           character == '.';
}

/* Reads the tag at "{". Parameters hold no braces and stay on the line. */
static bool parse_tag(const struct search *search, uint32_t at, struct wiki_tag *tag)
{
    const char *text = search->text;
    uint32_t name = at + 1;
    uint32_t end = name;
    while (end < search->length && end - name < NAME_BYTES && is_name(text[end])) {
        end++;
    }
    bool letter = end > name && ((text[name] | 0x20) >= 'a' && (text[name] | 0x20) <= 'z');
    if (!letter || end == search->length) {
        return false;
    }
    *tag = (struct wiki_tag){
        .start = at, .name = (uint16_t)(end - name), .partner = WIKI_NO_TAG, .outer = WIKI_NO_TAG};
    if (text[end] == ':') {
        while (end < search->length && text[end] != '}' && text[end] != '{' && text[end] != '\n') {
            end++;
        }
    }
    if (end == search->length || text[end] != '}') {
        return false;
    }
    tag->end = end + 1;
    tag->macro = wiki_macro_find(text + name, tag->name);
    return true;
}

static bool is_bare(const struct wiki_tag *tag)
{
    return tag->end - tag->start == (uint32_t)tag->name + 2;
}

static bool same_name(const struct search *search, const struct wiki_tag *left,
                      const struct wiki_tag *right)
{
    return left->name == right->name && left->macro == right->macro &&
           (left->macro != NULL || memcmp(search->text + left->start + 1,
                                          search->text + right->start + 1, left->name) == 0);
}

static uint32_t add_tag(struct search *search, const struct wiki_tag *tag)
{
    if (search->count == search->capacity) {
        search->capacity = search->capacity == 0 ? 16 : search->capacity * 2;
        search->items = atl_realloc(search->items, search->capacity, sizeof *search->items);
    }
    search->items[search->count] = *tag;
    search->items[search->count].line = line_at(search, tag->start);
    return search->count++;
}

static void join(struct search *search, uint32_t open, uint32_t close)
{
    search->items[open].partner = close;
    search->items[close].partner = open;
    search->items[close].closes = true;
}

/* ---- plain bodies: up to the next bare tag of the name ---- */

static bool known_unclosed(struct search *search, const struct wiki_macro *macro, bool remember)
{
    for (size_t i = 0; i < sizeof search->unclosed / sizeof search->unclosed[0]; i++) {
        if (search->unclosed[i] == macro) {
            return true;
        }
        if (search->unclosed[i] == NULL) {
            search->unclosed[i] = remember ? macro : NULL;
            return false;
        }
    }
    return false;
}

static bool find_plain_end(const struct search *search, const struct wiki_tag *open,
                           struct wiki_tag *close)
{
    const char *end = search->text + search->length;
    const char *at = search->text + open->end;
    size_t size = (size_t)open->name + 2;
    while ((at = memchr(at, '{', (size_t)(end - at))) != NULL && (size_t)(end - at) >= size) {
        if (at[size - 1] == '}' &&
            strncasecmp(at + 1, search->text + open->start + 1, open->name) == 0) {
            *close = *open;
            close->start = (uint32_t)(at - search->text);
            close->end = close->start + (uint32_t)size;
            return true;
        }
        at++;
    }
    return false;
}

/* Where the search goes on. */
static uint32_t add_plain(struct search *search, const struct wiki_tag *tag)
{
    struct wiki_tag close;
    if (known_unclosed(search, tag->macro, false) || !find_plain_end(search, tag, &close)) {
        known_unclosed(search, tag->macro, true);
        return tag->end;
    }
    uint32_t open = add_tag(search, tag);
    join(search, open, add_tag(search, &close));
    return close.end;
}

/* ---- rich bodies: nested ---- */

static void push_open(struct search *search, uint32_t tag)
{
    if (search->open_count == search->open_capacity) {
        search->open_capacity = search->open_capacity == 0 ? 16 : search->open_capacity * 2;
        search->open = atl_realloc(search->open, search->open_capacity, sizeof *search->open);
    }
    search->open[search->open_count++] = tag;
}

/*
 * A bare tag closes the innermost open one of its name, and what was opened in between is text;
 * otherwise it opens. With parameters it always opens.
 */
static void add_rich(struct search *search, const struct wiki_tag *tag)
{
    uint32_t added = add_tag(search, tag);
    uint32_t least = search->open_count > SEARCH ? search->open_count - SEARCH : 0;
    for (uint32_t i = search->open_count; is_bare(tag) && i > least; i--) {
        if (same_name(search, &search->items[search->open[i - 1]], tag)) {
            join(search, search->open[i - 1], added);
            search->open_count = i - 1;
            return;
        }
    }
    push_open(search, added);
}

/* ---- all of them ---- */

static bool is_escaped(const char *text, uint32_t at)
{
    uint32_t from = at;
    while (from > 0 && text[from - 1] == '\\') {
        from--;
    }
    return (at - from) % 2 == 1;
}

/* After "{{" and all up to "}}" on the line, which is monospaced text whatever it holds. */
static uint32_t skip_monospaced(struct search *search, uint32_t at)
{
    uint32_t from = at + 2;
    if (from < search->no_mono) {
        return from;
    }
    /* Not further than the first of both: a long line may hold many. */
    const char *text = search->text;
    uint32_t end = from;
    while (end < search->length && text[end] != '\n') {
        if (text[end] == '}' && end + 1 < search->length && text[end + 1] == '}') {
            return end + 2;
        }
        end++;
    }
    search->no_mono = end;
    return from;
}

static uint32_t read_tag(struct search *search, uint32_t at)
{
    struct wiki_tag tag;
    if (is_escaped(search->text, at)) {
        return at + 1;
    }
    if (at + 1 < search->length && search->text[at + 1] == '{') {
        return skip_monospaced(search, at);
    }
    if (!parse_tag(search, at, &tag)) {
        return at + 1;
    }
    if (tag.macro == NULL || tag.macro->body == WIKI_BODY_RICH) {
        add_rich(search, &tag);
    } else if (tag.macro->body == WIKI_BODY_PLAIN) {
        return add_plain(search, &tag);
    } else {
        add_tag(search, &tag);
    }
    return tag.end;
}

/* Leaves out the tags that found no partner. Pairs lie within each other, so a stack joins them. */
static void drop_unpaired(struct search *search)
{
    uint32_t kept = 0;
    search->open_count = 0;
    for (uint32_t i = 0; i < search->count; i++) {
        struct wiki_tag tag = search->items[i];
        bool alone = tag.partner == WIKI_NO_TAG;
        if (alone && (tag.macro == NULL || tag.macro->body != WIKI_BODY_NONE)) {
            continue;
        }
        search->items[kept] = tag;
        if (tag.closes) {
            join(search, search->open[--search->open_count], kept);
        } else if (!alone) {
            push_open(search, kept);
        }
        kept++;
    }
    search->count = kept;
}

void wiki_find_tags(const char *text, uint32_t length, struct wiki_tags *tags)
{
    struct search search = {.text = text, .length = length, .line = 1};
    const char *brace;
    uint32_t at = 0;
    while (at < length && (brace = memchr(text + at, '{', length - at)) != NULL) {
        at = read_tag(&search, (uint32_t)(brace - text));
    }
    drop_unpaired(&search);
    free(search.open);
    tags->items = search.items;
    tags->count = search.count;
}
