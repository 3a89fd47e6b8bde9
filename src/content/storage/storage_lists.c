/* Lists and task lists of storage format. */
#include "content/storage/storage_reader.h"

#include <stdlib.h>
#include <string.h>

/* ---- bullets and numbers ---- */

static bool is_list(const struct storage_element *element)
{
    return element->word == STORAGE_UL || element->word == STORAGE_OL;
}

/* Old editors put nested lists next to items instead of into them. */
static bool list_is_known(const struct storage_reader *reader,
                          const struct storage_element *element)
{
    static const enum storage_word children[] = {STORAGE_LI, STORAGE_UL, STORAGE_OL, STORAGE_OTHER};
    static const enum storage_word start[] = {STORAGE_START, STORAGE_OTHER};
    if (!storage_attributes_known(element, element->word == STORAGE_OL ? start : NULL) ||
        !storage_only_elements(reader, element, children) || element->first == NULL) {
        return false;
    }
    for (const struct storage_element *item = element->first; item != NULL; item = item->next) {
        if (item->word == STORAGE_LI && !storage_attributes_known(item, NULL)) {
            return false;
        }
    }
    return true;
}

static bool read_start(const struct storage_element *element, int32_t *number)
{
    const struct storage_attribute *start = storage_attribute_find(element, STORAGE_START);
    *number = 1;
    if (start == NULL) {
        return true;
    }
    char digits[12] = "";
    int64_t value;
    if (start->length >= sizeof digits) {
        return false;
    }
    memcpy(digits, start->value, start->length);
    if (!atl_text_to_integer(digits, 0, 999999999, &value)) {
        return false;
    }
    *number = (int32_t)value;
    return true;
}

void storage_read_list(struct storage_reader *reader, const struct storage_element *element)
{
    struct content_builder *builder = reader->builder;
    int32_t number;
    if (!list_is_known(reader, element) || !read_start(element, &number)) {
        storage_read_raw(reader, element);
        return;
    }
    bool ordered = element->word == STORAGE_OL;
    struct atl_node *list =
        content_open(builder, ordered ? ATL_NODE_ORDERED_LIST : ATL_NODE_BULLET_LIST);
    list->number = ordered ? number : 0;
    list->flags |= ATL_NODE_TIGHT; /* a <p> in an item says nothing: Cloud puts one into each */
    for (const struct storage_element *item = element->first; item != NULL;) {
        builder->line = item->line;
        content_open(builder, ATL_NODE_LIST_ITEM);
        if (item->word == STORAGE_LI) {
            storage_read_flow(reader, item);
            item = item->next;
        }
        for (; item != NULL && is_list(item); item = item->next) {
            storage_read_list(reader, item);
        }
        content_close(builder);
    }
    content_close(builder);
}

/* ---- tasks ---- */

static bool task_is_known(const struct storage_reader *reader, const struct storage_element *task)
{
    static const enum storage_word parts[] = {STORAGE_AC_TASK_ID, STORAGE_AC_TASK_UUID,
                                              STORAGE_AC_TASK_STATUS, STORAGE_AC_TASK_BODY,
                                              STORAGE_OTHER};
    if (!storage_attributes_known(task, NULL) || !storage_only_elements(reader, task, parts)) {
        return false;
    }
    const struct storage_element *body = storage_child(task, STORAGE_AC_TASK_BODY);
    return body == NULL || storage_attributes_known(body, NULL);
}

/* With all lists that stand in it beside tasks: a part of a list can't be carried along alone. */
static bool task_list_is_known(const struct storage_reader *reader,
                               const struct storage_element *element)
{
    static const enum storage_word children[] = {STORAGE_AC_TASK, STORAGE_AC_TASK_LIST,
                                                 STORAGE_OTHER};
    if (!storage_attributes_known(element, NULL) || element->first == NULL ||
        !storage_only_elements(reader, element, children)) {
        return false;
    }
    for (const struct storage_element *task = element->first; task != NULL; task = task->next) {
        if (task->word == STORAGE_AC_TASK ? !task_is_known(reader, task)
                                          : !task_list_is_known(reader, task)) {
            return false;
        }
    }
    return true;
}

static bool is_complete(const struct storage_reader *reader, const struct storage_element *task)
{
    const struct storage_element *status = storage_child(task, STORAGE_AC_TASK_STATUS);
    size_t length = 0;
    char *text = status == NULL ? NULL : storage_element_text(reader, status, &length);
    return text != NULL && atl_text_equal(atl_text_trim(reader->builder->arena, text), "complete");
}

/* Task lists at the end of an item go behind it, as new pages have them. */
static void lift_nested(struct content_builder *builder, struct atl_node *item)
{
    struct atl_node *before = NULL;
    struct atl_node *nested = item->first;
    if (content_builder_failed(builder)) {
        return;
    }
    for (struct atl_node *child = item->first; child != NULL; child = child->next) {
        if (child->kind != ATL_NODE_TASK_LIST) {
            before = child;
            nested = child->next;
        }
    }
    while (nested != NULL) {
        struct atl_node *next = nested->next;
        content_remove(before, nested);
        content_append(item->parent, nested);
        nested = next;
    }
}

static void read_task(struct storage_reader *reader, const struct storage_element *task)
{
    struct content_builder *builder = reader->builder;
    struct atl_node *item = content_open(builder, ATL_NODE_TASK_ITEM);
    if (is_complete(reader, task)) {
        item->flags |= ATL_NODE_DONE;
    }
    const struct storage_element *body = storage_child(task, STORAGE_AC_TASK_BODY);
    if (body != NULL) {
        storage_read_flow(reader, body);
    }
    content_close(builder);
    lift_nested(builder, item);
}

static void read_tasks(struct storage_reader *reader, const struct storage_element *element)
{
    content_open(reader->builder, ATL_NODE_TASK_LIST);
    for (const struct storage_element *task = element->first; task != NULL; task = task->next) {
        reader->builder->line = task->line;
        if (task->word == STORAGE_AC_TASK_LIST) {
            read_tasks(reader, task);
        } else {
            read_task(reader, task);
        }
    }
    content_close(reader->builder);
}

void storage_read_task_list(struct storage_reader *reader, const struct storage_element *element)
{
    if (task_list_is_known(reader, element)) {
        read_tasks(reader, element);
    } else {
        storage_read_raw(reader, element);
    }
}
