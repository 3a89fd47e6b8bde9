#include "sandbox/jira/issues/part_list.h"

#include "sandbox/server/reply.h"

void part_list_answer(struct request *request, const struct jira_page *page, const char *name,
                      const struct sql *from,
                      void (*emit)(const struct jira_output *out, const char *key, int64_t id))
{
    struct jira_output out = jira_reply(request);
    struct sql count = {0};
    struct sql select = {0};
    sql_printf(&count, "SELECT count(*) FROM (SELECT 1 %s)", atl_buffer_text(&from->text));
    sql_printf(&select, "SELECT id %s LIMIT %lld OFFSET %lld", atl_buffer_text(&from->text),
               (long long)page->limit, (long long)page->start);
    for (size_t i = 0; i < from->count; i++) {
        sql_value(&count, from->values[i]);
        sql_value(&select, from->values[i]);
    }
    emit_object(out.json, NULL);
    emit_integer(out.json, "startAt", page->start);
    emit_integer(out.json, "maxResults", page->limit);
    emit_integer(out.json, "total", store_integer_sql(&request->sandbox->store, 0, &count));
    emit_array(out.json, name);
    struct rows rows = store_select_sql(&request->sandbox->store, &select);
    while (rows_next(&rows)) {
        emit(&out, NULL, rows_integer(&rows, 0));
    }
    emit_array_end(out.json);
    emit_object_end(out.json);
    sql_free(&count);
    sql_free(&select);
}

int64_t part_of_request(struct request *request, size_t segment, const char *table, int64_t issue,
                        const char *message)
{
    const char *text = request->segments[segment];
    int64_t id = -1;
    struct sql sql = {0};
    sql_printf(&sql, "SELECT id FROM %s WHERE id = ", table);
    sql_mark(&sql, sql_integer(atl_text_to_integer(text, 0, INT64_MAX, &id) ? id : -1));
    sql_add(&sql, " AND issue = ");
    sql_mark(&sql, sql_integer(issue));
    id = store_integer_sql(&request->sandbox->store, -1, &sql);
    sql_free(&sql);
    if (id < 0) {
        reply_error(&request->reply, REPLY_JIRA, 404, "%s %s", message, text);
    }
    return id;
}
