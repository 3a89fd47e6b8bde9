/* Lists of pages on Cloud: each answer says where the next one is. */
#include "atlassian/confluence/internal.h"

#include <string.h>

static enum atl_status take_with_space_ids(void *context, const cJSON *answer,
                                           struct atl_error *error)
{
    struct listing *listing = context;
    enum atl_status status = ATL_OK;
    if (listing->wanted->wants_space) {
        status = listing_learn_spaces(listing, atl_json_member(answer, "results"), error);
    }
    return status == ATL_OK ? listing_hand_over(listing, answer, listing_space_key, error) : status;
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
        struct answers answers =
            listing_answers(listing, atl_buffer_text(&path), take_with_space_ids);
        status = answers_by_link(&answers, ATL_PAGING_CURSOR, error);
        listing->result->more = listing->result->more || answers.more;
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
    listing_add_expansions(listing, &path);
    struct answers answers =
        listing_answers(listing, atl_buffer_text(&path), listing_take_expanded);
    enum atl_status status = answers_by_link(&answers, ATL_PAGING_START_LIMIT, error);
    listing->result->more = listing->result->more || answers.more;
    atl_buffer_free(&path);
    return status;
}
