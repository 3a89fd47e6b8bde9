#include "sandbox/query/seen.h"

#include "sandbox/store/statements.h"

#include <string.h>

/*
 * The tables, and the columns that say of which issue or content a row is. Where an issue and
 * content have the same number, both are copied, which does no harm.
 */
static const struct {
    const char *name;
    const char *columns[2];
} tables[] = {
    {"issue", {"id"}},
    {"issue_label", {"issue"}},
    {"issue_component", {"issue"}},
    {"issue_version", {"issue"}},
    {"issue_sprint", {"issue"}},
    {"issue_value", {"issue"}},
    {"watcher", {"issue"}},
    {"vote", {"issue"}},
    {"comment", {"issue"}},
    {"worklog", {"issue"}},
    {"issue_link", {"source", "destination"}},
    {"attachment", {"issue"}},
    {"history", {"issue"}},
    {"epic", {"issue"}},
    {"content", {"id"}},
    {"content_label", {"content"}},
    {"content_version", {"content"}},
    {"content_watch", {"content"}},
};

enum {
    TABLES = sizeof tables / sizeof *tables,
};

/* Milliseconds by the clock of the machine: lag is about real time, whatever day it is here. */
#define CLOCK "CAST((julianday('now') - 2440587.5) * 86400000.0 AS INTEGER)"

/* ---- on and off ---- */

/* "CREATE TABLE issue (…)", "CREATE INDEX issue_parent ON issue (…)": the same for the copy. */
static void add_copy(struct atl_buffer *script, const char *type, const char *name,
                     const char *table, const char *sql)
{
    const char *rest = strchr(sql, '(');
    if (strcmp(type, "table") == 0) {
        atl_buffer_printf(script, "CREATE TEMP TABLE seen_%s %s;", name, rest);
        atl_buffer_printf(script, "INSERT INTO seen_%s SELECT * FROM %s;", name, name);
    } else {
        atl_buffer_printf(script, "CREATE INDEX temp.seen_%s ON seen_%s %s;", name, table, rest);
    }
}

static void add_triggers(struct atl_buffer *script, const char *table, const char *column)
{
    static const struct {
        const char *event;
        const char *row;
    } events[] = {{"INSERT", "new"}, {"UPDATE", "new"}, {"UPDATE", "old"}, {"DELETE", "old"}};
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        atl_buffer_printf(script,
                          "CREATE TEMP TRIGGER seen_%s_%s_%zu AFTER %s ON main.%s BEGIN"
                          " INSERT INTO seen_queue VALUES (" CLOCK ", %s.%s); END;",
                          table, column, i, events[i].event, table, events[i].row, column);
    }
}

static void switch_on(struct store *store)
{
    struct atl_buffer script = {0};
    atl_buffer_add(&script, "CREATE TEMP TABLE seen_queue (at INTEGER, item INTEGER);"
                            "CREATE TEMP TABLE seen_due (item INTEGER PRIMARY KEY);");
    for (size_t i = 0; i < TABLES; i++) {
        struct rows rows = store_select(
            store,
            "SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE tbl_name = ?"
            " AND sql IS NOT NULL ORDER BY type DESC",
            VALUES(sql_text(tables[i].name)));
        while (rows_next(&rows)) {
            add_copy(&script, rows_text(&rows, 0), rows_text(&rows, 1), rows_text(&rows, 2),
                     rows_text(&rows, 3));
        }
        for (size_t column = 0; column < 2 && tables[i].columns[column] != NULL; column++) {
            add_triggers(&script, tables[i].name, tables[i].columns[column]);
        }
    }
    store_savepoint(store);
    statements_execute(store, script.data);
    store_release(store, store->failure == NULL);
    atl_buffer_free(&script);
}

static void switch_off(struct store *store)
{
    struct atl_buffer script = {0};
    struct rows rows = store_select(
        store,
        "SELECT type, name FROM temp.sqlite_schema WHERE name LIKE 'seen~_%' ESCAPE '~'"
        " AND type IN ('table', 'trigger') ORDER BY type DESC",
        NO_VALUES);
    while (rows_next(&rows)) {
        atl_buffer_printf(&script, "DROP %s temp.%s;", rows_text(&rows, 0), rows_text(&rows, 1));
    }
    statements_execute(store, atl_buffer_text(&script));
    atl_buffer_free(&script);
}

/* ---- up to date ---- */

/* The rows of items that are due, copied again. */
static void copy_due(struct store *store, const char *table, const char *const *columns)
{
    struct atl_buffer where = {0};
    struct atl_buffer script = {0};
    for (size_t i = 0; i < 2 && columns[i] != NULL; i++) {
        atl_buffer_printf(&where, "%s %s IN (SELECT item FROM seen_due)", i == 0 ? "WHERE" : " OR",
                          columns[i]);
    }
    atl_buffer_printf(&script, "DELETE FROM seen_%s %s; INSERT INTO seen_%s SELECT * FROM %s %s;",
                      table, where.data, table, table, where.data);
    statements_execute(store, script.data);
    atl_buffer_free(&script);
    atl_buffer_free(&where);
}

static bool catch_up(struct store *store, int64_t lag_ms)
{
    int64_t until = store_integer(store, 0, "SELECT " CLOCK, NO_VALUES) - lag_ms;
    if (!store_exists(store, "SELECT 1 FROM seen_queue WHERE at <= ?",
                      VALUES(sql_integer(until)))) {
        return false;
    }
    bool changed = store->changed; /* copies aren't what a request changes */
    store_savepoint(store);
    store_run(store, "INSERT INTO seen_due SELECT DISTINCT item FROM seen_queue WHERE at <= ?",
              VALUES(sql_integer(until)));
    for (size_t i = 0; i < TABLES; i++) {
        copy_due(store, tables[i].name, tables[i].columns);
    }
    store_run(store, "DELETE FROM seen_queue WHERE at <= ?", VALUES(sql_integer(until)));
    store_run(store, "DELETE FROM seen_due", NO_VALUES);
    store_release(store, store->failure == NULL);
    store->changed = changed;
    return true;
}

void seen_keep_up(struct seen *seen, struct store *store, int64_t lag_ms)
{
    if (lag_ms <= 0 && !seen->on) {
        return;
    }
    bool on = lag_ms > 0;
    bool changed = on != seen->on;
    if (changed && on) {
        switch_on(store);
    } else if (changed) {
        switch_off(store);
    } else {
        changed = catch_up(store, lag_ms);
    }
    seen->on = on;
    seen->generation += changed;
}
