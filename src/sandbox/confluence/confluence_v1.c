/* Confluence's REST v1, on Cloud and on Data Center. */
#include "sandbox/confluence/confluence_json.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"
#include "sandbox/text/time_format.h"

#include <string.h>
#include <strings.h>

enum {
    /* What Confluence itself limits answers to; smaller with bodies, and always on Data Center. */
    MOST_CONTENT = 1000,
    MOST_CONTENT_WITH_BODY = 100,
    MOST_SPACES = 1000,
    MOST_EXCERPT_BYTES = 200,
};

static void confluence_current_user(struct request *request, struct reply *reply)
{
    confluence_emit_user(request->sandbox, &request->arena, &reply->body, NULL,
                         data_me(&request->sandbox->data));
}

static void confluence_server_information(struct request *request, struct reply *reply)
{
    emit_object(&reply->body, NULL);
    emit_text(&reply->body, "baseUrl", request->sandbox->site);
    emit_text(&reply->body, "version", "8.5.4");
    emit_text(&reply->body, "buildNumber", "9012");
    emit_object_end(&reply->body);
}

/* XML unless JSON is asked for. */
static void applinks_manifest(struct request *request, struct reply *reply)
{
    bool is_jira = (request->sandbox->options.products & SANDBOX_JIRA) != 0;
    const char *type = is_jira ? "jira" : "confluence";
    const char *version = is_jira ? "9.12.0" : "8.5.4";
    static const char id[] = "6b0b0b3f-4c1c-3b1e-8f0a-000000000001";
    static const char name[] = "atlcli sandbox";
    if (request->accept != NULL && strstr(request->accept, "application/json") != NULL) {
        emit_object(&reply->body, NULL);
        emit_text(&reply->body, "id", id);
        emit_text(&reply->body, "name", name);
        emit_text(&reply->body, "typeId", type);
        emit_text(&reply->body, "version", version);
        emit_text(&reply->body, "url", request->sandbox->site);
        emit_object_end(&reply->body);
        return;
    }
    reply->content_type = "application/xml;charset=UTF-8";
    atl_buffer_printf(&reply->body,
                      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><manifest>"
                      "<id>%s</id><name>%s</name><typeId>%s</typeId><version>%s</version>"
                      "<url>%s</url></manifest>",
                      id, name, type, version, request->sandbox->site);
}

/* ---- spaces ---- */

static void confluence_space_list(struct request *request, struct reply *reply)
{
    const struct data *data = &request->sandbox->data;
    char **keys;
    size_t key_count = request_parameter_list(request, "spaceKey", &keys);
    struct listing listing;
    if (!confluence_read_start(request, MOST_SPACES, &listing)) {
        return;
    }
    size_t *selected = atl_arena_alloc(&request->arena, (data->space_count + 1) * sizeof(size_t));
    for (size_t i = 0; i < data->space_count; i++) {
        bool wanted = key_count == 0;
        for (size_t key = 0; key < key_count; key++) {
            wanted |= strcasecmp(keys[key], data->spaces[i].key) == 0;
        }
        if (wanted) {
            selected[listing.total++] = i;
        }
    }
    emit_object(&reply->body, NULL);
    emit_array(&reply->body, "results");
    for (size_t i = listing.start; i < listing_end(&listing); i++) {
        confluence_emit_v1_space(request->sandbox, &request->arena, &reply->body, NULL,
                                 selected[i]);
    }
    emit_array_end(&reply->body);
    confluence_emit_v1_end(request, &listing, false);
}

/* ---- content ---- */

static size_t most_content(const struct request *request, const struct expansion *expansion)
{
    bool bodies = expansion->body_storage || expansion->body_view;
    return bodies || !sandbox_is_cloud(request->sandbox) ? MOST_CONTENT_WITH_BODY : MOST_CONTENT;
}

static void emit_content_list(struct request *request, const uint32_t *pages,
                              const struct listing *listing, const struct expansion *expansion)
{
    struct atl_buffer *json = &request->reply.body;
    emit_object(json, NULL);
    emit_array(json, "results");
    for (size_t i = listing->start; i < listing_end(listing); i++) {
        struct atl_arena arena = {0};
        confluence_emit_content(request->sandbox, &arena, json, NULL, pages[i], expansion);
        atl_arena_free(&arena);
    }
    emit_array_end(json);
}

static bool has_title(const struct data *data, uint32_t index, const char *title)
{
    struct atl_buffer text = {0};
    data_append_title(data, index, &text);
    bool same = strcasecmp(text.data, title) == 0;
    atl_buffer_free(&text);
    return same;
}

/* Pages by space and title; type=page is the default, other types have nothing in them. */
static uint32_t *select_content(struct request *request, size_t space, size_t *count)
{
    const struct data *data = &request->sandbox->data;
    const char *title = request_parameter(request, "title");
    const char *type = request_parameter(request, "type");
    uint32_t *selected =
        atl_arena_alloc(&request->arena, (data->page_count + 1) * sizeof *selected);
    *count = 0;
    if (type != NULL && strcmp(type, "page") != 0) {
        return selected;
    }
    for (uint32_t i = 0; i < data->page_count; i++) {
        if ((space == data->space_count || data->pages[i].space == space) &&
            (title == NULL || has_title(data, i, title))) {
            selected[(*count)++] = i;
        }
    }
    return selected;
}

static void confluence_content_list(struct request *request, struct reply *reply)
{
    const struct data *data = &request->sandbox->data;
    const char *key = request_parameter(request, "spaceKey");
    size_t space = data->space_count;
    struct expansion expansion = confluence_read_expansion(request, "");
    struct listing listing;
    if (!confluence_read_start(request, most_content(request, &expansion), &listing)) {
        return;
    }
    if (key != NULL && !data_find_space_by_key(data, key, &space)) {
        reply_error(reply, REPLY_CONFLUENCE, 404, "No space with key : %s", key);
        return;
    }
    const uint32_t *pages = select_content(request, space, &listing.total);
    emit_content_list(request, pages, &listing, &expansion);
    confluence_emit_v1_end(request, &listing, false);
}

static void confluence_content(struct request *request, struct reply *reply)
{
    uint32_t index;
    const char *id = request->segments[0];
    if (!data_find_page(&request->sandbox->data, id, &index)) {
        reply_error(reply, REPLY_CONFLUENCE, 404, "No content found with id: ContentId{id=%s}", id);
        return;
    }
    struct expansion expansion = confluence_read_expansion(request, "");
    if (request_parameter(request, "expand") == NULL) {
        expansion.space = expansion.history = expansion.version = true; /* as documented */
    }
    confluence_emit_content(request->sandbox, &request->arena, &reply->body, NULL, index,
                            &expansion);
}

/* ---- searching ---- */

static bool run_cql(struct request *request, const struct search_result **result)
{
    struct atl_error error;
    const char *cql = request_parameter(request, "cql");
    if (cql == NULL) {
        reply_error(&request->reply, REPLY_CONFLUENCE, 400, "Query parameter 'cql' is required");
        return false;
    }
    if (search_run(&request->sandbox->searches, &request->sandbox->data, ATL_QUERY_CQL, cql, result,
                   &error) != ATL_OK) {
        reply_error(&request->reply, REPLY_CONFLUENCE, 400, "%s", error.message);
        return false;
    }
    return true;
}

static void confluence_content_search(struct request *request, struct reply *reply)
{
    (void)reply;
    const struct search_result *result;
    struct expansion expansion = confluence_read_expansion(request, "");
    struct listing listing;
    if (!confluence_read_start(request, most_content(request, &expansion), &listing) ||
        !run_cql(request, &result)) {
        return;
    }
    bool is_cloud = sandbox_is_cloud(request->sandbox);
    if (is_cloud && request_parameter(request, "cursor") == NULL) {
        listing.start = 0; /* Cloud knows cursors only */
    }
    listing.total = result->count;
    emit_content_list(request, result->items, &listing, &expansion);
    confluence_emit_v1_end(request, &listing, is_cloud);
}

static void emit_container(struct request *request, const struct space *space)
{
    struct atl_buffer *json = &request->reply.body;
    emit_object(json, "resultGlobalContainer");
    emit_text(json, "title", space->name);
    emit_format(json, "displayUrl", "/spaces/%s", space->key);
    emit_object_end(json);
}

/* The start of the text, without its markup. */
static void emit_excerpt(struct request *request, struct atl_arena *arena, uint32_t index)
{
    const char *storage = confluence_storage(request->sandbox, arena, index);
    struct atl_buffer text = {0};
    bool in_tag = false;
    for (; *storage != '\0' && text.length < MOST_EXCERPT_BYTES; storage++) {
        in_tag = *storage == '<' || (in_tag && storage[-1] != '>');
        if (!in_tag) {
            atl_buffer_add_char(&text, *storage);
        }
    }
    emit_text(&request->reply.body, "excerpt", atl_buffer_text(&text));
    atl_buffer_free(&text);
}

static void emit_search_result(struct request *request, struct atl_arena *arena, uint32_t index,
                               const struct expansion *expansion)
{
    struct atl_buffer *json = &request->reply.body;
    const struct sandbox *sandbox = request->sandbox;
    const struct page *page = &sandbox->data.pages[index];
    int64_t modified_ms = (int64_t)page->modified * 1000;
    struct atl_buffer title = {0};
    data_append_title(&sandbox->data, index, &title);
    emit_object(json, NULL);
    confluence_emit_content(sandbox, arena, json, "content", index, expansion);
    emit_text(json, "title", title.data);
    emit_excerpt(request, arena, index);
    emit_text(json, "url", confluence_page_path(sandbox, arena, index));
    emit_container(request, &sandbox->data.spaces[page->space]);
    emit_array(json, "breadcrumbs");
    emit_array_end(json);
    emit_text(json, "entityType", "content");
    emit_text(json, "iconCssClass", "aui-icon content-type-page");
    emit_text(json, "lastModified", time_format_confluence(arena, modified_ms));
    emit_text(json, "friendlyLastModified", time_format_date(arena, modified_ms));
    emit_integer(json, "score", 1);
    emit_object_end(json);
    atl_buffer_free(&title);
}

static void confluence_search(struct request *request, struct reply *reply)
{
    const struct search_result *result;
    struct expansion expansion = confluence_read_expansion(request, "content.");
    struct listing listing;
    if (!confluence_read_start(request, most_content(request, &expansion), &listing) ||
        !run_cql(request, &result)) {
        return;
    }
    struct atl_buffer *json = &reply->body;
    listing.total = result->count;
    emit_object(json, NULL);
    emit_array(json, "results");
    for (size_t i = listing.start; i < listing_end(&listing); i++) {
        struct atl_arena arena = {0};
        emit_search_result(request, &arena, result->items[i], &expansion);
        atl_arena_free(&arena);
    }
    emit_array_end(json);
    emit_integer(json, "totalSize", (int64_t)result->count);
    emit_text(json, "cqlQuery", request_parameter(request, "cql"));
    emit_integer(json, "searchDuration", 1);
    confluence_emit_v1_end(request, &listing, sandbox_is_cloud(request->sandbox));
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE, "/content/search", ROUTE_ANY, confluence_content_search},
    {"GET", ROUTE_CONFLUENCE, "/search", ROUTE_ANY, confluence_search},
    {"GET", ROUTE_CONFLUENCE, "/space", ROUTE_ANY, confluence_space_list},
    {"GET", ROUTE_CONFLUENCE, "/user/current", ROUTE_ANY, confluence_current_user},
    {"GET", ROUTE_CONFLUENCE, "/content", ROUTE_DATA_CENTER, confluence_content_list},
    {"GET", ROUTE_CONFLUENCE, "/content/{}", ROUTE_DATA_CENTER, confluence_content},
    {"GET", ROUTE_CONFLUENCE, "/server-information", ROUTE_DATA_CENTER | ROUTE_ANONYMOUS,
     confluence_server_information},
    {"GET", ROUTE_ROOT, "/rest/applinks/1.0/manifest", ROUTE_DATA_CENTER | ROUTE_ANONYMOUS,
     applinks_manifest},
};

const struct route_table confluence_v1_routes = ROUTES(routes);
