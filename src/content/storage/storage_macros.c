/* Macros of storage format. */
#include "content/storage/storage_reader.h"

#include "content/storage/storage_fragment.h"
#include "content/storage/storage_reference.h"

#include <string.h>

static const enum storage_word macro_attributes[] = {STORAGE_AC_NAME, STORAGE_DATA_LAYOUT,
                                                     STORAGE_AC_BREAKOUT_MODE,
                                                     STORAGE_AC_BREAKOUT_WIDTH, STORAGE_OTHER};

/* ---- parameters ---- */

static bool is_resource(const struct storage_element *element)
{
    return element->word >= STORAGE_RI_PAGE && element->word <= STORAGE_RI_URL;
}

/* The ri: element of a parameter, or in its ac:link, which has nothing else in it. */
static const struct storage_element *resource_of(const struct storage_reader *reader,
                                                 const struct storage_element *element)
{
    static const enum storage_word resources[] = {
        STORAGE_RI_PAGE,           STORAGE_RI_BLOG_POST, STORAGE_RI_ATTACHMENT, STORAGE_RI_USER,
        STORAGE_RI_CONTENT_ENTITY, STORAGE_RI_SHORTCUT,  STORAGE_RI_SPACE,      STORAGE_OTHER};
    if (element->word != STORAGE_AC_LINK) {
        return element;
    }
    bool wraps = element->first != NULL && element->first->next == NULL &&
                 storage_only_elements(reader, element, resources);
    return wraps ? element->first : NULL;
}

static const char *anchor_of(struct storage_reader *reader, const struct storage_element *element)
{
    const struct storage_attribute *anchor = storage_attribute_find(element, STORAGE_AC_ANCHOR);
    return anchor == NULL
               ? NULL
               : atl_arena_strndup(reader->builder->arena, anchor->value, anchor->length);
}

/* Only where the writer knows to make it one again. */
static bool takes_url(const struct storage_macro *macro, const char *parameter)
{
    return macro->name_length == 6 && memcmp(macro->name, "widget", 6) == 0 &&
           strcmp(parameter, "url") == 0;
}

/* References, separated by commas; NULL: there is something else. */
static const char *read_resources(struct storage_reader *reader, const struct storage_macro *macro,
                                  const struct storage_element *element, const char *name)
{
    struct atl_buffer value = {0};
    size_t at = element->content;
    bool good = true;
    for (const struct storage_element *child = element->first; good && child != NULL;
         child = child->next) {
        const struct storage_element *resource = resource_of(reader, child);
        good = resource != NULL && is_resource(resource) &&
               storage_is_blank(reader, at, child->start) &&
               (resource->word != STORAGE_RI_URL || takes_url(macro, name));
        const char *reference =
            good ? storage_read_reference(reader, resource, anchor_of(reader, child)) : NULL;
        good = reference != NULL;
        atl_buffer_add(&value, value.length == 0 ? "" : ",");
        atl_buffer_add(&value, reference);
        at = child->end;
    }
    good = good && storage_is_blank(reader, at, element->content_end);
    char *text =
        good ? atl_arena_strndup(reader->builder->arena, atl_buffer_text(&value), value.length)
             : NULL;
    atl_buffer_free(&value);
    return text;
}

/* Plain text must not look like a reference where the writer would make it one. */
static const char *read_plain_value(struct storage_reader *reader,
                                    const struct storage_macro *macro,
                                    const struct storage_element *element, const char *name)
{
    struct atl_reference reference;
    size_t length;
    char *text = storage_element_text(reader, element, &length);
    atl_reference_parse(reader->builder->arena, text, length, &reference);
    bool plain = reference.kind == ATL_REFERENCE_URL || text[0] == '#' ||
                 storage_is_text(macro->name, macro->name_length, name);
    return plain ? text : NULL;
}

static bool read_parameter(struct storage_reader *reader, struct storage_macro *macro,
                           const struct storage_element *element, struct atl_attribute ***next)
{
    static const enum storage_word known[] = {STORAGE_AC_NAME, STORAGE_OTHER};
    if (!storage_attributes_known(element, known)) {
        return false;
    }
    struct atl_arena *arena = reader->builder->arena;
    struct atl_attribute *parameter = atl_arena_alloc(arena, sizeof *parameter);
    const struct storage_attribute *name = storage_attribute_find(element, STORAGE_AC_NAME);
    parameter->name = name == NULL ? "" : atl_arena_strndup(arena, name->value, name->length);
    parameter->value = element->first == NULL
                           ? read_plain_value(reader, macro, element, parameter->name)
                           : read_resources(reader, macro, element, parameter->name);
    **next = parameter;
    *next = &parameter->next;
    return parameter->value != NULL;
}

/* ---- taking a macro apart ---- */

static bool note_body(const struct storage_element **place, const struct storage_element *body)
{
    bool first = *place == NULL;
    *place = body;
    return first && storage_attributes_known(body, NULL);
}

static bool take_apart(struct storage_reader *reader, const struct storage_element *element,
                       struct storage_macro *macro)
{
    const struct storage_attribute *name = storage_attribute_find(element, STORAGE_AC_NAME);
    const struct storage_attribute *layout = storage_attribute_find(element, STORAGE_DATA_LAYOUT);
    *macro = (struct storage_macro){.element = element};
    if (name == NULL || name->length == 0 || !storage_attributes_known(element, macro_attributes) ||
        (layout != NULL && !storage_attribute_is(layout, "default"))) {
        return false;
    }
    macro->name = name->value;
    macro->name_length = name->length;
    struct atl_attribute **next = &macro->parameters;
    size_t at = element->content;
    for (const struct storage_element *child = element->first; child != NULL; child = child->next) {
        bool good = storage_is_blank(reader, at, child->start);
        if (child->word == STORAGE_AC_PARAMETER || child->word == STORAGE_AC_DEFAULT_PARAMETER) {
            good = good && read_parameter(reader, macro, child, &next);
        } else if (child->word == STORAGE_AC_RICH_TEXT_BODY) {
            good = good && note_body(&macro->rich, child);
        } else {
            good = good && child->word == STORAGE_AC_PLAIN_TEXT_BODY && child->first == NULL &&
                   note_body(&macro->plain, child);
        }
        if (!good) {
            return false;
        }
        at = child->end;
    }
    return storage_is_blank(reader, at, element->content_end) &&
           (macro->rich == NULL || macro->plain == NULL);
}

/* ---- where it belongs ---- */

static bool has_parameter(const struct storage_element *element, const char *wanted)
{
    for (const struct storage_element *child = element->first; child != NULL; child = child->next) {
        if (child->word == STORAGE_AC_PARAMETER &&
            storage_attribute_is(storage_attribute_find(child, STORAGE_AC_NAME), wanted)) {
            return true;
        }
    }
    return false;
}

enum content_place storage_macro_place(const struct storage_element *element)
{
    const struct storage_attribute *name = storage_attribute_find(element, STORAGE_AC_NAME);
    enum content_place place = name == NULL ? CONTENT_AS_FOUND
                                            : content_macro_place(name->value, name->length,
                                                                  has_parameter(element, "key"));
    if (place == CONTENT_AS_FOUND && storage_child(element, STORAGE_AC_RICH_TEXT_BODY) != NULL) {
        return CONTENT_AS_BLOCK;
    }
    return place;
}

/* ---- the node ---- */

/* All the macros in a document may keep their source, unless they are nested absurdly deep. */
static void keep_source(struct storage_reader *reader, struct atl_node *node,
                        const struct storage_element *element)
{
    size_t length = element->end - element->start;
    if (length <= reader->source_left) {
        reader->source_left -= length;
        struct atl_attribute **end = &node->attributes;
        while (*end != NULL) {
            end = &(*end)->next;
        }
        struct atl_arena *arena = reader->builder->arena;
        struct atl_attribute *source = atl_arena_alloc(arena, sizeof *source);
        source->name = STORAGE_SOURCE_ATTRIBUTE;
        source->value = atl_arena_strndup(arena, reader->text + element->start, length);
        *end = source;
    }
}

static void add_macro(struct storage_reader *reader, const struct storage_macro *macro)
{
    struct content_builder *builder = reader->builder;
    storage_flush_space(reader);
    struct atl_node *node = content_open(builder, ATL_NODE_MACRO);
    content_set_text(node, macro->name, macro->name_length);
    node->attributes = macro->parameters;
    keep_source(reader, node, macro->element);
    if (macro->rich != NULL) {
        /* Its source says nothing of a code element around it, so it ends that. */
        const unsigned code = reader->code;
        reader->code = 0;
        storage_read_flow(reader, macro->rich);
        reader->code = code;
    } else if (macro->plain != NULL) {
        size_t length;
        char *body = storage_element_text(reader, macro->plain, &length);
        content_leaf(builder, ATL_NODE_PLAIN_BODY, body, length);
    }
    content_close(builder);
    reader->after_space = false;
}

void storage_read_macro(struct storage_reader *reader, const struct storage_element *element,
                        bool block)
{
    struct storage_macro macro;
    bool breaks_out = storage_attribute_find(element, STORAGE_AC_BREAKOUT_MODE) != NULL;
    if (!take_apart(reader, element, &macro)) {
        storage_read_raw(reader, element);
    } else if (storage_read_known_macro(reader, &macro, block)) {
        return;
    } else if (breaks_out || (!block && (macro.rich != NULL ||
                                         storage_macro_place(element) == CONTENT_AS_BLOCK))) {
        /* The tree has no place for a block within a line. */
        storage_read_raw(reader, element);
    } else {
        add_macro(reader, &macro);
    }
}
