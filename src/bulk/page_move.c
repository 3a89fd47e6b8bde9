/* Moves of pages below another one. */
#include "bulk/internal.h"

#include "atlcli/confluence_page_act.h"
#include "atlcli/text.h"

static const char *target_of(const struct atl_bulk_job *job)
{
    return atl_json_text(job->operation, "target", "");
}

/* The target is where it is: a query for a whole space finds its home page, too. */
static bool is_as_wanted(const struct atl_bulk_job *job, const struct atl_confluence_content *page)
{
    return atl_text_equal(page->parent, target_of(job)) || atl_text_equal(page->id, target_of(job));
}

static const char *is_above(const struct atl_bulk_job *job,
                            const struct atl_confluence_content *page)
{
    const cJSON *id;
    cJSON_ArrayForEach(id, atl_json_member(job->operation, "above"))
    {
        if (atl_text_equal(id->valuestring, page->id)) {
            return "it can't be moved below a page that is below it";
        }
    }
    return NULL;
}

static enum atl_status apply(struct bulk_run *run, const struct bulk_items *items,
                             struct atl_error *error)
{
    const struct atl_confluence_move move = {
        .id = run->job->items[items->indices[0]].id,
        .place = ATL_CONFLUENCE_BELOW,
        .target = target_of(run->job),
        .space = atl_json_text(run->job->operation, "space", NULL),
        .only_once = true,
    };
    return atl_confluence_move_page(run->http, &move, NULL, error);
}

const struct bulk_kind bulk_page_move = {
    .name = "page-move",
    .subject = &bulk_pages,
    .at_once = 1,
    .apply = apply,
    .page_wants = BULK_PAGE_PARENT,
    .is_page_as_wanted = is_as_wanted,
    .page_obstacle = is_above,
};
