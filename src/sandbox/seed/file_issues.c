#include "sandbox/seed/file_issues.h"

#include "sandbox/seed/fill.h"
#include "sandbox/seed/site.h"

#include <stdlib.h>
#include <string.h>

enum {
    RANK_STEP = 1 << 16,
    FIRST_ISSUE_ID = PLAN_FIRST_ISSUE_ID,
};

static const char issue_members[] =
    "key project type summary status resolution priority description environment assignee reporter"
    " creator created updated resolved due parent epicName labels components fixVersions"
    " affectsVersions sprint fields originalEstimate remainingEstimate comments worklogs links"
    " watchers votes history attachments";

/* ---- keys ---- */

/* The project of "WEB-12" and its number; 0: the next one. */
static int64_t read_key(struct file *file, const struct place *place, int64_t *number)
{
    struct place key = file_member(place, "key");
    struct place by_name = file_member(place, "project");
    *number = 0;
    if (key.node == NULL) {
        key = by_name;
    }
    if (key.node == NULL) {
        file_fail(file, place, "'project' or 'key' is needed");
        return -1;
    }
    const char *text = file_text_at(file, &key);
    if (key.node != by_name.node) {
        const char *dash = strrchr(text, '-');
        if (dash == NULL || !atl_text_to_integer(dash + 1, 1, INT32_MAX, number)) {
            file_fail(file, &key, "is to be a key such as WEB-12, not '%s'", text);
            return -1;
        }
        text = atl_arena_strndup(&file->arena, text, (size_t)(dash - text));
    }
    return file_find(file, &key, text,
                     "SELECT id FROM project WHERE ?1 COLLATE NOCASE IN (key, name)",
                     "SELECT key FROM project ORDER BY id", NO_VALUES);
}

/* A number of its own: the next one, or the one that the file gives. */
static int64_t take_number(struct file *file, const struct place *place, int64_t project,
                           int64_t number)
{
    int64_t last = store_integer(file->store, 0, "SELECT last_number FROM project WHERE id = ?",
                                 VALUES(sql_integer(project)));
    if (number == 0) {
        number = last + 1;
    } else if (store_exists(file->store, "SELECT 1 FROM issue WHERE project = ? AND number = ?",
                            VALUES(sql_integer(project), sql_integer(number)))) {
        struct place key = file_member(place, "key");
        file_fail(file, &key, "there is an issue %s already", file_text_at(file, &key));
    }
    file_run(file, "UPDATE project SET last_number = max(last_number, ?) WHERE id = ?",
             VALUES(sql_integer(number), sql_integer(project)));
    return number;
}

int64_t file_issue_by_key(struct file *file, const struct place *place)
{
    const char *text = file_text_at(file, place);
    int64_t id =
        store_integer(file->store, -1,
                      "SELECT issue.id FROM issue JOIN project ON project.id = issue.project"
                      " WHERE project.key || '-' || issue.number = ? COLLATE NOCASE",
                      VALUES(sql_text(text)));
    if (id < 0) {
        file_fail(file, place, "there is no issue '%s', neither in this document nor before", text);
    }
    return id;
}

/* ---- what an issue is ---- */

static int64_t find_member(struct file *file, const struct place *place, const char *name,
                           int64_t fallback, const char *find, const char *list,
                           const struct value *values)
{
    struct place member = file_member(place, name);
    if (member.node == NULL) {
        return file_is_null(place, name) ? -1 : fallback;
    }
    return file_find(file, &member, file_text_at(file, &member), find, list, values);
}

static void read_kind(struct file *file, const struct place *place, struct file_issue *issue)
{
    enum {
        TASK = 10002,
    };
    issue->type = find_member(
        file, place, "type", TASK,
        "SELECT issue_type.id FROM issue_type JOIN project_type ON type = issue_type.id"
        " WHERE project = ?2 AND name = ?1 COLLATE NOCASE",
        "SELECT name FROM issue_type JOIN project_type ON type = issue_type.id WHERE project = ?",
        VALUES(sql_integer(issue->project)));
    issue->workflow =
        store_integer(file->store, SITE_WORKFLOW_SIMPLE,
                      "SELECT workflow FROM project_type WHERE project = ? AND type = ?",
                      VALUES(sql_integer(issue->project), sql_integer(issue->type)));
    int64_t initial = store_integer(file->store, SITE_STATUS_TO_DO,
                                    "SELECT initial_status FROM workflow WHERE id = ?",
                                    VALUES(sql_integer(issue->workflow)));
    issue->status = find_member(
        file, place, "status", initial,
        "SELECT status.id FROM status JOIN workflow_status ON status = status.id"
        " WHERE workflow = ?2 AND name = ?1 COLLATE NOCASE",
        "SELECT name FROM status JOIN workflow_status ON status = status.id WHERE workflow = ?",
        VALUES(sql_integer(issue->workflow)));
    issue->is_done =
        store_exists(file->store, "SELECT 1 FROM status WHERE id = ? AND category = ?",
                     VALUES(sql_integer(issue->status), sql_integer(SITE_CATEGORY_DONE)));
}

static int64_t read_resolution(struct file *file, const struct place *place,
                               const struct file_issue *issue)
{
    enum {
        WONT_DO = 10001,
    };
    struct place member = file_member(place, "resolution");
    int64_t usual = !issue->is_done                        ? -1
                    : issue->status == SITE_STATUS_WONT_DO ? WONT_DO
                                                           : SITE_RESOLUTION_DONE;
    if (member.node == NULL) {
        return usual;
    }
    if (!issue->is_done) {
        file_fail(file, &member, "only issues that are done have a resolution");
        return -1;
    }
    return find_member(file, place, "resolution", usual,
                       "SELECT id FROM resolution WHERE name = ?1 COLLATE NOCASE",
                       "SELECT name FROM resolution ORDER BY position", NO_VALUES);
}

static void set_body(struct file *file, const struct place *place, const char *name,
                     const char *sql, int64_t issue)
{
    if (file_body(file, place, name)) {
        file_run(file, sql,
                 VALUES(sql_text(file->body->written.data), sql_text(file->body->plain.data),
                        sql_integer(issue)));
    }
}

static int64_t nobody_or(struct file *file, const struct place *place, const char *name,
                         int64_t fallback)
{
    return file_is_null(place, name) ? -1 : file_person(file, place, name, fallback);
}

static void insert_issue(struct file *file, const struct place *place, struct file_issue *issue,
                         int64_t number)
{
    enum {
        MEDIUM = 3,
        DAY_MS = FILL_DAY_MS,
    };
    int64_t priority = find_member(file, place, "priority", MEDIUM,
                                   "SELECT id FROM priority WHERE name = ?1 COLLATE NOCASE",
                                   "SELECT name FROM priority ORDER BY position", NO_VALUES);
    int64_t due = file_time(file, place, "due", -1);
    int64_t reporter = nobody_or(file, place, "reporter", 1);
    issue->reporter = reporter < 0 ? 1 : reporter;
    file_run(file,
             "INSERT INTO issue (id, project, number, type, status, priority, resolution, summary,"
             " assignee, reporter, creator, created, updated, status_changed, due, rank,"
             " original_estimate, remaining_estimate) VALUES"
             " ((SELECT max(?1, ifnull(max(seq), 0) + 1) FROM main.sqlite_sequence WHERE name = "
             "'issue'),"
             "  ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12, ?12, ?13,"
             "  (SELECT ifnull(max(rank), 0) + ?14 FROM issue), ?15, ?16)",
             VALUES(sql_integer(FIRST_ISSUE_ID), sql_integer(issue->project), sql_integer(number),
                    sql_integer(issue->type), sql_integer(issue->status), sql_optional(priority),
                    sql_optional(read_resolution(file, place, issue)),
                    sql_text(file_needed(file, place, "summary")),
                    sql_optional(nobody_or(file, place, "assignee", -1)), sql_optional(reporter),
                    sql_integer(file_person(file, place, "creator", issue->reporter)),
                    sql_integer(issue->created), sql_optional(due < 0 ? -1 : due / DAY_MS * DAY_MS),
                    sql_integer(RANK_STEP),
                    sql_optional(file_seconds(file, place, "originalEstimate", -1)),
                    sql_optional(file_seconds(file, place, "remainingEstimate", -1))));
    issue->id = store_integer(file->store, -1, "SELECT max(id) FROM issue", NO_VALUES);
}

/* ---- what it has ---- */

static void add_labels(struct file *file, const struct place *place, const struct file_issue *issue)
{
    struct place list = file_member(place, "labels");
    for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) {
        const char *label = file_text_at(file, &item);
        if (*label == '\0' || strpbrk(label, " \t\n") != NULL) {
            file_fail(file, &item, "a label is one word, not '%s'", label);
        }
        file_run(file, "INSERT OR IGNORE INTO issue_label VALUES (?, ?)",
                 VALUES(sql_integer(issue->id), sql_text(label)));
    }
}

/* Components and versions: of the issue's project, by name. */
static void add_named(struct file *file, const struct place *place, const char *name,
                      const struct file_issue *issue, const char *find, const char *names,
                      const char *insert)
{
    struct place list = file_member(place, name);
    for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) {
        int64_t id = file_find(file, &item, file_text_at(file, &item), find, names,
                               VALUES(sql_integer(issue->project)));
        file_run(file, insert, VALUES(sql_integer(issue->id), sql_integer(id)));
    }
}

static void add_parts_of_project(struct file *file, const struct place *place,
                                 const struct file_issue *issue)
{
    static const char find_version[] =
        "SELECT id FROM version WHERE project = ?2 AND name = ?1 COLLATE NOCASE";
    static const char versions[] = "SELECT name FROM version WHERE project = ? ORDER BY position";
    add_named(file, place, "components", issue,
              "SELECT id FROM component WHERE project = ?2 AND name = ?1 COLLATE NOCASE",
              "SELECT name FROM component WHERE project = ? ORDER BY id",
              "INSERT OR IGNORE INTO issue_component VALUES (?, ?)");
    add_named(file, place, "fixVersions", issue, find_version, versions,
              "INSERT OR IGNORE INTO issue_version (issue, kind, version) VALUES (?, 'fix', ?)");
    add_named(file, place, "affectsVersions", issue, find_version, versions,
              "INSERT OR IGNORE INTO issue_version (issue, kind, version)"
              " VALUES (?, 'affects', ?)");
}

static void add_sprint(struct file *file, const struct place *item, const struct file_issue *issue)
{
    int64_t sprint =
        file_find(file, item, file_text_at(file, item),
                  "SELECT sprint.id FROM sprint JOIN board ON board.id = sprint.board"
                  " WHERE board.project = ?2 AND sprint.name = ?1 COLLATE NOCASE",
                  "SELECT sprint.name FROM sprint JOIN board ON board.id = sprint.board"
                  " WHERE board.project = ? ORDER BY sprint.id",
                  VALUES(sql_integer(issue->project)));
    file_run(file, "INSERT OR IGNORE INTO issue_sprint VALUES (?, ?)",
             VALUES(sql_integer(issue->id), sql_integer(sprint)));
}

/* One sprint, or all that it ever was in. */
static void add_sprints(struct file *file, const struct place *place,
                        const struct file_issue *issue)
{
    struct place member = file_member(place, "sprint");
    if (cJSON_IsString(member.node)) {
        add_sprint(file, &member, issue);
        return;
    }
    for (struct place item = file_first(file, &member); item.node != NULL; file_next(&item)) {
        add_sprint(file, &item, issue);
    }
    int64_t open = store_integer(file->store, 0,
                                 "SELECT count(*) FROM issue_sprint JOIN sprint ON id = sprint"
                                 " WHERE issue = ? AND state != 'closed'",
                                 VALUES(sql_integer(issue->id)));
    if (open > 1) {
        file_fail(file, &member, "at most one of an issue's sprints isn't closed");
    }
}

static void add_people(struct file *file, const struct place *place, const char *name,
                       const char *insert, const struct file_issue *issue)
{
    struct place list = file_member(place, name);
    for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) {
        file_run(file, insert,
                 VALUES(sql_integer(issue->id), sql_integer(file_person_at(file, &item))));
    }
}

static void add_epic(struct file *file, const struct place *place, const struct file_issue *issue)
{
    struct place name = file_member(place, "epicName");
    if (issue->type == SITE_TYPE_EPIC) {
        file_run(file, "INSERT INTO epic (issue, name, done) VALUES (?, ?, ?)",
                 VALUES(sql_integer(issue->id),
                        sql_text(name.node != NULL ? file_text_at(file, &name)
                                                   : file_needed(file, place, "summary")),
                        sql_integer(issue->is_done)));
    } else if (name.node != NULL) {
        file_fail(file, &name, "only issues of the type Epic have one");
    }
}

/* When it was changed last and when it was done, now that all is known that happened to it. */
static void set_times(struct file *file, const struct place *place, const struct file_issue *issue)
{
    struct place member = file_member(place, "resolved");
    if (member.node != NULL && !issue->is_done) {
        file_fail(file, &member, "only issues that are done were resolved");
    }
    int64_t updated = file_time(file, place, "updated", issue->latest);
    int64_t resolved = file_time(file, place, "resolved", issue->status_changed);
    file_run(file, "UPDATE issue SET updated = ?, resolved = ?, status_changed = ? WHERE id = ?",
             VALUES(sql_integer(updated), issue->is_done ? sql_integer(resolved) : sql_null(),
                    sql_integer(issue->status_changed), sql_integer(issue->id)));
}

static void add_issue(struct file *file, const struct place *place, struct file_issue *issue)
{
    int64_t number;
    if (!file_check(file, place, issue_members)) {
        return;
    }
    issue->project = read_key(file, place, &number);
    if (file->failed) {
        return;
    }
    read_kind(file, place, issue);
    number = take_number(file, place, issue->project, number);
    issue->created = file_time(file, place, "created", file->now_ms);
    issue->latest = issue->created;
    issue->status_changed = issue->created;
    insert_issue(file, place, issue, number);
    set_body(file, place, "description",
             "UPDATE issue SET description = ?, description_text = ? WHERE id = ?", issue->id);
    set_body(file, place, "environment",
             "UPDATE issue SET environment = ?, environment_text = ? WHERE id = ?", issue->id);
    add_epic(file, place, issue);
    add_labels(file, place, issue);
    add_parts_of_project(file, place, issue);
    add_sprints(file, place, issue);
    add_people(file, place, "watchers", "INSERT OR IGNORE INTO watcher VALUES (?, ?)", issue);
    add_people(file, place, "votes", "INSERT OR IGNORE INTO vote VALUES (?, ?)", issue);
    file_add_comments(file, place, issue);
    file_add_worklogs(file, place, issue);
    file_add_attachments(file, place, issue);
    file_add_history(file, place, issue);
    set_times(file, place, issue);
}

/* ---- what binds it to others, once all are there ---- */

static void set_parent(struct file *file, const struct place *place, const struct file_issue *issue)
{
    static const char level_sql[] = "SELECT level FROM issue_type WHERE id = ?";
    struct place member = file_member(place, "parent");
    int64_t level = store_integer(file->store, 0, level_sql, VALUES(sql_integer(issue->type)));
    if (member.node == NULL) {
        if (level < 0) {
            file_fail(file, &member, "a sub-task needs one");
        }
        return;
    }
    int64_t parent = file_issue_by_key(file, &member);
    int64_t above = store_integer(file->store, 0,
                                  "SELECT level FROM issue_type WHERE id ="
                                  " (SELECT type FROM issue WHERE id = ?)",
                                  VALUES(sql_integer(parent)));
    if (above != level + 1) {
        file_fail(file, &member,
                  "a sub-task belongs to an issue of another type, such an issue to an epic");
    }
    file_run(file, "UPDATE issue SET parent = ? WHERE id = ?",
             VALUES(sql_integer(parent), sql_integer(issue->id)));
}

static void add_links(struct file *file, const struct place *place, const struct file_issue *issue)
{
    struct place list = file_member(place, "links");
    for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) {
        if (!file_check(file, &item, "type to")) {
            return;
        }
        struct place type = file_member(&item, "type");
        struct place to = file_member(&item, "to");
        const char *words = file_needed(file, &item, "type");
        int64_t outward = store_integer(
            file->store, -1, "SELECT id FROM link_type WHERE ? COLLATE NOCASE IN (name, outward)",
            VALUES(sql_text(words)));
        int64_t id = outward >= 0 ? outward
                                  : file_find(file, &type, words,
                                              "SELECT id FROM link_type WHERE inward = ?1"
                                              " COLLATE NOCASE",
                                              "SELECT outward FROM link_type UNION"
                                              " SELECT inward FROM link_type",
                                              NO_VALUES);
        int64_t other = file_issue_by_key(file, &to);
        file_run(file,
                 "INSERT INTO issue_link (type, source, destination, created) VALUES (?, ?, ?, ?)",
                 VALUES(sql_integer(id), sql_integer(outward >= 0 ? issue->id : other),
                        sql_integer(outward >= 0 ? other : issue->id), sql_integer(issue->latest)));
    }
}

void file_add_issues(struct file *file, const struct place *document)
{
    struct place list = file_member(document, "issues");
    size_t total = atl_json_count(document->node, "issues");
    struct file_issue *issues = atl_alloc((total + 1) * sizeof *issues);
    for (struct place item = file_first(file, &list); item.node != NULL && !file->failed;
         file_next(&item)) {
        add_issue(file, &item, &issues[item.index]);
    }
    for (struct place item = file_first(file, &list); item.node != NULL && !file->failed;
         file_next(&item)) {
        set_parent(file, &item, &issues[item.index]);
        add_links(file, &item, &issues[item.index]);
        file_add_values(file, &item, &issues[item.index]);
    }
    file->added.issues += (int64_t)total;
    free(issues);
}
