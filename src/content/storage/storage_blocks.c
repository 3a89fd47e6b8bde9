/* Blocks of storage format, and runs of inlines that become paragraphs. */
#include "content/storage/storage_reader.h"

#include <string.h>

/* Where blocks and inlines stand side by side. */
struct flow {
    struct storage_reader *reader;
    const struct storage_looks *looks; /* of its paragraphs */
    bool in_paragraph;                 /* of a <p>, not of a container of blocks */
    bool open;                         /* a paragraph is */
    struct atl_node *before;           /* the node before that paragraph */
};

/* ---- paragraphs ---- */

static void open_paragraph(struct flow *flow)
{
    if (flow->open) {
        return;
    }
    struct storage_reader *reader = flow->reader;
    flow->open = true;
    flow->before = reader->builder->open->last;
    struct atl_node *node = content_open(reader->builder, ATL_NODE_PARAGRAPH);
    storage_set_looks(reader, node, flow->looks);
    reader->space = false;
    reader->after_space = true;
}

static bool shows(const struct atl_node *node)
{
    if (!atl_node_is_mark(node)) {
        return node->kind != ATL_NODE_HARD_BREAK && !atl_node_text_is(node, " ");
    }
    for (const struct atl_node *child = node->first; child != NULL; child = child->next) {
        if (shows(child)) {
            return true;
        }
    }
    return false;
}

/* Takes away line breaks and white space at the end: there they show nothing. */
static void trim_end(struct atl_node *parent)
{
    struct atl_node *last = NULL;
    for (struct atl_node *child = parent->first; child != NULL; child = child->next) {
        if (shows(child)) {
            last = child;
        }
    }
    parent->last = last;
    if (last == NULL) {
        parent->first = NULL;
        return;
    }
    last->next = NULL;
    if (atl_node_is_mark(last)) {
        trim_end(last);
    } else if (last->kind == ATL_NODE_TEXT && last->text[last->length - 1] == ' ') {
        last->length--;
    }
}

/* A paragraph of nothing is none, and one of nothing but an image is that image, as a block. */
static void close_paragraph(struct flow *flow)
{
    struct storage_reader *reader = flow->reader;
    reader->space = false; /* at a paragraph's end it shows nothing */
    if (!flow->open) {
        return;
    }
    struct atl_node *node = reader->builder->open;
    flow->open = false;
    content_close(reader->builder);
    if (content_builder_failed(reader->builder)) {
        return;
    }
    if (reader->after_space && node->first != NULL) {
        trim_end(node);
    }
    if (node->first == NULL) {
        content_remove(flow->before, node);
    } else if (node->first->kind == ATL_NODE_IMAGE && node->first == node->last &&
               node->attributes == NULL) {
        struct atl_node *parent = node->parent;
        content_remove(flow->before, node);
        content_move_children(node, parent);
    }
}

/* ---- elements ---- */

void storage_read_raw(struct storage_reader *reader, const struct storage_element *element)
{
    storage_flush_space(reader);
    struct atl_node *node =
        content_leaf(reader->builder, ATL_NODE_RAW, reader->text + element->start,
                     element->end - element->start);
    node->value = ATL_CONTENT_STORAGE;
    reader->after_space = false;
}

bool storage_only_elements(const struct storage_reader *reader,
                           const struct storage_element *element, const enum storage_word *known)
{
    size_t at = element->content;
    for (const struct storage_element *child = element->first; child != NULL; child = child->next) {
        const enum storage_word *next = known;
        while (*next != STORAGE_OTHER && *next != child->word) {
            next++;
        }
        if (*next == STORAGE_OTHER || !storage_is_blank(reader, at, child->start)) {
            return false;
        }
        at = child->end;
    }
    return storage_is_blank(reader, at, element->content_end);
}

static void read_heading(struct storage_reader *reader, const struct storage_element *element)
{
    struct storage_looks looks;
    if (!storage_read_looks(element, &looks) || (element->flags & STORAGE_HOLDS_BLOCK) != 0) {
        storage_read_raw(reader, element);
        return;
    }
    struct atl_node *node = content_open(reader->builder, ATL_NODE_HEADING);
    node->number = element->word - STORAGE_H1 + 1;
    storage_set_looks(reader, node, &looks);
    reader->space = false;
    reader->after_space = true;
    storage_read_inlines(reader, element);
    reader->space = false;
    content_close(reader->builder);
    if (reader->after_space && !content_builder_failed(reader->builder)) {
        trim_end(node);
    }
}

static void read_preformatted(struct storage_reader *reader, const struct storage_element *element)
{
    size_t length;
    char *text = storage_element_text(reader, element, &length);
    if (text == NULL || !storage_attributes_known(element, NULL)) {
        storage_read_raw(reader, element);
        return;
    }
    /* As in HTML, a line break right after the tag isn't part of it. */
    if (length > 0 && text[0] == '\n') {
        text++;
        length--;
    }
    if (length > 0 && text[length - 1] != '\n') {
        text = atl_arena_printf(reader->builder->arena, "%s\n", text);
        length++;
    }
    content_leaf(reader->builder, ATL_NODE_CODE_BLOCK, text, length);
}

static void read_container(struct storage_reader *reader, const struct storage_element *element,
                           enum atl_node_kind kind)
{
    if (!storage_attributes_known(element, NULL)) {
        storage_read_raw(reader, element);
        return;
    }
    content_open(reader->builder, kind);
    storage_read_flow(reader, element);
    content_close(reader->builder);
}

static bool is_media_group(const struct storage_reader *reader,
                           const struct storage_element *element)
{
    static const enum storage_word images[] = {STORAGE_AC_IMAGE, STORAGE_OTHER};
    return element->first != NULL &&
           storage_attribute_is(storage_attribute_find(element, STORAGE_CLASS), "media-group") &&
           storage_only_elements(reader, element, images);
}

static void read_media_group(struct storage_reader *reader, const struct storage_element *element)
{
    content_open(reader->builder, ATL_NODE_MEDIA_GROUP);
    for (const struct storage_element *image = element->first; image != NULL; image = image->next) {
        if (!storage_read_image(reader, image, NULL)) {
            storage_read_raw(reader, image);
        }
    }
    content_close(reader->builder);
}

/* ---- the flow ---- */

static void read_children(struct flow *flow, const struct storage_element *element);

static void read_paragraph(struct flow *outer, const struct storage_element *element)
{
    struct storage_looks looks;
    if (!storage_read_looks(element, &looks)) {
        storage_read_raw(outer->reader, element);
        return;
    }
    if (is_media_group(outer->reader, element)) {
        read_media_group(outer->reader, element);
        return;
    }
    struct flow flow = {.reader = outer->reader, .looks = &looks, .in_paragraph = true};
    read_children(&flow, element);
    close_paragraph(&flow);
}

/* The elements that are blocks wherever they are. */
static void read_block(struct flow *flow, const struct storage_element *element)
{
    struct storage_reader *reader = flow->reader;
    switch (element->word) {
    case STORAGE_P:
        read_paragraph(flow, element);
        break;
    case STORAGE_H1:
    case STORAGE_H2:
    case STORAGE_H3:
    case STORAGE_H4:
    case STORAGE_H5:
    case STORAGE_H6:
        read_heading(reader, element);
        break;
    case STORAGE_UL:
    case STORAGE_OL:
        storage_read_list(reader, element);
        break;
    case STORAGE_BLOCKQUOTE:
        read_container(reader, element, ATL_NODE_QUOTE);
        break;
    case STORAGE_PRE:
        read_preformatted(reader, element);
        break;
    case STORAGE_HR:
        if (storage_attributes_known(element, NULL)) {
            content_leaf(reader->builder, ATL_NODE_RULE, NULL, 0);
        } else {
            storage_read_raw(reader, element);
        }
        break;
    case STORAGE_TABLE:
        storage_read_table(reader, element);
        break;
    case STORAGE_AC_TASK_LIST:
        storage_read_task_list(reader, element);
        break;
    case STORAGE_AC_LAYOUT:
        storage_read_layout(reader, element);
        break;
    case STORAGE_AC_ADF_EXTENSION:
        storage_read_adf(reader, element);
        break;
    case STORAGE_A:
        storage_read_card(reader, element);
        break;
    case STORAGE_AC_STRUCTURED_MACRO:
    case STORAGE_AC_MACRO:
        storage_read_macro(reader, element, true);
        break;
    case STORAGE_AC_IMAGE:
        if (storage_read_image(reader, element, NULL)) {
            break;
        }
        storage_read_raw(reader, element);
        break;
    default:
        storage_read_raw(reader, element);
    }
}

/* Elements that the tree has inline nodes for. */
static bool is_known_inline(const struct storage_element *element)
{
    return (element->word >= STORAGE_BR && element->word <= STORAGE_TIME) ||
           element->word == STORAGE_AC_LINK || element->word == STORAGE_AC_EMOTICON ||
           element->word == STORAGE_AC_PLACEHOLDER ||
           element->word == STORAGE_AC_INLINE_COMMENT_MARKER;
}

bool storage_stands_as_block(const struct storage_element *element, bool alone)
{
    if (storage_word_is_block(element->word) || element->word == STORAGE_AC_ADF_EXTENSION) {
        return true;
    }
    if (element->word == STORAGE_AC_IMAGE && storage_child(element, STORAGE_AC_CAPTION) != NULL) {
        return true;
    }
    if (element->word == STORAGE_AC_STRUCTURED_MACRO || element->word == STORAGE_AC_MACRO) {
        enum content_place place = storage_macro_place(element);
        return place == CONTENT_AS_BLOCK || (place == CONTENT_AS_FOUND && alone);
    }
    if (is_known_inline(element)) {
        return storage_is_card(element);
    }
    return alone; /* images, and what isn't known */
}

bool storage_ends_line(struct storage_reader *reader, const struct storage_element *element)
{
    while (element->next == NULL && storage_is_transparent(reader, element->parent)) {
        if (!storage_is_blank(reader, element->end, element->parent->content_end)) {
            return false;
        }
        element = element->parent;
    }
    const struct storage_element *next = element->next;
    size_t end = next == NULL ? element->parent->content_end : next->start;
    return storage_is_blank(reader, element->end, end) && (next == NULL || !is_known_inline(next));
}

static void read_child(struct flow *flow, const struct storage_element *child)
{
    struct storage_reader *reader = flow->reader;
    reader->builder->line = child->line;
    bool mixed = (child->flags & STORAGE_HOLDS_BLOCK) != 0;
    if (child->word == STORAGE_DIV && storage_attributes_known(child, NULL)) {
        close_paragraph(flow);
        read_children(flow, child);
        close_paragraph(flow);
        return;
    }
    if ((!mixed || child->word == STORAGE_SPAN) && storage_is_transparent(reader, child)) {
        unsigned code = child->word == STORAGE_A || child->word == STORAGE_SPAN ? 0 : 1;
        reader->code += code;
        read_children(flow, child);
        reader->code -= code;
        return;
    }
    bool alone = !flow->open && !flow->in_paragraph && storage_ends_line(reader, child);
    if (storage_stands_as_block(child, alone)) {
        close_paragraph(flow);
        read_block(flow, child);
    } else if (mixed && is_known_inline(child)) {
        close_paragraph(flow);
        storage_read_raw(reader, child);
    } else {
        open_paragraph(flow);
        storage_read_inline(reader, child);
    }
}

static void read_run(struct flow *flow, size_t from, size_t to)
{
    if (from < to && (flow->open || !storage_is_blank(flow->reader, from, to))) {
        open_paragraph(flow);
        storage_read_text(flow->reader, from, to);
    }
}

static void read_children(struct flow *flow, const struct storage_element *element)
{
    size_t at = element->content;
    for (const struct storage_element *child = element->first;
         child != NULL && !content_builder_failed(flow->reader->builder); child = child->next) {
        read_run(flow, at, child->start);
        read_child(flow, child);
        at = child->end;
    }
    read_run(flow, at, element->content_end);
}

void storage_read_flow(struct storage_reader *reader, const struct storage_element *element)
{
    static const struct storage_looks plain;
    struct flow flow = {.reader = reader, .looks = &plain};
    read_children(&flow, element);
    close_paragraph(&flow);
}

/* ---- layouts ---- */

static bool layout_is_known(const struct storage_reader *reader,
                            const struct storage_element *element)
{
    static const enum storage_word sections[] = {STORAGE_AC_LAYOUT_SECTION, STORAGE_OTHER};
    static const enum storage_word cells[] = {STORAGE_AC_LAYOUT_CELL, STORAGE_OTHER};
    static const enum storage_word attributes[] = {STORAGE_AC_TYPE, STORAGE_AC_BREAKOUT_MODE,
                                                   STORAGE_AC_BREAKOUT_WIDTH, STORAGE_OTHER};
    if (!storage_attributes_known(element, NULL) ||
        !storage_only_elements(reader, element, sections)) {
        return false;
    }
    for (const struct storage_element *section = element->first; section != NULL;
         section = section->next) {
        const struct storage_attribute *type = storage_attribute_find(section, STORAGE_AC_TYPE);
        if (type == NULL || type->length == 0 || !storage_attributes_known(section, attributes) ||
            !storage_only_elements(reader, section, cells)) {
            return false;
        }
        for (const struct storage_element *cell = section->first; cell != NULL; cell = cell->next) {
            if (!storage_attributes_known(cell, NULL)) {
                return false;
            }
        }
    }
    return true;
}

void storage_read_layout(struct storage_reader *reader, const struct storage_element *element)
{
    if (!layout_is_known(reader, element)) {
        storage_read_raw(reader, element);
        return;
    }
    struct content_builder *builder = reader->builder;
    content_open(builder, ATL_NODE_LAYOUT);
    for (const struct storage_element *section = element->first; section != NULL;
         section = section->next) {
        builder->line = section->line;
        struct atl_node *node = content_open(builder, ATL_NODE_LAYOUT_SECTION);
        storage_set_from(reader, node, "type", section, STORAGE_AC_TYPE);
        storage_set_from(reader, node, "breakout", section, STORAGE_AC_BREAKOUT_MODE);
        storage_set_from(reader, node, "breakoutWidth", section, STORAGE_AC_BREAKOUT_WIDTH);
        for (const struct storage_element *cell = section->first; cell != NULL; cell = cell->next) {
            builder->line = cell->line;
            content_open(builder, ATL_NODE_LAYOUT_CELL);
            storage_read_flow(reader, cell);
            content_close(builder);
        }
        content_close(builder);
    }
    content_close(builder);
}
