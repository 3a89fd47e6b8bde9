#include "sandbox/confluence/content.h"

#include <string.h>

/* ---- names ---- */

static const struct {
    enum content_type type;
    const char *name;
} types[] = {
    {CONTENT_PAGE, "page"},       {CONTENT_BLOG_POST, "blogpost"},    {CONTENT_FOLDER, "folder"},
    {CONTENT_COMMENT, "comment"}, {CONTENT_ATTACHMENT, "attachment"},
};

static const char *const statuses[] = {"current", "draft", "archived", "trashed"};

const char *content_type_name(enum content_type type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (types[i].type == type) {
            return types[i].name;
        }
    }
    return NULL;
}

bool content_type_read(const char *name, enum content_type *type)
{
    for (size_t i = 0; name != NULL && i < sizeof types / sizeof *types; i++) {
        if (strcmp(types[i].name, name) == 0) {
            *type = types[i].type;
            return true;
        }
    }
    return false;
}

const char *content_status_name(enum content_status status)
{
    return statuses[status];
}

bool content_status_read(const char *name, enum content_status *status)
{
    for (size_t i = 0; name != NULL && i < sizeof statuses / sizeof *statuses; i++) {
        if (strcmp(statuses[i], name) == 0) {
            *status = (enum content_status)i;
            return true;
        }
    }
    return false;
}

/* ---- reading ---- */

void content_from_row(const struct rows *rows, struct atl_arena *arena, struct content *content)
{
    *content = (struct content){
        .id = rows_integer(rows, 0),
        .type = CONTENT_PAGE,
        .space = rows_integer(rows, 3),
        .parent = rows_optional(rows, 4),
        .container = rows_optional(rows, 5),
        .position = rows_real(rows, 6),
        .title = rows_copy(rows, 7, arena),
        .version = rows_integer(rows, 8),
        .creator = rows_integer(rows, 9),
        .created = rows_integer(rows, 10),
        .modifier = rows_integer(rows, 11),
        .modified = rows_integer(rows, 12),
        .message = rows_copy(rows, 13, arena),
        .minor = rows_integer(rows, 14) != 0,
        .owner = rows_integer(rows, 15),
        .last_owner = rows_optional(rows, 16),
    };
    content_type_read(rows_text(rows, 1), &content->type);
    content_status_read(rows_text(rows, 2), &content->status);
}

bool content_load(struct store *store, struct atl_arena *arena, int64_t id, struct content *content)
{
    struct rows rows = store_select(store, "SELECT " CONTENT_COLUMNS " FROM content WHERE id = ?",
                                    VALUES(sql_integer(id)));
    bool found = rows_next(&rows);
    if (found) {
        content_from_row(&rows, arena, content);
    }
    rows_finish(&rows);
    return found;
}

const char *content_body(struct store *store, struct atl_arena *arena, int64_t id)
{
    const char *body =
        store_text(store, arena, "SELECT body FROM content WHERE id = ?", VALUES(sql_integer(id)));
    return body == NULL ? "" : body;
}

int64_t content_read_id(const char *text)
{
    int64_t id;
    if (text == NULL) {
        return -1;
    }
    const char *digits = text + (strncmp(text, "att", 3) == 0 ? 3 : 0);
    return atl_text_to_integer(digits, 0, INT64_MAX, &id) ? id : -1;
}

const char *content_write_id(struct atl_arena *arena, const struct content *content)
{
    return atl_arena_printf(arena, "%s%lld", content->type == CONTENT_ATTACHMENT ? "att" : "",
                            (long long)content->id);
}

/* What is attached to a draft or to something in the trash can't be had by itself. */
static bool is_contained(struct store *store, const struct content *content)
{
    return content->container < 0 ||
           store_exists(store,
                        "SELECT 1 FROM content WHERE id = ? AND status NOT IN ('draft', 'trashed')",
                        VALUES(sql_integer(content->container)));
}

bool content_find_by_number(struct request *request, int64_t id, unsigned wanted,
                            struct content *content)
{
    struct sandbox *sandbox = request->sandbox;
    return id >= 0 && content_load(&sandbox->store, &request->arena, id, content) &&
           ((unsigned)content->type & wanted) != 0 && is_contained(&sandbox->store, content) &&
           content_is_visible(sandbox, content);
}

bool content_find(struct request *request, const char *id, unsigned wanted, struct content *content)
{
    return content_find_by_number(request, content_read_id(id), wanted, content);
}

/* ---- versions ---- */

bool content_version_load(struct store *store, struct atl_arena *arena,
                          const struct content *content, int64_t number,
                          struct content_version *version)
{
    if (number == content->version) {
        *version = (struct content_version){.number = number,
                                            .title = content->title,
                                            .author = content->modifier,
                                            .created = content->modified,
                                            .message = content->message,
                                            .minor = content->minor};
        return true;
    }
    struct rows rows = store_select(store,
                                    "SELECT title, author, created, message, minor"
                                    " FROM content_version WHERE content = ? AND number = ?",
                                    VALUES(sql_integer(content->id), sql_integer(number)));
    bool found = rows_next(&rows);
    if (found) {
        *version = (struct content_version){.number = number,
                                            .title = rows_copy(&rows, 0, arena),
                                            .author = rows_integer(&rows, 1),
                                            .created = rows_integer(&rows, 2),
                                            .message = rows_copy(&rows, 3, arena),
                                            .minor = rows_integer(&rows, 4) != 0};
    }
    rows_finish(&rows);
    return found;
}

const char *content_version_body(struct store *store, struct atl_arena *arena,
                                 const struct content *content, int64_t number)
{
    if (number == content->version) {
        return content_body(store, arena, content->id);
    }
    const char *body = store_text(
        store, arena, "SELECT body FROM content_version WHERE content = ? AND number = ?",
        VALUES(sql_integer(content->id), sql_integer(number)));
    return body == NULL ? "" : body;
}
