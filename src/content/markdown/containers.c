/*
 * Containers that are open: of ":::" and of HTML's <details>, <div> and <figure>. Their nodes are
 * opened where md4c is at, so that what follows lands in them; they end at their own end, or with
 * the quote or list item that they are in.
 */
#include "content/markdown/reader.h"

#include "atlcli/text.h"

enum {
    FURTHEST = 2 * ATL_CONTENT_DEPTH, /* how many are looked at for an end, for linear time */
};

static struct markdown_container *container_at(const struct markdown_reader *reader, size_t index)
{
    return (struct markdown_container *)reader->containers.items + index;
}

static struct markdown_container *push(struct markdown_reader *reader,
                                       enum markdown_container_kind kind)
{
    struct markdown_container *container = markdown_push(&reader->containers, sizeof *container);
    container->kind = kind;
    container->line = reader->builder->line;
    return container;
}

void markdown_open_frame(struct markdown_reader *reader)
{
    push(reader, MARKDOWN_FRAME);
}

struct atl_node *markdown_open_container(struct markdown_reader *reader,
                                         enum markdown_container_kind kind, enum atl_node_kind node,
                                         const char *tag, const char *word)
{
    struct markdown_container *container = push(reader, kind);
    container->tag = tag;
    container->word = word;
    container->before = reader->builder->open->last;
    container->node = content_open(reader->builder, node);
    container->node->line = container->line;
    return container->node;
}

void markdown_open_text(struct markdown_reader *reader, const char *tag)
{
    push(reader, MARKDOWN_TEXT)->tag = tag;
}

/* Closes the innermost; `in_order`: by its own end. */
static void pop(struct markdown_reader *reader, bool in_order)
{
    struct markdown_container container = *container_at(reader, --reader->containers.count);
    if (container.node == NULL) {
        return;
    }
    if (!in_order) {
        atl_content_report_add(reader->options->report, ATL_REPORT_REPAIRED, container.line,
                               "%s that isn't closed: closed at the end of what it is in",
                               container.word);
    }
    content_close(reader->builder);
    if (!content_builder_failed(reader->builder)) {
        markdown_end_container(reader, &container);
    }
}

void markdown_close_frame(struct markdown_reader *reader)
{
    while (container_at(reader, reader->containers.count - 1)->kind != MARKDOWN_FRAME) {
        pop(reader, false);
    }
    reader->containers.count--;
}

bool markdown_close_container(struct markdown_reader *reader, const char *tag)
{
    size_t count = reader->containers.count;
    for (size_t i = count; i > 0 && count - i < FURTHEST; i--) {
        const struct markdown_container *container = container_at(reader, i - 1);
        if (container->kind == MARKDOWN_FRAME) {
            return false;
        }
        if (atl_text_equal(container->tag, tag)) {
            bool stays_text = container->kind == MARKDOWN_TEXT;
            while (reader->containers.count > i) {
                pop(reader, false);
            }
            pop(reader, true);
            return !stays_text;
        }
    }
    return false;
}
