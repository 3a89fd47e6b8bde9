/*
 * Trying again what failed of an import. The result of it invites to something else, importing that
 * once more, and who has done so has the issues already. Either a job says so, or, where that has
 * been cleared, the keys in the result.
 */
#include "atlcli/text.h"
#include "cmd/jira/import/result.h"

#include <stdint.h>
#include <string.h>

struct search {
    const struct atl_bulk_job *job;
    const char *result;
};

static bool is_later_import(void *context, const char *id, const char *site, const cJSON *operation)
{
    const struct search *search = context;
    return strcmp(id, search->job->id) > 0 && strcmp(site, search->job->site) == 0 &&
           atl_text_equal(atl_json_text(operation, "file", NULL), search->result);
}

/* Whether the result says what this job has written there, and nothing else. */
static bool is_as_written(const struct atl_bulk_job *job)
{
    struct atl_arena arena = {0};
    struct atl_rows result;
    struct atl_rows source;
    const char *column = atl_json_text(job->operation, "keyColumn", "key");
    size_t item = 0;
    bool is = !import_result_read(&arena, job, &result);
    bool same = !is &&
                atl_rows_read(&arena, job->source, strlen(job->source), import_result_format(job),
                              "", &source, NULL) == ATL_OK &&
                source.count == result.count;
    for (size_t i = 0; same && i < source.count; i++) {
        while (item < job->count && job->items[item].number < source.rows[i].number) {
            item++;
        }
        bool is_item = item < job->count && job->items[item].number == source.rows[i].number;
        const char *key = import_result_cell(&result, i, column);
        same = key == NULL || (is_item && atl_text_equal(key, job->items[item].key)) ||
               atl_text_equal(key, import_result_cell(&source, i, column));
    }
    atl_arena_free(&arena);
    return is || same;
}

enum atl_status import_result_check_retry(struct atl_context *context,
                                          const struct atl_bulk_job *job, struct atl_error *error)
{
    const char *later = NULL;
    const struct search search = {job, atl_json_text(job->operation, "result", NULL)};
    const char *shown = atl_json_text(job->operation, "shownResult", search.result);
    if (search.result == NULL || job->source == NULL || atl_bulk_count(job).failed == 0) {
        return ATL_OK;
    }
    enum atl_status status = atl_bulk_find(context->arena, ATL_BULK_ANY, is_later_import,
                                           (void *)(uintptr_t)&search, &later, error);
    if (status != ATL_OK || (later == NULL && is_as_written(job))) {
        return status;
    }
    if (later != NULL) {
        atl_fail(error, ATL_CONFLICT, "job %s has imported %s since: what failed may be there",
                 later, shown);
    } else {
        atl_fail(error, ATL_CONFLICT, "%s has other keys than job %s: what failed may be there",
                 shown, job->id);
    }
    atl_hint(error, "import %s instead: it creates what has no key there, and nothing twice",
             shown);
    return ATL_CONFLICT;
}
