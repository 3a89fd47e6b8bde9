/* What content has besides itself: labels, restrictions, files. */
#include "sandbox/confluence/content_edit.h"

#include <inttypes.h>

enum {
    FIRST_LABEL = 300001,
};

/* ---- labels ---- */

int64_t content_label_id(struct store *store, const char *prefix, const char *name)
{
    int64_t id =
        store_integer(store, -1, "SELECT id FROM label WHERE prefix = ? AND name = lower(?)",
                      VALUES(sql_text(prefix), sql_text(name)));
    if (id >= 0) {
        return id;
    }
    int64_t highest = store_integer(store, FIRST_LABEL - 1, "SELECT max(id) FROM label", NO_VALUES);
    return store_insert(store, "INSERT INTO label (id, prefix, name) VALUES (?, ?, lower(?))",
                        VALUES(sql_integer(highest + 1), sql_text(prefix), sql_text(name)));
}

bool content_add_label(struct store *store, int64_t content, const char *prefix, const char *name)
{
    return store_run(store, "INSERT OR IGNORE INTO content_label (content, label) VALUES (?, ?)",
                     VALUES(sql_integer(content),
                            sql_integer(content_label_id(store, prefix, name)))) > 0;
}

bool content_remove_label(struct store *store, int64_t content, const char *prefix,
                          const char *name)
{
    return store_run(store,
                     "DELETE FROM content_label WHERE content = ? AND label IN"
                     " (SELECT id FROM label WHERE prefix = ? AND name = lower(?))",
                     VALUES(sql_integer(content), sql_text(prefix), sql_text(name))) > 0;
}

/* ---- restrictions ---- */

void content_restrict(struct store *store, int64_t content, const char *operation, int64_t person,
                      int64_t team)
{
    store_run(store,
              "INSERT INTO content_restriction (content, operation, person, team)"
              " SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM content_restriction"
              " WHERE content = ?1 AND operation = ?2 AND person IS ?3 AND team IS ?4)",
              VALUES(sql_integer(content), sql_text(operation), sql_optional(person),
                     sql_optional(team)));
}

void content_make_private(struct store *store, int64_t content)
{
    content_restrict(store, content, "read", SANDBOX_ME, -1);
    content_restrict(store, content, "update", SANDBOX_ME, -1);
}

/* ---- attachments ---- */

int64_t content_find_file(struct store *store, int64_t container, const char *name)
{
    return store_integer(store, -1,
                         "SELECT id FROM content WHERE container = ? AND type = 'attachment'"
                         " AND status = 'current' AND title = ?",
                         VALUES(sql_integer(container), sql_text(name)));
}

/* The id of the bytes in the media store: a UUID, different for each version of each file. */
static void add_bytes(struct store *store, int64_t attachment, int64_t number,
                      const struct content_file *file)
{
    struct atl_arena arena = {0};
    const char *file_id =
        atl_arena_printf(&arena, "%08" PRIx64 "-%04" PRIx64 "-4000-8000-%012" PRIx64,
                         (uint64_t)attachment & 0xFFFFFFFF, (uint64_t)number & 0xFFFF,
                         (uint64_t)file->size & 0xFFFFFFFFFFFF);
    const char *comment = file->comment == NULL ? "" : file->comment;
    store_run(
        store,
        "INSERT INTO content_file (content, number, media_type, size, file_id, comment, bytes)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        VALUES(sql_integer(attachment), sql_integer(number), sql_text(file->media_type),
               sql_integer((int64_t)file->size), sql_text(file_id), sql_text(comment),
               sql_blob(file->bytes, file->size)));
    atl_arena_free(&arena);
}

int64_t content_attach(struct sandbox *sandbox, const struct content *container,
                       const struct content_file *file)
{
    struct content_new attachment = {.type = CONTENT_ATTACHMENT,
                                     .status = CONTENT_CURRENT,
                                     .space = container->space,
                                     .parent = -1,
                                     .container = container->id,
                                     .title = file->name,
                                     .message = file->comment};
    int64_t id = content_create(sandbox, &attachment);
    add_bytes(&sandbox->store, id, 1, file);
    return id;
}

void content_attach_version(struct sandbox *sandbox, struct atl_arena *arena,
                            struct content *attachment, const struct content_file *file)
{
    struct content_edit edit = {
        .title = file->name, .message = file->comment, .minor = file->minor};
    content_update(sandbox, arena, attachment, &edit);
    add_bytes(&sandbox->store, attachment->id, attachment->version, file);
}
