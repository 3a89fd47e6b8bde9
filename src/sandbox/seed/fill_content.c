#include "sandbox/seed/fill_content.h"

#include "sandbox/confluence/inline_marker.h"
#include "sandbox/seed/random.h"

#include <inttypes.h>
#include <stdio.h>

int64_t fill_next_content(struct store *store, int64_t first)
{
    int64_t last = store_integer(store, first - 1,
                                 "SELECT max(seq) FROM main.sqlite_sequence WHERE name = 'content'",
                                 NO_VALUES);
    return last < first ? first : last + 1;
}

void fill_add_content(struct store *store, const struct fill_content *content)
{
    store_run(store,
              "INSERT INTO content (id, type, status, space, parent, container, position, title,"
              " body, body_text, version, creator, created, modifier, modified)"
              " VALUES (?, ?, 'current', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              VALUES(sql_integer(content->id), sql_text(content->type), sql_integer(content->space),
                     sql_optional(content->parent), sql_optional(content->container),
                     sql_real((double)content->position), sql_text(content->title),
                     sql_text(content->body), sql_text(content->body_text),
                     sql_integer(content->version), sql_integer(content->creator),
                     sql_integer(content->created), sql_integer(content->modifier),
                     sql_integer(content->modified)));
}

void fill_add_version(struct store *store, const struct fill_version *version)
{
    store_run(store,
              "INSERT INTO content_version (content, number, title, body, author, created, message)"
              " VALUES (?, ?, ?, ?, ?, ?, ?)",
              VALUES(sql_integer(version->content), sql_integer(version->number),
                     sql_text(version->title), sql_text(version->body),
                     sql_integer(version->author), sql_integer(version->created),
                     sql_text(version->message == NULL ? "" : version->message)));
}

static int64_t space_of(struct store *store, int64_t content)
{
    return store_integer(store, 0, "SELECT space FROM content WHERE id = ?",
                         VALUES(sql_integer(content)));
}

/* ---- comments ---- */

/* The text that an inline comment is about is marked in the body; what isn't there dangles. */
static void mark_selection(struct store *store, const struct fill_comment *comment,
                           const char *marker)
{
    struct atl_arena arena = {0};
    const char *body = store_text(store, &arena, "SELECT body FROM content WHERE id = ?",
                                  VALUES(sql_integer(comment->container)));
    const char *marked = inline_marker_place(&arena, body, comment->selection, 0, marker);
    if (marked != NULL) {
        store_run(store, "UPDATE content SET body = ? WHERE id = ?",
                  VALUES(sql_text(marked), sql_integer(comment->container)));
    }
    atl_arena_free(&arena);
}

int64_t fill_add_comment(struct store *store, const struct fill_comment *comment)
{
    struct atl_arena arena = {0};
    char marker[40];
    struct fill_content content = {
        .id = fill_next_content(store, FILL_FIRST_OTHER),
        .type = "comment",
        .space = space_of(store, comment->container),
        .parent = comment->parent,
        .container = comment->container,
        .body = comment->body,
        .body_text = comment->body_text,
        .version = 1,
        .creator = comment->author,
        .created = comment->created,
        .modifier = comment->author,
        .modified = comment->created,
    };
    content.title =
        atl_arena_printf(&arena, "Re: %s",
                         store_text(store, &arena, "SELECT title FROM content WHERE id = ?",
                                    VALUES(sql_integer(comment->container))));
    fill_add_content(store, &content);
    snprintf(marker, sizeof marker, "c0117e57-0000-4000-8000-%012" PRIx64, content.id);
    bool is_inline = comment->selection != NULL;
    if (is_inline && comment->parent < 0) {
        mark_selection(store, comment, marker);
    }
    store_run(store,
              "INSERT INTO content_comment (content, location, resolution, resolver, resolved,"
              " marker, selection) VALUES (?, ?, ?, ?, ?, ?, ?)",
              VALUES(sql_integer(content.id), sql_text(is_inline ? "inline" : "footer"),
                     sql_text(comment->is_resolved ? "resolved" : "open"),
                     sql_optional(comment->is_resolved ? comment->author : -1),
                     sql_optional(comment->is_resolved ? comment->created : -1),
                     sql_text(is_inline && comment->parent < 0 ? marker : NULL),
                     sql_text(comment->selection)));
    atl_arena_free(&arena);
    return content.id;
}

/* ---- files ---- */

int64_t fill_add_file(struct store *store, const struct fill_file *file)
{
    char file_id[40];
    struct fill_content content = {
        .id = fill_next_content(store, FILL_FIRST_OTHER),
        .type = "attachment",
        .space = space_of(store, file->container),
        .parent = -1,
        .container = file->container,
        .title = file->name,
        .body = "",
        .body_text = "",
        .version = 1,
        .creator = file->author,
        .created = file->created,
        .modifier = file->author,
        .modified = file->created,
    };
    uint64_t random = random_at((uint64_t)content.id, file->size, 0);
    fill_add_content(store, &content);
    snprintf(file_id, sizeof file_id, "%08x-%04x-4%03x-a%03x-%012" PRIx64,
             (unsigned)(random & 0xFFFFFFFF), (unsigned)(random >> 32 & 0xFFFF),
             (unsigned)(random >> 48 & 0xFFF), (unsigned)(random >> 52 & 0xFFF), content.id);
    store_run(store, "INSERT INTO content_file VALUES (?, 1, ?, ?, ?, ?, ?)",
              VALUES(sql_integer(content.id), sql_text(file->media_type),
                     sql_integer((int64_t)file->size), sql_text(file_id),
                     sql_text(file->comment == NULL ? "" : file->comment),
                     sql_blob(file->bytes, file->size)));
    return content.id;
}

/* ---- labels and restrictions ---- */

int64_t fill_label_id(struct store *store, const char *name)
{
    int64_t id =
        store_integer(store, -1, "SELECT id FROM label WHERE prefix = 'global' AND name = ?",
                      VALUES(sql_text(name)));
    if (id >= 0) {
        return id;
    }
    int64_t highest =
        store_integer(store, FILL_FIRST_LABEL - 1, "SELECT max(id) FROM label", NO_VALUES);
    return store_insert(store, "INSERT INTO label (id, name) VALUES (?, ?)",
                        VALUES(sql_integer(highest + 1), sql_text(name)));
}

void fill_add_label(struct store *store, int64_t content, const char *name)
{
    store_run(store, "INSERT OR IGNORE INTO content_label VALUES (?, ?)",
              VALUES(sql_integer(content), sql_integer(fill_label_id(store, name))));
}

void fill_restrict(struct store *store, int64_t content, const char *operation, int64_t person,
                   int64_t team)
{
    store_run(store,
              "INSERT INTO content_restriction (content, operation, person, team)"
              " VALUES (?, ?, ?, ?)",
              VALUES(sql_integer(content), sql_text(operation), sql_optional(person),
                     sql_optional(team)));
}
