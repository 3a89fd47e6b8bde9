#include "sandbox/jira/lookup.h"

#include "sandbox/server/faults.h"

#include <stdio.h>
#include <string.h>

/* ---- projects ---- */

static int64_t project_by_key(struct sandbox *sandbox, const char *key)
{
    return store_integer(&sandbox->store, -1, "SELECT id FROM project WHERE key = ?",
                         VALUES(sql_text(key)));
}

int64_t lookup_project(struct sandbox *sandbox, const char *key_or_id)
{
    int64_t id = project_by_key(sandbox, key_or_id);
    int64_t number;
    if (id < 0 && atl_text_to_integer(key_or_id, 0, INT64_MAX, &number)) {
        id = store_integer(&sandbox->store, -1, "SELECT id FROM project WHERE id = ?",
                           VALUES(sql_integer(number)));
    }
    return id >= 0 && lookup_shows_project(sandbox, id) ? id : -1;
}

bool lookup_shows_project(struct sandbox *sandbox, int64_t project)
{
    struct rows rows = store_select(&sandbox->store, "SELECT key FROM project WHERE id = ?",
                                    VALUES(sql_integer(project)));
    bool shown = rows_next(&rows) && !faults_hides_project(sandbox, rows_text(&rows, 0));
    rows_finish(&rows);
    return shown;
}

bool lookup_guards_project(struct sandbox *sandbox, int64_t project)
{
    struct rows rows = store_select(&sandbox->store, "SELECT key FROM project WHERE id = ?",
                                    VALUES(sql_integer(project)));
    bool guarded = rows_next(&rows) && faults_guards_project(sandbox, rows_text(&rows, 0));
    rows_finish(&rows);
    return guarded;
}

void lookup_reply_no_project(struct reply *reply, const char *key_or_id)
{
    int64_t number;
    bool is_id = atl_text_to_integer(key_or_id, 0, INT64_MAX, &number);
    reply_error(reply, REPLY_JIRA, 404, "No project could be found with %s '%s'.",
                is_id ? "id" : "key", key_or_id);
}

bool lookup_project_of_path(struct request *request, size_t segment, int64_t *project)
{
    *project = lookup_project(request->sandbox, request->segments[segment]);
    if (*project < 0) {
        lookup_reply_no_project(&request->reply, request->segments[segment]);
    }
    return *project >= 0;
}

void lookup_add_visible(struct request *request, struct sql *sql, const char *column)
{
    const char *hidden = request->sandbox->faults.switches.hidden_projects;
    char **keys;
    size_t count = hidden == NULL ? 0 : atl_text_split(&request->arena, hidden, ',', &keys);
    for (size_t i = 0; i < count; i++) {
        sql_printf(sql, " AND %s <> ", column);
        sql_mark(sql, sql_text(keys[i]));
        sql_add(sql, " COLLATE NOCASE");
    }
}

/* ---- people and teams ---- */

int64_t lookup_person(struct sandbox *sandbox, const char *identity)
{
    if (identity == NULL) {
        return -1;
    }
    if (sandbox_is_cloud(sandbox)) {
        return store_integer(&sandbox->store, -1, "SELECT id FROM person WHERE account_id = ?",
                             VALUES(sql_text(identity)));
    }
    return store_integer(&sandbox->store, -1,
                         "SELECT id FROM person WHERE username = ?1 OR key = ?1 LIMIT 1",
                         VALUES(sql_text(identity)));
}

int64_t lookup_person_in(struct sandbox *sandbox, const cJSON *object)
{
    bool is_cloud = sandbox_is_cloud(sandbox);
    const char *identity = atl_json_text(object, is_cloud ? "accountId" : "name", NULL);
    const char *other = atl_json_text(object, is_cloud ? "id" : "key", NULL);
    return lookup_person(sandbox, identity != NULL ? identity : other);
}

int64_t lookup_team(struct sandbox *sandbox, const char *name_or_id)
{
    return store_integer(&sandbox->store, -1,
                         "SELECT id FROM team WHERE group_id = ?1 OR name = ?1 LIMIT 1",
                         VALUES(sql_text(name_or_id)));
}

/* ---- rows ---- */

bool lookup_row_of_path(struct request *request, size_t segment, const char *select, int64_t *id,
                        const char *format, ...)
{
    int64_t number;
    *id = -1;
    if (atl_text_to_integer(request->segments[segment], 0, INT64_MAX, &number)) {
        *id = store_integer(&request->sandbox->store, -1, select, VALUES(sql_integer(number)));
    }
    if (*id < 0) {
        va_list arguments;
        va_start(arguments, format);
        const char *message = atl_arena_vprintf(&request->arena, format, arguments);
        va_end(arguments);
        reply_error(&request->reply, REPLY_JIRA, 404, "%s", message);
    }
    return *id >= 0;
}

int64_t lookup_id_in_json(const cJSON *value)
{
    int64_t number;
    if (cJSON_IsString(value) && atl_text_to_integer(value->valuestring, 0, INT64_MAX, &number)) {
        return number;
    }
    bool is_whole = cJSON_IsNumber(value) && value->valuedouble >= 0 &&
                    value->valuedouble < 9007199254740992.0 &&
                    value->valuedouble == (double)(int64_t)value->valuedouble;
    return is_whole ? (int64_t)value->valuedouble : -1;
}

int64_t lookup_id_parameter(const struct request *request, const char *name)
{
    const char *text = request_parameter(request, name);
    int64_t number;
    if (text == NULL) {
        return -1;
    }
    return atl_text_to_integer(text, 0, INT64_MAX - 1, &number) ? number : INT64_MAX;
}

bool lookup_asks_for(struct request *request, const char *parameter, const char *word)
{
    char **words;
    size_t count = request_parameter_list(request, parameter, &words);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0) {
            return true;
        }
    }
    return false;
}

const char *lookup_order(struct request *request, const struct lookup_order *orders, size_t count,
                         const char *usual)
{
    const char *text = request_parameter(request, "orderBy");
    text = text == NULL ? usual : text;
    bool descends = *text == '-';
    text += descends || *text == '+' || *text == ' ';
    for (size_t i = 0; i < count; i++) {
        if (strcmp(orders[i].name, text) == 0) {
            return atl_arena_printf(&request->arena, "%s %s", orders[i].column,
                                    descends ? "DESC" : "ASC");
        }
    }
    return NULL;
}

const char *lookup_like(struct atl_arena *arena, const char *text)
{
    struct atl_buffer pattern = {0};
    atl_buffer_add_char(&pattern, '%');
    for (; *text != '\0'; text++) {
        if (*text == '%' || *text == '_' || *text == '\\') {
            atl_buffer_add_char(&pattern, '\\');
        }
        atl_buffer_add_char(&pattern, *text);
    }
    atl_buffer_add_char(&pattern, '%');
    char *kept = atl_arena_strdup(arena, pattern.data);
    atl_buffer_free(&pattern);
    return kept;
}
