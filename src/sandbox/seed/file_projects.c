/* Projects of a seed file. */
#include "sandbox/seed/file_site.h"

#include "sandbox/seed/fill.h"
#include "sandbox/seed/site.h"

#include <string.h>

enum {
    FIRST_PART = 10000, /* of components and of versions */
};

/* A part of a project that may be given by its name alone. */
static const char *part_name(struct file *file, const struct place *item)
{
    return cJSON_IsObject(item->node) ? file_needed(file, item, "name") : file_text_at(file, item);
}

static int64_t next_id(struct store *store, const char *highest, int64_t first)
{
    return store_integer(store, first - 1, highest, NO_VALUES) + 1;
}

/* ---- components and versions ---- */

static void add_component(struct file *file, const struct place *item, int64_t project)
{
    bool is_object = cJSON_IsObject(item->node);
    if (is_object && !file_check(file, item, "name description lead")) {
        return;
    }
    const char *name = part_name(file, item);
    if (store_exists(file->store,
                     "SELECT 1 FROM component WHERE project = ? AND name = ? COLLATE NOCASE",
                     VALUES(sql_integer(project), sql_text(name)))) {
        file_fail(file, item, "the project has a component '%s' already", name);
        return;
    }
    file_run(file,
             "INSERT INTO component (id, project, name, description, lead)"
             " VALUES (?, ?, ?, ?, ?)",
             VALUES(sql_integer(next_id(file->store, "SELECT max(id) FROM component", FIRST_PART)),
                    sql_integer(project), sql_text(name),
                    sql_text(is_object ? file_text(file, item, "description", NULL) : NULL),
                    sql_optional(is_object ? file_person(file, item, "lead", -1) : -1)));
}

static void add_version(struct file *file, const struct place *item, int64_t project)
{
    bool is_object = cJSON_IsObject(item->node);
    if (is_object &&
        !file_check(file, item, "name description released archived startDate releaseDate")) {
        return;
    }
    const char *name = part_name(file, item);
    if (store_exists(file->store,
                     "SELECT 1 FROM version WHERE project = ? AND name = ? COLLATE NOCASE",
                     VALUES(sql_integer(project), sql_text(name)))) {
        file_fail(file, item, "the project has a version '%s' already", name);
        return;
    }
    file_run(file, "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
             VALUES(sql_integer(next_id(file->store, "SELECT max(id) FROM version", FIRST_PART)),
                    sql_integer(project), sql_text(name),
                    sql_text(is_object ? file_text(file, item, "description", NULL) : NULL),
                    sql_integer(is_object && file_flag(file, item, "released", false)),
                    sql_integer(is_object && file_flag(file, item, "archived", false)),
                    sql_text(is_object ? file_day(file, item, "startDate") : NULL),
                    sql_text(is_object ? file_day(file, item, "releaseDate") : NULL),
                    sql_integer((int64_t)item->index)));
}

/* ---- boards and sprints ---- */

static void add_sprint(struct file *file, const struct place *item, int64_t board)
{
    enum {
        WEEK_DAYS = 7,
    };
    if (!file_check(file, item, "name state goal start end completed")) {
        return;
    }
    const char *state = file_choice(file, item, "state", "future active closed", "future");
    bool is_future = strcmp(state, "future") == 0;
    bool is_closed = strcmp(state, "closed") == 0;
    int64_t two_weeks = (int64_t)2 * WEEK_DAYS * FILL_DAY_MS;
    int64_t usual_start = file->now_ms - two_weeks / 2 - (is_closed ? two_weeks : 0);
    int64_t start = file_time(file, item, "start", is_future ? -1 : usual_start);
    int64_t end = file_time(file, item, "end", start < 0 ? -1 : start + two_weeks);
    int64_t completed = file_time(file, item, "completed", is_closed ? end : -1);
    if (!is_closed && completed >= 0) {
        file_fail(file, item, "only closed sprints were completed");
    }
    file_run(file,
             "INSERT INTO sprint (id, board, name, goal, state, created, starts, ends, completed)"
             " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
             VALUES(sql_integer(next_id(file->store, "SELECT max(id) FROM sprint", 1)),
                    sql_integer(board), sql_text(file_needed(file, item, "name")),
                    sql_text(file_text(file, item, "goal", "")), sql_text(state),
                    sql_integer(start < 0 ? file->now_ms : start), sql_optional(start),
                    sql_optional(end), sql_optional(completed)));
}

static void add_boards(struct file *file, const struct place *place, int64_t project,
                       const char *key, bool is_team_managed)
{
    const char *usual = is_team_managed ? "simple" : "scrum";
    struct place list = file_member(place, "boards");
    if (list.node == NULL) {
        fill_add_board(file->store, project, atl_arena_printf(&file->arena, "%s board", key),
                       usual);
    }
    for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) {
        if (!file_check(file, &item, "name type sprints")) {
            return;
        }
        const char *type = file_choice(file, &item, "type", "scrum kanban simple", usual);
        int64_t board =
            fill_add_board(file->store, project, file_needed(file, &item, "name"), type);
        struct place sprints = file_member(&item, "sprints");
        if (sprints.node != NULL && strcmp(type, "kanban") == 0) {
            file_fail(file, &sprints, "kanban boards have none");
        }
        for (struct place sprint = file_first(file, &sprints); sprint.node != NULL;
             file_next(&sprint)) {
            add_sprint(file, &sprint, board);
        }
    }
}

/* ---- projects ---- */

static void add_type(struct file *file, const struct place *item, const char *name,
                     const char *workflow, int64_t project)
{
    int64_t type =
        file_find(file, item, name, "SELECT id FROM issue_type WHERE name = ?1 COLLATE NOCASE",
                  "SELECT name FROM issue_type ORDER BY position", NO_VALUES);
    int64_t id = site_workflow_of(type);
    if (workflow != NULL) {
        id = file_find(file, item, workflow,
                       "SELECT id FROM workflow WHERE name = ?1 COLLATE NOCASE",
                       "SELECT name FROM workflow ORDER BY id", NO_VALUES);
    }
    file_run(file, "INSERT OR REPLACE INTO project_type VALUES (?, ?, ?)",
             VALUES(sql_integer(project), sql_integer(type), sql_integer(id)));
}

/* ["Task", "Bug"], or with workflows {"Task": "Reviewed"}; all types where nothing is said. */
static void read_types(struct file *file, const struct place *place, int64_t project)
{
    struct place types = file_member(place, "types");
    if (types.node == NULL) {
        return;
    }
    file_run(file, "DELETE FROM project_type WHERE project = ?", VALUES(sql_integer(project)));
    if (!cJSON_IsObject(types.node)) {
        for (struct place item = file_first(file, &types); item.node != NULL; file_next(&item)) {
            add_type(file, &item, file_text_at(file, &item), NULL, project);
        }
        return;
    }
    const cJSON *member;
    cJSON_ArrayForEach(member, types.node)
    {
        struct place item = {.above = &types, .name = member->string, .node = member};
        add_type(file, &item, member->string, file_text_at(file, &item), project);
    }
}

static bool is_key(const char *key)
{
    enum {
        LONGEST = 10,
    };
    size_t length = strlen(key);
    return length >= 2 && length <= LONGEST && key[0] >= 'A' && key[0] <= 'Z' &&
           strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == length;
}

static void add_project(struct file *file, const struct place *place)
{
    struct store *store = file->store;
    if (!file_check(file, place,
                    "key name description lead types components versions boards archived "
                    "teamManaged")) {
        return;
    }
    struct place key_place = file_member(place, "key");
    const char *key = file_needed(file, place, "key");
    if (!is_key(key)) {
        file_fail(file, &key_place, "is to be two to ten capital letters and digits, not '%s'",
                  key);
    } else if (store_exists(store, "SELECT 1 FROM project WHERE key = ?", VALUES(sql_text(key)))) {
        file_fail(file, &key_place, "there is a project %s already", key);
    }
    bool is_team_managed = file_flag(file, place, "teamManaged", false);
    if (is_team_managed && file->options->deployment != SANDBOX_CLOUD) {
        file_fail(file, place, "Data Center has no team-managed projects");
    }
    if (file->failed) {
        return;
    }
    int64_t id = next_id(store, "SELECT max(id) FROM project", PLAN_FIRST_PROJECT_ID);
    int64_t lead = file_person(file, place, "lead", 1);
    file_run(file,
             "INSERT INTO project (id, key, name, description, lead, archived, simplified)"
             " VALUES (?, ?, ?, ?, ?, ?, ?)",
             VALUES(sql_integer(id), sql_text(key), sql_text(file_text(file, place, "name", key)),
                    sql_text(file_text(file, place, "description", "")), sql_integer(lead),
                    sql_integer(file_flag(file, place, "archived", false)),
                    sql_integer(is_team_managed)));
    fill_project_set_up(store, id, lead);
    read_types(file, place, id);
    struct place components = file_member(place, "components");
    for (struct place item = file_first(file, &components); item.node != NULL; file_next(&item)) {
        add_component(file, &item, id);
    }
    struct place versions = file_member(place, "versions");
    for (struct place item = file_first(file, &versions); item.node != NULL; file_next(&item)) {
        add_version(file, &item, id);
    }
    add_boards(file, place, id, key, is_team_managed);
}

void file_add_projects(struct file *file, const struct place *document)
{
    struct place list = file_member(document, "projects");
    for (struct place item = file_first(file, &list); item.node != NULL; file_next(&item)) {
        add_project(file, &item);
    }
}
