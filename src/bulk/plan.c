/* What a job will do, in which way, and what that takes. */
#include "bulk/internal.h"

#include "atlcli/deployment.h"

enum {
    LOOKS_AT_A_TASK = 3, /* until it has ended, about */
};

static const char *describe(const struct atl_bulk_job *job, const struct atl_http *http,
                            size_t in_tasks, size_t singly)
{
    const char *why = atl_json_text(job->operation, "singly", NULL);
    const struct bulk_kind *kind = bulk_kind_of(job);
    const struct bulk_tasks_of *tasks = kind->subject->tasks;
    if (in_tasks > 0 && singly > 0) {
        return atl_arena_printf(job->arena, "Cloud's %s for %zu %s, one by one in parallel for %zu",
                                tasks->name, in_tasks, kind->subject->nouns, singly);
    }
    if (in_tasks > 0) {
        return tasks->most_items >= 1000
                   ? atl_arena_printf(job->arena, "Cloud's %s, up to %zu,%03zu %s each",
                                      tasks->name, tasks->most_items / 1000,
                                      tasks->most_items % 1000, kind->subject->nouns)
                   : atl_arena_printf(job->arena, "Cloud's %s, up to %zu %s each", tasks->name,
                                      tasks->most_items, kind->subject->nouns);
    }
    if (singly == 0) {
        return "nothing to do";
    }
    if (why != NULL && atl_deployment_of(atl_http_account(http)) == ATL_CLOUD) {
        return atl_arena_printf(job->arena, "one by one in parallel, as %s", why);
    }
    return kind->at_once > 1 ? "up to 50 with one request, in parallel" : "one by one in parallel";
}

enum atl_status atl_bulk_ask_ahead(struct atl_bulk_job *job, struct atl_http *http,
                                   struct atl_error *error)
{
    const struct bulk_kind *kind = bulk_kind_of(job);
    return kind->ask_ahead == NULL ? ATL_OK : kind->ask_ahead(job, http, error);
}

enum atl_status bulk_prepare(struct atl_bulk_job *job, struct atl_http *http,
                             struct atl_error *error)
{
    const struct bulk_kind *kind = bulk_kind_of(job);
    enum atl_status status = atl_bulk_ask_ahead(job, http, error);
    return status == ATL_OK && kind->prepare != NULL ? kind->prepare(job, http, error) : status;
}

enum atl_status atl_bulk_plan(struct atl_bulk_job *job, struct atl_http *http,
                              struct atl_error *error)
{
    const struct bulk_kind *kind = bulk_kind_of(job);
    enum atl_status status = bulk_prepare(job, http, error);
    if (status != ATL_OK) {
        return status;
    }
    size_t in_tasks;
    size_t waiting = atl_bulk_count(job).waiting;
    if (!bulk_uses_tasks(job, http, &in_tasks)) {
        in_tasks = 0;
    }
    const struct bulk_tasks_of *by = kind->subject->tasks;
    size_t tasks = (in_tasks + by->most_items - 1) / by->most_items;
    tasks += tasks == 1 && by->unsplit_items > 0 && in_tasks > by->unsplit_items; /* then two */
    size_t singly = waiting - in_tasks;
    size_t each = kind->requests_each == NULL ? 1 : kind->requests_each(job);
    job->requests =
        tasks * (1 + LOOKS_AT_A_TASK) + (kind->count_requests != NULL
                                             ? kind->count_requests(job, kind->at_once)
                                             : (singly + kind->at_once - 1) / kind->at_once * each);
    job->strategy = describe(job, http, in_tasks, singly);
    job->told = bulk_wants_task(job) ? singly : 0;
    job->planned = true;
    return ATL_OK;
}
