#include "sandbox/seed/document_text.h"

#include <ctype.h>
#include <string.h>

/* A document that grows while its text is read line by line. */
struct builder {
    struct atl_arena *arena;
    struct document document;
    size_t capacity;
    bool is_open; /* the last block goes on in the next line */
};

static struct document_block *last(struct builder *builder)
{
    return &builder->document.blocks[builder->document.block_count - 1];
}

static void add(struct builder *builder, enum document_block_kind kind, const char *text)
{
    struct document *document = &builder->document;
    if (document->block_count == builder->capacity) {
        builder->capacity = builder->capacity == 0 ? 8 : builder->capacity * 2;
        struct document_block *blocks =
            atl_arena_alloc(builder->arena, builder->capacity * sizeof *blocks);
        for (size_t i = 0; i < document->block_count; i++) {
            blocks[i] = document->blocks[i];
        }
        document->blocks = blocks;
    }
    document->blocks[document->block_count++] = (struct document_block){.kind = kind, .text = text};
}

static void add_item(struct builder *builder, enum document_block_kind kind, const char *text)
{
    if (!builder->is_open || last(builder)->kind != kind) {
        add(builder, kind, NULL);
    }
    struct document_block *list = last(builder);
    const char **items = atl_arena_alloc(builder->arena, (list->item_count + 1) * sizeof *items);
    for (size_t i = 0; i < list->item_count; i++) {
        items[i] = list->items[i];
    }
    items[list->item_count++] = text;
    list->items = items;
    builder->is_open = true;
}

static void add_line(struct builder *builder, const char *line)
{
    if (!builder->is_open || last(builder)->kind != BLOCK_PARAGRAPH) {
        add(builder, BLOCK_PARAGRAPH, line);
    } else {
        last(builder)->text = atl_arena_printf(builder->arena, "%s %s", last(builder)->text, line);
    }
    builder->is_open = true;
}

/* What follows "12. ", NULL when the line doesn't start so. */
static const char *after_number(const char *line)
{
    const char *at = line;
    while (isdigit((unsigned char)*at)) {
        at++;
    }
    return at > line && at[0] == '.' && at[1] == ' ' ? at + 2 : NULL;
}

static void read_line(struct builder *builder, const char *line)
{
    const char *numbered = after_number(line);
    if (*line == '\0') {
        builder->is_open = false;
    } else if (atl_text_starts_with(line, "# ") || atl_text_starts_with(line, "## ") ||
               atl_text_starts_with(line, "### ")) {
        add(builder, BLOCK_HEADING, strchr(line, ' ') + 1);
        builder->is_open = false;
    } else if (atl_text_starts_with(line, "> ")) {
        add(builder, BLOCK_NOTE, line + 2);
        builder->is_open = false;
    } else if (atl_text_starts_with(line, "- ") || atl_text_starts_with(line, "* ")) {
        add_item(builder, BLOCK_BULLETS, line + 2);
    } else if (numbered != NULL) {
        add_item(builder, BLOCK_NUMBERED, numbered);
    } else {
        add_line(builder, line);
    }
}

/* Takes what stands between the fences; returns what follows them. */
static const char *read_code(struct builder *builder, const char *text)
{
    const char *start = strchr(text, '\n');
    start = start == NULL ? text + strlen(text) : start + 1;
    const char *end = atl_text_starts_with(start, "```") ? start : strstr(start, "\n```");
    size_t length = end == NULL ? strlen(start) : (size_t)(end - start);
    add(builder, BLOCK_CODE, atl_arena_strndup(builder->arena, start, length));
    builder->is_open = false;
    if (end == NULL) {
        return start + length;
    }
    end += *end == '\n';
    return end + strcspn(end, "\n");
}

struct document document_from_text(struct atl_arena *arena, const char *text)
{
    struct builder builder = {.arena = arena};
    while (*text != '\0') {
        if (atl_text_starts_with(text, "```")) {
            text = read_code(&builder, text);
        } else {
            size_t length = strcspn(text, "\n");
            read_line(&builder, atl_text_trim(arena, atl_arena_strndup(arena, text, length)));
            text += length;
        }
        text += *text == '\n';
    }
    return builder.document;
}
