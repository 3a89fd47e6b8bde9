#include "content/storage/storage_chunks.h"

#include "content/storage/storage_parse.h"
#include "content/storage/storage_reader.h"

#include <stdlib.h>

bool storage_source_read(struct atl_arena *arena, const char *text, size_t length,
                         struct storage_source *source)
{
    struct content_builder builder;
    struct storage_flaw flaw;
    struct atl_content_tree *tree;
    content_builder_start(&builder, arena);
    *source = (struct storage_source){.text = text, .length = length};
    source->root = storage_parse(&builder, arena, text, length, &flaw);
    return content_builder_finish(&builder, &tree, NULL) == ATL_OK && source->root != NULL;
}

const struct storage_element *storage_element_behind(const struct storage_element *element,
                                                     const struct storage_element *root)
{
    while (element != root && element->next == NULL) {
        element = element->parent;
    }
    return element == root ? NULL : element->next;
}

const struct storage_element *storage_element_following(const struct storage_element *element,
                                                        const struct storage_element *root)
{
    return element->first != NULL ? element->first : storage_element_behind(element, root);
}

/* ---- cutting ---- */

struct cutting {
    struct storage_reader reader;
    struct storage_chunks *chunks;
    size_t capacity;
    bool open; /* the last chunk is a run that goes on */
};

static void add(struct cutting *cutting, size_t start, size_t end,
                const struct storage_element *element)
{
    struct storage_chunks *chunks = cutting->chunks;
    if (chunks->count == cutting->capacity) {
        cutting->capacity = cutting->capacity == 0 ? 16 : cutting->capacity * 2;
        chunks->items = atl_realloc(chunks->items, cutting->capacity, sizeof *chunks->items);
    }
    chunks->items[chunks->count++] =
        (struct storage_chunk){.start = (uint32_t)start, .end = (uint32_t)end, .element = element};
    cutting->open = element == NULL;
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

/* Text or an inline, which begins a run or goes on with it. */
static void add_to_run(struct cutting *cutting, size_t start, size_t end)
{
    const char *text = cutting->reader.text;
    while (start < end && is_space(text[start])) {
        start++;
    }
    while (end > start && is_space(text[end - 1])) {
        end--;
    }
    if (cutting->open) {
        cutting->chunks->items[cutting->chunks->count - 1].end = (uint32_t)end;
    } else {
        add(cutting, start, end, NULL);
    }
}

static void add_text(struct cutting *cutting, size_t start, size_t end)
{
    if (!storage_is_blank(&cutting->reader, start, end)) {
        add_to_run(cutting, start, end);
    }
}

static void add_element(struct cutting *cutting, const struct storage_element *element)
{
    bool alone = !cutting->open && storage_ends_line(&cutting->reader, element);
    if (storage_stands_as_block(element, alone) || (element->flags & STORAGE_HOLDS_BLOCK) != 0) {
        add(cutting, element->start, element->end, element);
    } else {
        add_to_run(cutting, element->start, element->end);
    }
}

void storage_chunks_cut(struct atl_arena *arena, const struct storage_source *source,
                        const struct storage_element *flow, struct storage_chunks *chunks)
{
    struct content_builder builder;
    struct atl_content_tree *tree;
    content_builder_start(&builder, arena);
    struct cutting cutting = {.reader = {.builder = &builder, .text = source->text},
                              .chunks = chunks};
    size_t at = flow->content;
    *chunks = (struct storage_chunks){0};
    for (const struct storage_element *child = flow->first; child != NULL; child = child->next) {
        add_text(&cutting, at, child->start);
        add_element(&cutting, child);
        at = child->end;
    }
    add_text(&cutting, at, flow->content_end);
    if (chunks->items != NULL) {
        atl_arena_defer(arena, free, chunks->items);
    }
    content_builder_finish(&builder, &tree, NULL);
}
