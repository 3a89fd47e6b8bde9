#include "cmd/query_builder.h"

#include "cmd/query_error.h"

#include <string.h>

/* ---- conditions ---- */

static void append_literal(const struct query_builder *builder, struct atl_buffer *text,
                           const char *value)
{
    if (builder->dialect == ATL_QUERY_JQL) {
        atl_jql_quote(text, value);
    } else {
        atl_cql_quote(text, value);
    }
}

void query_add_condition(struct query_builder *builder, const char *condition)
{
    atl_buffer_add(&builder->conditions, builder->conditions.length == 0 ? "" : " AND ");
    atl_buffer_add(&builder->conditions, condition);
}

void query_add_comparison(struct query_builder *builder, const char *field, const char *comparison,
                          const char *value)
{
    query_add_condition(builder, field);
    atl_buffer_printf(&builder->conditions, " %s ", comparison);
    append_literal(builder, &builder->conditions, value);
}

void query_add_any_of(struct query_builder *builder, const char *field, const char *const *values)
{
    if (values[0] == NULL) {
        return;
    }
    if (values[1] == NULL) {
        query_add_comparison(builder, field, "=", values[0]);
        return;
    }
    query_add_condition(builder, field);
    for (size_t i = 0; values[i] != NULL; i++) {
        atl_buffer_add(&builder->conditions, i == 0 ? " in (" : ", ");
        append_literal(builder, &builder->conditions, values[i]);
    }
    atl_buffer_add_char(&builder->conditions, ')');
}

/* ---- order ---- */

/* The direction at the end of "due date desc", which is cut off. */
static const char *take_direction(char *field)
{
    static const struct {
        const char *word;
        const char *direction;
    } directions[] = {
        {"desc", " DESC"}, {"descending", " DESC"}, {"asc", " ASC"}, {"ascending", " ASC"}};
    char *space = strrchr(field, ' ');
    for (size_t i = 0; space != NULL && i < sizeof directions / sizeof *directions; i++) {
        if (atl_text_equal_ignoring_case(space + 1, directions[i].word)) {
            *space = '\0';
            return directions[i].direction;
        }
    }
    return NULL;
}

/* cf[10001] goes as it is; quotation marks that the user has put already are not doubled. */
static void append_field(struct atl_buffer *order, struct atl_arena *arena, const char *field)
{
    size_t length = strlen(field);
    if (strncmp(field, "cf[", 3) == 0 && strspn(field + 3, "0123456789") == length - 4 &&
        field[length - 1] == ']') {
        atl_buffer_add(order, field);
    } else if (length > 1 && (field[0] == '"' || field[0] == '\'') &&
               field[length - 1] == field[0]) {
        atl_jql_quote(order, atl_arena_strndup(arena, field + 1, length - 2));
    } else {
        atl_jql_quote(order, field);
    }
}

enum atl_status query_append_order(struct atl_buffer *order, const char *const *items,
                                   struct atl_error *error)
{
    struct atl_arena arena = {0};
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && items[i] != NULL; i++) {
        bool descending = items[i][0] == '-';
        char *field = atl_text_trim(&arena, items[i] + (descending ? 1 : 0));
        const char *direction = take_direction(field);
        field = atl_text_trim(&arena, field);
        if (*field == '\0') {
            status = atl_fail(error, ATL_USAGE, "--order-by: '%s' names no field", items[i]);
            atl_hint(error, "for example: --order-by -updated, or --order-by 'priority desc, key'");
            break;
        }
        atl_buffer_add(order, i == 0 ? "ORDER BY " : ", ");
        append_field(order, &arena, field);
        atl_buffer_add(order, direction != NULL ? direction : descending ? " DESC" : " ASC");
    }
    atl_arena_free(&arena);
    return status;
}

/* ---- the whole ---- */

static enum atl_status split(const struct query_builder *builder, struct atl_arena *arena,
                             const char *given, const char *option, const char **where,
                             const char **order, struct atl_error *error)
{
    struct atl_query_position position;
    *where = "";
    *order = "";
    if (given == NULL) {
        return ATL_OK;
    }
    enum atl_status status =
        atl_query_split(arena, builder->dialect, given, where, order, &position, error);
    if (status != ATL_OK) {
        atl_error_prefix(error, "%s", option);
        query_error_point_at(given, position, error);
    }
    return status;
}

enum atl_status query_finish(struct query_builder *builder, struct atl_arena *arena,
                             const char *given, const char *option, const char *order,
                             const char **query, struct atl_error *error)
{
    struct atl_buffer text = {0};
    const char *where;
    const char *own_order;
    enum atl_status status = ATL_OK;
    *query = given;
    if (given != NULL && builder->conditions.length == 0 && order == NULL) {
        return ATL_OK;
    }
    status = split(builder, arena, given, option, &where, &own_order, error);
    if (status == ATL_OK) {
        bool both = *where != '\0' && builder->conditions.length > 0;
        atl_buffer_printf(&text, both ? "(%s) AND " : "%s", where);
        atl_buffer_add(&text, atl_buffer_text(&builder->conditions));
        const char *chosen = order != NULL ? order : own_order;
        atl_buffer_add(&text, text.length > 0 && *chosen != '\0' ? " " : "");
        atl_buffer_add(&text, chosen);
        *query = atl_arena_strdup(arena, atl_buffer_text(&text));
    }
    atl_buffer_free(&text);
    atl_buffer_free(&builder->conditions);
    return status;
}
