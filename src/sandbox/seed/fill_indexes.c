#include "sandbox/seed/fill_indexes.h"

void fill_drop_indexes(struct store *store, struct kept_indexes *indexes)
{
    struct atl_list names = {0};
    struct rows rows = store_select(store,
                                    "SELECT name, sql FROM sqlite_schema WHERE type = 'index'"
                                    " AND sql LIKE 'CREATE INDEX %'",
                                    NO_VALUES);
    while (rows_next(&rows)) {
        atl_list_add(&names, rows_copy(&rows, 0, &indexes->arena));
        atl_list_add(&indexes->statements, rows_copy(&rows, 1, &indexes->arena));
    }
    for (size_t i = 0; i < names.count; i++) {
        store_run(store, atl_arena_printf(&indexes->arena, "DROP INDEX %s", (char *)names.items[i]),
                  NO_VALUES);
    }
    atl_list_free(&names);
}

void fill_make_indexes(struct store *store, struct kept_indexes *indexes)
{
    for (size_t i = 0; i < indexes->statements.count; i++) {
        store_run(store, indexes->statements.items[i], NO_VALUES);
    }
    atl_list_free(&indexes->statements);
    atl_arena_free(&indexes->arena);
}
