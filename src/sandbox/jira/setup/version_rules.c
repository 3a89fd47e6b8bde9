#include "sandbox/jira/setup/version_rules.h"

#include <stdlib.h>

/* ---- order ---- */

/* The ids of the versions of a version's project, in order; to be freed. */
static int64_t *ids_in_order(struct store *store, int64_t version, size_t *count)
{
    struct rows rows = store_select(store,
                                    "SELECT id FROM version WHERE project ="
                                    " (SELECT project FROM version WHERE id = ?)"
                                    " ORDER BY position, id",
                                    VALUES(sql_integer(version)));
    int64_t *ids = NULL;
    *count = 0;
    while (rows_next(&rows)) {
        ids = atl_realloc(ids, *count + 1, sizeof *ids);
        ids[(*count)++] = rows_integer(&rows, 0);
    }
    return ids;
}

static size_t index_of(const int64_t *ids, size_t count, int64_t id)
{
    size_t at = 0;
    while (at < count && ids[at] != id) {
        at++;
    }
    return at;
}

/* Takes the id at `from` out and puts it to where `to` then is. */
static void shift(int64_t *ids, size_t from, size_t to)
{
    int64_t id = ids[from];
    for (; from < to; from++) {
        ids[from] = ids[from + 1];
    }
    for (; from > to; from--) {
        ids[from] = ids[from - 1];
    }
    ids[to] = id;
}

static void keep_order(struct store *store, const int64_t *ids, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        store_run(store, "UPDATE version SET position = ? WHERE id = ?",
                  VALUES(sql_integer((int64_t)i), sql_integer(ids[i])));
    }
}

void version_move(struct store *store, int64_t version, enum version_place place)
{
    size_t count;
    int64_t *ids = ids_in_order(store, version, &count);
    size_t from = index_of(ids, count, version);
    if (from < count) {
        size_t last = count - 1;
        size_t to[] = {[VERSION_FIRST] = 0,
                       [VERSION_LAST] = last,
                       [VERSION_EARLIER] = from == 0 ? 0 : from - 1,
                       [VERSION_LATER] = from == last ? last : from + 1};
        shift(ids, from, to[place]);
        keep_order(store, ids, count);
    }
    free(ids);
}

void version_move_after(struct store *store, int64_t version, int64_t other)
{
    size_t count;
    int64_t *ids = ids_in_order(store, version, &count);
    size_t from = index_of(ids, count, version);
    size_t behind = index_of(ids, count, other);
    if (from < count && behind < count && from != behind) {
        shift(ids, from, behind < from ? behind + 1 : behind);
        keep_order(store, ids, count);
    }
    free(ids);
}

/* ---- heirs ---- */

bool version_may_inherit(struct store *store, int64_t version, int64_t heir)
{
    return version != heir &&
           store_exists(store,
                        "SELECT 1 FROM version AS heir JOIN version AS gone"
                        " ON gone.project = heir.project WHERE heir.id = ? AND gone.id = ?",
                        VALUES(sql_integer(heir), sql_integer(version)));
}

void version_hand_over(struct store *store, int64_t version, const char *kind, int64_t heir)
{
    if (heir >= 0) {
        store_run(store,
                  "INSERT OR IGNORE INTO issue_version (issue, kind, version)"
                  " SELECT issue, kind, ? FROM issue_version WHERE version = ? AND kind = ?",
                  VALUES(sql_integer(heir), sql_integer(version), sql_text(kind)));
    }
    store_run(store, "DELETE FROM issue_version WHERE version = ? AND kind = ?",
              VALUES(sql_integer(version), sql_text(kind)));
}

void version_hand_over_unresolved(struct store *store, int64_t version, int64_t heir)
{
    store_run(store,
              "INSERT OR IGNORE INTO issue_version (issue, kind, version)"
              " SELECT issue, kind, ? FROM issue_version JOIN issue ON issue.id = issue"
              " WHERE version = ? AND kind = 'fix' AND resolution IS NULL",
              VALUES(sql_integer(heir), sql_integer(version)));
    store_run(store,
              "DELETE FROM issue_version WHERE version = ? AND kind = 'fix' AND issue IN"
              " (SELECT id FROM issue WHERE resolution IS NULL)",
              VALUES(sql_integer(version)));
}

void version_delete(struct store *store, int64_t version)
{
    store_run(store, "DELETE FROM issue_version WHERE version = ?", VALUES(sql_integer(version)));
    store_run(store, "DELETE FROM version WHERE id = ?", VALUES(sql_integer(version)));
}
