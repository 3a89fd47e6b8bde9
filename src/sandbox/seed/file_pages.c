#include "sandbox/seed/file_pages.h"

#include "sandbox/seed/file_bytes.h"
#include "sandbox/seed/fill_content.h"
#include "sandbox/seed/plan.h"
#include "sandbox/text/plain_text.h"

#include <stdlib.h>
#include <string.h>

struct file_page {
    int64_t id;
    int64_t space;
    int64_t author;
    int64_t created;
    bool is_page; /* a blog post has no place in the tree */
};

/* ---- spaces ---- */

void file_add_spaces(struct file *file, const struct place *document)
{
    struct store *store = file->store;
    struct place list = file_member(document, "spaces");
    for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) {
        if (!file_check(file, &item, "key name description creator created")) {
            return;
        }
        const char *key = file_needed(file, &item, "key");
        struct place key_place = file_member(&item, "key");
        if (store_exists(store, "SELECT 1 FROM space WHERE key = ?", VALUES(sql_text(key)))) {
            file_fail(file, &key_place, "there is a space %s already", key);
            return;
        }
        int64_t id =
            store_integer(store, PLAN_FIRST_SPACE_ID - 1, "SELECT max(id) FROM space", NO_VALUES) +
            1;
        file_run(file,
                 "INSERT INTO space (id, key, name, description, creator, created)"
                 " VALUES (?, ?, ?, ?, ?, ?)",
                 VALUES(sql_integer(id), sql_text(key),
                        sql_text(file_text(file, &item, "name", key)),
                        sql_text(file_text(file, &item, "description", "")),
                        sql_integer(file_person(file, &item, "creator", 1)),
                        sql_integer(file_time(file, &item, "created", file->now_ms))));
    }
}

/* ---- what a page has ---- */

/* Storage format as plain text, in the arena. */
static const char *plain_of(struct file *file, const char *storage)
{
    struct atl_buffer text = {0};
    plain_text_append_storage(&text, storage);
    const char *copy = atl_arena_strdup(&file->arena, atl_buffer_text(&text));
    atl_buffer_free(&text);
    return copy;
}

static int64_t add_versions(struct file *file, const struct place *place,
                            const struct file_page *page, const char *title)
{
    struct place list = file_member(place, "versions");
    int64_t number = 1;
    for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) {
        if (!file_check(file, &item, "body title author created message")) {
            return number;
        }
        struct fill_version version = {
            .content = page->id,
            .number = number,
            .title = file_text(file, &item, "title", title),
            .body = file_text(file, &item, "body", ""),
            .author = file_person(file, &item, "author", page->author),
            .created = file_time(file, &item, "created", page->created),
            .message = file_text(file, &item, "message", NULL),
        };
        fill_add_version(file->store, &version);
        number++;
    }
    return number;
}

static void add_labels(struct file *file, const struct place *place, const struct file_page *page)
{
    struct place list = file_member(place, "labels");
    for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) {
        const char *label = file_text_at(file, &item);
        if (*label == '\0' || strpbrk(label, " \t\n") != NULL) {
            file_fail(file, &item, "a label is one word, not '%s'", label);
        }
        fill_add_label(file->store, page->id, label);
    }
    struct place watchers = file_member(place, "watchers");
    for (struct place item = file_first(file, &watchers); item.node != NULL; file_next(&item)) {
        file_run(file, "INSERT OR IGNORE INTO content_watch VALUES (?, ?)",
                 VALUES(sql_integer(page->id), sql_integer(file_person_at(file, &item))));
    }
}

static int64_t add_comment(struct file *file, const struct place *item,
                           const struct file_page *page, int64_t parent, bool is_inline)
{
    const char *body = file_needed(file, item, "body");
    struct fill_comment comment = {
        .container = page->id,
        .parent = parent,
        .author = file_person(file, item, "author", page->author),
        .created = file_time(file, item, "created", page->created),
        .body = body,
        .body_text = plain_of(file, body),
        .selection = is_inline ? file_text(file, item, "selection", "") : NULL,
        .is_resolved = parent < 0 && file_flag(file, item, "resolved", false),
    };
    return fill_add_comment(file->store, &comment);
}

static void add_comments(struct file *file, const struct place *place, const struct file_page *page)
{
    struct place list = file_member(place, "comments");
    for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) {
        if (!file_check(file, &item, "author body created location selection resolved replies")) {
            return;
        }
        const char *location = file_choice(file, &item, "location", "footer inline", "footer");
        bool is_inline = strcmp(location, "inline") == 0;
        struct place selection = file_member(&item, "selection");
        if (is_inline != (selection.node != NULL)) {
            file_fail(file, &item, "'selection' goes with the location inline");
        }
        int64_t comment = add_comment(file, &item, page, -1, is_inline);
        struct place replies = file_member(&item, "replies");
        for (struct place reply = file_first(file, &replies); reply.node != NULL;
             file_next(&reply)) {
            if (!file_check(file, &reply, "author body created")) {
                return;
            }
            add_comment(file, &reply, page, comment, is_inline);
        }
    }
}

static void add_attachments(struct file *file, const struct place *place,
                            const struct file_page *page)
{
    struct place list = file_member(place, "attachments");
    for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) {
        struct file_bytes bytes;
        if (!file_check(file, &item, "name text base64 mediaType author created comment")) {
            return;
        }
        file_read_bytes(file, &item, &bytes);
        struct fill_file attached = {
            .container = page->id,
            .author = file_person(file, &item, "author", page->author),
            .created = file_time(file, &item, "created", page->created),
            .name = bytes.name,
            .media_type = bytes.media_type,
            .comment = file_text(file, &item, "comment", NULL),
            .bytes = bytes.bytes.data,
            .size = bytes.bytes.length,
        };
        if (store_exists(file->store,
                         "SELECT 1 FROM content WHERE container = ? AND type = 'attachment'"
                         " AND title = ?",
                         VALUES(sql_integer(page->id), sql_text(bytes.name)))) {
            file_fail(file, &item, "the page has a file '%s' already", bytes.name);
        }
        fill_add_file(file->store, &attached);
        file->added.attachments++;
        atl_buffer_free(&bytes.bytes);
    }
}

static void add_restrictions(struct file *file, const struct place *place,
                             const struct file_page *page)
{
    struct place list = file_member(place, "restrictions");
    for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) {
        struct place team = file_member(&item, "team");
        if (!file_check(file, &item, "operation person team")) {
            return;
        }
        if (file_has(&item, "person") == (team.node != NULL)) {
            file_fail(file, &item, "either 'person' or 'team' is needed");
        }
        int64_t group = team.node == NULL
                            ? -1
                            : file_find(file, &team, file_text_at(file, &team),
                                        "SELECT id FROM team WHERE name = ?1 COLLATE NOCASE",
                                        "SELECT name FROM team ORDER BY id", NO_VALUES);
        fill_restrict(file->store, page->id,
                      file_choice(file, &item, "operation", "read update", "read"),
                      file_person(file, &item, "person", -1), group);
    }
}

/* ---- pages ---- */

static void take_title(struct file *file, const struct place *place, const struct file_page *page,
                       const char *title)
{
    struct place title_place = file_member(place, "title");
    if (page->is_page &&
        store_exists(file->store,
                     "SELECT 1 FROM content WHERE space = ? AND title = ? AND type = 'page'",
                     VALUES(sql_integer(page->space), sql_text(title)))) {
        file_fail(file, &title_place, "the space has a page '%s' already", title);
    }
}

static void insert_page(struct file *file, const struct place *place, struct file_page *page)
{
    const char *title = file_needed(file, place, "title");
    const char *body = file_text(file, place, "body", "");
    take_title(file, place, page, title);
    page->id = fill_next_content(file->store, FILL_FIRST_PAGE);
    struct fill_content content = {
        .id = page->id,
        .type = page->is_page ? "page" : "blogpost",
        .space = page->space,
        .parent = -1,
        .container = -1,
        .position = (int64_t)place->index,
        .title = title,
        .body = body,
        .body_text = plain_of(file, body),
        .version = add_versions(file, place, page, title),
        .creator = page->author,
        .created = page->created,
        .modifier = file_person(file, place, "modifier", page->author),
        .modified = file_time(file, place, "modified", page->created),
    };
    if (content.modified < content.created) {
        file_fail(file, place, "was modified before it was created");
    }
    fill_add_content(file->store, &content);
}

static void add_page(struct file *file, const struct place *place, struct file_page *page)
{
    if (!file_check(file, place,
                    "space type title parent body author modifier created modified labels watchers"
                    " versions comments attachments restrictions")) {
        return;
    }
    struct place space = file_member(place, "space");
    page->is_page = strcmp(file_choice(file, place, "type", "page blogpost", "page"), "page") == 0;
    page->space = file_find(file, &space, file_needed(file, place, "space"),
                            "SELECT id FROM space WHERE ?1 COLLATE NOCASE IN (key, name)",
                            "SELECT key FROM space ORDER BY id", NO_VALUES);
    page->author = file_person(file, place, "author", 1);
    page->created = file_time(file, place, "created", file->now_ms);
    insert_page(file, place, page);
    add_labels(file, place, page);
    add_restrictions(file, place, page);
}

/* ---- the tree, once all pages are there ---- */

static bool is_below_itself(struct file *file, int64_t page)
{
    return store_exists(file->store,
                        "WITH RECURSIVE above (id) AS"
                        " (SELECT parent FROM content WHERE id = ?1 UNION"
                        "  SELECT content.parent FROM content JOIN above ON content.id = above.id)"
                        " SELECT 1 FROM above WHERE id = ?1",
                        VALUES(sql_integer(page)));
}

static void set_parent(struct file *file, const struct place *place, const struct file_page *page)
{
    struct store *store = file->store;
    struct place member = file_member(place, "parent");
    int64_t parent = store_integer(store, -1, "SELECT home FROM space WHERE id = ?",
                                   VALUES(sql_integer(page->space)));
    if (!page->is_page) {
        if (member.node != NULL) {
            file_fail(file, &member, "blog posts have none");
        }
        return;
    }
    if (member.node != NULL) {
        parent = file_find(file, &member, file_text_at(file, &member),
                           "SELECT id FROM content WHERE space = ?2 AND title = ?1"
                           " AND type IN ('page', 'folder')",
                           "SELECT title FROM content WHERE space = ? AND type = 'page'"
                           " ORDER BY id",
                           VALUES(sql_integer(page->space)));
    } else if (parent < 0) {
        file_run(file, "UPDATE space SET home = ? WHERE id = ?",
                 VALUES(sql_integer(page->id), sql_integer(page->space)));
        return;
    }
    file_run(file, "UPDATE content SET parent = ? WHERE id = ?",
             VALUES(sql_integer(parent), sql_integer(page->id)));
    if (is_below_itself(file, page->id)) {
        file_fail(file, &member, "a page can't be below itself");
    }
}

void file_add_pages(struct file *file, const struct place *document)
{
    struct place list = file_member(document, "pages");
    struct file_page *pages =
        atl_alloc((atl_json_count(document->node, "pages") + 1) * sizeof *pages);
    for (struct place item = file_first(file, &list); item.node != NULL && !file->failed;
         file_next(&item)) {
        add_page(file, &item, &pages[item.index]);
        file->added.pages += pages[item.index].is_page;
    }
    for (struct place item = file_first(file, &list); item.node != NULL && !file->failed;
         file_next(&item)) {
        set_parent(file, &item, &pages[item.index]);
        add_comments(file, &item, &pages[item.index]);
        add_attachments(file, &item, &pages[item.index]);
    }
    free(pages);
}
