/* What becomes of a container when its end is reached and all that is in it is known. */
#include "content/markdown/reader.h"

/* Puts what is in the node, the last one of its parent, in its place. */
static void dissolve(const struct markdown_container *container)
{
    struct atl_node *parent = container->node->parent;
    content_remove(container->before, container->node);
    content_move_children(container->node, parent);
}

/* ---- decisions ---- */

static bool is_list(const struct atl_node *node)
{
    return node->kind == ATL_NODE_BULLET_LIST || node->kind == ATL_NODE_TASK_LIST ||
           node->kind == ATL_NODE_ORDERED_LIST;
}

/* The items of its lists become decisions; what isn't in a list is one by itself. */
static void end_decisions(struct markdown_reader *reader, struct atl_node *decisions)
{
    struct atl_node *child = decisions->first;
    decisions->first = NULL;
    decisions->last = NULL;
    while (child != NULL) {
        struct atl_node *next = child->next;
        if (is_list(child)) {
            for (struct atl_node *item = child->first; item != NULL; item = item->next) {
                bool open = item->kind == ATL_NODE_TASK_ITEM && (item->flags & ATL_NODE_DONE) == 0;
                item->kind = ATL_NODE_DECISION_ITEM;
                item->flags = open ? 0 : ATL_NODE_DONE;
            }
            decisions->flags |= child->flags & ATL_NODE_TIGHT;
            content_move_children(child, decisions);
        } else if (child->kind == ATL_NODE_FOOTNOTE) { /* it won't stay */
            child->next = NULL;
            content_append(decisions, child);
        } else {
            struct atl_node *item =
                content_node_new(reader->builder->arena, ATL_NODE_DECISION_ITEM);
            item->flags = ATL_NODE_DONE;
            item->line = child->line;
            content_append(decisions, item);
            child->next = NULL;
            content_append(item, child);
        }
        child = next;
    }
}

/* ---- layouts ---- */

/* Children of other kinds, as many as stand in a row, go into one of this kind. False: none did. */
static bool gather(const struct markdown_reader *reader, struct atl_node *parent,
                   enum atl_node_kind kind)
{
    bool gathered = false;
    struct atl_node *made = NULL;
    struct atl_node *child = parent->first;
    parent->first = NULL;
    parent->last = NULL;
    while (child != NULL) {
        struct atl_node *next = child->next;
        bool fits = child->kind == (uint8_t)kind;
        child->next = NULL;
        if (!fits && made == NULL) {
            made = content_node_new(reader->builder->arena, kind);
            made->line = child->line;
            content_append(parent, made);
            gathered = true;
        }
        made = fits ? NULL : made;
        content_append(fits ? parent : made, child);
        child = next;
    }
    return gathered;
}

/* A section outside of a layout belongs to the one before it, or is one. */
static void put_into_layout(struct markdown_reader *reader,
                            const struct markdown_container *container)
{
    struct atl_node *section = container->node;
    struct atl_node *parent = section->parent;
    struct atl_node *layout = container->before;
    content_remove(container->before, section);
    if (layout == NULL || layout->kind != ATL_NODE_LAYOUT) {
        layout = content_node_new(reader->builder->arena, ATL_NODE_LAYOUT);
        layout->line = section->line;
        content_append(parent, layout);
    }
    content_append(layout, section);
}

/* Layouts hold sections, sections hold cells, and both stand nowhere else. */
static void end_layout(struct markdown_reader *reader, const struct markdown_container *container)
{
    struct atl_node *node = container->node;
    enum atl_node_kind around = (enum atl_node_kind)node->parent->kind;
    bool repaired = false;
    if (node->kind == ATL_NODE_LAYOUT) {
        repaired = gather(reader, node, ATL_NODE_LAYOUT_SECTION);
        for (struct atl_node *child = node->first; child != NULL; child = child->next) {
            gather(reader, child, ATL_NODE_LAYOUT_CELL);
        }
    } else if (node->kind == ATL_NODE_LAYOUT_SECTION) {
        repaired = gather(reader, node, ATL_NODE_LAYOUT_CELL);
        if (around != ATL_NODE_LAYOUT) {
            put_into_layout(reader, container);
        }
    } else if (around != ATL_NODE_LAYOUT && around != ATL_NODE_LAYOUT_SECTION) {
        atl_content_report_add(reader->options->report, ATL_REPORT_REPAIRED, container->line,
                               "a cell of a layout that is in none: what is in it stays");
        dissolve(container);
    }
    if (repaired) {
        atl_content_report_add(reader->options->report, ATL_REPORT_REPAIRED, container->line,
                               "a layout whose sections or cells are missing: they are put there");
    }
}

/* ---- media groups ---- */

/* Images, in paragraphs or not, and nothing else. Text and breaks between them show nothing. */
static void end_media(struct markdown_reader *reader, const struct markdown_container *container)
{
    struct atl_node *group = container->node;
    struct atl_node *child = group->first;
    group->first = NULL;
    group->last = NULL;
    while (child != NULL) {
        struct atl_node *next = child->next;
        struct atl_node *inner = child->kind == ATL_NODE_PARAGRAPH ? child->first : child;
        struct atl_node *end = child->kind == ATL_NODE_PARAGRAPH ? NULL : next;
        while (inner != end) {
            struct atl_node *following = inner->next;
            if (inner->kind == ATL_NODE_IMAGE) {
                content_append(group, inner);
                inner->next = NULL;
            } else if (inner->kind != ATL_NODE_SOFT_BREAK && inner->kind != ATL_NODE_HARD_BREAK) {
                atl_content_report_add(reader->options->report, ATL_REPORT_LOST, child->line,
                                       "%s in a group of images: left out",
                                       atl_node_kind_name(inner->kind));
            }
            inner = following;
        }
        child = next;
    }
}

/* ---- macros with a plain body ---- */

static void end_plain(struct markdown_reader *reader, const struct markdown_container *container)
{
    struct atl_node *macro = container->node;
    struct atl_node *code = macro->first;
    if (code == NULL) {
        return;
    }
    if (code->next != NULL || code->kind != ATL_NODE_CODE_BLOCK) {
        atl_content_report_add(reader->options->report, ATL_REPORT_REPAIRED, macro->line,
                               "%.*s without one fenced block in it: what is in it stays",
                               (int)macro->length, macro->text);
        dissolve(container);
        return;
    }
    code->kind = ATL_NODE_PLAIN_BODY;
    code->attributes = NULL;
    code->length -= code->length > 0; /* the newline before the fence */
}

/* ---- macros without a body ---- */

/* Mostly the ":::" that ends the line is missing. */
static void end_bodiless(struct markdown_reader *reader, const struct markdown_container *container)
{
    struct atl_node *macro = container->node;
    if (macro->first != NULL) {
        atl_content_report_add(reader->options->report, ATL_REPORT_REPAIRED, macro->line,
                               "%s has no body: what is in it stands behind it", container->word);
        content_move_children(macro, macro->parent);
    }
}

/* ---- alignment ---- */

/* A picture that stands alone is aligned by the paragraph around it; one with a caption has none.
 */
static void put_in_paragraph(struct atl_arena *arena, struct atl_node *image)
{
    struct atl_node *inside = content_node_new(arena, ATL_NODE_IMAGE);
    *inside = *image;
    inside->next = NULL;
    *image = (struct atl_node){.kind = ATL_NODE_PARAGRAPH,
                               .parent = inside->parent,
                               .next = image->next,
                               .line = image->line};
    content_append(image, inside);
}

static void end_div(struct markdown_reader *reader, const struct markdown_container *container)
{
    const struct atl_node *div = container->node;
    for (struct atl_node *child = div->first; child != NULL; child = child->next) {
        if (child->kind == ATL_NODE_IMAGE && child->first == NULL) {
            put_in_paragraph(reader->builder->arena, child);
        }
        if (child->kind != ATL_NODE_PARAGRAPH && child->kind != ATL_NODE_HEADING) {
            atl_content_report_add(reader->options->report, ATL_REPORT_LOST, child->line,
                                   "alignment or indentation of a %s: only text has it",
                                   atl_node_kind_name(child->kind));
            continue;
        }
        for (const struct atl_attribute *next = div->attributes; next != NULL; next = next->next) {
            if (atl_node_attribute(child, next->name) == NULL) {
                content_set_attribute(reader->builder->arena, child, next->name, next->value);
            }
        }
    }
    dissolve(container);
}

/* ---- figures ---- */

/* The caption's inlines go into the image. */
static void add_caption(struct atl_node *image, struct atl_node *caption)
{
    for (struct atl_node *block = caption->first; block != NULL; block = block->next) {
        if (block->kind == ATL_NODE_PARAGRAPH) {
            content_move_children(block, image);
        }
    }
}

/* An image and its caption, which is in a quote of its own until now. */
static void end_figure(struct markdown_reader *reader, const struct markdown_container *container)
{
    struct atl_node *figure = container->node;
    struct atl_node *image = figure->first;
    struct atl_node *caption = image == NULL ? NULL : image->next;
    bool shaped = image != NULL && image->kind == ATL_NODE_IMAGE &&
                  (caption == NULL || (caption->kind == ATL_NODE_QUOTE && caption->next == NULL));
    if (!shaped) {
        atl_content_report_add(reader->options->report, ATL_REPORT_REPAIRED, container->line,
                               "figure that isn't one image and its caption: what is in it stays");
    } else if (caption != NULL) {
        content_remove(image, caption);
        add_caption(image, caption);
    }
    dissolve(container);
}

/* A caption that isn't a figure's, right behind its image, is text like any other. */
static void end_caption(const struct markdown_reader *reader,
                        const struct markdown_container *container)
{
    const struct markdown_container *around =
        (const struct markdown_container *)reader->containers.items + reader->containers.count - 1;
    const struct atl_node *before = container->before;
    if (around->kind != MARKDOWN_FIGURE || before == NULL || before->kind != ATL_NODE_IMAGE) {
        dissolve(container);
    }
}

/* ---- */

void markdown_end_container(struct markdown_reader *reader,
                            const struct markdown_container *container)
{
    switch (container->kind) {
    case MARKDOWN_FRAME:
    case MARKDOWN_TEXT:
    case MARKDOWN_NODE:
        break;
    case MARKDOWN_DECISIONS:
        end_decisions(reader, container->node);
        break;
    case MARKDOWN_LAYOUT:
        end_layout(reader, container);
        break;
    case MARKDOWN_MEDIA:
        end_media(reader, container);
        break;
    case MARKDOWN_PLAIN:
        end_plain(reader, container);
        break;
    case MARKDOWN_BODILESS:
        end_bodiless(reader, container);
        break;
    case MARKDOWN_DIV:
        end_div(reader, container);
        break;
    case MARKDOWN_FIGURE:
        end_figure(reader, container);
        break;
    case MARKDOWN_CAPTION:
        end_caption(reader, container);
        break;
    }
}
