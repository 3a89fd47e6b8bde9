#include "sandbox/confluence/content_edit.h"

#include "sandbox/confluence/storage_check.h"
#include "sandbox/server/route.h"
#include "sandbox/text/plain_text.h"

#include <inttypes.h>
#include <string.h>

enum {
    MOST_TITLE_CHARACTERS = 255,
};

/* ---- checks ---- */

static bool is_v2(const struct request *request)
{
    return route_style(request->route) == REPLY_CONFLUENCE_V2;
}

static bool refuse(struct request *request, unsigned status, const char *message)
{
    reply_error(&request->reply, route_style(request->route), status, "%s", message);
    return false;
}

static size_t count_characters(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++) {
        count += ((unsigned char)*text & 0xC0) != 0x80;
    }
    return count;
}

static bool is_taken(struct request *request, enum content_type type, int64_t space,
                     const char *title, int64_t except)
{
    struct store *store = &request->sandbox->store;
    const char *name = content_type_name(type);
    if (type == CONTENT_BLOG_POST) {
        return store_exists(store,
                            "SELECT 1 FROM content WHERE space = ? AND title = ? COLLATE NOCASE"
                            " AND type = ? AND status = 'current' AND id <> ?"
                            " AND created / 86400000 = ? / 86400000",
                            VALUES(sql_integer(space), sql_text(title), sql_text(name),
                                   sql_integer(except),
                                   sql_integer(sandbox_now_ms(request->sandbox))));
    }
    return store_exists(
        store,
        "SELECT 1 FROM content WHERE space = ? AND title = ? COLLATE NOCASE"
        " AND type = ? AND status IN ('current', 'archived') AND id <> ?",
        VALUES(sql_integer(space), sql_text(title), sql_text(name), sql_integer(except)));
}

static bool refuse_title(struct request *request, enum content_type type, int64_t space,
                         const char *title)
{
    const char *what = type == CONTENT_BLOG_POST ? "blog post"
                       : type == CONTENT_FOLDER  ? "folder"
                                                 : "page";
    if (is_v2(request)) {
        return refuse(request, 400,
                      atl_arena_printf(&request->arena,
                                       "A %s with this title already exists: A %s already exists "
                                       "with the same TITLE in this space",
                                       what, what));
    }
    const char *key = store_text(&request->sandbox->store, &request->arena,
                                 "SELECT key FROM space WHERE id = ?", VALUES(sql_integer(space)));
    return refuse(request, 400,
                  atl_arena_printf(&request->arena,
                                   "A %s with this title already exists: A %s already exists with "
                                   "the title %s in the space with key %s",
                                   what, what, title, key == NULL ? "" : key));
}

bool content_check_title(struct request *request, enum content_type type, int64_t space,
                         const char *title, int64_t except)
{
    if (atl_text_is_empty(title) || title[strspn(title, " \t\r\n")] == '\0') {
        return refuse(request, 400, "Title is required and cannot be empty.");
    }
    if (count_characters(title) > MOST_TITLE_CHARACTERS) {
        return refuse(request, 400,
                      "Title is too long. The maximum length for a title is 255 characters.");
    }
    return !is_taken(request, type, space, title, except) ||
           refuse_title(request, type, space, title);
}

bool content_check_version(struct request *request, const struct content *content, int64_t number)
{
    if (number == content->version + 1) {
        return true;
    }
    return refuse(request, 409,
                  is_v2(request)
                      ? atl_arena_printf(&request->arena,
                                         "Version must be incremented when updating a %s. Current "
                                         "Version: [%" PRId64 "]. Provided version: [%" PRId64 "]",
                                         content_type_name(content->type), content->version, number)
                      : atl_arena_printf(&request->arena,
                                         "Version must be incremented on update. Current version "
                                         "is: %" PRId64,
                                         content->version));
}

bool content_check_may_update(struct request *request, const struct content *content)
{
    return content_may_update(request->sandbox, content) ||
           refuse(request, 403,
                  atl_arena_printf(&request->arena,
                                   "You do not have permission to update the %s with id %" PRId64,
                                   content_type_name(content->type), content->id));
}

bool content_check_storage(struct request *request, const char *storage)
{
    const char *problem = storage_check(&request->arena, storage);
    return problem == NULL ||
           refuse(request, 400,
                  atl_arena_printf(&request->arena, "Error parsing xhtml: %s", problem));
}

/* ---- creating and changing ---- */

static double next_position(struct store *store, const struct content_new *content)
{
    if (content->container >= 0) {
        return 0;
    }
    return (double)store_integer(
        store, 0, "SELECT max(position) + 1 FROM content WHERE space = ? AND parent IS ?",
        VALUES(sql_integer(content->space), sql_optional(content->parent)));
}

int64_t content_create(struct sandbox *sandbox, const struct content_new *content)
{
    struct store *store = &sandbox->store;
    struct atl_buffer text = {0};
    int64_t now = sandbox_now_ms(sandbox);
    const char *body = content->body == NULL ? "" : content->body;
    plain_text_append_storage(&text, body);
    int64_t id = store_insert(
        store,
        "INSERT INTO content (type, status, space, parent, container, position, title, body,"
        " body_text, creator, created, modifier, modified, message)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        VALUES(sql_text(content_type_name(content->type)),
               sql_text(content_status_name(content->status)), sql_integer(content->space),
               sql_optional(content->parent), sql_optional(content->container),
               sql_real(next_position(store, content)),
               sql_text(content->title == NULL ? "" : content->title), sql_text(body),
               sql_text(atl_buffer_text(&text)), sql_integer(SANDBOX_ME), sql_integer(now),
               sql_integer(SANDBOX_ME), sql_integer(now),
               sql_text(content->message == NULL ? "" : content->message)));
    atl_buffer_free(&text);
    return id;
}

static void keep_version(struct store *store, int64_t id)
{
    store_run(store,
              "INSERT INTO content_version (content, number, title, body, author, created, message,"
              " minor) SELECT id, version, title, body, modifier, modified, message, minor"
              " FROM content WHERE id = ?",
              VALUES(sql_integer(id)));
}

static void set_body(struct store *store, int64_t id, const char *body)
{
    struct atl_buffer text = {0};
    plain_text_append_storage(&text, body);
    store_run(store, "UPDATE content SET body = ?, body_text = ? WHERE id = ?",
              VALUES(sql_text(body), sql_text(atl_buffer_text(&text)), sql_integer(id)));
    atl_buffer_free(&text);
}

void content_update(struct sandbox *sandbox, struct atl_arena *arena, struct content *content,
                    const struct content_edit *edit)
{
    struct store *store = &sandbox->store;
    bool is_draft = content->status == CONTENT_DRAFT;
    if (!is_draft) {
        keep_version(store, content->id);
    }
    if (edit->body != NULL) {
        set_body(store, content->id, edit->body);
    }
    store_run(store,
              "UPDATE content SET title = coalesce(?, title), version = version + ?, modifier = ?,"
              " modified = ?, message = ?, minor = ? WHERE id = ?",
              VALUES(sql_text(edit->title), sql_integer(!is_draft), sql_integer(SANDBOX_ME),
                     sql_integer(sandbox_now_ms(sandbox)),
                     sql_text(edit->message == NULL ? "" : edit->message), sql_integer(edit->minor),
                     sql_integer(content->id)));
    content_load(store, arena, content->id, content);
}

void content_set_status(struct sandbox *sandbox, struct content *content,
                        enum content_status status)
{
    content->status = status;
    store_run(&sandbox->store, "UPDATE content SET status = ? WHERE id = ?",
              VALUES(sql_text(content_status_name(status)), sql_integer(content->id)));
}
