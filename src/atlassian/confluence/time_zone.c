/* The time zone that the dates of a query are in. */
#include "atlassian/confluence/page_internal.h"

enum atl_status atl_confluence_time_zone(struct atl_http *http, struct atl_arena *arena,
                                         const char **zone, struct atl_error *error)
{
    struct atl_http_request request = {.method = ATL_GET,
                                       .path = confluence_path(http, arena, "user/current")};
    const cJSON *json;
    *zone = NULL;
    if (!confluence_is_cloud(http)) {
        return ATL_OK;
    }
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status == ATL_OK) {
        *zone = atl_json_text(json, "timeZone", NULL);
    }
    /* A token may be for searching alone. */
    if (status == ATL_UNAUTHENTICATED || status == ATL_FORBIDDEN || status == ATL_NOT_FOUND) {
        atl_error_clear(error);
        return ATL_OK;
    }
    return status;
}
