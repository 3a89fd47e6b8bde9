/*
 * Rows that belong to other rows of the file: by the keys that the file has for them, which are
 * those of the issues that were exported, or made up. They get the new keys once there are any.
 */
#include "cmd/jira/import/import.h"

#include <stdlib.h>
#include <string.h>

struct import_key {
    const char *key;
    size_t row;
};

/* A row and one that it belongs to; both are to be created. */
struct edge {
    size_t child;
    size_t parent;
    size_t column;
};

static struct atl_arena *arena_of(const struct importing *importing)
{
    return importing->rows.context->arena;
}

/* ---- which row has which key ---- */

static int compare_keys(const void *left, const void *right)
{
    const struct import_key *first = left;
    const struct import_key *second = right;
    int order = strcmp(first->key, second->key);
    return order != 0 ? order : first->row < second->row ? -1 : first->row > second->row;
}

void import_tree_index(struct importing *importing)
{
    const struct atl_rows *table = &importing->table;
    struct import_tree *tree = &importing->tree;
    tree->keys = atl_arena_alloc(arena_of(importing), (table->count + 1) * sizeof *tree->keys);
    tree->fates = atl_arena_alloc(arena_of(importing), (table->count + 1) * sizeof *tree->fates);
    tree->items = atl_arena_alloc(arena_of(importing), (table->count + 1) * sizeof *tree->items);
    for (size_t i = 0; i < table->count && importing->key_column < table->column_count; i++) {
        const char *cell = table->rows[i].cells[importing->key_column];
        const char *key = cell == NULL ? NULL : atl_jira_key_parse(arena_of(importing), cell);
        if (key != NULL) {
            tree->keys[tree->count++] = (struct import_key){key, i};
        }
    }
    qsort(tree->keys, tree->count, sizeof *tree->keys, compare_keys);
}

/* The first of the rows that have the key; NULL: none has. */
static const struct import_key *find_key(const struct importing *importing, const char *key)
{
    const struct import_tree *tree = &importing->tree;
    size_t low = 0;
    size_t high = tree->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(tree->keys[middle].key, key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < tree->count && strcmp(tree->keys[low].key, key) == 0 ? &tree->keys[low] : NULL;
}

/* ---- shards ---- */

/* Before the fields are known: by what exports and people call it. */
static bool is_called_parent(const struct import_column *column)
{
    static const char *const names[] = {"parent", "epic link"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (column->role == IMPORT_FIELD &&
            (atl_text_equal_ignoring_case(column->target, names[i]) ||
             (column->label != NULL && atl_text_equal_ignoring_case(column->label, names[i])))) {
            return true;
        }
    }
    return false;
}

static const struct import_key *find_above(const struct importing *importing, size_t row)
{
    const struct atl_rows *table = &importing->table;
    for (size_t i = 0; i < table->column_count; i++) {
        const char *cell = table->rows[row].cells[i];
        const char *key = cell != NULL && is_called_parent(&importing->columns[i])
                              ? import_parent_key(arena_of(importing), cell)
                              : NULL;
        const struct import_key *above = key == NULL ? NULL : find_key(importing, key);
        if (above != NULL) {
            return above;
        }
    }
    return NULL;
}

/* What is in a cycle has no top: the first of its rows stands for it. */
static size_t first_of_cycle(const size_t *above, size_t row)
{
    size_t first = row;
    for (size_t at = above[row]; at != row; at = above[at]) {
        first = at < first ? at : first;
    }
    return first;
}

/* Each row is walked by once, however long the ways up are. */
void import_tree_find_tops(struct importing *importing)
{
    size_t rows = importing->table.count;
    size_t *tops = atl_arena_alloc(arena_of(importing), (rows + 1) * sizeof *tops);
    size_t *above = atl_alloc((rows + 1) * sizeof *above);
    size_t *walk = atl_alloc((rows + 1) * sizeof *walk); /* that came by, from 1; 0: none yet */
    for (size_t i = 0; i < rows; i++) {
        const struct import_key *found = find_above(importing, i);
        above[i] = found == NULL ? i : found->row;
    }
    for (size_t i = 0; i < rows; i++) {
        size_t row = i;
        while (walk[row] == 0) {
            walk[row] = i + 1;
            row = above[row];
        }
        size_t top = walk[row] == i + 1 ? first_of_cycle(above, row) : tops[row];
        for (row = i; walk[row] == i + 1; row = above[row]) {
            walk[row] = rows + 1;
            tops[row] = top;
        }
    }
    free(walk);
    free(above);
    importing->tree.tops = tops;
}

/* ---- what belongs to what ---- */

bool import_is_own_key(const struct importing *importing, const char *key)
{
    size_t length = strlen(importing->project);
    return strncmp(key, importing->project, length) == 0 && key[length] == '-';
}

/* The row that a key in a cell stands for; NULL: an issue that is on the site. */
static const struct import_key *find_row(const struct importing *importing, const char *key)
{
    const struct import_key *found = key == NULL ? NULL : find_key(importing, key);
    return found != NULL && !import_is_own_key(importing, key) ? found : NULL;
}

bool import_tree_has(const struct importing *importing, const char *key)
{
    return find_row(importing, key) != NULL;
}

enum atl_status import_tree_note(const struct importing *importing,
                                 const struct atl_jira_field *field, const char *cell, cJSON *row,
                                 struct atl_error *error)
{
    const struct import_tree *tree = &importing->tree;
    const struct import_key *found =
        import_is_parent(field) ? find_row(importing, import_parent_key(arena_of(importing), cell))
                                : NULL;
    if (found == NULL || tree->fates[found->row] == IMPORT_IS_WRONG) {
        return ATL_OK; /* what is wrong with the parent is said there */
    }
    const struct atl_row *parent = &importing->table.rows[found->row];
    const struct import_key *next = found + 1;
    if (next < tree->keys + tree->count && strcmp(next->key, found->key) == 0) {
        return atl_fail(error, ATL_USAGE, "%s and %s both have the key %s",
                        import_place(importing, parent->number),
                        import_place(importing, importing->table.rows[next->row].number),
                        found->key);
    }
    if (tree->fates[found->row] == IMPORT_IS_ELSEWHERE) {
        atl_fail(error, ATL_USAGE, "%s is %s, which is another shard's", found->key,
                 import_place(importing, parent->number));
        atl_hint(error, "import the file without --shard");
        return ATL_USAGE;
    }
    cJSON *parents = atl_json_member(row, "parents");
    parents = parents == NULL ? cJSON_AddObjectToObject(row, "parents") : parents;
    cJSON_AddNumberToObject(parents, field->id, (double)tree->items[found->row]);
    return ATL_OK;
}

/* ---- cycles ---- */

static int compare_edges(const void *left, const void *right)
{
    const struct edge *first = left;
    const struct edge *second = right;
    return first->parent < second->parent ? -1 : first->parent > second->parent;
}

/* Sorted by parent. */
static struct edge *find_edges(const struct importing *importing, size_t *count)
{
    const struct atl_rows *table = &importing->table;
    size_t room = 0;
    struct edge *edges = NULL;
    *count = 0;
    for (size_t i = 0; i < table->count; i++) {
        const struct jira_rows_kind *kind = importing->kinds[i];
        for (size_t column = 0; kind != NULL && column < table->column_count; column++) {
            const struct atl_jira_field *field = kind->columns[column];
            const char *cell = table->rows[i].cells[column];
            const struct import_key *found =
                importing->columns[column].role == IMPORT_FIELD && field != NULL && cell != NULL &&
                        import_is_parent(field)
                    ? find_row(importing, import_parent_key(arena_of(importing), cell))
                    : NULL;
            if (found == NULL || importing->kinds[found->row] == NULL) {
                continue;
            }
            if (*count == room) {
                room = room == 0 ? 64 : 2 * room;
                edges = atl_realloc(edges, room, sizeof *edges);
            }
            edges[(*count)++] = (struct edge){i, found->row, column};
        }
    }
    if (*count > 0) {
        qsort(edges, *count, sizeof *edges, compare_edges);
    }
    return edges;
}

static size_t first_edge(const struct edge *edges, size_t count, size_t parent)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (edges[middle].parent < parent) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Takes away what can be created, tops first; waits[row] > 0 is in a cycle, or below one. */
static size_t *take_away(const struct edge *edges, size_t count, size_t rows)
{
    size_t *waits = atl_alloc((rows + 1) * sizeof *waits);
    size_t *queue = atl_alloc((rows + 1) * sizeof *queue);
    size_t queued = 0;
    for (size_t i = 0; i < count; i++) {
        waits[edges[i].child]++;
    }
    for (size_t i = 0; i < rows; i++) {
        if (waits[i] == 0) {
            queue[queued++] = i;
        }
    }
    for (size_t taken = 0; taken < queued; taken++) {
        size_t parent = queue[taken];
        for (size_t i = first_edge(edges, count, parent); i < count && edges[i].parent == parent;
             i++) {
            if (--waits[edges[i].child] == 0) {
                queue[queued++] = edges[i].child;
            }
        }
    }
    free(queue);
    return waits;
}

static const char *key_of(const struct importing *importing, size_t row)
{
    const char *cell = importing->table.rows[row].cells[importing->key_column];
    return atl_jira_key_parse(arena_of(importing), cell);
}

/* "A-1 is below itself: A-1, below A-2, below A-1" */
static void report(struct importing *importing, const struct edge *const *up, size_t row)
{
    struct atl_buffer way = {0};
    struct atl_error why;
    const struct edge *edge = up[row];
    do {
        atl_buffer_printf(&way, ", below %s", key_of(importing, edge->parent));
        edge = up[edge->parent];
    } while (edge->child != row && way.length < 200);
    const char *key = key_of(importing, row);
    atl_fail(&why, ATL_USAGE, "%s would be below itself: %s%s%s", key, key, way.data,
             edge->child == row ? "" : ", …");
    const struct atl_row *at = &importing->table.rows[row];
    import_problem_add(importing, at, importing->columns[up[row]->column].name,
                       at->cells[up[row]->column], &why);
    atl_buffer_free(&way);
}

void import_tree_check(struct importing *importing)
{
    size_t rows = importing->table.count;
    size_t count;
    struct edge *edges = find_edges(importing, &count);
    size_t *waits = take_away(edges, count, rows);
    const struct edge **up = atl_alloc((rows + 1) * sizeof *up);
    size_t *walk = atl_alloc((rows + 1) * sizeof *walk); /* that came by */
    for (size_t i = count; i-- > 0;) {
        if (waits[edges[i].child] > 0 && waits[edges[i].parent] > 0) {
            up[edges[i].child] = &edges[i];
        }
    }
    for (size_t i = 0; i < rows; i++) {
        size_t row = i;
        while (up[row] != NULL && walk[row] == 0) {
            walk[row] = i + 1;
            row = up[row]->parent;
        }
        if (up[row] != NULL && walk[row] == i + 1) {
            report(importing, up, row);
        }
    }
    free(walk);
    free(up);
    free(waits);
    free(edges);
}
