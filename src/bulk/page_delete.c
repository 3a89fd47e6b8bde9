/* Pages into the trash, or for good; and into the archive, which Cloud's tasks alone do. */
#include "bulk/internal.h"

#include "atlcli/confluence_page_act.h"
#include "atlcli/text.h"

static bool is_for_good(const struct atl_bulk_job *job)
{
    return atl_json_bool(job->operation, "purge", false);
}

/* ---- deleting ---- */

static bool is_in_the_trash(const struct atl_bulk_job *job,
                            const struct atl_confluence_content *page)
{
    return !is_for_good(job) && atl_text_equal(page->status, "trashed");
}

static const char *draft_stays(const struct atl_bulk_job *job,
                               const struct atl_confluence_content *page)
{
    return !is_for_good(job) && atl_text_equal(page->status, "draft")
               ? "a draft has no trash: it can only be deleted for good"
               : NULL;
}

static enum atl_status apply_deletion(struct bulk_run *run, const struct bulk_items *items,
                                      struct atl_error *error)
{
    return atl_confluence_delete_page(run->http, run->job->items[items->indices[0]].id, "current",
                                      is_for_good(run->job), error);
}

/* For good, that is by way of the trash. */
static size_t requests_each(const struct atl_bulk_job *job)
{
    return is_for_good(job) ? 2 : 1;
}

const struct bulk_kind bulk_page_delete = {
    .name = "page-delete",
    .subject = &bulk_pages,
    .at_once = 1,
    .requests_each = requests_each,
    .apply = apply_deletion,
    .page_wants = ATL_CONFLUENCE_ANY_STATUS,
    .is_page_as_wanted = is_in_the_trash,
    .page_obstacle = draft_stays,
    .gone_is_done = true,
};

/* ---- archiving ---- */

static bool is_archived(const struct atl_bulk_job *job, const struct atl_confluence_content *page)
{
    (void)job;
    return atl_text_equal(page->status, "archived");
}

static enum atl_status apply_archiving(struct bulk_run *run, const struct bulk_items *items,
                                       struct atl_error *error)
{
    (void)run;
    (void)items;
    return atl_fail(error, ATL_FORBIDDEN, "pages are archived by Cloud's tasks alone");
}

const struct bulk_kind bulk_page_archive = {
    .name = "page-archive",
    .subject = &bulk_pages,
    .at_once = 1,
    .apply = apply_archiving,
    .task = "archive",
    .needs_task = true,
    .is_page_as_wanted = is_archived,
};
