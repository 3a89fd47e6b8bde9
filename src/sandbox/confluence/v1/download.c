#include "sandbox/confluence/v1/download.h"

#include "sandbox/confluence/v1/v1.h"
#include "sandbox/server/media.h"
#include "sandbox/server/route.h"

#include <string.h>

/* The file of a version; rows of content_file have numbers of their own, which URLs name. */
static bool send_file(struct store *store, int64_t row, struct reply *reply)
{
    struct rows rows = store_select(store,
                                    "SELECT media_type, bytes, (SELECT title FROM content"
                                    " WHERE id = content) FROM content_file WHERE rowid = ?",
                                    VALUES(sql_integer(row)));
    bool found = rows_next(&rows);
    if (found) {
        struct atl_buffer name = {0};
        size_t size;
        const void *bytes = rows_blob(&rows, 1, &size);
        const char *title = rows_text(&rows, 2);
        atl_text_append_url_encoded(&name, title == NULL ? "file" : title);
        reply_restart(reply, 200);
        reply->content_type = rows_copy(&rows, 0, reply->arena);
        atl_buffer_append(&reply->body, size == 0 ? "" : bytes, size);
        reply_header(reply, "Content-Disposition", "attachment; filename*=UTF-8''%s",
                     atl_buffer_text(&name));
        reply_header(reply, "X-Content-Type-Options", "nosniff");
        atl_buffer_free(&name);
    }
    rows_finish(&rows);
    return found;
}

bool v1_download_content(struct sandbox *sandbox, int64_t id, struct reply *reply)
{
    return send_file(&sandbox->store, id, reply);
}

/* The row of the wanted version's file, -1 when there is none. */
static int64_t find_row(struct request *request, const struct content *attachment)
{
    int64_t number;
    if (!request_parameter_integer(request, "version", 1, INT32_MAX, attachment->version,
                                   &number) ||
        number > attachment->version) {
        return -1;
    }
    return store_integer(&request->sandbox->store, -1,
                         "SELECT rowid FROM content_file WHERE content = ? AND number <= ?"
                         " ORDER BY number DESC",
                         VALUES(sql_integer(attachment->id), sql_integer(number)));
}

/* Cloud sends to another host, Data Center sends the file. */
static void answer_file(struct request *request, const struct content *attachment)
{
    struct reply *reply = &request->reply;
    int64_t row = find_row(request, attachment);
    if (row < 0) {
        v1_refuse(request, 404, "The attachment has no such version");
    } else if (sandbox_is_cloud(request->sandbox)) {
        reply_restart(reply, 302);
        reply_header(reply, "Location", "%s", media_url(request, V1_DOWNLOAD_KIND, row));
    } else {
        send_file(&request->sandbox->store, row, reply);
    }
}

static void download_by_id(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content holder;
    struct content attachment;
    if (!v1_find(request, 0, CONTENT_ANY, &holder) ||
        !v1_find(request, 1, CONTENT_ATTACHMENT, &attachment)) {
        return;
    }
    if (attachment.container != holder.id) {
        v1_refuse_unknown(request, request->segments[1]);
        return;
    }
    answer_file(request, &attachment);
}

static int64_t find_by_name(struct request *request, const struct content *holder, const char *name)
{
    return store_integer(&request->sandbox->store, -1,
                         "SELECT id FROM content WHERE container = ? AND title = ?"
                         " AND type = 'attachment' AND status = 'current'",
                         VALUES(sql_integer(holder->id), sql_text(name)));
}

/* The links that Confluence itself writes have a plus for a space, as forms do. */
static const char *with_spaces(struct request *request, const char *name)
{
    char *spaced = atl_arena_strdup(&request->arena, name);
    for (char *plus = spaced; (plus = strchr(plus, '+')) != NULL;) {
        *plus = ' ';
    }
    return spaced;
}

static void download_by_name(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content holder;
    struct content attachment;
    if (!v1_find(request, 0, CONTENT_ANY, &holder)) {
        return;
    }
    const char *name = request->segments[1];
    int64_t id = find_by_name(request, &holder, name);
    if (id < 0) {
        id = find_by_name(request, &holder, with_spaces(request, name));
    }
    if (!content_find_by_number(request, id, CONTENT_ATTACHMENT, &attachment)) {
        v1_refuse(request, 404, "No attachment named '%s'", request->segments[1]);
        return;
    }
    answer_file(request, &attachment);
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE, "/content/{}/child/attachment/{}/download", ROUTE_ANY,
     download_by_id},
    {"GET", ROUTE_CONFLUENCE_SITE, "/download/attachments/{}/{}", ROUTE_ANY, download_by_name},
};

const struct route_table confluence_v1_download_routes = ROUTES(routes);
