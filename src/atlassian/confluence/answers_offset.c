/*
 * Lists on Data Center, side by side. A list doesn't say how many items there are, only whether
 * more follow; so a search is asked for their number, when there is more than a little to gain. Its
 * index may lag, so the list's own word counts: what lies beyond is read one answer after the
 * other.
 */
#include "atlassian/confluence/answers.h"
#include "atlassian/confluence/internal.h"
#include "atlassian/ordered.h"

#include "atlcli/loop.h"

#include <inttypes.h>

enum {
    /* So many answers are read one after the other rather than asking how many there are. */
    FEW_ANSWERS = 2,
    /* An answer may be empty where the server filters by permission; not for ever, though. */
    MOST_EMPTY_ANSWERS = 32,
};

struct offset_listing {
    struct answers *answers;
    int64_t expected; /* how many there are by the search; 0: not known */
    int64_t start;    /* of the next answer to be asked for */
    int64_t step;
    size_t planned;
    size_t delivered;
    size_t bytes;    /* of the first answer, when it was asked for alone */
    size_t empty;    /* answers without an item, one after the other */
    int64_t granted; /* items at a time, by the answer that was delivered last */
    bool ended;      /* no more follow, or no more are wanted */
    bool restarts;   /* the server gives less than was taken for granted: anew from `start` on */
    struct atl_queue progress;
};

struct answer {
    int64_t start;
    struct atl_http_request request;
    struct atl_http_response response; /* packed as it came, until its turn */
};

static int64_t left(const struct offset_listing *offsets)
{
    return offsets->answers->left(offsets->answers->context);
}

static enum atl_status fetch(const struct offset_listing *offsets, struct answer *answer,
                             struct atl_arena *arena, struct atl_error *error)
{
    answer->request = (struct atl_http_request){
        .method = ATL_GET,
        .path = atl_arena_printf(arena, "%s&start=%" PRId64 "&limit=%" PRId64,
                                 offsets->answers->path, answer->start, offsets->step),
        .keep_packed = true,
        .wants_answer = true};
    return atl_http_text(offsets->answers->http, &answer->request, arena, &answer->response, error);
}

static enum atl_status hand_over(struct offset_listing *offsets, struct answer *answer,
                                 struct atl_arena *arena, const cJSON **json,
                                 struct atl_error *error)
{
    enum atl_status status = atl_http_read(offsets->answers->http, &answer->request, arena,
                                           &answer->response, json, error);
    if (status != ATL_OK) {
        return status;
    }
    if (!cJSON_IsArray(atl_json_member(*json, "results"))) {
        return atl_fail(error, ATL_FAILED, "the server's answer is no list");
    }
    status = offsets->answers->take(offsets->answers->context, *json, error);
    offsets->delivered++;
    int64_t limit = atl_json_integer(*json, "limit", offsets->step);
    offsets->granted = limit > 0 && limit < offsets->step ? limit : offsets->step;
    if (atl_json_text(*json, "_links.next", NULL) == NULL) {
        offsets->ended = true;
    } else if (left(offsets) <= 0) {
        offsets->ended = true;
        offsets->answers->more = true;
    } else if (status == ATL_OK && atl_json_count(*json, "results") > 0) {
        offsets->empty = 0;
    } else if (status == ATL_OK && ++offsets->empty == MOST_EMPTY_ANSWERS) {
        status = atl_fail(error, ATL_FAILED,
                          "one empty answer after the other says that more will follow");
    }
    atl_queue_wake_all(&offsets->progress);
    return status;
}

/* ---- answers side by side ---- */

static bool is_enough_under_way(const struct offset_listing *offsets)
{
    size_t under_way = offsets->planned - offsets->delivered;
    if ((int64_t)under_way * offsets->step >= left(offsets)) {
        return true;
    }
    return under_way > 0 && offsets->start >= offsets->expected;
}

static enum atl_status plan_answer(void *context, struct ordered_batch *batch,
                                   struct atl_error *error)
{
    struct offset_listing *offsets = context;
    while (!offsets->ended && is_enough_under_way(offsets)) {
        enum atl_status status = atl_queue_wait(&offsets->progress, error);
        if (status != ATL_OK) {
            return status;
        }
    }
    if (!offsets->ended) {
        struct answer *answer = atl_arena_alloc(&batch->arena, sizeof *answer);
        answer->start = offsets->start;
        offsets->start += offsets->step;
        offsets->planned++;
        batch->job = answer;
    }
    return ATL_OK;
}

static enum atl_status fetch_answer(void *context, struct ordered_batch *batch,
                                    struct atl_error *error)
{
    struct answer *answer = batch->job;
    enum atl_status status = fetch(context, answer, &batch->arena, error);
    batch->bytes = status == ATL_OK ? answer->response.length : 0;
    return status;
}

static enum atl_status deliver_answer(void *context, struct ordered_batch *batch,
                                      struct atl_error *error)
{
    struct offset_listing *offsets = context;
    struct answer *answer = batch->job;
    const cJSON *json;
    if (offsets->ended) {
        return ATL_OK; /* asked for before the end was known */
    }
    enum atl_status status = hand_over(offsets, answer, &batch->arena, &json, error);
    if (status == ATL_OK && !offsets->ended && offsets->granted < offsets->step) {
        offsets->start = answer->start + offsets->granted;
        offsets->restarts = true;
        offsets->ended = true; /* what else was asked for leaves gaps */
    }
    return status;
}

static enum atl_status read_side_by_side(struct offset_listing *offsets, struct atl_error *error)
{
    size_t width = atl_http_width(offsets->answers->http);
    struct ordered_work work = {.context = offsets,
                                .width = width < CONFLUENCE_WIDTH ? width : CONFLUENCE_WIDTH,
                                .expected_bytes = offsets->bytes,
                                .plan = plan_answer,
                                .fetch = fetch_answer,
                                .deliver = deliver_answer};
    enum atl_status status = ordered_run(&work, error);
    while (status == ATL_OK && offsets->restarts) {
        offsets->restarts = offsets->ended = false;
        offsets->planned = offsets->delivered = 0;
        offsets->step = offsets->granted;
        status = ordered_run(&work, error);
    }
    return status;
}

/* ---- one list ---- */

/* The first answer, alone: it tells how many items the server gives at a time. */
static enum atl_status begin(struct offset_listing *offsets, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct answer answer = {0};
    const cJSON *json;
    enum atl_status status = fetch(offsets, &answer, &arena, error);
    if (status == ATL_OK) {
        offsets->planned = 1;
        offsets->bytes = answer.response.length;
        status = hand_over(offsets, &answer, &arena, &json, error);
    }
    if (status == ATL_OK) {
        offsets->step = offsets->granted;
        offsets->start = offsets->step;
        offsets->expected = atl_json_integer(json, "totalSize", offsets->expected);
    }
    atl_arena_free(&arena);
    return status;
}

enum atl_status answers_number(struct atl_http *http, const char *cql, int64_t *number,
                               struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_buffer path = {0};
    const cJSON *json = NULL;
    atl_buffer_add(&path, "/rest/api/search?limit=1");
    listing_add_parameter(&path, "cql", cql);
    struct atl_http_request request = {.method = ATL_GET, .path = atl_buffer_text(&path)};
    enum atl_status status = atl_http_json(http, &request, &arena, &json, error);
    *number = status == ATL_OK ? atl_json_integer(json, "totalSize", 0) : 0;
    atl_buffer_free(&path);
    atl_arena_free(&arena);
    return status == ATL_CANCELLED ? status : ATL_OK;
}

static enum atl_status ask_number(struct offset_listing *offsets, struct atl_error *error)
{
    const struct answers *answers = offsets->answers;
    return answers_number(answers->http, answers->counting, &offsets->expected, error);
}

static bool is_worth_asking(const struct offset_listing *offsets)
{
    return offsets->answers->counting != NULL && !offsets->ended && offsets->expected == 0 &&
           left(offsets) > FEW_ANSWERS * offsets->step;
}

static enum atl_status begin_fiber(void *argument, struct atl_error *error)
{
    return begin(argument, error);
}

static enum atl_status ask_number_fiber(void *argument, struct atl_error *error)
{
    return ask_number(argument, error);
}

/* Where a long list is likely, the number is asked for beside the first answer. */
static enum atl_status begin_and_count(struct offset_listing *offsets, struct atl_error *error)
{
    struct atl_group *group = atl_group_open(0, false);
    enum atl_status status = atl_group_spawn(group, begin_fiber, offsets);
    if (status == ATL_OK) {
        status = atl_group_spawn(group, ask_number_fiber, offsets);
    }
    enum atl_status waited = atl_group_wait(group, error);
    return waited != ATL_OK ? waited : status;
}

enum atl_status answers_by_offset(struct answers *answers, struct atl_error *error)
{
    struct offset_listing offsets = {
        .answers = answers, .step = answers_at_a_time(answers), .expected = answers->expected};
    enum atl_status status;
    if (answers->granted > 0 && answers->expected > 0) {
        offsets.step = answers->granted < offsets.step ? answers->granted : offsets.step;
        status = read_side_by_side(&offsets, error);
    } else {
        bool at_once = answers->is_long && answers->counting != NULL && answers->expected == 0;
        status = at_once ? begin_and_count(&offsets, error) : begin(&offsets, error);
        if (status == ATL_OK && is_worth_asking(&offsets)) {
            status = ask_number(&offsets, error);
        }
        status = status == ATL_OK && !offsets.ended ? read_side_by_side(&offsets, error) : status;
    }
    answers->granted = offsets.granted;
    return status;
}
