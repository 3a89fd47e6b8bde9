/* Values of fields, whatever a server puts there, in every shape. */
#include "cmd/jira/value.h"

#include "cmd/json_indent.h"

#include <stdlib.h>
#include <string.h>

static void check(cJSON *(*shape)(const cJSON *value), const cJSON *value)
{
    cJSON *shown = shape(value);
    if (shown == NULL) {
        abort();
    }
    char *text = atl_json_print(shown, false);
    free(text);
    cJSON_Delete(shown);
}

/* Indenting changes white space only. */
static void check_indenting(const char *text, const cJSON *value)
{
    struct atl_buffer indented = {0};
    cJSON *again;
    json_indent(&indented, text);
    if (atl_json_parse(atl_buffer_text(&indented), indented.length, "indented", &again, NULL) !=
        ATL_OK) {
        abort();
    }
    char *before = atl_json_print(value, false);
    char *after = atl_json_print(again, false);
    if (strcmp(before, after) != 0) {
        abort();
    }
    free(before);
    free(after);
    cJSON_Delete(again);
    atl_buffer_free(&indented);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = atl_strndup((const char *)data, size);
    cJSON *value;
    if (strlen(text) == size && atl_json_parse(text, size, "input", &value, NULL) == ATL_OK) {
        check(jira_value_name, value);
        check(jira_value_key, value);
        check(jira_value_time, value);
        check(jira_value_text, value);
        check(jira_value_copy, value);
        check_indenting(text, value);
        cJSON_Delete(value);
    }
    free(text);
    return 0;
}
