/* Setting custom fields. */
#include "sandbox/jira/issues/change.h"
#include "sandbox/jira/issues/fields.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/text/time_format.h"

#include "atlcli/clock.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum {
    MOST_VALUES = 256, /* of one field of one issue */
};

/* The values that a field is to have, with the text that histories show. */
struct new_values {
    const struct custom_field *field;
    struct value values[MOST_VALUES];
    const char *texts[MOST_VALUES];
    const char *plain; /* of a textarea */
    size_t count;
};

static bool keep(struct new_values *new, struct value value, const char *text)
{
    if (new->count < MOST_VALUES) {
        new->values[new->count] = value;
        new->texts[new->count++] = text;
    }
    return true;
}

/* ---- reading one value ---- */

static bool read_number(struct issue_change *change, struct new_values *new, const cJSON *value)
{
    if (!cJSON_IsNumber(value) || !isfinite(value->valuedouble)) {
        return change_problem(change, new->field->key, "Operation value must be a number");
    }
    return keep(new, sql_real(value->valuedouble),
                atl_arena_printf(change->arena, "%.15g", value->valuedouble));
}

static bool read_text(struct issue_change *change, struct new_values *new, const cJSON *value)
{
    enum {
        MOST_TEXT_BYTES = 255,
    };
    if (!cJSON_IsString(value)) {
        return change_problem(change, new->field->key, "Operation value must be a string");
    }
    const char *text = value->valuestring;
    if (new->field->type == CUSTOM_URL && strstr(text, "://") == NULL) {
        return change_problem(change, new->field->key, "'%s' is not a valid URL", text);
    }
    if (strlen(text) > MOST_TEXT_BYTES) {
        return change_problem(change, new->field->key,
                              "The entered text is too long. It exceeds the allowed limit of 255 "
                              "characters.");
    }
    return keep(new, sql_text(text), text);
}

static bool read_area(struct issue_change *change, struct new_values *new, const cJSON *value)
{
    const char *body;
    if (!body_read(change->sandbox, change->arena, value, &body, &new->plain)) {
        return change_problem(change, new->field->key,
                              sandbox_is_cloud(change->sandbox)
                                  ? "Operation value must be an Atlassian Document (see the "
                                    "Atlassian Document Format)"
                                  : "Operation value must be a string");
    }
    return keep(new, sql_text(body), new->plain);
}

static bool read_label(struct issue_change *change, struct new_values *new, const cJSON *value)
{
    if (!cJSON_IsString(value) || *value->valuestring == '\0' ||
        strpbrk(value->valuestring, " \t\r\n") != NULL) {
        return change_problem(change, new->field->key,
                              "The label '%s' contains spaces which is invalid.",
                              cJSON_IsString(value) ? value->valuestring : "");
    }
    return keep(new, sql_text(value->valuestring), value->valuestring);
}

/* ISO 8601; of a date only its day counts. */
static bool read_date(struct issue_change *change, struct new_values *new, const cJSON *value)
{
    int64_t ms;
    bool is_date = new->field->type == CUSTOM_DATE;
    const char *text = cJSON_IsString(value) ? value->valuestring : "";
    if ((is_date && strlen(text) != strlen("2026-01-31")) || !atl_clock_parse_iso8601(text, &ms)) {
        return change_problem(change, new->field->key, "Error parsing date string: %s", text);
    }
    return keep(new, sql_integer(ms),
                is_date ? time_format_date(change->arena, ms)
                        : time_format_jira(change->arena, ms));
}

static bool read_user(struct issue_change *change, struct new_values *new, const cJSON *value)
{
    int64_t id = cJSON_IsObject(value) ? find_person(change->sandbox, value) : -1;
    if (id < 0) {
        return change_problem(change, new->field->key, "User '%s' does not exist.",
                              named_text(value));
    }
    return keep(new, sql_integer(id),
                store_text(&change->sandbox->store, change->arena,
                           "SELECT name FROM person WHERE id = ?", VALUES(sql_integer(id))));
}

/* An option by {"id"} or {"value"}, below `parent` (-1: at the top). */
static int64_t find_option(struct issue_change *change, int64_t field, int64_t parent,
                           const cJSON *value)
{
    int64_t id = -1;
    const char *id_text = atl_json_text(value, "id", NULL);
    if (id_text != NULL && !atl_text_to_integer(id_text, 0, INT64_MAX, &id)) {
        return -1;
    }
    return store_integer(
        &change->sandbox->store, -1,
        "SELECT id FROM field_option WHERE field = ?1 AND ifnull(parent, -1) = ?2 AND disabled = 0 "
        "AND (id = ?3 OR (?3 < 0 AND value = ?4))",
        VALUES(sql_integer(field), sql_integer(parent), sql_integer(id),
               sql_text(atl_json_text(value, "value", NULL))));
}

static bool keep_option(struct issue_change *change, struct new_values *new, int64_t parent,
                        const cJSON *value, int64_t *option)
{
    *option = cJSON_IsObject(value) ? find_option(change, new->field->id, parent, value) : -1;
    if (*option < 0) {
        return change_problem(change, new->field->key,
                              "Specify a valid '%s' for %s: '%s' is not one of its options.",
                              atl_json_text(value, "id", NULL) != NULL ? "id" : "value",
                              new->field->name, named_text(value));
    }
    return keep(new, sql_integer(*option),
                store_text(&change->sandbox->store, change->arena,
                           "SELECT value FROM field_option WHERE id = ?",
                           VALUES(sql_integer(*option))));
}

static bool read_option(struct issue_change *change, struct new_values *new, const cJSON *value)
{
    int64_t option;
    return keep_option(change, new, -1, value, &option);
}

static bool read_cascade(struct issue_change *change, struct new_values *new, const cJSON *value)
{
    int64_t option;
    const cJSON *child = atl_json_member(value, "child");
    return keep_option(change, new, -1, value, &option) &&
           (child == NULL || keep_option(change, new, option, child, &option));
}

/* ---- reading all ---- */

typedef bool (*value_reader)(struct issue_change *change, struct new_values *new,
                             const cJSON *value);

static const value_reader readers[CUSTOM_TYPE_COUNT] = {
    [CUSTOM_NUMBER] = read_number,      [CUSTOM_TEXT] = read_text,
    [CUSTOM_TEXTAREA] = read_area,      [CUSTOM_SELECT] = read_option,
    [CUSTOM_MULTISELECT] = read_option, [CUSTOM_RADIO] = read_option,
    [CUSTOM_CHECKBOXES] = read_option,  [CUSTOM_CASCADING] = read_cascade,
    [CUSTOM_DATE] = read_date,          [CUSTOM_DATETIME] = read_date,
    [CUSTOM_USER] = read_user,          [CUSTOM_USERS] = read_user,
    [CUSTOM_LABELS] = read_label,       [CUSTOM_URL] = read_text,

};

static bool read_values(struct issue_change *change, struct new_values *new, const cJSON *value)
{
    value_reader read = readers[new->field->type];
    const cJSON *item;
    if (value == NULL || cJSON_IsNull(value)) {
        return true;
    }
    if (!custom_kind(new->field->type)->multiple) {
        return read(change, new, value);
    }
    if (!cJSON_IsArray(value)) {
        return change_problem(change, new->field->key, "data was not an array");
    }
    cJSON_ArrayForEach(item, value)
    {
        if (!read(change, new, item)) {
            return false;
        }
    }
    return true;
}

/* ---- writing ---- */

static const char *join(struct issue_change *change, const struct new_values *new)
{
    const char *text = NULL;
    for (size_t i = 0; i < new->count; i++) {
        text = text == NULL ? new->texts[i]
                            : atl_arena_printf(change->arena, "%s,%s", text, new->texts[i]);
    }
    return text;
}

/* What stands in the issue, as a history would show it. */
static const char *present_text(struct issue_change *change, const struct custom_field *field)
{
    static const char *const sql[] = {
        "SELECT group_concat(ifnull(text, value)) FROM issue_value WHERE issue = ? AND field = ?",
        "SELECT group_concat(field_option.value) FROM issue_value JOIN field_option ON id = "
        "issue_value.value WHERE issue = ? AND issue_value.field = ?",
        "SELECT group_concat(name) FROM issue_value JOIN person ON id = value WHERE issue = ? AND "
        "field = ?"};
    bool is_person = field->type == CUSTOM_USER || field->type == CUSTOM_USERS;
    int kind = is_person ? 2 : custom_kind(field->type)->has_options ? 1 : 0;
    return store_text(&change->sandbox->store, change->arena, sql[kind],
                      VALUES(sql_integer(change->issue.id), sql_integer(field->id)));
}

static void write_values(struct issue_change *change, const struct new_values *new)
{
    struct store *store = &change->sandbox->store;
    const char *before = present_text(change, new->field);
    store_run(store, "DELETE FROM issue_value WHERE issue = ? AND field = ?",
              VALUES(sql_integer(change->issue.id), sql_integer(new->field->id)));
    for (size_t i = 0; i < new->count; i++) {
        store_run(store,
                  "INSERT INTO issue_value (issue, field, position, value, text) "
                  "VALUES (?, ?, ?, ?, ?)",
                  VALUES(sql_integer(change->issue.id), sql_integer(new->field->id),
                         sql_integer((int64_t)i), new->values[i], sql_text(new->plain)));
    }
    if (new->field->type == CUSTOM_EPIC_NAME &&new->count > 0) {
        store_run(store, "UPDATE epic SET name = ? WHERE issue = ?",
                  VALUES(sql_text(new->texts[0]), sql_integer(change->issue.id)));
    }
    const char *after = join(change, new);
    if (!atl_text_equal(before, after)) {
        change_record(change, new->field->name, new->field->key, NULL, before, NULL, after);
    }
}

/* Keeps what the issue has, but for what is equal to the value given. */
static void merge(struct issue_change *change, enum operation operation, struct new_values *new)
{
    struct new_values merged = {.field = new->field};
    struct rows rows =
        store_select(&change->sandbox->store,
                     "SELECT value, typeof(value) FROM issue_value WHERE issue = ? AND field = ? "
                     "ORDER BY position",
                     VALUES(sql_integer(change->issue.id), sql_integer(new->field->id)));
    while (rows_next(&rows)) {
        const char *text = rows_copy(&rows, 0, change->arena);
        bool is_text = strcmp(rows_text(&rows, 1), "text") == 0;
        const struct value *given = &new->values[0];
        bool equal = new->count > 0 && (is_text ? atl_text_equal(given->text, text)
                                                : given->integer == rows_integer(&rows, 0));
        if (!equal) {
            keep(&merged, is_text ? sql_text(text) : sql_integer(rows_integer(&rows, 0)), text);
        }
    }
    if (operation == OPERATION_ADD && new->count > 0) {
        keep(&merged, new->values[0], new->texts[0]);
    }
    *new = merged;
}

/* A sprint by its number; null for the backlog. */
static void set_sprint(struct issue_change *change, const struct custom_field *field,
                       const cJSON *value)
{
    struct store *store = &change->sandbox->store;
    int64_t sprint = lookup_id_in_json(value);
    bool to_backlog = value == NULL || cJSON_IsNull(value);
    if (!to_backlog &&
        !store_exists(store, "SELECT 1 FROM sprint WHERE id = ? AND state <> 'closed'",
                      VALUES(sql_integer(sprint)))) {
        change_problem(change, field->key,
                       "Sprint with id %" PRId64 " does not exist or is closed.", sprint);
        return;
    }
    static const char ids[] = "SELECT group_concat(sprint, ', ') FROM issue_sprint WHERE issue = ?";
    static const char names[] = "SELECT group_concat(name, ', ') FROM issue_sprint JOIN sprint ON "
                                "sprint.id = sprint WHERE issue = ?";
    struct value issue = sql_integer(change->issue.id);
    const char *before_ids = store_text(store, change->arena, ids, VALUES(issue));
    const char *before = store_text(store, change->arena, names, VALUES(issue));
    store_run(store,
              "DELETE FROM issue_sprint WHERE issue = ? AND sprint IN (SELECT id FROM sprint WHERE "
              "state <> 'closed')",
              VALUES(issue));
    if (!to_backlog) {
        store_run(store, "INSERT INTO issue_sprint (issue, sprint) VALUES (?, ?)",
                  VALUES(issue, sql_integer(sprint)));
    }
    const char *after = store_text(store, change->arena, names, VALUES(issue));
    if (!atl_text_equal(before, after)) {
        change_record(change, field->name, field->key, before_ids, before,
                      store_text(store, change->arena, ids, VALUES(issue)), after);
    }
}

/* The key of an epic, or null: what Cloud calls the parent. */
static void set_epic_link(struct issue_change *change, const struct custom_field *field,
                          const cJSON *value)
{
    cJSON *parent = atl_json_keep(change->arena, cJSON_CreateObject());
    int64_t id = cJSON_IsString(value) ? issue_find(change->sandbox, value->valuestring) : -1;
    bool clear = value == NULL || cJSON_IsNull(value);
    if (!clear && !store_exists(&change->sandbox->store, "SELECT 1 FROM epic WHERE issue = ?",
                                VALUES(sql_integer(id)))) {
        change_problem(change, field->key, "Issue '%s' is not an epic.",
                       cJSON_IsString(value) ? value->valuestring : "null");
        return;
    }
    if (!clear) {
        cJSON_AddStringToObject(parent, "key", value->valuestring);
    }
    set_parent(change, clear ? NULL : parent);
}

static void set_epic_name(struct issue_change *change, const struct custom_field *field,
                          const cJSON *value)
{
    struct store *store = &change->sandbox->store;
    struct value issue = sql_integer(change->issue.id);
    if (!store_exists(store, "SELECT 1 FROM issue_type WHERE id = ? AND level = 1",
                      VALUES(sql_integer(change->issue.type)))) {
        change_problem(change, field->key,
                       "Field '%s' cannot be set. It is not on the appropriate screen, or unknown.",
                       field->key);
        return;
    }
    if (!cJSON_IsString(value)) {
        change_problem(change, field->key, "Operation value must be a string");
        return;
    }
    const char *before =
        store_text(store, change->arena, "SELECT name FROM epic WHERE issue = ?", VALUES(issue));
    store_run(store,
              "INSERT INTO epic (issue, name) VALUES (?, ?) ON CONFLICT (issue) DO UPDATE SET name "
              "= excluded.name",
              VALUES(issue, sql_text(value->valuestring)));
    if (!atl_text_equal(before, value->valuestring)) {
        change_record(change, field->name, field->key, NULL, before, NULL, value->valuestring);
    }
}

/* Fields whose values are elsewhere; NULL for the others. */
typedef void (*field_setter)(struct issue_change *change, const struct custom_field *field,
                             const cJSON *value);

static const field_setter setters[CUSTOM_TYPE_COUNT] = {
    [CUSTOM_SPRINT] = set_sprint,
    [CUSTOM_EPIC_LINK] = set_epic_link,
    [CUSTOM_EPIC_NAME] = set_epic_name,
};

static const struct custom_field *find_field(struct issue_change *change, const char *key)
{
    struct custom_field *fields;
    size_t count = custom_fields_load(change->sandbox, change->arena, &fields);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(fields[i].key, key) == 0) {
            return &fields[i];
        }
    }
    return NULL;
}

bool set_custom(struct issue_change *change, const char *key, enum operation operation,
                const cJSON *value)
{
    struct new_values *new = atl_arena_alloc(change->arena, sizeof *new);
    new->field = find_field(change, key);
    if (new->field == NULL || new->field->type == CUSTOM_RANK) {
        return false;
    }
    if (setters[new->field->type] != NULL) {
        setters[new->field->type](change, new->field, value);
        return true;
    }
    bool one = operation != OPERATION_SET;
    if (one ? readers[new->field->type](change, new, value) : read_values(change, new, value)) {
        if (one) {
            merge(change, operation, new);
        }
        write_values(change, new);
    }
    return true;
}
