/* Pieces of text, places in the source, and attributes. */
#include "content/entity.h"
#include "content/markdown/reader.h"

#include <string.h>

bool markdown_in_source(const struct markdown_reader *reader, const char *text)
{
    return text >= reader->text && text < reader->end;
}

/* md4c ends each line of a block with a newline of its own; mostly the source has one there, too.
 */
static bool is_next_newline(const struct markdown_reader *reader, const struct markdown_run *run,
                            const char *text, size_t length)
{
    const char *next = run->text + run->length;
    return length == 1 && text[0] == '\n' && markdown_in_source(reader, next) && *next == '\n';
}

void markdown_run_add(const struct markdown_reader *reader, struct markdown_run *run,
                      const char *text, size_t length)
{
    if (length == 0) {
        return;
    }
    if (run->copy.length == 0) {
        if (run->length == 0) {
            run->text = text;
            run->length = length;
            return;
        }
        if (run->text + run->length == text || is_next_newline(reader, run, text, length)) {
            run->length += length;
            return;
        }
    }
    markdown_run_copy(run, text, length);
}

void markdown_run_copy(struct markdown_run *run, const char *text, size_t length)
{
    if (run->copy.length == 0) {
        atl_buffer_append(&run->copy, run->text, run->length);
    }
    atl_buffer_append(&run->copy, text, length);
    run->text = run->copy.data;
    run->length = run->copy.length;
}

void markdown_run_drop_newline(struct markdown_run *run)
{
    if (run->length > 0 && run->text[run->length - 1] == '\n') {
        run->length--;
        if (run->copy.length > 0) {
            atl_buffer_truncate(&run->copy, run->length);
        }
    }
}

const char *markdown_run_take(struct markdown_reader *reader, struct markdown_run *run,
                              size_t *length)
{
    const char *text = run->length == 0 ? "" : run->text;
    *length = run->length;
    if (run->copy.length > 0) {
        text = atl_arena_strndup(reader->builder->arena, run->text, run->length);
        atl_buffer_truncate(&run->copy, 0);
    }
    run->text = NULL;
    run->length = 0;
    return text;
}

void markdown_run_finish(struct markdown_reader *reader, struct markdown_run *run,
                         struct atl_node *node)
{
    size_t length;
    const char *text = markdown_run_take(reader, run, &length);
    content_set_text(node, text, length);
}

void markdown_run_free(struct markdown_run *run)
{
    atl_buffer_free(&run->copy);
}

void markdown_reach(struct markdown_reader *reader, const char *text)
{
    if (!markdown_in_source(reader, text) || text < reader->at || !reader->counting) {
        return;
    }
    const char *newline;
    while ((newline = memchr(reader->at, '\n', (size_t)(text - reader->at))) != NULL) {
        reader->line++;
        reader->at = newline + 1;
        reader->line_start = reader->at;
    }
    reader->at = text;
    reader->builder->line = reader->line;
    /* Blocks are opened before anything of their text is known. */
    struct atl_node *node = reader->builder->open;
    while (node->line == 0) {
        node->line = reader->line;
        node = node->parent;
    }
}

static void append_entity(const char *text, size_t length, struct atl_buffer *buffer)
{
    char bytes[CONTENT_ENTITY_BYTES];
    size_t size;
    if (content_entity_decode(text, length, bytes, &size) == length) {
        atl_buffer_append(buffer, bytes, size);
    } else {
        atl_buffer_append(buffer, text, length);
    }
}

bool markdown_attribute(const MD_ATTRIBUTE *attribute, struct atl_buffer *buffer)
{
    if (attribute->text == NULL) {
        return false;
    }
    for (size_t i = 0; attribute->substr_offsets[i] < attribute->size; i++) {
        MD_OFFSET start = attribute->substr_offsets[i];
        size_t length = attribute->substr_offsets[i + 1] - start;
        if (attribute->substr_types[i] == MD_TEXT_ENTITY) {
            append_entity(attribute->text + start, length, buffer);
        } else {
            atl_buffer_append(buffer, attribute->text + start, length);
        }
    }
    return true;
}

void markdown_attribute_text(struct markdown_reader *reader, const MD_ATTRIBUTE *attribute,
                             struct atl_node *node)
{
    if (attribute->size == 0) {
        content_set_text(node, "", 0);
    } else if (markdown_in_source(reader, attribute->text) &&
               attribute->substr_offsets[1] >= attribute->size &&
               attribute->substr_types[0] == MD_TEXT_NORMAL) {
        content_set_text(node, attribute->text, attribute->size);
    } else {
        struct atl_buffer decoded = {0};
        markdown_attribute(attribute, &decoded);
        content_set_text_copy(reader->builder, node, decoded.data, decoded.length);
        atl_buffer_free(&decoded);
    }
}

void markdown_attribute_set(struct markdown_reader *reader, const MD_ATTRIBUTE *attribute,
                            struct atl_node *node, const char *name)
{
    struct atl_buffer decoded = {0};
    if (markdown_attribute(attribute, &decoded)) {
        content_set_attribute(reader->builder->arena, node, name, atl_buffer_text(&decoded));
    }
    atl_buffer_free(&decoded);
}

static void append_plain(struct atl_buffer *buffer, const struct atl_node *parent)
{
    for (const struct atl_node *node = parent->first; node != NULL; node = node->next) {
        if (node->kind == ATL_NODE_SOFT_BREAK || node->kind == ATL_NODE_HARD_BREAK) {
            atl_buffer_add_char(buffer, ' ');
        } else if (node->first != NULL) {
            append_plain(buffer, node);
        } else {
            atl_buffer_append(buffer, node->text, node->length);
        }
    }
}

char *markdown_plain_text(struct markdown_reader *reader, const struct atl_node *parent)
{
    struct atl_buffer buffer = {0};
    append_plain(&buffer, parent);
    char *text = atl_arena_strndup(reader->builder->arena, atl_buffer_text(&buffer), buffer.length);
    atl_buffer_free(&buffer);
    return text;
}

/* Takes the texts that follow `text` into it. */
static void join_following(struct markdown_reader *reader, struct atl_node *text)
{
    struct atl_buffer whole = {0};
    atl_buffer_append(&whole, text->text, text->length);
    while (text->next != NULL && text->next->kind == ATL_NODE_TEXT) {
        atl_buffer_append(&whole, text->next->text, text->next->length);
        content_remove(text, text->next);
    }
    content_set_text_copy(reader->builder, text, whole.data, whole.length);
    atl_buffer_free(&whole);
}

/* Marks of nothing show nothing; but a comment on nothing is one. */
static void drop_empty_marks(struct atl_node *parent)
{
    struct atl_node *before = NULL;
    struct atl_node *node = parent->first;
    while (node != NULL) {
        struct atl_node *next = node->next;
        bool mark = (atl_node_is_mark(node) && node->kind != ATL_NODE_LINK &&
                     node->kind != ATL_NODE_ANNOTATION) ||
                    (node->kind == ATL_NODE_CODE && node->length == 0);
        drop_empty_marks(node);
        if (mark && node->first == NULL) {
            content_remove(before, node);
        } else {
            before = node;
        }
        node = next;
    }
}

void markdown_join_texts(struct markdown_reader *reader, struct atl_node *root)
{
    drop_empty_marks(root);
    struct atl_node *node = root;
    while ((node = atl_node_following(node, root)) != NULL) {
        if (node->kind == ATL_NODE_TEXT && node->next != NULL &&
            node->next->kind == ATL_NODE_TEXT) {
            join_following(reader, node);
        }
    }
}

void *markdown_push(struct markdown_stack *stack, size_t size)
{
    if (stack->count == stack->capacity) {
        stack->capacity = stack->capacity == 0 ? 16 : stack->capacity * 2;
        stack->items = atl_realloc(stack->items, stack->capacity, size);
    }
    void *item = (char *)stack->items + stack->count++ * size;
    memset(item, 0, size);
    return item;
}
