#include "sandbox/confluence/content_tree.h"

#include "sandbox/confluence/content_edit.h"
#include "sandbox/server/route.h"

#include <stdlib.h>

/* ---- looking around ---- */

size_t content_ancestors(struct store *store, struct atl_arena *arena,
                         const struct content *content, int64_t **ids)
{
    struct rows rows = store_select(
        store,
        "WITH RECURSIVE above(id, depth) AS (SELECT ?, 1 UNION SELECT content.parent, depth + 1"
        " FROM above JOIN content ON content.id = above.id"
        " WHERE content.parent IS NOT NULL AND depth < 1000)"
        " SELECT above.id, (SELECT max(depth) FROM above)"
        " FROM above JOIN content ON content.id = above.id ORDER BY depth",
        VALUES(sql_optional(content->parent)));
    size_t count = 0;
    *ids = NULL;
    while (rows_next(&rows)) {
        if (*ids == NULL) {
            *ids = atl_arena_alloc(arena, (size_t)rows_integer(&rows, 1) * sizeof(int64_t));
        }
        (*ids)[count++] = rows_integer(&rows, 0);
    }
    return count;
}

bool content_is_within(struct store *store, int64_t id, int64_t ancestor)
{
    return store_exists(store,
                        "WITH RECURSIVE above(id) AS (SELECT ? UNION SELECT content.parent"
                        " FROM above JOIN content ON content.id = above.id)"
                        " SELECT 1 FROM above WHERE id = ?",
                        VALUES(sql_integer(id), sql_integer(ancestor)));
}

/* ---- the order of children ---- */

static size_t load_children(struct store *store, struct atl_arena *arena, int64_t space,
                            int64_t parent, int64_t **ids)
{
    static const char from[] = " FROM content WHERE parent IS ? AND space = ?"
                               " AND type IN ('page', 'folder')";
    struct value values[] = {sql_optional(parent), sql_integer(space), {.kind = VALUE_END}};
    char *count_sql = atl_arena_printf(arena, "SELECT count(*)%s", from);
    char *list_sql = atl_arena_printf(arena, "SELECT id%s ORDER BY position, id", from);
    size_t most = (size_t)store_integer(store, 0, count_sql, values);
    size_t count = 0;
    *ids = atl_arena_alloc(arena, (most + 1) * sizeof **ids);
    struct rows rows = store_select(store, list_sql, values);
    while (rows_next(&rows)) {
        (*ids)[count++] = rows_integer(&rows, 0);
    }
    return count;
}

static void number_children(struct store *store, const int64_t *ids, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        store_run(store, "UPDATE content SET position = ?1 WHERE id = ?2 AND position <> ?1",
                  VALUES(sql_integer((int64_t)i), sql_integer(ids[i])));
    }
}

/* ---- moving ---- */

static const char subtree[] =
    "WITH RECURSIVE subtree(id) AS (SELECT ?1 UNION SELECT content.id FROM subtree"
    " JOIN content ON content.parent = subtree.id)";

/* The first of the moved pages whose title the other space has; NULL when there is none. */
static const char *find_conflict(struct store *store, struct atl_arena *arena, int64_t id,
                                 int64_t space)
{
    const char *sql = atl_arena_printf(
        arena,
        "%s SELECT moved.title FROM subtree JOIN content AS moved ON moved.id = subtree.id"
        " JOIN content AS other ON other.space = ?2 AND other.title = moved.title COLLATE NOCASE"
        " AND other.type = moved.type AND other.status IN ('current', 'archived')"
        " WHERE moved.status IN ('current', 'archived') LIMIT 1",
        subtree);
    return store_text(store, arena, sql, VALUES(sql_integer(id), sql_integer(space)));
}

/* All below goes along, and what is attached to it. */
static void change_space(struct store *store, struct atl_arena *arena, int64_t id, int64_t space)
{
    const char *sql = atl_arena_printf(
        arena,
        "%s UPDATE content SET space = ?2 WHERE id IN subtree OR container IN subtree"
        " OR container IN (SELECT id FROM content WHERE container IN subtree)",
        subtree);
    store_run(store, sql, VALUES(sql_integer(id), sql_integer(space)));
}

static void place(struct store *store, const struct content *content, enum content_place where,
                  int64_t target)
{
    struct atl_arena arena = {0};
    int64_t *siblings;
    size_t count = load_children(store, &arena, content->space, content->parent, &siblings);
    int64_t *ordered = atl_arena_alloc(&arena, (count + 2) * sizeof *ordered);
    size_t placed = 0;
    for (size_t i = 0; i < count; i++) {
        if (siblings[i] == target && where == PLACE_BEFORE) {
            ordered[placed++] = content->id;
        }
        if (siblings[i] != content->id) {
            ordered[placed++] = siblings[i];
        }
        if (siblings[i] == target && where == PLACE_AFTER) {
            ordered[placed++] = content->id;
        }
    }
    if (where == PLACE_APPEND) {
        ordered[placed++] = content->id;
    }
    number_children(store, ordered, placed);
    atl_arena_free(&arena);
}

bool content_move(struct request *request, struct content *content, enum content_place where,
                  const struct content *target)
{
    int64_t space = target->space;
    int64_t parent = where == PLACE_APPEND ? target->id : target->parent;
    struct store *store = &request->sandbox->store;
    enum reply_style style = route_style(request->route);
    if (parent >= 0 && content_is_within(store, parent, content->id)) {
        reply_error(&request->reply, style, 400,
                    "Can't add a parent which is a child of the current page, or the page itself");
        return false;
    }
    if (space != content->space) {
        const char *title = find_conflict(store, &request->arena, content->id, space);
        if (title != NULL) {
            reply_error(&request->reply, style, 400,
                        "A page with this title already exists: A page already exists with the "
                        "title %s in the space",
                        title);
            return false;
        }
        change_space(store, &request->arena, content->id, space);
    }
    content->space = space;
    content->parent = parent;
    store_run(store, "UPDATE content SET parent = ? WHERE id = ?",
              VALUES(sql_optional(parent), sql_integer(content->id)));
    place(store, content, where, target->id);
    return content_load(store, &request->arena, content->id, content);
}
