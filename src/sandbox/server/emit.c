#include "sandbox/server/emit.h"

#include "atlcli/json.h"

#include <inttypes.h>
#include <stdlib.h>

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

/* True when a formatted text may stand in a JSON string as it is. */
static bool is_plain(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || *text == '"' || *text == '\\' || *text == 0x7F ||
            (unsigned char)*text >= 0x80) {
            return false;
        }
    }
    return true;
}

void emit_format(struct atl_buffer *json, const char *key, const char *format, ...)
{
    start(json, key);
    size_t start_length = json->length;
    va_list arguments;
    va_start(arguments, format);
    atl_buffer_add_char(json, '"');
    atl_buffer_vprintf(json, format, arguments);
    va_end(arguments);
    if (is_plain(json->data + start_length + 1)) {
        atl_buffer_add_char(json, '"');
        return;
    }
    char *text = atl_strdup(json->data + start_length + 1);
    atl_buffer_truncate(json, start_length);
    atl_json_append_string(json, text);
    free(text);
}

void emit_integer(struct atl_buffer *json, const char *key, int64_t value)
{
    start(json, key);
    atl_buffer_printf(json, "%" PRId64, value);
}

void emit_real(struct atl_buffer *json, const char *key, double value)
{
    start(json, key);
    atl_buffer_printf(json, "%.15g", value);
}

void emit_bool(struct atl_buffer *json, const char *key, bool value)
{
    start(json, key);
    atl_buffer_add(json, value ? "true" : "false");
}

void emit_member(struct atl_buffer *json, const char *key, const char *text)
{
    start(json, NULL);
    atl_json_append_string(json, key);
    atl_buffer_add_char(json, ':');
    emit_text(json, NULL, text);
}

void emit_json(struct atl_buffer *json, const char *key, const char *value)
{
    start(json, key);
    atl_buffer_add(json, value);
}

void emit_null(struct atl_buffer *json, const char *key)
{
    start(json, key);
    atl_buffer_add(json, "null");
}
