/* Lists: of bullets, numbers, tasks. */
#include "content/markdown/writer.h"

#include <stdio.h>
#include <string.h>

enum {
    LARGEST_NUMBER = 999999999, /* CommonMark: at most nine digits */
};

/* ---- tight or loose ---- */

/* Whether the list can follow a paragraph without an empty line. */
static bool can_interrupt(const struct atl_node *list)
{
    const struct atl_node *item = list->first;
    return (list->kind != ATL_NODE_ORDERED_LIST || list->number == 1) &&
           markdown_next_written(item->first) != NULL;
}

static bool can_touch(const struct atl_node *above, const struct atl_node *below)
{
    bool plain = (above->kind == ATL_NODE_PARAGRAPH && above->attributes == NULL) ||
                 above->kind == ATL_NODE_CODE_BLOCK;
    return plain && (below->kind == ATL_NODE_CODE_BLOCK ||
                     (markdown_is_list(below) && can_interrupt(below)));
}

static bool can_be_tight(const struct atl_node *item)
{
    const struct atl_node *block = markdown_next_written(item->first);
    while (block != NULL) {
        const struct atl_node *below = markdown_next_written(block->next);
        if (below != NULL && !can_touch(block, below)) {
            return false;
        }
        /* What has empty lines of its own makes them the item's. */
        if (block->kind == ATL_NODE_PARAGRAPH && block->attributes != NULL) {
            return false;
        }
        block = below;
    }
    return true;
}

static bool is_tight(const struct atl_node *list)
{
    if ((list->flags & ATL_NODE_TIGHT) == 0 && list->kind != ATL_NODE_DECISION_LIST) {
        return false;
    }
    for (const struct atl_node *item = list->first; item != NULL; item = item->next) {
        if (!markdown_is_list(item) && !can_be_tight(item)) {
            return false;
        }
    }
    return true;
}

/* ---- items ---- */

/* The other one when it would be taken for the list before, or "- - -" for a rule. */
static char marker_of(const struct atl_node *list, struct markdown_place place)
{
    if (list->kind == ATL_NODE_ORDERED_LIST) {
        return place.list_before == '.' ? ')' : '.';
    }
    return place.list_before == '-' || place.item_marker == '-' ? '*' : '-';
}

static void write_task_mark(struct markdown_writer *writer, const struct atl_node *item)
{
    if (item->kind == ATL_NODE_TASK_ITEM) {
        atl_buffer_add(writer->out, (item->flags & ATL_NODE_DONE) != 0 ? "[x] " : "[ ] ");
    } else if (item->kind == ATL_NODE_DECISION_ITEM && (item->flags & ATL_NODE_DONE) == 0) {
        atl_buffer_add(writer->out, "[ ] ");
    }
}

/* Right behind a mark there is but text; other blocks stand on the next line. */
static bool can_follow_mark(const struct atl_node *item)
{
    const struct atl_node *first = markdown_next_written(item->first);
    return first == NULL || first->kind == ATL_NODE_IMAGE ||
           (first->kind == ATL_NODE_PARAGRAPH && first->attributes == NULL);
}

static void write_item(struct markdown_writer *writer, const struct atl_node *item,
                       const char *marker, struct markdown_place place)
{
    static const char spaces[] = "            ";
    size_t width = strlen(marker);
    markdown_begin_line(writer);
    atl_buffer_append(writer->out, marker, width);
    write_task_mark(writer, item);
    if (writer->out->data[writer->out->length - 2] == ']' && !can_follow_mark(item)) {
        markdown_empty_line(writer);
    }
    size_t before = markdown_push_prefix(writer, spaces, width);
    markdown_write_blocks(writer, item, place);
    if (writer->line_open) {
        markdown_empty_line(writer);
    }
    markdown_pop_prefix(writer, before);
}

/* A list among the items of a list belongs to the item above. */
static void write_nested(struct markdown_writer *writer, const struct atl_node *list, size_t width,
                         struct markdown_place place)
{
    static const char spaces[] = "            ";
    size_t before = markdown_push_prefix(writer, spaces, width);
    markdown_write_list(writer, list, place);
    markdown_pop_prefix(writer, before);
}

char markdown_write_list(struct markdown_writer *writer, const struct atl_node *list,
                         struct markdown_place place)
{
    char sign = marker_of(list, place);
    bool tight = is_tight(list);
    bool ordered = list->kind == ATL_NODE_ORDERED_LIST;
    int64_t number = list->number < 0 ? 0 : list->number;
    char marker[16] = {sign, ' ', '\0'};
    for (const struct atl_node *item = list->first; item != NULL; item = item->next) {
        if (item != list->first && !tight) {
            markdown_empty_line(writer);
        }
        if (markdown_is_list(item)) {
            write_nested(writer, item, strlen(marker), (struct markdown_place){.tight = tight});
            continue;
        }
        if (ordered) {
            int shown = (int)(number < LARGEST_NUMBER ? number : LARGEST_NUMBER);
            snprintf(marker, sizeof marker, "%d%c ", shown, sign);
            number++;
        }
        write_item(writer, item, marker,
                   (struct markdown_place){.tight = tight, .item_marker = sign});
    }
    return sign;
}
