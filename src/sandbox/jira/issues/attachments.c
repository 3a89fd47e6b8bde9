/* Files at issues: issue/{}/attachments, attachment/{}, and their bytes. */
#include "sandbox/downloads.h"
#include "sandbox/jira/issues/change.h"
#include "sandbox/jira/issues/parts.h"
#include "sandbox/server/faults.h"
#include "sandbox/server/media.h"
#include "sandbox/server/multipart.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <string.h>

static int64_t insert(struct issue_change *change, const struct multipart_part *file)
{
    int64_t id = store_insert(
        &change->sandbox->store,
        "INSERT INTO attachment (issue, author, name, created, size, media_type, content) VALUES "
        "(?, ?, ?, ?, ?, ?, ?)",
        VALUES(sql_integer(change->issue.id), sql_integer(SANDBOX_ME), sql_text(file->file_name),
               sql_integer(change->now_ms), sql_integer((int64_t)file->length),
               sql_text(file->media_type), sql_blob(file->bytes, file->length)));
    change_record(change, "Attachment", "attachment", NULL, NULL,
                  atl_arena_printf(change->arena, "%" PRId64, id), file->file_name);
    return id;
}

static void upload(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    struct issue_change change;
    struct problems problems = {0};
    if (!issue_of_request(request, 0, &issue)) {
        return;
    }
    const struct multipart *form = multipart_read(request);
    if (form == NULL ||
        !change_begin(&change, request->sandbox, &request->arena, &problems, issue.id)) {
        return;
    }
    struct jira_output out = jira_reply(request);
    size_t count = 0;
    emit_array(out.json, NULL);
    for (const struct multipart_part *file = NULL;
         (file = multipart_file(form, "file", file)) != NULL;) {
        jira_emit_attachment(&out, NULL, insert(&change, file));
        count++;
    }
    emit_array_end(out.json);
    if (count == 0) {
        reply_error(reply, REPLY_JIRA, 400, "The form has no file in a field called \"file\".");
        return;
    }
    change_end(&change);
}

/* -1, and the reply is a 404, when there is none that may be seen. */
static int64_t attachment_of_request(struct request *request, struct jira_issue *issue)
{
    int64_t id = -1;
    atl_text_to_integer(request->segments[0], 0, INT64_MAX, &id);
    int64_t at =
        store_integer(&request->sandbox->store, -1, "SELECT issue FROM attachment WHERE id = ?",
                      VALUES(sql_integer(id)));
    if (at >= 0 && issue_load(request->sandbox, &request->arena, at, issue)) {
        return id;
    }
    reply_error(&request->reply, REPLY_JIRA, 404,
                "The attachment with id '%s' does not exist or you do not have permission to see "
                "it.",
                request->segments[0]);
    return -1;
}

/* By itself its id is a number, says the API document; in an issue it is a text. */
static void get_attachment(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    int64_t id = attachment_of_request(request, &issue);
    if (id < 0) {
        return;
    }
    struct jira_output out = jira_reply(request);
    jira_emit_attachment(&out, NULL, id);
    if (sandbox_is_cloud(request->sandbox)) {
        char text[64];
        char number[64];
        snprintf(text, sizeof text, "\"id\":\"%" PRId64 "\"", id);
        snprintf(number, sizeof number, "\"id\":%" PRId64, id);
        const char *at = strstr(reply->body.data, text);
        if (at != NULL) {
            char *rest = atl_arena_strdup(&request->arena, at + strlen(text));
            atl_buffer_truncate(&reply->body, (size_t)(at - reply->body.data));
            atl_buffer_add(&reply->body, number);
            atl_buffer_add(&reply->body, rest);
        }
    }
}

static void delete_attachment(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    struct issue_change change;
    struct problems problems = {0};
    struct store *store = &request->sandbox->store;
    int64_t id = attachment_of_request(request, &issue);
    if (id < 0 || !change_begin(&change, request->sandbox, &request->arena, &problems, issue.id)) {
        return;
    }
    const char *name =
        store_text(store, &request->arena, "SELECT name FROM attachment WHERE id = ?",
                   VALUES(sql_integer(id)));
    store_run(store, "DELETE FROM attachment WHERE id = ?", VALUES(sql_integer(id)));
    change_record(&change, "Attachment", "attachment", request->segments[0], name, NULL, NULL);
    change_end(&change);
    reply->status = 204;
}

static void settings(struct request *request, struct reply *reply)
{
    (void)request;
    emit_object(&reply->body, NULL);
    emit_bool(&reply->body, "enabled", true);
    emit_integer(&reply->body, "uploadLimit", REQUEST_MOST_UPLOAD_BYTES);
    emit_object_end(&reply->body);
}

/* ---- the bytes ---- */

bool jira_attachment_content(struct sandbox *sandbox, int64_t id, struct reply *reply)
{
    struct rows rows = store_select(&sandbox->store,
                                    "SELECT name, media_type, content FROM attachment WHERE id = ?",
                                    VALUES(sql_integer(id)));
    bool found = rows_next(&rows);
    if (found) {
        size_t length;
        const void *bytes = rows_blob(&rows, 2, &length);
        struct atl_buffer name = {0};
        atl_text_append_url_encoded(&name, rows_text(&rows, 0));
        reply_restart(reply, 200);
        reply->content_type = rows_copy(&rows, 1, reply->arena);
        reply_header(reply, "Content-Disposition", "attachment; filename*=UTF-8''%s",
                     atl_buffer_text(&name));
        atl_buffer_append(&reply->body, bytes, length);
        atl_buffer_free(&name);
    }
    rows_finish(&rows);
    return found;
}

/* Cloud sends clients on to another host, unless they ask it not to. */
static void download(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    int64_t id = attachment_of_request(request, &issue);
    if (id < 0) {
        return;
    }
    bool direct = atl_text_equal(request_parameter(request, "redirect"), "false");
    if (faults_redirect_downloads(request->sandbox) && !direct) {
        reply->status = 303;
        reply_header(reply, "Location", "%s", media_url(request, "attachment", id));
        return;
    }
    jira_attachment_content(request->sandbox, id, reply);
}

static const struct route routes[] = {
    {"POST", ROUTE_JIRA, "/issue/{}/attachments", ROUTE_ANY | ROUTE_UPLOAD, upload},
    {"GET", ROUTE_JIRA, "/attachment/meta", ROUTE_ANY, settings},
    {"GET", ROUTE_JIRA, "/attachment/{}", ROUTE_ANY, get_attachment},
    {"DELETE", ROUTE_JIRA, "/attachment/{}", ROUTE_ANY, delete_attachment},
    {"GET", ROUTE_JIRA, "/attachment/content/{}", ROUTE_CLOUD, download},
    {"GET", ROUTE_ROOT, "/secure/attachment/{}/{}", ROUTE_ANY, download},
};

const struct route_table jira_attachment_routes = ROUTES(routes);
