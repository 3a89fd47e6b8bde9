/* docs sync --watch: passes both ways, whenever there is a reason for one. */
#include "sync/both/both.h"
#include "sync/both/edits.h"
#include "sync/both/news.h"
#include "sync/both/watch.h"

#include "atlcli/clock.h"
#include "atlcli/loop.h"

#include <string.h>
#include <unistd.h>

enum {
    SETTLE_MS = 400,  /* an editor, or a checkout of many files, is done by then */
    WHOLE_LOOKS = 10, /* every so many looks at the server are at everything */
    LOCKED_MS = 1000, /* somebody else's command is mostly over by then */
    MOST_WAIT_MS = 300 * 1000,
};

struct keeping_on {
    const struct atl_sync_keep_on_options *options;
    struct sync_watch *watch;
    struct sync_news news;
    struct sync_told told;
    struct sync_edits edits; /* before the last pass */
    bool passed;             /* once at least */
    bool is_due;             /* a pass, whatever came between */
    bool sending;
    int64_t next_look_ms; /* at the server, on the monotonic clock */
    int64_t looks;        /* at the server */
    struct atl_queue never;
};

typedef enum atl_status (*step_function)(struct keeping_on *keeping, struct atl_error *error);

/* ---- troubles that pass ---- */

/* A yes that can't be read is of whatever stands before the site, or broke on the way. */
static bool is_unreadable(const struct atl_error *error)
{
    return error->status == ATL_FAILED && error->http_status >= 200 && error->http_status < 300;
}

static bool may_pass(const struct atl_error *error)
{
    return error->status == ATL_NETWORK || error->status == ATL_UNKNOWN_OUTCOME ||
           error->http_status == 429 || error->http_status >= 500 || is_unreadable(error);
}

/* Does a step again until it is done, or waiting doesn't help. */
static enum atl_status persist(struct keeping_on *keeping, step_function step,
                               struct atl_error *error)
{
    const struct atl_sync_keep_on_options *options = keeping->options;
    int64_t wait_ms = options->interval_ms;
    for (;;) {
        enum atl_status status = step(keeping, error);
        if (status == ATL_OK || status == ATL_CANCELLED || !may_pass(error)) {
            return status;
        }
        const struct atl_error trouble = *error;
        wait_ms = wait_ms < MOST_WAIT_MS ? wait_ms : MOST_WAIT_MS;
        status = options->on_trouble(options->context, &trouble, wait_ms, error);
        status = status == ATL_OK ? atl_sleep(wait_ms, error) : status;
        if (status != ATL_OK) {
            return status;
        }
        wait_ms *= 2;
    }
}

/* ---- a pass ---- */

/* Commands that somebody runs meanwhile have the lock for a moment, and are waited for. */
static enum atl_status open_locked(struct keeping_on *keeping, struct atl_arena *arena,
                                   struct atl_sync_workspace **workspace, struct atl_error *error)
{
    const struct atl_sync_keep_on_options *options = keeping->options;
    bool told = false;
    for (;;) {
        enum atl_status status =
            atl_sync_open(arena, atl_sync_root(options->workspace), true, workspace, error);
        if (status != ATL_CONFLICT) {
            return status;
        }
        const struct atl_error trouble = *error;
        status = told ? ATL_OK : options->on_trouble(options->context, &trouble, LOCKED_MS, error);
        told = true;
        status = status == ATL_OK ? atl_sleep(LOCKED_MS, error) : status;
        if (status != ATL_OK) {
            return status;
        }
    }
}

static enum atl_status pass(struct keeping_on *keeping, struct atl_error *error)
{
    const struct atl_sync_keep_on_options *options = keeping->options;
    struct atl_arena arena = {0};
    struct atl_sync_workspace *workspace = NULL;
    struct atl_sync_both_totals totals;
    enum atl_status status = open_locked(keeping, &arena, &workspace, error);
    if (status == ATL_OK) {
        status = sync_edits_read(workspace, &keeping->edits, error);
    }
    if (status == ATL_OK) {
        status = sync_pass(workspace, options->http, &options->sync, &keeping->told,
                           &keeping->sending, &totals, error);
    }
    atl_sync_close(workspace);
    atl_arena_free(&arena);
    if (status == ATL_OK && (!keeping->passed || keeping->told.anything)) {
        status = options->on_pass(options->context, &totals, error);
    }
    keeping->passed = keeping->passed || status == ATL_OK;
    keeping->is_due = keeping->is_due && status != ATL_OK;
    return status;
}

/* ---- reasons for one ---- */

static enum atl_status look_here(struct keeping_on *keeping, bool *reason, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_sync_workspace *workspace = NULL;
    struct sync_edits now;
    enum atl_status status =
        atl_sync_open(&arena, atl_sync_root(keeping->options->workspace), false, &workspace, error);
    if (status == ATL_OK) {
        status = sync_edits_read(workspace, &now, error);
    }
    *reason = status == ATL_OK && sync_edits_are_new(&keeping->edits, &now);
    atl_sync_close(workspace);
    atl_arena_free(&arena);
    return status;
}

static enum atl_status look_there(struct keeping_on *keeping, bool *any, struct atl_error *error)
{
    return sync_news_look(&keeping->news, keeping->options->workspace, keeping->options->http,
                          keeping->options->interval_ms, any, error);
}

/* What there is now is no news. */
static enum atl_status begin_news(struct keeping_on *keeping, struct atl_error *error)
{
    bool any;
    keeping->next_look_ms = atl_clock_monotonic_ms() + keeping->options->interval_ms;
    return look_there(keeping, &any, error);
}

/*
 * A pass, if something has changed there: what was seen once is news no more. After a look that
 * failed there is one as well, since the next may not reach back so far.
 */
static enum atl_status catch_up(struct keeping_on *keeping, struct atl_error *error)
{
    bool any = false;
    enum atl_status status = look_there(keeping, &any, error);
    keeping->is_due =
        keeping->is_due || any || status != ATL_OK || keeping->looks % WHOLE_LOOKS == 0;
    return status == ATL_OK && keeping->is_due ? pass(keeping, error) : status;
}

static enum atl_status go_on(struct keeping_on *keeping, struct atl_error *error)
{
    int64_t left = keeping->next_look_ms - atl_clock_monotonic_ms();
    bool reason;
    enum atl_status status = sync_watch_wait(keeping->watch, left < 0 ? 0 : left, &reason, error);
    /* Files that change all the time don't keep the server waiting. */
    bool is_time = atl_clock_monotonic_ms() >= keeping->next_look_ms;
    if (status == ATL_OK && (reason || is_time)) {
        status = look_here(keeping, &reason, error);
    }
    if (status != ATL_OK || !is_time) {
        return status == ATL_OK && reason ? persist(keeping, pass, error) : status;
    }
    keeping->is_due = keeping->is_due || reason;
    keeping->looks++;
    status = persist(keeping, catch_up, error);
    keeping->next_look_ms = atl_clock_monotonic_ms() + keeping->options->interval_ms;
    return status;
}

static enum atl_status keep_on(void *argument, struct atl_error *error)
{
    struct keeping_on *keeping = argument;
    enum atl_status status = persist(keeping, begin_news, error);
    status = status == ATL_OK ? persist(keeping, pass, error) : status;
    while (status == ATL_OK) {
        status = go_on(keeping, error);
    }
    return status;
}

/* ---- the end ---- */

static enum atl_status tell_of_ending(void *argument, struct atl_error *error)
{
    struct keeping_on *keeping = argument;
    enum atl_status status = atl_queue_wait(&keeping->never, error);
    if (keeping->sending && keeping->options->on_ending != NULL) {
        keeping->options->on_ending(keeping->options->context);
    }
    return status;
}

static enum atl_status run(struct keeping_on *keeping, struct atl_error *error)
{
    struct atl_group *group = atl_group_open(0, false);
    enum atl_status status = atl_group_spawn(group, keep_on, keeping);
    if (status == ATL_OK) {
        status = atl_group_spawn(group, tell_of_ending, keeping);
    }
    enum atl_status ended = atl_group_wait(group, error);
    return status == ATL_OK ? ended : status;
}

enum atl_status atl_sync_keep_on(const struct atl_sync_keep_on_options *options,
                                 struct atl_error *error)
{
    struct keeping_on keeping = {.options = options};
    int lock;
    enum atl_status status = sync_lock(options->workspace->internal, SYNC_WATCH_LOCK, &lock, error);
    if (status != ATL_OK) {
        return status;
    }
    const struct sync_watch_options watching = {
        .root = atl_sync_root(options->workspace), .settle_ms = SETTLE_MS, .looks = options->looks};
    keeping.watch = sync_watch_open(&watching);
    status = run(&keeping, error);
    sync_watch_close(keeping.watch);
    sync_told_free(&keeping.told);
    sync_news_free(&keeping.news);
    close(lock);
    return status;
}
