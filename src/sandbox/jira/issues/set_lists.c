/* Setting the system's fields that hold several values: labels, components, versions. */
#include "sandbox/jira/issues/change.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_LABEL_BYTES = 255,
};

/* What a field's table is called, and how its values are kept. */
struct list_field {
    const char *id;      /* "labels" */
    const char *history; /* as histories call it: "Fix Version" */
    const char *noun;    /* in messages: "Version name 'x' is not valid" */
    const char *values;  /* SQL: value, name of what the issue has */
    const char *add;     /* SQL: issue, value */
    const char *remove;
    const char *table; /* that the values are looked up in; NULL: any text is one */
};

static const struct list_field labels = {
    "labels",
    "labels",
    "Label",
    "SELECT label, label FROM issue_label WHERE issue = ? ORDER BY 1",
    "INSERT OR IGNORE INTO issue_label (issue, label) VALUES (?, ?)",
    "DELETE FROM issue_label WHERE issue = ? AND label = ?",
    NULL};

static const struct list_field components = {
    "components",
    "Component",
    "Component",
    "SELECT component, name FROM issue_component JOIN component ON id = component WHERE issue = ? "
    "ORDER BY 1",
    "INSERT OR IGNORE INTO issue_component (issue, component) VALUES (?, ?)",
    "DELETE FROM issue_component WHERE issue = ? AND component = ?",
    "component"};

static const struct list_field fix_versions = {
    "fixVersions",
    "Fix Version",
    "Version",
    "SELECT version, name FROM issue_version JOIN version ON version.id = version WHERE issue = ? "
    "AND kind = 'fix' ORDER BY 1",
    "INSERT OR IGNORE INTO issue_version (issue, kind, version) VALUES (?, 'fix', ?)",
    "DELETE FROM issue_version WHERE issue = ? AND kind = 'fix' AND version = ?",
    "version"};

static const struct list_field affected_versions = {
    "versions",
    "Version",
    "Version",
    "SELECT version, name FROM issue_version JOIN version ON version.id = version WHERE issue = ? "
    "AND kind = 'affects' ORDER BY 1",
    "INSERT OR IGNORE INTO issue_version (issue, kind, version) VALUES (?, 'affects', ?)",
    "DELETE FROM issue_version WHERE issue = ? AND kind = 'affects' AND version = ?",
    "version"};

/* A value with its name; for labels both are the same. */
struct item {
    const char *value;
    const char *name;
};

struct items {
    struct item *items;
    size_t count;
};

static void push(struct issue_change *change, struct items *list, const char *value,
                 const char *name)
{
    struct item *grown = atl_arena_alloc(change->arena, (list->count + 1) * sizeof *grown);
    if (list->count > 0) {
        memcpy(grown, list->items, list->count * sizeof *grown);
    }
    grown[list->count++] = (struct item){value, name};
    list->items = grown;
}

static bool contains(const struct items *list, const char *value)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].value, value) == 0) {
            return true;
        }
    }
    return false;
}

static struct items present(struct issue_change *change, const struct list_field *field)
{
    struct items list = {0};
    struct rows rows =
        store_select(&change->sandbox->store, field->values, VALUES(sql_integer(change->issue.id)));
    while (rows_next(&rows)) {
        push(change, &list, rows_copy(&rows, 0, change->arena), rows_copy(&rows, 1, change->arena));
    }
    return list;
}

/* ---- reading values ---- */

static bool read_label(struct issue_change *change, const cJSON *value, struct items *list)
{
    if (!cJSON_IsString(value)) {
        return change_problem(change, "labels", "Operation value must be a string");
    }
    const char *label = value->valuestring;
    if (*label == '\0' || strpbrk(label, " \t\r\n") != NULL) {
        return change_problem(change, "labels", "The label '%s' contains spaces which is invalid.",
                              label);
    }
    if (strlen(label) > MOST_LABEL_BYTES) {
        return change_problem(change, "labels",
                              "The label '%s' exceeds the maximum length of 255 characters.",
                              label);
    }
    push(change, list, label, label);
    return true;
}

static bool read_named(struct issue_change *change, const struct list_field *field,
                       const cJSON *value, struct items *list)
{
    char where[64];
    snprintf(where, sizeof where, "AND project = %" PRId64, change->issue.project);
    if (!cJSON_IsObject(value)) {
        return change_problem(change, field->id, "expected Object");
    }
    int64_t id = find_named(change->sandbox, field->table, where, value);
    if (id < 0) {
        bool by_name = atl_json_text(value, "name", NULL) != NULL;
        return change_problem(change, field->id, "%s %s '%s' is not valid", field->noun,
                              by_name ? "name" : "id", named_text(value));
    }
    const char *sql =
        atl_arena_printf(change->arena, "SELECT name FROM %s WHERE id = ?", field->table);
    push(change, list, atl_arena_printf(change->arena, "%" PRId64, id),
         store_text(&change->sandbox->store, change->arena, sql, VALUES(sql_integer(id))));
    return true;
}

static bool read_value(struct issue_change *change, const struct list_field *field,
                       const cJSON *value, struct items *list)
{
    return field->table == NULL ? read_label(change, value, list)
                                : read_named(change, field, value, list);
}

static bool read_values(struct issue_change *change, const struct list_field *field,
                        const cJSON *value, struct items *list)
{
    const cJSON *item;
    if (value == NULL || cJSON_IsNull(value)) {
        return true;
    }
    if (!cJSON_IsArray(value)) {
        return change_problem(change, field->id, "data was not an array");
    }
    cJSON_ArrayForEach(item, value)
    {
        if (!read_value(change, field, item, list)) {
            return false;
        }
    }
    return true;
}

/* ---- writing ---- */

static void write_item(struct issue_change *change, const struct list_field *field, const char *sql,
                       const char *value)
{
    int64_t id = -1;
    bool is_id = field->table != NULL && atl_text_to_integer(value, 0, INT64_MAX, &id);
    store_run(&change->sandbox->store, sql,
              VALUES(sql_integer(change->issue.id), is_id ? sql_integer(id) : sql_text(value)));
}

static const char *join(struct issue_change *change, const struct items *list)
{
    const char *text = "";
    for (size_t i = 0; i < list->count; i++) {
        text =
            atl_arena_printf(change->arena, "%s%s%s", text, i > 0 ? " " : "", list->items[i].name);
    }
    return text;
}

/* Labels are one line of history, the others a line for each that comes or goes. */
static void record(struct issue_change *change, const struct list_field *field,
                   const struct items *before, const struct items *after)
{
    if (field->table == NULL) {
        change_record(change, field->history, field->id, NULL, join(change, before), NULL,
                      join(change, after));
        return;
    }
    for (size_t i = 0; i < before->count; i++) {
        if (!contains(after, before->items[i].value)) {
            change_record(change, field->history, field->id, before->items[i].value,
                          before->items[i].name, NULL, NULL);
        }
    }
    for (size_t i = 0; i < after->count; i++) {
        if (!contains(before, after->items[i].value)) {
            change_record(change, field->history, field->id, NULL, NULL, after->items[i].value,
                          after->items[i].name);
        }
    }
}

static void write_list(struct issue_change *change, const struct list_field *field,
                       const struct items *before, const struct items *after)
{
    bool changed = false;
    for (size_t i = 0; i < before->count; i++) {
        if (!contains(after, before->items[i].value)) {
            write_item(change, field, field->remove, before->items[i].value);
            changed = true;
        }
    }
    for (size_t i = 0; i < after->count; i++) {
        if (!contains(before, after->items[i].value)) {
            write_item(change, field, field->add, after->items[i].value);
            changed = true;
        }
    }
    if (changed) {
        record(change, field, before, after);
    }
}

static void set_list(struct issue_change *change, const struct list_field *field,
                     enum operation operation, const cJSON *value)
{
    struct items before = present(change, field);
    struct items given = {0};
    struct items after = {0};
    if (operation == OPERATION_SET ? !read_values(change, field, value, &given)
                                   : !read_value(change, field, value, &given)) {
        return;
    }
    for (size_t i = 0; operation != OPERATION_SET && i < before.count; i++) {
        if (operation == OPERATION_ADD || !contains(&given, before.items[i].value)) {
            push(change, &after, before.items[i].value, before.items[i].name);
        }
    }
    for (size_t i = 0; operation != OPERATION_REMOVE && i < given.count; i++) {
        if (!contains(&after, given.items[i].value)) {
            push(change, &after, given.items[i].value, given.items[i].name);
        }
    }
    write_list(change, field, &before, &after);
}

void set_labels(struct issue_change *change, enum operation operation, const cJSON *value)
{
    set_list(change, &labels, operation, value);
}

void set_components(struct issue_change *change, enum operation operation, const cJSON *value)
{
    set_list(change, &components, operation, value);
}

void set_fix_versions(struct issue_change *change, enum operation operation, const cJSON *value)
{
    set_list(change, &fix_versions, operation, value);
}

void set_affected_versions(struct issue_change *change, enum operation operation,
                           const cJSON *value)
{
    set_list(change, &affected_versions, operation, value);
}
