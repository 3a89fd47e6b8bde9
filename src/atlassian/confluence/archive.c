/*
 * Archiving pages: one job at a time on the whole site. Confluence refuses a second one with 400,
 * as it does pages that can't be archived, and only its words tell these apart. Whose job is
 * running isn't known: it may be one of ours whose answer got lost.
 */
#include "atlcli/confluence_page_act.h"

#include "atlassian/confluence/archive.h"
#include "atlassian/confluence/page_internal.h"

#include "atlcli/clock.h"
#include "atlcli/loop.h"

enum {
    FIRST_PAUSE_MS = 200, /* they double */
    LONGEST_PAUSE_MS = 10 * 1000,
    SILENT_MS = 5 * 1000,
    MOST_WAIT_MS = 10 * 60 * 1000,
    BAD_REQUEST = 400,
    MOST_TASKS = 100, /* that one answer lists */
};

/* ---- waiting for a job to end ---- */

struct archive_wait archive_wait_begin(int64_t now_ms)
{
    return (struct archive_wait){.begun_ms = now_ms, .pause_ms = FIRST_PAUSE_MS};
}

enum atl_status archive_wait_next(struct archive_wait *wait, int64_t now_ms, int64_t *pause_ms,
                                  bool *tell, struct atl_error *error)
{
    int64_t waited_ms = now_ms - wait->begun_ms;
    *pause_ms = wait->pause_ms;
    *tell = false;
    if (waited_ms + wait->pause_ms > MOST_WAIT_MS) {
        atl_fail(error, ATL_CONFLICT,
                 "another archival job is running on the site, for 10 minutes already");
        atl_hint(error, "Confluence archives one after the other: try again when it has ended");
        return ATL_CONFLICT;
    }
    if (waited_ms > SILENT_MS && !wait->told) {
        *tell = wait->told = true;
    }
    wait->pause_ms = 2 * wait->pause_ms < LONGEST_PAUSE_MS ? 2 * wait->pause_ms : LONGEST_PAUSE_MS;
    return ATL_OK;
}

static enum atl_status pause(struct atl_http *http, struct archive_wait *wait,
                             struct atl_error *error)
{
    int64_t pause_ms;
    bool tell;
    enum atl_status status =
        archive_wait_next(wait, atl_clock_monotonic_ms(), &pause_ms, &tell, error);
    if (tell) {
        atl_http_warn(http, "an archival job is running on the site: waiting for its end");
    }
    return status == ATL_OK ? atl_sleep(pause_ms, error) : status;
}

/* ---- archiving ---- */

/* "There is an archival job already running for the tenant." */
static bool says_busy(enum atl_status status, const struct atl_error *error)
{
    return status == ATL_FAILED && error->http_status == BAD_REQUEST &&
           atl_text_contains_ignoring_case(error->message, "archiv") &&
           atl_text_contains_ignoring_case(error->message, "already running");
}

static cJSON *list_pages(const char *const *ids, size_t count)
{
    cJSON *body = cJSON_CreateObject();
    cJSON *pages = cJSON_AddArrayToObject(body, "pages");
    for (size_t i = 0; i < count; i++) {
        cJSON *page = cJSON_CreateObject();
        cJSON_AddItemToObject(page, "id", cJSON_CreateRaw(ids[i])); /* a number, of any size */
        cJSON_AddItemToArray(pages, page);
    }
    return body;
}

enum atl_status atl_confluence_archive_pages(struct atl_http *http, struct atl_arena *arena,
                                             const char *const *ids, size_t count,
                                             const char **task, struct atl_error *error)
{
    const char *path = confluence_path(http, arena, "content/archive");
    struct archive_wait wait = archive_wait_begin(atl_clock_monotonic_ms());
    while (true) {
        struct atl_error why = {0};
        enum atl_status status =
            confluence_begin_task(http, arena, path, list_pages(ids, count), task, &why);
        if (!says_busy(status, &why)) {
            if (status != ATL_OK && error != NULL) {
                *error = why;
            }
            return status;
        }
        status = pause(http, &wait, error);
        if (status != ATL_OK) {
            return status;
        }
    }
}

/* "com.atlassian.confluence.….archive": its words aren't promised, but it is called so. */
static bool is_archiving(const cJSON *task)
{
    return !atl_json_bool(task, "finished", false) &&
           (atl_text_contains_ignoring_case(atl_json_text(task, "name.key", ""), "archiv") ||
            atl_text_contains_ignoring_case(atl_json_text(task, "name.translation", ""), "archiv"));
}

static enum atl_status ask_whether_busy(struct atl_http *http, bool *busy, struct atl_error *error)
{
    struct atl_arena arena = {0};
    const cJSON *json = NULL;
    const cJSON *task;
    struct atl_http_request request = {
        .method = ATL_GET,
        .path = confluence_path(http, &arena,
                                atl_arena_printf(&arena, "longtask?limit=%d", MOST_TASKS))};
    enum atl_status status = atl_http_json(http, &request, &arena, &json, error);
    *busy = false;
    cJSON_ArrayForEach(task, atl_json_member(json, "results"))
    {
        *busy = *busy || is_archiving(task);
    }
    atl_arena_free(&arena);
    return atl_status_ends_everything(status) ? status : ATL_OK;
}

enum atl_status atl_confluence_await_archiving(struct atl_http *http, struct atl_error *error)
{
    struct archive_wait wait = archive_wait_begin(atl_clock_monotonic_ms());
    bool busy;
    enum atl_status status = ask_whether_busy(http, &busy, error);
    while (status == ATL_OK && busy) {
        status = pause(http, &wait, error);
        if (status == ATL_OK) {
            status = ask_whether_busy(http, &busy, error);
        }
    }
    return status;
}
