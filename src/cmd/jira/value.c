#include "cmd/jira/value.h"

#include "cmd/jira/sprint_text.h"

#include "atlcli/clock.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_DEPTH = 100, /* of rich text; the parser allows far more */
};

cJSON *jira_value_copy(const cJSON *value)
{
    return value == NULL ? cJSON_CreateNull() : cJSON_Duplicate(value, true);
}

static cJSON *refer(const char *text)
{
    return text == NULL ? cJSON_CreateNull() : cJSON_CreateStringReference(text);
}

/* ---- names ---- */

static const char *name_of(const cJSON *object)
{
    static const char *const names[] = {"displayName", "name",     "value", "title",
                                        "key",         "filename", "id"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const cJSON *name = atl_json_member(object, names[i]);
        if (cJSON_IsString(name)) {
            return name->valuestring;
        }
    }
    return NULL;
}

/* Of a link, "is blocked by ABC-1"; NULL for anything else. */
static cJSON *link_text(const cJSON *link)
{
    const char *outward = atl_json_text(link, "outwardIssue.key", NULL);
    const char *key = outward != NULL ? outward : atl_json_text(link, "inwardIssue.key", NULL);
    if (key == NULL) {
        return NULL;
    }
    struct atl_arena arena = {0};
    const char *phrase = atl_json_text(link, outward != NULL ? "type.outward" : "type.inward", "");
    cJSON *text = cJSON_CreateString(atl_arena_printf(&arena, "%s %s", phrase, key));
    atl_arena_free(&arena);
    return text;
}

static cJSON *name_one(const cJSON *value)
{
    if (cJSON_IsString(value)) {
        return refer(value->valuestring);
    }
    cJSON *link = link_text(value);
    const char *name = link == NULL ? name_of(value) : NULL;
    return link != NULL ? link : name != NULL ? refer(name) : jira_value_copy(value);
}

cJSON *jira_value_name(const cJSON *value)
{
    if (!cJSON_IsArray(value)) {
        return name_one(value);
    }
    cJSON *list = cJSON_CreateArray();
    const cJSON *item;
    cJSON_ArrayForEach(item, value)
    {
        cJSON_AddItemToArray(list, name_one(item));
    }
    return list;
}

cJSON *jira_value_key(const cJSON *value)
{
    return refer(atl_json_text(value, "key", NULL));
}

cJSON *jira_value_time(const cJSON *value)
{
    int64_t wall_ms;
    if (!cJSON_IsString(value) || !atl_clock_parse_iso8601(value->valuestring, &wall_ms)) {
        return jira_value_copy(value);
    }
    struct atl_arena arena = {0};
    cJSON *time = cJSON_CreateString(atl_clock_format_iso8601(&arena, wall_ms));
    atl_arena_free(&arena);
    return time;
}

/* ---- rich text ---- */

static bool is_document(const cJSON *value)
{
    return atl_text_equal(atl_json_text(value, "type", NULL), "doc") &&
           cJSON_IsArray(atl_json_member(value, "content"));
}

static bool is_block(const char *type)
{
    static const char *const blocks[] = {"paragraph", "heading",   "codeBlock", "listItem",
                                         "tableRow",  "tableCell", "hardBreak", "rule"};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        if (atl_text_equal(blocks[i], type)) {
            return true;
        }
    }
    return false;
}

static void append_node(struct atl_buffer *text, const cJSON *node, int depth)
{
    if (depth > MOST_DEPTH) {
        return;
    }
    const char *type = atl_json_text(node, "type", "");
    /* Text, or what a mention, emoji or status shows. */
    atl_buffer_add(text, atl_json_text(node, "text", atl_json_text(node, "attrs.text", NULL)));
    const cJSON *child;
    cJSON_ArrayForEach(child, atl_json_member(node, "content"))
    {
        append_node(text, child, depth + 1);
    }
    if (is_block(type) && text->length > 0 && text->data[text->length - 1] != '\n') {
        atl_buffer_add_char(text, '\n');
    }
}

/* ---- sprints of Data Center ---- */

/* NULL for any other text. */
static cJSON *sprint_name(const char *text)
{
    struct jira_sprint_text sprint;
    if (!jira_sprint_text_read(text, &sprint)) {
        return NULL;
    }
    char *copy = atl_strndup(sprint.name, sprint.name_length);
    cJSON *found = cJSON_CreateString(copy);
    free(copy);
    return found;
}

static cJSON *replace_sprints(cJSON *names)
{
    for (cJSON *item = names->child; cJSON_IsArray(names) && item != NULL; item = item->next) {
        cJSON *name = cJSON_IsString(item) ? sprint_name(item->valuestring) : NULL;
        if (name != NULL) {
            cJSON_ReplaceItemViaPointer(names, item, name);
            item = name;
        }
    }
    return names;
}

cJSON *jira_value_text(const cJSON *value)
{
    if (!is_document(value)) {
        return replace_sprints(jira_value_name(value));
    }
    struct atl_buffer text = {0};
    append_node(&text, value, 0);
    while (text.length > 0 && text.data[text.length - 1] == '\n') {
        atl_buffer_truncate(&text, text.length - 1);
    }
    cJSON *plain = cJSON_CreateString(atl_buffer_text(&text));
    atl_buffer_free(&text);
    return plain;
}

cJSON *jira_value_estimates(const cJSON *tracking)
{
    static const char *const parts[][2] = {
        {"originalEstimate", "estimated"}, {"timeSpent", "logged"}, {"remainingEstimate", "left"}};
    struct atl_buffer text = {0};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *duration = atl_json_text(tracking, parts[i][0], NULL);
        if (duration != NULL) {
            atl_buffer_printf(&text, "%s%s %s", text.length > 0 ? ", " : "", duration, parts[i][1]);
        }
    }
    cJSON *value = cJSON_CreateString(atl_buffer_text(&text));
    atl_buffer_free(&text);
    return value;
}
