/* REST v2: attachments. Their bytes come and go by REST v1. */
#include "sandbox/confluence/content_edit.h"
#include "sandbox/confluence/content_tree.h"
#include "sandbox/confluence/links.h"
#include "sandbox/confluence/v2/v2.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

static const struct list_kind attachment_kind = {
    .table = "content",
    .id = "content.id",
    .orders = {{"created-date", "content.created"}, {"modified-date", "content.modified"}},
    .limit = 50,
};

/* ---- answers ---- */

/* What is kept with the bytes of a version. */
struct file {
    const char *media_type;
    int64_t size;
    const char *file_id;
    const char *comment;
};

static struct file load_file(const struct confluence_output *out, int64_t id, int64_t version)
{
    struct file file = {"application/octet-stream", 0, "", ""};
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT media_type, size, file_id, comment FROM content_file"
                                    " WHERE content = ? AND number <= ? ORDER BY number DESC",
                                    VALUES(sql_integer(id), sql_integer(version)));
    if (rows_next(&rows)) {
        file = (struct file){.media_type = rows_copy(&rows, 0, out->arena),
                             .size = rows_integer(&rows, 1),
                             .file_id = rows_copy(&rows, 2, out->arena),
                             .comment = rows_copy(&rows, 3, out->arena)};
    }
    rows_finish(&rows);
    return file;
}

/* What the name's end or the type tells a reader. */
static const char *describe(const char *media_type)
{
    static const struct {
        const char *prefix;
        const char *description;
    } kinds[] = {
        {"image/", "Image"},
        {"video/", "Video"},
        {"audio/", "Audio"},
        {"application/pdf", "PDF Document"},
        {"application/zip", "Archive"},
        {"text/", "Text File"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (atl_text_starts_with(media_type, kinds[i].prefix)) {
            return kinds[i].description;
        }
    }
    return "File";
}

static void emit_container(const struct confluence_output *out, const struct content *attachment)
{
    struct content container;
    if (content_load(&out->sandbox->store, out->arena, attachment->container, &container) &&
        container.type != CONTENT_COMMENT) {
        v2_emit_id(out, container.type == CONTENT_BLOG_POST ? "blogPostId" : "pageId",
                   container.id);
    }
}

/* All but the links, which come last. */
static void emit_head(const struct confluence_output *out, const struct content *attachment,
                      const struct content_version *version, bool with_version)
{
    struct file file = load_file(out, attachment->id, version->number);
    emit_object(out->json, NULL);
    emit_text(out->json, "id", content_write_id(out->arena, attachment));
    emit_text(out->json, "status", content_status_name(attachment->status));
    emit_text(out->json, "title", version->title);
    v2_emit_time(out, "createdAt", attachment->created);
    emit_container(out, attachment);
    emit_text(out->json, "mediaType", file.media_type);
    emit_text(out->json, "mediaTypeDescription", describe(file.media_type));
    emit_text(out->json, "comment", file.comment);
    emit_text(out->json, "fileId", file.file_id);
    emit_integer(out->json, "fileSize", file.size);
    emit_text(out->json, "webuiLink", confluence_web_path(out, attachment));
    emit_text(out->json, "downloadLink",
              confluence_download_path(out, attachment, version->number));
    if (with_version) {
        emit_object(out->json, "version");
        v2_emit_version(out, version);
        emit_object_end(out->json);
    }
}

static void emit_links(const struct confluence_output *out, const struct content *attachment,
                       int64_t version, bool with_base)
{
    emit_object(out->json, "_links");
    emit_text(out->json, "webui", confluence_web_path(out, attachment));
    emit_text(out->json, "download", confluence_download_path(out, attachment, version));
    if (with_base) {
        emit_text(out->json, "base", confluence_base(out->sandbox, out->arena));
    }
    emit_object_end(out->json);
    emit_object_end(out->json);
}

/* ---- lists ---- */

/* What a list is limited to; -1: any. */
struct scope {
    int64_t container;
    int64_t label;
};

static bool add_filters(struct list *list, const struct scope *scope)
{
    struct request *request = list->request;
    const char *media_type = request_parameter(request, "mediaType");
    const char *name = request_parameter(request, "filename");
    unsigned statuses;
    if (!v2_read_statuses(request, 1U << CONTENT_CURRENT | 1U << CONTENT_ARCHIVED, &statuses)) {
        return false;
    }
    sql_add(&list->sql,
            "SELECT " CONTENT_COLUMNS " FROM content WHERE content.type = 'attachment'");
    v2_add_statuses(&list->sql, statuses);
    if (scope->container >= 0) {
        sql_add(&list->sql, " AND content.container = ");
        sql_mark(&list->sql, sql_integer(scope->container));
    }
    if (scope->label >= 0) {
        sql_add(&list->sql, " AND content.id IN (SELECT content FROM content_label WHERE label = ");
        sql_mark(&list->sql, sql_integer(scope->label));
        sql_add(&list->sql, ")");
    }
    if (media_type != NULL) {
        sql_add(&list->sql, " AND EXISTS (SELECT 1 FROM content_file WHERE content = content.id"
                            " AND number = content.version AND media_type = ");
        sql_mark(&list->sql, sql_text(media_type));
        sql_add(&list->sql, ")");
    }
    if (name != NULL) {
        sql_add(&list->sql, " AND content.title = ");
        sql_mark(&list->sql, sql_text(name));
    }
    content_add_visible(request->sandbox, &list->sql, scope->container < 0);
    return true;
}

static void answer(struct request *request, const struct scope *scope)
{
    struct list list;
    if (!list_open(request, &attachment_kind, &list)) {
        return;
    }
    if (!add_filters(&list, scope)) {
        list_drop(&list);
        return;
    }
    list_begin(&list);
    while (list_next(&list)) {
        struct content content;
        struct content_version version;
        content_from_row(&list.rows, &list.arena, &content);
        content_version_load(&request->sandbox->store, &list.arena, &content, content.version,
                             &version);
        emit_head(&list.out, &content, &version, true);
        emit_links(&list.out, &content, content.version, false);
    }
    list_end(&list);
}

static void get_attachments(struct request *request, struct reply *reply)
{
    (void)reply;
    answer(request, &(struct scope){.container = -1, .label = -1});
}

static void get_attachments_of(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content container;
    if (v2_find(request, &container)) {
        answer(request, &(struct scope){.container = container.id, .label = -1});
    }
}

static void get_labelled_attachments(struct request *request, struct reply *reply)
{
    (void)reply;
    int64_t label;
    if (v2_find_label(request, &label)) {
        answer(request, &(struct scope){.container = -1, .label = label});
    }
}

/* ---- one ---- */

static void get_attachment(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content content;
    struct content_version version;
    struct v2_includes includes;
    if (!v2_find(request, &content) || !v2_find_version(request, &content, &version) ||
        !v2_read_includes(request, &includes)) {
        return;
    }
    struct confluence_output out = confluence_reply(request);
    emit_head(&out, &content, &version, includes.version);
    includes.likes = includes.favorited = false;
    v2_emit_includes(request, &content, &includes);
    emit_links(&out, &content, version.number, true);
}

/* To the trash; from there for good. */
static void delete_attachment(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content content;
    bool purge;
    if (!v2_flag(request, "purge", false, &purge)) {
        return;
    }
    unsigned statuses = purge ? 1U << CONTENT_TRASHED : 1U << CONTENT_CURRENT;
    if (!v2_find_in(request, statuses, &content) || !content_check_may_update(request, &content)) {
        return;
    }
    if (purge) {
        content_purge(request->sandbox, content.id);
    } else {
        content_trash(request->sandbox, &content);
    }
    v2_answer_nothing(request);
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE_V2, "/attachments", ROUTE_CLOUD, get_attachments},
    {"GET", ROUTE_CONFLUENCE_V2, "/pages/{}/attachments", ROUTE_CLOUD, get_attachments_of},
    {"GET", ROUTE_CONFLUENCE_V2, "/blogposts/{}/attachments", ROUTE_CLOUD, get_attachments_of},
    {"GET", ROUTE_CONFLUENCE_V2, "/labels/{}/attachments", ROUTE_CLOUD, get_labelled_attachments},
    {"GET", ROUTE_CONFLUENCE_V2, "/attachments/{}", ROUTE_CLOUD, get_attachment},
    {"DELETE", ROUTE_CONFLUENCE_V2, "/attachments/{}", ROUTE_CLOUD, delete_attachment},
};

const struct route_table confluence_attachment_routes = ROUTES(routes);
