/* JSON, one document or one object a line. */
#include "atlcli/json.h"
#include "bulk/rows.h"

#include <stdlib.h>
#include <string.h>

static size_t find_column(struct rows_builder *builder, const char *name)
{
    for (size_t i = 0; i < builder->columns.count; i++) {
        if (strcmp(builder->columns.items[i], name) == 0) {
            return i;
        }
    }
    atl_list_add(&builder->columns, atl_arena_strdup(builder->arena, name));
    return builder->columns.count - 1;
}

static const char *text_of(struct atl_arena *arena, const cJSON *value)
{
    if (cJSON_IsNull(value)) {
        return NULL;
    }
    if (cJSON_IsString(value)) {
        return atl_arena_strdup(arena, value->valuestring);
    }
    char *text = atl_json_print(value, false);
    const char *kept = atl_arena_strdup(arena, text);
    free(text);
    return kept;
}

static enum atl_status add_object(struct rows_builder *builder, const cJSON *object, size_t number,
                                  const char *unit, struct atl_error *error)
{
    const cJSON *member;
    if (!cJSON_IsObject(object)) {
        return atl_fail(error, ATL_USAGE, "%s, %s %zu: an object is expected", builder->source,
                        unit, number);
    }
    cJSON_ArrayForEach(member, object)
    {
        find_column(builder, member->string);
    }
    struct rows_row *row = atl_arena_alloc(builder->arena, sizeof *row);
    row->number = number;
    row->count = builder->columns.count;
    row->cells = atl_arena_alloc(builder->arena, (row->count + 1) * sizeof *row->cells);
    cJSON_ArrayForEach(member, object)
    {
        row->cells[find_column(builder, member->string)] = text_of(builder->arena, member);
    }
    atl_list_add(&builder->rows, row);
    return ATL_OK;
}

/* A wrong file is its writer's mistake. */
static enum atl_status fail_for_syntax(struct atl_error *error)
{
    if (error != NULL) {
        error->status = ATL_USAGE;
    }
    return ATL_USAGE;
}

/* The array of a document: itself, "issues", or the only one there is. */
static const cJSON *find_array(const cJSON *document)
{
    const cJSON *member;
    const cJSON *only = NULL;
    if (cJSON_IsArray(document)) {
        return document;
    }
    if (cJSON_IsArray(atl_json_member(document, "issues"))) {
        return atl_json_member(document, "issues");
    }
    cJSON_ArrayForEach(member, document)
    {
        if (cJSON_IsArray(member)) {
            if (only != NULL) {
                return NULL;
            }
            only = member;
        }
    }
    return only;
}

enum atl_status rows_read_json(struct rows_builder *builder, const char *text, size_t length,
                               struct atl_error *error)
{
    cJSON *document;
    const cJSON *object;
    size_t number = 0;
    enum atl_status status = atl_json_parse(text, length, builder->source, &document, error);
    if (status != ATL_OK) {
        return fail_for_syntax(error);
    }
    const cJSON *list = find_array(document);
    if (list == NULL) {
        status = atl_fail(error, ATL_USAGE, "%s: an array of objects is expected", builder->source);
    }
    cJSON_ArrayForEach(object, list)
    {
        if (status == ATL_OK) {
            status = add_object(builder, object, ++number, "item", error);
        }
    }
    cJSON_Delete(document);
    return status;
}

enum atl_status rows_read_jsonl(struct rows_builder *builder, const char *text, size_t length,
                                struct atl_error *error)
{
    const char *end = text + length;
    enum atl_status status = ATL_OK;
    for (size_t line = 1; status == ATL_OK && text < end; line++) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        size_t bytes = (size_t)((stop == NULL ? end : stop) - text);
        size_t blank = 0;
        while (blank < bytes && strchr(" \t\r", text[blank]) != NULL) {
            blank++;
        }
        if (blank < bytes) {
            cJSON *object;
            status = atl_json_parse(text, bytes, "the line", &object, error);
            if (status != ATL_OK) {
                atl_error_prefix(error, "%s, line %zu", builder->source, line);
                return fail_for_syntax(error);
            }
            status = add_object(builder, object, line, "line", error);
            cJSON_Delete(object);
        }
        text = stop == NULL ? end : stop + 1;
    }
    return status;
}
