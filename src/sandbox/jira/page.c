#include "sandbox/jira/page.h"

#include "sandbox/server/reply.h"

#include <string.h>

bool jira_page_read(struct request *request, int64_t usual, int64_t most, struct jira_page *page)
{
    *page = (struct jira_page){.total = -1};
    if (!request_parameter_integer(request, "startAt", 0, INT32_MAX, 0, &page->start) ||
        !request_parameter_integer(request, "maxResults", INT32_MIN, INT32_MAX, usual,
                                   &page->limit)) {
        reply_error(&request->reply, REPLY_JIRA, 400,
                    "startAt and maxResults must be whole numbers, startAt not below 0.");
        return false;
    }
    if (page->limit < 0 || page->limit > most) {
        page->limit = most;
    }
    return true;
}

/* The request's own URL, with everything that it asked for, for a page that starts elsewhere. */
static void emit_url(struct request *request, const char *key, int64_t start, int64_t limit)
{
    struct atl_buffer url = {0};
    char **parts;
    size_t count = atl_text_split(&request->arena, request->raw_query, '&', &parts);
    atl_buffer_printf(&url, "%s%s?", request->sandbox->site,
                      request->raw_path + strlen(request->sandbox->options.context_path));
    for (size_t i = 0; i < count; i++) {
        if (!atl_text_starts_with(parts[i], "startAt=") &&
            !atl_text_starts_with(parts[i], "maxResults=")) {
            atl_buffer_printf(&url, "%s&", parts[i]);
        }
    }
    atl_buffer_printf(&url, "startAt=%lld&maxResults=%lld", (long long)start, (long long)limit);
    emit_text(&request->reply.body, key, url.data);
    atl_buffer_free(&url);
}

void jira_page_emit(struct request *request, const struct jira_page *page)
{
    struct atl_buffer *json = &request->reply.body;
    int64_t next = page->start + page->limit;
    emit_url(request, "self", page->start, page->limit);
    if (next < page->total) {
        emit_url(request, "nextPage", next, page->limit);
    }
    emit_integer(json, "maxResults", page->limit);
    emit_integer(json, "startAt", page->start);
    emit_integer(json, "total", page->total);
    emit_bool(json, "isLast", next >= page->total);
}

static int64_t count_rows(struct store *store, const struct sql *from)
{
    struct sql count = {.values = from->values, .count = from->count};
    sql_add(&count, "SELECT count(*) FROM (SELECT 1 ");
    sql_add(&count, atl_buffer_text(&from->text));
    sql_add(&count, ")");
    int64_t total = store_integer_sql(store, 0, &count);
    atl_buffer_free(&count.text); /* the values are the caller's */
    return total;
}

void jira_page_answer(struct request *request, const struct jira_page *page, const char *id,
                      const struct sql *from,
                      void (*emit)(const struct jira_output *out, int64_t id))
{
    struct jira_output out = jira_reply(request);
    struct store *store = &request->sandbox->store;
    struct jira_page known = *page;
    struct sql select = {0};
    known.total = count_rows(store, from);
    sql_printf(&select, "SELECT %s %s LIMIT %lld OFFSET %lld", id, atl_buffer_text(&from->text),
               (long long)page->limit, (long long)page->start);
    for (size_t i = 0; i < from->count; i++) {
        sql_value(&select, from->values[i]);
    }
    emit_object(out.json, NULL);
    jira_page_emit(request, &known);
    emit_array(out.json, "values");
    struct rows rows = store_select_sql(store, &select);
    while (rows_next(&rows)) {
        emit(&out, rows_integer(&rows, 0));
    }
    emit_array_end(out.json);
    emit_object_end(out.json);
    sql_free(&select);
}
