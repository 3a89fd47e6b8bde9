/* Labels of pages: all of them come with one request, each goes with one of its own. */
#include "bulk/internal.h"

#include "atlcli/confluence_label.h"
#include "atlcli/text.h"

static bool has(const struct atl_confluence_content *page, const char *name)
{
    for (const char **label = page->labels; label != NULL && *label != NULL; label++) {
        if (atl_text_equal(*label, name)) {
            return true;
        }
    }
    return false;
}

static const cJSON *labels_of(const struct atl_bulk_job *job)
{
    return atl_json_member(job->operation, "labels");
}

/* "" for what is no text, in a journal that somebody has changed: the server refuses that. */
static const char *name_of(const cJSON *label)
{
    return cJSON_IsString(label) ? label->valuestring : "";
}

/* Whether all of the labels are there, or none of them. */
static bool all_are(const struct atl_bulk_job *job, const struct atl_confluence_content *page,
                    bool there)
{
    const cJSON *label;
    cJSON_ArrayForEach(label, labels_of(job))
    {
        if (has(page, name_of(label)) != there) {
            return false;
        }
    }
    return true;
}

static bool is_labelled(const struct atl_bulk_job *job, const struct atl_confluence_content *page)
{
    return all_are(job, page, true);
}

static bool is_free_of_them(const struct atl_bulk_job *job,
                            const struct atl_confluence_content *page)
{
    return all_are(job, page, false);
}

static enum atl_status add(struct bulk_run *run, const struct bulk_items *items,
                           struct atl_error *error)
{
    struct atl_arena arena = {0};
    const cJSON *labels = labels_of(run->job);
    const cJSON *label;
    size_t count = 0;
    const char **names =
        atl_arena_alloc(&arena, ((size_t)cJSON_GetArraySize(labels) + 1) * sizeof *names);
    cJSON_ArrayForEach(label, labels)
    {
        names[count++] = name_of(label);
    }
    enum atl_status status = atl_confluence_label_add(
        run->http, run->job->items[items->indices[0]].id, names, count, error);
    atl_arena_free(&arena);
    return status;
}

static enum atl_status remove_them(struct bulk_run *run, const struct bulk_items *items,
                                   struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    const cJSON *label;
    cJSON_ArrayForEach(label, labels_of(run->job))
    {
        if (status == ATL_OK) {
            status = atl_confluence_label_remove(run->http, run->job->items[items->indices[0]].id,
                                                 name_of(label), error);
        }
    }
    return status;
}

static size_t count_labels(const struct atl_bulk_job *job)
{
    return (size_t)cJSON_GetArraySize(labels_of(job));
}

const struct bulk_kind bulk_page_label_add = {
    .name = "page-label-add",
    .subject = &bulk_pages,
    .at_once = 1,
    .apply = add,
    .page_wants = ATL_CONFLUENCE_LABELS,
    .is_page_as_wanted = is_labelled,
};

const struct bulk_kind bulk_page_label_remove = {
    .name = "page-label-remove",
    .subject = &bulk_pages,
    .at_once = 1,
    .requests_each = count_labels,
    .apply = remove_them,
    .page_wants = ATL_CONFLUENCE_LABELS,
    .is_page_as_wanted = is_free_of_them,
};
