/* What holds for every query and every value, in both languages. */
#ifndef TESTS_FUZZ_QUERY_H
#define TESTS_FUZZ_QUERY_H

#include "atlcli/jql.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What parsed is written back as a query that is written back the same; JQL is checked, too. */
static void check_written(struct atl_arena *arena, const struct atl_query *query, const char *text)
{
    struct atl_buffer first = {0};
    struct atl_buffer second = {0};
    const struct atl_query *again;
    struct atl_jql_problems problems;
    atl_query_append(&first, query);
    const char *written = atl_buffer_text(&first);
    if (atl_query_parse(arena, query->dialect, written, &again, NULL, NULL) != ATL_OK) {
        abort();
    }
    atl_query_append(&second, again);
    if (strcmp(written, atl_buffer_text(&second)) != 0) {
        abort();
    }
    if (query->dialect == ATL_QUERY_JQL) {
        atl_jql_check(arena, text, query, NULL, &problems);
        for (size_t i = 0; i < problems.count; i++) {
            const struct atl_jql_problem *problem = &problems.problems[i];
            if (problem->position.offset + problem->length > strlen(text)) {
                abort();
            }
        }
    }
    atl_buffer_free(&first);
    atl_buffer_free(&second);
}

static void check_parse(enum atl_query_dialect dialect, const char *text)
{
    struct atl_arena arena = {0};
    struct atl_error error;
    struct atl_query_position position = {0};
    const struct atl_query *query;
    if (atl_query_parse(&arena, dialect, text, &query, &position, &error) != ATL_OK) {
        if (query != NULL || position.offset > strlen(text) || position.line == 0 ||
            position.column == 0 || error.message[0] == '\0') {
            abort();
        }
        struct atl_buffer shown = {0};
        atl_query_append_caret(&shown, text, position, 2, (unsigned)strlen(text) % 60);
        atl_buffer_free(&shown);
    } else {
        check_written(&arena, query, text);
    }
    atl_arena_free(&arena);
}

/* What a literal is expected to read back as: the value, well-formed. */
static char *well_formed(const char *value)
{
    struct atl_buffer result = {0};
    size_t length = strlen(value);
    while (length > 0) {
        uint32_t code_point;
        size_t size = atl_utf8_decode(value, length, &code_point);
        atl_utf8_append(&result, code_point);
        value += size;
        length -= size;
    }
    return atl_buffer_take(&result);
}

static void check_query(enum atl_query_dialect dialect,
                        void (*quote)(struct atl_buffer *query, const char *value),
                        const uint8_t *data, size_t size)
{
    char *text = atl_strndup((const char *)data, size);
    check_parse(dialect, text);

    struct atl_buffer clause = {0};
    atl_buffer_add(&clause, "name = ");
    quote(&clause, text);
    struct atl_arena arena = {0};
    const struct atl_query *query;
    char *expected = well_formed(text);
    if (atl_query_parse(&arena, dialect, clause.data, &query, NULL, NULL) != ATL_OK ||
        query->where->kind != ATL_QUERY_CLAUSE ||
        query->where->clause.operand.kind != ATL_QUERY_VALUE ||
        strcmp(query->where->clause.operand.text, expected) != 0) {
        abort();
    }
    free(expected);
    atl_arena_free(&arena);
    atl_buffer_free(&clause);
    free(text);
}

#endif
