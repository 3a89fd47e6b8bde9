/* Issues: reading them again, and Cloud's tasks for many of them. */
#include "bulk/issues.h"

#include "atlcli/jira_bulk.h"
#include "atlcli/text.h"

enum {
    FEWEST_IN_TASK = 3,
    UNSPLIT = 500,
    TASKS_AT_ONCE = 4,
    NOT_FOUND = 404,
};

/* ---- looking up ---- */

static void judge(struct bulk_run *run, size_t index, const struct atl_jira_fetched *fetched)
{
    struct atl_bulk_item *item = &run->job->items[index];
    if (fetched->issue != NULL) {
        if (!run->kind->is_applied(run->job, item, fetched->issue)) {
            return;
        }
        if (run->kind->on_applied != NULL) {
            run->kind->on_applied(run, index);
        } else {
            bulk_finish(run, index, ATL_BULK_DONE);
        }
    } else if (fetched->status == ATL_NOT_FOUND && run->kind->gone_is_done) {
        bulk_finish(run, index, ATL_BULK_DONE);
    } else if (fetched->status == ATL_NOT_FOUND) {
        bulk_fail(run, index, NOT_FOUND, fetched->reason);
    } else {
        bulk_leave_open(run, index, fetched->http_status, fetched->reason);
    }
}

static enum atl_status look_up(struct bulk_run *run, const struct bulk_items *items,
                               struct atl_error *error)
{
    struct atl_arena arena = {0};
    const char **ids = bulk_ids(run->job, &arena, items);
    struct atl_jira_fetched *fetched =
        atl_arena_alloc(&arena, (items->count + 1) * sizeof *fetched);
    enum atl_status status = atl_jira_fetch_issues(
        run->http, &arena, ids, items->count, run->kind->state_fields(run->job), fetched, error);
    for (size_t i = 0; status == ATL_OK && i < items->count; i++) {
        judge(run, items->indices[i], &fetched[i]);
    }
    atl_arena_free(&arena);
    return status;
}

/* ---- tasks ---- */

static enum atl_status submit(struct bulk_run *run, struct atl_arena *arena,
                              const struct bulk_items *items, const char **id,
                              struct atl_error *error)
{
    cJSON *body = run->kind->task_body(run->job, items);
    enum atl_status status =
        atl_jira_task_submit(run->http, arena, run->kind->task, body, id, error);
    cJSON_Delete(body);
    return status;
}

static enum atl_status look(struct bulk_run *run, struct atl_arena *arena, const char *id,
                            struct bulk_progress *progress, struct atl_error *error)
{
    struct atl_jira_task task = {0};
    enum atl_status status = atl_jira_task_look(run->http, arena, id, &task, error);
    *progress = (struct bulk_progress){.ended = task.ended,
                                       .succeeded = atl_text_equal(task.state, "COMPLETE"),
                                       .percent = task.percent,
                                       .says_which = true,
                                       .done = task.processed,
                                       .failed = task.failed};
    return status;
}

static const struct bulk_tasks_of tasks = {
    .name = "bulk tasks",
    .most_items = ATL_JIRA_TASK_ISSUES,
    .fewest_items = FEWEST_IN_TASK,
    .unsplit_items = UNSPLIT,
    .at_once = TASKS_AT_ONCE,
    .submit = submit,
    .look = look,
};

const struct bulk_subject bulk_issues = {
    .noun = "issue",
    .nouns = "issues",
    .gone = "the issue doesn't exist any more, or you may not see it",
    .select = bulk_select_issues,
    .look_up = look_up,
    .tasks = &tasks,
};
