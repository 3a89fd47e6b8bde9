#include "atlcli/text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* There is always room for a terminating NUL. */
static bool has_room(const struct atl_buffer *buffer, size_t extra)
{
    return buffer->length < buffer->capacity && extra < buffer->capacity - buffer->length;
}

static void resize(struct atl_buffer *buffer, size_t capacity)
{
    if (!buffer->secret) {
        buffer->data = atl_realloc(buffer->data, capacity, 1);
    } else {
        struct atl_buffer former = *buffer;
        buffer->data = atl_alloc(capacity);
        if (former.data != NULL) {
            memcpy(buffer->data, former.data, former.capacity);
        }
        atl_buffer_free(&former);
    }
    buffer->capacity = capacity;
}

void atl_buffer_reserve(struct atl_buffer *buffer, size_t extra)
{
    if (has_room(buffer, extra)) {
        return;
    }
    if (extra > SIZE_MAX / 2 - buffer->length) {
        extra = SIZE_MAX - buffer->length - 1; /* can't be had: atl_realloc says so and ends */
    }
    size_t needed = buffer->length + extra + 1;
    size_t capacity = buffer->capacity < 64 ? 64 : buffer->capacity;
    while (capacity < needed) {
        capacity = capacity > SIZE_MAX / 2 ? needed : capacity * 2;
    }
    resize(buffer, capacity);
    buffer->data[buffer->length] = '\0'; /* also where nothing was, and nothing follows */
    atl_expect_to_fill(buffer->data, capacity);
}

void atl_buffer_append(struct atl_buffer *buffer, const void *bytes, size_t length)
{
    if (!has_room(buffer, length)) {
        atl_buffer_reserve(buffer, length);
    }
    if (length > 0) {
        memcpy(buffer->data + buffer->length, bytes, length);
        buffer->length += length;
    }
    buffer->data[buffer->length] = '\0';
}

void atl_buffer_add(struct atl_buffer *buffer, const char *text)
{
    if (text != NULL) {
        atl_buffer_append(buffer, text, strlen(text));
    }
}

/* Most texts fit into the room that there is: formatting them twice would be half of the work. */
void atl_buffer_vprintf(struct atl_buffer *buffer, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    size_t room = buffer->capacity - buffer->length;
    char *end = room == 0 ? NULL : buffer->data + buffer->length;
    int length = vsnprintf(end, room, format, arguments);
    if (length >= 0 && (size_t)length >= room) {
        atl_buffer_reserve(buffer, (size_t)length);
        vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, again);
    }
    if (length >= 0) {
        buffer->length += (size_t)length;
    } else if (end != NULL) {
        *end = '\0';
    }
    va_end(again);
}

void atl_buffer_printf(struct atl_buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    atl_buffer_vprintf(buffer, format, arguments);
    va_end(arguments);
}

void atl_buffer_truncate(struct atl_buffer *buffer, size_t length)
{
    if (length < buffer->length) {
        buffer->length = length;
        buffer->data[length] = '\0';
    }
}

const char *atl_buffer_text(const struct atl_buffer *buffer)
{
    return buffer->data == NULL ? "" : buffer->data;
}

char *atl_buffer_take(struct atl_buffer *buffer)
{
    atl_buffer_append(buffer, "", 0);
    char *text = buffer->data;
    *buffer = (struct atl_buffer){0};
    return text;
}

void atl_buffer_free(struct atl_buffer *buffer)
{
    if (buffer->secret && buffer->data != NULL) {
        atl_wipe(buffer->data, buffer->capacity);
    }
    free(buffer->data);
    *buffer = (struct atl_buffer){0};
}

void atl_list_add(struct atl_list *list, void *item)
{
    if (list->count == list->capacity) {
        list->capacity = list->capacity == 0 ? 16 : list->capacity * 2;
        list->items = atl_realloc(list->items, list->capacity, sizeof *list->items);
    }
    list->items[list->count++] = item;
}

void atl_list_free(struct atl_list *list)
{
    free(list->items);
    *list = (struct atl_list){0};
}
