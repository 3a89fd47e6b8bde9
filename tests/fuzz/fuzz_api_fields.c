/*
 * --field of `api`: texts separated by NUL. Whatever they are, a body is an object that can be read
 * again, and a query adds to the path what needs no escaping any more.
 */
#include "cmd/api/fields.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_FIELDS = 64 };

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void require_refusal(enum atl_status status, const struct atl_error *error)
{
    require(status == ATL_USAGE && error->status == ATL_USAGE && error->message[0] != '\0');
}

static void check_body(const char *const *fields)
{
    cJSON *body;
    cJSON *again;
    struct atl_error error;
    enum atl_status status = api_fields_to_body(fields, &body, &error);
    if (status != ATL_OK) {
        require(body == NULL);
        require_refusal(status, &error);
        return;
    }
    char *printed = atl_json_print(body, false);
    require(cJSON_IsObject(body));
    if (!atl_json_is_too_deep(printed, strlen(printed))) {
        require(atl_json_parse(printed, strlen(printed), "", &again, NULL) == ATL_OK);
        cJSON_Delete(again);
    }
    free(printed);
    cJSON_Delete(body);
}

static void check_query(const char *const *fields)
{
    struct atl_buffer path = {0};
    struct atl_error error;
    atl_buffer_add(&path, "/x");
    enum atl_status status = api_fields_to_query(fields, &path, &error);
    if (status != ATL_OK) {
        require_refusal(status, &error);
    }
    for (const char *at = path.data + 1; *at != '\0'; at++) {
        require((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
                (*at >= '0' && *at <= '9') || strchr("?&=%-._~", *at) != NULL);
    }
    atl_buffer_free(&path);
}

/* Those that name a file would have it read, whichever that is. */
static bool names_a_file(const char *field)
{
    const char *equals = strchr(field, '=');
    return equals != NULL && equals[1] == '@';
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = atl_alloc(size + 1);
    const char *fields[MOST_FIELDS + 1] = {NULL};
    size_t count = 0;
    if (size > 0) {
        memcpy(text, data, size);
    }
    for (size_t at = 0; at < size && count < MOST_FIELDS; at += strlen(text + at) + 1) {
        if (!names_a_file(text + at)) {
            fields[count++] = text + at;
        }
    }
    check_body(fields);
    check_query(fields);
    free(text);
    return 0;
}
