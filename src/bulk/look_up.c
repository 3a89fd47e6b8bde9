/*
 * What became of items that were sent without an answer: the issues or pages themselves tell. A
 * server may still be at it, so it is given a moment, and one that works on a lost task is watched
 * until the task gets no further.
 */
#include "bulk/internal.h"

#include "atlcli/clock.h"
#include "atlcli/loop.h"

#include <stdlib.h>

enum {
    SETTLE_MS = 1000,
    MOST_STANDSTILLS = 3, /* looks at a lost task that find nothing new */
};

static enum atl_status settle(const struct bulk_run *run, struct atl_error *error)
{
    int64_t wanted = run->kind->settle_ms > 0 ? run->kind->settle_ms : SETTLE_MS;
    int64_t age = atl_clock_wall_ms() - run->job->journal->last_sent_ms;
    return age >= 0 && age < wanted ? atl_sleep(wanted - age, error) : ATL_OK;
}

enum atl_status bulk_look(struct bulk_run *run, const struct bulk_items *items,
                          struct atl_error *error)
{
    for (size_t i = 0; i < items->count; i++) {
        run->job->items[items->indices[i]].unclear = false;
    }
    enum atl_status status = run->kind->look_up != NULL
                                 ? run->kind->look_up(run, items, error)
                                 : run->kind->subject->look_up(run, items, error);
    bulk_journal_write(run->job);
    return status;
}

static size_t collect_sent(const struct bulk_run *run, size_t *indices, bool *of_task)
{
    size_t count = 0;
    *of_task = false;
    for (size_t i = 0; i < run->job->count; i++) {
        const struct atl_bulk_item *item = &run->job->items[i];
        bool followed = item->batch > 0 && bulk_journal_find_task(run->job, item->batch) != NULL;
        if (item->state == ATL_BULK_SENT && !followed) {
            indices[count++] = i;
            *of_task = *of_task || item->batch > 0;
        }
    }
    return count;
}

/* Those that were looked at and found as they had been before. */
static void release_unchanged(struct bulk_run *run, size_t *indices, size_t count)
{
    struct bulk_items unchanged = {indices, 0};
    for (size_t i = 0; i < count; i++) {
        if (!run->job->items[indices[i]].unclear) {
            indices[unchanged.count++] = indices[i];
        }
    }
    bulk_release(run->job, &unchanged);
}

static enum atl_status look_until_settled(struct bulk_run *run, size_t *indices,
                                          struct atl_error *error)
{
    bool of_task;
    struct bulk_items items = {indices, collect_sent(run, indices, &of_task)};
    enum atl_status status = ATL_OK;
    int standstills = 0;
    while (status == ATL_OK && items.count > 0 && run->stop == ATL_OK) {
        size_t before = items.count;
        status = bulk_look(run, &items, error);
        items.count = collect_sent(run, indices, &of_task);
        standstills = items.count < before ? 0 : standstills + 1;
        if (!of_task || items.count == 0 || standstills >= MOST_STANDSTILLS) {
            break;
        }
        if (status == ATL_OK) {
            status = atl_sleep(SETTLE_MS, error);
        }
    }
    if (status == ATL_OK && run->stop == ATL_OK) {
        release_unchanged(run, indices, items.count);
    }
    return status;
}

enum atl_status bulk_look_up(struct bulk_run *run, struct atl_error *error)
{
    bool of_task;
    size_t *indices = atl_alloc((run->job->count + 1) * sizeof *indices);
    enum atl_status status = ATL_OK;
    if (collect_sent(run, indices, &of_task) > 0) {
        const struct bulk_tasks_of *tasks = run->kind->subject->tasks;
        status = settle(run, error);
        if (status == ATL_OK && of_task && tasks->wait_for_others != NULL) {
            status = tasks->wait_for_others(run, error);
        }
        if (status == ATL_OK) {
            status = look_until_settled(run, indices, error);
        }
    }
    free(indices);
    if (status != ATL_OK && status != ATL_CANCELLED) {
        bulk_stop(run, status, error);
        return ATL_OK;
    }
    return status;
}
