/* Queries, cut before their ORDER BY: what comes out holds together and splits the same again. */
#include "atlcli/query.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct atl_arena arena = {0};
    struct atl_query_position position;
    const char *where;
    const char *order;
    const char *text = atl_arena_strndup(&arena, (const char *)data, size);
    if (atl_query_split(&arena, ATL_QUERY_JQL, text, &where, &order, &position, NULL) != ATL_OK) {
        if (position.offset > strlen(text) || position.line == 0 || position.column == 0) {
            abort();
        }
        atl_arena_free(&arena);
        return 0;
    }
    const char *joined = atl_arena_printf(&arena, "(%s) AND a = b %s", where, order);
    const char *inner;
    const char *same_order;
    if (atl_query_split(&arena, ATL_QUERY_JQL, joined, &inner, &same_order, NULL, NULL) == ATL_OK &&
        strcmp(order, same_order) != 0) {
        abort();
    }
    atl_arena_free(&arena);
    return 0;
}
