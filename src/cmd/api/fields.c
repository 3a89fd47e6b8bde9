#include "cmd/api/fields.h"

#include "cmd/input.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_FIELD_BYTES = 64 * 1024 * 1024,
    MOST_PARTS = 100, /* of a name: objects in objects, which others have to read */
};

/* "fields.summary:=…", taken apart. */
struct field {
    const char *given;
    const char *name;
    const char *value;
    bool is_json;
};

static enum atl_status take_apart(const char *given, struct atl_arena *arena, struct field *field,
                                  struct atl_error *error)
{
    const char *equals = strchr(given, '=');
    bool is_json = equals != NULL && equals > given && equals[-1] == ':';
    size_t length = equals == NULL ? 0 : (size_t)(equals - given) - (is_json ? 1 : 0);
    if (length == 0) {
        atl_fail(error, ATL_USAGE, "--field: '%s' is not name=value", given);
        atl_hint(error, "name=text, name:=123 (JSON), name=@file");
        return ATL_USAGE;
    }
    *field = (struct field){.given = given,
                            .name = atl_arena_strndup(arena, given, length),
                            .value = equals + 1,
                            .is_json = is_json};
    return ATL_OK;
}

static enum atl_status read_value(const struct field *field, cJSON **value, struct atl_error *error)
{
    struct atl_buffer contents = {0};
    const char *text = field->value;
    enum atl_status status = ATL_OK;
    if (*text == '@') {
        status = input_read(text + 1, MOST_FIELD_BYTES, &contents, error);
        text = atl_buffer_text(&contents);
    }
    if (status == ATL_OK && field->is_json) {
        status = atl_json_parse(text, strlen(text), field->name, value, error);
        status = status == ATL_OK ? ATL_OK : ATL_USAGE;
    } else if (status == ATL_OK) {
        *value = cJSON_CreateString(text);
    }
    if (status != ATL_OK && error != NULL && status != ATL_CANCELLED) {
        error->status = status;
        atl_error_prefix(error, "--field");
    }
    atl_buffer_free(&contents);
    return status;
}

/* ---- a query ---- */

static void append_parameter(struct atl_buffer *path, const char *name, const cJSON *value)
{
    char *printed = cJSON_IsString(value) ? NULL : atl_json_print(value, false);
    atl_buffer_add_char(path, strchr(atl_buffer_text(path), '?') == NULL ? '?' : '&');
    atl_text_append_url_encoded(path, name);
    atl_buffer_add_char(path, '=');
    atl_text_append_url_encoded(path, printed == NULL ? value->valuestring : printed);
    free(printed);
}

enum atl_status api_fields_to_query(const char *const *fields, struct atl_buffer *path,
                                    struct atl_error *error)
{
    struct atl_arena arena = {0};
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && fields[i] != NULL; i++) {
        struct field field;
        cJSON *value = NULL;
        status = take_apart(fields[i], &arena, &field, error);
        if (status == ATL_OK) {
            status = read_value(&field, &value, error);
        }
        if (status == ATL_OK) {
            append_parameter(path, field.name, value);
        }
        cJSON_Delete(value);
    }
    atl_arena_free(&arena);
    return status;
}

/* ---- a body ---- */

static enum atl_status fail_taken(const struct field *field, const char *part,
                                  struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "--field: '%s' gives '%s' a second value", field->given, part);
    atl_hint(error, "a list is %s[]=first and %s[]=second", part, part);
    return ATL_USAGE;
}

/* The object that is the member `name`, made when it isn't there yet; NULL when it is no object. */
static cJSON *enter(cJSON *object, const char *name)
{
    cJSON *member = atl_json_member(object, name);
    if (member == NULL) {
        member = cJSON_AddObjectToObject(object, name);
    }
    return cJSON_IsObject(member) ? member : NULL;
}

/* Takes `value` on success. */
static enum atl_status put(cJSON *object, char *name, const struct field *field, cJSON *value,
                           struct atl_error *error)
{
    size_t length = strlen(name);
    bool is_list = length > 2 && strcmp(name + length - 2, "[]") == 0;
    if (is_list) {
        name[length - 2] = '\0';
    }
    cJSON *member = atl_json_member(object, name);
    if (member != NULL && !(is_list && cJSON_IsArray(member))) {
        return fail_taken(field, name, error);
    }
    if (!is_list) {
        cJSON_AddItemToObject(object, name, value);
        return ATL_OK;
    }
    cJSON_AddItemToArray(member != NULL ? member : cJSON_AddArrayToObject(object, name), value);
    return ATL_OK;
}

static enum atl_status add_field(cJSON *body, const struct field *field, cJSON *value,
                                 struct atl_arena *arena, struct atl_error *error)
{
    char **parts;
    size_t count = atl_text_split(arena, field->name, '.', &parts);
    cJSON *object = body;
    if (count == 0) {
        return atl_fail(error, ATL_USAGE, "--field: '%s' has no name", field->given);
    }
    if (count > MOST_PARTS) {
        return atl_fail(error, ATL_USAGE, "--field: a name has more than %d parts", MOST_PARTS);
    }
    for (size_t i = 0; i + 1 < count; i++) {
        object = enter(object, parts[i]);
        if (object == NULL) {
            return fail_taken(field, parts[i], error);
        }
    }
    return put(object, parts[count - 1], field, value, error);
}

enum atl_status api_fields_to_body(const char *const *fields, cJSON **body, struct atl_error *error)
{
    struct atl_arena arena = {0};
    enum atl_status status = ATL_OK;
    *body = cJSON_CreateObject();
    for (size_t i = 0; status == ATL_OK && fields[i] != NULL; i++) {
        struct field field;
        cJSON *value = NULL;
        status = take_apart(fields[i], &arena, &field, error);
        if (status == ATL_OK) {
            status = read_value(&field, &value, error);
        }
        if (status == ATL_OK) {
            status = add_field(*body, &field, value, &arena, error);
            value = status == ATL_OK ? NULL : value;
        }
        cJSON_Delete(value);
    }
    if (status != ATL_OK) {
        cJSON_Delete(*body);
        *body = NULL;
    }
    atl_arena_free(&arena);
    return status;
}
