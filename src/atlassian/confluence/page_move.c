/*
 * Moving pages. Cloud has a call for it. On Data Center a page is changed so that another one is
 * its parent, which makes a version of it: that is as far as its REST API goes. The order of pages
 * can't be set, none gets to the top of its space, and none into another space, where what is below
 * it would stay behind.
 */
#include "atlcli/confluence_page_act.h"

#include "atlassian/confluence/page_internal.h"

enum {
    MOST_ATTEMPTS = 3, /* of others changing the page in between */
    MOST_ABOVE = 250,  /* that Cloud lists at once */
};

enum atl_status atl_confluence_check_place(const struct atl_account *account,
                                           enum atl_confluence_place place, struct atl_error *error)
{
    if (place == ATL_CONFLUENCE_BELOW || atl_deployment_of(account) == ATL_CLOUD) {
        return ATL_OK;
    }
    if (place == ATL_CONFLUENCE_AT_TOP) {
        atl_fail(
            error, ATL_USAGE,
            "the REST API of Confluence Data Center can't move a page to the top of its space");
        atl_hint(error, "put it below another page, or move it on the site");
    } else {
        atl_fail(error, ATL_USAGE,
                 "the REST API of Confluence Data Center can't set the order of pages");
        atl_hint(error, "set it on the site: Space tools, Reorder pages");
    }
    return ATL_USAGE;
}

/* ---- Cloud ---- */

static enum atl_status move_on_cloud(struct atl_http *http, struct atl_arena *arena,
                                     const struct atl_confluence_move *move,
                                     struct atl_error *error)
{
    static const char *const words[] = {"append", "before", "after", "after"};
    const char *target = move->target;
    const cJSON *json;
    enum atl_status status =
        move->place == ATL_CONFLUENCE_AT_TOP
            ? atl_confluence_home_page(http, arena, move->space, &target, error)
            : ATL_OK;
    if (status != ATL_OK) {
        return status;
    }
    const char *rest = atl_arena_printf(arena, "/move/%s/%s", words[move->place],
                                        confluence_encode(arena, target));
    struct atl_http_request request = {.method = ATL_PUT,
                                       .path = confluence_content_path(http, arena, move->id, rest),
                                       .only_once = move->only_once};
    return atl_http_json(http, &request, arena, &json, error);
}

/* ---- Data Center ---- */

static enum atl_status check_space(struct atl_http *http, struct atl_arena *arena,
                                   const struct atl_confluence_move *move,
                                   const struct atl_confluence_content *page,
                                   struct atl_error *error)
{
    struct atl_confluence_content target = {.space = move->space};
    enum atl_status status =
        move->space == NULL
            ? atl_confluence_get_page(http, arena, move->target, 0, 0, &target, error)
            : ATL_OK;
    if (status != ATL_OK || atl_text_equal_ignoring_case(target.space, page->space)) {
        return status;
    }
    atl_fail(error, ATL_USAGE,
             "the REST API of Confluence Data Center can't move a page to another space");
    atl_hint(error, "move it on the site, which takes along what is below it");
    return ATL_USAGE;
}

/* The body goes along as it was read: without one it would be the same, but it couldn't be told
 * whether an answer that got lost has done it. */
static enum atl_status change_parent(struct atl_http *http, struct atl_arena *arena,
                                     const struct atl_confluence_move *move, int64_t *version,
                                     struct atl_error *error)
{
    struct atl_confluence_content page;
    struct atl_confluence_content made;
    enum atl_status status =
        atl_confluence_get_page(http, arena, move->id, 0, ATL_CONFLUENCE_BODY, &page, error);
    if (status == ATL_OK) {
        status = check_space(http, arena, move, &page, error);
    }
    if (status != ATL_OK || atl_text_equal(page.parent, move->target)) {
        return status;
    }
    const struct atl_confluence_change change = {.id = move->id,
                                                 .parent = move->target,
                                                 .title = page.title,
                                                 .storage = page.body,
                                                 .version = page.version,
                                                 .minor = true};
    status = atl_confluence_update_page(http, arena, &change, &made, error);
    *version = status == ATL_OK ? made.version : 0;
    return status;
}

static enum atl_status move_on_data_center(struct atl_http *http, struct atl_arena *arena,
                                           const struct atl_confluence_move *move, int64_t *version,
                                           struct atl_error *error)
{
    enum atl_status status = atl_confluence_check_place(atl_http_account(http), move->place, error);
    if (status != ATL_OK) {
        return status;
    }
    status = change_parent(http, arena, move, version, error);
    for (int i = 1; status == ATL_CONFLICT && error->http_status == 409 && i < MOST_ATTEMPTS; i++) {
        atl_error_clear(error);
        status = change_parent(http, arena, move, version, error);
    }
    return status;
}

enum atl_status atl_confluence_move_page(struct atl_http *http,
                                         const struct atl_confluence_move *move, int64_t *version,
                                         struct atl_error *error)
{
    struct atl_arena arena = {0};
    int64_t made = 0;
    enum atl_status status = confluence_is_cloud(http)
                                 ? move_on_cloud(http, &arena, move, error)
                                 : move_on_data_center(http, &arena, move, &made, error);
    if (version != NULL) {
        *version = made;
    }
    atl_arena_free(&arena);
    return status;
}

/* ---- what is above ---- */

static enum atl_status ask_above(struct atl_http *http, struct atl_arena *arena, const char *id,
                                 const cJSON **ancestors, struct atl_error *error)
{
    bool is_cloud = confluence_is_cloud(http);
    const cJSON *json;
    struct atl_http_request request = {
        .method = ATL_GET,
        .path = is_cloud
                    ? confluence_page_path(
                          arena, id, atl_arena_printf(arena, "/ancestors?limit=%d", MOST_ABOVE))
                    : confluence_content_path(http, arena, id, "?expand=ancestors")};
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    *ancestors =
        status == ATL_OK ? atl_json_member(json, is_cloud ? "results" : "ancestors") : NULL;
    return status;
}

enum atl_status atl_confluence_list_above(struct atl_http *http, struct atl_arena *arena,
                                          const char *id, cJSON **ids, struct atl_error *error)
{
    enum atl_status status;
    const cJSON *ancestors;
    const cJSON *ancestor;
    int count;
    *ids = atl_json_keep(arena, cJSON_CreateArray());
    do {
        status = ask_above(http, arena, id, &ancestors, error);
        count = cJSON_GetArraySize(ancestors);
        cJSON_ArrayForEach(ancestor, ancestors)
        {
            cJSON_AddItemToArray(*ids, cJSON_CreateString(atl_json_text(ancestor, "id", "")));
        }
        /* From the top down: what is further up is asked of the first. */
        id = atl_json_text(cJSON_GetArrayItem(ancestors, 0), "id", NULL);
    } while (status == ATL_OK && confluence_is_cloud(http) && count == MOST_ABOVE && id != NULL);
    return status;
}
