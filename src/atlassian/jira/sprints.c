/* Sprints. */
#include "atlassian/jira/agile_internal.h"

#include "atlcli/clock.h"

#include <inttypes.h>
#include <string.h>

static void read_sprint(const cJSON *json, struct atl_arena *arena, struct atl_jira_sprint *sprint)
{
    const char *goal = atl_json_text(json, "goal", NULL);
    *sprint = (struct atl_jira_sprint){
        .id = atl_json_integer(json, "id", 0),
        .name = atl_arena_strdup(arena, atl_json_text(json, "name", NULL)),
        .state = atl_arena_strdup(arena, atl_json_text(json, "state", NULL)),
        .goal = atl_text_is_empty(goal) ? NULL : atl_arena_strdup(arena, goal),
        .start = atl_arena_strdup(arena, atl_json_text(json, "startDate", NULL)),
        .end = atl_arena_strdup(arena, atl_json_text(json, "endDate", NULL)),
        .completed = atl_arena_strdup(arena, atl_json_text(json, "completeDate", NULL)),
        .board = atl_json_integer(json, "originBoardId", 0),
    };
}

static const char *sprint_path(struct atl_arena *arena, int64_t id)
{
    return atl_arena_printf(arena, "/rest/agile/1.0/sprint/%" PRId64, id);
}

/* ---- reading ---- */

static void keep_sprint(void *context, struct atl_arena *arena, const cJSON *item)
{
    struct atl_list *sprints = context;
    struct atl_jira_sprint *sprint = atl_arena_alloc(arena, sizeof *sprint);
    read_sprint(item, arena, sprint);
    if (sprint->id > 0) {
        atl_list_add(sprints, sprint);
    }
}

enum atl_status atl_jira_sprints(struct atl_http *http, struct atl_arena *arena, int64_t board,
                                 const char *states, struct atl_jira_sprints *sprints,
                                 struct atl_error *error)
{
    struct atl_list kept = {0};
    *sprints = (struct atl_jira_sprints){0};
    const char *path =
        atl_arena_printf(arena, "/rest/agile/1.0/board/%" PRId64 "/sprint%s%s", board,
                         states == NULL ? "" : "?state=", states == NULL ? "" : states);
    enum atl_status status =
        agile_list(http, arena, path, INT64_MAX, keep_sprint, &kept, NULL, error);
    if (status == ATL_OK) {
        sprints->count = kept.count;
        sprints->sprints = atl_arena_alloc(arena, (kept.count + 1) * sizeof *sprints->sprints);
        for (size_t i = 0; i < kept.count; i++) {
            sprints->sprints[i] = *(struct atl_jira_sprint *)kept.items[i];
            if (sprints->sprints[i].board == 0) {
                sprints->sprints[i].board = board;
            }
        }
    }
    atl_list_free(&kept);
    return status;
}

static enum atl_status send(struct atl_http *http, struct atl_arena *arena,
                            const struct atl_http_request *request, struct atl_jira_sprint *sprint,
                            struct atl_error *error)
{
    const cJSON *json;
    enum atl_status status = atl_http_json(http, request, arena, &json, error);
    if (status == ATL_OK) {
        read_sprint(json, arena, sprint);
        if (sprint->id <= 0) {
            status = atl_fail(error, ATL_FAILED, "the server's answer is no sprint");
        }
    }
    return status;
}

enum atl_status atl_jira_sprint(struct atl_http *http, struct atl_arena *arena, int64_t id,
                                struct atl_jira_sprint *sprint, struct atl_error *error)
{
    struct atl_http_request request = {.method = ATL_GET, .path = sprint_path(arena, id)};
    return send(http, arena, &request, sprint, error);
}

/* ---- changing ---- */

static void add_time(struct atl_arena *arena, cJSON *body, const char *name, int64_t wall_ms)
{
    if (wall_ms >= 0) {
        atl_json_set_text(body, name, atl_clock_format_iso8601(arena, wall_ms));
    }
}

static struct atl_http_request ask(struct atl_arena *arena, const char *path, cJSON *body,
                                   const struct atl_jira_sprint_change *change)
{
    struct atl_http_request request = {.method = ATL_POST, .path = path, .wants_answer = true};
    atl_json_set_text(body, "name", change->name);
    atl_json_set_text(body, "goal", change->goal);
    atl_json_set_text(body, "state", change->state);
    add_time(arena, body, "startDate", change->start_ms);
    add_time(arena, body, "endDate", change->end_ms);
    request.body = jira_body(arena, body);
    request.body_length = strlen(request.body);
    return request;
}

enum atl_status atl_jira_sprint_create(struct atl_http *http, struct atl_arena *arena,
                                       int64_t board, const struct atl_jira_sprint_change *change,
                                       struct atl_jira_sprint *sprint, struct atl_error *error)
{
    cJSON *body = cJSON_CreateObject();
    cJSON_AddNumberToObject(body, "originBoardId", (double)board);
    struct atl_http_request request = ask(arena, "/rest/agile/1.0/sprint", body, change);
    return send(http, arena, &request, sprint, error);
}

enum atl_status atl_jira_sprint_change(struct atl_http *http, struct atl_arena *arena, int64_t id,
                                       const struct atl_jira_sprint_change *change,
                                       struct atl_jira_sprint *sprint, struct atl_error *error)
{
    struct atl_http_request request =
        ask(arena, sprint_path(arena, id), cJSON_CreateObject(), change);
    enum atl_status status = send(http, arena, &request, sprint, error);
    if (status == ATL_UNKNOWN_OUTCOME && change->state != NULL &&
        atl_jira_sprint(http, arena, id, sprint, NULL) == ATL_OK &&
        atl_text_equal_ignoring_case(sprint->state, change->state)) {
        atl_error_clear(error);
        status = ATL_OK;
    }
    return status;
}

enum atl_status atl_jira_sprint_delete(struct atl_http *http, int64_t id, struct atl_error *error)
{
    struct atl_arena arena = {0};
    const cJSON *json;
    struct atl_http_request request = {.method = ATL_DELETE, .path = sprint_path(&arena, id)};
    enum atl_status status = atl_http_json(http, &request, &arena, &json, error);
    atl_arena_free(&arena);
    return status;
}
