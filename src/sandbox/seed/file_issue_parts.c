/* What a seed file says of an issue's past: comments, work, attachments, changes. */
#include "sandbox/seed/file_bytes.h"
#include "sandbox/seed/file_issues.h"

#include "sandbox/seed/fill.h"
#include "sandbox/seed/site.h"

#include <inttypes.h>
#include <string.h>

/* When something of the issue happened: not before it was created. */
static int64_t read_moment(struct file *file, const struct place *item, const char *name,
                           struct file_issue *issue)
{
    int64_t ms = file_time(file, item, name, issue->latest);
    if (ms < issue->created) {
        struct place place = file_member(item, name);
        file_fail(file, &place, "is before the issue was created");
    }
    issue->latest = ms > issue->latest ? ms : issue->latest;
    return ms;
}

void file_add_comments(struct file *file, const struct place *place, struct file_issue *issue)
{
    struct place list = file_member(place, "comments");
    for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) {
        struct place body = file_member(&item, "body");
        if (!file_check(file, &item, "author body created updated") || !file_body_at(file, &body)) {
            return;
        }
        int64_t author = file_person(file, &item, "author", issue->reporter);
        int64_t created = read_moment(file, &item, "created", issue);
        int64_t updated = file_time(file, &item, "updated", created);
        file_run(file,
                 "INSERT INTO comment (issue, author, editor, created, updated, body, body_text)"
                 " VALUES (?, ?, ?, ?, ?, ?, ?)",
                 VALUES(sql_integer(issue->id), sql_integer(author), sql_integer(author),
                        sql_integer(created), sql_integer(updated),
                        sql_text(file->body->written.data), sql_text(file->body->plain.data)));
    }
}

void file_add_worklogs(struct file *file, const struct place *place, struct file_issue *issue)
{
    struct place list = file_member(place, "worklogs");
    for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) {
        if (!file_check(file, &item, "author time started comment")) {
            return;
        }
        bool has_comment = file_body(file, &item, "comment");
        int64_t author = file_person(file, &item, "author", issue->reporter);
        int64_t started = read_moment(file, &item, "started", issue);
        int64_t seconds = file_seconds(file, &item, "time", -1);
        if (seconds <= 0) {
            file_fail(file, &item, "'time' is needed: how long it took");
        }
        file_run(
            file,
            "INSERT INTO worklog (issue, author, editor, created, updated, started, seconds, body,"
            " body_text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            VALUES(sql_integer(issue->id), sql_integer(author), sql_integer(author),
                   sql_integer(started), sql_integer(started), sql_integer(started),
                   sql_integer(seconds), sql_text(has_comment ? file->body->written.data : NULL),
                   sql_text(has_comment ? file->body->plain.data : NULL)));
        file_run(file, "UPDATE issue SET time_spent = ifnull(time_spent, 0) + ? WHERE id = ?",
                 VALUES(sql_integer(seconds), sql_integer(issue->id)));
    }
}

void file_add_attachments(struct file *file, const struct place *place, struct file_issue *issue)
{
    struct place list = file_member(place, "attachments");
    for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) {
        struct file_bytes bytes;
        if (!file_check(file, &item, "name text base64 mediaType author created")) {
            return;
        }
        file_read_bytes(file, &item, &bytes);
        file_run(
            file,
            "INSERT INTO attachment (id, issue, author, name, created, size, media_type,"
            " content) VALUES ((SELECT max(?, ifnull(max(seq), 0) + 1) FROM main.sqlite_sequence"
            " WHERE name = 'attachment'), ?, ?, ?, ?, ?, ?, ?)",
            VALUES(sql_integer(FILL_FIRST_ATTACHMENT), sql_integer(issue->id),
                   sql_integer(file_person(file, &item, "author", issue->reporter)),
                   sql_text(bytes.name), sql_integer(read_moment(file, &item, "created", issue)),
                   sql_integer((int64_t)bytes.bytes.length), sql_text(bytes.media_type),
                   sql_blob(bytes.bytes.data, bytes.bytes.length)));
        file->added.attachments++;
        atl_buffer_free(&bytes.bytes);
    }
}

/* ---- history ---- */

/* Fields whose values have ids. person: any person; else statements as file_find has them. */
static const struct {
    const char *name;
    const char *id;
    bool is_person;
    const char *find;
    const char *list;
} fields[] = {
    {"status", "status", false, "SELECT id FROM status WHERE name = ?1 COLLATE NOCASE",
     "SELECT name FROM status ORDER BY position"},
    {"resolution", "resolution", false, "SELECT id FROM resolution WHERE name = ?1 COLLATE NOCASE",
     "SELECT name FROM resolution ORDER BY position"},
    {"priority", "priority", false, "SELECT id FROM priority WHERE name = ?1 COLLATE NOCASE",
     "SELECT name FROM priority ORDER BY position"},
    {"issuetype", "issuetype", false, "SELECT id FROM issue_type WHERE name = ?1 COLLATE NOCASE",
     "SELECT name FROM issue_type ORDER BY position"},
    {"assignee", "assignee", true, NULL, NULL},
    {"reporter", "reporter", true, NULL, NULL},
    {"Sprint", "customfield_10020", false, "SELECT id FROM sprint WHERE name = ?1 COLLATE NOCASE",
     "SELECT name FROM sprint ORDER BY id"},
    {"Fix Version", "fixVersions", false, "SELECT id FROM version WHERE name = ?1 COLLATE NOCASE",
     "SELECT name FROM version ORDER BY id"},
    {"Version", "versions", false, "SELECT id FROM version WHERE name = ?1 COLLATE NOCASE",
     "SELECT name FROM version ORDER BY id"},
    {"Component", "components", false, "SELECT id FROM component WHERE name = ?1 COLLATE NOCASE",
     "SELECT name FROM component ORDER BY id"},
    {"summary", "summary", false, NULL, NULL},
    {"description", "description", false, NULL, NULL},
    {"labels", "labels", false, NULL, NULL},
    {"duedate", "duedate", false, NULL, NULL},
    {"Story point estimate", "customfield_10016", false, NULL, NULL},
};

static size_t find_field(struct file *file, const struct place *item)
{
    size_t count = sizeof fields / sizeof *fields;
    const char *name = file_needed(file, item, "field");
    struct atl_buffer names = {0};
    for (size_t i = 0; i < count; i++) {
        if (atl_text_equal_ignoring_case(fields[i].name, name) ||
            atl_text_equal_ignoring_case(fields[i].id, name)) {
            atl_buffer_free(&names);
            return i;
        }
        atl_buffer_printf(&names, "%s'%s'", i == 0 ? "" : ", ", fields[i].name);
    }
    struct place place = file_member(item, "field");
    file_fail(file, &place, "'%s' has no history; these have one: %s", name, names.data);
    atl_buffer_free(&names);
    return 0;
}

/* One side of a change, as an id and as people read it. */
struct side {
    const char *value;
    const char *text;
};

static struct side read_side(struct file *file, const struct place *item, const char *name,
                             size_t field)
{
    struct place place = file_member(item, name);
    struct side side = {NULL, NULL};
    if (place.node == NULL) {
        return side;
    }
    side.text = file_text_at(file, &place);
    int64_t id = -1;
    if (fields[field].is_person) {
        id = file_person_at(file, &place);
        side.text = store_text(file->store, &file->arena, "SELECT name FROM person WHERE id = ?",
                               VALUES(sql_integer(id)));
    } else if (fields[field].find != NULL) {
        id = file_find(file, &place, side.text, fields[field].find, fields[field].list, NO_VALUES);
    }
    if (id >= 0) {
        side.value = atl_arena_printf(&file->arena, "%" PRId64, id);
    }
    return side;
}

static void add_change(struct file *file, int64_t issue, int64_t author, int64_t at_ms,
                       size_t field, struct side from, struct side to)
{
    file_run(file,
             "INSERT INTO history (change, issue, author, created, field, field_id, from_value,"
             " from_text, to_value, to_text) VALUES"
             " ((SELECT ifnull(max(change), 0) + 1 FROM history), ?, ?, ?, ?, ?, ?, ?, ?, ?)",
             VALUES(sql_integer(issue), sql_integer(author), sql_integer(at_ms),
                    sql_text(fields[field].name), sql_text(fields[field].id), sql_text(from.value),
                    sql_text(from.text), sql_text(to.value), sql_text(to.text)));
}

static struct side side_of_status(struct file *file, int64_t status)
{
    return (struct side){.value = atl_arena_printf(&file->arena, "%" PRId64, status),
                         .text = store_text(file->store, &file->arena,
                                            "SELECT name FROM status WHERE id = ?",
                                            VALUES(sql_integer(status)))};
}

/* The way to the present status, where the file tells none. */
static void add_missing_step(struct file *file, struct file_issue *issue)
{
    int64_t initial = store_integer(file->store, SITE_STATUS_TO_DO,
                                    "SELECT initial_status FROM workflow WHERE id = ?",
                                    VALUES(sql_integer(issue->workflow)));
    if (issue->status != initial) {
        issue->status_changed = issue->latest;
        add_change(file, issue->id, issue->reporter, issue->latest, 0,
                   side_of_status(file, initial), side_of_status(file, issue->status));
    }
}

void file_add_history(struct file *file, const struct place *place, struct file_issue *issue)
{
    struct place list = file_member(place, "history");
    struct side status = {NULL, NULL};
    int64_t before = issue->created;
    for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) {
        if (!file_check(file, &item, "at by field from to")) {
            return;
        }
        size_t field = find_field(file, &item);
        int64_t at_ms = read_moment(file, &item, "at", issue);
        struct side from = read_side(file, &item, "from", field);
        struct side to = read_side(file, &item, "to", field);
        if (at_ms < before) {
            file_fail(file, &item, "happened before the change above it");
        }
        before = at_ms;
        add_change(file, issue->id, file_person(file, &item, "by", issue->reporter), at_ms, field,
                   from, to);
        if (field == 0) {
            status = to;
            issue->status_changed = at_ms;
        }
    }
    if (status.value == NULL) {
        add_missing_step(file, issue);
    } else if (!atl_text_equal(status.value, side_of_status(file, issue->status).value)) {
        file_fail(file, &list, "leads to the status '%s', but the issue has '%s'", status.text,
                  side_of_status(file, issue->status).text);
    }
}
