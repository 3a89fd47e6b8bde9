/* Moving issues into sprints, the backlog and epics. */
#include "atlassian/jira/agile_internal.h"

#include "atlcli/loop.h"

#include <string.h>

enum {
    MOST_MOVED = 50, /* in one request: Jira's limit */
};

struct work {
    struct atl_http *http;
    struct atl_arena *arena;
    const struct atl_jira_moving *moving;
    struct atl_jira_move *moves;
    size_t count;
};

static const char *target_path(const struct work *work)
{
    const struct atl_jira_moving *moving = work->moving;
    switch (moving->target) {
    case ATL_JIRA_TO_SPRINT:
        return atl_arena_printf(work->arena, "/rest/agile/1.0/sprint/%s/issue", moving->id);
    case ATL_JIRA_TO_BACKLOG:
        return "/rest/agile/1.0/backlog/issue";
    case ATL_JIRA_TO_EPIC:
        return atl_arena_printf(work->arena, "/rest/agile/1.0/epic/%s/issue", moving->id);
    default:
        return "/rest/agile/1.0/epic/none/issue";
    }
}

static void done(const struct work *work, size_t count)
{
    if (work->moving->on_moved != NULL) {
        work->moving->on_moved(work->moving->context, count);
    }
}

/* Whether it is the issues that the server doesn't like, rather than who asks for it or when. */
static bool is_about_issues(enum atl_status status, const struct atl_error *error)
{
    return status == ATL_NOT_FOUND || status == ATL_CONFLICT || status == ATL_FORBIDDEN ||
           (status == ATL_FAILED && error->http_status == 400);
}

static void refuse(struct work *work, struct atl_jira_move *move, enum atl_status status,
                   const struct atl_error *error)
{
    move->status = status;
    move->error = atl_arena_alloc(work->arena, sizeof *move->error);
    *move->error = *error;
}

/* ---- one by one ---- */

static enum atl_status set_parent(void *context, size_t index, struct atl_error *error)
{
    struct work *work = context;
    struct atl_jira_move *move = &work->moves[index];
    struct atl_arena arena = {0};
    const cJSON *json;
    cJSON *body = cJSON_CreateObject();
    cJSON *fields = cJSON_AddObjectToObject(body, "fields");
    if (work->moving->target == ATL_JIRA_TO_EPIC) {
        cJSON_AddStringToObject(cJSON_AddObjectToObject(fields, "parent"), "key", work->moving->id);
    } else {
        cJSON_AddNullToObject(fields, "parent");
    }
    const char *text = jira_body(&arena, body);
    struct atl_http_request request = {
        .method = ATL_PUT,
        .path = jira_path(work->http, &arena, atl_arena_printf(&arena, "issue/%s", move->key)),
        .body = text,
        .body_length = strlen(text)};
    enum atl_status status = atl_http_json(work->http, &request, &arena, &json, error);
    if (status != ATL_OK && is_about_issues(status, error)) {
        refuse(work, move, status, error);
        status = ATL_OK;
    } else if (status == ATL_OK) {
        move->status = ATL_OK;
    }
    if (status == ATL_OK) {
        done(work, 1);
    }
    atl_arena_free(&arena);
    return status;
}

/* ---- together ---- */

static enum atl_status send_together(struct work *work, const struct atl_jira_move *moves,
                                     size_t count, struct atl_error *error)
{
    struct atl_arena arena = {0};
    const cJSON *json;
    cJSON *body = cJSON_CreateObject();
    cJSON *issues = cJSON_AddArrayToObject(body, "issues");
    for (size_t i = 0; i < count; i++) {
        cJSON_AddItemToArray(issues, cJSON_CreateString(moves[i].key));
    }
    const char *text = jira_body(&arena, body);
    struct atl_http_request request = {.method = ATL_POST,
                                       .path = target_path(work),
                                       .body = text,
                                       .body_length = strlen(text),
                                       .safe_to_repeat = true};
    enum atl_status status = atl_http_json(work->http, &request, &arena, &json, error);
    atl_arena_free(&arena);
    return status;
}

/* Halves of what is refused are tried until single issues are left; no deeper than log2(50). */
static enum atl_status move_together(struct work *work, struct atl_jira_move *moves, size_t count,
                                     struct atl_error *error)
{
    enum atl_status status = send_together(work, moves, count, error);
    if (status == ATL_OK) {
        for (size_t i = 0; i < count; i++) {
            moves[i].status = ATL_OK;
        }
        done(work, count);
        return ATL_OK;
    }
    if (!is_about_issues(status, error)) {
        return status;
    }
    bool is_about_epic =
        work->moving->target == ATL_JIRA_TO_EPIC || work->moving->target == ATL_JIRA_OUT_OF_EPIC;
    if (count == 1 && is_about_epic && jira_is_cloud(work->http)) {
        /* It may be of a team-managed project, which this operation isn't for. */
        return set_parent(work, (size_t)(moves - work->moves), error);
    }
    if (count == 1) {
        refuse(work, moves, status, error);
        done(work, 1);
        return ATL_OK;
    }
    status = move_together(work, moves, count / 2, error);
    return status == ATL_OK ? move_together(work, moves + count / 2, count - count / 2, error)
                            : status;
}

static enum atl_status move_batch(void *context, size_t index, struct atl_error *error)
{
    struct work *work = context;
    size_t start = index * MOST_MOVED;
    size_t left = work->count - start;
    return move_together(work, work->moves + start, left < MOST_MOVED ? left : MOST_MOVED, error);
}

enum atl_status atl_jira_move_issues(struct atl_http *http, struct atl_arena *arena,
                                     const struct atl_jira_moving *moving,
                                     struct atl_jira_move *moves, size_t count,
                                     struct atl_error *error)
{
    struct work work = {
        .http = http, .arena = arena, .moving = moving, .moves = moves, .count = count};
    for (size_t i = 0; i < count; i++) {
        moves[i].status = ATL_CANCELLED;
        moves[i].error = NULL;
    }
    if (moving->one_by_one) {
        return atl_each(count, atl_http_width(http), set_parent, &work, error);
    }
    return atl_each((count + MOST_MOVED - 1) / MOST_MOVED, atl_http_width(http), move_batch, &work,
                    error);
}
