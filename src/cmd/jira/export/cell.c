/* A value of a field as the text of a cell: what people call it, so that it can be read back. */
#include "cmd/jira/export/export.h"

#include "cmd/jira/text.h"
#include "cmd/jira/value.h"

#include <stdlib.h>
#include <string.h>

const char *export_markdown(struct atl_arena *arena, const cJSON *value)
{
    const char *markdown;
    if (value == NULL || cJSON_IsNull(value)) {
        return "";
    }
    if (jira_text_to_markdown(arena, value, &markdown, NULL) == ATL_OK) {
        size_t length = strlen(markdown);
        while (length > 0 && markdown[length - 1] == '\n') {
            length--;
        }
        return atl_arena_strndup(arena, markdown, length);
    }
    cJSON *plain = jira_value_text(value);
    markdown = cJSON_IsString(plain) ? atl_arena_strdup(arena, plain->valuestring) : "";
    cJSON_Delete(plain);
    return markdown;
}

/* ---- one thing ---- */

static void append_json(struct atl_buffer *text, const cJSON *value)
{
    char *printed = atl_json_print(value, false);
    atl_buffer_add(text, printed);
    free(printed);
}

/* "1w 2d / 3d": the estimate, and what remains. */
static bool append_estimates(struct atl_buffer *text, const cJSON *value)
{
    const char *original = atl_json_text(value, "originalEstimate", NULL);
    const char *remaining = atl_json_text(value, "remainingEstimate", NULL);
    if (original == NULL && remaining == NULL) {
        return atl_json_member(value, "timeSpent") != NULL || value->child == NULL;
    }
    atl_buffer_add(text, original);
    if (remaining != NULL && !atl_text_equal(original, remaining)) {
        atl_buffer_printf(text, " / %s", remaining);
    }
    return true;
}

/* Issues and projects go by their keys; of cascades, both values count. */
static bool append_special(struct atl_buffer *text, const cJSON *value)
{
    const char *child = atl_json_text(value, "child.value", NULL);
    if (child != NULL) {
        atl_buffer_printf(text, "%s > %s", atl_json_text(value, "value", ""), child);
        return true;
    }
    const char *key = atl_json_text(value, "key", NULL);
    if (key != NULL && (atl_json_member(value, "fields") != NULL ||
                        atl_json_member(value, "projectTypeKey") != NULL)) {
        atl_buffer_add(text, key);
        return true;
    }
    return false;
}

static void append_one(struct atl_buffer *text, const cJSON *value)
{
    if (value == NULL || cJSON_IsNull(value)) {
        return;
    }
    if (cJSON_IsObject(value) && append_special(text, value)) {
        return;
    }
    cJSON *named = jira_value_name(value);
    if (cJSON_IsString(named)) {
        atl_buffer_add(text, named->valuestring);
    } else {
        append_json(text, named);
    }
    cJSON_Delete(named);
}

/* ---- several ---- */

/* Whether the text would be taken for something else where several are joined by commas. */
static bool needs_json(const char *text)
{
    size_t length = strlen(text);
    return length == 0 || strchr(text, ',') != NULL || strchr("[{ \t\n", text[0]) != NULL ||
           strchr(" \t\n", text[length - 1]) != NULL;
}

/* "a, b"; where that would be read as something else, ["a, b","c"]. */
static void append_list(struct atl_buffer *cell, const cJSON *names)
{
    const cJSON *name;
    bool as_json = false;
    cJSON_ArrayForEach(name, names)
    {
        as_json = as_json || needs_json(name->valuestring);
    }
    if (as_json) {
        append_json(cell, names);
        return;
    }
    cJSON_ArrayForEach(name, names)
    {
        atl_buffer_printf(cell, "%s%s", name->prev->next == NULL ? "" : ", ", name->valuestring);
    }
}

static void append_array(struct atl_buffer *cell, const cJSON *array)
{
    cJSON *shown = jira_value_text(array); /* resolves the sprints of Data Center */
    cJSON *names = cJSON_CreateArray();
    struct atl_buffer text = {0};
    const cJSON *item;
    const cJSON *name = shown->child;
    cJSON_ArrayForEach(item, array)
    {
        atl_buffer_truncate(&text, 0);
        append_one(&text, cJSON_IsString(item) ? name : item);
        cJSON_AddItemToArray(names, cJSON_CreateString(atl_buffer_text(&text)));
        name = name == NULL ? NULL : name->next;
    }
    append_list(cell, names);
    atl_buffer_free(&text);
    cJSON_Delete(names);
    cJSON_Delete(shown);
}

void export_append_cell(const struct export_column *column, const cJSON *value,
                        struct atl_buffer *cell)
{
    struct atl_arena arena = {0};
    if (value == NULL || cJSON_IsNull(value)) {
        return;
    }
    if (column->kind == EXPORT_RICH || atl_text_equal(atl_json_text(value, "type", NULL), "doc")) {
        atl_buffer_add(cell, export_markdown(&arena, value));
    } else if (column->kind == EXPORT_TIME) {
        cJSON *time = jira_value_time(value);
        append_one(cell, time);
        cJSON_Delete(time);
    } else if (cJSON_IsArray(value)) {
        append_array(cell, value);
    } else if (!atl_text_equal(column->field, "timetracking") || !append_estimates(cell, value)) {
        append_one(cell, value);
    }
    atl_arena_free(&arena);
}
