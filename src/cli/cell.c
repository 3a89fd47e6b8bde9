/* Values and their forms: as a table shows them, plain, as JSON. */
#include "atlcli/clock.h"
#include "cli/output_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct atl_cell atl_cell_none(void)
{
    return (struct atl_cell){.present = false};
}

struct atl_cell atl_cell_text(const char *text)
{
    return (struct atl_cell){.kind = ATL_CELL_TEXT, .present = text != NULL, .text = text};
}

struct atl_cell atl_cell_integer(int64_t integer)
{
    return (struct atl_cell){.kind = ATL_CELL_INTEGER, .present = true, .integer = integer};
}

struct atl_cell atl_cell_boolean(bool boolean)
{
    return (struct atl_cell){.kind = ATL_CELL_BOOLEAN, .present = true, .boolean = boolean};
}

struct atl_cell atl_cell_time(int64_t wall_ms)
{
    return (struct atl_cell){.kind = ATL_CELL_TIME, .present = true, .integer = wall_ms};
}

struct atl_cell atl_cell_styled(struct atl_cell cell, enum atl_style style)
{
    cell.style = style;
    return cell;
}

/* What names an object, in Atlassian's answers: a user, a status, a priority, an issue. */
static const cJSON *name_of(const cJSON *object)
{
    static const char *const names[] = {"displayName", "name", "value", "key", "title"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const cJSON *name = atl_json_member(object, names[i]);
        if (cJSON_IsString(name)) {
            return name;
        }
    }
    return NULL;
}

/* Appends a value for people to read. */
static void append_value(struct atl_buffer *text, const cJSON *value)
{
    if (cJSON_IsString(value)) {
        atl_buffer_add(text, value->valuestring);
    } else if (cJSON_IsArray(value)) {
        for (const cJSON *item = value->child; item != NULL; item = item->next) {
            append_value(text, item);
            atl_buffer_add(text, item->next != NULL ? ", " : "");
        }
    } else if (cJSON_IsObject(value) && name_of(value) != NULL) {
        atl_buffer_add(text, name_of(value)->valuestring);
    } else if (value != NULL && !cJSON_IsNull(value)) {
        char *printed = atl_json_print(value, false);
        atl_buffer_add(text, printed);
        free(printed);
    }
}

struct atl_cell cell_from_object(const struct atl_column *column, const cJSON *object,
                                 struct atl_buffer *scratch)
{
    const cJSON *value = atl_json_get(object, column->path != NULL ? column->path : column->key);
    int64_t wall_ms;
    if (value == NULL || cJSON_IsNull(value)) {
        return atl_cell_none();
    }
    if (cJSON_IsBool(value)) {
        return atl_cell_boolean(cJSON_IsTrue(value));
    }
    if (cJSON_IsString(value)) {
        if (column->kind == ATL_CELL_TIME &&
            atl_clock_parse_iso8601(value->valuestring, &wall_ms)) {
            return atl_cell_time(wall_ms);
        }
        return atl_cell_text(value->valuestring);
    }
    atl_buffer_truncate(scratch, 0);
    append_value(scratch, value);
    return atl_cell_text(atl_buffer_text(scratch));
}

static void append_local_time(struct atl_buffer *text, int64_t wall_ms)
{
    time_t seconds = (time_t)(wall_ms / 1000);
    struct tm local;
    char formatted[64];
    if (localtime_r(&seconds, &local) != NULL &&
        strftime(formatted, sizeof formatted, "%Y-%m-%d %H:%M", &local) > 0) {
        atl_buffer_add(text, formatted);
    }
}

static void append_iso8601(struct atl_buffer *text, int64_t wall_ms)
{
    struct atl_arena arena = {0};
    atl_buffer_add(text, atl_clock_format_iso8601(&arena, wall_ms));
    atl_arena_free(&arena);
}

void cell_append_shown(const struct atl_cell *cell, struct atl_buffer *text)
{
    if (!cell->present) {
        return;
    }
    switch (cell->kind) {
    case ATL_CELL_TEXT:
        atl_text_append_safe(text, cell->text, strlen(cell->text), false);
        break;
    case ATL_CELL_INTEGER:
        atl_buffer_printf(text, "%lld", (long long)cell->integer);
        break;
    case ATL_CELL_BOOLEAN:
        atl_buffer_add(text, cell->boolean ? "✓" : "");
        break;
    case ATL_CELL_TIME:
        append_local_time(text, cell->integer);
        break;
    }
}

void cell_append_plain(const struct atl_cell *cell, struct atl_buffer *text)
{
    if (!cell->present) {
        return;
    }
    switch (cell->kind) {
    case ATL_CELL_TEXT:
        atl_text_append_safe(text, cell->text, strlen(cell->text), true);
        break;
    case ATL_CELL_INTEGER:
        atl_buffer_printf(text, "%lld", (long long)cell->integer);
        break;
    case ATL_CELL_BOOLEAN:
        atl_buffer_add(text, cell->boolean ? "true" : "false");
        break;
    case ATL_CELL_TIME:
        append_iso8601(text, cell->integer);
        break;
    }
}

cJSON *cell_to_json(const struct atl_cell *cell)
{
    char digits[32];
    if (!cell->present) {
        return cJSON_CreateNull();
    }
    if (cell->kind == ATL_CELL_BOOLEAN) {
        return cJSON_CreateBool(cell->boolean);
    }
    if (cell->kind == ATL_CELL_INTEGER) {
        /* Raw, because cJSON's numbers hold 53 bits. */
        snprintf(digits, sizeof digits, "%lld", (long long)cell->integer);
        return cJSON_CreateRaw(digits);
    }
    if (cell->kind == ATL_CELL_TEXT) {
        return cJSON_CreateString(cell->text);
    }
    struct atl_buffer text = {0};
    append_iso8601(&text, cell->integer);
    cJSON *value = cJSON_CreateString(atl_buffer_text(&text));
    atl_buffer_free(&text);
    return value;
}
