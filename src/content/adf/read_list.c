/* ADF to the tree: lists. */
#include "content/adf/adf_reader.h"
#include "content/equal.h"

bool adf_is_hollow(const cJSON *node, enum adf_type type)
{
    const adf_set kinds = ADF_SET(ADF_BULLET_LIST) | ADF_SET(ADF_ORDERED_LIST) |
                          ADF_SET(ADF_TASK_LIST) | ADF_SET(ADF_DECISION_LIST) | ADF_SET(ADF_TABLE) |
                          ADF_SET(ADF_MEDIA_GROUP) | ADF_SET(ADF_LAYOUT_SECTION);
    const cJSON *child = adf_first_child(node);
    while (type == ADF_TASK_LIST && child != NULL && adf_type_of_node(child) == ADF_TASK_LIST &&
           adf_is_hollow(child, ADF_TASK_LIST)) {
        child = child->next;
    }
    return child == NULL && type != ADF_UNKNOWN && (kinds & ADF_SET(type)) != 0;
}

/* An item that ADF made begin with an empty paragraph begins with what comes after it. */
static void drop_leading_empty(struct atl_node *item)
{
    if (item->first != NULL && content_is_empty_paragraph(item->first) &&
        item->first->first == NULL) {
        content_remove(NULL, item->first);
    }
}

void adf_read_list(struct adf_reader *reader, const cJSON *node, enum adf_type type,
                   const struct adf_place *place)
{
    bool ordered = type == ADF_ORDERED_LIST;
    struct atl_node *list =
        content_open(reader->builder, ordered ? ATL_NODE_ORDERED_LIST : ATL_NODE_BULLET_LIST);
    const cJSON *order = ordered ? adf_number(node, "order") : NULL;
    bool in_range = order != NULL && order->valuedouble <= 999999999;
    list->number = !ordered ? 0 : in_range ? (int32_t)order->valuedouble : 1;
    list->flags = ATL_NODE_TIGHT;
    struct adf_place inner = {.up = place};
    for (const cJSON *item = adf_first_child(node); item != NULL; item = item->next) {
        struct atl_node *made = content_open(reader->builder, ATL_NODE_LIST_ITEM);
        adf_read_blocks(reader, item, &inner);
        content_close(reader->builder);
        drop_leading_empty(made);
        /* ADF has no such thing as a loose list; one with several paragraphs in an item reads
         * better as one. */
        for (const struct atl_node *child = made->first; child != NULL; child = child->next) {
            if (child != made->first && child->kind == ATL_NODE_PARAGRAPH) {
                list->flags = 0;
            }
        }
        inner.index++;
    }
    content_close(reader->builder);
}

/* Tasks and decisions hold inlines in ADF, blocks in the tree. */
static void read_item(struct adf_reader *reader, const cJSON *node, enum atl_node_kind kind,
                      const char *done, const struct adf_place *place)
{
    struct atl_node *item = content_open(reader->builder, kind);
    item->flags = atl_text_equal(adf_text(node, "state"), done) ? ATL_NODE_DONE : 0;
    if (adf_first_child(node) != NULL) {
        content_open(reader->builder, ATL_NODE_PARAGRAPH);
        adf_read_inlines(reader, adf_first_child(node), NULL, 0, place);
        content_close(reader->builder);
    }
    content_close(reader->builder);
}

/*
 * A list below a task is a list after it in ADF. One that no task comes before is below nothing:
 * its tasks are the list's own.
 */
static void read_tasks(struct adf_reader *reader, const cJSON *node, const struct adf_place *place)
{
    struct content_builder *builder = reader->builder;
    struct adf_place inner = {.up = place};
    for (const cJSON *item = adf_first_child(node); item != NULL; item = item->next) {
        if (adf_type_of_node(item) != ADF_TASK_LIST) {
            read_item(reader, item, ATL_NODE_TASK_ITEM, "DONE", &inner);
        } else if (builder->open->first == NULL) {
            read_tasks(reader, item, &inner);
        } else if (!adf_is_hollow(item, ADF_TASK_LIST)) {
            content_open(builder, ATL_NODE_TASK_LIST)->flags = ATL_NODE_TIGHT;
            read_tasks(reader, item, &inner);
            content_close(builder);
        }
        inner.index++;
    }
}

void adf_read_task_list(struct adf_reader *reader, const cJSON *node, const struct adf_place *place)
{
    content_open(reader->builder, ATL_NODE_TASK_LIST)->flags = ATL_NODE_TIGHT;
    read_tasks(reader, node, place);
    content_close(reader->builder);
}

void adf_read_decision_list(struct adf_reader *reader, const cJSON *node,
                            const struct adf_place *place)
{
    content_open(reader->builder, ATL_NODE_DECISION_LIST)->flags = ATL_NODE_TIGHT;
    struct adf_place inner = {.up = place};
    for (const cJSON *item = adf_first_child(node); item != NULL; item = item->next) {
        read_item(reader, item, ATL_NODE_DECISION_ITEM, "DECIDED", &inner);
        inner.index++;
    }
    content_close(reader->builder);
}
