/* The fields of an issue as values for another one. */
#include "atlcli/text.h"
#include "cli/console.h"
#include "cmd/jira/issue/clone.h"
#include "cmd/jira/sprint_text.h"
#include "cmd/jira/text.h"

#include <stdlib.h>
#include <string.h>

struct copying {
    struct jira_issue_command *command;
    const struct atl_jira_field *field;
};

/* ---- by reference ---- */

/* An object with the first of these members that the value has. */
static cJSON *refer(const cJSON *value, const char *const *members)
{
    for (; *members != NULL; members++) {
        const char *text = atl_json_text(value, *members, NULL);
        if (text != NULL) {
            cJSON *reference = cJSON_CreateObject();
            cJSON_AddStringToObject(reference, *members, text);
            return reference;
        }
    }
    return NULL;
}

static cJSON *refer_to_person(const cJSON *value)
{
    static const char *const members[] = {"accountId", "name", NULL};
    return refer(value, members);
}

static cJSON *refer_to_issue(const cJSON *value)
{
    static const char *const members[] = {"key", NULL};
    return refer(value, members);
}

/* ---- by name, as other projects have other ids ---- */

static const char *name_of(struct atl_arena *arena, const cJSON *value)
{
    const char *child = atl_json_text(value, "child.value", NULL);
    const char *name = atl_json_text(value, "value", atl_json_text(value, "name", NULL));
    return child == NULL ? name : atl_arena_printf(arena, "%s > %s", name, child);
}

static cJSON *choose(const struct copying *copying, const cJSON *value)
{
    struct atl_context *context = copying->command->context;
    struct jira_text_writer writer = {.context = context, .http = copying->command->http};
    const struct atl_jira_writing writing = jira_text_writing(&writer);
    struct atl_error error;
    const char *name = cJSON_IsString(value) ? value->valuestring : name_of(context->arena, value);
    cJSON *chosen = NULL;
    if (name != NULL &&
        atl_jira_field_value(&writing, copying->field, name, &chosen, &error) != ATL_OK) {
        atl_warn(context->console, "left out: %s", error.message);
    }
    return chosen;
}

/* ---- rich text ---- */

static bool is_file(const cJSON *node)
{
    const char *type = atl_json_text(node, "type", "");
    const cJSON *media = atl_text_equal(type, "mediaSingle") || atl_text_equal(type, "mediaGroup")
                             ? atl_json_get(node, "content.0")
                             : node;
    const char *kind = atl_json_text(media, "attrs.type", "");
    const char *media_type = atl_json_text(media, "type", "");
    return (atl_text_equal(media_type, "media") || atl_text_equal(media_type, "mediaInline")) &&
           !atl_text_equal(kind, "external");
}

/* Pictures and files within a text are attachments of the issue that it comes from. */
static size_t drop_files(cJSON *node)
{
    size_t dropped = 0;
    cJSON *content = atl_json_member(node, "content");
    cJSON *child = content == NULL ? NULL : content->child;
    while (child != NULL) {
        cJSON *next = child->next;
        if (is_file(child)) {
            cJSON_Delete(cJSON_DetachItemViaPointer(content, child));
            dropped++;
        } else {
            dropped += drop_files(child);
        }
        child = next;
    }
    return dropped;
}

static cJSON *copy_rich_text(const struct copying *copying, const cJSON *value)
{
    cJSON *copy = cJSON_Duplicate(value, true);
    size_t dropped = cJSON_IsObject(copy) ? drop_files(copy) : 0;
    if (dropped > 0) {
        atl_warn(copying->command->context->console,
                 "left out: %zu picture%s or file%s in %s, as attachments aren't cloned", dropped,
                 dropped == 1 ? "" : "s", dropped == 1 ? "" : "s", copying->field->name);
    }
    return copy;
}

/* ---- others ---- */

static cJSON *copy_time(const cJSON *value)
{
    const char *estimate = atl_json_text(value, "originalEstimate", NULL);
    if (estimate == NULL) {
        return NULL;
    }
    cJSON *copy = cJSON_CreateObject();
    cJSON_AddStringToObject(copy, "originalEstimate", estimate);
    return copy;
}

/* The sprint that isn't over. */
static cJSON *copy_sprint(const cJSON *sprints)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, sprints)
    {
        struct jira_sprint_text sprint;
        if (cJSON_IsString(item)) {
            if (jira_sprint_text_read(item->valuestring, &sprint) && !sprint.closed) {
                return cJSON_CreateNumber((double)sprint.id);
            }
        } else if (!atl_text_equal(atl_json_text(item, "state", NULL), "closed") &&
                   cJSON_IsNumber(atl_json_member(item, "id"))) {
            return cJSON_CreateNumber((double)atl_json_integer(item, "id", 0));
        }
    }
    return NULL;
}

/* ---- a field ---- */

static cJSON *copy_one(const struct copying *copying, const char *type, const cJSON *value)
{
    static const char *const plain[] = {"string", "number", "date", "datetime", "any"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (atl_text_equal(type, plain[i])) {
            return cJSON_IsString(value) || cJSON_IsNumber(value) ? cJSON_Duplicate(value, true)
                                                                  : NULL;
        }
    }
    if (atl_text_equal(type, "user")) {
        return refer_to_person(value);
    }
    if (atl_text_equal(type, "issuelink")) {
        return refer_to_issue(value);
    }
    return atl_text_equal(type, "timetracking") ? copy_time(value) : choose(copying, value);
}

static cJSON *copy_list(const struct copying *copying, const cJSON *value)
{
    cJSON *list = cJSON_CreateArray();
    /* One at a time, as a field of that type would have it. */
    struct atl_jira_field single = *copying->field;
    single.type = single.items;
    const struct copying item_copying = {copying->command, &single};
    const cJSON *item;
    cJSON_ArrayForEach(item, value)
    {
        cJSON *copy = copy_one(&item_copying, single.type, item);
        if (copy != NULL) {
            cJSON_AddItemToArray(list, copy);
        }
    }
    if (list->child == NULL) {
        cJSON_Delete(list);
        return NULL;
    }
    return list;
}

static cJSON *copy_field(const struct copying *copying, const cJSON *value)
{
    const struct atl_jira_field *field = copying->field;
    if (atl_jira_field_is_rich_text(field)) {
        return copy_rich_text(copying, value);
    }
    if (field->custom != NULL && atl_text_ends_with(field->custom, ":gh-sprint")) {
        return copy_sprint(value);
    }
    return atl_text_equal(field->type, "array") ? copy_list(copying, value)
                                                : copy_one(copying, field->type, value);
}

/* What a clone has of its own, or what belongs to the original alone. */
static bool is_left_out(const char *id)
{
    static const char *const ids[] = {"project", "issuetype",  "summary",    "attachment",
                                      "comment", "issuelinks", "resolution", "reporter"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        if (atl_text_equal(ids[i], id)) {
            return true;
        }
    }
    return false;
}

void jira_issue_copy_fields(struct jira_issue_command *command, const cJSON *issue,
                            const struct atl_jira_fields *fields, cJSON *values)
{
    const cJSON *given = atl_json_member(issue, "fields");
    for (size_t i = 0; i < fields->count; i++) {
        const struct copying copying = {command, &fields->fields[i]};
        const cJSON *value = atl_json_member(given, copying.field->id);
        if (value == NULL || cJSON_IsNull(value) || is_left_out(copying.field->id)) {
            continue;
        }
        cJSON *copy = copy_field(&copying, value);
        if (copy != NULL) {
            cJSON_AddItemToObject(values, copying.field->id, copy);
        }
    }
}
