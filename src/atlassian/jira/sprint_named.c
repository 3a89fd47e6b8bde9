/* Sprints as people name them: they are looked for on boards. */
#include "atlassian/jira/agile_internal.h"

#include "atlcli/clock.h"
#include "atlcli/loop.h"
#include "atlcli/suggest.h"
#include "atlcli/when.h"

#include <inttypes.h>

enum {
    MOST_BOARDS = 50, /* to look for a sprint on */
};

/* ---- boards ---- */

enum atl_status atl_jira_sprint_boards(struct atl_http *http, struct atl_arena *arena,
                                       const char *project, struct atl_jira_boards *boards,
                                       struct atl_error *error)
{
    const struct atl_jira_board_filter filter = {.project = project, .limit = MOST_BOARDS};
    enum atl_status status = atl_jira_boards(http, arena, &filter, boards, error);
    if (status != ATL_OK) {
        return status;
    }
    if (boards->more) {
        return atl_fail(error, ATL_USAGE, "there are more than %d boards to look for sprints on",
                        MOST_BOARDS);
    }
    size_t count = 0;
    for (size_t i = 0; i < boards->count; i++) {
        if (!atl_text_equal(boards->boards[i].type, "kanban")) {
            boards->boards[count++] = boards->boards[i];
        }
    }
    boards->count = count;
    return ATL_OK;
}

/* ---- sprints of boards ---- */

struct reading {
    struct atl_http *http;
    struct atl_arena *arena;
    const struct atl_jira_boards *boards;
    const char *states;
    struct atl_jira_sprints *lists; /* by board */
};

static enum atl_status read_sprints(void *context, size_t index, struct atl_error *error)
{
    struct reading *reading = context;
    enum atl_status status =
        atl_jira_sprints(reading->http, reading->arena, reading->boards->boards[index].id,
                         reading->states, &reading->lists[index], error);
    /* Among several boards those of team-managed projects may have no sprints. */
    return reading->boards->count > 1 && status == ATL_FAILED && error->http_status == 400 ? ATL_OK
                                                                                           : status;
}

static bool has_sprint(const struct atl_jira_sprints *sprints, int64_t id)
{
    for (size_t i = 0; i < sprints->count; i++) {
        if (sprints->sprints[i].id == id) {
            return true;
        }
    }
    return false;
}

enum atl_status atl_jira_sprints_of(struct atl_http *http, struct atl_arena *arena,
                                    const struct atl_jira_boards *boards, const char *states,
                                    struct atl_jira_sprints *sprints, struct atl_error *error)
{
    struct reading reading = {.http = http, .arena = arena, .boards = boards, .states = states};
    size_t count = 0;
    reading.lists = atl_arena_alloc(arena, (boards->count + 1) * sizeof *reading.lists);
    *sprints = (struct atl_jira_sprints){0};
    enum atl_status status =
        atl_each(boards->count, atl_http_width(http), read_sprints, &reading, error);
    for (size_t i = 0; status == ATL_OK && i < boards->count; i++) {
        count += reading.lists[i].count;
    }
    sprints->sprints = atl_arena_alloc(arena, (count + 1) * sizeof *sprints->sprints);
    for (size_t i = 0; status == ATL_OK && i < boards->count; i++) {
        for (size_t j = 0; j < reading.lists[i].count; j++) {
            /* A board shows the sprints of another one when its filter finds their issues. */
            if (boards->count == 1 || !has_sprint(sprints, reading.lists[i].sprints[j].id)) {
                sprints->sprints[sprints->count++] = reading.lists[i].sprints[j];
            }
        }
    }
    return status;
}

/* ---- the one that is meant ---- */

static bool is_current(const char *name)
{
    return atl_text_equal_ignoring_case(name, "current") ||
           atl_text_equal_ignoring_case(name, "active");
}

static bool is_next(const char *name)
{
    return atl_text_equal_ignoring_case(name, "next");
}

/* "next" is the first one of each board. */
static bool is_meant(const char *name, const struct atl_jira_sprint *sprint,
                     const struct atl_list *found)
{
    if (is_current(name)) {
        return true;
    }
    if (!is_next(name)) {
        return atl_text_equal_ignoring_case(sprint->name, name);
    }
    for (size_t i = 0; i < found->count; i++) {
        if (((const struct atl_jira_sprint *)found->items[i])->board == sprint->board) {
            return false;
        }
    }
    return true;
}

static enum atl_status fail_unknown(const struct atl_jira_boards *boards, const char *name,
                                    const struct atl_jira_sprints *sprints, struct atl_error *error)
{
    struct atl_suggestion suggestion = {.given = name};
    const char *on = boards->count == 1 ? boards->boards[0].name : NULL;
    const char *place[] = {on == NULL ? "" : " on '", on == NULL ? "" : on, on == NULL ? "" : "'"};
    if (is_current(name)) {
        return atl_fail(error, ATL_NOT_FOUND, "no sprint is active%s%s%s", place[0], place[1],
                        place[2]);
    }
    if (is_next(name)) {
        return atl_fail(error, ATL_NOT_FOUND, "there is no next sprint%s%s%s", place[0], place[1],
                        place[2]);
    }
    atl_fail(error, ATL_NOT_FOUND, "there is no sprint '%s'%s%s%s", name, place[0], place[1],
             place[2]);
    for (size_t i = 0; i < sprints->count; i++) {
        if (sprints->sprints[i].name != NULL) {
            atl_suggestion_offer(&suggestion, sprints->sprints[i].name);
        }
    }
    if (suggestion.best != NULL) {
        atl_hint(error, "did you mean '%s'?", suggestion.best);
    }
    return ATL_NOT_FOUND;
}

static const char *day_of(struct atl_arena *arena, const char *iso)
{
    int64_t wall_ms;
    return atl_clock_parse_iso8601(iso, &wall_ms) ? atl_when_format(arena, wall_ms, "%Y-%m-%d")
                                                  : "";
}

static enum atl_status fail_ambiguous(struct atl_arena *arena, const struct atl_jira_boards *boards,
                                      const char *name, const struct atl_list *found,
                                      struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "'%s' may be any of %zu sprints", name, found->count);
    for (size_t i = 0; i < found->count && i + 1 < ATL_ERROR_HINTS; i++) {
        const struct atl_jira_sprint *sprint = found->items[i];
        const char *board = NULL;
        for (size_t j = 0; j < boards->count; j++) {
            board = boards->boards[j].id == sprint->board ? boards->boards[j].name : board;
        }
        atl_hint(error, "%" PRId64 ": %s (%s%s%s%s%s)", sprint->id, sprint->name, sprint->state,
                 sprint->end == NULL ? "" : ", until ", day_of(arena, sprint->end),
                 board == NULL ? "" : ", on ", board == NULL ? "" : board);
    }
    return ATL_USAGE;
}

enum atl_status atl_jira_sprint_named(struct atl_http *http, struct atl_arena *arena,
                                      const struct atl_jira_boards *boards, const char *name,
                                      const char *states, struct atl_jira_sprint *sprint,
                                      struct atl_error *error)
{
    struct atl_jira_sprints sprints;
    struct atl_list found = {0};
    states = is_current(name) ? "active" : is_next(name) ? "future" : states;
    enum atl_status status = atl_jira_sprints_of(http, arena, boards, states, &sprints, error);
    if (status != ATL_OK) {
        return status;
    }
    for (size_t i = 0; i < sprints.count; i++) {
        if (is_meant(name, &sprints.sprints[i], &found)) {
            atl_list_add(&found, &sprints.sprints[i]);
        }
    }
    if (found.count == 0) {
        status = fail_unknown(boards, name, &sprints, error);
    } else if (found.count > 1) {
        status = fail_ambiguous(arena, boards, name, &found, error);
    } else {
        *sprint = *(struct atl_jira_sprint *)found.items[0];
    }
    atl_list_free(&found);
    return status;
}
