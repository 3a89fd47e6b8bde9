/* Values of custom fields in a seed file: {"Severity": "Major", "Platforms": ["Web", "iOS"]}. */
#include "sandbox/seed/file_issues.h"

#include "sandbox/seed/fill.h"
#include "sandbox/seed/site.h"

#include <string.h>

/* Where a value goes. */
struct target {
    int64_t issue;
    int64_t field;
    int64_t position;
};

static void add_value(struct file *file, const struct target *target, struct value value,
                      const char *text)
{
    file_run(file, "INSERT INTO issue_value VALUES (?, ?, ?, ?, ?)",
             VALUES(sql_integer(target->issue), sql_integer(target->field),
                    sql_integer(target->position), value, sql_text(text)));
}

/* ---- one value of each type ---- */

typedef void (*add_function)(struct file *file, const struct place *place, struct target *target);

static void add_text(struct file *file, const struct place *place, struct target *target)
{
    add_value(file, target, sql_text(file_text_at(file, place)), NULL);
}

static void add_textarea(struct file *file, const struct place *place, struct target *target)
{
    if (file_body_at(file, place)) {
        add_value(file, target, sql_text(file->body->written.data), file->body->plain.data);
    }
}

static void add_number(struct file *file, const struct place *place, struct target *target)
{
    double number = cJSON_IsNumber(place->node) ? place->node->valuedouble : 0;
    if (!cJSON_IsNumber(place->node)) {
        file_fail(file, place, "is to be a number");
    }
    bool is_whole = number > -1e15 && number < 1e15 && (double)(int64_t)number == number;
    add_value(file, target, is_whole ? sql_integer((int64_t)number) : sql_real(number), NULL);
}

static void add_date(struct file *file, const struct place *place, struct target *target)
{
    int64_t ms = file_time_at(file, place);
    add_value(file, target, sql_integer(ms / FILL_DAY_MS * FILL_DAY_MS), NULL);
}

static void add_time(struct file *file, const struct place *place, struct target *target)
{
    add_value(file, target, sql_integer(file_time_at(file, place)), NULL);
}

static void add_person(struct file *file, const struct place *place, struct target *target)
{
    add_value(file, target, sql_integer(file_person_at(file, place)), NULL);
}

static void add_option(struct file *file, const struct place *place, struct target *target)
{
    int64_t option = file_find(
        file, place, file_text_at(file, place),
        "SELECT id FROM field_option WHERE field = ?2 AND value = ?1 COLLATE NOCASE"
        " AND parent IS NULL",
        "SELECT value FROM field_option WHERE field = ? AND parent IS NULL ORDER BY position",
        VALUES(sql_integer(target->field)));
    add_value(file, target, sql_integer(option), NULL);
}

static void add_epic_link(struct file *file, const struct place *place, struct target *target)
{
    (void)target;
    file_fail(file, place, "is given as the issue's 'parent'");
}

/* An option, or a list of it and of one below it. */
static void add_cascade(struct file *file, const struct place *place, struct target *target)
{
    int64_t above = -1;
    if (cJSON_IsString(place->node)) {
        add_option(file, place, target);
        return;
    }
    for (struct place item = file_first(file, place); item.node != NULL; file_next(&item)) {
        above = file_find(
            file, &item, file_text_at(file, &item),
            "SELECT id FROM field_option WHERE field = ?2 AND value = ?1 COLLATE NOCASE"
            " AND parent IS ?3",
            "SELECT value FROM field_option WHERE field = ? AND parent IS ? ORDER BY position",
            VALUES(sql_integer(target->field), sql_optional(above)));
        target->position = (int64_t)item.index;
        add_value(file, target, sql_integer(above), NULL);
    }
}

static const struct {
    const char *type;
    add_function add;
    bool is_list;
} types[] = {
    {"number", add_number, false},       {"text", add_text, false},
    {"textarea", add_textarea, false},   {"select", add_option, false},
    {"radio", add_option, false},        {"multiselect", add_option, true},
    {"checkboxes", add_option, true},    {"cascading", add_cascade, false},
    {"date", add_date, false},           {"datetime", add_time, false},
    {"user", add_person, false},         {"users", add_person, true},
    {"labels", add_text, true},          {"url", add_text, false},
    {"epic-link", add_epic_link, false},
};

static void add_values(struct file *file, const struct place *place, struct target *target)
{
    const char *type = store_text(file->store, &file->arena, "SELECT type FROM field WHERE id = ?",
                                  VALUES(sql_integer(target->field)));
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (!atl_text_equal(types[i].type, type)) {
            continue;
        }
        if (!types[i].is_list) {
            types[i].add(file, place, target);
            return;
        }
        for (struct place item = file_first(file, place); item.node != NULL; file_next(&item)) {
            target->position = (int64_t)item.index;
            types[i].add(file, &item, target);
        }
        return;
    }
    file_fail(file, place, "can't be given here: issues have a member of their own for it");
}

void file_add_values(struct file *file, const struct place *place, struct file_issue *issue)
{
    struct place list = file_member(place, "fields");
    if (list.node != NULL && !cJSON_IsObject(list.node)) {
        file_fail(file, &list, "is to be an object, a member for each field");
        return;
    }
    const cJSON *member;
    cJSON_ArrayForEach(member, list.node)
    {
        struct place value = {.above = &list, .name = member->string, .node = member};
        struct target target = {.issue = issue->id};
        if (file->failed || cJSON_IsNull(member)) {
            continue;
        }
        target.field = file_find(file, &value, member->string,
                                 "SELECT id FROM field WHERE name = ?1 COLLATE NOCASE",
                                 "SELECT name FROM field ORDER BY id", NO_VALUES);
        if (store_exists(file->store, "SELECT 1 FROM issue_value WHERE issue = ? AND field = ?",
                         VALUES(sql_integer(issue->id), sql_integer(target.field)))) {
            file_fail(file, &value, "is given twice");
        }
        add_values(file, &value, &target);
    }
}
