#include "sandbox/emit.h"

#include "atlcli/json.h"

#include <inttypes.h>

static void start(struct atl_buffer *json, const char *key)
{
    char last = json->length == 0 ? '[' : json->data[json->length - 1];
    if (last != '{' && last != '[' && last != ':') {
        atl_buffer_add_char(json, ',');
    }
    if (key != NULL) {
        atl_buffer_add_char(json, '"');
        atl_buffer_add(json, key);
        atl_buffer_append(json, "\":", 2);
    }
}

void emit_object(struct atl_buffer *json, const char *key)
{
    start(json, key);
    atl_buffer_add_char(json, '{');
}

void emit_object_end(struct atl_buffer *json)
{
    atl_buffer_add_char(json, '}');
}

void emit_array(struct atl_buffer *json, const char *key)
{
    start(json, key);
    atl_buffer_add_char(json, '[');
}

void emit_array_end(struct atl_buffer *json)
{
    atl_buffer_add_char(json, ']');
}

void emit_text(struct atl_buffer *json, const char *key, const char *text)
{
    start(json, key);
    if (text == NULL) {
        atl_buffer_add(json, "null");
    } else {
        atl_json_append_string(json, text);
    }
}

void emit_format(struct atl_buffer *json, const char *key, const char *format, ...)
{
    struct atl_buffer text = {0};
    va_list arguments;
    va_start(arguments, format);
    atl_buffer_vprintf(&text, format, arguments);
    va_end(arguments);
    emit_text(json, key, atl_buffer_text(&text));
    atl_buffer_free(&text);
}

void emit_integer(struct atl_buffer *json, const char *key, int64_t value)
{
    start(json, key);
    atl_buffer_printf(json, "%" PRId64, value);
}

void emit_bool(struct atl_buffer *json, const char *key, bool value)
{
    start(json, key);
    atl_buffer_add(json, value ? "true" : "false");
}

void emit_null(struct atl_buffer *json, const char *key)
{
    start(json, key);
    atl_buffer_add(json, "null");
}
