/* jira sprint: which there are, and one of them. */
#include "cmd/jira/sprint/sprint.h"

#include "cmd/connect.h"
#include "cmd/jira/agile_find.h"
#include "cmd/site_hint.h"

#include <inttypes.h>

const struct atl_command atl_command_jira_sprint = {
    .words = "jira sprint",
    .summary = "Plan, start, close and report on sprints",
    .description =
        "A sprint is named by its id, by its name, or as current (the one that is active) or next "
        "(the first of those to come). Names are looked for on all boards you see; --board or "
        "--project narrow that down.",
    .examples =
        (const struct atl_example[]){
            {"jira sprint list --board 'WEB board'", "What is under way and what comes"},
            {"jira sprint report current --board 'WEB board'", "How it goes"},
            {0}},
};

const struct atl_argument jira_sprint_arguments[] = {
    {.name = "SPRINT", .summary = "Its id or name, current or next"}, {0}};

enum atl_status jira_agile_end(struct atl_http *http, enum atl_status status,
                               struct atl_error *error)
{
    if (status != ATL_OK) {
        site_hint_add(http, ATL_PRODUCT_JIRA, error);
    }
    atl_http_close(http);
    return status;
}

cJSON *jira_sprint_describe(const struct atl_jira_sprint *sprint)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddNumberToObject(object, "id", (double)sprint->id);
    atl_json_set_text(object, "name", sprint->name);
    atl_json_set_text(object, "state", sprint->state);
    atl_json_set_text(object, "startDate", sprint->start);
    atl_json_set_text(object, "endDate", sprint->end);
    atl_json_set_text(object, "completeDate", sprint->completed);
    if (sprint->board > 0) {
        cJSON_AddNumberToObject(object, "board", (double)sprint->board);
    }
    atl_json_set_text(object, "goal", sprint->goal);
    return object;
}

/* ---- list ---- */

static const struct atl_column list_columns[] = {
    {.key = "id", .heading = "ID", .kind = ATL_CELL_INTEGER, .style = ATL_STYLE_NAME},
    {.key = "name", .heading = "NAME"},
    {.key = "state", .heading = "STATE"},
    {.key = "startDate", .heading = "START", .kind = ATL_CELL_TIME},
    {.key = "endDate", .heading = "END", .kind = ATL_CELL_TIME},
    {.key = "completeDate", .heading = "COMPLETED", .kind = ATL_CELL_TIME, .extra = true},
    {.key = "board", .heading = "BOARD", .kind = ATL_CELL_INTEGER},
    {.key = "goal", .heading = "GOAL", .shrinks = true},
    {0},
};

/* "active,future" as the API wants it; ATL_USAGE for another word. */
static enum atl_status read_states(struct atl_context *context, const char **states,
                                   struct atl_error *error)
{
    static const char *const known[] = {"active", "future", "closed"};
    const char *const *given = atl_option_list(context, "state", NULL);
    struct atl_buffer list = {0};
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && given[i] != NULL; i++) {
        bool is_known = false;
        for (size_t j = 0; j < sizeof known / sizeof *known; j++) {
            if (atl_text_equal_ignoring_case(given[i], known[j])) {
                atl_buffer_printf(&list, "%s%s", list.length > 0 ? "," : "", known[j]);
                is_known = true;
            }
        }
        if (!is_known) {
            status = atl_fail(error, ATL_USAGE, "--state: '%s' is no state of a sprint", given[i]);
            atl_hint(error, "choose from active, future and closed");
        }
    }
    *states = list.length > 0 ? atl_arena_strdup(context->arena, list.data) : "active,future";
    atl_buffer_free(&list);
    return status;
}

static enum atl_status print_list(struct atl_context *context, struct atl_http *http,
                                  const char *states, struct atl_error *error)
{
    static const struct atl_listing listing = {
        .name = "sprints", .columns = list_columns, .when_empty = "No sprints found."};
    struct atl_jira_boards boards;
    struct atl_jira_sprints sprints = {0};
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    if (status == ATL_OK) {
        status = jira_find_sprint_boards(context, http, atl_option_text(context, "board"),
                                         atl_option_text(context, "project"), &boards, error);
    }
    if (status == ATL_OK) {
        status = atl_jira_sprints_of(http, context->arena, &boards, states, &sprints, error);
    }
    for (size_t i = 0; status == ATL_OK && i < sprints.count; i++) {
        cJSON *row = jira_sprint_describe(&sprints.sprints[i]);
        status = atl_output_object(context->output, row, error);
        cJSON_Delete(row);
    }
    return status == ATL_OK ? atl_output_end(context->output, error) : status;
}

static enum atl_status run_list(struct atl_context *context, struct atl_error *error)
{
    const char *states;
    enum atl_status status = read_states(context, &states, error);
    if (status != ATL_OK) {
        return status;
    }
    struct atl_http *http = atl_connect(context);
    return jira_agile_end(http, print_list(context, http, states, error), error);
}

const struct atl_command atl_command_jira_sprint_list = {
    .words = "jira sprint list",
    .summary = "List sprints",
    .description = "Those that are active and those to come, unless --state says otherwise.",
    .options = (const struct atl_option[]){{.name = "board",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "BOARD",
                                            .summary = "Of this board, by its id or name"},
                                           {.name = "project",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "KEY",
                                            .summary = "Of this project's boards"},
                                           {.name = "state",
                                            .kind = ATL_OPTION_LIST,
                                            .value = "STATE",
                                            .summary = "In these states: active, future, closed",
                                            .shown_default = "active,future"},
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"jira sprint list --board 7", "What is under way and what comes"},
            {"jira sprint list --project WEB --state closed --csv", "A project's past"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_list,
};

/* ---- get ---- */

static const struct atl_column get_columns[] = {
    {.key = "id", .heading = "Id", .kind = ATL_CELL_INTEGER},
    {.key = "name", .heading = "Name"},
    {.key = "state", .heading = "State"},
    {.key = "goal", .heading = "Goal"},
    {.key = "startDate", .heading = "Start", .kind = ATL_CELL_TIME},
    {.key = "endDate", .heading = "End", .kind = ATL_CELL_TIME},
    {.key = "completeDate", .heading = "Completed", .kind = ATL_CELL_TIME},
    {.key = "board", .heading = "Board", .kind = ATL_CELL_INTEGER},
    {0},
};

static enum atl_status run_get(struct atl_context *context, struct atl_error *error)
{
    struct atl_jira_sprint sprint;
    struct atl_http *http = atl_connect(context);
    enum atl_status status = atl_output_check(context->output, get_columns, error);
    if (status == ATL_OK) {
        status = jira_find_sprint(context, http, atl_argument(context, "SPRINT"), &sprint, error);
    }
    if (status == ATL_OK) {
        cJSON *object = jira_sprint_describe(&sprint);
        status = atl_output_record(context->output, get_columns, object, error);
        cJSON_Delete(object);
    }
    return jira_agile_end(http, status, error);
}

const struct atl_command atl_command_jira_sprint_get = {
    .words = "jira sprint get",
    .summary = "Show a sprint",
    .arguments = jira_sprint_arguments,
    .options =
        (const struct atl_option[]){JIRA_SPRINT_BOARD_OPTION, JIRA_SPRINT_PROJECT_OPTION, {0}},
    .examples =
        (const struct atl_example[]){{"jira sprint get current --board 7", "What a board is at"},
                                     {"jira sprint get 'WEB Sprint 5' --json", "For a script"},
                                     {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_get,
};
