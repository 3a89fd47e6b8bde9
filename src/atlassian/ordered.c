#include "atlassian/ordered.h"

#include "atlcli/loop.h"

#include <stdint.h>
#include <stdlib.h>

/* A batch on its way. */
struct slot {
    struct ordered_batch batch;
    struct ordered *ordered;
    struct slot *next;
    bool fetched;
    enum atl_status status;
    struct atl_error *error; /* set when fetching failed */
};

struct ordered {
    const struct ordered_work *work;
    struct atl_group *group;
    struct slot *first; /* the next to be delivered */
    struct slot *last;
    struct atl_queue room;  /* where planning waits */
    struct atl_queue ready; /* where delivering waits */
    size_t in_flight;
    size_t undelivered; /* those in flight, and those that wait for their turn */
    size_t waiting_bytes;
    uint64_t fetched_count;
    uint64_t fetched_bytes;
    bool planned_all;
    bool failed;
    enum atl_status plan_status; /* told once everything planned before is delivered */
    struct atl_error plan_error;
};

static void free_slot(struct slot *slot)
{
    atl_arena_free(&slot->batch.arena);
    free(slot->error);
    free(slot);
}

static void append_slot(struct ordered *ordered, struct slot *slot)
{
    if (ordered->last == NULL) {
        ordered->first = slot;
    } else {
        ordered->last->next = slot;
    }
    ordered->last = slot;
    ordered->in_flight++;
    ordered->undelivered++;
}

static struct slot *take_first(struct ordered *ordered)
{
    struct slot *slot = ordered->first;
    ordered->first = slot->next;
    if (ordered->first == NULL) {
        ordered->last = NULL;
    }
    return slot;
}

/* ---- planning ---- */

static bool has_room(const struct ordered *ordered)
{
    size_t width = ordered->work->width;
    if (ordered->undelivered == 0) {
        return true;
    }
    if (ordered->in_flight >= width || ordered->undelivered >= 2 * width) {
        return false;
    }
    size_t mean = ordered->fetched_count == 0
                      ? ordered->work->expected_bytes
                      : (size_t)(ordered->fetched_bytes / ordered->fetched_count);
    size_t most = ordered->work->most_bytes > 0 ? ordered->work->most_bytes : ORDERED_MOST_BYTES;
    return ordered->waiting_bytes + mean * (ordered->in_flight + 1) <= most;
}

static enum atl_status wait_for_room(struct ordered *ordered, struct atl_error *error)
{
    while (!has_room(ordered)) {
        enum atl_status status = atl_queue_wait(&ordered->room, error);
        if (status != ATL_OK) {
            return status;
        }
    }
    return ATL_OK;
}

static enum atl_status fetch_slot(void *argument, struct atl_error *error)
{
    struct slot *slot = argument;
    struct ordered *ordered = slot->ordered;
    slot->status = ordered->work->fetch(ordered->work->context, &slot->batch, error);
    if (slot->status != ATL_OK) {
        slot->error = atl_alloc(sizeof *slot->error);
        *slot->error = *error;
        ordered->failed = true;
    }
    slot->fetched = true;
    ordered->in_flight--;
    ordered->waiting_bytes += slot->batch.bytes;
    ordered->fetched_bytes += slot->batch.bytes;
    ordered->fetched_count++;
    atl_queue_wake_all(&ordered->ready);
    atl_queue_wake_all(&ordered->room);
    return ATL_OK;
}

static enum atl_status plan_one(struct ordered *ordered, bool *planned, struct atl_error *error)
{
    struct slot *slot = atl_alloc(sizeof *slot);
    slot->ordered = ordered;
    enum atl_status status = ordered->work->plan(ordered->work->context, &slot->batch, error);
    *planned = status == ATL_OK && slot->batch.job != NULL;
    if (!*planned) {
        free_slot(slot);
        return status;
    }
    append_slot(ordered, slot);
    return atl_group_spawn(ordered->group, fetch_slot, slot);
}

static enum atl_status plan_all(void *argument, struct atl_error *error)
{
    struct ordered *ordered = argument;
    enum atl_status status = ATL_OK;
    bool planned = true;
    while (status == ATL_OK && planned && !ordered->failed) {
        status = wait_for_room(ordered, error);
        if (status == ATL_OK) {
            status = plan_one(ordered, &planned, error);
        }
    }
    ordered->planned_all = true;
    atl_queue_wake_all(&ordered->ready);
    if (status == ATL_OK || status == ATL_CANCELLED) {
        return status;
    }
    ordered->plan_status = status;
    ordered->plan_error = *error;
    return ATL_OK;
}

/* ---- delivering ---- */

static enum atl_status deliver_slot(struct ordered *ordered, struct slot *slot,
                                    struct atl_error *error)
{
    enum atl_status status = slot->status;
    if (status == ATL_OK) {
        status = ordered->work->deliver(ordered->work->context, &slot->batch, error);
    } else {
        *error = *slot->error;
    }
    ordered->undelivered--;
    ordered->waiting_bytes -= slot->batch.bytes;
    free_slot(slot);
    atl_queue_wake_all(&ordered->room);
    return status;
}

static enum atl_status deliver_all(void *argument, struct atl_error *error)
{
    struct ordered *ordered = argument;
    enum atl_status status = ATL_OK;
    while (status == ATL_OK && (!ordered->planned_all || ordered->first != NULL)) {
        if (ordered->first != NULL && ordered->first->fetched) {
            status = deliver_slot(ordered, take_first(ordered), error);
        } else {
            status = atl_queue_wait(&ordered->ready, error);
        }
    }
    if (status == ATL_OK && ordered->plan_status != ATL_OK) {
        *error = ordered->plan_error;
        status = ordered->plan_status;
    }
    return status;
}

enum atl_status ordered_run(const struct ordered_work *work, struct atl_error *error)
{
    struct ordered ordered = {.work = work};
    ordered.group = atl_group_open(0, false);
    if (atl_group_spawn(ordered.group, plan_all, &ordered) == ATL_OK) {
        (void)atl_group_spawn(ordered.group, deliver_all, &ordered);
    }
    enum atl_status status = atl_group_wait(ordered.group, error);
    while (ordered.first != NULL) {
        free_slot(take_first(&ordered));
    }
    return status;
}
