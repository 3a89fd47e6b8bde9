/*
 * Jira Software: boards, sprints and epics ("The Jira Software Cloud REST API", rest/agile/1.0; the
 * same paths on Data Center). To be used inside atl_loop_run; errors are those of atl_http_json
 * unless said otherwise. Texts live in the arena of the call and are NULL when the server doesn't
 * say.
 */
#ifndef ATLCLI_JIRA_AGILE_H
#define ATLCLI_JIRA_AGILE_H

#include "atlcli/jira.h"

/* ---- boards ---- */

struct atl_jira_board {
    int64_t id;
    const char *name;
    const char *type;         /* "scrum", "kanban", "simple" */
    const char *project_key;  /* where it lives; Cloud alone says */
    const char *project_name; /* likewise */
};

struct atl_jira_boards {
    struct atl_jira_board *boards;
    size_t count;
    bool more; /* the limit was reached and there are more */
};

/* Conditions that are NULL don't restrict the list. */
struct atl_jira_board_filter {
    const char *name; /* or a part of it */
    const char *type;
    const char *project; /* key or id */
    int64_t limit;       /* at least 1; INT64_MAX: all */
};

/* GET board: the first page, then the others side by side. */
enum atl_status atl_jira_boards(struct atl_http *http, struct atl_arena *arena,
                                const struct atl_jira_board_filter *filter,
                                struct atl_jira_boards *boards, struct atl_error *error);

/* GET board/{id} */
enum atl_status atl_jira_board(struct atl_http *http, struct atl_arena *arena, int64_t id,
                               struct atl_jira_board *board, struct atl_error *error);

struct atl_jira_board_setup {
    int64_t filter;               /* whose issues it shows; 0 when it isn't said */
    const char *estimation_field; /* id of the field that it estimates by; NULL: none */
    const char *estimation_name;
    const char *const *columns; /* names, NULL-terminated */
};

/* GET board/{id}/configuration */
enum atl_status atl_jira_board_setup(struct atl_http *http, struct atl_arena *arena, int64_t id,
                                     struct atl_jira_board_setup *setup, struct atl_error *error);

/* ---- sprints ---- */

struct atl_jira_sprint {
    int64_t id;
    const char *name;
    const char *state; /* "future", "active", "closed" */
    const char *goal;  /* NULL also when it is empty */
    const char *start; /* ISO 8601 */
    const char *end;
    const char *completed;
    int64_t board; /* that it was made on; 0 when it isn't said */
};

struct atl_jira_sprints {
    struct atl_jira_sprint *sprints;
    size_t count;
};

/* All sprints of a board: GET board/{id}/sprint. `states`: "active,future", or NULL for all. */
enum atl_status atl_jira_sprints(struct atl_http *http, struct atl_arena *arena, int64_t board,
                                 const char *states, struct atl_jira_sprints *sprints,
                                 struct atl_error *error);

/* GET sprint/{id} */
enum atl_status atl_jira_sprint(struct atl_http *http, struct atl_arena *arena, int64_t id,
                                struct atl_jira_sprint *sprint, struct atl_error *error);

/* What is to be set; NULL and, for times, negative numbers leave it as it is. */
struct atl_jira_sprint_change {
    const char *name;
    const char *goal;
    const char *state;
    int64_t start_ms;
    int64_t end_ms;
};

/*
 * The boards to look for sprints on: those of the project (key or id; NULL: of the site), without
 * kanban boards. ATL_USAGE when there are more than a page of them.
 */
enum atl_status atl_jira_sprint_boards(struct atl_http *http, struct atl_arena *arena,
                                       const char *project, struct atl_jira_boards *boards,
                                       struct atl_error *error);

/* The sprints of all these boards in these states (NULL: any), each once. */
enum atl_status atl_jira_sprints_of(struct atl_http *http, struct atl_arena *arena,
                                    const struct atl_jira_boards *boards, const char *states,
                                    struct atl_jira_sprints *sprints, struct atl_error *error);

/*
 * The sprint of these boards that has a name, in whichever case, and one of the states (NULL: any);
 * "active" or "current" is the one that is active, "next" the first that isn't yet. ATL_NOT_FOUND
 * when there is none (the hints say which may have been meant), ATL_USAGE when there are several
 * (the hints list them, and leave room for one that says what to do).
 */
enum atl_status atl_jira_sprint_named(struct atl_http *http, struct atl_arena *arena,
                                      const struct atl_jira_boards *boards, const char *name,
                                      const char *states, struct atl_jira_sprint *sprint,
                                      struct atl_error *error);

/*
 * POST sprint: a future sprint of the board. Whether one of unknown outcome (ATL_UNKNOWN_OUTCOME)
 * was made, the board's sprints say.
 */
enum atl_status atl_jira_sprint_create(struct atl_http *http, struct atl_arena *arena,
                                       int64_t board, const struct atl_jira_sprint_change *change,
                                       struct atl_jira_sprint *sprint, struct atl_error *error);

/*
 * POST sprint/{id}, which changes what is given alone. A change of state can't be repeated (a
 * closed sprint can't be closed), so when its outcome is unknown the sprint is looked at: if it is
 * as it should be, all is well.
 */
enum atl_status atl_jira_sprint_change(struct atl_http *http, struct atl_arena *arena, int64_t id,
                                       const struct atl_jira_sprint_change *change,
                                       struct atl_jira_sprint *sprint, struct atl_error *error);

/* DELETE sprint/{id}. Its issues go back to the backlog. */
enum atl_status atl_jira_sprint_delete(struct atl_http *http, int64_t id, struct atl_error *error);

/* ---- epics ---- */

struct atl_jira_epic {
    const char *id;
    const char *key;
    const char *summary;
    const char *name; /* a company-managed project's epics have one; NULL: none */
    const char *status;
    const char *assignee;
    const char *project;
    bool done;
    bool is_simple; /* of a team-managed project, for which there is no agile API */
};

/*
 * The epic of a key or id: GET issue/{key}, and GET epic/{key} for its name. ATL_USAGE when the
 * issue is none.
 */
enum atl_status atl_jira_epic(struct atl_http *http, struct atl_arena *arena, const char *key,
                              struct atl_jira_epic *epic, struct atl_error *error);

/*
 * The name of the project's first issue type for sub-tasks, in the arena: GET project/{key}.
 * ATL_USAGE when it has none.
 */
enum atl_status atl_jira_subtask_type(struct atl_http *http, struct atl_arena *arena,
                                      const char *project, const char **type,
                                      struct atl_error *error);

/* ---- issues of boards, sprints and epics ---- */

enum atl_jira_place {
    ATL_JIRA_BOARD,
    ATL_JIRA_BACKLOG, /* of a board */
    ATL_JIRA_SPRINT,
    ATL_JIRA_EPIC,
};

/*
 * Issues of a place in the order of their rank, as atl_jira_search hands them over. `id` is a
 * board's or sprint's number, an epic's key. The search's JQL restricts them and may be NULL. On
 * Cloud the issues of an epic are those that have it for a parent.
 */
enum atl_status atl_jira_issues_of(enum atl_jira_place place, const char *id,
                                   const struct atl_jira_search *search,
                                   struct atl_jira_search_result *result, struct atl_error *error);

/* ---- moving issues ---- */

enum atl_jira_target {
    ATL_JIRA_TO_SPRINT,
    ATL_JIRA_TO_BACKLOG,
    ATL_JIRA_TO_EPIC,
    ATL_JIRA_OUT_OF_EPIC,
};

/* What became of an issue that was to be moved. */
struct atl_jira_move {
    const char *key;
    enum atl_status status;
    struct atl_error *error; /* in the arena; NULL when it was moved */
};

struct atl_jira_moving {
    enum atl_jira_target target;
    const char *id;  /* the sprint's number, the epic's key; NULL otherwise */
    bool one_by_one; /* by the parent field: for epics of team-managed projects */
    void (*on_moved)(void *context, size_t count); /* progress; may be NULL */
    void *context;
};

/*
 * Moves issues, 50 a request and the requests side by side (POST sprint/{id}/issue, backlog/issue,
 * epic/{key}/issue, epic/none/issue). A request is all or nothing, so one that is refused is cut in
 * halves until the issues are found that can't be moved, and the others are. Moving twice is moving
 * once: such requests are repeated when their outcome is unknown.
 *
 * `moves` come with their keys and get their outcome. ATL_OK even if none could be moved; another
 * status when the work ended early: what is not moved then has ATL_CANCELLED.
 */
enum atl_status atl_jira_move_issues(struct atl_http *http, struct atl_arena *arena,
                                     const struct atl_jira_moving *moving,
                                     struct atl_jira_move *moves, size_t count,
                                     struct atl_error *error);

/* ---- story points ---- */

enum { ATL_JIRA_MOST_POINT_FIELDS = 4 };

/* Fields that hold an estimation in points: which one an issue uses depends on its project. */
struct atl_jira_point_fields {
    const char *ids[ATL_JIRA_MOST_POINT_FIELDS + 1]; /* NULL-terminated */
};

/* Found by what they are and what they are called: GET field. None is no error. */
enum atl_status atl_jira_point_fields(struct atl_http *http, struct atl_arena *arena,
                                      struct atl_jira_point_fields *fields,
                                      struct atl_error *error);

#endif
