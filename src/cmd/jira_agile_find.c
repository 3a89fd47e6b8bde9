#include "cmd/jira_agile_find.h"

#include "atlcli/clock.h"
#include "atlcli/loop.h"
#include "atlcli/suggest.h"
#include "atlcli/when.h"

#include <inttypes.h>

enum {
    MOST_BOARDS = 50,    /* to look for a sprint on */
    MOST_OFFERED = 1000, /* boards to look for the nearest name among */
};

static bool is_number(const char *text, int64_t *number)
{
    return atl_text_to_integer(text, 1, INT64_MAX, number);
}

/* ---- boards ---- */

static void hint_board(struct atl_error *error, const char *prefix,
                       const struct atl_jira_board *board)
{
    atl_hint(error, "%s%" PRId64 ": %s (%s%s%s)", prefix, board->id,
             board->name == NULL ? "" : board->name, board->type == NULL ? "board" : board->type,
             board->project_key == NULL ? "" : ", ",
             board->project_key == NULL ? "" : board->project_key);
}

static enum atl_status fail_unknown_board(struct atl_context *context, struct atl_http *http,
                                          const char *name, const struct atl_jira_boards *similar,
                                          struct atl_error *error)
{
    struct atl_suggestion suggestion = {.given = name};
    struct atl_jira_boards all = {0};
    const struct atl_jira_board_filter filter = {.limit = MOST_OFFERED};
    atl_fail(error, ATL_NOT_FOUND, "there is no board '%s', or it isn't visible to you", name);
    for (size_t i = 0; i < similar->count && i + 2 < ATL_ERROR_HINTS; i++) {
        hint_board(error, i == 0 ? "similar: " : "or ", &similar->boards[i]);
    }
    if (similar->count == 0 &&
        atl_jira_boards(http, context->arena, &filter, &all, NULL) == ATL_OK) {
        for (size_t i = 0; i < all.count; i++) {
            if (all.boards[i].name != NULL) {
                atl_suggestion_offer(&suggestion, all.boards[i].name);
            }
        }
        if (suggestion.best != NULL) {
            atl_hint(error, "did you mean '%s'?", suggestion.best);
        }
    }
    atl_hint(error, "see the boards there are: atlcli jira board list");
    return ATL_NOT_FOUND;
}

static enum atl_status choose_board(struct atl_context *context, struct atl_http *http,
                                    const char *name, const struct atl_jira_boards *found,
                                    struct atl_jira_board *board, struct atl_error *error)
{
    size_t count = 0;
    for (size_t i = 0; i < found->count; i++) {
        if (atl_text_equal_ignoring_case(found->boards[i].name, name)) {
            found->boards[count++] = found->boards[i];
        }
    }
    if (count == 1) {
        *board = found->boards[0];
        return ATL_OK;
    }
    if (count == 0) {
        return fail_unknown_board(context, http, name, found, error);
    }
    atl_fail(error, ATL_USAGE, "%zu boards are called '%s': name one by its id", count, name);
    for (size_t i = 0; i < count && i < ATL_ERROR_HINTS; i++) {
        hint_board(error, "", &found->boards[i]);
    }
    return ATL_USAGE;
}

enum atl_status jira_find_board(struct atl_context *context, struct atl_http *http,
                                const char *name, struct atl_jira_board *board,
                                struct atl_error *error)
{
    int64_t id;
    if (is_number(name, &id)) {
        enum atl_status status = atl_jira_board(http, context->arena, id, board, error);
        if (status == ATL_NOT_FOUND) {
            atl_fail(error, status, "there is no board %s, or it isn't visible to you", name);
            atl_hint(error, "see the boards there are: atlcli jira board list");
        }
        return status;
    }
    struct atl_jira_boards found;
    const struct atl_jira_board_filter filter = {.name = name, .limit = MOST_OFFERED};
    enum atl_status status = atl_jira_boards(http, context->arena, &filter, &found, error);
    return status == ATL_OK ? choose_board(context, http, name, &found, board, error) : status;
}

enum atl_status jira_find_sprint_boards(struct atl_context *context, struct atl_http *http,
                                        const char *board, const char *project,
                                        struct atl_jira_boards *boards, struct atl_error *error)
{
    const struct atl_jira_board_filter filter = {.project = project, .limit = MOST_BOARDS};
    *boards = (struct atl_jira_boards){0};
    if (board != NULL) {
        boards->boards = atl_arena_alloc(context->arena, sizeof *boards->boards);
        boards->count = 1;
        return jira_find_board(context, http, board, boards->boards, error);
    }
    enum atl_status status = atl_jira_boards(http, context->arena, &filter, boards, error);
    if (status != ATL_OK) {
        return status;
    }
    if (boards->more) {
        atl_fail(error, ATL_USAGE, "there are more than %d boards to look for sprints on",
                 MOST_BOARDS);
        atl_hint(error, "name one with --board, or a project with --project");
        return ATL_USAGE;
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
    struct atl_context *context;
    const struct atl_jira_boards *boards;
    const char *states;
    struct atl_jira_sprints *lists; /* by board */
};

static enum atl_status read_sprints(void *argument, size_t index, struct atl_error *error)
{
    struct reading *reading = argument;
    enum atl_status status =
        atl_jira_sprints(reading->http, reading->context->arena, reading->boards->boards[index].id,
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

enum atl_status jira_sprints_of_boards(struct atl_context *context, struct atl_http *http,
                                       const struct atl_jira_boards *boards, const char *states,
                                       struct atl_jira_sprints *sprints, struct atl_error *error)
{
    struct reading reading = {.http = http, .context = context, .boards = boards, .states = states};
    size_t count = 0;
    reading.lists = atl_arena_alloc(context->arena, (boards->count + 1) * sizeof *reading.lists);
    *sprints = (struct atl_jira_sprints){0};
    enum atl_status status =
        atl_each(boards->count, atl_http_width(http), read_sprints, &reading, error);
    for (size_t i = 0; status == ATL_OK && i < boards->count; i++) {
        count += reading.lists[i].count;
    }
    sprints->sprints = atl_arena_alloc(context->arena, (count + 1) * sizeof *sprints->sprints);
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

/* ---- one sprint ---- */

const char *jira_sprint_day(struct atl_context *context, const char *iso)
{
    int64_t wall_ms;
    return atl_clock_parse_iso8601(iso, &wall_ms)
               ? atl_when_format(context->arena, wall_ms, "%Y-%m-%d")
               : "";
}

static void hint_where(const struct atl_jira_boards *boards, struct atl_error *error)
{
    if (boards->count == 1) {
        atl_hint(error,
                 "see those of the board: atlcli jira sprint list --board %" PRId64
                 " --state active,future,closed",
                 boards->boards[0].id);
    } else {
        atl_hint(error, "see all: atlcli jira sprint list; --board names the board to look on");
    }
}

static enum atl_status fail_unknown_sprint(const struct atl_jira_boards *boards, const char *name,
                                           const struct atl_jira_sprints *sprints,
                                           struct atl_error *error)
{
    struct atl_suggestion suggestion = {.given = name};
    const char *on = boards->count == 1 ? boards->boards[0].name : NULL;
    if (atl_text_equal_ignoring_case(name, "current")) {
        atl_fail(error, ATL_NOT_FOUND, "no sprint is active%s%s%s", on == NULL ? "" : " on '",
                 on == NULL ? "" : on, on == NULL ? "" : "'");
    } else if (atl_text_equal_ignoring_case(name, "next")) {
        atl_fail(error, ATL_NOT_FOUND, "there is no next sprint%s%s%s", on == NULL ? "" : " on '",
                 on == NULL ? "" : on, on == NULL ? "" : "'");
    } else {
        atl_fail(error, ATL_NOT_FOUND, "there is no sprint '%s'%s%s%s", name,
                 on == NULL ? "" : " on '", on == NULL ? "" : on, on == NULL ? "" : "'");
        for (size_t i = 0; i < sprints->count; i++) {
            if (sprints->sprints[i].name != NULL) {
                atl_suggestion_offer(&suggestion, sprints->sprints[i].name);
            }
        }
        if (suggestion.best != NULL) {
            atl_hint(error, "did you mean '%s'?", suggestion.best);
        }
    }
    hint_where(boards, error);
    return ATL_NOT_FOUND;
}

static enum atl_status fail_ambiguous_sprint(struct atl_context *context,
                                             const struct atl_jira_boards *boards, const char *name,
                                             const struct atl_list *found, struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "'%s' may be any of %zu sprints", name, found->count);
    for (size_t i = 0; i < found->count && i + 1 < ATL_ERROR_HINTS; i++) {
        const struct atl_jira_sprint *sprint = found->items[i];
        const char *board = NULL;
        for (size_t j = 0; j < boards->count; j++) {
            board = boards->boards[j].id == sprint->board ? boards->boards[j].name : board;
        }
        atl_hint(error, "%" PRId64 ": %s (%s%s%s%s%s)", sprint->id, sprint->name, sprint->state,
                 sprint->end == NULL ? "" : ", until ", jira_sprint_day(context, sprint->end),
                 board == NULL ? "" : ", on ", board == NULL ? "" : board);
    }
    atl_hint(error, "name one by its id, or the board with --board");
    return ATL_USAGE;
}

/* "next" is the first one of each board. */
static bool is_meant(const char *name, const struct atl_jira_sprint *sprint,
                     const struct atl_list *found)
{
    if (atl_text_equal_ignoring_case(name, "current")) {
        return true;
    }
    if (!atl_text_equal_ignoring_case(name, "next")) {
        return atl_text_equal_ignoring_case(sprint->name, name);
    }
    for (size_t i = 0; i < found->count; i++) {
        if (((const struct atl_jira_sprint *)found->items[i])->board == sprint->board) {
            return false;
        }
    }
    return true;
}

static const char *states_of(const char *name)
{
    if (atl_text_equal_ignoring_case(name, "current")) {
        return "active";
    }
    return atl_text_equal_ignoring_case(name, "next") ? "future" : NULL;
}

static enum atl_status look_for_sprint(struct atl_context *context, struct atl_http *http,
                                       const char *name, const char *board, const char *project,
                                       struct atl_jira_sprint *sprint, struct atl_error *error)
{
    struct atl_jira_boards boards;
    struct atl_jira_sprints sprints;
    struct atl_list found = {0};
    enum atl_status status = jira_find_sprint_boards(context, http, board, project, &boards, error);
    if (status == ATL_OK) {
        status = jira_sprints_of_boards(context, http, &boards, states_of(name), &sprints, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    for (size_t i = 0; i < sprints.count; i++) {
        if (is_meant(name, &sprints.sprints[i], &found)) {
            atl_list_add(&found, &sprints.sprints[i]);
        }
    }
    if (found.count == 0) {
        status = fail_unknown_sprint(&boards, name, &sprints, error);
    } else if (found.count > 1) {
        status = fail_ambiguous_sprint(context, &boards, name, &found, error);
    } else {
        *sprint = *(struct atl_jira_sprint *)found.items[0];
    }
    atl_list_free(&found);
    return status;
}

enum atl_status jira_find_sprint(struct atl_context *context, struct atl_http *http,
                                 const char *name, struct atl_jira_sprint *sprint,
                                 struct atl_error *error)
{
    return jira_find_sprint_on(context, http, name, atl_option_text(context, "board"),
                               atl_option_text(context, "project"), sprint, error);
}

enum atl_status jira_find_sprint_on(struct atl_context *context, struct atl_http *http,
                                    const char *name, const char *board, const char *project,
                                    struct atl_jira_sprint *sprint, struct atl_error *error)
{
    int64_t id;
    if (!is_number(name, &id)) {
        return look_for_sprint(context, http, name, board, project, sprint, error);
    }
    enum atl_status status = atl_jira_sprint(http, context->arena, id, sprint, error);
    if (status == ATL_NOT_FOUND) {
        atl_fail(error, status, "there is no sprint %s, or it isn't visible to you", name);
        atl_hint(error, "see the sprints there are: atlcli jira sprint list");
    }
    return status;
}
