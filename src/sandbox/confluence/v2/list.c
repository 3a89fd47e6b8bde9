#include "sandbox/confluence/v2/list.h"

#include "sandbox/confluence/links.h"
#include "sandbox/server/cursor.h"
#include "sandbox/server/emit.h"

#include <string.h>

enum {
    MOST_LIMIT = 250,
};

static bool refuse(struct request *request, const char *name, const char *expected)
{
    reply_error(&request->reply, REPLY_CONFLUENCE_V2, 400,
                "Provided value {%s} for '%s' is not the correct type. Expected type is %s",
                request_parameter(request, name), name, expected);
    return false;
}

static bool read_sort(struct request *request, struct list *list)
{
    const char *sort = request_parameter(request, "sort");
    if (sort == NULL) {
        list->order = &list->kind->orders[0];
        list->descending = list->kind->descending;
        return true;
    }
    list->descending = *sort == '-';
    for (size_t i = 0; i < LIST_MOST_ORDERS && list->kind->orders[i].name != NULL; i++) {
        list->order = &list->kind->orders[i];
        if (strcmp(list->order->name, sort + list->descending) == 0) {
            return true;
        }
    }
    return refuse(request, "sort", "a sort order");
}

bool list_open(struct request *request, const struct list_kind *kind, struct list *list)
{
    *list = (struct list){.request = request, .kind = kind, .after = -1};
    int64_t usual = kind->limit == 0 ? LIST_LIMIT : kind->limit;
    if (!read_sort(request, list)) {
        return false;
    }
    if (!request_parameter_integer(request, "limit", 1, MOST_LIMIT, usual, &list->limit)) {
        return refuse(request, "limit", "int between 1 and 250");
    }
    const char *cursor = request_parameter(request, "cursor");
    size_t after;
    if (cursor != NULL) {
        if (!cursor_read(cursor, confluence_listing_name(request), &after)) {
            reply_error(&request->reply, REPLY_CONFLUENCE_V2, 400, "Invalid cursor value {%s}",
                        cursor);
            return false;
        }
        list->after = (int64_t)after;
    }
    return true;
}

/* By id, the cursor's own number is the place to go on from; else the column's value there is. */
static void add_place(struct list *list)
{
    const struct list_kind *kind = list->kind;
    const char *sign = list->descending ? "<" : ">";
    if (list->after < 0) {
        return;
    }
    if (strcmp(list->order->column, kind->id) == 0) {
        sql_printf(&list->sql, " AND %s %s ", kind->id, sign);
        sql_mark(&list->sql, sql_integer(list->after));
        return;
    }
    sql_printf(&list->sql,
               " AND (%s, %s) %s (SELECT %s, %s FROM %s WHERE %s = ", list->order->column, kind->id,
               sign, list->order->column, kind->id, kind->table, kind->id);
    sql_mark(&list->sql, sql_integer(list->after));
    sql_add(&list->sql, ")");
}

void list_begin(struct list *list)
{
    struct request *request = list->request;
    const char *direction = list->descending ? "DESC" : "ASC";
    add_place(list);
    sql_printf(&list->sql, " ORDER BY %s %s, %s %s LIMIT ", list->order->column, direction,
               list->kind->id, direction);
    sql_mark(&list->sql, sql_integer(list->limit + 1));
    list->rows = store_select_sql(&request->sandbox->store, &list->sql);
    list->known = (struct confluence_known){.arena = &request->arena};
    list->out = (struct confluence_output){.sandbox = request->sandbox,
                                           .arena = &list->arena,
                                           .json = &request->reply.body,
                                           .known = &list->known};
    emit_object(&request->reply.body, NULL);
    emit_array(&request->reply.body, "results");
}

bool list_next(struct list *list)
{
    atl_arena_free(&list->arena);
    if (!rows_next(&list->rows)) {
        return false;
    }
    if (list->count == list->limit) {
        list->more = true;
        rows_finish(&list->rows);
        return false;
    }
    list->last = rows_integer(&list->rows, 0);
    list->count++;
    return true;
}

static void end(struct request *request, const char *next)
{
    struct reply *reply = &request->reply;
    struct atl_buffer *json = &reply->body;
    const char *base = confluence_base(request->sandbox, &request->arena);
    emit_array_end(json);
    emit_object(json, "_links");
    if (next != NULL) {
        emit_text(json, "next", next);
        reply_header(reply, "Link", "<%s>; rel=\"next\", <%s>; rel=\"base\"", next, base);
    } else {
        reply_header(reply, "Link", "<%s>; rel=\"base\"", base);
    }
    emit_text(json, "base", base);
    emit_object_end(json);
    emit_object_end(json);
}

void list_end(struct list *list)
{
    static const char *const paging[] = {"cursor", NULL};
    struct request *request = list->request;
    const char *next = NULL;
    if (list->more) {
        const char *cursor =
            cursor_make(&request->arena, confluence_listing_name(request), (size_t)list->last);
        next = confluence_link(request, paging,
                               atl_arena_printf(&request->arena, "cursor=%s", cursor), false);
    }
    end(request, next);
    list_drop(list);
}

void list_drop(struct list *list)
{
    rows_finish(&list->rows);
    sql_free(&list->sql);
    atl_arena_free(&list->arena);
}

void list_end_single(struct request *request)
{
    end(request, NULL);
}
