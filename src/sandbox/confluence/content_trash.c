/* Out of the tree, and back: trash, archive, copies. */
#include "sandbox/confluence/content_edit.h"
#include "sandbox/confluence/content_tree.h"

#include <stdlib.h>

/* ---- trash and archive ---- */

/* The children of what goes take its place, at the end of what is there. */
static void move_children_up(struct store *store, const struct content *content)
{
    int64_t last =
        store_integer(store, 0, "SELECT max(position) FROM content WHERE parent IS ? AND space = ?",
                      VALUES(sql_optional(content->parent), sql_integer(content->space)));
    store_run(store,
              "UPDATE content SET position = position + ? + 1, parent = ? WHERE parent = ?"
              " AND type IN ('page', 'folder') AND status <> 'trashed'",
              VALUES(sql_integer(last), sql_optional(content->parent), sql_integer(content->id)));
}

void content_trash(struct sandbox *sandbox, struct content *content)
{
    if (((unsigned)content->type & CONTENT_IN_TREE) != 0) {
        move_children_up(&sandbox->store, content);
        store_run(&sandbox->store, "UPDATE space SET home = NULL WHERE home = ?",
                  VALUES(sql_integer(content->id)));
    }
    content_set_status(sandbox, content, CONTENT_TRASHED);
}

void content_archive(struct sandbox *sandbox, struct content *content)
{
    content_set_status(sandbox, content, CONTENT_ARCHIVED);
}

bool content_restore(struct request *request, struct content *content)
{
    struct sandbox *sandbox = request->sandbox;
    struct content parent;
    if (content->type != CONTENT_ATTACHMENT &&
        !content_check_title(request, content->type, content->space, content->title, content->id)) {
        return false;
    }
    bool has_parent = content->parent >= 0 &&
                      content_load(&sandbox->store, &request->arena, content->parent, &parent) &&
                      parent.status == CONTENT_CURRENT && parent.space == content->space;
    if (content->parent >= 0 && !has_parent) {
        content->parent = -1;
        store_run(&sandbox->store, "UPDATE content SET parent = NULL WHERE id = ?",
                  VALUES(sql_integer(content->id)));
    }
    content_set_status(sandbox, content, CONTENT_CURRENT);
    return true;
}

/* What belongs to it: replies to comments, comments, attachments, and their attachments. */
static const char doomed[] =
    "WITH RECURSIVE doomed(id) AS (SELECT ?1"
    " UNION SELECT content.id FROM doomed JOIN content ON content.container = doomed.id"
    " UNION SELECT content.id FROM doomed JOIN content ON content.parent = doomed.id"
    " AND content.type = 'comment') ";

void content_purge(struct sandbox *sandbox, int64_t id)
{
    static const char *const tables[] = {
        "content_version",     "content_comment",  "content_file",  "content_label",
        "content_restriction", "content_property", "content_watch",
    };
    struct store *store = &sandbox->store;
    struct atl_arena arena = {0};
    store_run(store,
              "UPDATE content SET parent = NULL WHERE parent = ? AND type IN ('page', 'folder')",
              VALUES(sql_integer(id)));
    store_run(store, "UPDATE space SET home = NULL WHERE home = ?", VALUES(sql_integer(id)));
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const char *sql = atl_arena_printf(
            &arena, "%sDELETE FROM %s WHERE content IN (SELECT id FROM doomed)", doomed, tables[i]);
        store_run(store, sql, VALUES(sql_integer(id)));
    }
    const char *sql = atl_arena_printf(
        &arena, "%sDELETE FROM content WHERE id IN (SELECT id FROM doomed)", doomed);
    store_run(store, sql, VALUES(sql_integer(id)));
    atl_arena_free(&arena);
}

/* ---- copying ---- */

static void copy_attachment(struct sandbox *sandbox, int64_t attachment, const struct content *copy)
{
    struct store *store = &sandbox->store;
    struct atl_arena arena = {0};
    struct content original;
    if (content_load(store, &arena, attachment, &original)) {
        struct rows rows =
            store_select(store,
                         "SELECT media_type, comment, bytes FROM content_file"
                         " WHERE content = ? AND number = ?",
                         VALUES(sql_integer(attachment), sql_integer(original.version)));
        if (rows_next(&rows)) {
            struct content_file file = {.name = original.title,
                                        .media_type = rows_copy(&rows, 0, &arena),
                                        .comment = rows_copy(&rows, 1, &arena)};
            file.bytes = rows_blob(&rows, 2, &file.size);
            content_attach(sandbox, copy, &file);
        }
        rows_finish(&rows);
    }
    atl_arena_free(&arena);
}

static void copy_attachments(struct sandbox *sandbox, int64_t from, const struct content *copy)
{
    struct rows rows = store_select(&sandbox->store,
                                    "SELECT id FROM content WHERE container = ?"
                                    " AND type = 'attachment' AND status = 'current' ORDER BY id",
                                    VALUES(sql_integer(from)));
    while (rows_next(&rows)) {
        copy_attachment(sandbox, rows_integer(&rows, 0), copy);
    }
}

int64_t content_copy(struct sandbox *sandbox, const struct content *original,
                     const struct content_copy *copy)
{
    struct store *store = &sandbox->store;
    struct atl_arena arena = {0};
    struct content made;
    struct content_new new = {
        .type = original->type,
        .status = CONTENT_CURRENT,
        .space = copy->space,
        .parent = copy->parent,
        .container = -1,
        .title = copy->title,
        .body = copy->body == NULL ? content_body(store, &arena, original->id) : copy->body,
    };
    int64_t id = content_create(sandbox, &new);
    struct value ids[] = {sql_integer(id), sql_integer(original->id), {.kind = VALUE_END}};
    if (copy->labels) {
        store_run(
            store,
            "INSERT INTO content_label SELECT ?1, label FROM content_label WHERE content = ?2",
            ids);
    }
    if (copy->properties) {
        store_run(
            store,
            "INSERT INTO content_property (content, key, value, author, created)"
            " SELECT ?1, key, value, author, created FROM content_property WHERE content = ?2",
            ids);
    }
    if (copy->restrictions) {
        store_run(store,
                  "INSERT INTO content_restriction (content, operation, person, team)"
                  " SELECT ?1, operation, person, team FROM content_restriction WHERE content = ?2",
                  ids);
    }
    if (copy->attachments && content_load(store, &arena, id, &made)) {
        copy_attachments(sandbox, original->id, &made);
    }
    atl_arena_free(&arena);
    return id;
}
