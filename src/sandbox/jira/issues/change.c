#include "sandbox/jira/issues/change.h"

#include "sandbox/jira/lookup.h"
#include "sandbox/text/plain_text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

bool change_begin(struct issue_change *change, struct sandbox *sandbox, struct atl_arena *arena,
                  struct problems *problems, int64_t issue)
{
    *change = (struct issue_change){.sandbox = sandbox,
                                    .arena = arena,
                                    .problems = problems,
                                    .now_ms = sandbox_now_ms(sandbox)};
    problems->arena = arena;
    return issue_load(sandbox, arena, issue, &change->issue);
}

bool change_of_request(struct request *request, size_t segment, struct issue_change *change,
                       struct problems *problems)
{
    struct jira_issue issue;
    *problems = (struct problems){0};
    return issue_of_request(request, segment, &issue) &&
           change_begin(change, request->sandbox, &request->arena, problems, issue.id);
}

void change_end(struct issue_change *change)
{
    if (change->number > 0) {
        store_run(&change->sandbox->store, "UPDATE issue SET updated = ? WHERE id = ?",
                  VALUES(sql_integer(change->now_ms), sql_integer(change->issue.id)));
    }
}

void change_record(struct issue_change *change, const char *field, const char *field_id,
                   const char *from_value, const char *from_text, const char *to_value,
                   const char *to_text)
{
    struct store *store = &change->sandbox->store;
    if (change->creating) {
        return;
    }
    if (change->number == 0) {
        change->number =
            1 + store_integer(store, 10000, "SELECT max(change) FROM history", NO_VALUES);
    }
    store_insert(store,
                 "INSERT INTO history (change, issue, author, created, field, field_id, "
                 "from_value, from_text, to_value, to_text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 VALUES(sql_integer(change->number), sql_integer(change->issue.id),
                        sql_integer(SANDBOX_ME), sql_integer(change->now_ms), sql_text(field),
                        sql_text(field_id), sql_text(from_value), sql_text(from_text),
                        sql_text(to_value), sql_text(to_text)));
}

/* ---- columns ---- */

static void write_column(struct issue_change *change, const char *column, struct value value)
{
    const char *sql =
        atl_arena_printf(change->arena, "UPDATE issue SET %s = ? WHERE id = ?", column);
    store_run(&change->sandbox->store, sql, VALUES(value, sql_integer(change->issue.id)));
}

static const char *id_text(struct issue_change *change, int64_t id)
{
    return id < 0 ? NULL : atl_arena_printf(change->arena, "%" PRId64, id);
}

static const char *name_of(struct issue_change *change, const char *table, int64_t id)
{
    const char *sql = atl_arena_printf(change->arena, "SELECT name FROM %s WHERE id = ?", table);
    return store_text(&change->sandbox->store, change->arena, sql, VALUES(sql_integer(id)));
}

void change_reference(struct issue_change *change, const char *column, const char *field,
                      const char *table, int64_t from, int64_t to)
{
    if (from == to) {
        return;
    }
    write_column(change, column, sql_optional(to));
    change_record(change, field, field, id_text(change, from), name_of(change, table, from),
                  id_text(change, to), name_of(change, table, to));
}

void change_text(struct issue_change *change, const char *column, const char *from, const char *to)
{
    if (!atl_text_equal(from, to)) {
        write_column(change, column, sql_text(to));
        change_record(change, column, column, NULL, from, NULL, to);
    }
}

void change_number(struct issue_change *change, const char *column, const char *field, int64_t to,
                   const char *from_text, const char *to_text)
{
    write_column(change, column, sql_optional(to));
    if (!atl_text_equal(from_text, to_text)) {
        change_record(change, field, field, from_text, from_text, to_text, to_text);
    }
}

void change_resolution(struct issue_change *change, int64_t resolution)
{
    struct jira_issue *issue = &change->issue;
    bool was_resolved = issue->resolution >= 0;
    change_reference(change, "resolution", "resolution", "resolution", issue->resolution,
                     resolution);
    issue->resolution = resolution;
    if (resolution < 0) {
        write_column(change, "resolved", sql_null());
    } else if (!was_resolved) {
        write_column(change, "resolved", sql_integer(change->now_ms));
    }
}

void change_status(struct issue_change *change, int64_t status)
{
    struct store *store = &change->sandbox->store;
    static const char category[] = "SELECT category FROM status WHERE id = ?";
    int64_t from = store_integer(store, -1, category, VALUES(sql_integer(change->issue.status)));
    int64_t to = store_integer(store, -1, category, VALUES(sql_integer(status)));
    change_reference(change, "status", "status", "status", change->issue.status, status);
    change->issue.status = status;
    if (from != to) {
        write_column(change, "status_changed", sql_integer(change->now_ms));
    }
}

bool change_problem(struct issue_change *change, const char *field, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *message = atl_arena_vprintf(change->arena, format, arguments);
    va_end(arguments);
    problems_add(change->problems, field, "%s", message);
    return false;
}

/* ---- finding ---- */

const char *named_text(const cJSON *value)
{
    static const char *const names[] = {"name", "value", "key", "accountId", "id"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *text = atl_json_text(value, names[i], NULL);
        if (text != NULL) {
            return text;
        }
    }
    return "null";
}

/* {"id": "10001"} and {"id": 10001}, as clients write both. */
static bool read_id(const cJSON *value, int64_t *id)
{
    const cJSON *member = atl_json_member(value, "id");
    if (cJSON_IsNumber(member)) {
        *id = atl_json_integer(value, "id", -1);
        return true;
    }
    return cJSON_IsString(member) && atl_text_to_integer(member->valuestring, 0, INT64_MAX, id);
}

int64_t find_named(struct sandbox *sandbox, const char *table, const char *where,
                   const cJSON *value)
{
    int64_t id;
    const char *name = atl_json_text(value, "name", NULL);
    struct sql sql = {0};
    sql_printf(&sql, "SELECT id FROM %s WHERE ", table);
    if (read_id(value, &id)) {
        sql_add(&sql, "id = ");
        sql_mark(&sql, sql_integer(id));
    } else {
        sql_add(&sql, "name = ");
        sql_mark(&sql, sql_text(name));
        sql_add(&sql, " COLLATE NOCASE");
    }
    sql_printf(&sql, " %s", where);
    id = store_integer_sql(&sandbox->store, -1, &sql);
    sql_free(&sql);
    return id;
}

int64_t find_person(struct sandbox *sandbox, const cJSON *value)
{
    return store_integer(&sandbox->store, -1, "SELECT id FROM person WHERE id = ? AND active = 1",
                         VALUES(sql_integer(lookup_person_in(sandbox, value))));
}

/* ---- bodies ---- */

static bool is_document(const cJSON *value)
{
    return strcmp(atl_json_text(value, "type", ""), "doc") == 0 &&
           cJSON_IsNumber(atl_json_member(value, "version")) &&
           cJSON_IsArray(atl_json_member(value, "content"));
}

bool body_read(struct sandbox *sandbox, struct atl_arena *arena, const cJSON *value,
               const char **body, const char **text)
{
    *body = NULL;
    *text = NULL;
    if (value == NULL || cJSON_IsNull(value)) {
        return true;
    }
    bool is_cloud = sandbox_is_cloud(sandbox);
    if (is_cloud ? !is_document(value) : !cJSON_IsString(value)) {
        return false;
    }
    struct atl_buffer plain = {0};
    if (is_cloud) {
        char *printed = atl_json_print(value, false);
        *body = atl_arena_strdup(arena, printed);
        free(printed);
        plain_text_append_adf(&plain, value);
    } else {
        *body = atl_arena_strdup(arena, value->valuestring);
        plain_text_append_wiki(&plain, value->valuestring);
    }
    *text = atl_arena_strdup(arena, atl_buffer_text(&plain));
    atl_buffer_free(&plain);
    return true;
}
