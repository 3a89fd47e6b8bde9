/* Lists of the agile API: of boards and their like, and of issues. */
#include "sandbox/jira/agile/agile.h"
#include "sandbox/jira/agile/agile_fields.h"
#include "sandbox/jira/issues/fields.h"
#include "sandbox/jira/issues/search.h"
#include "sandbox/jira/lookup.h"

#include <string.h>

enum {
    USUAL_RESULTS = 50,
    MOST_RESULTS = 50,
    MOST_ISSUES = 100,                 /* Cloud */
    MOST_ISSUES_OF_DATA_CENTER = 1000, /* jira.search.views.default.max */
};

static void emit_window(struct atl_buffer *json, const struct jira_page *page)
{
    emit_integer(json, "maxResults", page->limit);
    emit_integer(json, "startAt", page->start);
    emit_integer(json, "total", page->total);
    emit_bool(json, "isLast", page->start + page->limit >= page->total);
}

void agile_page_answer(struct request *request, const char *id, const struct sql *from,
                       void (*emit)(const struct jira_output *out, int64_t id))
{
    const struct jira_output out = jira_reply(request);
    struct store *store = &request->sandbox->store;
    struct jira_page page;
    struct sql count = {0};
    struct sql select = {0};
    if (!jira_page_read(request, USUAL_RESULTS, MOST_RESULTS, &page)) {
        return;
    }
    sql_printf(&count, "SELECT count(*) FROM (SELECT 1 %s)", from->text.data);
    sql_printf(&select, "SELECT %s %s LIMIT %lld OFFSET %lld", id, from->text.data,
               (long long)page.limit, (long long)page.start);
    for (size_t i = 0; i < from->count; i++) {
        sql_value(&count, from->values[i]);
        sql_value(&select, from->values[i]);
    }
    page.total = store_integer_sql(store, 0, &count);
    emit_object(out.json, NULL);
    emit_window(out.json, &page);
    emit_array(out.json, "values");
    struct rows rows = store_select_sql(store, &select);
    while (rows_next(&rows)) {
        emit(&out, rows_integer(&rows, 0));
    }
    emit_array_end(out.json);
    emit_object_end(out.json);
    sql_free(&count);
    sql_free(&select);
}

/* ---- issues ---- */

/* A query that is put together: conditions, and the last order that any of the parts had. */
struct whole_query {
    struct atl_buffer where;
    const char *order;
};

/* False, with the reply a 400, when the part's quotation marks or parentheses don't match. */
static bool add_part(struct request *request, struct whole_query *whole, const char *part)
{
    const char *where;
    const char *order;
    struct atl_error error;
    if (part == NULL) {
        return true;
    }
    if (atl_query_split(&request->arena, ATL_QUERY_JQL, part, &where, &order, NULL, &error) !=
        ATL_OK) {
        reply_error(&request->reply, REPLY_JIRA, 400, "%s", error.message);
        return false;
    }
    if (*where != '\0') {
        atl_buffer_printf(&whole->where, "%s(%s)", whole->where.length > 0 ? " AND " : "", where);
    }
    if (*order != '\0') {
        whole->order = order;
    }
    return true;
}

static void emit_issues(struct request *request, const struct search_found *found,
                        const struct jira_page *page)
{
    char **names;
    size_t count = request_parameter_list(request, "fields", &names);
    struct jira_selection selection = jira_select(request, names, count, "*navigable");
    struct agile_fields extra = agile_fields_asked(names, count);
    int64_t end = page->start + page->limit < page->total ? page->start + page->limit : page->total;
    emit_array(&request->reply.body, "issues");
    for (int64_t i = page->start; i < end; i++) {
        struct atl_arena arena = {0};
        struct jira_output out = {request->sandbox, &arena, &request->reply.body};
        struct jira_issue issue;
        if (issue_load(request->sandbox, &arena, found->ids[i], &issue)) {
            agile_emit_issue(&out, &issue, &selection, &extra);
        }
        atl_arena_free(&arena);
    }
    emit_array_end(&request->reply.body);
}

static void answer_query(struct request *request, const char *jql)
{
    struct atl_buffer *json = &request->reply.body;
    const struct search_found *found;
    struct atl_error error;
    struct jira_page page;
    int64_t most = sandbox_is_cloud(request->sandbox) ? MOST_ISSUES : MOST_ISSUES_OF_DATA_CENTER;
    if (!jira_page_read(request, USUAL_RESULTS, most, &page)) {
        return;
    }
    if (jira_find(request, jql, &found, &error) != ATL_OK) {
        reply_error(&request->reply, REPLY_JIRA, 400, "%s", error.message);
        return;
    }
    page.total = (int64_t)found->count;
    emit_object(json, NULL);
    emit_text(json, "expand", "schema,names");
    emit_integer(json, "startAt", page.start);
    emit_integer(json, "maxResults", page.limit);
    emit_integer(json, "total", page.total);
    emit_issues(request, found, &page);
    emit_object_end(json);
}

void agile_answer_issues(struct request *request, int64_t filter, const char *condition)
{
    struct whole_query whole = {.order = "ORDER BY rank ASC"};
    const char *saved =
        store_text(&request->sandbox->store, &request->arena, "SELECT jql FROM filter WHERE id = ?",
                   VALUES(sql_integer(filter)));
    if (add_part(request, &whole, saved) && add_part(request, &whole, condition) &&
        add_part(request, &whole, request_parameter(request, "jql"))) {
        answer_query(request, atl_arena_printf(&request->arena, "%s %s",
                                               atl_buffer_text(&whole.where), whole.order));
    }
    atl_buffer_free(&whole.where);
}
