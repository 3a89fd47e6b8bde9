/*
 * Pages: which ones, by CQL or by their ids; reading them again; and Cloud's tasks that archive
 * many of them. Whether a page is as wanted is asked before it is changed, and when an answer got
 * lost: the kinds say it once for both.
 */
#include "bulk/internal.h"

#include "atlcli/confluence.h"
#include "atlcli/confluence_page_act.h"
#include "atlcli/text.h"

enum {
    NOT_FOUND = 404,
};

static void add_page(struct atl_bulk_job *job, const struct atl_confluence_content *page)
{
    const char *name = page->space == NULL
                           ? page->title
                           : atl_arena_printf(job->arena, "%s:%s", page->space, page->title);
    const struct bulk_kind *kind = bulk_kind_of(job);
    struct atl_bulk_item *item = bulk_add_item(job, page->id, name);
    const char *obstacle = kind->page_obstacle == NULL ? NULL : kind->page_obstacle(job, page);
    if (obstacle != NULL) {
        item->state = ATL_BULK_FAILED;
        item->reason = obstacle;
    } else if (kind->is_page_as_wanted(job, page)) {
        item->state = ATL_BULK_UNCHANGED;
    }
}

/* ---- by CQL ---- */

struct selecting {
    struct atl_bulk_job *job;
    struct atl_http *http;
    const struct atl_bulk_selection *selection;
};

static enum atl_status add_found(void *context, const struct atl_confluence_page *page,
                                 struct atl_error *error)
{
    struct selecting *selecting = context;
    const struct atl_bulk_selection *selection = selecting->selection;
    const struct atl_confluence_content content = {.id = page->id,
                                                   .title = page->title,
                                                   .space = page->space,
                                                   .status = page->status,
                                                   .parent = page->parent,
                                                   .labels = page->labels};
    (void)error;
    if (atl_text_equal(page->type, "page") &&
        atl_bulk_in_shard(page->id, selection->shard, selection->shards)) {
        add_page(selecting->job, &content);
    }
    return ATL_OK;
}

static enum atl_status search(void *context, struct atl_error *error)
{
    struct selecting *selecting = context;
    struct atl_confluence_list_result result;
    const struct bulk_kind *kind = bulk_kind_of(selecting->job);
    const struct atl_confluence_list list = {
        .http = selecting->http,
        .cql = selecting->selection->query,
        .limit = INT64_MAX,
        .wants_space = true,
        .wants_parent = (kind->page_wants & BULK_PAGE_PARENT) != 0,
        .wants_labels = (kind->page_wants & ATL_CONFLUENCE_LABELS) != 0,
        .on_page = add_found,
        .context = selecting,
    };
    return atl_confluence_list_pages(&list, &result, error);
}

/* ---- by id ---- */

static enum atl_status fetch(struct atl_bulk_job *job, struct atl_http *http,
                             struct atl_arena *arena, const char *const *ids, size_t count,
                             bool freshly, struct atl_confluence_fetched **fetched,
                             struct atl_error *error)
{
    unsigned wants = bulk_kind_of(job)->page_wants & ~(unsigned)BULK_PAGE_PARENT;
    *fetched = atl_arena_alloc(arena, (count + 1) * sizeof **fetched);
    return atl_confluence_fetch_pages(http, arena, ids, count, wants, freshly, *fetched, error);
}

static enum atl_status select_by_id(struct selecting *selecting, struct atl_error *error)
{
    struct atl_bulk_job *job = selecting->job;
    struct atl_arena arena = {0};
    struct atl_confluence_fetched *fetched;
    size_t count;
    const char *const *ids = bulk_choose_names(&arena, selecting->selection, &count);
    enum atl_status status =
        fetch(job, selecting->http, &arena, ids, count, false, &fetched, error);
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        if (fetched[i].page != NULL) {
            add_page(job, fetched[i].page);
        } else if (fetched[i].status == ATL_NOT_FOUND) {
            atl_bulk_add_failed(job, ids[i], NOT_FOUND,
                                "the page doesn't exist, or you may not see it");
        } else {
            atl_bulk_add_failed(job, ids[i], 0, fetched[i].reason);
        }
    }
    atl_arena_free(&arena);
    return status;
}

static enum atl_status select_pages(struct atl_bulk_job *job, struct atl_http *http,
                                    const struct atl_bulk_selection *selection,
                                    struct atl_error *error)
{
    struct selecting selecting = {.job = job, .http = http, .selection = selection};
    return selection->query != NULL ? bulk_search(job, search, &selecting, error)
                                    : select_by_id(&selecting, error);
}

/* ---- looking up ---- */

static void judge(struct bulk_run *run, size_t index, const struct atl_confluence_fetched *fetched)
{
    if (fetched->page != NULL) {
        if (run->kind->is_page_as_wanted(run->job, fetched->page)) {
            bulk_finish(run, index, ATL_BULK_DONE);
        }
    } else if (fetched->status == ATL_NOT_FOUND && run->kind->gone_is_done) {
        bulk_finish(run, index, ATL_BULK_DONE);
    } else if (fetched->status == ATL_NOT_FOUND) {
        bulk_fail(run, index, NOT_FOUND, bulk_pages.gone);
    } else {
        bulk_leave_open(run, index, fetched->http_status, fetched->reason);
    }
}

static enum atl_status look_up(struct bulk_run *run, const struct bulk_items *items,
                               struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_confluence_fetched *fetched;
    const char **ids = bulk_ids(run->job, &arena, items);
    enum atl_status status =
        fetch(run->job, run->http, &arena, ids, items->count, true, &fetched, error);
    for (size_t i = 0; status == ATL_OK && i < items->count; i++) {
        judge(run, items->indices[i], &fetched[i]);
    }
    atl_arena_free(&arena);
    return status;
}

/* ---- tasks: archiving alone has them ---- */

static enum atl_status submit(struct bulk_run *run, struct atl_arena *arena,
                              const struct bulk_items *items, const char **id,
                              struct atl_error *error)
{
    const char **ids = bulk_ids(run->job, arena, items);
    return atl_confluence_archive_pages(run->http, arena, ids, items->count, id, error);
}

static enum atl_status look(struct bulk_run *run, struct atl_arena *arena, const char *id,
                            struct bulk_progress *progress, struct atl_error *error)
{
    struct atl_confluence_task task = {0};
    enum atl_status status = atl_confluence_look_at_task(run->http, arena, id, &task, error);
    *progress = (struct bulk_progress){.ended = task.ended,
                                       .succeeded = task.succeeded,
                                       .percent = task.percent,
                                       .reason = task.words};
    return status;
}

static enum atl_status wait_for_others(struct bulk_run *run, struct atl_error *error)
{
    return atl_confluence_await_archiving(run->http, error);
}

static const struct bulk_tasks_of tasks = {
    .name = "tasks",
    .most_items = ATL_CONFLUENCE_ARCHIVE_PAGES,
    .fewest_items = 1,
    .at_once = 1,
    .halves = true,
    .submit = submit,
    .look = look,
    .wait_for_others = wait_for_others,
};

const struct bulk_subject bulk_pages = {
    .noun = "page",
    .nouns = "pages",
    .gone = "the page doesn't exist any more, or you may not see it",
    .select = select_pages,
    .look_up = look_up,
    .tasks = &tasks,
};
