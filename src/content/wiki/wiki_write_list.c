/* Lists. Their items are lines; what can't stand on one is said in the report. */
#include "content/wiki/wiki_writer.h"

#include "content/equal.h"

#include <string.h>

static bool is_list(const struct atl_node *node)
{
    return node->kind == ATL_NODE_BULLET_LIST || node->kind == ATL_NODE_ORDERED_LIST ||
           node->kind == ATL_NODE_TASK_LIST || node->kind == ATL_NODE_DECISION_LIST;
}

static const struct atl_node *first_shown(const struct atl_node *item)
{
    const struct atl_node *block = item->first;
    while (block != NULL && content_is_empty_paragraph(block)) {
        block = block->next;
    }
    return block;
}

static void write_item(struct wiki_writer *writer, const struct atl_node *item)
{
    const struct atl_node *first = first_shown(item);
    atl_buffer_append(writer->buffer, writer->signs + writer->sign_start,
                      writer->sign_count - writer->sign_start);
    atl_buffer_add_char(writer->buffer, ' ');
    if (item->kind == ATL_NODE_TASK_ITEM) {
        atl_buffer_add(writer->buffer, (item->flags & ATL_NODE_DONE) != 0 ? "[x] " : "[ ] ");
    }
    if (first != NULL && is_list(first)) {
        atl_buffer_add_char(writer->buffer, '\n'); /* an item with nothing on its line */
    }
    wiki_write_blocks(writer, item);
}

void wiki_write_list(struct wiki_writer *writer, const struct atl_node *list)
{
    bool ordered = list->kind == ATL_NODE_ORDERED_LIST;
    enum wiki_context context = writer->context;
    if (ordered && list->number != 1) {
        wiki_report_lost(writer, list, "numbers that lists begin with: they begin with 1");
    }
    if (list->kind == ATL_NODE_DECISION_LIST) {
        wiki_report_lost(writer, list, "decisions: they become a list");
    }
    if (writer->sign_count < ATL_CONTENT_DEPTH) {
        writer->signs[writer->sign_count++] = ordered ? '#' : '*';
    }
    writer->context = WIKI_IN_ITEM;
    for (const struct atl_node *item = list->first; item != NULL; item = item->next) {
        if (is_list(item)) { /* a task list in a task list */
            wiki_write_list(writer, item);
        } else {
            write_item(writer, item);
        }
        atl_buffer_add(writer->buffer, item->next == NULL ? "" : "\n");
    }
    writer->context = context;
    writer->sign_count--;
}
