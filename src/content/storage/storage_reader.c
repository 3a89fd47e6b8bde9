/* Storage format into a tree: parsed as it is, else repaired and parsed again. */
#include "content/storage/storage_reader.h"

#include "content/formats.h"
#include "content/storage/storage_fragment.h"
#include "content/storage/storage_parse.h"
#include "content/storage/storage_repair.h"

#include <string.h>

void storage_set(struct storage_reader *reader, struct atl_node *node, const char *name,
                 const char *value, size_t length)
{
    struct atl_attribute **end = &node->attributes;
    while (*end != NULL) {
        end = &(*end)->next;
    }
    struct atl_attribute *attribute = atl_arena_alloc(reader->builder->arena, sizeof *attribute);
    attribute->name = name;
    attribute->value = atl_arena_strndup(reader->builder->arena, value, length);
    *end = attribute;
}

void storage_set_from(struct storage_reader *reader, struct atl_node *node, const char *name,
                      const struct storage_element *element, enum storage_word word)
{
    const struct storage_attribute *attribute = storage_attribute_find(element, word);
    if (attribute != NULL && attribute->length > 0) {
        storage_set(reader, node, name, attribute->value, attribute->length);
    }
}

static void fail_at(struct content_builder *builder, const char *text,
                    const struct storage_flaw *flaw, uint32_t first_line)
{
    size_t line;
    size_t column;
    storage_position(text, flaw->offset, first_line, &line, &column);
    content_builder_fail(builder, ATL_FAILED, "line %zu, column %zu: %s", line, column,
                         flaw->message);
}

/* A repaired copy, in the tree's arena, for nodes point into it. NULL: there is no mending it. */
static const char *repair(struct content_builder *builder, const char *text, size_t *length,
                          const struct atl_content_options *options)
{
    struct atl_buffer repaired = {0};
    struct storage_flaw flaw = {0};
    const char *copy = NULL;
    if (storage_repair(text, *length, builder->line, options->report, &repaired, &flaw)) {
        copy = atl_arena_strndup(builder->arena, atl_buffer_text(&repaired), repaired.length);
        *length = repaired.length;
    } else {
        fail_at(builder, text, &flaw, builder->line);
    }
    atl_buffer_free(&repaired);
    return copy;
}

static struct storage_element *parse(struct content_builder *builder, struct atl_arena *arena,
                                     const char **text, size_t *length,
                                     const struct atl_content_options *options)
{
    struct storage_flaw flaw;
    struct storage_flaw remaining;
    struct storage_element *root = storage_parse(builder, arena, *text, *length, &flaw);
    if (root != NULL || content_builder_failed(builder)) {
        return root;
    }
    const char *source = *text;
    *text = repair(builder, source, length, options);
    if (*text == NULL) {
        return NULL;
    }
    root = storage_parse(builder, arena, *text, *length, &remaining);
    if (root == NULL && !content_builder_failed(builder)) {
        fail_at(builder, source, &flaw, builder->line);
    }
    return root;
}

static void read(struct content_builder *builder, const char *text, size_t length,
                 const struct atl_content_options *options, bool exact)
{
    struct atl_arena arena = {0};
    uint32_t line = builder->line;
    struct storage_element *root = parse(builder, &arena, &text, &length, options);
    if (root != NULL) {
        struct storage_reader reader = {
            .builder = builder,
            .options = options,
            .text = text,
            .source_left = length * 4,
            .something = UINT32_MAX,
            .exact = exact,
        };
        if (atl_node_holds_inlines(builder->open)) {
            storage_read_inlines(&reader, root);
            storage_flush_space(&reader);
        } else {
            storage_read_flow(&reader, root);
        }
    }
    builder->line = line;
    atl_arena_free(&arena);
}

void storage_read_fragment(struct content_builder *builder, const char *text, size_t length,
                           const struct atl_content_options *options)
{
    read(builder, text, length, options, true);
}

void storage_read(struct content_builder *builder, const char *text, size_t length,
                  const struct atl_content_options *options)
{
    read(builder, text, length, options, false);
}
