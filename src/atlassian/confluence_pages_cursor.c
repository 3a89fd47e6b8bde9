/* Lists of pages on Cloud: each answer says where the next one is. */
#include "atlassian/confluence_internal.h"

#include <string.h>

/* Follows the pages of answers that start at `path`. */
static enum atl_status follow(struct listing *listing, const char *path, enum atl_paging paging,
                              bool has_space_ids, struct atl_error *error)
{
    int64_t left = listing_left(listing);
    struct atl_pages pages = {.http = listing->wanted->http,
                              .paging = paging,
                              .path = path,
                              .page_size = left < CONFLUENCE_PAGE ? (size_t)left : CONFLUENCE_PAGE,
                              .items = "results"};
    enum atl_status status = ATL_OK;
    while (status == ATL_OK && !pages.done && listing_left(listing) > 0) {
        struct atl_arena arena = {0};
        const cJSON *page;
        status = atl_pages_next(&pages, &arena, &page, error);
        if (status == ATL_OK && has_space_ids && listing->wanted->wants_space) {
            status = listing_learn_spaces(listing, atl_pages_items(&pages, page), error);
        }
        if (status == ATL_OK) {
            status = listing_hand_over(
                listing, page, has_space_ids ? listing_space_key : listing_expanded_key, error);
        }
        atl_arena_free(&arena);
    }
    listing->result->more = listing->result->more || !pages.done;
    return status;
}

enum atl_status listing_by_cursor(struct listing *listing, struct atl_error *error)
{
    const struct atl_confluence_list *wanted = listing->wanted;
    struct atl_buffer ids = {0};
    struct atl_buffer path = {0};
    enum atl_status status = ATL_OK;
    if (wanted->spaces[0] != NULL) {
        status = listing_find_spaces(listing, &ids, error);
    }
    if (ids.length > 0 && strchr(ids.data, ',') == NULL) {
        atl_buffer_printf(&path, "/wiki/api/v2/spaces/%s/pages?status=current", ids.data);
    } else {
        atl_buffer_add(&path, "/wiki/api/v2/pages?status=current");
        if (ids.length > 0) {
            atl_buffer_printf(&path, "&space-id=%s", ids.data);
        }
    }
    if (wanted->title != NULL) {
        listing_add_parameter(&path, "title", wanted->title);
    }
    if (status == ATL_OK) {
        status = follow(listing, atl_buffer_text(&path), ATL_PAGING_CURSOR, true, error);
    }
    atl_buffer_free(&ids);
    atl_buffer_free(&path);
    return status;
}

enum atl_status listing_by_cursor_and_query(struct listing *listing, struct atl_error *error)
{
    struct atl_buffer path = {0};
    atl_buffer_add(&path, "/wiki/rest/api/content/search");
    listing_add_parameter(&path, "cql", listing->wanted->cql);
    atl_buffer_add(&path, "&expand=space,version");
    enum atl_status status =
        follow(listing, atl_buffer_text(&path), ATL_PAGING_START_LIMIT, false, error);
    atl_buffer_free(&path);
    return status;
}
