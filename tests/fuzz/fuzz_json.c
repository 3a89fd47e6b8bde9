/* JSON and text from servers: whatever parses must print and parse back to the same. */
#include "atlcli/json.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_round_trip(const cJSON *root, bool indented)
{
    char *text = atl_json_print(root, indented);
    cJSON *again;
    if (atl_json_parse(text, strlen(text), "printed", &again, NULL) != ATL_OK) {
        abort();
    }
    char *second = atl_json_print(again, indented);
    if (strcmp(text, second) != 0) {
        abort();
    }
    free(second);
    cJSON_Delete(again);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cJSON *root;
    struct atl_error error;
    if (atl_json_parse((const char *)data, size, "input", &root, &error) == ATL_OK) {
        check_round_trip(root, false);
        check_round_trip(root, true);
        cJSON_Delete(root);
    }
    struct atl_buffer safe = {0};
    atl_text_append_safe(&safe, (const char *)data, size, size % 2 == 0);
    atl_buffer_free(&safe);
    return 0;
}
