#include "content/builder.h"

#include <stdarg.h>
#include <string.h>

void content_builder_start(struct content_builder *builder, struct atl_arena *arena)
{
    *builder = (struct content_builder){.arena = arena, .text_kind = ATL_NODE_TEXT};
    builder->tree = atl_arena_alloc(arena, sizeof *builder->tree);
    builder->tree->arena = arena;
    builder->tree->document = content_node_new(arena, ATL_NODE_DOCUMENT);
    builder->open = builder->tree->document;
}

struct atl_node *content_node_new(struct atl_arena *arena, enum atl_node_kind kind)
{
    struct atl_node *node = atl_arena_alloc(arena, sizeof *node);
    node->kind = (uint8_t)kind;
    return node;
}

void content_append(struct atl_node *parent, struct atl_node *node)
{
    content_insert(parent, parent->last, node);
}

void content_insert(struct atl_node *parent, struct atl_node *after, struct atl_node *node)
{
    node->parent = parent;
    if (after == NULL) {
        node->next = parent->first;
        parent->first = node;
    } else {
        node->next = after->next;
        after->next = node;
    }
    if (parent->last == after) {
        parent->last = node;
    }
}

void content_remove(struct atl_node *before, struct atl_node *node)
{
    struct atl_node *parent = node->parent;
    if (before == NULL) {
        parent->first = node->next;
    } else {
        before->next = node->next;
    }
    if (parent->last == node) {
        parent->last = before;
    }
    node->next = NULL;
    node->parent = NULL;
}

void content_move_children(struct atl_node *from, struct atl_node *to)
{
    if (from->first == NULL) {
        return;
    }
    for (struct atl_node *child = from->first; child != NULL; child = child->next) {
        child->parent = to;
    }
    if (to->last == NULL) {
        to->first = from->first;
    } else {
        to->last->next = from->first;
    }
    to->last = from->last;
    from->first = NULL;
    from->last = NULL;
}

/* ---- text ---- */

static struct atl_node *add(struct content_builder *builder, enum atl_node_kind kind)
{
    struct atl_node *node = content_node_new(builder->arena, kind);
    node->line = builder->line;
    content_append(builder->open, node);
    return node;
}

static void flush_text(struct content_builder *builder)
{
    if (builder->text_length == 0) {
        return;
    }
    const char *text = builder->text;
    if (builder->pieces.length > 0) {
        text = atl_arena_strndup(builder->arena, builder->pieces.data, builder->pieces.length);
        atl_buffer_truncate(&builder->pieces, 0);
    }
    struct atl_node *node = add(builder, builder->text_kind);
    node->value = builder->text_kind == ATL_NODE_RAW ? ATL_CONTENT_HTML : 0;
    content_set_text(node, text, builder->text_length);
    builder->text = NULL;
    builder->text_length = 0;
}

/* Only what is of one kind is joined. */
static void expect_text(struct content_builder *builder, enum atl_node_kind kind)
{
    if (builder->text_kind != kind) {
        flush_text(builder);
        builder->text_kind = kind;
    }
}

/* Text that can't be pointed to together with what is pending goes into a copy of both. */
static void add_piece(struct content_builder *builder, const char *text, size_t length)
{
    if (builder->pieces.length == 0 && builder->text_length > 0) {
        atl_buffer_append(&builder->pieces, builder->text, builder->text_length);
    }
    atl_buffer_append(&builder->pieces, text, length);
    builder->text_length += length;
}

static void add_bytes(struct content_builder *builder, enum atl_node_kind kind, const char *text,
                      size_t length)
{
    if (length == 0 || content_builder_failed(builder)) {
        return;
    }
    expect_text(builder, kind);
    if (builder->text_length == 0) {
        builder->text = text;
        builder->text_length = length;
    } else if (builder->pieces.length == 0 && builder->text + builder->text_length == text) {
        builder->text_length += length;
    } else {
        add_piece(builder, text, length);
    }
}

void content_text(struct content_builder *builder, const char *text, size_t length)
{
    add_bytes(builder, ATL_NODE_TEXT, text, length);
}

void content_inline_html(struct content_builder *builder, const char *text, size_t length)
{
    add_bytes(builder, ATL_NODE_RAW, text, length);
}

void content_text_copy(struct content_builder *builder, const char *text, size_t length)
{
    if (length > 0 && !content_builder_failed(builder)) {
        expect_text(builder, ATL_NODE_TEXT);
        add_piece(builder, text, length);
    }
}

void content_trim_text(struct content_builder *builder, size_t length)
{
    if (builder->text_kind != ATL_NODE_TEXT) {
        return;
    }
    size_t kept = length < builder->text_length ? builder->text_length - length : 0;
    builder->text_length = kept;
    if (builder->pieces.length > kept) {
        atl_buffer_truncate(&builder->pieces, kept);
    }
}

/* ---- nodes ---- */

struct atl_node *content_open(struct content_builder *builder, enum atl_node_kind kind)
{
    if (content_builder_failed(builder)) {
        return content_node_new(builder->arena, kind);
    }
    flush_text(builder);
    if (builder->depth == ATL_CONTENT_DEPTH) {
        content_builder_fail(builder, ATL_FAILED, "nested more than %d levels deep",
                             ATL_CONTENT_DEPTH);
        return content_node_new(builder->arena, kind);
    }
    builder->open = add(builder, kind);
    builder->depth++;
    return builder->open;
}

void content_close(struct content_builder *builder)
{
    if (content_builder_failed(builder) || builder->open->parent == NULL) {
        return;
    }
    flush_text(builder);
    builder->open = builder->open->parent;
    builder->depth--;
}

struct atl_node *content_leaf(struct content_builder *builder, enum atl_node_kind kind,
                              const char *text, size_t length)
{
    if (content_builder_failed(builder)) {
        return content_node_new(builder->arena, kind);
    }
    flush_text(builder);
    struct atl_node *node = add(builder, kind);
    content_set_text(node, text, length);
    return node;
}

void content_set_text(struct atl_node *node, const char *text, size_t length)
{
    node->text = text;
    node->length = (uint32_t)length;
}

void content_set_text_copy(struct content_builder *builder, struct atl_node *node, const char *text,
                           size_t length)
{
    content_set_text(node, atl_arena_strndup(builder->arena, text, length), length);
}

struct atl_attribute *content_add_attribute(struct atl_arena *arena, struct atl_node *node,
                                            struct atl_attribute *after, const char *name,
                                            const char *value)
{
    struct atl_attribute *attribute = atl_arena_alloc(arena, sizeof *attribute);
    attribute->name = atl_arena_strdup(arena, name);
    attribute->value = atl_arena_strdup(arena, value);
    struct atl_attribute **place = after == NULL ? &node->attributes : &after->next;
    attribute->next = *place;
    *place = attribute;
    return attribute;
}

void content_set_attribute(struct atl_arena *arena, struct atl_node *node, const char *name,
                           const char *value)
{
    struct atl_attribute *last = node->attributes;
    while (last != NULL && last->next != NULL) {
        last = last->next;
    }
    content_add_attribute(arena, node, last, name, value);
}

/* ---- the end ---- */

void content_builder_fail(struct content_builder *builder, enum atl_status status,
                          const char *format, ...)
{
    if (content_builder_failed(builder)) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    char *message = atl_arena_vprintf(builder->arena, format, arguments);
    va_end(arguments);
    builder->status = atl_fail(&builder->error, status, "%s", message);
}

bool content_builder_failed(const struct content_builder *builder)
{
    return builder->status != ATL_OK;
}

enum atl_status content_builder_finish(struct content_builder *builder,
                                       struct atl_content_tree **tree, struct atl_error *error)
{
    if (!content_builder_failed(builder)) {
        flush_text(builder);
    }
    atl_buffer_free(&builder->pieces);
    *tree = content_builder_failed(builder) ? NULL : builder->tree;
    if (content_builder_failed(builder) && error != NULL) {
        *error = builder->error;
    }
    return builder->status;
}
