/* Pages by title, home pages, people by account id. */
#include "atlassian/confluence/page_internal.h"

#include "atlcli/confluence_space.h"

#include <string.h>

enum {
    NEAR_TITLES = 5,
    MOST_PEOPLE = 250, /* that may be asked for at a time */
};

enum atl_status atl_confluence_home_page(struct atl_http *http, struct atl_arena *arena,
                                         const char *space, const char **id,
                                         struct atl_error *error)
{
    struct atl_confluence_space found = {0};
    enum atl_status status = atl_confluence_get_space(http, arena, space, &found, error);
    *id = found.home;
    return status == ATL_OK && *id == NULL
               ? atl_fail(error, ATL_NOT_FOUND, "the space %s has no home page", space)
               : status;
}

/* ---- pages ---- */

static const char *title_query(const struct atl_http *http, struct atl_arena *arena,
                               const char *space, const char *space_id, const char *title)
{
    const char *encoded = confluence_encode(arena, title);
    if (confluence_is_cloud(http)) {
        return atl_arena_printf(arena, "/wiki/api/v2/pages?space-id=%s&title=%s",
                                confluence_encode(arena, space_id), encoded);
    }
    return confluence_path(http, arena,
                           atl_arena_printf(arena, "content?type=page&spaceKey=%s&title=%s",
                                            confluence_encode(arena, space), encoded));
}

enum atl_status confluence_page_look_up(struct atl_http *http, struct atl_arena *arena,
                                        const char *space, const char *space_id, const char *title,
                                        const char **id, struct atl_error *error)
{
    const cJSON *json;
    *id = NULL;
    if ((confluence_is_cloud(http) ? space_id : space) == NULL) {
        return atl_fail(error, ATL_FAILED, "the server doesn't say in which space the page is");
    }
    struct atl_http_request request = {.method = ATL_GET,
                                       .path = title_query(http, arena, space, space_id, title)};
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status == ATL_OK) {
        *id = atl_json_text(json, "results.0.id", NULL);
    }
    return status;
}

/* As a text of CQL. */
static void append_quoted(struct atl_buffer *cql, const char *text)
{
    atl_buffer_add_char(cql, '"');
    for (; *text != '\0'; text++) {
        atl_buffer_add(cql, *text == '"' || *text == '\\' ? "\\" : "");
        atl_buffer_add_char(cql, *text);
    }
    atl_buffer_add_char(cql, '"');
}

/* Pages that may have been meant. That they can't be asked for is no error of its own. */
static void hint_near_titles(struct atl_http *http, struct atl_arena *arena, const char *space,
                             const char *title, struct atl_error *error)
{
    struct atl_buffer cql = {0};
    const cJSON *json;
    const cJSON *page;
    struct atl_error ignored;
    atl_buffer_add(&cql, "type = page AND space = ");
    append_quoted(&cql, space);
    atl_buffer_add(&cql, " AND title ~ ");
    append_quoted(&cql, title);
    struct atl_http_request request = {
        .method = ATL_GET,
        .path =
            confluence_path(http, arena,
                            atl_arena_printf(arena, "content/search?limit=%d&cql=%s", NEAR_TITLES,
                                             confluence_encode(arena, atl_buffer_text(&cql))))};
    atl_buffer_free(&cql);
    if (atl_http_json(http, &request, arena, &json, &ignored) != ATL_OK) {
        return;
    }
    cJSON_ArrayForEach(page, atl_json_member(json, "results"))
    {
        atl_hint(error, "there is %s:%s (%s)", space, atl_json_text(page, "title", ""),
                 atl_json_text(page, "id", ""));
    }
}

/* Some versions of Data Center answer with an empty list for a space that doesn't exist. */
static enum atl_status fail_unknown_page(struct atl_http *http, struct atl_arena *arena,
                                         const char *space, const char *title,
                                         struct atl_error *error)
{
    struct atl_confluence_space found;
    enum atl_status status = confluence_is_cloud(http)
                                 ? ATL_OK /* it was looked up before */
                                 : atl_confluence_get_space(http, arena, space, &found, error);
    if (status != ATL_OK) {
        return status;
    }
    atl_fail(error, ATL_NOT_FOUND, "there is no page '%s' in the space %s", title, space);
    hint_near_titles(http, arena, space, title, error);
    atl_hint(error, "atlcli wiki page list --space %s lists its pages", space);
    return ATL_NOT_FOUND;
}

enum atl_status atl_confluence_find_page(struct atl_http *http, struct atl_arena *arena,
                                         const char *space, const char *title, const char **id,
                                         struct atl_error *error)
{
    struct atl_confluence_space found = {0};
    enum atl_status status = confluence_is_cloud(http)
                                 ? atl_confluence_get_space(http, arena, space, &found, error)
                                 : ATL_OK;
    if (status == ATL_OK) {
        status = confluence_page_look_up(http, arena, space, found.id, title, id, error);
        if (status == ATL_NOT_FOUND) {
            return confluence_fail_unknown_space(confluence_is_cloud(http), space, error);
        }
    }
    return status == ATL_OK && *id == NULL ? fail_unknown_page(http, arena, space, title, error)
                                           : status;
}

/* ---- people ---- */

static enum atl_status ask_names(struct atl_http *http, struct atl_arena *arena, cJSON *ids,
                                 const cJSON **people, struct atl_error *error)
{
    const cJSON *json;
    cJSON *body = cJSON_CreateObject();
    cJSON_AddItemToObject(body, "accountIds", ids);
    struct atl_http_request request =
        confluence_request(arena, ATL_POST, "/wiki/api/v2/users-bulk", body);
    request.safe_to_repeat = true;
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    *people = status == ATL_OK ? atl_json_member(json, "results") : NULL;
    return status;
}

static bool is_among(const char *const *ids, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (atl_text_equal(ids[i], id)) {
            return true;
        }
    }
    return false;
}

static void take_names(const cJSON *people, const char *const *ids, size_t count,
                       const char **names)
{
    const cJSON *someone;
    cJSON_ArrayForEach(someone, people)
    {
        const char *id = atl_json_text(someone, "accountId", "");
        const char *name = atl_json_text(someone, "displayName", NULL);
        for (size_t i = 0; name != NULL && i < count; i++) {
            names[i] = ids[i] != NULL && strcmp(ids[i], id) == 0 ? name : names[i];
        }
    }
}

enum atl_status atl_confluence_name_people(struct atl_http *http, struct atl_arena *arena,
                                           const char *const *ids, size_t count, const char **names,
                                           struct atl_error *error)
{
    const char **asked = atl_arena_alloc(arena, (count + 1) * sizeof *asked);
    size_t distinct = 0;
    enum atl_status status = ATL_OK;
    for (size_t i = 0; i < count; i++) {
        names[i] = ids[i];
        if (ids[i] != NULL && !is_among(asked, distinct, ids[i])) {
            asked[distinct++] = ids[i];
        }
    }
    for (size_t begin = 0; status == ATL_OK && begin < distinct; begin += MOST_PEOPLE) {
        const cJSON *people = NULL;
        cJSON *some = cJSON_CreateArray();
        for (size_t i = begin; i < distinct && i < begin + MOST_PEOPLE; i++) {
            cJSON_AddItemToArray(some, cJSON_CreateString(asked[i]));
        }
        status = ask_names(http, arena, some, &people, error);
        take_names(people, ids, count, names);
    }
    return status;
}

enum atl_status atl_confluence_find_person(struct atl_http *http, struct atl_arena *arena,
                                           const char *id, struct atl_error *error)
{
    const cJSON *json;
    struct atl_buffer path = {0};
    atl_buffer_add(&path, confluence_path(http, arena, "user"));
    listing_add_parameter(&path, confluence_is_cloud(http) ? "accountId" : "username", id);
    struct atl_http_request request = {.method = ATL_GET, .path = atl_buffer_text(&path)};
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    atl_buffer_free(&path);
    return status == ATL_NOT_FOUND ? atl_fail(error, ATL_NOT_FOUND, "there is nobody '%s'", id)
                                   : status;
}
