#include "sandbox/jira/issues/parts.h"

#include "sandbox/text/duration.h"

#include <inttypes.h>
#include <string.h>

typedef const struct jira_output *output;

static struct rows select_by_id(output out, const char *sql, int64_t id)
{
    return store_select(&out->sandbox->store, sql, VALUES(sql_integer(id)));
}

static void emit_visibility(output out, const struct rows *rows, int column)
{
    if (!rows_is_null(rows, column)) {
        emit_json(out->json, "visibility", rows_text(rows, column));
    }
}

/* ---- one of them ---- */

void jira_emit_comment(const struct jira_output *out, const char *key, int64_t id)
{
    struct rows rows = select_by_id(out,
                                    "SELECT issue, author, editor, created, updated, body, "
                                    "visibility FROM comment WHERE id = ?",
                                    id);
    if (rows_next(&rows)) {
        emit_object(out->json, key);
        emit_format(out->json, "self", "%s/issue/%" PRId64 "/comment/%" PRId64,
                    jira_api_url(out->sandbox), rows_integer(&rows, 0), id);
        emit_format(out->json, "id", "%" PRId64, id);
        jira_emit(out, "author", JIRA_PERSON, rows_integer(&rows, 1));
        jira_emit_body(out, "body", rows_text(&rows, 5));
        jira_emit(out, "updateAuthor", JIRA_PERSON, rows_integer(&rows, 2));
        jira_emit_time(out, "created", rows_integer(&rows, 3));
        jira_emit_time(out, "updated", rows_integer(&rows, 4));
        emit_visibility(out, &rows, 6);
        if (sandbox_is_cloud(out->sandbox)) {
            emit_bool(out->json, "jsdPublic", true);
        }
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

void jira_emit_worklog(const struct jira_output *out, const char *key, int64_t id)
{
    struct rows rows = select_by_id(out,
                                    "SELECT issue, author, editor, created, updated, started, "
                                    "seconds, body, visibility FROM worklog WHERE id = ?",
                                    id);
    if (rows_next(&rows)) {
        emit_object(out->json, key);
        emit_format(out->json, "self", "%s/issue/%" PRId64 "/worklog/%" PRId64,
                    jira_api_url(out->sandbox), rows_integer(&rows, 0), id);
        jira_emit(out, "author", JIRA_PERSON, rows_integer(&rows, 1));
        jira_emit(out, "updateAuthor", JIRA_PERSON, rows_integer(&rows, 2));
        if (!rows_is_null(&rows, 7)) {
            jira_emit_body(out, "comment", rows_text(&rows, 7));
        }
        jira_emit_time(out, "created", rows_integer(&rows, 3));
        jira_emit_time(out, "updated", rows_integer(&rows, 4));
        emit_visibility(out, &rows, 8);
        jira_emit_time(out, "started", rows_integer(&rows, 5));
        emit_text(out->json, "timeSpent",
                  duration_format(out->arena, rows_integer(&rows, 6),
                                  &out->sandbox->options.working_time));
        emit_integer(out->json, "timeSpentSeconds", rows_integer(&rows, 6));
        emit_format(out->json, "id", "%" PRId64, id);
        emit_format(out->json, "issueId", "%" PRId64, rows_integer(&rows, 0));
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

static void emit_content_address(output out, int64_t id, const char *name)
{
    if (sandbox_is_cloud(out->sandbox)) {
        emit_format(out->json, "content", "%s/attachment/content/%" PRId64,
                    jira_api_url(out->sandbox), id);
        return;
    }
    struct atl_buffer encoded = {0};
    atl_text_append_url_encoded(&encoded, name);
    emit_format(out->json, "content", "%s/secure/attachment/%" PRId64 "/%s", out->sandbox->site, id,
                atl_buffer_text(&encoded));
    atl_buffer_free(&encoded);
}

void jira_emit_attachment(const struct jira_output *out, const char *key, int64_t id)
{
    struct rows rows = select_by_id(
        out, "SELECT author, name, created, size, media_type FROM attachment WHERE id = ?", id);
    if (rows_next(&rows)) {
        emit_object(out->json, key);
        emit_format(out->json, "self", "%s/attachment/%" PRId64, jira_api_url(out->sandbox), id);
        emit_format(out->json, "id", "%" PRId64, id);
        emit_text(out->json, "filename", rows_text(&rows, 1));
        jira_emit(out, "author", JIRA_PERSON, rows_integer(&rows, 0));
        jira_emit_time(out, "created", rows_integer(&rows, 2));
        emit_integer(out->json, "size", rows_integer(&rows, 3));
        emit_text(out->json, "mimeType", rows_text(&rows, 4));
        emit_content_address(out, id, rows_text(&rows, 1));
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

void jira_emit_issue_brief(const struct jira_output *out, const char *key, int64_t id)
{
    struct rows rows = select_by_id(out,
                                    "SELECT project.key || '-' || number, summary, status, "
                                    "priority, issue.type FROM issue JOIN project ON project.id = "
                                    "project WHERE issue.id = ?",
                                    id);
    if (rows_next(&rows)) {
        emit_object(out->json, key);
        emit_format(out->json, "id", "%" PRId64, id);
        emit_text(out->json, "key", rows_text(&rows, 0));
        emit_format(out->json, "self", "%s/issue/%" PRId64, jira_api_url(out->sandbox), id);
        emit_object(out->json, "fields");
        emit_text(out->json, "summary", rows_text(&rows, 1));
        jira_emit(out, "status", JIRA_STATUS, rows_integer(&rows, 2));
        jira_emit(out, "priority", JIRA_PRIORITY, rows_optional(&rows, 3));
        jira_emit(out, "issuetype", JIRA_ISSUE_TYPE, rows_integer(&rows, 4));
        emit_object_end(out->json);
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

void jira_emit_link(const struct jira_output *out, const char *key, int64_t id, int64_t from)
{
    struct rows rows =
        select_by_id(out, "SELECT type, source, destination FROM issue_link WHERE id = ?", id);
    if (rows_next(&rows)) {
        int64_t source = rows_integer(&rows, 1);
        int64_t destination = rows_integer(&rows, 2);
        emit_object(out->json, key);
        emit_format(out->json, "id", "%" PRId64, id);
        emit_format(out->json, "self", "%s/issueLink/%" PRId64, jira_api_url(out->sandbox), id);
        jira_emit(out, "type", JIRA_LINK_TYPE, rows_integer(&rows, 0));
        if (from != source) {
            jira_emit_issue_brief(out, "inwardIssue", source);
        }
        if (from != destination) {
            jira_emit_issue_brief(out, "outwardIssue", destination);
        }
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

/* ---- all of an issue ---- */

typedef void (*emit_one)(output out, const char *key, int64_t id);

/* The statement gives ids. */
static int64_t emit_all(output out, const char *key, const char *sql, int64_t issue, emit_one emit)
{
    int64_t count = 0;
    emit_array(out->json, key);
    struct rows rows = select_by_id(out, sql, issue);
    while (rows_next(&rows)) {
        emit(out, NULL, rows_integer(&rows, 0));
        count++;
    }
    emit_array_end(out->json);
    return count;
}

void jira_emit_comments(const struct jira_output *out, const char *key,
                        const struct jira_issue *issue)
{
    emit_object(out->json, key);
    int64_t count = emit_all(out, "comments", "SELECT id FROM comment WHERE issue = ? ORDER BY id",
                             issue->id, jira_emit_comment);
    emit_format(out->json, "self", "%s/issue/%" PRId64 "/comment", jira_api_url(out->sandbox),
                issue->id);
    emit_integer(out->json, "maxResults", count);
    emit_integer(out->json, "total", count);
    emit_integer(out->json, "startAt", 0);
    emit_object_end(out->json);
}

/* Issues show their first 20 worklogs; the rest is asked for by itself. */
void jira_emit_worklogs(const struct jira_output *out, const char *key,
                        const struct jira_issue *issue)
{
    emit_object(out->json, key);
    emit_integer(out->json, "startAt", 0);
    emit_integer(out->json, "maxResults", 20);
    emit_integer(out->json, "total",
                 store_integer(&out->sandbox->store, 0,
                               "SELECT count(*) FROM worklog WHERE issue = ?",
                               VALUES(sql_integer(issue->id))));
    emit_all(out, "worklogs",
             "SELECT id FROM worklog WHERE issue = ? ORDER BY started, id LIMIT 20", issue->id,
             jira_emit_worklog);
    emit_object_end(out->json);
}

void jira_emit_attachments(const struct jira_output *out, const char *key,
                           const struct jira_issue *issue)
{
    emit_all(out, key, "SELECT id FROM attachment WHERE issue = ? ORDER BY id", issue->id,
             jira_emit_attachment);
}

void jira_emit_links(const struct jira_output *out, const char *key, const struct jira_issue *issue)
{
    emit_array(out->json, key);
    struct rows rows = store_select(
        &out->sandbox->store,
        "SELECT id FROM issue_link WHERE source = ?1 UNION SELECT id FROM issue_link WHERE "
        "destination = ?1 ORDER BY id",
        VALUES(sql_integer(issue->id)));
    while (rows_next(&rows)) {
        jira_emit_link(out, NULL, rows_integer(&rows, 0), issue->id);
    }
    emit_array_end(out->json);
}

void jira_emit_subtasks(const struct jira_output *out, const char *key,
                        const struct jira_issue *issue)
{
    emit_all(out, key,
             "SELECT issue.id FROM issue JOIN issue_type ON issue_type.id = type WHERE parent = ? "
             "AND subtask = 1 ORDER BY issue.id",
             issue->id, jira_emit_issue_brief);
}
