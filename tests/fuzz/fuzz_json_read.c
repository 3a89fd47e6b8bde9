/*
 * Both readers of JSON take the same documents for the same: the one for trees that are only looked
 * at, and cJSON's own. It is stricter in two things: what is between values, and digits that
 * aren't.
 */
#include "atlcli/json.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* cJSON takes any control character for white space, and any letters behind "\u" for zeros. */
static bool is_lax(const uint8_t *data, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (data[i] < 0x20 && data[i] != '\t' && data[i] != '\n' && data[i] != '\r') {
            return true;
        }
    }
    return size > 0 && memmem(data, size, "\\u", 2) != NULL;
}

static void check_equal(const cJSON *left, const cJSON *right)
{
    char *one = atl_json_print(left, false);
    char *other = atl_json_print(right, false);
    if (strcmp(one, other) != 0) {
        abort();
    }
    free(one);
    free(other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct atl_arena arena = {0};
    const cJSON *looked_at;
    cJSON *tree;
    enum atl_status read =
        atl_json_read(&arena, (const char *)data, size, "input", &looked_at, NULL);
    enum atl_status parsed = atl_json_parse((const char *)data, size, "input", &tree, NULL);
    if (read == ATL_OK && parsed == ATL_OK) {
        check_equal(looked_at, tree);
    } else if (read == ATL_OK || (parsed == ATL_OK && !is_lax(data, size))) {
        abort();
    }
    cJSON_Delete(tree);
    atl_arena_free(&arena);
    return 0;
}
