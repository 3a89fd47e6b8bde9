#include "atlcli/jira_filter.h"

#include "atlassian/jira/items.h"

#include "atlcli/jira_project.h"

#include <string.h>
#include <strings.h>

static const char parts[] = "expand=description,owner,jql,viewUrl,favourite,sharePermissions";

static const char *path_of(struct atl_arena *arena, const char *id, const char *rest)
{
    return atl_arena_printf(arena, "filter/%s%s", jira_encode(arena, id), rest);
}

/* ---- lists ---- */

static bool is_owned_by(const struct atl_jira_item *filter, const struct atl_jira_user *user)
{
    return (user->account_id != NULL &&
            atl_text_equal(atl_json_text(filter->json, "owner.accountId", NULL),
                           user->account_id)) ||
           (user->name != NULL &&
            atl_text_equal(atl_json_text(filter->json, "owner.name", NULL), user->name));
}

static bool is_shared_with(const struct atl_jira_item *filter, const char *project_id)
{
    const cJSON *share;
    cJSON_ArrayForEach(share, atl_json_get(filter->json, "sharePermissions"))
    {
        if (atl_text_equal(atl_json_text(share, "project.id", NULL), project_id)) {
            return true;
        }
    }
    return false;
}

/* What the server doesn't narrow itself. NULL restricts nothing. */
struct narrowing {
    const char *name;
    const struct atl_jira_user *owner;
    const struct atl_jira_user *me;
    const char *project_id;
};

static void narrow(struct atl_jira_items *filters, const struct narrowing *to)
{
    size_t kept = 0;
    for (size_t i = 0; i < filters->count; i++) {
        const struct atl_jira_item *filter = &filters->items[i];
        bool fits = (to->name == NULL || atl_text_contains_ignoring_case(filter->name, to->name)) &&
                    (to->owner == NULL || is_owned_by(filter, to->owner)) &&
                    (to->me == NULL || is_owned_by(filter, to->me)) &&
                    (to->project_id == NULL || is_shared_with(filter, to->project_id));
        if (fits) {
            filters->items[kept++] = *filter;
        }
    }
    filters->count = kept;
}

static enum atl_status search_all(struct atl_http *http, struct atl_arena *arena,
                                  const struct atl_jira_filter_search *search,
                                  struct atl_jira_items *filters, struct atl_error *error)
{
    const char *path = atl_arena_printf(arena, "filter/search?orderBy=name&%s", parts);
    enum atl_status status = ATL_OK;
    if (search->name != NULL) {
        path = atl_arena_printf(arena, "%s&filterName=%s", path, jira_encode(arena, search->name));
    }
    if (search->owner != NULL) {
        path = atl_arena_printf(arena, "%s&accountId=%s", path,
                                jira_encode(arena, search->owner->account_id));
    }
    if (search->project != NULL) {
        const char *project_id;
        status = jira_project_id(http, arena, search->project, &project_id, error);
        path =
            status != ATL_OK ? path : atl_arena_printf(arena, "%s&projectId=%s", path, project_id);
    }
    return status == ATL_OK ? jira_items_get(http, arena, path, true, filters, error) : status;
}

enum atl_status atl_jira_filters(struct atl_http *http, struct atl_arena *arena,
                                 const struct atl_jira_filter_search *search,
                                 struct atl_jira_items *filters, struct atl_error *error)
{
    *filters = (struct atl_jira_items){.kind = "filter"};
    struct narrowing narrowing = {.name = search->name, .owner = search->owner};
    struct atl_jira_user me;
    bool is_cloud = jira_is_cloud(http);
    bool own = is_cloud && search->mine && !search->favourite; /* Cloud has a list of these */
    if (is_cloud && !search->mine && !search->favourite) {
        return search_all(http, arena, search, filters, error);
    }
    enum atl_status status = ATL_OK;
    if (search->project != NULL) {
        status = jira_project_id(http, arena, search->project, &narrowing.project_id, error);
    }
    if (status == ATL_OK && search->mine && !own) {
        status = atl_jira_myself(http, arena, &me, error);
        narrowing.me = &me;
    }
    if (status == ATL_OK) {
        status = jira_items_get(http, arena, own ? "filter/my" : "filter/favourite", false, filters,
                                error);
    }
    if (status == ATL_OK) {
        narrow(filters, &narrowing);
    }
    return status;
}

/* ---- one ---- */

/* Cloud says 400 for a filter that isn't there, or isn't shared with the account. */
static enum atl_status get(struct atl_http *http, struct atl_arena *arena, const char *id,
                           struct atl_jira_item *filter, struct atl_error *error)
{
    enum atl_status status =
        jira_item_get(http, arena, "filter", path_of(arena, id, ""), id, filter, error);
    return status != ATL_OK && error != NULL && error->http_status == 400
               ? jira_fail_unknown("filter", id, error)
               : status;
}

static enum atl_status choose_on_cloud(struct atl_http *http, struct atl_arena *arena,
                                       const char *name, struct atl_jira_items *filters,
                                       const struct atl_jira_item **found, struct atl_error *error)
{
    const struct atl_jira_filter_search own = {.mine = true};
    const struct atl_jira_filter_search named = {.name = name};
    const struct atl_jira_filter_search all = {0};
    enum atl_status status = atl_jira_filters(http, arena, &own, filters, error);
    if (status != ATL_OK || atl_jira_items_choose(filters, name, found, NULL) == ATL_OK) {
        return status;
    }
    status = atl_jira_filters(http, arena, &named, filters, error);
    if (status == ATL_OK && filters->count == 0) {
        /* For a suggestion. */
        status = atl_jira_filters(http, arena, &all, filters, error);
    }
    return status == ATL_OK ? atl_jira_items_choose(filters, name, found, error) : status;
}

enum atl_status atl_jira_filter(struct atl_http *http, struct atl_arena *arena, const char *name,
                                struct atl_jira_item *filter, struct atl_error *error)
{
    struct atl_jira_items filters;
    const struct atl_jira_item *found = NULL;
    const struct atl_jira_filter_search all = {0};
    enum atl_status status;
    if (jira_is_id(name)) {
        return get(http, arena, name, filter, error);
    }
    if (jira_is_cloud(http)) {
        status = choose_on_cloud(http, arena, name, &filters, &found, error);
    } else {
        status = atl_jira_filters(http, arena, &all, &filters, error);
        if (status == ATL_OK) {
            status = atl_jira_items_choose(&filters, name, &found, error);
        }
        if (status == ATL_NOT_FOUND) {
            /* Searching for filters is Cloud's alone: here there are favourites and single ids. */
            atl_hint(error, "Data Center finds by name only your favourites; any other filter by "
                            "its id, which is in the address of its page: ?filter=10042");
        }
    }
    if (status == ATL_OK) {
        *filter = *found;
    }
    return status;
}

/* ---- changing ---- */

/*
 * Who may see a filter may do this, whose ever it is. The API of Data Center sends those who want
 * it to rest/api/1.0, which takes a request without a body for one of another site's unless told.
 */
static enum atl_status mark(struct atl_http *http, struct atl_arena *arena, const char *id,
                            bool favourite, struct atl_error *error)
{
    static const char *const headers[] = {"X-Atlassian-Token: no-check", NULL};
    struct atl_http_response response;
    struct atl_http_request request = {.method = favourite ? ATL_PUT : ATL_DELETE};
    if (jira_is_cloud(http)) {
        request.path = jira_path(http, arena, path_of(arena, id, "/favourite"));
    } else {
        request.path =
            atl_arena_printf(arena, "/rest/api/1.0/filters/%s/favourite", jira_encode(arena, id));
        request.headers = headers;
    }
    enum atl_status status = atl_http_send(http, &request, arena, &response, error);
    return status == ATL_OK ? atl_http_check(http, &request, &response, error) : status;
}

/* The same for a filter that was changed, as `verb` says: that stands. */
static enum atl_status mark_changed(struct atl_http *http, struct atl_arena *arena, const char *id,
                                    bool favourite, const char *verb, struct atl_error *error)
{
    enum atl_status status = mark(http, arena, id, favourite, error);
    if (status != ATL_OK) {
        atl_error_prefix(error, "the filter was %s, but %s your favourites failed", verb,
                         favourite ? "adding it to" : "taking it from");
        atl_hint(error, "the rest: atlcli jira filter update %s --%sfavourite", id,
                 favourite ? "" : "no-");
    }
    return status;
}

enum atl_status atl_jira_filter_create(struct atl_http *http, struct atl_arena *arena,
                                       const struct atl_jira_filter_change *change,
                                       struct atl_jira_item *filter, struct atl_error *error)
{
    cJSON *body = cJSON_CreateObject();
    atl_json_set_text(body, "name", change->name);
    atl_json_set_text(body, "jql", change->jql);
    atl_json_set_text(body, "description", change->description);
    if (change->favourite != NULL) {
        atl_json_set_bool(body, "favourite", *change->favourite);
    }
    const cJSON *json;
    *filter = (struct atl_jira_item){0};
    enum atl_status status = jira_send(http, arena, ATL_POST, "filter", body, &json, error);
    if (status != ATL_OK) {
        return status;
    }
    *filter = jira_item_read(json);
    if (filter->id == NULL) {
        return atl_fail(error, ATL_FAILED, "the server's answer describes no filter");
    }
    /* Data Center takes it from the body, Cloud's document says that it is ignored there. */
    bool is_favourite = cJSON_IsTrue(atl_json_get(json, "favourite"));
    return change->favourite != NULL && *change->favourite != is_favourite
               ? mark_changed(http, arena, filter->id, *change->favourite, "created", error)
               : ATL_OK;
}

enum atl_status atl_jira_filter_update(struct atl_http *http, struct atl_arena *arena,
                                       struct atl_jira_item *filter,
                                       const struct atl_jira_filter_change *change,
                                       struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    bool edits = change->name != NULL || change->jql != NULL || change->description != NULL;
    if (edits) {
        /* The name must be there, whatever is changed. */
        cJSON *body = cJSON_CreateObject();
        atl_json_set_text(body, "name", change->name != NULL ? change->name : filter->name);
        atl_json_set_text(body, "jql",
                          change->jql != NULL ? change->jql
                                              : atl_json_text(filter->json, "jql", NULL));
        atl_json_set_text(body, "description",
                          change->description != NULL
                              ? change->description
                              : atl_json_text(filter->json, "description", NULL));
        struct atl_jira_item changed = *filter;
        status = jira_item_put(http, arena, path_of(arena, filter->id, ""), body, &changed, error);
        *filter = changed.id != NULL ? changed : *filter;
    }
    if (status != ATL_OK || change->favourite == NULL) {
        return status;
    }
    return edits ? mark_changed(http, arena, filter->id, *change->favourite, "updated", error)
                 : mark(http, arena, filter->id, *change->favourite, error);
}

enum atl_status atl_jira_filter_delete(struct atl_http *http, const char *id,
                                       struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_http_response response;
    struct atl_http_request request = {.method = ATL_DELETE,
                                       .path = jira_path(http, &arena, path_of(&arena, id, ""))};
    enum atl_status status = atl_http_send(http, &request, &arena, &response, error);
    /* Of a filter that is gone Cloud says 400, where others say 404. */
    if (status == ATL_OK && !(response.in_doubt && response.status == 400)) {
        status = atl_http_check(http, &request, &response, error);
    }
    atl_arena_free(&arena);
    return status;
}
