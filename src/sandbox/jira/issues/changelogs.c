/* issue/{}/changelog, changelog/bulkfetch. */
#include "sandbox/jira/issues/fields.h"
#include "sandbox/jira/issues/history.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/jira/page.h"
#include "sandbox/server/cursor.h"
#include "sandbox/server/route.h"

#include <inttypes.h>

enum {
    MOST_CHANGES = 100,      /* of one issue, a page */
    MOST_BULK_ISSUES = 1000, /* a bulkfetch */
    MOST_BULK_FIELDS = 10,
    USUAL_BULK_CHANGES = 1000,
    MOST_BULK_CHANGES = 10000,
};

/* Oldest first. */
static void list_changes(struct request *request, struct reply *reply)
{
    (void)reply;
    struct jira_issue issue;
    struct jira_page page;
    struct sql from = {0};
    if (!issue_of_request(request, 0, &issue) ||
        !jira_page_read(request, MOST_CHANGES, MOST_CHANGES, &page)) {
        return;
    }
    sql_add(&from, "FROM (SELECT DISTINCT change FROM history WHERE issue = ?) ORDER BY change");
    sql_value(&from, sql_integer(issue.id));
    jira_page_answer(request, &page, "change", &from, history_emit_change);
    sql_free(&from);
}

/* {"changelogIds": [10001]}: those that there are. */
static void list_by_ids(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    const cJSON *item;
    const cJSON *body = request_json(request);
    if (body == NULL || !issue_of_request(request, 0, &issue)) {
        return;
    }
    struct jira_output out = jira_reply(request);
    int64_t count = 0;
    struct atl_buffer list = {0};
    struct jira_output changes = {request->sandbox, &request->arena, &list};
    cJSON_ArrayForEach(item, atl_json_member(body, "changelogIds"))
    {
        int64_t id = lookup_id_in_json(item);
        if (store_exists(&request->sandbox->store,
                         "SELECT 1 FROM history WHERE change = ? AND issue = ?",
                         VALUES(sql_integer(id), sql_integer(issue.id)))) {
            history_emit_change(&changes, id);
            count++;
        }
    }
    emit_object(&reply->body, NULL);
    emit_integer(out.json, "startAt", 0);
    emit_integer(out.json, "maxResults", count);
    emit_integer(out.json, "total", count);
    emit_array(out.json, "histories");
    atl_buffer_add(out.json, atl_buffer_text(&list));
    emit_array_end(out.json);
    emit_object_end(out.json);
    atl_buffer_free(&list);
}

/* ---- of many issues: {"issueChangeLogs": [{"issueId", "changeHistories": […]}]} ---- */

/* The changes of these issues in which one of these fields was changed. */
static void build_query(struct request *request, const cJSON *body, struct sql *sql)
{
    char **names;
    size_t count = jira_names_from_json(request, atl_json_get(body, "issueIdsOrKeys"), &names);
    sql_add(sql, "SELECT DISTINCT issue, change FROM history WHERE issue IN (");
    for (size_t i = 0; i < count; i++) {
        sql_add(sql, i > 0 ? ", " : "");
        sql_mark(sql, sql_integer(issue_find(request->sandbox, names[i])));
    }
    sql_add(sql, ")");
    count = jira_names_from_json(request, atl_json_get(body, "fieldIds"), &names);
    if (count > 0) {
        sql_add(sql, " AND change IN (SELECT change FROM history WHERE field_id IN (");
        for (size_t i = 0; i < count; i++) {
            sql_add(sql, i > 0 ? ", " : "");
            sql_mark(sql, sql_text(names[i]));
        }
        sql_add(sql, "))");
    }
    sql_add(sql, " ORDER BY issue, change");
}

static bool check_bulk(struct request *request, const cJSON *body, int64_t *most)
{
    struct reply *reply = &request->reply;
    size_t issues = atl_json_count(body, "issueIdsOrKeys");
    *most = atl_json_integer(body, "maxResults", USUAL_BULK_CHANGES);
    if (issues == 0 || issues > MOST_BULK_ISSUES) {
        reply_error(reply, REPLY_JIRA, 400, "issueIdsOrKeys: between 1 and %d issues.",
                    MOST_BULK_ISSUES);
    } else if (atl_json_count(body, "fieldIds") > MOST_BULK_FIELDS) {
        reply_error(reply, REPLY_JIRA, 400, "fieldIds: no more than %d fields.", MOST_BULK_FIELDS);
    } else if (*most < 1 || *most > MOST_BULK_CHANGES) {
        reply_error(reply, REPLY_JIRA, 400, "maxResults must be between 1 and %d.",
                    MOST_BULK_CHANGES);
    } else {
        return true;
    }
    return false;
}

/* Writes up to `most` changes from `start` on; returns whether there are more. */
static bool emit_changes(struct request *request, struct rows *rows, size_t start, int64_t most)
{
    struct jira_output out = jira_reply(request);
    int64_t issue = -1;
    int64_t written = 0;
    for (size_t skipped = 0; skipped < start && rows_next(rows); skipped++) {
        /* They were on an earlier page. */
    }
    while (written < most && rows_next(rows)) {
        if (rows_integer(rows, 0) != issue) {
            if (issue >= 0) {
                emit_array_end(out.json);
                emit_object_end(out.json);
            }
            issue = rows_integer(rows, 0);
            emit_object(out.json, NULL);
            emit_format(out.json, "issueId", "%" PRId64, issue);
            emit_array(out.json, "changeHistories");
        }
        history_emit_change(&out, rows_integer(rows, 1));
        written++;
    }
    if (issue >= 0) {
        emit_array_end(out.json);
        emit_object_end(out.json);
    }
    return written == most && rows_next(rows);
}

static void bulk_fetch(struct request *request, struct reply *reply)
{
    int64_t most;
    size_t start = 0;
    const cJSON *body = request_json(request);
    if (body == NULL || !check_bulk(request, body, &most)) {
        return;
    }
    const char *token = atl_json_text(body, "nextPageToken", NULL);
    if (token != NULL && !cursor_read(token, "changelog/bulkfetch", &start)) {
        reply_error(reply, REPLY_JIRA, 400, "The nextPageToken is invalid or has expired.");
        return;
    }
    struct sql sql = {0};
    build_query(request, body, &sql);
    emit_object(&reply->body, NULL);
    emit_array(&reply->body, "issueChangeLogs");
    struct rows rows = store_select_sql(&request->sandbox->store, &sql);
    bool more = emit_changes(request, &rows, start, most);
    rows_finish(&rows);
    emit_array_end(&reply->body);
    if (more) {
        emit_text(&reply->body, "nextPageToken",
                  cursor_make(&request->arena, "changelog/bulkfetch", start + (size_t)most));
    }
    emit_object_end(&reply->body);
    sql_free(&sql);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/issue/{}/changelog", ROUTE_CLOUD, list_changes},
    {"POST", ROUTE_JIRA, "/issue/{}/changelog/list", ROUTE_CLOUD | ROUTE_READS, list_by_ids},
    {"POST", ROUTE_JIRA, "/changelog/bulkfetch", ROUTE_CLOUD | ROUTE_READS, bulk_fetch},
};

const struct route_table jira_changelog_routes = ROUTES(routes);
