/* docs plan: what a push would do. */
#include "sync/push/push.h"

#include "atlcli/confluence_page_act.h"

#include <stdlib.h>
#include <string.h>

struct planning {
    struct push push;
    struct atl_list steps; /* struct atl_sync_event, in the arena */
};

/* Reasons are those of the caller's stack: they are kept. */
static enum atl_status keep(void *context, const struct atl_sync_event *event,
                            struct atl_error *error)
{
    struct planning *planning = context;
    struct atl_arena *arena = planning->push.arena;
    struct atl_sync_event *kept = atl_arena_alloc(arena, sizeof *kept);
    (void)error;
    *kept = *event;
    kept->path = atl_arena_strdup(arena, event->path);
    kept->title = atl_arena_strdup(arena, event->title);
    if (event->reason != NULL) {
        struct atl_error *reason = atl_arena_alloc(arena, sizeof *reason);
        *reason = *event->reason;
        kept->reason = reason;
    }
    atl_list_add(&planning->steps, kept);
    return ATL_OK;
}

static enum atl_status list_edit(struct push *push, struct push_page *page, struct atl_error *error)
{
    struct push_text text;
    struct atl_error failure;
    enum atl_status status = push_read_text(push, page, &text, &failure);
    if (status != ATL_OK) {
        status = push_tell_page(push, page, ATL_SYNC_FAILED, &failure, error);
    } else if (page->merged || push_says_something_new(push, page, &text)) {
        status = push_tell_page(push, page, page->merged ? ATL_SYNC_MERGED : ATL_SYNC_UPDATED,
                                text.loses ? &text.losses : NULL, error);
    }
    push_free_text(&text);
    return status;
}

static enum atl_status list_move(struct push *push, struct push_page *page, struct atl_error *error)
{
    struct atl_error failure;
    bool at_top = page->parent == NULL && page->above == NULL;
    if (at_top && atl_confluence_check_place(atl_http_account(push->http), ATL_CONFLUENCE_AT_TOP,
                                             &failure) != ATL_OK) {
        atl_error_prefix(&failure, "%s", page->path);
        return push_tell_page(push, page, ATL_SYNC_FAILED, &failure, error);
    }
    return push_tell_page(push, page, ATL_SYNC_MOVED, NULL, error);
}

static enum atl_status list_page(struct push *push, struct push_page *page, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    if (page->node == NULL) {
        return push_tell_page(push, page, ATL_SYNC_CREATED, NULL, error);
    }
    if (page->deleted) {
        return push_tell_page(push, page, ATL_SYNC_DELETED, NULL, error);
    }
    if (page->edited) {
        status = list_edit(push, page, error);
    }
    return status == ATL_OK && page->moved ? list_move(push, page, error) : status;
}

static enum atl_status list(struct push *push, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && i < push->pages.count; i++) {
        struct push_page *page = push->pages.items[i];
        status = page->settled ? ATL_OK : list_page(push, page, error);
    }
    return status == ATL_OK ? push_deliver_files(push, error) : status;
}

static int by_path(const void *left, const void *right)
{
    const struct atl_sync_event *first = left;
    const struct atl_sync_event *second = right;
    int order = strcmp(first->path, second->path);
    return order != 0 ? order : (int)first->action - (int)second->action;
}

enum atl_status atl_sync_plan(struct atl_sync_workspace *workspace, struct atl_http *http,
                              struct atl_arena *arena, const struct atl_sync_push_options *options,
                              struct atl_sync_plan *plan, struct atl_error *error)
{
    *plan = (struct atl_sync_plan){0};
    struct planning planning = {
        .push = {
            .workspace = workspace, .http = http, .options = options, .arena = arena, .dry = true}};
    struct push *push = &planning.push;
    struct atl_sync_totals merges = {0};
    push->batch = (struct sync_batch){
        .workspace = workspace, .on_event = keep, .context = &planning, .totals = &plan->totals};
    push->pull.batch = (struct sync_batch){
        .workspace = workspace, .on_event = push_hear, .context = push, .totals = &merges};
    enum atl_status status = push_prepare(push, error);
    if (status == ATL_OK) {
        status = list(push, error);
    }
    plan->count = planning.steps.count;
    plan->steps = atl_arena_alloc(arena, (plan->count + 1) * sizeof *plan->steps);
    for (size_t i = 0; i < plan->count; i++) {
        plan->steps[i] = *(const struct atl_sync_event *)planning.steps.items[i];
    }
    qsort(plan->steps, plan->count, sizeof *plan->steps, by_path);
    atl_list_free(&planning.steps);
    push_free(push);
    return status;
}
