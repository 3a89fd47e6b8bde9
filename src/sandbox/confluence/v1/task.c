#include "sandbox/confluence/v1/task.h"

#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

#include <inttypes.h>

enum {
    LEAST_MS = 40, /* a task takes so long, and an item so much longer */
    ITEM_MS = 4,
    USUAL_LIMIT = 100,
    MOST_LIMIT = 100,
};

/* ---- starting ---- */

void v1_task_start(struct request *request, const struct v1_task *task)
{
    struct store *store = &request->sandbox->store;
    int64_t now = sandbox_now_ms(request->sandbox);
    int64_t more_ms = request->sandbox->faults.switches.long_task_ms;
    int64_t number = store_integer(store, 0, "SELECT max(id) FROM task", NO_VALUES) + 1;
    /* Numbers like those of content, which they share a table with in Confluence. */
    const char *key = atl_arena_printf(&request->arena, "%" PRId64, INT64_C(1180600) + number);
    store_insert(store,
                 "INSERT INTO task (id, key, kind, state, author, created, started, updated,"
                 " finished, total, done, result, message)"
                 " VALUES (?, ?, ?, 'COMPLETE', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 VALUES(sql_integer(number), sql_text(key), sql_text(task->kind),
                        sql_integer(SANDBOX_ME), sql_integer(now), sql_integer(now),
                        sql_integer(now),
                        sql_integer(now + LEAST_MS + ITEM_MS * task->total + more_ms),
                        sql_integer(task->total), sql_integer(task->total), sql_text(task->result),
                        sql_text(task->message)));
    struct atl_buffer *json = &request->reply.body;
    reply_restart(&request->reply, 202);
    emit_object(json, NULL);
    emit_text(json, "id", key);
    emit_object(json, "links");
    emit_format(json, "status", "/rest/api/longtask/%s", key);
    emit_object_end(json);
    emit_object_end(json);
}

bool v1_task_is_running(const struct request *request, const char *kind)
{
    return store_exists(&request->sandbox->store,
                        "SELECT 1 FROM task WHERE kind = ? AND finished > ?",
                        VALUES(sql_text(kind), sql_integer(sandbox_now_ms(request->sandbox))));
}

/* ---- asking ---- */

static const char task_columns[] =
    "SELECT key, kind, created, finished, result, message"
    " FROM task WHERE kind IN ('copypagehierarchy', 'archive', 'deletespace')";

static int64_t percentage_at(int64_t now, int64_t created, int64_t finished)
{
    return now >= finished || finished <= created ? 100
                                                  : (now - created) * 100 / (finished - created);
}

static void emit_task(const struct confluence_output *out, const struct rows *rows)
{
    struct atl_buffer *json = out->json;
    int64_t now = sandbox_now_ms(out->sandbox);
    int64_t created = rows_integer(rows, 2);
    int64_t finished = rows_integer(rows, 3);
    bool done = now >= finished;
    emit_object(json, NULL);
    emit_text(json, "id", rows_text(rows, 0));
    emit_object(json, "name");
    emit_format(json, "key", "com.atlassian.confluence.longrunning.%s", rows_text(rows, 1));
    emit_array(json, "args");
    emit_array_end(json);
    emit_object_end(json);
    emit_integer(json, "elapsedTime", (done ? finished : now) - created);
    emit_integer(json, "percentageComplete", percentage_at(now, created, finished));
    emit_bool(json, "successful", done);
    emit_bool(json, "finished", done);
    emit_array(json, "messages");
    if (done) {
        emit_object(json, NULL);
        emit_text(json, "translation", rows_text(rows, 5));
        emit_array(json, "args");
        emit_array_end(json);
        emit_object_end(json);
    }
    emit_array_end(json);
    emit_text(json, "status", done ? rows_text(rows, 5) : "");
    emit_array(json, "errors");
    emit_array_end(json);
    if (done && !rows_is_null(rows, 4)) {
        emit_json(json, "additionalDetails", rows_text(rows, 4));
    }
}

static void emit_task_end(const struct confluence_output *out, const struct rows *rows,
                          bool with_links)
{
    if (with_links) {
        emit_object(out->json, "_links");
        emit_format(out->json, "self", "%s/rest/api/longtask/%s", v1_base(out), rows_text(rows, 0));
        emit_object_end(out->json);
    }
    emit_object_end(out->json);
}

static void get_task(struct request *request, struct reply *reply)
{
    (void)reply;
    struct confluence_output out = confluence_reply(request);
    const char *sql = atl_arena_printf(&request->arena, "%s AND key = ?", task_columns);
    struct rows rows =
        store_select(&request->sandbox->store, sql, VALUES(sql_text(request->segments[0])));
    if (rows_next(&rows)) {
        emit_task(&out, &rows);
        emit_task_end(&out, &rows, true);
    } else {
        v1_refuse(request, 404, "No long running task found with id: %s", request->segments[0]);
    }
    rows_finish(&rows);
}

static void list_tasks(struct request *request, struct reply *reply)
{
    (void)reply;
    struct v1_list list;
    if (!v1_list_open(request, &list, USUAL_LIMIT, MOST_LIMIT)) {
        return;
    }
    sql_printf(&list.sql, "%s AND finished > ", task_columns);
    sql_mark(&list.sql, sql_integer(sandbox_now_ms(request->sandbox)));
    sql_add(&list.sql, " ORDER BY id");
    v1_list_begin(&list);
    while (v1_list_next(&list)) {
        emit_task(&list.out, &list.rows);
        emit_task_end(&list.out, &list.rows, false);
    }
    v1_list_end(&list);
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE, "/longtask", ROUTE_ANY, list_tasks},
    {"GET", ROUTE_CONFLUENCE, "/longtask/{}", ROUTE_ANY, get_task},
};

const struct route_table confluence_v1_task_routes = ROUTES(routes);
