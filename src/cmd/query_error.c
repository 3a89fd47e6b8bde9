#include "cmd/query_error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    COLUMNS = 100, /* of the line shown; a longer one is shortened around the caret */
};

void query_error_point_at(const char *query, struct atl_query_position position,
                          struct atl_error *error)
{
    struct atl_buffer text = {0};
    atl_query_append_caret(&text, query, position, 0, COLUMNS);
    char *line = text.data;
    char *end = line == NULL ? NULL : strchr(line, '\n');
    if (end != NULL) {
        *end = '\0';
        char *caret = end + 1;
        caret[strcspn(caret, "\n")] = '\0';
        /* Two hints in one, should the error have hardly any room left for them. */
        if (error->hint_count + 2 <= ATL_ERROR_HINTS) {
            atl_hint(error, "%s", line);
            atl_hint(error, "%s", caret);
        }
    }
    atl_buffer_free(&text);
}

/* ---- the place in the server's words: "(line 1, character 23)" ---- */

static bool read_place(const char *message, unsigned *line, unsigned *column)
{
    const char *found = strstr(message, "(line ");
    return found != NULL && sscanf(found, "(line %u, character %u)", line, column) == 2 &&
           *line > 0 && *column > 0;
}

static bool locate(const char *query, unsigned line, unsigned column,
                   struct atl_query_position *position)
{
    size_t length = strlen(query);
    *position = (struct atl_query_position){.line = 1, .column = 1};
    while (position->line < line || (position->line == line && position->column < column)) {
        uint32_t code_point;
        size_t size =
            atl_utf8_decode(query + position->offset, length - position->offset, &code_point);
        if (size == 0) {
            return position->line == line;
        }
        position->offset += size;
        position->column = code_point == '\n' ? 1 : position->column + 1;
        position->line += code_point == '\n' ? 1 : 0;
    }
    return position->line == line;
}

/* ---- a field or value that the server quotes: Field 'foo' does not exist … ---- */

static const struct atl_query_position *find_operand(const struct atl_query_operand *operand,
                                                     const char *text)
{
    if (operand->text != NULL && atl_text_equal_ignoring_case(operand->text, text)) {
        return &operand->position;
    }
    for (size_t i = 0; i < operand->item_count; i++) {
        const struct atl_query_position *found = find_operand(&operand->items[i], text);
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

/* Depth is bounded by the parser. */
static const struct atl_query_position *find_in_node(const struct atl_query_node *node,
                                                     const char *text)
{
    if (node == NULL) {
        return NULL;
    }
    if (node->kind == ATL_QUERY_CLAUSE) {
        const struct atl_query_clause *clause = &node->clause;
        return atl_text_equal_ignoring_case(clause->field.name, text)
                   ? &clause->field.position
                   : find_operand(&clause->operand, text);
    }
    for (size_t i = 0; i < node->child_count; i++) {
        const struct atl_query_position *found = find_in_node(node->children[i], text);
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

static const struct atl_query_position *find_quoted(const struct atl_query *query, const char *text)
{
    const struct atl_query_position *found = find_in_node(query->where, text);
    for (size_t i = 0; found == NULL && i < query->sort_count; i++) {
        if (atl_text_equal_ignoring_case(query->sorts[i].field.name, text)) {
            found = &query->sorts[i].field.position;
        }
    }
    return found;
}

/* The first text in single quotation marks that occurs in the query. */
static bool find_mentioned(const struct atl_query *query, struct atl_arena *arena,
                           const char *message, struct atl_query_position *position)
{
    const char *start = strchr(message, '\'');
    while (start != NULL) {
        const char *end = strchr(start + 1, '\'');
        if (end == NULL) {
            return false;
        }
        const char *text = atl_arena_strndup(arena, start + 1, (size_t)(end - start - 1));
        const struct atl_query_position *found = find_quoted(query, text);
        if (found != NULL) {
            *position = *found;
            return true;
        }
        start = strchr(end + 1, '\'');
    }
    return false;
}

bool query_error_locate(enum atl_query_dialect dialect, const char *query, const char *message,
                        struct atl_query_position *position)
{
    struct atl_arena arena = {0};
    const struct atl_query *tree = NULL;
    struct atl_query_position own;
    unsigned line;
    unsigned column;
    bool parses = atl_query_parse(&arena, dialect, query, &tree, &own, NULL) == ATL_OK;
    bool found = read_place(message, &line, &column) && locate(query, line, column, position);
    if (!found && parses) {
        found = find_mentioned(tree, &arena, message, position);
    } else if (!found) {
        *position = own;
        found = true;
    }
    atl_arena_free(&arena);
    return found;
}

void query_error_explain(enum atl_query_dialect dialect, const char *query, struct atl_error *error)
{
    struct atl_query_position position;
    if (error != NULL && error->http_status == 400 &&
        query_error_locate(dialect, query, error->message, &position)) {
        query_error_point_at(query, position, error);
    }
}
