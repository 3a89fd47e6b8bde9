/* Blocks as storage format. */
#include "content/macro_place.h"
#include "content/storage/storage_writer.h"

#include <inttypes.h>

/* ---- paragraphs and headings ---- */

static void put_style(struct storage_writer *writer, const struct atl_node *node)
{
    const char *align = atl_node_attribute(node, "align");
    const char *indent = atl_node_attribute(node, "indent");
    align = align == NULL ? writer->align : align;
    bool centred = align != NULL && strcmp(align, "center") == 0;
    bool right = align != NULL && strcmp(align, "right") == 0;
    bool indented = indent != NULL && indent[0] >= '1' && indent[0] <= '6' && indent[1] == '\0';
    if (!centred && !right && !indented) {
        return;
    }
    storage_put(writer, " style=\"");
    if (centred || right) {
        storage_put(writer, centred ? "text-align: center;" : "text-align: right;");
    }
    if (indented) {
        storage_put(writer, centred || right ? " " : "");
        atl_buffer_printf(writer->buffer, "margin-left: %d.0px;", (indent[0] - '0') * 30);
    }
    storage_put(writer, "\"");
}

static void put_paragraph(struct storage_writer *writer, const struct atl_node *node)
{
    storage_put(writer, "<p");
    put_style(writer, node);
    if (node->first == NULL) {
        storage_put(writer, " />");
        return;
    }
    storage_put(writer, ">");
    storage_put_children(writer, node);
    storage_put(writer, "</p>");
}

static void put_heading(struct storage_writer *writer, const struct atl_node *node)
{
    char level = (char)('0' + (node->number < 1 ? 1 : node->number > 6 ? 6 : node->number));
    storage_put(writer, "<h");
    atl_buffer_append(writer->buffer, &level, 1);
    put_style(writer, node);
    storage_put(writer, ">");
    storage_put_children(writer, node);
    storage_put(writer, "</h");
    atl_buffer_append(writer->buffer, &level, 1);
    storage_put(writer, ">");
}

/* ---- lists ---- */

static bool is_list(const struct atl_node *node)
{
    return node->kind == ATL_NODE_BULLET_LIST || node->kind == ATL_NODE_ORDERED_LIST ||
           node->kind == ATL_NODE_TASK_LIST;
}

static void put_task(struct storage_writer *writer, const struct atl_node *item);

/*
 * A paragraph that can do without its <p> where blocks stand. One that begins with something that
 * may be a block can't: alone there, it would be one.
 */
static bool can_be_bare(const struct atl_node *node)
{
    const struct atl_node *first = node->first;
    if (node->kind != ATL_NODE_PARAGRAPH || node->attributes != NULL) {
        return false;
    }
    if (first == NULL) {
        return true;
    }
    bool key = first->kind == ATL_NODE_MACRO && atl_node_attribute(first, "key") != NULL;
    return first->kind == ATL_NODE_MACRO
               ? content_macro_place(first->text, first->length, key) == CONTENT_AS_INLINE
               : first->kind != ATL_NODE_IMAGE && first->kind != ATL_NODE_RAW;
}

/* An item whose text can stand without a <p>: nothing follows it that would run into it. */
static bool starts_bare(const struct atl_node *item)
{
    const struct atl_node *first = item->first;
    return (item->parent->flags & ATL_NODE_TIGHT) != 0 && first != NULL && can_be_bare(first) &&
           (first->next == NULL || is_list(first->next));
}

static void put_item(struct storage_writer *writer, const struct atl_node *item)
{
    const struct atl_node *child = item->first;
    storage_put(writer, "<li>");
    if (item->kind != ATL_NODE_LIST_ITEM) {
        storage_note_lost(writer, item,
                          "tasks among other items of a list: each a list of tasks of its own");
        storage_put(writer, "<ac:task-list>");
        put_task(writer, item);
        storage_put(writer, "</ac:task-list></li>");
        return;
    }
    if (starts_bare(item)) {
        storage_put_children(writer, child);
        child = child->next;
    }
    for (; child != NULL; child = child->next) {
        storage_put_node(writer, child);
    }
    storage_put(writer, "</li>");
}

static void put_list(struct storage_writer *writer, const struct atl_node *list)
{
    bool ordered = list->kind == ATL_NODE_ORDERED_LIST;
    if (!ordered) {
        storage_put(writer, "<ul>");
    } else if (list->number == 1) {
        storage_put(writer, "<ol>");
    } else {
        atl_buffer_printf(writer->buffer, "<ol start=\"%d\">", list->number);
    }
    for (const struct atl_node *item = list->first; item != NULL; item = item->next) {
        put_item(writer, item);
    }
    storage_put(writer, ordered ? "</ol>" : "</ul>");
}

/* One paragraph that can do without its <p>, and nothing else. */
static bool is_line(const struct atl_node *node)
{
    return node->first != NULL && node->first->next == NULL && can_be_bare(node->first);
}

void storage_put_line_or_blocks(struct storage_writer *writer, const struct atl_node *node)
{
    storage_put_children(writer, is_line(node) ? node->first : node);
}

static void put_task(struct storage_writer *writer, const struct atl_node *item)
{
    bool line = is_line(item);
    storage_put(writer, "<ac:task>");
    if (writer->places != NULL) {
        storage_task_place_add(writer->places, writer->buffer->length);
        storage_put(writer, "<ac:task-id></ac:task-id>");
    } else {
        atl_buffer_printf(writer->buffer, "<ac:task-id>%" PRId64 "</ac:task-id>",
                          storage_task_number_next(&writer->numbers));
    }
    storage_put(writer, (item->flags & ATL_NODE_DONE) != 0
                            ? "<ac:task-status>complete</ac:task-status><ac:task-body>"
                            : "<ac:task-status>incomplete</ac:task-status><ac:task-body>");
    storage_put(writer, line ? "<span class=\"placeholder-inline-tasks\">" : "");
    storage_put_line_or_blocks(writer, item);
    storage_put(writer, line ? "</span>" : "");
    storage_put(writer, "</ac:task-body></ac:task>");
}

static void put_task_list(struct storage_writer *writer, const struct atl_node *list)
{
    storage_put(writer, "<ac:task-list>");
    for (const struct atl_node *item = list->first; item != NULL; item = item->next) {
        if (item->kind == ATL_NODE_TASK_LIST) {
            put_task_list(writer, item);
        } else {
            put_task(writer, item);
        }
    }
    storage_put(writer, "</ac:task-list>");
}

static void put_decisions(struct storage_writer *writer, const struct atl_node *list)
{
    storage_put(writer, "<ac:adf-extension><ac:adf-node type=\"decision-list\">");
    for (const struct atl_node *item = list->first; item != NULL; item = item->next) {
        storage_put(writer, "<ac:adf-node type=\"decision-item\"><ac:adf-attribute key=\"state\">");
        storage_put(writer, (item->flags & ATL_NODE_DONE) != 0 ? "DECIDED" : "UNDECIDED");
        storage_put(writer, "</ac:adf-attribute><ac:adf-content>");
        storage_put_line_or_blocks(writer, item);
        storage_put(writer, "</ac:adf-content></ac:adf-node>");
    }
    storage_put(writer, "</ac:adf-node></ac:adf-extension>");
}

/* ---- all of them ---- */

static void put_wrapped(struct storage_writer *writer, const struct atl_node *node,
                        const char *start, const char *end)
{
    storage_put(writer, start);
    storage_put_children(writer, node);
    storage_put(writer, end);
}

bool storage_put_block(struct storage_writer *writer, const struct atl_node *node)
{
    switch (node->kind) {
    case ATL_NODE_PARAGRAPH:
        put_paragraph(writer, node);
        return true;
    case ATL_NODE_HEADING:
        put_heading(writer, node);
        return true;
    case ATL_NODE_BULLET_LIST:
    case ATL_NODE_ORDERED_LIST:
        put_list(writer, node);
        return true;
    case ATL_NODE_TASK_LIST:
        put_task_list(writer, node);
        return true;
    case ATL_NODE_DECISION_LIST:
        put_decisions(writer, node);
        return true;
    case ATL_NODE_QUOTE:
        put_wrapped(writer, node, "<blockquote>", "</blockquote>");
        return true;
    case ATL_NODE_MEDIA_GROUP:
        put_wrapped(writer, node, "<p class=\"media-group\">", "</p>");
        return true;
    case ATL_NODE_TABLE:
        storage_put_table(writer, node);
        return true;
    case ATL_NODE_PANEL:
        storage_put_panel(writer, node);
        return true;
    case ATL_NODE_EXPAND:
        storage_put_expand(writer, node);
        return true;
    case ATL_NODE_LAYOUT:
        storage_put_layout(writer, node);
        return true;
    case ATL_NODE_CODE_BLOCK:
        storage_put_code_block(writer, node);
        return true;
    case ATL_NODE_RULE:
        storage_put(writer, "<hr />");
        return true;
    case ATL_NODE_BLOCK_CARD:
    case ATL_NODE_EMBED_CARD:
        storage_put_card(writer, node);
        return true;
    case ATL_NODE_FOOTNOTE:
        return true; /* at the end: storage_put_footnotes */
    default:
        storage_put_children(writer, node); /* a part of a block, on its own */
        return false;
    }
}
