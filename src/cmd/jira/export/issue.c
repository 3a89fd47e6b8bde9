/* Issues as rows of CSV, as lines of JSONL, and as members of a JSON document. */
#include "cmd/jira/export/export.h"

#include "atlcli/csv.h"

#include <stdlib.h>
#include <string.h>

const char *const export_formats[] = {"csv", "json", "jsonl", NULL};

static const enum export_part all_parts[] = {EXPORT_COMMENTS, EXPORT_HISTORY, EXPORT_WORKLOGS,
                                             EXPORT_ATTACHMENTS};

enum {
    PARTS = sizeof all_parts / sizeof *all_parts,
};

/* An issue's fields, in the order they came in. */
static struct atl_list list_fields(const struct atl_jira_issue *issue)
{
    struct atl_list fields = {0};
    cJSON *field = issue->fields == NULL ? NULL : issue->fields->child;
    for (; field != NULL; field = field->next) {
        atl_list_add(&fields, field);
    }
    return fields;
}

static bool is_at(const struct atl_list *fields, size_t place, const char *name)
{
    const cJSON *field = place < fields->count ? fields->items[place] : NULL;
    return field != NULL && strcmp(field->string, name) == 0;
}

/*
 * Servers give fields in an order of theirs, but each time in the same: it is looked for where it
 * was in the issue before, which spares nearly all comparisons.
 */
static const cJSON *find_field(const struct atl_list *fields, struct export_column *column)
{
    size_t place = column->place;
    if (!is_at(fields, place, column->field)) {
        place = 0;
        while (place < fields->count && !is_at(fields, place, column->field)) {
            place++;
        }
    }
    if (place == fields->count) {
        return NULL;
    }
    column->place = place;
    return fields->items[place];
}

static const cJSON *value_of(struct export_column *column, const struct atl_list *fields)
{
    const cJSON *value = find_field(fields, column);
    return column->path == NULL ? value : atl_json_get(value, column->path);
}

static void append_url(const struct export_plan *plan, const struct atl_jira_issue *issue,
                       struct atl_buffer *text)
{
    atl_buffer_printf(text, "%s/browse/%s", plan->site, issue->key == NULL ? "" : issue->key);
}

/* ---- CSV ---- */

/* Rows end in LF; a row of one empty cell would be an empty line, which readers skip. */
static void end_row(struct atl_buffer *text, size_t start)
{
    atl_buffer_add(text, text->length == start ? "\"\"\n" : "\n");
}

static void append_heading(const struct export_plan *plan, struct atl_buffer *text)
{
    size_t start = text->length;
    const char *separator = "";
    for (size_t i = 0; i < plan->columns.count; i++) {
        atl_buffer_add(text, separator);
        atl_csv_append_cell(text, plan->columns.columns[i].heading);
        separator = ",";
    }
    for (size_t i = 0; i < PARTS; i++) {
        if (plan->parts & all_parts[i]) {
            atl_buffer_printf(text, "%s%s", separator, export_part_name(all_parts[i]));
            separator = ",";
        }
    }
    end_row(text, start);
}

static void append_column(const struct export_plan *plan, struct export_column *column,
                          const struct atl_jira_issue *issue, const struct atl_list *fields,
                          struct atl_buffer *cell)
{
    switch (column->kind) {
    case EXPORT_ID:
        atl_buffer_add(cell, issue->id);
        break;
    case EXPORT_KEY:
        atl_buffer_add(cell, issue->key);
        break;
    case EXPORT_URL:
        append_url(plan, issue, cell);
        break;
    default:
        export_append_cell(column, value_of(column, fields), cell);
    }
}

static void append_row(const struct export_plan *plan, const struct atl_jira_issue *issue,
                       struct atl_buffer *text)
{
    struct atl_buffer cell = {0};
    struct atl_list fields = list_fields(issue);
    size_t start = text->length;
    const char *separator = "";
    for (size_t i = 0; i < plan->columns.count + PARTS; i++) {
        bool is_column = i < plan->columns.count;
        enum export_part part = is_column ? EXPORT_COMMENTS : all_parts[i - plan->columns.count];
        if (!is_column && (plan->parts & part) == 0) {
            continue;
        }
        atl_buffer_truncate(&cell, 0);
        if (is_column) {
            append_column(plan, &plan->columns.columns[i], issue, &fields, &cell);
        } else {
            export_append_part_text(plan, part, issue, &cell);
        }
        atl_buffer_add(text, separator);
        atl_csv_append_cell(text, atl_buffer_text(&cell));
        separator = ",";
    }
    end_row(text, start);
    atl_list_free(&fields);
    atl_buffer_free(&cell);
}

/* ---- JSON ---- */

static void append_member(struct atl_buffer *json, const char *separator, const char *name,
                          const char *text)
{
    atl_buffer_add(json, separator);
    atl_json_append_string(json, name);
    atl_buffer_add_char(json, ':');
    if (text == NULL) {
        atl_buffer_add(json, "null");
    } else {
        atl_json_append_string(json, text);
    }
}

/* As the server gives it, but for rich text: that is Markdown on Cloud and on Data Center. */
static void append_value(const struct export_column *column, const cJSON *value,
                         struct atl_buffer *json)
{
    bool is_rich =
        column->kind == EXPORT_RICH || atl_text_equal(atl_json_text(value, "type", NULL), "doc");
    if (is_rich && value != NULL && !cJSON_IsNull(value)) {
        struct atl_arena arena = {0};
        atl_json_append_string(json, export_markdown(&arena, value));
        atl_arena_free(&arena);
    } else if (value == NULL) {
        atl_buffer_add(json, "null");
    } else {
        char *printed = atl_json_print(value, false);
        atl_buffer_add(json, printed);
        free(printed);
    }
}

static void append_fields(const struct export_plan *plan, const struct atl_jira_issue *issue,
                          struct atl_buffer *json)
{
    const char *separator = "";
    struct atl_list fields = list_fields(issue);
    atl_buffer_add(json, ",\"fields\":{");
    for (size_t i = 0; i < plan->columns.count; i++) {
        struct export_column *column = &plan->columns.columns[i];
        if (column->field == NULL) {
            continue;
        }
        atl_buffer_add(json, separator);
        atl_json_append_string(json, column->path == NULL ? column->field : column->heading);
        atl_buffer_add_char(json, ':');
        append_value(column, value_of(column, &fields), json);
        separator = ",";
    }
    atl_buffer_add_char(json, '}');
    atl_list_free(&fields);
}

static void append_object(const struct export_plan *plan, const struct atl_jira_issue *issue,
                          struct atl_buffer *json)
{
    atl_buffer_add_char(json, '{');
    append_member(json, "", "id", issue->id);
    append_member(json, ",", "key", issue->key);
    for (size_t i = 0; i < plan->columns.count; i++) {
        if (plan->columns.columns[i].kind == EXPORT_URL) {
            struct atl_buffer url = {0};
            append_url(plan, issue, &url);
            append_member(json, ",", "url", atl_buffer_text(&url));
            atl_buffer_free(&url);
            break;
        }
    }
    append_fields(plan, issue, json);
    for (size_t i = 0; i < PARTS; i++) {
        if (plan->parts & all_parts[i]) {
            atl_buffer_printf(json, ",\"%s\":", export_part_name(all_parts[i]));
            export_append_part_json(plan, all_parts[i], issue, json);
        }
    }
    atl_buffer_add_char(json, '}');
}

/* The document's beginning says what the site calls its own fields. */
static void append_names(const struct export_plan *plan, struct atl_buffer *json)
{
    const char *separator = "";
    for (size_t i = 0; i < plan->columns.count; i++) {
        const struct export_column *column = &plan->columns.columns[i];
        if (column->name != NULL && column->path == NULL) {
            append_member(json, separator, column->field, column->name);
            separator = ",";
        }
    }
}

/* ---- all of it ---- */

void export_append_beginning(const struct export_plan *plan, struct atl_buffer *text)
{
    if (plan->format == EXPORT_CSV) {
        append_heading(plan, text);
    } else if (plan->format == EXPORT_JSON) {
        atl_buffer_add(text, "{\"schemaVersion\":\"1\",\"names\":{");
        append_names(plan, text);
        atl_buffer_add(text, "},\"issues\":[");
    }
}

void export_append_issue(const struct export_plan *plan, const struct atl_jira_issue *issue,
                         int64_t count, struct atl_buffer *text)
{
    switch (plan->format) {
    case EXPORT_CSV:
        append_row(plan, issue, text);
        break;
    case EXPORT_JSON:
        atl_buffer_add(text, count > 0 ? ",\n" : "\n");
        append_object(plan, issue, text);
        break;
    case EXPORT_JSONL:
        append_object(plan, issue, text);
        atl_buffer_add_char(text, '\n');
        break;
    }
}

void export_append_end(const struct export_plan *plan, int64_t count, struct atl_buffer *text)
{
    if (plan->format == EXPORT_JSON) {
        atl_buffer_add(text, count > 0 ? "\n]}\n" : "]}\n");
    }
}
