/* Links of storage format: <a>, <ac:link>, and what ri: elements refer to. */
#include "content/storage/storage_reader.h"

#include "content/storage/storage_reference.h"

#include <string.h>

/* ---- references ---- */

/* NULL when the attribute is missing or empty. */
static const char *value_of(struct storage_reader *reader, const struct storage_element *element,
                            enum storage_word word)
{
    const struct storage_attribute *attribute = storage_attribute_find(element, word);
    return attribute == NULL || attribute->length == 0
               ? NULL
               : atl_arena_strndup(reader->builder->arena, attribute->value, attribute->length);
}

static const char *user_of(struct storage_reader *reader, const struct storage_element *element)
{
    struct atl_arena *arena = reader->builder->arena;
    const char *id = value_of(reader, element, STORAGE_RI_ACCOUNT_ID);
    const char *key = value_of(reader, element, STORAGE_RI_USERKEY);
    const char *name = value_of(reader, element, STORAGE_RI_USERNAME);
    if (id != NULL) {
        return id;
    }
    if (key != NULL) {
        return atl_arena_printf(arena, "key:%s", key);
    }
    return name == NULL ? NULL : atl_arena_printf(arena, "name:%s", name);
}

/* The page that an attachment is on, when it isn't this one. */
static bool read_container(struct storage_reader *reader, const struct storage_element *element,
                           struct atl_reference *reference)
{
    static const enum storage_word page[] = {STORAGE_RI_PAGE, STORAGE_OTHER};
    static const enum storage_word known[] = {STORAGE_RI_CONTENT_TITLE, STORAGE_RI_SPACE_KEY,
                                              STORAGE_OTHER};
    if (element->first == NULL) {
        return storage_is_blank(reader, element->content, element->content_end);
    }
    if (element->first->next != NULL || !storage_only_elements(reader, element, page) ||
        !storage_attributes_known(element->first, known)) {
        return false;
    }
    reference->title = value_of(reader, element->first, STORAGE_RI_CONTENT_TITLE);
    reference->space = value_of(reader, element->first, STORAGE_RI_SPACE_KEY);
    return reference->title != NULL;
}

static bool read_parts(struct storage_reader *reader, const struct storage_element *element,
                       struct atl_reference *reference)
{
    static const enum storage_word known[] = {
        STORAGE_RI_CONTENT_TITLE, STORAGE_RI_SPACE_KEY,  STORAGE_RI_POSTING_DAY,
        STORAGE_RI_FILENAME,      STORAGE_RI_ACCOUNT_ID, STORAGE_RI_USERKEY,
        STORAGE_RI_USERNAME,      STORAGE_RI_CONTENT_ID, STORAGE_RI_KEY,
        STORAGE_RI_PARAMETER,     STORAGE_OTHER};
    if (!storage_attributes_known(element, known)) {
        return false;
    }
    switch (element->word) {
    case STORAGE_RI_PAGE:
    case STORAGE_RI_BLOG_POST:
        reference->kind =
            element->word == STORAGE_RI_PAGE ? ATL_REFERENCE_PAGE : ATL_REFERENCE_BLOG;
        reference->space = value_of(reader, element, STORAGE_RI_SPACE_KEY);
        reference->title = value_of(reader, element, STORAGE_RI_CONTENT_TITLE);
        reference->date = value_of(reader, element, STORAGE_RI_POSTING_DAY);
        return reference->title != NULL &&
               storage_attribute_find(element, STORAGE_RI_CONTENT_ID) == NULL;
    case STORAGE_RI_ATTACHMENT:
        reference->kind = ATL_REFERENCE_ATTACHMENT;
        reference->file = value_of(reader, element, STORAGE_RI_FILENAME);
        return reference->file != NULL && read_container(reader, element, reference);
    case STORAGE_RI_USER:
        reference->kind = ATL_REFERENCE_USER;
        reference->id = user_of(reader, element);
        return reference->id != NULL;
    case STORAGE_RI_SPACE:
        reference->kind = ATL_REFERENCE_SPACE;
        reference->space = value_of(reader, element, STORAGE_RI_SPACE_KEY);
        return reference->space != NULL;
    case STORAGE_RI_CONTENT_ENTITY:
        reference->kind = ATL_REFERENCE_CONTENT;
        reference->id = value_of(reader, element, STORAGE_RI_CONTENT_ID);
        return reference->id != NULL;
    case STORAGE_RI_SHORTCUT:
        reference->kind = ATL_REFERENCE_SHORTCUT;
        reference->id = value_of(reader, element, STORAGE_RI_KEY);
        reference->argument = value_of(reader, element, STORAGE_RI_PARAMETER);
        return reference->id != NULL;
    default:
        return false;
    }
}

const char *storage_read_reference(struct storage_reader *reader,
                                   const struct storage_element *element, const char *anchor)
{
    static const enum storage_word url[] = {STORAGE_RI_VALUE, STORAGE_OTHER};
    if (element->word == STORAGE_RI_URL) {
        const char *value = value_of(reader, element, STORAGE_RI_VALUE);
        struct atl_reference reference;
        if (value == NULL || !storage_attributes_known(element, url)) {
            return NULL;
        }
        atl_reference_parse(reader->builder->arena, value, strlen(value), &reference);
        bool by_id = reader->exact && reference.kind == ATL_REFERENCE_MEDIA &&
                     element->parent->word == STORAGE_AC_IMAGE;
        bool known = by_id || reference.kind == ATL_REFERENCE_URL;
        return known && anchor == NULL ? value : NULL;
    }
    struct atl_reference reference = {0};
    if (!read_parts(reader, element, &reference)) {
        return NULL;
    }
    if (anchor != NULL && anchor[0] != '\0') {
        if (reference.kind != ATL_REFERENCE_PAGE && reference.kind != ATL_REFERENCE_BLOG) {
            return NULL;
        }
        reference.anchor = anchor;
    }
    return atl_reference_format(reader->builder->arena, &reference);
}

/* ---- <ac:link> ---- */

struct link {
    const struct storage_element *resource;
    const struct storage_element *body;
    const char *target;
};

static bool take_apart(struct storage_reader *reader, const struct storage_element *element,
                       struct link *link)
{
    static const enum storage_word known[] = {STORAGE_AC_ANCHOR, STORAGE_AC_TOOLTIP,
                                              STORAGE_AC_CARD_APPEARANCE, STORAGE_OTHER};
    size_t at = element->content;
    *link = (struct link){0};
    if (!storage_attributes_known(element, known)) {
        return false;
    }
    for (const struct storage_element *child = element->first; child != NULL; child = child->next) {
        bool body =
            child->word == STORAGE_AC_LINK_BODY || child->word == STORAGE_AC_PLAIN_TEXT_LINK_BODY;
        const struct storage_element **place = body ? &link->body : &link->resource;
        if (*place != NULL || !storage_is_blank(reader, at, child->start) ||
            (body && !storage_attributes_known(child, NULL))) {
            return false;
        }
        *place = child;
        at = child->end;
    }
    const char *anchor = value_of(reader, element, STORAGE_AC_ANCHOR);
    if (link->resource != NULL) {
        link->target = storage_read_reference(reader, link->resource, anchor);
    } else if (anchor != NULL) {
        const struct atl_reference here = {.kind = ATL_REFERENCE_PAGE, .anchor = anchor};
        link->target = atl_reference_format(reader->builder->arena, &here);
    }
    return link->target != NULL && storage_is_blank(reader, at, element->content_end);
}

/* A user without words of one's own is a mention. */
static bool read_mention(struct storage_reader *reader, const struct link *link)
{
    if (link->resource == NULL || link->resource->word != STORAGE_RI_USER || link->body != NULL) {
        return false;
    }
    const char *id = user_of(reader, link->resource);
    storage_flush_space(reader);
    content_leaf(reader->builder, ATL_NODE_MENTION, id, strlen(id));
    reader->after_space = false;
    return true;
}

/* The only thing in an element is an image: that, NULL otherwise. */
static const struct storage_element *only_image(const struct storage_reader *reader,
                                                const struct storage_element *element)
{
    static const enum storage_word images[] = {STORAGE_AC_IMAGE, STORAGE_IMG, STORAGE_OTHER};
    bool only = element != NULL && element->first != NULL && element->first->next == NULL &&
                storage_only_elements(reader, element, images);
    /* One with a caption is a block, and no block stands in a line of text. */
    return only && storage_child(element->first, STORAGE_AC_CAPTION) == NULL ? element->first
                                                                             : NULL;
}

static struct atl_node *open_link(struct storage_reader *reader, const char *target)
{
    storage_flush_space(reader);
    struct atl_node *node = content_open(reader->builder, ATL_NODE_LINK);
    content_set_text(node, target, strlen(target));
    reader->links++;
    return node;
}

/*
 * An image in a link is an image that leads there: here where what stood beside it came to nothing.
 */
static void close_link(struct storage_reader *reader)
{
    struct atl_node *node = reader->builder->open;
    reader->links--;
    reader->after_space = false;
    content_close(reader->builder);
    struct atl_node *image = node->first;
    if (content_builder_failed(reader->builder) || image == NULL || image != node->last ||
        image->kind != ATL_NODE_IMAGE || image->first != NULL || node->attributes != NULL) {
        return;
    }
    storage_set(reader, image, "link", node->text, node->length);
    node->kind = image->kind;
    node->text = image->text;
    node->length = image->length;
    node->attributes = image->attributes;
    node->first = NULL;
    node->last = NULL;
}

/* Without a body, the site shows what the link leads to. */
static void read_link_text(struct storage_reader *reader, const struct link *link)
{
    if (link->body != NULL) {
        storage_read_inlines(reader, link->body);
        return;
    }
    struct atl_reference reference;
    atl_reference_parse(reader->builder->arena, link->target, strlen(link->target), &reference);
    const char *text = storage_reference_text(&reference, link->target);
    content_text_copy(reader->builder, text, strlen(text));
}

void storage_read_link(struct storage_reader *reader, const struct storage_element *element)
{
    struct link link;
    if (reader->links > 0 || !take_apart(reader, element, &link)) {
        storage_read_raw(reader, element);
        return;
    }
    const struct storage_attribute *card =
        storage_attribute_find(element, STORAGE_AC_CARD_APPEARANCE);
    if (element->attributes == NULL && read_mention(reader, &link)) {
        return;
    }
    const struct storage_element *image = only_image(reader, link.body);
    if (image != NULL && element->attributes == NULL &&
        storage_read_image(reader, image, link.target)) {
        return;
    }
    if (card != NULL && !storage_attribute_is(card, "inline")) {
        storage_read_raw(reader, element);
        return;
    }
    struct atl_node *node = open_link(reader, link.target);
    storage_set_from(reader, node, "title", element, STORAGE_AC_TOOLTIP);
    storage_set_from(reader, node, "card", element, STORAGE_AC_CARD_APPEARANCE);
    read_link_text(reader, &link);
    close_link(reader);
}

/* ---- <a> ---- */

/* Where it leads, as the tree writes it; NULL: it would read as something else. */
static const char *href_of(struct storage_reader *reader, const struct storage_element *element)
{
    struct atl_arena *arena = reader->builder->arena;
    const struct storage_attribute *href = storage_attribute_find(element, STORAGE_HREF);
    if (href == NULL) {
        return NULL;
    }
    const char *text = atl_arena_strndup(arena, href->value, href->length);
    struct atl_reference reference;
    atl_reference_parse(arena, text, href->length, &reference);
    if (reference.kind == ATL_REFERENCE_URL) {
        return text;
    }
    return text[0] == '#' ? atl_reference_format(arena, &reference) : NULL;
}

void storage_read_anchor(struct storage_reader *reader, const struct storage_element *element)
{
    static const enum storage_word known[] = {STORAGE_HREF, STORAGE_TITLE,
                                              STORAGE_DATA_CARD_APPEARANCE, STORAGE_OTHER};
    const struct storage_attribute *card =
        storage_attribute_find(element, STORAGE_DATA_CARD_APPEARANCE);
    if (element->attributes == NULL) {
        storage_read_inlines(reader, element); /* leads nowhere */
        return;
    }
    const char *href = href_of(reader, element);
    const struct storage_element *image = only_image(reader, element);
    if (reader->links > 0 || href == NULL || !storage_attributes_known(element, known) ||
        (card != NULL && !storage_attribute_is(card, "inline"))) {
        storage_read_raw(reader, element);
        return;
    }
    if (image != NULL && card == NULL && storage_attribute_find(element, STORAGE_TITLE) == NULL &&
        storage_read_image(reader, image, href)) {
        return;
    }
    struct atl_node *node = open_link(reader, href);
    storage_set_from(reader, node, "title", element, STORAGE_TITLE);
    storage_set_from(reader, node, "card", element, STORAGE_DATA_CARD_APPEARANCE);
    storage_read_inlines(reader, element);
    close_link(reader);
}

/* ---- cards ---- */

/* What it shows is up to the site; the text between the tags only repeats the address. */
void storage_read_card(struct storage_reader *reader, const struct storage_element *element)
{
    static const enum storage_word block[] = {STORAGE_HREF, STORAGE_DATA_CARD_APPEARANCE,
                                              STORAGE_DATA_DATASOURCE, STORAGE_OTHER};
    static const enum storage_word embed[] = {STORAGE_HREF, STORAGE_DATA_CARD_APPEARANCE,
                                              STORAGE_DATA_LAYOUT, STORAGE_DATA_WIDTH,
                                              STORAGE_OTHER};
    const struct storage_attribute *href = storage_attribute_find(element, STORAGE_HREF);
    bool is_block = storage_attribute_is(
        storage_attribute_find(element, STORAGE_DATA_CARD_APPEARANCE), "block");
    if (href == NULL || element->first != NULL ||
        !storage_attributes_known(element, is_block ? block : embed)) {
        storage_read_raw(reader, element);
        return;
    }
    struct atl_node *node =
        content_leaf(reader->builder, is_block ? ATL_NODE_BLOCK_CARD : ATL_NODE_EMBED_CARD,
                     href->value, href->length);
    storage_set_from(reader, node, "datasource", element, STORAGE_DATA_DATASOURCE);
    storage_set_from(reader, node, "layout", element, STORAGE_DATA_LAYOUT);
    storage_set_from(reader, node, "width", element, STORAGE_DATA_WIDTH);
}
