/* Images of storage format: <ac:image> and <img>. */
#include "content/storage/storage_reader.h"

#include <string.h>

/* Cloud says where an image stands twice, in its own words and in those of Data Center. */
static void read_place(struct storage_reader *reader, const struct storage_element *element,
                       struct atl_node *node)
{
    static const struct {
        const char *layout;
        const char *align;
    } simple[] = {{"center", "center"}, {"align-start", "left"}, {"align-end", "right"}};
    const struct storage_attribute *layout = storage_attribute_find(element, STORAGE_AC_LAYOUT);
    if (layout == NULL) {
        storage_set_from(reader, node, "align", element, STORAGE_AC_ALIGN);
        return;
    }
    for (size_t i = 0; i < sizeof simple / sizeof *simple; i++) {
        if (storage_attribute_is(layout, simple[i].layout)) {
            storage_set(reader, node, "align", simple[i].align, strlen(simple[i].align));
            return;
        }
    }
    storage_set_from(reader, node, "layout", element, STORAGE_AC_LAYOUT);
}

/* A <p> around the caption, or nothing; NULL: it holds more than a line. */
static const struct storage_element *caption_line(const struct storage_reader *reader,
                                                  const struct storage_element *caption)
{
    static const enum storage_word paragraph[] = {STORAGE_P, STORAGE_OTHER};
    const struct storage_element *line = caption;
    if (caption->first != NULL && caption->first->next == NULL &&
        storage_only_elements(reader, caption, paragraph)) {
        line = caption->first;
    }
    bool known = storage_attributes_known(caption, NULL) && storage_attributes_known(line, NULL);
    for (const struct storage_element *child = line->first; child != NULL; child = child->next) {
        known = known && !storage_word_is_block(child->word) &&
                (child->flags & STORAGE_HOLDS_BLOCK) == 0;
    }
    return known ? line : NULL;
}

static void read_border(struct storage_reader *reader, const struct storage_element *element,
                        const struct storage_element *mark, struct atl_node *node)
{
    if (mark == NULL) {
        const struct storage_attribute *border = storage_attribute_find(element, STORAGE_AC_BORDER);
        if (storage_attribute_is(border, "true")) {
            storage_set(reader, node, "border", "true", strlen("true"));
        }
        return;
    }
    const struct storage_attribute *size = storage_attribute_find(mark, STORAGE_SIZE);
    const struct storage_attribute *color = storage_attribute_find(mark, STORAGE_COLOR);
    const char *border =
        atl_arena_printf(reader->builder->arena, "%.*s %.*s", size == NULL ? 1 : (int)size->length,
                         size == NULL ? "1" : size->value, color == NULL ? 9 : (int)color->length,
                         color == NULL ? "#091e4224" : color->value);
    storage_set(reader, node, "border", border, strlen(border));
}

struct parts {
    const struct storage_element *source;
    const struct storage_element *caption;
    const struct storage_element *line; /* of the caption */
    const struct storage_element *border;
};

static bool take_apart(struct storage_reader *reader, const struct storage_element *element,
                       struct parts *parts)
{
    static const enum storage_word known[] = {
        STORAGE_AC_ALIGN,  STORAGE_AC_LAYOUT, STORAGE_AC_WIDTH,  STORAGE_AC_HEIGHT,
        STORAGE_AC_ALT,    STORAGE_AC_TITLE,  STORAGE_AC_BORDER, STORAGE_AC_THUMBNAIL,
        STORAGE_DATA_FILE, STORAGE_OTHER};
    static const enum storage_word children[] = {STORAGE_RI_ATTACHMENT, STORAGE_RI_URL,
                                                 STORAGE_AC_CAPTION, STORAGE_AC_ADF_MARK,
                                                 STORAGE_OTHER};
    static const enum storage_word mark[] = {STORAGE_KEY, STORAGE_SIZE, STORAGE_COLOR,
                                             STORAGE_OTHER};
    *parts = (struct parts){0};
    if (!storage_attributes_known(element, known) ||
        !storage_only_elements(reader, element, children)) {
        return false;
    }
    for (const struct storage_element *child = element->first; child != NULL; child = child->next) {
        const struct storage_element **place = child->word == STORAGE_AC_CAPTION ? &parts->caption
                                               : child->word == STORAGE_AC_ADF_MARK
                                                   ? &parts->border
                                                   : &parts->source;
        if (*place != NULL) {
            return false;
        }
        *place = child;
    }
    if (parts->caption != NULL) {
        parts->line = caption_line(reader, parts->caption);
    }
    return parts->source != NULL && (parts->caption == NULL || parts->line != NULL) &&
           (parts->border == NULL ||
            (storage_attributes_known(parts->border, mark) &&
             storage_attribute_is(storage_attribute_find(parts->border, STORAGE_KEY), "border")));
}

static struct atl_node *open_image(struct storage_reader *reader, const char *source,
                                   const char *link)
{
    storage_flush_space(reader);
    struct atl_node *node = content_open(reader->builder, ATL_NODE_IMAGE);
    content_set_text(node, source, strlen(source));
    if (link != NULL) {
        storage_set(reader, node, "link", link, strlen(link));
    }
    return node;
}

static bool read_html_image(struct storage_reader *reader, const struct storage_element *element,
                            const char *link)
{
    static const enum storage_word known[] = {STORAGE_SRC,   STORAGE_ALT,    STORAGE_TITLE,
                                              STORAGE_WIDTH, STORAGE_HEIGHT, STORAGE_OTHER};
    struct atl_arena *arena = reader->builder->arena;
    const struct storage_attribute *source = storage_attribute_find(element, STORAGE_SRC);
    struct atl_reference reference;
    if (source == NULL || source->length == 0 || !storage_attributes_known(element, known)) {
        return false;
    }
    const char *url = atl_arena_strndup(arena, source->value, source->length);
    atl_reference_parse(arena, url, source->length, &reference);
    if (reference.kind != ATL_REFERENCE_URL) {
        return false;
    }
    struct atl_node *node = open_image(reader, url, link);
    storage_set_from(reader, node, "alt", element, STORAGE_ALT);
    storage_set_from(reader, node, "title", element, STORAGE_TITLE);
    storage_set_from(reader, node, "width", element, STORAGE_WIDTH);
    storage_set_from(reader, node, "height", element, STORAGE_HEIGHT);
    content_close(reader->builder);
    reader->after_space = false;
    return true;
}

static bool is_known_by_id(struct storage_reader *reader, const char *source)
{
    struct atl_reference reference;
    atl_reference_parse(reader->builder->arena, source, strlen(source), &reference);
    return reference.kind == ATL_REFERENCE_MEDIA;
}

bool storage_read_image(struct storage_reader *reader, const struct storage_element *element,
                        const char *link)
{
    struct parts parts;
    if (element->word == STORAGE_IMG) {
        return read_html_image(reader, element, link);
    }
    const char *source = take_apart(reader, element, &parts)
                             ? storage_read_reference(reader, parts.source, NULL)
                             : NULL;
    const struct storage_attribute *file = storage_attribute_find(element, STORAGE_DATA_FILE);
    if (source == NULL || (file != NULL && !is_known_by_id(reader, source))) {
        return false;
    }
    struct atl_node *node = open_image(reader, source, link);
    storage_set_from(reader, node, "file", element, STORAGE_DATA_FILE);
    storage_set_from(reader, node, "alt", element, STORAGE_AC_ALT);
    storage_set_from(reader, node, "title", element, STORAGE_AC_TITLE);
    storage_set_from(reader, node, "width", element, STORAGE_AC_WIDTH);
    storage_set_from(reader, node, "height", element, STORAGE_AC_HEIGHT);
    read_place(reader, element, node);
    read_border(reader, element, parts.border, node);
    const struct storage_attribute *thumbnail =
        storage_attribute_find(element, STORAGE_AC_THUMBNAIL);
    if (storage_attribute_is(thumbnail, "true")) {
        storage_set(reader, node, "thumbnail", "true", strlen("true"));
    }
    if (parts.line != NULL) {
        reader->after_space = true;
        storage_read_inlines(reader, parts.line);
        reader->space = false;
    }
    content_close(reader->builder);
    reader->after_space = false;
    return true;
}
