/* Attachments: uploading them, new versions, names, downloads. */
#include "sandbox/confluence/content_edit.h"
#include "sandbox/confluence/links.h"
#include "sandbox/confluence/v1/v1.h"
#include "sandbox/server/media.h"
#include "sandbox/server/multipart.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <string.h>

enum {
    HOLDERS = CONTENT_PAGE | CONTENT_BLOG_POST | CONTENT_COMMENT,
};

static const char usual_expand[] = "version,container";

/* ---- uploading ---- */

/* Comments belong to files by their order; the one of number `index`. */
static const char *comment_of(struct request *request, const struct multipart *form, size_t index)
{
    size_t seen = 0;
    for (size_t i = 0; i < form->count; i++) {
        const struct multipart_part *part = &form->parts[i];
        if (part->file_name == NULL && strcmp(part->name, "comment") == 0 && seen++ == index) {
            return atl_arena_strndup(&request->arena, part->bytes, part->length);
        }
    }
    return "";
}

static struct content_file file_of(struct request *request, const struct multipart *form,
                                   const struct multipart_part *part, size_t index)
{
    const char *minor = multipart_text(form, &request->arena, "minorEdit");
    return (struct content_file){.name = part->file_name,
                                 .media_type = part->media_type,
                                 .comment = comment_of(request, form, index),
                                 .bytes = part->bytes,
                                 .size = part->length,
                                 .minor = atl_text_equal(minor, "true")};
}

/* Attaches a file, as a new version where there is one of its name. -1, with the reply: refused. */
static int64_t attach(struct request *request, const struct content *holder,
                      const struct content_file *file, bool may_replace)
{
    struct sandbox *sandbox = request->sandbox;
    struct content attachment;
    int64_t id = content_find_file(&sandbox->store, holder->id, file->name);
    if (id < 0) {
        return content_attach(sandbox, holder, file);
    }
    if (!may_replace) {
        v1_refuse(request, 400,
                  "Cannot add a new attachment with same file name as an existing attachment: %s",
                  file->name);
        return -1;
    }
    if (content_load(&sandbox->store, &request->arena, id, &attachment)) {
        content_attach_version(sandbox, &request->arena, &attachment, file);
    }
    return id;
}

static void answer_files(struct request *request, const int64_t *ids, size_t count)
{
    struct v1_list list;
    struct v1_expand expand = v1_expand_of(&request->arena, usual_expand);
    if (!v1_list_open(request, &list, (int64_t)count, (int64_t)count)) {
        return;
    }
    v1_list_begin_empty(&list);
    for (size_t i = 0; i < count; i++) {
        struct content attachment;
        if (content_load(&request->sandbox->store, &request->arena, ids[i], &attachment)) {
            v1_emit_content(&list.out, NULL, &attachment, &expand);
            list.count++;
        }
    }
    v1_list_end(&list);
}

static void upload(struct request *request, bool may_replace)
{
    struct content holder;
    int64_t ids[MULTIPART_MOST_PARTS];
    size_t count = 0;
    const struct multipart *form = multipart_read(request);
    if (form == NULL || !v1_find(request, 0, HOLDERS, &holder) ||
        !content_check_may_update(request, &holder)) {
        return;
    }
    for (const struct multipart_part *part = NULL;
         (part = multipart_file(form, "file", part)) != NULL;) {
        struct content_file file = file_of(request, form, part, count);
        ids[count] = attach(request, &holder, &file, may_replace);
        if (ids[count++] < 0) {
            return;
        }
    }
    if (count == 0) {
        v1_refuse(request, 400, "At least one file must be specified in the field 'file'.");
        return;
    }
    answer_files(request, ids, count);
}

static void add_attachments(struct request *request, struct reply *reply)
{
    (void)reply;
    upload(request, false);
}

static void put_attachments(struct request *request, struct reply *reply)
{
    (void)reply;
    upload(request, true);
}

/* ---- one attachment ---- */

/* The one that the path names, if it belongs to the content that the path names before. */
static bool find_attachment(struct request *request, struct content *holder,
                            struct content *attachment)
{
    if (!v1_find(request, 0, HOLDERS, holder) ||
        !v1_find(request, 1, CONTENT_ATTACHMENT, attachment)) {
        return false;
    }
    if (attachment->container != holder->id) {
        v1_refuse_unknown(request, request->segments[1]);
        return false;
    }
    return true;
}

static void replace_data(struct request *request, struct reply *reply)
{
    (void)reply;
    struct content holder;
    struct content attachment;
    const struct multipart *form = multipart_read(request);
    if (form == NULL || !find_attachment(request, &holder, &attachment) ||
        !content_check_may_update(request, &attachment)) {
        return;
    }
    const struct multipart_part *part = multipart_file(form, "file", NULL);
    if (part == NULL) {
        v1_refuse(request, 400, "A file must be specified in the field 'file'.");
        return;
    }
    struct content_file file = file_of(request, form, part, 0);
    file.name = attachment.title; /* whatever the file is called */
    content_attach_version(request->sandbox, &request->arena, &attachment, &file);
    struct v1_expand expand = v1_expand_of(&request->arena, usual_expand);
    v1_answer_content(request, attachment.id, &expand);
}

/* Its name, its media type, what is said about it: without a new version. */
static void change_properties(struct request *request, struct reply *reply)
{
    (void)reply;
    struct store *store = &request->sandbox->store;
    struct content holder;
    struct content attachment;
    const cJSON *json = request_json(request);
    if (json == NULL || !find_attachment(request, &holder, &attachment) ||
        !content_check_may_update(request, &attachment)) {
        return;
    }
    if (atl_json_integer(json, "version.number", -1) != attachment.version) {
        v1_refuse(request, 409, "Version must be the current one: %" PRId64, attachment.version);
        return;
    }
    const char *title = atl_json_text(json, "title", attachment.title);
    int64_t other = content_find_file(store, holder.id, title);
    if (*title == '\0' || strchr(title, '/') != NULL || (other >= 0 && other != attachment.id)) {
        v1_refuse(request, 400, "An attachment can't be named '%s'", title);
        return;
    }
    store_run(store, "UPDATE content SET title = ? WHERE id = ?",
              VALUES(sql_text(title), sql_integer(attachment.id)));
    store_run(store,
              "UPDATE content_file SET media_type = coalesce(?, media_type),"
              " comment = coalesce(?, comment) WHERE content = ? AND number = ?",
              VALUES(sql_text(atl_json_text(json, "metadata.mediaType", NULL)),
                     sql_text(atl_json_text(json, "metadata.comment", NULL)),
                     sql_integer(attachment.id), sql_integer(attachment.version)));
    struct v1_expand expand = v1_expand_of(&request->arena, usual_expand);
    v1_answer_content(request, attachment.id, &expand);
}

static const struct route routes[] = {
    {"POST", ROUTE_CONFLUENCE, "/content/{}/child/attachment", ROUTE_ANY | ROUTE_UPLOAD,
     add_attachments},
    {"PUT", ROUTE_CONFLUENCE, "/content/{}/child/attachment", ROUTE_CLOUD | ROUTE_UPLOAD,
     put_attachments},
    {"PUT", ROUTE_CONFLUENCE, "/content/{}/child/attachment/{}", ROUTE_ANY, change_properties},
    {"POST", ROUTE_CONFLUENCE, "/content/{}/child/attachment/{}/data", ROUTE_ANY | ROUTE_UPLOAD,
     replace_data},
};

const struct route_table confluence_v1_attachment_routes = ROUTES(routes);
