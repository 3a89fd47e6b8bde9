/* Projects, and what belongs to one: types, roles, components, versions, boards, sprints. */
#include "sandbox/seed/fill.h"
#include "sandbox/seed/names.h"
#include "sandbox/seed/site.h"
#include "sandbox/text/time_format.h"

enum {
    FIRST_COMPONENT = 10000,
    FIRST_VERSION = 10000,
};

static int64_t next_id(struct store *store, const char *highest, int64_t first)
{
    return store_integer(store, first - 1, highest, NO_VALUES) + 1;
}

/* ---- what a project has ---- */

static void add_types(struct store *store, int64_t project)
{
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        int64_t type = plan_issue_types[i].id;
        store_run(
            store, "INSERT INTO project_type VALUES (?, ?, ?)",
            VALUES(sql_integer(project), sql_integer(type), sql_integer(site_workflow_of(type))));
    }
}

static void add_actor(struct store *store, int64_t project, int64_t role, int64_t person,
                      int64_t team)
{
    store_run(
        store, "INSERT INTO project_actor (project, role, person, team) VALUES (?, ?, ?, ?)",
        VALUES(sql_integer(project), sql_integer(role), sql_optional(person), sql_optional(team)));
}

static void add_roles(struct store *store, int64_t project, int64_t lead)
{
    add_actor(store, project, SITE_ROLE_ADMINISTRATORS, lead, -1);
    add_actor(store, project, SITE_ROLE_ADMINISTRATORS, -1, SITE_TEAM_ADMINISTRATORS);
    add_actor(store, project, SITE_ROLE_DEVELOPERS, -1, SITE_TEAM_DEVELOPERS);
    add_actor(store, project, SITE_ROLE_USERS, -1, SITE_TEAM_USERS);
}

static void add_components(struct filling *filling, size_t index)
{
    struct store *store = filling->store;
    for (size_t i = 0; i < FILL_COMPONENTS; i++) {
        int64_t id = next_id(store, "SELECT max(id) FROM component", FIRST_COMPONENT);
        int64_t lead = filling->people[(index + i * 5) % filling->plan->person_count];
        store_run(store,
                  "INSERT INTO component (id, project, name, description, lead, assignee_type)"
                  " VALUES (?, ?, ?, ?, ?, ?)",
                  VALUES(sql_integer(id), sql_integer(filling->projects[index]),
                         sql_text(names_at(&names_components, index * 3 + i)),
                         i == 0 ? sql_text("What most reports are about.") : sql_null(),
                         i % 2 == 0 ? sql_integer(lead) : sql_null(),
                         sql_text(i == 0 ? "COMPONENT_LEAD" : "PROJECT_DEFAULT")));
        filling->components[index * FILL_COMPONENTS + i] = id;
    }
}

static void add_versions(struct filling *filling, size_t index)
{
    static const struct {
        const char *name;
        const char *description;
        bool released;
        bool archived;
        int start_in_days; /* from today */
        int release_in_days;
    } versions[FILL_VERSIONS] = {
        {"1.0", "The first one for customers", true, true, -640, -500},
        {"1.1", "What customers missed", true, false, -500, -90},
        {"2.0", "New foundations", false, false, -90, 45},
        {"2.1", NULL, false, false, 0, 0},
    };
    struct store *store = filling->store;
    for (size_t i = 0; i < FILL_VERSIONS; i++) {
        int64_t id = next_id(store, "SELECT max(id) FROM version", FIRST_VERSION);
        int64_t today_ms = filling->plan->today_ms;
        bool is_dated = versions[i].start_in_days != 0;
        int64_t start_ms = today_ms + (int64_t)versions[i].start_in_days * FILL_DAY_MS;
        int64_t release_ms = today_ms + (int64_t)versions[i].release_in_days * FILL_DAY_MS;
        store_run(
            store, "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            VALUES(sql_integer(id), sql_integer(filling->projects[index]),
                   sql_text(versions[i].name), sql_text(versions[i].description),
                   sql_integer(versions[i].released), sql_integer(versions[i].archived),
                   sql_text(is_dated ? time_format_date(&filling->scratch, start_ms) : NULL),
                   sql_text(is_dated ? time_format_date(&filling->scratch, release_ms) : NULL),
                   sql_integer((int64_t)i)));
        filling->versions[index * FILL_VERSIONS + i] = id;
    }
}

/* ---- boards ---- */

static int64_t add_filter(struct store *store, const char *name, int64_t owner, const char *jql,
                          int64_t shared_with_project)
{
    int64_t id = next_id(store, "SELECT max(id) FROM filter", FILL_FIRST_FILTER);
    store_run(store, "INSERT INTO filter (id, name, owner, jql) VALUES (?, ?, ?, ?)",
              VALUES(sql_integer(id), sql_text(name), sql_integer(owner), sql_text(jql)));
    if (shared_with_project >= 0) {
        store_run(store,
                  "INSERT INTO filter_share (filter, type, project) VALUES (?, 'project', ?)",
                  VALUES(sql_integer(id), sql_integer(shared_with_project)));
    }
    return id;
}

static void add_columns(struct store *store, int64_t board)
{
    static const struct {
        int position;
        const char *name;
        int status;
    } columns[] = {
        {0, "To Do", SITE_STATUS_TO_DO},
        {0, "To Do", SITE_STATUS_REOPENED},
        {1, "In Progress", SITE_STATUS_IN_PROGRESS},
        {1, "In Progress", SITE_STATUS_BLOCKED},
        {2, "In Review", SITE_STATUS_IN_REVIEW},
        {3, "Done", SITE_STATUS_DONE},
        {3, "Done", SITE_STATUS_WONT_DO},
    };
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        store_run(store, "INSERT INTO board_column VALUES (?, ?, ?, ?)",
                  VALUES(sql_integer(board), sql_integer(columns[i].position),
                         sql_text(columns[i].name), sql_integer(columns[i].status)));
    }
}

int64_t fill_add_board(struct store *store, int64_t project, const char *name, const char *type)
{
    struct atl_arena arena = {0};
    const char *key = store_text(store, &arena, "SELECT key FROM project WHERE id = ?",
                                 VALUES(sql_integer(project)));
    int64_t owner = store_integer(store, 1, "SELECT lead FROM project WHERE id = ?",
                                  VALUES(sql_integer(project)));
    int64_t filter =
        add_filter(store, atl_arena_printf(&arena, "Filter for %s", name), owner,
                   atl_arena_printf(&arena, "project = %s ORDER BY Rank ASC", key), project);
    int64_t id = next_id(store, "SELECT max(id) FROM board", PLAN_BOARD_ID);
    store_run(store, "INSERT INTO board VALUES (?, ?, ?, ?, ?)",
              VALUES(sql_integer(id), sql_text(name), sql_text(type), sql_integer(project),
                     sql_integer(filter)));
    add_columns(store, id);
    atl_arena_free(&arena);
    return id;
}

static void add_sprint(struct filling *filling, size_t index, int64_t board)
{
    static const char *const states[] = {
        [SPRINT_CLOSED] = "closed", [SPRINT_ACTIVE] = "active", [SPRINT_FUTURE] = "future"};
    const struct sprint *sprint = &filling->plan->sprints[index];
    int64_t id = next_id(filling->store, "SELECT max(id) FROM sprint", 1);
    store_run(filling->store,
              "INSERT INTO sprint (id, board, name, state, created, starts, ends, completed)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
              VALUES(sql_integer(id), sql_integer(board), sql_text(sprint->name),
                     sql_text(states[sprint->state]),
                     sql_integer(sprint->start_ms - (int64_t)21 * FILL_DAY_MS),
                     sql_integer(sprint->start_ms), sql_integer(sprint->end_ms),
                     sprint->state == SPRINT_CLOSED ? sql_integer(sprint->end_ms) : sql_null()));
    filling->sprints[index] = id;
}

/* ---- projects ---- */

static void add_project(struct filling *filling, size_t index)
{
    struct store *store = filling->store;
    const struct project *project = &filling->plan->projects[index];
    int64_t id = next_id(store, "SELECT max(id) FROM project", PLAN_FIRST_PROJECT_ID);
    int64_t lead = filling->people[project->lead];
    filling->projects[index] = id;
    store_run(store,
              "INSERT INTO project (id, key, name, description, lead) VALUES (?, ?, ?, ?, ?)",
              VALUES(sql_integer(id), sql_text(project->key), sql_text(project->name),
                     sql_text(project->description), sql_integer(lead)));
    fill_project_set_up(store, id, lead);
    add_components(filling, index);
    add_versions(filling, index);
    int64_t board = fill_add_board(
        store, id, atl_arena_printf(&filling->scratch, "%s board", project->key), "scrum");
    for (size_t i = 0; i < PLAN_SPRINTS_PER_PROJECT; i++) {
        add_sprint(filling, index * PLAN_SPRINTS_PER_PROJECT + i, board);
    }
}

void fill_project_set_up(struct store *store, int64_t project, int64_t lead)
{
    add_types(store, project);
    add_roles(store, project, lead);
}

/* Ids of a project's components, versions or sprints in order; -1 where there are fewer. */
static void find_ids(struct store *store, const char *sql, int64_t project, int64_t *ids,
                     size_t count)
{
    struct rows rows = store_select(store, sql, VALUES(sql_integer(project)));
    for (size_t i = 0; i < count; i++) {
        ids[i] = rows_next(&rows) ? rows_integer(&rows, 0) : -1;
    }
    rows_finish(&rows);
}

static void take_project(struct filling *filling, size_t index, int64_t id)
{
    struct store *store = filling->store;
    filling->projects[index] = id;
    filling->numbers[index] = store_integer(
        store, 0, "SELECT last_number FROM project WHERE id = ?", VALUES(sql_integer(id)));
    find_ids(store, "SELECT id FROM component WHERE project = ? ORDER BY id", id,
             &filling->components[index * FILL_COMPONENTS], FILL_COMPONENTS);
    find_ids(store, "SELECT id FROM version WHERE project = ? ORDER BY position", id,
             &filling->versions[index * FILL_VERSIONS], FILL_VERSIONS);
    find_ids(store,
             "SELECT sprint.id FROM sprint JOIN board ON board.id = sprint.board"
             " WHERE board.project = ? ORDER BY sprint.id",
             id, &filling->sprints[index * PLAN_SPRINTS_PER_PROJECT], PLAN_SPRINTS_PER_PROJECT);
}

static void add_filters(struct filling *filling)
{
    static const struct {
        const char *name;
        const char *jql;
        bool is_favourite;
        bool is_shared;
    } filters[] = {
        {"My open issues", "assignee = currentUser() AND statusCategory != Done ORDER BY priority",
         true, false},
        {"Reported by me", "reporter = currentUser() ORDER BY created DESC", false, false},
        {"Due soon", "due <= 7d AND statusCategory != Done ORDER BY due", true, true},
        {"Recently done", "statusCategory = Done AND resolved >= -14d ORDER BY resolved DESC",
         false, true},
    };
    struct store *store = filling->store;
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        int64_t id = add_filter(store, filters[i].name, filling->people[0], filters[i].jql, -1);
        if (filters[i].is_favourite) {
            store_run(store, "INSERT INTO filter_favourite VALUES (?, ?)",
                      VALUES(sql_integer(id), sql_integer(filling->people[0])));
        }
        if (filters[i].is_shared) {
            store_run(store, "INSERT INTO filter_share (filter, type) VALUES (?, 'authenticated')",
                      VALUES(sql_integer(id)));
        }
    }
}

void fill_projects(struct filling *filling)
{
    struct store *store = filling->store;
    const struct plan *plan = filling->plan;
    struct atl_arena *arena = &filling->arena;
    size_t count = plan->project_count;
    bool is_first = !store_exists(store, "SELECT 1 FROM filter", NO_VALUES);
    filling->projects = atl_arena_alloc(arena, count * sizeof(int64_t));
    filling->numbers = atl_arena_alloc(arena, count * sizeof(int64_t));
    filling->components = atl_arena_alloc(arena, count * FILL_COMPONENTS * sizeof(int64_t));
    filling->versions = atl_arena_alloc(arena, count * FILL_VERSIONS * sizeof(int64_t));
    filling->sprints = atl_arena_alloc(arena, plan->sprint_count * sizeof(int64_t));
    for (size_t i = 0; i < count; i++) {
        int64_t id = store_integer(store, -1, "SELECT id FROM project WHERE key = ?",
                                   VALUES(sql_text(plan->projects[i].key)));
        if (id < 0) {
            add_project(filling, i);
        } else {
            take_project(filling, i, id);
        }
    }
    if (is_first) {
        struct atl_buffer name = {0};
        atl_buffer_printf(&name, "%s Kanban", plan->projects[0].key);
        fill_add_board(store, filling->projects[0], name.data, "kanban");
        add_filters(filling);
        atl_buffer_free(&name);
    }
    atl_arena_free(&filling->scratch);
}
