/* Inlines of storage format: marks, spans, and the small things that stand within a line. */
#include "content/storage/storage_reader.h"

#include "content/emoji.h"

#include <string.h>

static enum atl_node_kind mark_of(enum storage_word word)
{
    switch (word) {
    case STORAGE_STRONG:
    case STORAGE_B:
        return ATL_NODE_STRONG;
    case STORAGE_EM:
    case STORAGE_I:
        return ATL_NODE_EMPHASIS;
    case STORAGE_U:
    case STORAGE_INS:
        return ATL_NODE_UNDERLINE;
    case STORAGE_DEL:
    case STORAGE_S:
    case STORAGE_STRIKE:
        return ATL_NODE_STRIKE;
    case STORAGE_SUB:
        return ATL_NODE_SUBSCRIPT;
    case STORAGE_SUP:
        return ATL_NODE_SUPERSCRIPT;
    default:
        return ATL_NODE_KINDS;
    }
}

static bool is_within(const struct storage_reader *reader, enum atl_node_kind kind)
{
    const struct atl_node *node = reader->builder->open;
    while (node != NULL && node->kind != kind) {
        node = node->parent;
    }
    return node != NULL;
}

/* A mark of which |text| says which (a colour, a comment's id), or one that is the same everywhere
 * (NULL). That within itself says nothing, and no more does where it begins: white space before it
 * may still turn out to end a line. */
static void open_mark(struct storage_reader *reader, enum atl_node_kind kind, const char *text,
                      size_t length)
{
    if (text != NULL || !is_within(reader, kind)) {
        storage_flush_space(reader);
    }
    struct atl_node *mark = content_open(reader->builder, kind);
    if (text != NULL) {
        content_set_text(mark, text, length);
    }
}

/* ---- spans ---- */

struct span {
    const char *colour;
    const char *background;
    bool underline;
    bool strike;
};

/* What browsers and editors write without meaning anything by it. */
static bool is_style_noise(const struct storage_declaration *next)
{
    return storage_declares(next, "letter-spacing") || storage_declares(next, "line-height") ||
           (storage_declares(next, "text-decoration") && storage_value_is(next, "none")) ||
           (storage_declares(next, "color") && storage_value_is(next, "inherit"));
}

static bool read_span_style(struct storage_reader *reader, const struct storage_element *element,
                            struct span *span)
{
    const struct storage_attribute *style = storage_attribute_find(element, STORAGE_STYLE);
    struct storage_declaration next;
    for (size_t at = 0; storage_style_next(style, &at, &next);) {
        if (is_style_noise(&next)) {
            continue;
        }
        const char **colour = storage_declares(&next, "color")              ? &span->colour
                              : storage_declares(&next, "background-color") ? &span->background
                                                                            : NULL;
        if (colour != NULL) {
            *colour = storage_read_colour(reader, next.value, next.value_length);
            if (*colour == NULL) {
                return false;
            }
        } else if (!storage_declares(&next, "text-decoration")) {
            return false;
        } else if (storage_value_is(&next, "underline")) {
            span->underline = true;
        } else if (storage_value_is(&next, "line-through")) {
            span->strike = true;
        } else {
            return false;
        }
    }
    return true;
}

/* ---- marks around nothing ---- */

/* Something is at that offset: all elements around it hold something. */
static bool hold_something(struct storage_reader *reader, uint32_t offset)
{
    reader->something = offset;
    return false;
}

static bool is_mark(struct storage_reader *reader, const struct storage_element *element)
{
    static const enum storage_word known[] = {STORAGE_STYLE, STORAGE_OTHER};
    struct span span = {0};
    switch (element->word) {
    case STORAGE_A:
        return element->attributes == NULL;
    case STORAGE_SPAN:
        return storage_attributes_known(element, known) && read_span_style(reader, element, &span);
    default:
        return mark_of(element->word) != ATL_NODE_KINDS && storage_attributes_known(element, NULL);
    }
}

/*
 * Whether there is nothing in an element but white space, perhaps in marks: a mark around that is
 * that white space. An element's depth is limited, and so is what looking into it again can cost.
 */
static bool is_empty(struct storage_reader *reader, const struct storage_element *element)
{
    if (element->start <= reader->something && reader->something < element->end) {
        return false;
    }
    uint32_t at = element->content;
    for (const struct storage_element *child = element->first; child != NULL; child = child->next) {
        if (!storage_is_blank(reader, at, child->start)) {
            return hold_something(reader, at);
        }
        if (!is_mark(reader, child)) {
            return hold_something(reader, child->start);
        }
        if (!is_empty(reader, child)) {
            return false;
        }
        at = child->end;
    }
    return storage_is_blank(reader, at, element->content_end) || hold_something(reader, at);
}

static void read_span(struct storage_reader *reader, const struct storage_element *element)
{
    static const enum storage_word known[] = {STORAGE_STYLE, STORAGE_OTHER};
    struct span span = {0};
    if (!storage_attributes_known(element, known) || !read_span_style(reader, element, &span)) {
        storage_read_raw(reader, element);
        return;
    }
    const struct {
        bool wanted;
        enum atl_node_kind kind;
        const char *text;
    } marks[] = {
        {span.colour != NULL, ATL_NODE_COLOR, span.colour},
        {span.background != NULL, ATL_NODE_BACKGROUND, span.background},
        {span.underline, ATL_NODE_UNDERLINE, NULL},
        {span.strike, ATL_NODE_STRIKE, NULL},
    };
    bool empty = is_empty(reader, element);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (marks[i].wanted && !empty) {
            const char *text = marks[i].text;
            open_mark(reader, marks[i].kind, text, text == NULL ? 0 : strlen(text));
        }
    }
    storage_read_inlines(reader, element);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (marks[i].wanted && !empty) {
            content_close(reader->builder);
        }
    }
}

bool storage_is_transparent(struct storage_reader *reader, const struct storage_element *element)
{
    static const enum storage_word known[] = {STORAGE_STYLE, STORAGE_OTHER};
    struct span span = {0};
    switch (element->word) {
    case STORAGE_A:
        return element->attributes == NULL; /* leads nowhere */
    case STORAGE_CODE:
    case STORAGE_TT:
    case STORAGE_KBD:
        return storage_attributes_known(element, NULL);
    case STORAGE_SPAN:
        return storage_attributes_known(element, known) &&
               read_span_style(reader, element, &span) && span.colour == NULL &&
               span.background == NULL && !span.underline && !span.strike;
    default:
        return false;
    }
}

/* ---- small things ---- */

static struct atl_node *add_leaf(struct storage_reader *reader, enum atl_node_kind kind,
                                 const char *text, size_t length)
{
    storage_flush_space(reader);
    reader->after_space = false;
    return content_leaf(reader->builder, kind, text, length);
}

/*
 * Old pages have a name of Confluence's own set ("yellow-star"), new ones an emoji with its short
 * name; there the name is a stand-in for old readers.
 */
static bool read_emoticon(struct storage_reader *reader, const struct storage_element *element)
{
    static const enum storage_word known[] = {STORAGE_AC_NAME, STORAGE_AC_EMOJI_SHORTNAME,
                                              STORAGE_AC_EMOJI_ID, STORAGE_AC_EMOJI_FALLBACK,
                                              STORAGE_OTHER};
    const struct storage_attribute *name = storage_attribute_find(element, STORAGE_AC_NAME);
    const struct storage_attribute *emoji =
        storage_attribute_find(element, STORAGE_AC_EMOJI_SHORTNAME);
    if (!storage_attributes_known(element, known) || (name == NULL && emoji == NULL)) {
        return false;
    }
    struct atl_arena *arena = reader->builder->arena;
    const struct storage_attribute *said = emoji != NULL ? emoji : name;
    const char *text = content_emoji_short_name(arena, said->value, said->length);
    struct atl_node *node = add_leaf(reader, ATL_NODE_EMOJI, text, strlen(text));
    storage_set_from(reader, node, "id", element, STORAGE_AC_EMOJI_ID);
    storage_set_from(reader, node, "text", element, STORAGE_AC_EMOJI_FALLBACK);
    return true;
}

static bool read_time(struct storage_reader *reader, const struct storage_element *element)
{
    static const enum storage_word known[] = {STORAGE_DATETIME, STORAGE_OTHER};
    const struct storage_attribute *date = storage_attribute_find(element, STORAGE_DATETIME);
    if (date == NULL || element->first != NULL ||
        !storage_is_blank(reader, element->content, element->content_end) ||
        !storage_attributes_known(element, known)) {
        return false;
    }
    add_leaf(reader, ATL_NODE_DATE, date->value, date->length);
    return true;
}

static bool read_placeholder(struct storage_reader *reader, const struct storage_element *element)
{
    static const enum storage_word known[] = {STORAGE_AC_TYPE, STORAGE_OTHER};
    size_t length;
    char *text = storage_element_text(reader, element, &length);
    if (text == NULL || !storage_attributes_known(element, known)) {
        return false;
    }
    struct atl_node *node = add_leaf(reader, ATL_NODE_PLACEHOLDER, text, length);
    storage_set_from(reader, node, "type", element, STORAGE_AC_TYPE);
    return true;
}

static bool read_comment_marker(struct storage_reader *reader,
                                const struct storage_element *element)
{
    static const enum storage_word known[] = {STORAGE_AC_REF, STORAGE_OTHER};
    const struct storage_attribute *id = storage_attribute_find(element, STORAGE_AC_REF);
    if (id == NULL || !storage_attributes_known(element, known)) {
        return false;
    }
    if (is_empty(reader, element)) {
        return false; /* a comment on nothing is still a comment */
    }
    open_mark(reader, ATL_NODE_ANNOTATION, id->value, id->length);
    storage_read_inlines(reader, element);
    content_close(reader->builder);
    return true;
}

static void read_break(struct storage_reader *reader)
{
    reader->space = false;
    content_leaf(reader->builder, ATL_NODE_HARD_BREAK, NULL, 0);
    reader->after_space = true;
}

static void read_mark(struct storage_reader *reader, const struct storage_element *element,
                      enum atl_node_kind kind)
{
    if (is_empty(reader, element)) {
        storage_read_inlines(reader, element);
        return;
    }
    open_mark(reader, kind, NULL, 0);
    storage_read_inlines(reader, element);
    content_close(reader->builder);
}

/* ---- all of them ---- */

/* HTML's; false: only its source can be kept. */
static bool read_html(struct storage_reader *reader, const struct storage_element *element)
{
    switch (element->word) {
    case STORAGE_SPAN:
        read_span(reader, element);
        return true;
    case STORAGE_A:
        storage_read_anchor(reader, element);
        return true;
    case STORAGE_IMG:
        return storage_read_image(reader, element, NULL);
    case STORAGE_TIME:
        return read_time(reader, element);
    default:
        break;
    }
    if (!storage_attributes_known(element, NULL)) {
        return false;
    }
    enum atl_node_kind kind = mark_of(element->word);
    if (kind != ATL_NODE_KINDS) {
        read_mark(reader, element, kind);
        return true;
    }
    if (element->word == STORAGE_CODE || element->word == STORAGE_TT ||
        element->word == STORAGE_KBD) {
        reader->code++;
        storage_read_inlines(reader, element);
        reader->code--;
        return true;
    }
    if (element->word == STORAGE_BR) {
        read_break(reader);
        return true;
    }
    return false;
}

void storage_read_inline(struct storage_reader *reader, const struct storage_element *element)
{
    bool done = false;
    reader->builder->line = element->line;
    if ((element->flags & STORAGE_HOLDS_BLOCK) != 0 &&
        element->word != STORAGE_AC_STRUCTURED_MACRO && element->word != STORAGE_AC_MACRO &&
        element->word != STORAGE_AC_IMAGE) {
        storage_read_raw(reader, element);
        return;
    }
    switch (element->word) {
    case STORAGE_AC_LINK:
        storage_read_link(reader, element);
        return;
    case STORAGE_AC_STRUCTURED_MACRO:
    case STORAGE_AC_MACRO:
        storage_read_macro(reader, element, false);
        return;
    case STORAGE_AC_IMAGE:
        /* A caption is for images that are blocks. */
        done = storage_child(element, STORAGE_AC_CAPTION) == NULL &&
               storage_read_image(reader, element, NULL);
        break;
    case STORAGE_AC_EMOTICON:
        done = read_emoticon(reader, element);
        break;
    case STORAGE_AC_PLACEHOLDER:
        done = read_placeholder(reader, element);
        break;
    case STORAGE_AC_INLINE_COMMENT_MARKER:
        done = read_comment_marker(reader, element);
        break;
    default:
        done = read_html(reader, element);
    }
    if (!done) {
        storage_read_raw(reader, element);
    }
}

void storage_read_inlines(struct storage_reader *reader, const struct storage_element *element)
{
    size_t at = element->content;
    for (const struct storage_element *child = element->first;
         child != NULL && !content_builder_failed(reader->builder); child = child->next) {
        storage_read_text(reader, at, child->start);
        storage_read_inline(reader, child);
        at = child->end;
    }
    storage_read_text(reader, at, element->content_end);
}
