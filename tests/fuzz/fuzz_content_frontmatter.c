/*
 * Frontmatter: what is found is a mapping that can be read, unless it is too large, and a key that
 * was set is there.
 */
#include "atlcli/frontmatter.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Sets a key; when that works the result reads, and the key has the value. */
static void check_set(const char *yaml, size_t length, const char *path, const char *value)
{
    struct atl_buffer buffer = {0};
    cJSON *root;
    if (atl_frontmatter_set(yaml, length, path, value, &buffer, NULL) == ATL_OK) {
        if (atl_frontmatter_parse(atl_buffer_text(&buffer), buffer.length, &root, NULL) != ATL_OK ||
            strcmp(atl_json_text(root, path, ""), value) != 0) {
            abort();
        }
        cJSON_Delete(root);
    }
    atl_buffer_free(&buffer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct atl_frontmatter found;
    struct atl_error error;
    cJSON *root;
    const char *text = (const char *)data;
    if (atl_frontmatter_find(text, size, &found, &error) != ATL_OK || found.yaml == NULL ||
        atl_frontmatter_parse(found.yaml, found.yaml_length, &root, &error) != ATL_OK) {
        return 0;
    }
    cJSON_Delete(root);
    check_set(found.yaml, found.yaml_length, "title", "a \"title\": # of it");
    check_set(found.yaml, found.yaml_length, "atlcli.id", "12345");
    return 0;
}
