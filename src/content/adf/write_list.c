/* The tree to ADF: lists. */
#include "content/adf/adf_writer.h"

#include <string.h>

static const char *box_of(const struct atl_node *item)
{
    return (item->flags & ATL_NODE_DONE) != 0 ? "[x] " : "[ ] ";
}

/* ---- bullets and numbers ---- */

static bool has_box(const struct atl_node *node)
{
    return node->kind == ATL_NODE_TASK_ITEM || node->kind == ATL_NODE_DECISION_ITEM;
}

static void write_item(struct adf_writer *writer, struct adf_frame *frame,
                       const struct atl_node *item)
{
    struct adf_frame inner = {.type = ADF_LIST_ITEM};
    adf_begin(writer, frame, ADF_LIST_ITEM);
    adf_begin_content(writer);
    if (item->kind == ATL_NODE_TASK_ITEM) {
        adf_lost(writer, item, "box of a task among other items: its sign is kept");
        writer->prefix = box_of(item);
        if (item->first == NULL || item->first->kind != ATL_NODE_PARAGRAPH) {
            adf_write_paragraph(writer, &inner, item, NULL, NULL, false);
        }
    }
    if (item->kind == ATL_NODE_LIST_ITEM || has_box(item)) {
        adf_write_blocks(writer, &inner, item);
    } else {
        adf_write_block(writer, &inner, item);
    }
    adf_end_content(writer, &inner);
}

/* Also lists of tasks and decisions, where ADF doesn't take these. */
static void write_plain_list(struct adf_writer *writer, struct adf_frame *frame,
                             const struct atl_node *list)
{
    bool ordered = list->kind == ATL_NODE_ORDERED_LIST;
    enum adf_type type = ordered ? ADF_ORDERED_LIST : ADF_BULLET_LIST;
    struct adf_frame inner = {.type = type};
    adf_make_room(writer, frame, type);
    adf_begin(writer, frame, type);
    adf_begin_attributes(writer);
    if (ordered && list->number != 1) {
        adf_put_number(writer, "order", list->number < 0 ? 0 : list->number);
    }
    adf_end_attributes(writer);
    adf_begin_content(writer);
    for (const struct atl_node *item = list->first; item != NULL; item = item->next) {
        write_item(writer, &inner, item);
    }
    adf_end_content(writer, &inner);
}

/* ---- tasks and decisions ---- */

static bool is_task_list(const struct atl_node *list)
{
    bool tasks = list->kind == ATL_NODE_TASK_LIST;
    for (const struct atl_node *item = list->first; item != NULL; item = item->next) {
        if (item->kind != ATL_NODE_TASK_ITEM && !tasks) {
            return false;
        }
    }
    return list->kind == ATL_NODE_TASK_LIST || list->kind == ATL_NODE_BULLET_LIST;
}

/* Tasks below a task are a list after it in ADF. */
static bool is_below(const struct atl_node *node)
{
    return (node->kind == ATL_NODE_TASK_LIST || node->kind == ATL_NODE_BULLET_LIST) &&
           is_task_list(node);
}

/* What an item holds, as inlines. */
static void put_item_content(struct adf_writer *writer, const struct atl_node *item,
                             enum adf_type type)
{
    struct adf_frame inner = {.type = type};
    struct adf_inlines inlines;
    bool simple = true;
    adf_begin_inlines(writer, &inlines, &inner);
    for (const struct atl_node *child = item->first; child != NULL; child = child->next) {
        bool first = child == item->first && child->kind == ATL_NODE_PARAGRAPH;
        if (first) {
            adf_put_inlines(writer, &inlines, child);
        } else if (type != ADF_TASK_ITEM || !is_below(child)) {
            simple =
                simple && child->kind >= ATL_NODE_EMPHASIS && child->kind <= ATL_NODE_FOOTNOTE_REF;
            adf_put_flat(writer, &inlines, child);
        }
    }
    adf_end_inlines(writer, &inlines);
    if (!simple) {
        adf_lost(writer, item, "blocks in a %s: lines of text", atl_node_kind_name(item->kind));
    }
}

static void write_tasks(struct adf_writer *writer, struct adf_frame *frame,
                        const struct atl_node *list);

static void write_task_list(struct adf_writer *writer, struct adf_frame *frame,
                            const struct atl_node *list)
{
    struct adf_frame inner = {.type = ADF_TASK_LIST};
    adf_begin(writer, frame, ADF_TASK_LIST);
    adf_begin_attributes(writer);
    adf_put_id(writer);
    adf_end_attributes(writer);
    adf_begin_content(writer);
    write_tasks(writer, &inner, list);
    adf_end_content(writer, &inner);
}

static void write_task(struct adf_writer *writer, struct adf_frame *frame,
                       const struct atl_node *item)
{
    adf_begin(writer, frame, ADF_TASK_ITEM);
    adf_begin_attributes(writer);
    adf_put_id(writer);
    adf_put_member(writer, "state", (item->flags & ATL_NODE_DONE) != 0 ? "DONE" : "TODO");
    adf_end_attributes(writer);
    put_item_content(writer, item, ADF_TASK_ITEM);
    for (const struct atl_node *child = item->first; child != NULL; child = child->next) {
        if (is_below(child) && child->first != NULL) {
            write_task_list(writer, frame, child);
        }
    }
}

static void write_tasks(struct adf_writer *writer, struct adf_frame *frame,
                        const struct atl_node *list)
{
    for (const struct atl_node *item = list->first; item != NULL; item = item->next) {
        if (!is_below(item)) {
            write_task(writer, frame, item);
        } else if (frame->count > 0 && item->first != NULL) {
            write_task_list(writer, frame, item);
        } else {
            write_tasks(writer, frame, item); /* nothing to be below of */
        }
    }
    if (frame->count == 0) {
        static const struct atl_node nothing = {.kind = ATL_NODE_TASK_ITEM};
        write_task(writer, frame, &nothing);
    }
}

static void write_decisions(struct adf_writer *writer, struct adf_frame *frame,
                            const struct atl_node *list)
{
    struct adf_frame inner = {.type = ADF_DECISION_LIST};
    adf_begin(writer, frame, ADF_DECISION_LIST);
    adf_begin_attributes(writer);
    adf_put_id(writer);
    adf_end_attributes(writer);
    adf_begin_content(writer);
    for (const struct atl_node *item = list->first; item != NULL; item = item->next) {
        adf_begin(writer, &inner, ADF_DECISION_ITEM);
        adf_begin_attributes(writer);
        adf_put_id(writer);
        adf_put_member(writer, "state",
                       (item->flags & ATL_NODE_DONE) != 0 ? "DECIDED" : "UNDECIDED");
        adf_end_attributes(writer);
        put_item_content(writer, item, ADF_DECISION_ITEM);
    }
    adf_end_content(writer, &inner);
}

void adf_write_list(struct adf_writer *writer, struct adf_frame *frame, const struct atl_node *node)
{
    if (node->first == NULL) {
        return; /* it says nothing, and ADF has no empty lists */
    }
    bool tasks = is_task_list(node);
    bool decisions = node->kind == ATL_NODE_DECISION_LIST;
    if (tasks && adf_make_room(writer, frame, ADF_TASK_LIST)) {
        write_task_list(writer, frame, node);
    } else if (decisions && adf_make_room(writer, frame, ADF_DECISION_LIST)) {
        write_decisions(writer, frame, node);
    } else {
        if (tasks || decisions) {
            adf_lost(writer, node, "%s in a %s: a list", atl_node_kind_name(node->kind),
                     adf_name(frame->type));
        }
        write_plain_list(writer, frame, node);
    }
}
