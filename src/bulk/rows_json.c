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

static void add_columns(struct rows_builder *builder, const cJSON *object)
{
    const cJSON *member;
    cJSON_ArrayForEach(member, object)
    {
        find_column(builder, member->string);
    }
}

static void add_cells(struct rows_builder *builder, const cJSON *object, struct rows_row *row)
{
    const cJSON *member;
    cJSON_ArrayForEach(member, object)
    {
        row->cells[find_column(builder, member->string)] = text_of(builder->arena, member);
    }
}

/* Members, and those of "fields", which the object holds no longer. */
static enum atl_status add_object(struct rows_builder *builder, cJSON *object, size_t number,
                                  const char *unit, struct atl_error *error)
{
    cJSON *fields = NULL;
    if (!cJSON_IsObject(object)) {
        return atl_fail(error, ATL_USAGE, "%s, %s %zu: an object is expected", builder->source,
                        unit, number);
    }
    if (cJSON_IsObject(atl_json_member(object, "fields"))) {
        fields = cJSON_DetachItemViaPointer(object, atl_json_member(object, "fields"));
    }
    add_columns(builder, object);
    add_columns(builder, fields);
    struct rows_row *row = atl_arena_alloc(builder->arena, sizeof *row);
    row->number = number;
    row->count = builder->columns.count;
    row->cells = atl_arena_alloc(builder->arena, (row->count + 1) * sizeof *row->cells);
    add_cells(builder, object, row);
    add_cells(builder, fields, row);
    cJSON_Delete(fields);
    atl_list_add(&builder->rows, row);
    return ATL_OK;
}

enum atl_status rows_parse_json(const char *text, size_t length, const char *source,
                                cJSON **document, struct atl_error *error)
{
    enum atl_status status = atl_json_parse(text, length, source, document, error);
    if (status != ATL_OK && error != NULL) {
        error->status = ATL_USAGE;
    }
    return status == ATL_OK ? ATL_OK : ATL_USAGE;
}

/* Itself, "issues", or the only one there is. */
const cJSON *rows_find_array(const cJSON *document)
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

static void keep_labels(struct rows_builder *builder, const cJSON *names)
{
    if (!cJSON_IsObject(names)) {
        return;
    }
    builder->labels =
        atl_arena_alloc(builder->arena, (builder->columns.count + 1) * sizeof *builder->labels);
    for (size_t i = 0; i < builder->columns.count; i++) {
        const cJSON *name = atl_json_member(names, builder->columns.items[i]);
        builder->labels[i] =
            cJSON_IsString(name) ? atl_arena_strdup(builder->arena, name->valuestring) : NULL;
    }
}

enum atl_status rows_read_json(struct rows_builder *builder, const char *text, size_t length,
                               struct atl_error *error)
{
    cJSON *document;
    size_t number = 0;
    enum atl_status status = rows_parse_json(text, length, builder->source, &document, error);
    if (status != ATL_OK) {
        return status;
    }
    const cJSON *list = rows_find_array(document);
    if (list == NULL) {
        status = atl_fail(error, ATL_USAGE, "%s: an array of objects is expected", builder->source);
    }
    for (cJSON *object = list == NULL ? NULL : list->child; status == ATL_OK && object != NULL;
         object = object->next) {
        status = add_object(builder, object, ++number, "item", error);
    }
    keep_labels(builder, atl_json_member(document, "names"));
    cJSON_Delete(document);
    return status;
}

enum atl_status rows_next_line(const char **text, const char *end, size_t *line, const char *source,
                               cJSON **document, struct atl_error *error)
{
    *document = NULL;
    while (*text < end) {
        const char *start = *text;
        const char *stop = memchr(start, '\n', (size_t)(end - start));
        size_t bytes = (size_t)((stop == NULL ? end : stop) - start);
        size_t blank = 0;
        while (blank < bytes && strchr(" \t\r", start[blank]) != NULL) {
            blank++;
        }
        *text = stop == NULL ? end : stop + 1;
        ++*line;
        if (blank < bytes) {
            enum atl_status status = rows_parse_json(start, bytes, "the line", document, error);
            if (status != ATL_OK) {
                atl_error_prefix(error, "%s, line %zu", source, *line);
            }
            return status;
        }
    }
    return ATL_OK;
}

enum atl_status rows_read_jsonl(struct rows_builder *builder, const char *text, size_t length,
                                struct atl_error *error)
{
    const char *end = text + length;
    size_t line = 0;
    cJSON *object;
    enum atl_status status = rows_next_line(&text, end, &line, builder->source, &object, error);
    while (status == ATL_OK && object != NULL) {
        status = add_object(builder, object, line, "line", error);
        cJSON_Delete(object);
        object = NULL;
        if (status == ATL_OK) {
            status = rows_next_line(&text, end, &line, builder->source, &object, error);
        }
    }
    return status;
}
