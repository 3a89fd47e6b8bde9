/* Work logged on an issue: reading and changing it. */
#include "atlassian/jira/internal.h"

#include "atlcli/clock.h"
#include "atlcli/jira_worklog.h"

#include <inttypes.h>
#include <string.h>

enum {
    SECOND_MS = 1000,
    CLOCK_SLACK_MS = 1000, /* between machines of the site; that Date has no fraction adds to it */
};

/* ---- the site's working time ---- */

enum atl_status atl_jira_working_time(struct atl_http *http, struct atl_arena *arena,
                                      struct atl_jira_working_time *working,
                                      struct atl_error *error)
{
    struct atl_http_request request = {.method = ATL_GET,
                                       .path = jira_path(http, arena, "configuration")};
    const cJSON *json;
    *working = atl_jira_usual_working_time();
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status == ATL_FORBIDDEN || status == ATL_NOT_FOUND) {
        atl_error_clear(error);
        return ATL_OK;
    }
    if (status != ATL_OK) {
        return status;
    }
    const cJSON *tracking = atl_json_member(json, "timeTrackingConfiguration");
    const cJSON *hours = atl_json_member(tracking, "workingHoursPerDay");
    const cJSON *days = atl_json_member(tracking, "workingDaysPerWeek");
    if (cJSON_IsNumber(hours) && hours->valuedouble > 0 && hours->valuedouble <= 24) {
        working->hours_per_day = hours->valuedouble;
    }
    if (cJSON_IsNumber(days) && days->valuedouble > 0 && days->valuedouble <= 7) {
        working->days_per_week = days->valuedouble;
    }
    return ATL_OK;
}

/* ---- reading ---- */

static int64_t read_time(const cJSON *json, const char *member)
{
    int64_t wall_ms;
    return atl_clock_parse_iso8601(atl_json_text(json, member, NULL), &wall_ms) ? wall_ms : -1;
}

void atl_jira_worklog_read(const cJSON *json, struct atl_arena *arena,
                           struct atl_jira_worklog *worklog)
{
    const cJSON *comment = atl_json_member(json, "comment");
    *worklog = (struct atl_jira_worklog){
        .id = atl_arena_strdup(arena, atl_json_text(json, "id", NULL)),
        .issue_id = atl_arena_strdup(arena, atl_json_text(json, "issueId", NULL)),
        .started_ms = read_time(json, "started"),
        .created_ms = read_time(json, "created"),
        .updated_ms = read_time(json, "updated"),
        .seconds = atl_json_integer(json, "timeSpentSeconds", 0),
        .time_spent = atl_arena_strdup(arena, atl_json_text(json, "timeSpent", NULL)),
        .comment = cJSON_IsNull(comment) ? NULL : comment,
    };
    jira_user_read(atl_json_member(json, "author"), arena, &worklog->author);
}

static const char *worklog_path(const struct atl_http *http, struct atl_arena *arena,
                                const char *key, const char *id, const char *query)
{
    struct atl_buffer rest = {0};
    atl_buffer_add(&rest, "issue/");
    atl_text_append_url_encoded(&rest, key);
    atl_buffer_add(&rest, "/worklog");
    if (id != NULL) {
        atl_buffer_add_char(&rest, '/');
        atl_text_append_url_encoded(&rest, id);
    }
    atl_buffer_add(&rest, query);
    const char *path = jira_path(http, arena, atl_buffer_text(&rest));
    atl_buffer_free(&rest);
    return path;
}

static bool is_within(struct atl_jira_period period, const struct atl_jira_worklog *worklog)
{
    return worklog->started_ms >= period.from_ms && worklog->started_ms < period.until_ms;
}

/* Cloud leaves out what lies elsewhere; Data Center has no such parameters. */
static const char *period_query(struct atl_arena *arena, struct atl_jira_period period)
{
    const char *query = "";
    if (period.from_ms > 0) {
        query = atl_arena_printf(arena, "?startedAfter=%" PRId64, period.from_ms - 1);
    }
    if (period.until_ms < INT64_MAX) {
        query = atl_arena_printf(arena, "%s%cstartedBefore=%" PRId64, query,
                                 *query == '\0' ? '?' : '&', period.until_ms);
    }
    return query;
}

enum atl_status atl_jira_worklogs(struct atl_http *http, const char *key,
                                  struct atl_jira_period period,
                                  atl_jira_worklog_function on_worklog, void *context,
                                  struct atl_error *error)
{
    struct atl_arena own = {0};
    struct atl_pages pages = {
        .http = http,
        .paging = ATL_PAGING_START_AT,
        .path = worklog_path(http, &own, key, NULL,
                             jira_is_cloud(http) ? period_query(&own, period) : ""),
        .items = "worklogs",
    };
    enum atl_status status = ATL_OK;
    while (status == ATL_OK && !pages.done) {
        struct atl_arena arena = {0};
        const cJSON *page;
        const cJSON *item = NULL;
        status = atl_pages_next(&pages, &arena, &page, error);
        if (status == ATL_OK) {
            item = atl_pages_items(&pages, page);
            item = item == NULL ? NULL : item->child;
        }
        for (; status == ATL_OK && item != NULL; item = item->next) {
            struct atl_jira_worklog worklog;
            atl_jira_worklog_read(item, &arena, &worklog);
            status = is_within(period, &worklog) ? on_worklog(context, &worklog, error) : ATL_OK;
        }
        atl_arena_free(&arena);
    }
    atl_arena_free(&own);
    return status;
}

/* ---- changing ---- */

static const char *adjust_query(const struct atl_http *http, struct atl_arena *arena,
                                const struct atl_jira_work *work, const char *by)
{
    static const char *const words[] = {"auto", "new", "manual", "leave"};
    const char *query = atl_arena_printf(arena, "?adjustEstimate=%s", words[work->adjust]);
    int64_t minutes = work->estimate_seconds / 60;
    if (work->adjust == ATL_JIRA_ADJUST_NEW) {
        query = atl_arena_printf(arena, "%s&newEstimate=%" PRId64 "m", query, minutes);
    } else if (work->adjust == ATL_JIRA_ADJUST_MANUAL) {
        query = atl_arena_printf(arena, "%s&%s=%" PRId64 "m", query, by, minutes);
    }
    return work->silent && jira_is_cloud(http)
               ? atl_arena_printf(arena, "%s&notifyUsers=false", query)
               : query;
}

/* As Jira wants it, with an offset without a colon: "2026-01-31T08:15:30.000+0000". */
static void add_started(struct atl_arena *arena, cJSON *body, int64_t started_ms)
{
    char *text = atl_clock_format_iso8601(arena, started_ms);
    size_t length = strlen(text);
    if (length > 0) {
        atl_json_set_text(body, "started",
                          atl_arena_printf(arena, "%.*s+0000", (int)length - 1, text));
    }
}

static const char *work_body(struct atl_arena *arena, const struct atl_jira_work *work)
{
    cJSON *body = cJSON_CreateObject();
    if (work->seconds > 0) {
        cJSON_AddNumberToObject(body, "timeSpentSeconds", (double)work->seconds);
    }
    if (work->started_ms >= 0) {
        add_started(arena, body, work->started_ms);
    }
    if (work->comment != NULL) {
        cJSON_AddItemToObject(body, "comment", cJSON_Duplicate(work->comment, true));
    }
    return jira_body(arena, body);
}

static enum atl_status send(struct atl_http *http, struct atl_arena *arena,
                            const struct atl_http_request *request,
                            struct atl_jira_worklog *worklog, struct atl_error *error)
{
    const cJSON *json;
    enum atl_status status = atl_http_json(http, request, arena, &json, error);
    if (status == ATL_OK) {
        atl_jira_worklog_read(json, arena, worklog);
        if (worklog->id == NULL) {
            status = atl_fail(error, ATL_FAILED, "the server's answer is no worklog");
        }
    }
    return status;
}

enum atl_status atl_jira_worklog_add(struct atl_http *http, struct atl_arena *arena,
                                     const char *key, const struct atl_jira_work *work,
                                     struct atl_jira_worklog *worklog, struct atl_error *error)
{
    struct atl_error own;
    error = error == NULL ? &own : error;
    const char *body = work_body(arena, work);
    int64_t sent_ms = atl_clock_wall_ms();
    struct atl_http_request request = {
        .method = ATL_POST,
        .wants_answer = true,
        .path = worklog_path(http, arena, key, NULL, adjust_query(http, arena, work, "reduceBy")),
        .body = body,
        .body_length = strlen(body)};
    enum atl_status status = send(http, arena, &request, worklog, error);
    if (status != ATL_UNKNOWN_OUTCOME) {
        return status;
    }
    enum atl_status found = atl_jira_worklog_find(http, arena, key, work, sent_ms, worklog, NULL);
    if (found == ATL_OK) {
        atl_error_clear(error);
        return ATL_OK;
    }
    /* The server has answered, so it is done with that request, and it made none. */
    return found == ATL_NOT_FOUND && error->http_status >= 500
               ? send(http, arena, &request, worklog, error)
               : status;
}

/* ---- looking for one that may have been made ---- */

enum atl_status atl_jira_worklog_find(struct atl_http *http, struct atl_arena *arena,
                                      const char *key, const struct atl_jira_work *work,
                                      int64_t sent_ms, struct atl_jira_worklog *worklog,
                                      struct atl_error *error)
{
    const int64_t second = work->started_ms / SECOND_MS;
    const struct atl_jira_period period = {second * SECOND_MS, (second + 1) * SECOND_MS};
    struct atl_http_response response;
    struct atl_http_request request = {
        .method = ATL_GET,
        .path = worklog_path(http, arena, key, NULL,
                             jira_is_cloud(http) ? period_query(arena, period) : "")};
    const cJSON *json = NULL;
    const cJSON *item;
    enum atl_status status = atl_http_text(http, &request, arena, &response, error);
    if (status == ATL_OK) {
        status = atl_json_read(arena, response.body, response.length, "the server's answer", &json,
                               error);
    }
    if (status != ATL_OK) {
        return status;
    }
    int64_t now_ms = atl_clock_wall_ms();
    int64_t server_ms = now_ms;
    atl_http_date(&response, &server_ms);
    int64_t earliest_ms = server_ms - (now_ms - sent_ms) - CLOCK_SLACK_MS;
    cJSON_ArrayForEach(item, atl_json_member(json, "worklogs"))
    {
        atl_jira_worklog_read(item, arena, worklog);
        /* Some sites keep the fraction of a second, others drop it. */
        bool began_then =
            worklog->started_ms == work->started_ms || worklog->started_ms == second * SECOND_MS;
        if (began_then && worklog->seconds == work->seconds && worklog->created_ms >= earliest_ms) {
            return ATL_OK;
        }
    }
    return atl_fail(error, ATL_NOT_FOUND, "%s has no such worklog", key);
}

/* ---- one worklog ---- */

enum atl_status atl_jira_worklog(struct atl_http *http, struct atl_arena *arena, const char *key,
                                 const char *id, struct atl_jira_worklog *worklog,
                                 struct atl_error *error)
{
    struct atl_http_request request = {.method = ATL_GET,
                                       .path = worklog_path(http, arena, key, id, "")};
    return send(http, arena, &request, worklog, error);
}

enum atl_status atl_jira_worklog_update(struct atl_http *http, struct atl_arena *arena,
                                        const char *key, const char *id,
                                        const struct atl_jira_work *work,
                                        struct atl_jira_worklog *worklog, struct atl_error *error)
{
    const char *body = work_body(arena, work);
    struct atl_http_request request = {
        .method = ATL_PUT,
        .path = worklog_path(http, arena, key, id, adjust_query(http, arena, work, "reduceBy")),
        .body = body,
        .body_length = strlen(body)};
    const cJSON *json;
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status == ATL_OK) {
        atl_jira_worklog_read(json, arena, worklog);
    }
    /* It is done, and the answer doesn't say what it is like now. */
    return status == ATL_OK && worklog->id == NULL
               ? atl_jira_worklog(http, arena, key, id, worklog, error)
               : status;
}

enum atl_status atl_jira_worklog_delete(struct atl_http *http, const char *key, const char *id,
                                        const struct atl_jira_work *work, struct atl_error *error)
{
    struct atl_arena arena = {0};
    const cJSON *json;
    struct atl_http_request request = {
        .method = ATL_DELETE,
        .path =
            worklog_path(http, &arena, key, id, adjust_query(http, &arena, work, "increaseBy"))};
    enum atl_status status = atl_http_json(http, &request, &arena, &json, error);
    atl_arena_free(&arena);
    return status;
}
