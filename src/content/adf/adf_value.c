/* Values of ADF nodes, for the reader, and errors that say where. */
#include "content/adf/adf_reader.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void append_path(struct atl_buffer *path, const struct adf_place *place)
{
    if (place != NULL) {
        append_path(path, place->up);
        atl_buffer_printf(path, "%scontent.%zu", place->up == NULL ? "" : ".", place->index);
    }
}

void adf_fail(struct adf_reader *reader, const struct adf_place *place, const char *message)
{
    struct atl_buffer path = {0};
    append_path(&path, place);
    if (path.length > 200) {
        /* Where it starts is enough to find a place that deep. */
        atl_buffer_truncate(&path, 200);
        atl_buffer_add(&path, "…");
    }
    content_builder_fail(reader->builder, ATL_FAILED, "%s%s%s", atl_buffer_text(&path),
                         path.length == 0 ? "" : ": ", message);
    atl_buffer_free(&path);
}

static const char *name_of(const cJSON *node)
{
    const cJSON *type = cJSON_IsObject(node) ? atl_json_member(node, "type") : NULL;
    return cJSON_IsString(type) ? type->valuestring : NULL;
}

enum adf_type adf_type_of_node(const cJSON *node)
{
    return adf_node_type(name_of(node));
}

enum adf_type adf_type_of_mark(const cJSON *mark)
{
    return adf_mark_type(name_of(mark));
}

const cJSON *adf_first_child(const cJSON *node)
{
    const cJSON *content = atl_json_member(node, "content");
    return cJSON_IsArray(content) ? content->child : NULL;
}

static const cJSON *attribute(const cJSON *node, const char *name)
{
    return atl_json_member(atl_json_member(node, "attrs"), name);
}

const char *adf_text(const cJSON *node, const char *name)
{
    const cJSON *value = attribute(node, name);
    return cJSON_IsString(value) ? value->valuestring : NULL;
}

const cJSON *adf_number(const cJSON *node, const char *name)
{
    const cJSON *value = attribute(node, name);
    return cJSON_IsNumber(value) ? value : NULL;
}

const cJSON *adf_mark(const cJSON *node, enum adf_type type)
{
    const cJSON *marks = atl_json_member(node, "marks");
    for (const cJSON *mark = cJSON_IsArray(marks) ? marks->child : NULL; mark != NULL;
         mark = mark->next) {
        if (adf_type_of_mark(mark) == type) {
            return mark;
        }
    }
    return NULL;
}

void adf_copy_text(struct adf_reader *reader, struct atl_node *node, const char *name,
                   const cJSON *from, const char *adf_name)
{
    const char *text = adf_text(from, adf_name);
    if (text != NULL) {
        content_set_attribute(reader->builder->arena, node, name, text);
    }
}

void adf_set_number(struct adf_reader *reader, struct atl_node *node, const char *name,
                    double number)
{
    /* Adding nothing makes one of the two zeros the other. */
    char *text = atl_arena_printf(reader->builder->arena, "%.10g", number + 0.0);
    content_set_attribute(reader->builder->arena, node, name, text);
}

void adf_copy_number(struct adf_reader *reader, struct atl_node *node, const char *name,
                     const cJSON *from, const char *adf_name)
{
    const cJSON *number = adf_number(from, adf_name);
    if (number != NULL) {
        adf_set_number(reader, node, name, number->valuedouble);
    }
}

char *adf_verbatim(struct adf_reader *reader, const cJSON *node)
{
    char *printed = atl_json_print(node, false);
    char *text = atl_arena_strdup(reader->builder->arena, printed);
    free(printed);
    return text;
}
