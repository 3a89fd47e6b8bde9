/* Lists by start and limit. */
#include "sandbox/confluence/links.h"
#include "sandbox/confluence/v1/v1.h"
#include "sandbox/server/cursor.h"
#include "sandbox/server/emit.h"

#include <string.h>

enum {
    MOST_CONTENT = 1000,
    MOST_WITH_BODIES = 100,
    /* Data Center */
    MOST_LISTED = 500,
    MOST_EXPANDED = 200,
    MOST_FOUND_WITH_BODIES = 50,
};

int64_t v1_most_content(const struct request *request, const struct v1_expand *expand,
                        bool of_search)
{
    bool bodies = v1_expands(expand, "body");
    if (sandbox_is_cloud(request->sandbox)) {
        return bodies ? MOST_WITH_BODIES : MOST_CONTENT;
    }
    if (bodies) {
        return of_search ? MOST_FOUND_WITH_BODIES : MOST_WITH_BODIES;
    }
    if (expand->count > 0) {
        return MOST_EXPANDED;
    }
    return of_search ? MOST_CONTENT : MOST_LISTED;
}

bool v1_list_open(struct request *request, struct v1_list *list, int64_t usual, int64_t most)
{
    *list = (struct v1_list){.request = request};
    if (!request_parameter_integer(request, "start", 0, INT32_MAX, 0, &list->start) ||
        !request_parameter_integer(request, "limit", 0, INT32_MAX, usual, &list->limit)) {
        v1_refuse(request, 400, "start and limit must be numbers of 0 or more");
        return false;
    }
    list->limit = list->limit < most ? list->limit : most;
    const char *cursor = request_parameter(request, "cursor");
    if (cursor != NULL && sandbox_is_cloud(request->sandbox)) {
        size_t start;
        if (!cursor_read(cursor, confluence_listing_name(request), &start)) {
            v1_refuse(request, 400, "Invalid cursor: %s", cursor);
            return false;
        }
        list->start = (int64_t)start;
    }
    return true;
}

void v1_list_begin_empty(struct v1_list *list)
{
    struct request *request = list->request;
    list->known = (struct confluence_known){.arena = &request->arena};
    list->out = (struct confluence_output){.sandbox = request->sandbox,
                                           .arena = &list->arena,
                                           .json = &request->reply.body,
                                           .known = &list->known};
    emit_object(&request->reply.body, NULL);
    emit_array(&request->reply.body, "results");
}

void v1_list_begin(struct v1_list *list)
{
    sql_add(&list->sql, " LIMIT ");
    sql_mark(&list->sql, sql_integer(list->limit + 1));
    sql_add(&list->sql, " OFFSET ");
    sql_mark(&list->sql, sql_integer(list->start));
    list->rows = store_select_sql(&list->request->sandbox->store, &list->sql);
    v1_list_begin_empty(list);
}

bool v1_list_next(struct v1_list *list)
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
    list->count++;
    return true;
}

static const char *next_page(const struct v1_list *list)
{
    static const char *const paging[] = {"cursor", "limit", "start", "next", "prev", NULL};
    struct request *request = list->request;
    struct atl_arena *arena = &request->arena;
    long long limit = (long long)list->limit;
    int64_t end = list->start + list->count;
    const char *added;
    if (list->by_cursor) {
        const char *cursor = cursor_make(arena, confluence_listing_name(request), (size_t)end);
        added = atl_arena_printf(arena, "next=true&cursor=%s&limit=%lld", cursor, limit);
    } else {
        added = atl_arena_printf(arena, "limit=%lld&start=%lld", limit, (long long)end);
    }
    return confluence_link(request, paging, added, true);
}

void v1_list_end_results(struct v1_list *list)
{
    emit_array_end(&list->request->reply.body);
}

void v1_list_end_paging(struct v1_list *list)
{
    struct request *request = list->request;
    const struct sandbox *sandbox = request->sandbox;
    struct atl_buffer *json = &request->reply.body;
    const char *context = sandbox->options.context_path;
    emit_integer(json, "start", list->start);
    emit_integer(json, "limit", list->limit);
    emit_integer(json, "size", list->count);
    emit_object(json, "_links");
    emit_text(json, "base", confluence_base(sandbox, &request->arena));
    emit_text(json, "context", sandbox_is_cloud(sandbox) ? "/wiki" : context);
    if (list->more && list->limit > 0) {
        emit_text(json, "next", next_page(list));
    }
    emit_format(json, "self", "%s%s", sandbox->site, request->raw_path + strlen(context));
    emit_object_end(json);
    emit_object_end(json);
    v1_list_drop(list);
}

void v1_list_end(struct v1_list *list)
{
    v1_list_end_results(list);
    v1_list_end_paging(list);
}

void v1_list_drop(struct v1_list *list)
{
    rows_finish(&list->rows);
    sql_free(&list->sql);
    atl_arena_free(&list->arena);
}
