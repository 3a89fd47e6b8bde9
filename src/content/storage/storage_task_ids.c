#include "content/storage/storage_task_ids.h"

#include "content/storage/storage_fragment.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- numbers ---- */

static void take_numbers(struct storage_task_numbers *numbers, const char *text, size_t length)
{
    static const char tag[] = "<ac:task-id>";
    const char *end = text + length;
    while ((text = memmem(text, (size_t)(end - text), tag, sizeof tag - 1)) != NULL) {
        int64_t number = 0;
        text += sizeof tag - 1;
        for (; text < end && *text >= '0' && *text <= '9' && number < INT32_MAX; text++) {
            number = number * 10 + (*text - '0');
        }
        if ((numbers->count & (numbers->count - 1)) == 0) {
            size_t capacity = numbers->count == 0 ? 1 : numbers->count * 2;
            numbers->taken = atl_realloc(numbers->taken, capacity, sizeof *numbers->taken);
        }
        numbers->taken[numbers->count++] = number;
    }
}

static int in_order(const void *left, const void *right)
{
    int64_t first = *(const int64_t *)left;
    int64_t second = *(const int64_t *)right;
    return (first > second) - (first < second);
}

void storage_task_numbers_collect(struct storage_task_numbers *numbers,
                                  const struct atl_node *document)
{
    const struct atl_node *node = document;
    while ((node = atl_node_following(node, document)) != NULL) {
        const char *source = node->kind == ATL_NODE_MACRO
                                 ? atl_node_attribute(node, STORAGE_SOURCE_ATTRIBUTE)
                                 : NULL;
        if (source != NULL) {
            take_numbers(numbers, source, strlen(source));
        } else if (node->kind == ATL_NODE_RAW && node->value == ATL_CONTENT_STORAGE) {
            take_numbers(numbers, node->text, node->length);
        }
    }
    if (numbers->count > 0) {
        qsort(numbers->taken, numbers->count, sizeof *numbers->taken, in_order);
    }
}

int64_t storage_task_number_next(struct storage_task_numbers *numbers)
{
    numbers->last++;
    for (; numbers->at < numbers->count && numbers->taken[numbers->at] <= numbers->last;
         numbers->at++) {
        numbers->last += numbers->taken[numbers->at] == numbers->last;
    }
    return numbers->last;
}

void storage_task_numbers_free(struct storage_task_numbers *numbers)
{
    free(numbers->taken);
    *numbers = (struct storage_task_numbers){0};
}

int64_t storage_task_number_highest(const char *text, size_t length)
{
    struct storage_task_numbers numbers = {0};
    int64_t highest = 0;
    take_numbers(&numbers, text, length);
    for (size_t i = 0; i < numbers.count; i++) {
        highest = numbers.taken[i] > highest ? numbers.taken[i] : highest;
    }
    storage_task_numbers_free(&numbers);
    return highest;
}

/* ---- places ---- */

void storage_task_place_add(struct storage_task_places *places, size_t offset)
{
    if (places->count == places->capacity) {
        places->capacity = places->capacity == 0 ? 16 : places->capacity * 2;
        places->at = atl_realloc(places->at, places->capacity, sizeof *places->at);
    }
    places->at[places->count++] = offset;
}

void storage_task_places_free(struct storage_task_places *places)
{
    free(places->at);
    *places = (struct storage_task_places){0};
}

void storage_task_places_fill(const struct storage_task_places *places,
                              const struct atl_buffer *text, int64_t highest,
                              struct atl_buffer *buffer)
{
    size_t at = 0;
    for (size_t i = 0; i < places->count; i++) {
        atl_buffer_append(buffer, atl_buffer_text(text) + at, places->at[i] - at);
        atl_buffer_printf(buffer, "<ac:task-id>%" PRId64 "</ac:task-id>", ++highest);
        at = places->at[i] + strlen("<ac:task-id></ac:task-id>");
    }
    atl_buffer_append(buffer, atl_buffer_text(text) + at, text->length - at);
}
