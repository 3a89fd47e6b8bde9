/* A page: reading it. */
#include "atlassian/confluence/page_internal.h"

#include <inttypes.h>
#include <string.h>

/* ---- from an answer ---- */

/* "TEAM" of "/spaces/TEAM/pages/123/Title": spares asking for the space by its id. */
static const char *key_in_address(struct atl_arena *arena, const cJSON *json)
{
    const char *link = atl_json_text(json, "_links.webui", "");
    const char *at = strstr(link, "/spaces/");
    if (at == NULL) {
        return NULL;
    }
    at += strlen("/spaces/");
    size_t length = strcspn(at, "/?#");
    bool is_plain = length > 0 && memchr(at, '%', length) == NULL;
    return is_plain ? atl_arena_strndup(arena, at, length) : NULL;
}

const char **confluence_labels_read(struct atl_arena *arena, const cJSON *results)
{
    size_t count = 0;
    const cJSON *label;
    if (!cJSON_IsArray(results)) {
        return NULL;
    }
    const char **labels =
        atl_arena_alloc(arena, ((size_t)cJSON_GetArraySize(results) + 1) * sizeof *labels);
    cJSON_ArrayForEach(label, results)
    {
        const char *prefix = atl_json_text(label, "prefix", "global");
        const char *name = atl_json_text(label, "name", NULL);
        if (name != NULL) {
            bool is_global = atl_text_equal(prefix, "global");
            labels[count++] = is_global ? name : atl_arena_printf(arena, "%s:%s", prefix, name);
        }
    }
    return labels;
}

/* What both deployments call the same. */
static void read_common(const struct atl_http *http, struct atl_arena *arena, const cJSON *json,
                        struct atl_confluence_content *content)
{
    *content = (struct atl_confluence_content){
        .id = atl_json_text(json, "id", NULL),
        .title = atl_json_text(json, "title", NULL),
        .status = atl_json_text(json, "status", NULL),
        .message = atl_json_text(json, "version.message", NULL),
        .version = atl_json_integer(json, "version.number", 0),
        .minor = atl_json_bool(json, "version.minorEdit", false),
        .url = confluence_url(http, arena, json, json),
        .body = atl_json_text(json, "body.storage.value", NULL),
        .json = json,
    };
    content->body_length = content->body == NULL ? 0 : strlen(content->body);
    if (atl_text_is_empty(content->message)) {
        content->message = NULL;
    }
}

static const char *person(const cJSON *json, const char *path)
{
    const cJSON *user = atl_json_get(json, path);
    return atl_json_text(user, "displayName",
                         atl_json_text(user, "username", atl_json_text(user, "userKey", NULL)));
}

static void read_data_center(struct atl_arena *arena, const cJSON *json,
                             struct atl_confluence_content *content)
{
    const cJSON *ancestors = atl_json_get(json, "ancestors");
    int above = cJSON_IsArray(ancestors) ? cJSON_GetArraySize(ancestors) : 0;
    content->space = atl_json_text(json, "space.key", NULL);
    content->author = person(json, "version.by");
    content->creator = person(json, "history.createdBy");
    content->created = atl_json_text(json, "history.createdDate", NULL);
    content->updated = atl_json_text(json, "version.when", NULL);
    content->labels = confluence_labels_read(arena, atl_json_get(json, "metadata.labels.results"));
    content->parent =
        above == 0 ? NULL : atl_json_text(cJSON_GetArrayItem(ancestors, above - 1), "id", NULL);
}

static void read_cloud(struct atl_arena *arena, const cJSON *json,
                       struct atl_confluence_content *content)
{
    content->space = key_in_address(arena, json);
    content->space_id = atl_json_text(json, "spaceId", NULL);
    content->parent = atl_json_text(json, "parentId", NULL);
    content->author = atl_json_text(json, "version.authorId", NULL);
    content->creator = atl_json_text(json, "authorId", NULL);
    content->created = atl_json_text(json, "createdAt", NULL);
    content->updated = atl_json_text(json, "version.createdAt", NULL);
    content->labels = confluence_labels_read(arena, atl_json_get(json, "labels.results"));
}

void confluence_page_read_v1(const struct atl_http *http, struct atl_arena *arena,
                             const cJSON *json, struct atl_confluence_content *content)
{
    read_common(http, arena, json, content);
    read_data_center(arena, json, content);
}

void confluence_page_read(const struct atl_http *http, struct atl_arena *arena, const cJSON *json,
                          struct atl_confluence_content *content)
{
    read_common(http, arena, json, content);
    if (confluence_is_cloud(http)) {
        read_cloud(arena, json, content);
    } else {
        read_data_center(arena, json, content);
    }
}

/* ---- what takes further requests, on Cloud ---- */

static enum atl_status learn_key(struct atl_http *http, struct atl_arena *arena,
                                 struct atl_confluence_content *content, struct atl_error *error)
{
    const cJSON *json;
    if (content->space != NULL || content->space_id == NULL) {
        return ATL_OK;
    }
    struct atl_http_request request = {
        .method = ATL_GET,
        .path = atl_arena_printf(arena, "/wiki/api/v2/spaces/%s",
                                 confluence_encode(arena, content->space_id))};
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    content->space = atl_json_text(json, "key", NULL);
    return status;
}

static enum atl_status learn_names(struct atl_http *http, struct atl_arena *arena,
                                   struct atl_confluence_content *content, struct atl_error *error)
{
    const char *const ids[] = {content->author, content->creator};
    const char *names[] = {content->author, content->creator};
    enum atl_status status = atl_confluence_name_people(http, arena, ids, 2, names, error);
    content->author = names[0];
    content->creator = names[1];
    return status;
}

/* Fifty come with the page. */
static enum atl_status complete_labels(struct atl_http *http, struct atl_arena *arena,
                                       struct atl_confluence_content *content,
                                       struct atl_error *error)
{
    bool has_more = atl_json_bool(content->json, "labels.meta.hasMore", false);
    if (!has_more) {
        return ATL_OK;
    }
    struct atl_pages pages = {.http = http,
                              .paging = ATL_PAGING_CURSOR,
                              .path = confluence_page_path(arena, content->id, "/labels"),
                              .page_size = 250,
                              .items = "results"};
    enum atl_status status = ATL_OK;
    cJSON *all = atl_json_keep(arena, cJSON_CreateArray());
    while (status == ATL_OK && !pages.done) {
        const cJSON *page;
        const cJSON *label;
        status = atl_pages_next(&pages, arena, &page, error);
        if (status == ATL_OK) {
            cJSON_ArrayForEach(label, atl_pages_items(&pages, page))
            {
                cJSON_AddItemToArray(all, cJSON_Duplicate(label, true));
            }
        }
    }
    content->labels = confluence_labels_read(arena, all);
    return status;
}

/* ---- asking ---- */

static const char *cloud_path(struct atl_arena *arena, const char *id, int64_t version,
                              unsigned wants, bool any_status)
{
    struct atl_buffer query = {0};
    if ((wants & ATL_CONFLUENCE_BODY) != 0) {
        atl_buffer_add(&query, "&body-format=storage");
    }
    if ((wants & ATL_CONFLUENCE_LABELS) != 0) {
        atl_buffer_add(&query, "&include-labels=true");
    }
    if (version > 0) {
        atl_buffer_printf(&query, "&version=%" PRId64, version);
    }
    if (any_status) {
        atl_buffer_add(&query, "&status=draft&status=trashed");
    }
    if (query.length > 0) {
        query.data[0] = '?';
    }
    const char *path = confluence_page_path(arena, id, atl_buffer_text(&query));
    atl_buffer_free(&query);
    return path;
}

static const char *data_center_path(const struct atl_http *http, struct atl_arena *arena,
                                    const char *id, int64_t version, unsigned wants,
                                    bool any_status)
{
    struct atl_buffer query = {0};
    atl_buffer_printf(&query, "?expand=space,version,history,ancestors%s%s",
                      (wants & ATL_CONFLUENCE_BODY) != 0 ? ",body.storage" : "",
                      (wants & ATL_CONFLUENCE_LABELS) != 0 ? ",metadata.labels" : "");
    if (version > 0) {
        atl_buffer_printf(&query, "&status=historical&version=%" PRId64, version);
    } else if (any_status) {
        atl_buffer_add(&query, "&status=any");
    }
    const char *path = confluence_content_path(http, arena, id, atl_buffer_text(&query));
    atl_buffer_free(&query);
    return path;
}

static enum atl_status ask(struct atl_http *http, struct atl_arena *arena, const char *id,
                           int64_t version, unsigned wants, bool any_status,
                           struct atl_confluence_content *content, struct atl_error *error)
{
    const cJSON *json;
    struct atl_http_request request = {
        .method = ATL_GET,
        .path = confluence_is_cloud(http)
                    ? cloud_path(arena, id, version, wants, any_status)
                    : data_center_path(http, arena, id, version, wants, any_status)};
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status != ATL_OK) {
        return status;
    }
    const char *type = atl_json_text(json, "type", "page");
    if (!atl_text_equal(type, "page")) {
        return atl_fail(error, ATL_NOT_FOUND, "%s is no page but a %s", id, type);
    }
    confluence_page_read(http, arena, json, content);
    if (content->id == NULL || content->title == NULL) {
        return atl_fail(error, ATL_FAILED, "the server's answer describes no page");
    }
    content->id = atl_arena_strdup(arena, id); /* an old version has an id of its own */
    return ATL_OK;
}

enum atl_status atl_confluence_get_page(struct atl_http *http, struct atl_arena *arena,
                                        const char *id, int64_t version, unsigned wants,
                                        struct atl_confluence_content *content,
                                        struct atl_error *error)
{
    enum atl_status status = ask(http, arena, id, version, wants, false, content, error);
    if (status == ATL_NOT_FOUND && (wants & ATL_CONFLUENCE_ANY_STATUS) != 0 &&
        (error == NULL || error->http_status == 404)) {
        status = ask(http, arena, id, version, wants, true, content, error);
    }
    if (status != ATL_OK || !confluence_is_cloud(http)) {
        return status;
    }
    status = learn_key(http, arena, content, error);
    if (status == ATL_OK && (wants & ATL_CONFLUENCE_NAMES) != 0) {
        status = learn_names(http, arena, content, error);
    }
    if (status == ATL_OK && (wants & ATL_CONFLUENCE_LABELS) != 0) {
        status = complete_labels(http, arena, content, error);
    }
    return status;
}
