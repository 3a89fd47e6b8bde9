/* Which lists there are on Data Center: of a space, of all spaces, of a query. */
#include "atlassian/confluence/internal.h"

/* Some versions answer with an empty list for a space that doesn't exist. */
static enum atl_status check_space(const struct listing *listing, const char *space,
                                   struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_buffer path = {0};
    const cJSON *json;
    atl_buffer_add(&path, "/rest/api/space?limit=1");
    listing_add_parameter(&path, "spaceKey", space);
    struct atl_http_request request = {.method = ATL_GET, .path = atl_buffer_text(&path)};
    enum atl_status status = atl_http_json(listing->wanted->http, &request, &arena, &json, error);
    if (status == ATL_OK && atl_json_count(json, "results") == 0) {
        status = confluence_fail_unknown_space(false, space, error);
    }
    atl_buffer_free(&path);
    atl_arena_free(&arena);
    return status;
}

/* CQL for the pages of a list; only for their number, so it needs no more than be about right. */
static const char *describe(struct listing *listing, const char *space)
{
    struct atl_buffer cql = {0};
    atl_buffer_add(&cql, "type = page");
    if (space != NULL) {
        confluence_add_condition(&cql, "space", space);
    }
    if (listing->wanted->title != NULL) {
        confluence_add_condition(&cql, "title", listing->wanted->title);
    }
    const char *text = atl_arena_strdup(&listing->arena, atl_buffer_text(&cql));
    atl_buffer_free(&cql);
    return text;
}

static enum atl_status list_space(struct listing *listing, const char *space,
                                  struct atl_error *error)
{
    int64_t before = listing->result->found;
    struct atl_buffer path = {0};
    atl_buffer_add(&path, "/rest/api/content?type=page");
    listing_add_expansions(listing, &path);
    if (space != NULL) {
        listing_add_parameter(&path, "spaceKey", space);
    }
    if (listing->wanted->title != NULL) {
        listing_add_parameter(&path, "title", listing->wanted->title);
    }
    const char *counting = describe(listing, space);
    enum atl_status status = listing_by_offset(listing, atl_buffer_text(&path), counting, error);
    atl_buffer_free(&path);
    if (status == ATL_NOT_FOUND && space != NULL) {
        return confluence_fail_unknown_space(false, space, error);
    }
    if (status == ATL_OK && space != NULL && listing->result->found == before) {
        return check_space(listing, space, error);
    }
    return status;
}

static enum atl_status list_query(struct listing *listing, struct atl_error *error)
{
    struct atl_buffer path = {0};
    atl_buffer_add(&path, "/rest/api/content/search");
    listing_add_parameter(&path, "cql", listing->wanted->cql);
    listing_add_expansions(listing, &path);
    enum atl_status status =
        listing_by_offset(listing, atl_buffer_text(&path), listing->wanted->cql, error);
    atl_buffer_free(&path);
    return status;
}

enum atl_status listing_on_data_center(struct listing *listing, struct atl_error *error)
{
    const char *const *spaces = listing->wanted->spaces;
    if (listing->wanted->cql != NULL) {
        return list_query(listing, error);
    }
    if (spaces[0] == NULL) {
        return list_space(listing, NULL, error);
    }
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && spaces[i] != NULL; i++) {
        if (listing_left(listing) <= 0) {
            listing->result->more = true; /* as far as is known without asking */
            break;
        }
        status = list_space(listing, spaces[i], error);
    }
    return status;
}
