/* docs sync: one pass both ways. */
#include "sync/both/both.h"

#include "sync/compare/resolve.h"

#include "atlcli/loop.h"

#include <string.h>

const char *atl_sync_direction_name(enum atl_sync_direction direction)
{
    return direction == ATL_SYNC_PULL ? "pull" : "push";
}

/* ---- telling once ---- */

static void free_pass(struct sync_told_pass *pass)
{
    sync_map_free(&pass->reasons);
    atl_arena_free(&pass->arena);
    *pass = (struct sync_told_pass){0};
}

void sync_told_free(struct sync_told *told)
{
    free_pass(&told->before);
    free_pass(&told->now);
}

static void begin_pass(struct sync_told *told)
{
    free_pass(&told->before);
    told->before = told->now;
    told->now = (struct sync_told_pass){0};
    told->anything = false;
}

struct passing {
    const struct atl_sync_both_options *options;
    struct sync_told *told;
    struct atl_sync_both_totals *totals;
    enum atl_sync_direction direction;
};

static enum atl_status tell(struct passing *passing, const struct atl_sync_event *event,
                            struct atl_error *error)
{
    const struct atl_sync_both_options *options = passing->options;
    passing->told->anything = true;
    return options->on_event == NULL
               ? ATL_OK
               : options->on_event(options->context, passing->direction, event, error);
}

/* A page that can't be pulled can't be pushed either: that is one conflict. */
static enum atl_status tell_trouble(struct passing *passing, const struct atl_sync_event *event,
                                    struct atl_error *error)
{
    struct sync_told *told = passing->told;
    if (sync_map_get(&told->now.reasons, event->path) != NULL) {
        return ATL_OK;
    }
    /* A conflict is put into other words by those who meet it later. */
    bool is_conflict = event->action == ATL_SYNC_CONFLICT;
    char *reason = atl_arena_strdup(
        &told->now.arena, is_conflict || event->reason == NULL ? "" : event->reason->message);
    const char *before = sync_map_get(&told->before.reasons, event->path);
    sync_map_put(&told->now.reasons, atl_arena_strdup(&told->now.arena, event->path), reason);
    passing->totals->conflicts += is_conflict;
    passing->totals->failed += event->action == ATL_SYNC_FAILED;
    return before != NULL && strcmp(before, reason) == 0 ? ATL_OK : tell(passing, event, error);
}

static enum atl_status on_event(void *context, const struct atl_sync_event *event,
                                struct atl_error *error)
{
    struct passing *passing = context;
    if (event->action == ATL_SYNC_CONFLICT || event->action == ATL_SYNC_FAILED) {
        return tell_trouble(passing, event, error);
    }
    passing->totals->pulled += passing->direction == ATL_SYNC_PULL;
    passing->totals->pushed += passing->direction == ATL_SYNC_PUSH;
    return tell(passing, event, error);
}

/* ---- both ways ---- */

static void show_progress(void *context, int64_t done, int64_t total)
{
    const struct passing *passing = context;
    if (passing->options->on_progress != NULL) {
        passing->options->on_progress(passing->options->context, done, total);
    }
}

static enum atl_status pull(struct atl_sync_workspace *workspace, struct atl_http *http,
                            struct passing *passing, struct atl_error *error)
{
    struct atl_sync_totals totals;
    const struct atl_sync_pull_options options = {
        .on_event = on_event,
        .context = passing,
        .on_progress = show_progress,
        .on_conflict = passing->options->on_conflict,
    };
    passing->direction = ATL_SYNC_PULL;
    enum atl_status status = atl_sync_pull(workspace, http, &options, &totals, error);
    passing->totals->pages = totals.pages;
    passing->totals->attachments = totals.attachments;
    return status;
}

static enum atl_status ask_before_deleting(void *context, int64_t count, struct atl_error *error)
{
    const struct passing *passing = context;
    const struct atl_sync_both_options *options = passing->options;
    return options->on_delete == NULL ? ATL_OK : options->on_delete(options->context, count, error);
}

static enum atl_status push(struct atl_sync_workspace *workspace, struct atl_http *http,
                            struct passing *passing, struct atl_error *error)
{
    struct atl_sync_totals totals;
    const struct atl_sync_both_options *wanted = passing->options;
    const struct atl_sync_push_options options = {
        .on_event = on_event,
        .context = passing,
        .on_progress = show_progress,
        .on_delete = ask_before_deleting,
        .create = wanted->create,
        .delete_pages = wanted->delete_pages,
        .message = wanted->message,
        .on_conflict = wanted->on_conflict,
    };
    passing->direction = ATL_SYNC_PUSH;
    enum atl_status status = atl_sync_push(workspace, http, &options, &totals, error);
    passing->totals->withheld = totals.withheld;
    return status;
}

static enum atl_status push_whole(struct atl_sync_workspace *workspace, struct atl_http *http,
                                  struct passing *passing, bool *sending, struct atl_error *error)
{
    enum atl_status status = atl_check_cancelled(error);
    if (status != ATL_OK) {
        return status;
    }
    atl_shield_begin();
    *sending = true;
    status = push(workspace, http, passing, error);
    *sending = false;
    atl_shield_end();
    return status;
}

enum atl_status sync_pass(struct atl_sync_workspace *workspace, struct atl_http *http,
                          const struct atl_sync_both_options *options, struct sync_told *told,
                          bool *sending, struct atl_sync_both_totals *totals,
                          struct atl_error *error)
{
    struct passing passing = {.options = options, .told = told, .totals = totals};
    *totals = (struct atl_sync_both_totals){0};
    begin_pass(told);
    enum atl_status status = pull(workspace, http, &passing, error);
    if (status == ATL_OK) {
        status = sending != NULL ? push_whole(workspace, http, &passing, sending, error)
                                 : push(workspace, http, &passing, error);
    }
    return status;
}

enum atl_status atl_sync_both(struct atl_sync_workspace *workspace, struct atl_http *http,
                              const struct atl_sync_both_options *options,
                              struct atl_sync_both_totals *totals, struct atl_error *error)
{
    struct sync_told told = {0};
    enum atl_status status = sync_pass(workspace, http, options, &told, NULL, totals, error);
    sync_told_free(&told);
    return status;
}
