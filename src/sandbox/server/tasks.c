#include "sandbox/server/tasks.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

int64_t task_start(struct sandbox *sandbox, const char *kind, const char *request)
{
    struct store *store = &sandbox->store;
    int64_t now_ms = sandbox_now_ms(sandbox);
    int64_t id = 1 + store_integer(store, 10000, "SELECT max(id) FROM task", NO_VALUES);
    char key[32];
    snprintf(key, sizeof key, "%" PRId64, id);
    return store_insert(store,
                        "INSERT INTO task (id, key, kind, state, author, created, started, "
                        "updated, request) VALUES (?1, ?2, ?3, 'RUNNING', ?4, ?5, ?5, ?5, ?6)",
                        VALUES(sql_integer(id), sql_text(key), sql_text(kind),
                               sql_integer(SANDBOX_ME), sql_integer(now_ms), sql_text(request)));
}

static void add(struct sandbox *sandbox, int64_t task, int64_t item, const char *name,
                const char *state)
{
    store_run(&sandbox->store,
              "INSERT INTO task_item (task, position, item, name, state) SELECT ?1, "
              "ifnull(max(position) + 1, 0), ?2, ?3, ?4 FROM task_item WHERE task = ?1",
              VALUES(sql_integer(task), sql_optional(item), sql_text(name), sql_text(state)));
}

void task_add(struct sandbox *sandbox, int64_t task, int64_t item, const char *name)
{
    add(sandbox, task, item, name, "PENDING");
    store_run(&sandbox->store, "UPDATE task SET total = total + 1 WHERE id = ?",
              VALUES(sql_integer(task)));
}

void task_add_invalid(struct sandbox *sandbox, int64_t task, const char *name)
{
    add(sandbox, task, -1, name, "INVALID");
}

/* ---- going on ---- */

static const struct task_kind *find_kind(const char *name)
{
    for (size_t i = 0; i < task_kind_count; i++) {
        if (strcmp(task_kinds[i]->name, name) == 0) {
            return task_kinds[i];
        }
    }
    return NULL;
}

static void drop_lists_of_items(cJSON *tree)
{
    atl_json_remove(tree, "selectedIssueIdsOrKeys");
    atl_json_remove(tree, "issueIdsOrKeys");
    for (cJSON *child = tree == NULL ? NULL : tree->child; child != NULL; child = child->next) {
        drop_lists_of_items(child);
    }
}

/*
 * What a request does to each item, for telling whether the same was done to one before: by another
 * task, which may have been for other items, too.
 */
static char *describe_change(const cJSON *request)
{
    cJSON *change = cJSON_Duplicate(request, true);
    drop_lists_of_items(change);
    char *text = change == NULL ? NULL : atl_json_print(change, false);
    cJSON_Delete(change);
    return text;
}

static void run_item(struct sandbox *sandbox, int64_t task, const struct task_kind *kind,
                     int64_t position, const char *change, struct task_step *step)
{
    struct store *store = &sandbox->store;
    store_savepoint(store);
    bool done = kind->run(step);
    store_release(store, done);
    if (done) {
        char name[96];
        snprintf(name, sizeof name, "%s %" PRId64, kind->name, step->item);
        counters_change(&sandbox->counters, name, change);
    }
    store_run(store, "UPDATE task_item SET state = ?, message = ? WHERE task = ? AND position = ?",
              VALUES(sql_text(done ? "DONE" : "FAILED"), sql_text(done ? NULL : step->problem),
                     sql_integer(task), sql_integer(position)));
}

/* Works on up to `most` items that are still to be done. */
static int64_t run_items(struct sandbox *sandbox, int64_t task, const struct task_kind *kind,
                         const cJSON *request, int64_t most)
{
    int64_t count = 0;
    char *change = describe_change(request);
    struct rows rows = store_select(&sandbox->store,
                                    "SELECT position, item FROM task_item WHERE task = ? AND state "
                                    "= 'PENDING' ORDER BY position LIMIT ?",
                                    VALUES(sql_integer(task), sql_integer(most)));
    while (rows_next(&rows)) {
        struct atl_arena arena = {0};
        struct task_step step = {.sandbox = sandbox,
                                 .arena = &arena,
                                 .request = request,
                                 .item = rows_integer(&rows, 1)};
        run_item(sandbox, task, kind, rows_integer(&rows, 0), change, &step);
        atl_arena_free(&arena);
        count++;
    }
    free(change);
    return count;
}

static void advance(struct sandbox *sandbox, struct atl_arena *arena, int64_t id, int64_t due)
{
    struct store *store = &sandbox->store;
    struct value task = sql_integer(id);
    const char *kind_name =
        store_text(store, arena, "SELECT kind FROM task WHERE id = ?", VALUES(task));
    const char *text =
        store_text(store, arena, "SELECT request FROM task WHERE id = ?", VALUES(task));
    const struct task_kind *kind = find_kind(kind_name == NULL ? "" : kind_name);
    cJSON *request = NULL;
    if (text != NULL && atl_json_parse(text, strlen(text), "the task", &request, NULL) == ATL_OK) {
        atl_json_keep(arena, request);
    }
    int64_t count = kind == NULL ? 0 : run_items(sandbox, id, kind, request, due);
    store_run(store,
              "UPDATE task SET done = done + ?2, updated = ?3, state = iif(done + ?2 >= total, "
              "'COMPLETE', 'RUNNING'), finished = iif(done + ?2 >= total, ?3, NULL) WHERE id = ?1",
              VALUES(task, sql_integer(count), sql_integer(sandbox_now_ms(sandbox))));
}

static void advance_all(struct sandbox *sandbox)
{
    struct atl_arena arena = {0};
    int64_t now_ms = sandbox_now_ms(sandbox);
    struct rows rows = store_select(
        &sandbox->store, "SELECT id, created, done, total FROM task WHERE state = 'RUNNING'",
        NO_VALUES);
    while (rows_next(&rows)) {
        int64_t total = rows_integer(&rows, 3);
        int64_t by_now = (now_ms - rows_integer(&rows, 1)) * sandbox->options.task_rate / 1000;
        int64_t due = sandbox->options.task_rate == 0 ? total : by_now - rows_integer(&rows, 2);
        if (due > 0 || total == 0) {
            advance(sandbox, &arena, rows_integer(&rows, 0), due);
        }
    }
    atl_arena_free(&arena);
}

void tasks_advance(struct sandbox *sandbox)
{
    struct store *store = &sandbox->store;
    if (store_exists(store, "SELECT 1 FROM task WHERE state = 'RUNNING'", NO_VALUES)) {
        store_begin(store);
        advance_all(sandbox);
        store_commit(store);
    }
}

/* ---- looking ---- */

bool task_load(struct sandbox *sandbox, struct atl_arena *arena, const char *id, struct task *task)
{
    struct rows rows = store_select(
        &sandbox->store,
        "SELECT id, kind, state, created, started, updated, finished, total, done, message, "
        "result, (SELECT count(*) FROM task_item WHERE task = task.id AND state = 'INVALID') FROM "
        "task WHERE key = ?",
        VALUES(sql_text(id)));
    bool found = rows_next(&rows);
    *task = (struct task){0};
    if (found) {
        *task = (struct task){.id = rows_integer(&rows, 0),
                              .kind = rows_copy(&rows, 1, arena),
                              .state = rows_copy(&rows, 2, arena),
                              .created = rows_integer(&rows, 3),
                              .started = rows_integer(&rows, 4),
                              .updated = rows_integer(&rows, 5),
                              .finished = rows_optional(&rows, 6),
                              .total = rows_integer(&rows, 7),
                              .done = rows_integer(&rows, 8),
                              .message = rows_copy(&rows, 9, arena),
                              .result = rows_copy(&rows, 10, arena),
                              .invalid = rows_integer(&rows, 11)};
    }
    rows_finish(&rows);
    return found;
}

int64_t task_percent(const struct task *task)
{
    return task->total == 0 ? 100 : task->done * 100 / task->total;
}
