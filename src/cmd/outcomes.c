#include "cmd/outcomes.h"

#include "cli/console.h"

enum atl_status outcomes_conclude(struct atl_context *context, const struct outcome *outcomes,
                                  size_t count, const char *things, const char *done,
                                  struct atl_error *error)
{
    size_t failed = 0;
    const struct outcome *first = NULL;
    bool alike = true;
    for (size_t i = 0; i < count; i++) {
        if (outcomes[i].status != ATL_OK) {
            first = first == NULL ? &outcomes[i] : first;
            alike = alike && outcomes[i].status == first->status;
            failed++;
        }
    }
    if (failed == 0) {
        return ATL_OK;
    }
    if (count == 1) {
        *error = *first->error;
        return first->status;
    }
    for (size_t i = 0; i < count; i++) {
        if (outcomes[i].status != ATL_OK) {
            atl_warn(context->console, "%s", outcomes[i].error->message);
        }
    }
    enum atl_status status = failed == count && alike ? first->status : ATL_PARTIAL;
    atl_fail(error, status, "%zu of %zu %s couldn't be %s", failed, count, things, done);
    for (size_t i = 0; i < first->error->hint_count; i++) {
        atl_hint(error, "%s", first->error->hints[i]);
    }
    return status;
}
