#include "cmd/since.h"

/* "+2w" would find nothing, and is no slip that a clock explains. */
enum atl_status since_parse(const char *option, const char *text, int64_t now_ms,
                            struct atl_when *when, struct atl_error *error)
{
    enum atl_status status = atl_when_parse(text, ATL_WHEN_PAST, now_ms, when, error);
    if (status == ATL_OK && when->is_from_now && when->wall_ms > now_ms) {
        status = atl_fail(error, ATL_USAGE, "'%s' is yet to come", text);
    }
    if (status != ATL_OK) {
        atl_error_prefix(error, "%s", option);
    }
    return status;
}
