/* Who may see and change what. */
#include "sandbox/confluence/content.h"
#include "sandbox/server/faults.h"

enum {
    MOST_DEPTH = 1000, /* no tree is deeper; it ends a walk whatever the database holds */
};

/* I am one of those that the restriction names. */
#define NAMES_ME "(person = 1 OR team IN (SELECT team FROM team_member WHERE person = 1))"

/* The store isn't changed by looking into it. */
static struct store *store_of(const struct sandbox *sandbox)
{
    return (struct store *)&sandbox->store;
}

static bool is_open(struct store *store, int64_t id, const char *operation)
{
    return !store_exists(store,
                         "SELECT 1 FROM content_restriction WHERE content = ? AND operation = ?",
                         VALUES(sql_integer(id), sql_text(operation))) ||
           store_exists(store,
                        "SELECT 1 FROM content_restriction WHERE content = ? AND operation = ?"
                        " AND " NAMES_ME,
                        VALUES(sql_integer(id), sql_text(operation)));
}

static bool has_restrictions(struct store *store, const char *operation)
{
    return store_exists(store, "SELECT 1 FROM content_restriction WHERE operation = ?",
                        VALUES(sql_text(operation)));
}

bool content_space_is_visible(const struct sandbox *sandbox, int64_t space)
{
    struct atl_arena arena = {0};
    const char *key = store_text(store_of(sandbox), &arena, "SELECT key FROM space WHERE id = ?",
                                 VALUES(sql_integer(space)));
    bool visible = key != NULL && !faults_hides_space(sandbox, key);
    atl_arena_free(&arena);
    return visible;
}

bool content_is_visible(const struct sandbox *sandbox, const struct content *content)
{
    struct store *store = store_of(sandbox);
    if (!content_space_is_visible(sandbox, content->space)) {
        return false;
    }
    if (!has_restrictions(store, "read")) {
        return true;
    }
    int64_t id = content->id;
    for (int depth = 0; id >= 0 && depth < MOST_DEPTH; depth++) {
        if (!is_open(store, id, "read")) {
            return false;
        }
        /* A reply's container is the one of the comment above. */
        id =
            store_integer(store, -1, "SELECT coalesce(container, parent) FROM content WHERE id = ?",
                          VALUES(sql_integer(id)));
    }
    return true;
}

bool content_may_update(const struct sandbox *sandbox, const struct content *content)
{
    struct store *store = store_of(sandbox);
    return is_open(store, content->id, "update") &&
           (content->type != CONTENT_ATTACHMENT || is_open(store, content->container, "update"));
}

/* ---- in statements ---- */

/* Everything that a restriction keeps from me, with all below it. */
static const char hidden_content[] =
    "(WITH RECURSIVE hidden(id) AS ("
    "SELECT content FROM content_restriction WHERE operation = 'read'"
    " GROUP BY content HAVING max(coalesce(" NAMES_ME ", 0)) = 0"
    " UNION SELECT below.id FROM hidden JOIN content AS below ON below.parent = hidden.id"
    " UNION SELECT below.id FROM hidden JOIN content AS below ON below.container = hidden.id)"
    " SELECT id FROM hidden)";

/* The ids of hidden spaces as " AND column NOT IN (…)"; nothing when there are none. */
static void add_spaces(const struct sandbox *sandbox, struct sql *sql, const char *column)
{
    struct rows rows = store_select(store_of(sandbox), "SELECT id, key FROM space", NO_VALUES);
    size_t count = 0;
    while (rows_next(&rows)) {
        if (faults_hides_space(sandbox, rows_text(&rows, 1))) {
            if (count++ == 0) {
                sql_printf(sql, " AND %s NOT IN (", column);
            } else {
                sql_add(sql, ", ");
            }
            sql_mark(sql, sql_integer(rows_integer(&rows, 0)));
        }
    }
    sql_add(sql, count == 0 ? "" : ")");
}

void content_add_visible(const struct sandbox *sandbox, struct sql *sql, bool contained)
{
    add_spaces(sandbox, sql, "content.space");
    if (has_restrictions(store_of(sandbox), "read")) {
        sql_printf(sql, " AND content.id NOT IN %s", hidden_content);
    }
    if (contained) {
        sql_add(sql, " AND (content.container IS NULL OR EXISTS (SELECT 1 FROM content AS container"
                     " WHERE container.id = content.container"
                     " AND container.status NOT IN ('draft', 'trashed')))");
    }
}

void content_add_visible_spaces(const struct sandbox *sandbox, struct sql *sql)
{
    add_spaces(sandbox, sql, "space.id");
}
