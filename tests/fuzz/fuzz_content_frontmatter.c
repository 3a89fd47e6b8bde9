/*
 * Frontmatter: what is found is a mapping that can be read, unless it is too large, and a key that
 * was set is there, with all others as they were.
 */
#include "atlcli/frontmatter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whether all members of one object but `but` are in the other, and the same. */
static bool holds_others(const cJSON *holder, const cJSON *of, const char *but)
{
    for (const cJSON *item = of == NULL ? NULL : of->child; item != NULL; item = item->next) {
        if (strcmp(item->string, but) != 0 &&
            !cJSON_Compare(item, cJSON_GetObjectItemCaseSensitive(holder, item->string), true)) {
            return false;
        }
    }
    return true;
}

static void check_others(const char *yaml, size_t length, const cJSON *after, const char *path)
{
    const char *dot = strchr(path, '.');
    cJSON *before;
    if (atl_frontmatter_parse(yaml, length, &before, NULL) != ATL_OK) {
        abort();
    }
    const cJSON *left = before;
    const cJSON *right = after;
    if (dot != NULL) {
        char outer[16];
        snprintf(outer, sizeof outer, "%.*s", (int)(dot - path), path);
        if (!holds_others(left, right, outer) || !holds_others(right, left, outer)) {
            abort();
        }
        left = cJSON_GetObjectItemCaseSensitive(left, outer);
        right = cJSON_GetObjectItemCaseSensitive(right, outer);
        left = cJSON_IsObject(left) ? left : NULL; /* else it has been replaced */
        path = dot + 1;
    }
    if (!holds_others(left, right, path) || !holds_others(right, left, path)) {
        abort();
    }
    cJSON_Delete(before);
}

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
        check_others(yaml, length, root, path);
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
