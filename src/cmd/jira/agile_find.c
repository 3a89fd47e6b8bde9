#include "cmd/jira/agile_find.h"

#include "atlcli/clock.h"
#include "atlcli/suggest.h"
#include "atlcli/when.h"
#include "cmd/jira/missing.h"

#include <inttypes.h>

enum {
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
    *boards = (struct atl_jira_boards){0};
    if (board != NULL) {
        boards->boards = atl_arena_alloc(context->arena, sizeof *boards->boards);
        boards->count = 1;
        return jira_find_board(context, http, board, boards->boards, error);
    }
    enum atl_status status = atl_jira_sprint_boards(http, context->arena, project, boards, error);
    status = jira_missing_project((const char *const[]){project, NULL}, status, error);
    if (status == ATL_USAGE) {
        atl_hint(error, "name one with --board, or a project with --project");
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

static enum atl_status look_for_sprint(struct atl_context *context, struct atl_http *http,
                                       const char *name, const char *board, const char *project,
                                       struct atl_jira_sprint *sprint, struct atl_error *error)
{
    struct atl_jira_boards boards;
    enum atl_status status = jira_find_sprint_boards(context, http, board, project, &boards, error);
    if (status != ATL_OK) {
        return status;
    }
    status = atl_jira_sprint_named(http, context->arena, &boards, name, NULL, sprint, error);
    if (status == ATL_NOT_FOUND) {
        hint_where(&boards, error);
    } else if (status == ATL_USAGE) {
        atl_hint(error, "name one by its id, or the board with --board");
    }
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
