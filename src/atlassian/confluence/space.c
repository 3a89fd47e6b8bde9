/* Spaces: which there are, one, a new one. */
#include "atlcli/confluence_space.h"

#include "atlassian/confluence/internal.h"
#include "atlassian/confluence/page_internal.h"

#include <string.h>

static const char *print_id(struct atl_arena *arena, const cJSON *id)
{
    if (cJSON_IsNumber(id)) {
        return atl_arena_printf(arena, "%.0f", id->valuedouble);
    }
    return cJSON_IsString(id) ? id->valuestring : NULL;
}

/* REST v1 and v2 say the same in other words. */
static void read_space(struct atl_http *http, struct atl_arena *arena, const cJSON *answer,
                       const cJSON *json, struct atl_confluence_space *space)
{
    *space = (struct atl_confluence_space){
        .id = print_id(arena, atl_json_member(json, "id")),
        .key = atl_json_text(json, "key", NULL),
        .name = atl_json_text(json, "name", NULL),
        .type = atl_json_text(json, "type", NULL),
        .status = atl_json_text(json, "status", NULL),
        .description = atl_json_text(json, "description.plain.value", NULL),
        .home =
            atl_json_text(json, "homepageId", print_id(arena, atl_json_get(json, "homepage.id"))),
        .url = confluence_url(http, arena, answer, json),
        .json = json,
    };
}

/* ---- all ---- */

struct listing_spaces {
    const struct atl_confluence_space_list *list;
    int64_t found;
    bool more;
};

static int64_t count_left(const void *context)
{
    const struct listing_spaces *listing = context;
    return listing->list->limit - listing->found;
}

static enum atl_status take(void *context, const cJSON *answer, struct atl_error *error)
{
    struct listing_spaces *listing = context;
    enum atl_status status = ATL_OK;
    const cJSON *item;
    cJSON_ArrayForEach(item, atl_json_member(answer, "results"))
    {
        if (count_left(listing) <= 0) {
            listing->more = true;
            break;
        }
        struct atl_arena arena = {0};
        struct atl_confluence_space space;
        read_space(listing->list->http, &arena, answer, item, &space);
        listing->found++;
        status = listing->list->on_space(listing->list->context, &space, error);
        atl_arena_free(&arena);
        if (status != ATL_OK) {
            break;
        }
    }
    return status;
}

enum atl_status atl_confluence_list_spaces(const struct atl_confluence_space_list *list, bool *more,
                                           struct atl_error *error)
{
    struct listing_spaces listing = {.list = list};
    bool is_cloud = confluence_is_cloud(list->http);
    struct atl_buffer path = {0};
    atl_buffer_add(&path, is_cloud ? "/wiki/api/v2/spaces?description-format=plain"
                                   : "/rest/api/space?expand=description.plain,homepage");
    if (list->type != NULL) {
        listing_add_parameter(&path, "type", list->type);
    }
    if (list->status != NULL) {
        listing_add_parameter(&path, "status", list->status);
    }
    struct answers answers = {.http = list->http,
                              .path = atl_buffer_text(&path),
                              .left = count_left,
                              .take = take,
                              .context = &listing};
    enum atl_status status =
        answers_by_link(&answers, is_cloud ? ATL_PAGING_CURSOR : ATL_PAGING_START_LIMIT, error);
    *more = listing.more || answers.more;
    atl_buffer_free(&path);
    return status;
}

/* ---- one ---- */

enum atl_status atl_confluence_get_space(struct atl_http *http, struct atl_arena *arena,
                                         const char *key, struct atl_confluence_space *space,
                                         struct atl_error *error)
{
    struct atl_buffer path = {0};
    const cJSON *json = NULL;
    bool is_cloud = confluence_is_cloud(http);
    if (key == NULL) { /* that of a page that was asked for */
        return atl_fail(error, ATL_FAILED, "the server doesn't say in which space the page is");
    }
    if (is_cloud) {
        atl_buffer_add(&path, "/wiki/api/v2/spaces?description-format=plain&keys=");
        atl_text_append_url_encoded(&path, key);
    } else {
        atl_buffer_add(&path, "/rest/api/space/");
        atl_text_append_url_encoded(&path, key);
        atl_buffer_add(&path, "?expand=description.plain,homepage");
    }
    struct atl_http_request request = {.method = ATL_GET, .path = atl_buffer_text(&path)};
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    const cJSON *item = is_cloud ? atl_json_get(json, "results.0") : json;
    atl_buffer_free(&path);
    if (status == ATL_NOT_FOUND || (status == ATL_OK && item == NULL)) {
        return confluence_fail_unknown_space(is_cloud, key, error);
    }
    if (status == ATL_OK) {
        read_space(http, arena, json, item, space);
        if (space->id == NULL || space->key == NULL) {
            status = atl_fail(error, ATL_FAILED, "the server's answer describes no space");
        }
    }
    return status;
}

/* ---- a new one ---- */

static cJSON *body_of(const struct atl_confluence_new_space *wanted)
{
    cJSON *body = cJSON_CreateObject();
    cJSON_AddStringToObject(body, "key", wanted->key);
    cJSON_AddStringToObject(body, "name", wanted->name);
    if (wanted->description != NULL) {
        cJSON *plain =
            cJSON_AddObjectToObject(cJSON_AddObjectToObject(body, "description"), "plain");
        cJSON_AddStringToObject(plain, "value", wanted->description);
        cJSON_AddStringToObject(plain, "representation", "plain");
    }
    return body;
}

static enum atl_status explain(const struct atl_confluence_new_space *wanted,
                               enum atl_status status, struct atl_error *error)
{
    bool is_taken = error != NULL && error->http_status == 400 &&
                    (strstr(error->message, "already exists") != NULL ||
                     strstr(error->message, "already in use") != NULL);
    if (is_taken || status == ATL_CONFLICT) {
        int http_status = error == NULL ? 0 : error->http_status;
        atl_fail(error, ATL_CONFLICT, "there is a space with the key '%s' already", wanted->key);
        atl_hint(error, "look at it: atlcli wiki space get %s", wanted->key);
        if (error != NULL) {
            error->http_status = http_status;
        }
        return ATL_CONFLICT;
    }
    return status;
}

enum atl_status atl_confluence_create_space(struct atl_http *http, struct atl_arena *arena,
                                            const struct atl_confluence_new_space *wanted,
                                            struct atl_confluence_space *made,
                                            struct atl_error *error)
{
    const cJSON *json = NULL;
    struct atl_http_request request = confluence_request(
        arena, ATL_POST,
        confluence_path(http, arena, wanted->only_mine ? "space/_private" : "space"),
        body_of(wanted));
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status == ATL_UNKNOWN_OUTCOME) {
        if (atl_confluence_get_space(http, arena, wanted->key, made, NULL) == ATL_OK) {
            return ATL_OK;
        }
        atl_hint(error,
                 "it isn't there now, but may still come; look before repeating it: atlcli "
                 "wiki space get %s",
                 wanted->key);
        return status;
    }
    if (status != ATL_OK) {
        return explain(wanted, status, error);
    }
    read_space(http, arena, json, json, made);
    return ATL_OK;
}
