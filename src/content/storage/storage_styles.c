/* What style attributes say: colours, lengths, alignment. */
#include "content/storage/storage_reader.h"

#include <string.h>
#include <strings.h>

static void trim(const char **text, size_t *length)
{
    while (*length > 0 && (unsigned char)**text <= ' ') {
        (*text)++;
        (*length)--;
    }
    while (*length > 0 && (unsigned char)(*text)[*length - 1] <= ' ') {
        (*length)--;
    }
}

bool storage_style_next(const struct storage_attribute *style, size_t *at,
                        struct storage_declaration *declaration)
{
    while (style != NULL && *at < style->length) {
        const char *start = style->value + *at;
        size_t available = style->length - *at;
        const char *stop = memchr(start, ';', available);
        size_t length = stop == NULL ? available : (size_t)(stop - start);
        *at += length + 1;
        const char *colon = memchr(start, ':', length);
        declaration->name = start;
        declaration->name_length = colon == NULL ? length : (size_t)(colon - start);
        declaration->value = colon == NULL ? start + length : colon + 1;
        declaration->value_length = (size_t)(start + length - declaration->value);
        trim(&declaration->name, &declaration->name_length);
        trim(&declaration->value, &declaration->value_length);
        if (declaration->name_length > 0) {
            return true;
        }
    }
    return false;
}

static bool is(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && strncasecmp(text, word, length) == 0;
}

bool storage_declares(const struct storage_declaration *declaration, const char *name)
{
    return is(declaration->name, declaration->name_length, name);
}

bool storage_value_is(const struct storage_declaration *declaration, const char *value)
{
    return is(declaration->value, declaration->value_length, value);
}

/* ---- colours ---- */

static const char *colour_of_digits(struct storage_reader *reader, const char *digits,
                                    size_t length)
{
    char colour[8] = "#";
    if (length != 3 && length != 6) {
        return NULL;
    }
    for (size_t i = 0; i < 6; i++) {
        char digit = digits[length == 3 ? i / 2 : i];
        if (digit >= 'A' && digit <= 'F') {
            digit = (char)(digit + ('a' - 'A'));
        }
        if (!((digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'))) {
            return NULL;
        }
        colour[i + 1] = digit;
    }
    return atl_arena_strdup(reader->builder->arena, colour);
}

/* "rgb(255, 86, 48)" */
static const char *colour_of_numbers(struct storage_reader *reader, const char *text, size_t length)
{
    unsigned parts[3] = {0, 0, 0};
    size_t part = 0;
    bool digits = false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] >= '0' && text[i] <= '9' && parts[part] < 1000) {
            parts[part] = parts[part] * 10 + (unsigned)(text[i] - '0');
            digits = true;
        } else if (text[i] == ',' && digits && part < 2) {
            part++;
            digits = false;
        } else if (text[i] != ' ') {
            return NULL;
        }
    }
    if (part != 2 || !digits || parts[0] > 255 || parts[1] > 255 || parts[2] > 255) {
        return NULL;
    }
    return atl_arena_printf(reader->builder->arena, "#%02x%02x%02x", parts[0], parts[1], parts[2]);
}

const char *storage_read_colour(struct storage_reader *reader, const char *value, size_t length)
{
    static const struct {
        const char *name;
        const char *colour;
    } named[] = {
        {"black", "#000000"},     {"white", "#ffffff"},  {"red", "#ff0000"},
        {"green", "#008000"},     {"blue", "#0000ff"},   {"yellow", "#ffff00"},
        {"gray", "#808080"},      {"grey", "#808080"},   {"orange", "#ffa500"},
        {"purple", "#800080"},    {"maroon", "#800000"}, {"navy", "#000080"},
        {"teal", "#008080"},      {"olive", "#808000"},  {"silver", "#c0c0c0"},
        {"lime", "#00ff00"},      {"aqua", "#00ffff"},   {"fuchsia", "#ff00ff"},
        {"darkgreen", "#006400"},
    };
    if (length > 0 && value[0] == '#') {
        return colour_of_digits(reader, value + 1, length - 1);
    }
    if (length > 5 && strncasecmp(value, "rgb(", 4) == 0 && value[length - 1] == ')') {
        return colour_of_numbers(reader, value + 4, length - 5);
    }
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        if (is(value, length, named[i].name)) {
            return named[i].colour;
        }
    }
    return NULL;
}

/* ---- lengths ---- */

const char *storage_read_length(struct storage_reader *reader, const char *value, size_t length)
{
    const char *unit = "";
    if (length > 2 && strncasecmp(value + length - 2, "px", 2) == 0) {
        length -= 2;
    } else if (length > 1 && value[length - 1] == '%') {
        length -= 1;
        unit = "%";
    }
    size_t whole = 0;
    while (whole < length && value[whole] >= '0' && value[whole] <= '9') {
        whole++;
    }
    size_t end = whole;
    if (whole == 0 || whole > 9) {
        return NULL;
    }
    if (end < length && value[end] == '.') {
        end++;
        while (end < length && value[end] >= '0' && value[end] <= '9') {
            end++;
        }
    }
    if (end != length) {
        return NULL;
    }
    while (end > whole && (value[end - 1] == '0' || value[end - 1] == '.')) {
        end--;
        if (value[end] == '.') {
            break;
        }
    }
    return atl_arena_printf(reader->builder->arena, "%.*s%s", (int)end, value, unit);
}

/* ---- paragraphs and headings ---- */

/* Confluence indents by 30 pixels a level, up to six of them. */
static const char *indent_of(const struct storage_declaration *declaration)
{
    static const char *const margins[] = {"30", "60", "90", "120", "150", "180"};
    static const char *const levels[] = {"1", "2", "3", "4", "5", "6"};
    for (size_t i = 0; i < 6; i++) {
        size_t length = strlen(margins[i]);
        if (declaration->value_length >= length + 2 &&
            memcmp(declaration->value, margins[i], length) == 0) {
            const char *unit = declaration->value + length;
            size_t rest = declaration->value_length - length;
            if (is(unit, rest, "px") || is(unit, rest, ".0px")) {
                return levels[i];
            }
        }
    }
    return NULL;
}

bool storage_read_alignment(const struct storage_declaration *declaration, const char **align)
{
    static const struct {
        const char *word;
        const char *align;
    } words[] = {
        {"left", NULL}, {"start", NULL}, {"center", "center"}, {"right", "right"}, {"end", "right"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (storage_value_is(declaration, words[i].word)) {
            *align = words[i].align;
            return true;
        }
    }
    return false;
}

bool storage_read_looks(const struct storage_element *element, struct storage_looks *looks)
{
    static const enum storage_word known[] = {STORAGE_STYLE, STORAGE_OTHER};
    *looks = (struct storage_looks){0};
    if (!storage_attributes_known(element, known)) {
        return false;
    }
    const struct storage_attribute *style = storage_attribute_find(element, STORAGE_STYLE);
    struct storage_declaration next;
    for (size_t at = 0; storage_style_next(style, &at, &next);) {
        if (storage_declares(&next, "margin-left")) {
            looks->indent = indent_of(&next);
            if (looks->indent == NULL && !storage_value_is(&next, "0px") &&
                !storage_value_is(&next, "0.0px")) {
                return false;
            }
        } else if (!storage_declares(&next, "text-align") ||
                   !storage_read_alignment(&next, &looks->align)) {
            return false;
        }
    }
    return true;
}

void storage_set_looks(struct storage_reader *reader, struct atl_node *node,
                       const struct storage_looks *looks)
{
    if (looks->align != NULL) {
        storage_set(reader, node, "align", looks->align, strlen(looks->align));
    }
    if (looks->indent != NULL) {
        storage_set(reader, node, "indent", looks->indent, strlen(looks->indent));
    }
}
