#include "content/storage/storage_repair_stack.h"

#include "content/storage/storage_element.h"
#include "content/storage/storage_parse.h"

#include <stdlib.h>
#include <string.h>

struct storage_open_element {
    const char *text; /* the name, in the source, or static */
    uint32_t length;
    uint32_t hash;
    uint16_t word;
    bool confluence;
    size_t offset;
    size_t written;
    size_t written_length;
};

enum {
    REOPENED = 8, /* formatting that goes on behind the element it was opened in */
};

/* ---- names ---- */

/* HTML's elements have static names, so that those of the source may be in upper case. */
static const struct {
    const char *name;
    bool is_void;
} elements[] = {
    {"p", false},       {"br", true},          {"strong", false}, {"b", false},
    {"em", false},      {"i", false},          {"u", false},      {"a", false},
    {"span", false},    {"div", false},        {"ul", false},     {"ol", false},
    {"li", false},      {"table", false},      {"tbody", false},  {"thead", false},
    {"tfoot", false},   {"tr", false},         {"td", false},     {"th", false},
    {"h1", false},      {"h2", false},         {"h3", false},     {"h4", false},
    {"h5", false},      {"h6", false},         {"hr", true},      {"img", true},
    {"col", true},      {"colgroup", false},   {"code", false},   {"pre", false},
    {"sub", false},     {"sup", false},        {"del", false},    {"ins", false},
    {"s", false},       {"strike", false},     {"tt", false},     {"kbd", false},
    {"time", false},    {"blockquote", false}, {"small", false},  {"big", false},
    {"font", false},    {"center", false},     {"dl", false},     {"dt", false},
    {"dd", false},      {"input", true},       {"wbr", true},     {"caption", false},
    {"section", false}, {"label", false},      {"q", false},      {"cite", false},
    {"samp", false},    {"var", false},        {"abbr", false},   {"mark", false},
};

static uint32_t hash_of(const char *text, size_t length)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)text[i]) * 16777619U;
    }
    return hash;
}

struct storage_name storage_name_of(const char *text, size_t length)
{
    struct storage_name name = {.text = text, .length = length};
    name.confluence = length > 3 && (memcmp(text, "ac:", 3) == 0 || memcmp(text, "ri:", 3) == 0);
    if (length < sizeof name.lower) {
        for (size_t i = 0; i < length; i++) {
            bool upper = text[i] >= 'A' && text[i] <= 'Z';
            name.lower[i] = (char)(upper ? text[i] + ('a' - 'A') : text[i]);
        }
    }
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
        if (strcmp(elements[i].name, name.lower) == 0) {
            name.html = true;
            name.lowered = memcmp(name.lower, text, length) != 0;
            name.text = elements[i].name;
            name.is_void = elements[i].is_void;
            name.word = storage_word_find(NULL, name.text);
            break;
        }
    }
    name.hash = hash_of(name.text, length);
    return name;
}

/* ---- closing ---- */

static void write_end(struct storage_open *open, struct atl_buffer *out)
{
    const struct storage_open_element *last = &open->items[--open->count];
    open->names[last->hash % STORAGE_OPEN_BUCKETS]--;
    atl_buffer_append(out, "</", 2);
    atl_buffer_append(out, last->text, last->length);
    atl_buffer_add_char(out, '>');
}

/* Marks within a line, which a browser opens again when they were closed too early. */
static bool is_formatting(const struct storage_open_element *element)
{
    return (element->word >= STORAGE_STRONG && element->word <= STORAGE_SPAN);
}

static bool same_name(const struct storage_open_element *element, const struct storage_name *name)
{
    return element->hash == name->hash && element->length == name->length &&
           memcmp(element->text, name->text, name->length) == 0;
}

/* The start tags of formatting that was open in what has been closed, once more. */
static void reopen(struct storage_open *open, const struct storage_open_element *elements_above,
                   size_t count, struct atl_buffer *out)
{
    for (size_t i = 0; i < count; i++) {
        struct storage_open_element again = elements_above[i];
        size_t written = out->length;
        atl_buffer_reserve(out, again.written_length);
        atl_buffer_append(out, out->data + again.written, again.written_length);
        again.written = written;
        open->items[open->count++] = again;
        open->names[again.hash % STORAGE_OPEN_BUCKETS]++;
    }
}

enum storage_closing storage_open_close(struct storage_open *open, const struct storage_name *name,
                                        struct atl_buffer *out, size_t *broken)
{
    if (open->names[name->hash % STORAGE_OPEN_BUCKETS] == 0) {
        return STORAGE_NOT_OPEN;
    }
    size_t at = open->count;
    while (at > 0 && !same_name(&open->items[at - 1], name)) {
        at--;
    }
    if (at == 0) {
        return STORAGE_NOT_OPEN;
    }
    size_t above = open->count - at;
    struct storage_open_element formatting[REOPENED];
    bool all_formatting = above <= REOPENED && is_formatting(&open->items[at - 1]);
    for (size_t i = 0; i < above; i++) {
        const struct storage_open_element *element = &open->items[at + i];
        if (element->confluence) {
            *broken = element->offset;
            /* An end tag of HTML within a macro belongs to nothing outside of it. */
            return name->confluence ? STORAGE_UNCLOSED : STORAGE_NOT_OPEN;
        }
        all_formatting = all_formatting && is_formatting(element);
        if (i < REOPENED) {
            formatting[i] = *element;
        }
    }
    while (open->count >= at) {
        write_end(open, out);
    }
    if (all_formatting) {
        reopen(open, formatting, above, out);
    }
    return above == 0 ? STORAGE_CLOSED : STORAGE_CLOSED_OTHERS;
}

bool storage_open_close_all(struct storage_open *open, struct atl_buffer *out, size_t *broken)
{
    for (size_t i = 0; i < open->count; i++) {
        if (open->items[i].confluence) {
            *broken = open->items[i].offset;
            return false;
        }
    }
    while (open->count > 0) {
        write_end(open, out);
    }
    return true;
}

/* ---- opening ---- */

static bool is_among(uint16_t word, const enum storage_word *words)
{
    while (*words != STORAGE_OTHER && *words != word) {
        words++;
    }
    return *words != STORAGE_OTHER;
}

/* Elements that end where another begins, and those that keep them from being seen. */
struct implied {
    enum storage_word ends[4];
    enum storage_word within[8];
};

static const struct implied *implied_by(enum storage_word word)
{
    static const struct implied item = {{STORAGE_LI}, {STORAGE_UL, STORAGE_OL, STORAGE_TABLE}};
    static const struct implied cell = {{STORAGE_TD, STORAGE_TH}, {STORAGE_TR, STORAGE_TABLE}};
    static const struct implied row = {{STORAGE_TR}, {STORAGE_TABLE}};
    static const struct implied section = {{STORAGE_THEAD, STORAGE_TBODY, STORAGE_TFOOT},
                                           {STORAGE_TABLE}};
    static const struct implied paragraph = {
        {STORAGE_P},
        {STORAGE_TD, STORAGE_TH, STORAGE_LI, STORAGE_TABLE, STORAGE_DIV, STORAGE_BLOCKQUOTE}};
    switch (word) {
    case STORAGE_LI:
        return &item;
    case STORAGE_TD:
    case STORAGE_TH:
        return &cell;
    case STORAGE_TR:
        return &row;
    case STORAGE_THEAD:
    case STORAGE_TBODY:
    case STORAGE_TFOOT:
        return &section;
    default:
        return storage_word_is_block(word) ? &paragraph : NULL;
    }
}

const char *storage_open_make_room(struct storage_open *open, const struct storage_name *name,
                                   struct atl_buffer *out)
{
    const struct implied *implied = name->html ? implied_by(name->word) : NULL;
    size_t at = open->count;
    while (implied != NULL && at > 0) {
        const struct storage_open_element *element = &open->items[at - 1];
        if (element->confluence || is_among(element->word, implied->within)) {
            return NULL;
        }
        if (is_among(element->word, implied->ends)) {
            const char *closed = element->text;
            while (open->count >= at) {
                write_end(open, out);
            }
            return closed;
        }
        at--;
    }
    return NULL;
}

bool storage_open_push(struct storage_open *open, const struct storage_name *name, size_t offset,
                       size_t written, size_t written_length)
{
    if (open->count == STORAGE_DEPTH) {
        return false;
    }
    if (open->count + REOPENED >= open->capacity) {
        open->capacity = open->capacity == 0 ? 64 : open->capacity * 2;
        open->items = atl_realloc(open->items, open->capacity, sizeof *open->items);
    }
    open->items[open->count++] = (struct storage_open_element){
        .text = name->text,
        .length = (uint32_t)name->length,
        .hash = name->hash,
        .word = (uint16_t)name->word,
        .confluence = name->confluence,
        .offset = offset,
        .written = written,
        .written_length = written_length,
    };
    open->names[name->hash % STORAGE_OPEN_BUCKETS]++;
    return true;
}

void storage_open_free(struct storage_open *open)
{
    free(open->items);
    open->items = NULL;
}
