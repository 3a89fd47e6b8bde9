/* What clauses name: words as values to be bound. */
#include "sandbox/query/cql_compiler.h"
#include "sandbox/text/time_format.h"

#include <string.h>
#include <strings.h>

enum {
    MOST_VALUES = 10 * 1000, /* SQLite binds 32,766, and some fields need theirs three times */
    MOST_VIEWED = 200,
};

void cql_add_value(struct cql_compiler *compiler, struct cql_values *values, struct value value)
{
    if (values->count == values->capacity) {
        size_t capacity = values->capacity == 0 ? 4 : values->capacity * 2;
        struct value *items = atl_arena_alloc(compiler->arena, capacity * sizeof *items);
        if (values->count > 0) {
            memcpy(items, values->items, values->count * sizeof *items);
        }
        values->items = items;
        values->capacity = capacity;
    }
    values->items[values->count++] = value;
}

enum atl_status cql_fail_value(struct cql_compiler *compiler, const struct atl_query_clause *clause,
                               const struct atl_query_operand *operand)
{
    const char *shown = operand->kind == ATL_QUERY_EMPTY  ? "EMPTY"
                        : operand->kind == ATL_QUERY_LIST ? "(…)"
                                                          : operand->text;
    return atl_fail(compiler->error, ATL_USAGE, "The value '%s' is not valid for the field '%s'.",
                    shown, clause->field.name);
}

/* ---- words ---- */

static bool is_type(const struct cql_compiler *compiler, const char *word)
{
    /* Whiteboards and their like are types of Cloud; the sandbox has none of them. */
    static const char *const types[] = {"page",       "blogpost", "comment",
                                        "attachment", "space",    "user"};
    static const char *const cloud_types[] = {"folder", "whiteboard", "database", "embed"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcasecmp(word, types[i]) == 0) {
            return true;
        }
    }
    for (size_t i = 0; compiler->context->is_cloud && i < sizeof cloud_types / sizeof *cloud_types;
         i++) {
        if (strcasecmp(word, cloud_types[i]) == 0) {
            return true;
        }
    }
    return false;
}

static const char *lower(struct cql_compiler *compiler, const char *text)
{
    char *copy = atl_arena_strdup(compiler->arena, text);
    for (char *letter = copy; *letter != '\0'; letter++) {
        *letter = (char)(*letter >= 'A' && *letter <= 'Z' ? *letter - 'A' + 'a' : *letter);
    }
    return copy;
}

/* "runbook" is "global:runbook"; labels are in lower case. */
static const char *label_name(struct cql_compiler *compiler, const char *text)
{
    static const char *const prefixes[] = {"global:", "my:", "team:", "system:"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (atl_text_starts_with(text, prefixes[i])) {
            return lower(compiler, text);
        }
    }
    return atl_arena_printf(compiler->arena, "global:%s", lower(compiler, text));
}

/* Cloud's documents write title = "\"Release notes\"". */
static const char *without_quotes(struct cql_compiler *compiler, const char *text)
{
    size_t length = strlen(text);
    bool quoted = length >= 2 && text[0] == '"' && text[length - 1] == '"';
    return quoted ? atl_arena_strndup(compiler->arena, text + 1, length - 2) : text;
}

static const char *macro_mark(struct cql_compiler *compiler, const char *name)
{
    return atl_arena_printf(compiler->arena, "ac:name=\"%s\"", name);
}

/* ---- people ---- */

static void add_mention(struct cql_compiler *compiler, struct cql_values *values,
                        const struct rows *rows)
{
    static const char *const marks[] = {"ri:account-id=\"%s\"", "ri:username=\"%s\"",
                                        "ri:userkey=\"%s\""};
    for (int i = 0; i < 3; i++) {
        const char *mark = marks[i];
        struct atl_buffer text = {0};
        size_t before = (size_t)(strchr(mark, '%') - mark);
        atl_buffer_append(&text, mark, before);
        atl_buffer_add(&text, rows_text(rows, i + 1));
        atl_buffer_add_char(&text, '"');
        cql_add_value(compiler, values,
                      sql_text(atl_arena_strdup(compiler->arena, atl_buffer_text(&text))));
        atl_buffer_free(&text);
    }
}

/* Nobody of that name is no error: nothing is found then. */
static void add_people(struct cql_compiler *compiler, const struct cql_field *field,
                       const char *name, struct cql_values *values)
{
    const struct cql_context *context = compiler->context;
    struct rows rows = store_select(
        context->store,
        context->is_cloud ? "SELECT id, account_id, username, key FROM person WHERE account_id = ?1"
                          : "SELECT id, account_id, username, key FROM person"
                            " WHERE username = ?1 COLLATE NOCASE OR key = ?1",
        VALUES(sql_text(name)));
    while (rows_next(&rows)) {
        if (field->kind == CQL_MENTION) {
            add_mention(compiler, values, &rows);
        } else {
            cql_add_value(compiler, values, sql_integer(rows_integer(&rows, 0)));
        }
    }
}

static void add_me(struct cql_compiler *compiler, const struct cql_field *field,
                   struct cql_values *values)
{
    struct rows rows = store_select(compiler->context->store,
                                    "SELECT id, account_id, username, key FROM person WHERE id = ?",
                                    VALUES(sql_integer(compiler->context->me)));
    while (rows_next(&rows)) {
        if (field->kind == CQL_MENTION) {
            add_mention(compiler, values, &rows);
        } else {
            cql_add_value(compiler, values, sql_integer(rows_integer(&rows, 0)));
        }
    }
}

/* ---- ids ---- */

/* Cloud's REST v1 writes the ids of attachments as "att123". */
static bool read_id(const struct cql_compiler *compiler, const char *text, int64_t *id)
{
    if (compiler->context->is_cloud && atl_text_starts_with(text, "att")) {
        text += strlen("att");
    }
    return atl_text_to_integer(text, 0, INT64_MAX, id);
}

/* ---- operands ---- */

static enum atl_status add_word(struct cql_compiler *compiler,
                                const struct atl_query_clause *clause,
                                const struct cql_field *field,
                                const struct atl_query_operand *operand, struct cql_values *values)
{
    const char *text = operand->text;
    int64_t id;
    switch (field->kind) {
    case CQL_TYPE:
        if (!is_type(compiler, text)) {
            return cql_fail_value(compiler, clause, operand);
        }
        cql_add_value(compiler, values, sql_text(lower(compiler, text)));
        break;
    case CQL_LABEL:
        cql_add_value(compiler, values, sql_text(label_name(compiler, text)));
        break;
    case CQL_TITLE:
        cql_add_value(compiler, values, sql_text(without_quotes(compiler, text)));
        break;
    case CQL_MACRO:
        cql_add_value(compiler, values, sql_text(macro_mark(compiler, text)));
        break;
    case CQL_PERSON:
    case CQL_MENTION:
        add_people(compiler, field, text, values);
        break;
    case CQL_CONTENT:
        if (!read_id(compiler, text, &id)) {
            return cql_fail_value(compiler, clause, operand);
        }
        cql_add_value(compiler, values, sql_integer(id));
        break;
    default:
        cql_add_value(compiler, values, sql_text(text));
        break;
    }
    return ATL_OK;
}

/*
 * recentlyViewedContent(limit, offset): nobody looks at pages here, so they are those that the
 * account has had to do with, the latest first.
 */
static enum atl_status add_viewed(struct cql_compiler *compiler,
                                  const struct atl_query_clause *clause,
                                  const struct atl_query_operand *operand,
                                  struct cql_values *values)
{
    int64_t numbers[2] = {MOST_VIEWED, 0};
    for (size_t i = 0; i < operand->item_count; i++) {
        if (i >= 2 || !atl_text_to_integer(operand->items[i].text, 0, MOST_VIEWED, &numbers[i])) {
            return cql_fail_value(compiler, clause, operand);
        }
    }
    struct rows rows = store_select(compiler->context->store,
                                    "SELECT id FROM content WHERE creator = ?1 OR modifier = ?1"
                                    " ORDER BY modified DESC, id DESC LIMIT ?2 OFFSET ?3",
                                    VALUES(sql_integer(compiler->context->me),
                                           sql_integer(numbers[0]), sql_integer(numbers[1])));
    while (rows_next(&rows)) {
        cql_add_value(compiler, values, sql_integer(rows_integer(&rows, 0)));
    }
    return ATL_OK;
}

static enum atl_status add_operand(struct cql_compiler *compiler,
                                   const struct atl_query_clause *clause,
                                   const struct cql_field *field,
                                   const struct atl_query_operand *operand,
                                   struct cql_values *values)
{
    if (++compiler->values > MOST_VALUES) {
        return atl_fail(compiler->error, ATL_USAGE, "The query names too many values.");
    }
    bool is_person = field->kind == CQL_PERSON || field->kind == CQL_MENTION;
    if (operand->kind == ATL_QUERY_VALUE) {
        return add_word(compiler, clause, field, operand, values);
    }
    if (operand->kind == ATL_QUERY_FUNCTION && is_person && operand->item_count == 0 &&
        strcasecmp(operand->text, "currentUser") == 0) {
        add_me(compiler, field, values);
        return ATL_OK;
    }
    if (operand->kind == ATL_QUERY_FUNCTION && field->kind == CQL_CONTENT &&
        strcasecmp(operand->text, "recentlyViewedContent") == 0) {
        return add_viewed(compiler, clause, operand, values);
    }
    if (operand->kind == ATL_QUERY_LIST) {
        return atl_fail(compiler->error, ATL_USAGE, "A list can't be in a list.");
    }
    return cql_fail_value(compiler, clause, operand);
}

enum atl_status cql_resolve(struct cql_compiler *compiler, const struct atl_query_clause *clause,
                            const struct cql_field *field, struct cql_values *values)
{
    const struct atl_query_operand *operand = &clause->operand;
    if (operand->kind != ATL_QUERY_LIST) {
        return add_operand(compiler, clause, field, operand, values);
    }
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && i < operand->item_count; i++) {
        status = add_operand(compiler, clause, field, &operand->items[i], values);
    }
    return status;
}

/* ---- times ---- */

enum atl_status cql_resolve_time(struct cql_compiler *compiler,
                                 const struct atl_query_clause *clause, int64_t *ms, bool *day)
{
    const struct atl_query_operand *operand = &clause->operand;
    const struct cql_context *context = compiler->context;
    const int64_t now_there_ms = context->now_ms + context->zone_ms;
    bool valid = false;
    bool is_date = false;
    *day = false;
    if (operand->kind == ATL_QUERY_FUNCTION && operand->item_count <= 1) {
        const char *argument = operand->item_count > 0 ? operand->items[0].text : NULL;
        bool known;
        valid = time_call_function(operand->text, argument, now_there_ms, &known, ms);
    } else if (operand->kind == ATL_QUERY_VALUE) {
        size_t length = strlen(operand->text);
        valid = time_parse_query(operand->text, now_there_ms, ms);
        is_date = length > 4 && strchr("-/", operand->text[4]) != NULL;
        *day = is_date && length == strlen("2026-01-31");
    }
    *compiler->uses_time |= !is_date;
    if (!valid) {
        return cql_fail_value(compiler, clause, operand);
    }
    *ms -= context->zone_ms;
    return ATL_OK;
}
