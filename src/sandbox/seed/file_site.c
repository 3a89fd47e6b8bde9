#include "sandbox/seed/file_site.h"

#include "sandbox/seed/fill.h"
#include "sandbox/seed/random.h"
#include "sandbox/seed/seed.h"
#include "sandbox/seed/site.h"
#include "sandbox/seed/site_fields.h"

#include <inttypes.h>
#include <string.h>

enum {
    FIRST_OWN_FIELD = 10100,
};

/* ---- people and teams ---- */

static void add_person(struct file *file, const struct place *place)
{
    struct store *store = file->store;
    if (!file_check(file, place, "name username email accountId active")) {
        return;
    }
    const char *name = file_needed(file, place, "name");
    int64_t id = store_integer(store, 0, "SELECT max(id) FROM person", NO_VALUES) + 1;
    const char *username =
        file_text(file, place, "username", seed_make_username(&file->arena, name));
    const char *email =
        file_text(file, place, "email", atl_arena_printf(&file->arena, "%s@example.com", username));
    uint64_t random = random_at((uint64_t)file->options->seed, (uint64_t)id, FOR_FILE_PERSON);
    const char *account =
        file_text(file, place, "accountId",
                  atl_arena_printf(&file->arena, "5b10%016" PRIx64 "%04" PRIx64, random, id - 1));
    if (store_exists(store, "SELECT 1 FROM person WHERE username = ? OR account_id = ?",
                     VALUES(sql_text(username), sql_text(account)))) {
        file_fail(file, place,
                  "there is a person with the username %s or the account id %s already", username,
                  account);
        return;
    }
    file_run(file,
             "INSERT INTO person (id, name, username, email, account_id, key, active)"
             " VALUES (?, ?, ?, ?, ?, ?, ?)",
             VALUES(sql_integer(id), sql_text(name), sql_text(username), sql_text(email),
                    sql_text(account), sql_text(fill_person_key(&file->arena, id)),
                    sql_integer(file_flag(file, place, "active", true))));
    site_add_to_teams(store, id);
}

static void add_team(struct file *file, const struct place *place)
{
    struct store *store = file->store;
    if (!file_check(file, place, "name members")) {
        return;
    }
    const char *name = file_needed(file, place, "name");
    int64_t id =
        store_integer(store, -1, "SELECT id FROM team WHERE name = ?", VALUES(sql_text(name)));
    if (id < 0) {
        id = store_integer(store, 0, "SELECT max(id) FROM team", NO_VALUES) + 1;
        file_run(file, "INSERT INTO team VALUES (?, ?, ?)",
                 VALUES(sql_integer(id), sql_text(name),
                        sql_text(atl_arena_printf(&file->arena,
                                                  "5e8d2c41-70b9-4f6a-8c13-%012" PRIx64, id))));
    }
    struct place list = file_member(place, "members");
    for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) {
        file_run(file, "INSERT OR IGNORE INTO team_member VALUES (?, ?)",
                 VALUES(sql_integer(id), sql_integer(file_person_at(file, &item))));
    }
}

void file_add_people(struct file *file, const struct place *document)
{
    struct place people = file_member(document, "people");
    for (struct place item = file_first(file, &people); item.node != NULL; file_next(&item)) {
        add_person(file, &item);
    }
    struct place teams = file_member(document, "teams");
    for (struct place item = file_first(file, &teams); item.node != NULL; file_next(&item)) {
        add_team(file, &item);
    }
}

/* ---- custom fields ---- */

/* Options as site_add_field takes them: a line each, ">" before those of the second level. */
static void add_options(struct file *file, const struct place *item, const char *mark,
                        struct atl_buffer *lines)
{
    const char *value = file_text_at(file, item);
    if (*value == '\0' || *value == '>' || strchr(value, '\n') != NULL) {
        file_fail(file, item, "can't be an option");
    }
    atl_buffer_printf(lines, "%s%s\n", mark, value);
}

static void read_options(struct file *file, const struct place *place, struct atl_buffer *lines)
{
    struct place list = file_member(place, "options");
    for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) {
        if (!cJSON_IsObject(item.node)) {
            add_options(file, &item, "", lines);
        } else if (file_check(file, &item, "value options")) {
            struct place value = file_member(&item, "value");
            struct place below = file_member(&item, "options");
            add_options(file, &value, "", lines);
            for (struct place child = file_first(file, &below); child.node != NULL;
                 file_next(&child)) {
                add_options(file, &child, ">", lines);
            }
        }
    }
}

void file_add_fields(struct file *file, const struct place *document)
{
    struct place list = file_member(document, "fields");
    for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) {
        struct atl_buffer options = {0};
        if (!file_check(file, &item, "name type description options")) {
            return;
        }
        const char *name = file_needed(file, &item, "name");
        const char *type = file_choice(file, &item, "type",
                                       "number text textarea select multiselect radio checkboxes"
                                       " cascading date datetime user users labels url",
                                       "text");
        if (store_exists(file->store, "SELECT 1 FROM field WHERE name = ?",
                         VALUES(sql_text(name)))) {
            file_fail(file, &item, "there is a field '%s' already", name);
        }
        read_options(file, &item, &options);
        int64_t id = store_integer(file->store, 0, "SELECT max(id) FROM field", NO_VALUES) + 1;
        site_add_field(file->store, id < FIRST_OWN_FIELD ? FIRST_OWN_FIELD : id, name, type,
                       file_text(file, &item, "description", ""),
                       options.length == 0 ? NULL : options.data);
        atl_buffer_free(&options);
    }
}

/* ---- filters ---- */

void file_add_filters(struct file *file, const struct place *document)
{
    struct store *store = file->store;
    struct place list = file_member(document, "filters");
    for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) {
        if (!file_check(file, &item, "name description jql owner favourite shared")) {
            return;
        }
        int64_t id =
            store_integer(store, FILL_FIRST_FILTER - 1, "SELECT max(id) FROM filter", NO_VALUES) +
            1;
        file_run(file, "INSERT INTO filter VALUES (?, ?, ?, ?, ?)",
                 VALUES(sql_integer(id), sql_text(file_needed(file, &item, "name")),
                        sql_text(file_text(file, &item, "description", "")),
                        sql_integer(file_person(file, &item, "owner", 1)),
                        sql_text(file_needed(file, &item, "jql"))));
        if (file_flag(file, &item, "favourite", false)) {
            file_run(file, "INSERT INTO filter_favourite VALUES (?, 1)", VALUES(sql_integer(id)));
        }
        if (file_flag(file, &item, "shared", false)) {
            file_run(file, "INSERT INTO filter_share (filter, type) VALUES (?, 'authenticated')",
                     VALUES(sql_integer(id)));
        }
    }
}
