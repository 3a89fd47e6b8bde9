/* Which issues or pages a job is about: what finding them has in common. */
#include "bulk/internal.h"

#include "atlcli/text.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_SEARCHES = 3, /* when answers come broken */
};

const char *const *bulk_choose_names(struct atl_arena *arena,
                                     const struct atl_bulk_selection *selection, size_t *count)
{
    size_t room = selection->name_count + 1;
    const char **names = atl_arena_alloc(arena, room * sizeof *names);
    const char **sorted = atl_arena_alloc(arena, room * sizeof *sorted);
    bool *seen = atl_arena_alloc(arena, room);
    *count = 0;
    if (selection->name_count == 0) {
        return names;
    }
    memcpy(sorted, selection->names, selection->name_count * sizeof *sorted);
    qsort(sorted, selection->name_count, sizeof *sorted, atl_text_compare);
    for (size_t i = 0; i < selection->name_count; i++) {
        const char **found = bsearch(&selection->names[i], sorted, selection->name_count,
                                     sizeof *sorted, atl_text_compare);
        while (found > sorted && strcmp(found[-1], *found) == 0) {
            found--;
        }
        if (!seen[found - sorted] &&
            atl_bulk_in_shard(selection->names[i], selection->shard, selection->shards)) {
            names[(*count)++] = selection->names[i];
        }
        seen[found - sorted] = true;
    }
    return names;
}

static bool is_broken_answer(enum atl_status status, const struct atl_error *error)
{
    return status == ATL_FAILED && error->http_status >= 200 && error->http_status < 300;
}

enum atl_status bulk_search(struct atl_bulk_job *job,
                            enum atl_status (*search)(void *context, struct atl_error *error),
                            void *context, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    for (int attempt = 0; attempt < MOST_SEARCHES; attempt++) {
        job->count = 0;
        status = search(context, error);
        if (!is_broken_answer(status, error)) {
            break;
        }
    }
    return status;
}

enum atl_status atl_bulk_select(struct atl_bulk_job *job, struct atl_http *http,
                                const struct atl_bulk_selection *selection, struct atl_error *error)
{
    return bulk_kind_of(job)->subject->select(job, http, selection, error);
}
