/* Pages below pages: children, descendants, whole spaces. */
#include "atlcli/confluence_page_tree.h"

#include "atlassian/confluence_page_internal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    NODES_AT_FIRST = 64,
    V1_PAGE = 200, /* items of REST v1 asked for at a time */
};

struct gathering {
    struct atl_http *http;
    struct atl_arena *arena;
    struct atl_confluence_entry *items; /* on the heap until the end */
    size_t count;
    size_t room;
    struct id_set seen;
};

static struct atl_confluence_entry *add(struct gathering *gathering, const char *id)
{
    if (id == NULL || !id_set_add(&gathering->seen, id)) {
        return NULL;
    }
    if (gathering->count == gathering->room) {
        gathering->room = gathering->room == 0 ? NODES_AT_FIRST : gathering->room * 2;
        gathering->items = atl_realloc(gathering->items, gathering->room, sizeof *gathering->items);
    }
    struct atl_confluence_entry *node = &gathering->items[gathering->count++];
    *node = (struct atl_confluence_entry){
        .id = atl_arena_strdup(gathering->arena, id), .version = -1, .position = -1};
    return node;
}

/* ---- from answers ---- */

static const char *copy(struct gathering *gathering, const cJSON *item, const char *path)
{
    return atl_arena_strdup(gathering->arena, atl_json_text(item, path, NULL));
}

static void add_cloud_page(struct gathering *gathering, const cJSON *item)
{
    struct atl_confluence_entry *node = add(gathering, atl_json_text(item, "id", NULL));
    if (node == NULL) {
        return;
    }
    node->title = copy(gathering, item, "title");
    node->parent = copy(gathering, item, "parentId");
    node->status = copy(gathering, item, "status");
    node->created = copy(gathering, item, "createdAt");
    node->updated = copy(gathering, item, "version.createdAt");
    node->version = atl_json_integer(item, "version.number", -1);
    node->position =
        atl_json_integer(item, "position", atl_json_integer(item, "childPosition", -1));
}

/* REST v1 and Data Center, with ancestors and version expanded. */
static void add_content(struct gathering *gathering, const cJSON *item)
{
    struct atl_confluence_entry *node = add(gathering, atl_json_text(item, "id", NULL));
    if (node == NULL) {
        return;
    }
    const cJSON *ancestors = atl_json_get(item, "ancestors");
    int above = cJSON_IsArray(ancestors) ? cJSON_GetArraySize(ancestors) : 0;
    node->is_folder = atl_text_equal(atl_json_text(item, "type", NULL), "folder");
    node->title = copy(gathering, item, "title");
    node->status = copy(gathering, item, "status");
    node->created = copy(gathering, item, "history.createdDate");
    node->updated = copy(gathering, item, "version.when");
    node->version = atl_json_integer(item, "version.number", -1);
    node->position = atl_json_integer(item, "extensions.position", -1);
    node->parent =
        above == 0 ? NULL : copy(gathering, cJSON_GetArrayItem(ancestors, above - 1), "id");
}

/* ---- lists ---- */

static enum atl_status follow(struct gathering *gathering, const char *path, enum atl_paging paging,
                              size_t size,
                              void (*take)(struct gathering *gathering, const cJSON *item),
                              struct atl_error *error)
{
    struct atl_pages pages = {.http = gathering->http,
                              .paging = paging,
                              .path = path,
                              .page_size = size,
                              .items = "results"};
    enum atl_status status = ATL_OK;
    while (status == ATL_OK && !pages.done) {
        struct atl_arena arena = {0};
        const cJSON *page;
        const cJSON *item;
        status = atl_pages_next(&pages, &arena, &page, error);
        if (status == ATL_OK) {
            cJSON_ArrayForEach(item, atl_pages_items(&pages, page))
            {
                take(gathering, item);
            }
        }
        atl_arena_free(&arena);
    }
    return status;
}

/* What the children of a page on Cloud are like: their list has little more than titles. */
static enum atl_status complete(struct gathering *gathering, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    for (size_t begin = 0; status == ATL_OK && begin < gathering->count; begin += CONFLUENCE_PAGE) {
        struct gathering details = {.http = gathering->http, .arena = gathering->arena};
        struct atl_buffer path = {0};
        size_t end = begin + CONFLUENCE_PAGE;
        end = end < gathering->count ? end : gathering->count;
        atl_buffer_add(&path, "/wiki/api/v2/pages?id=");
        for (size_t i = begin; i < end; i++) {
            atl_buffer_printf(&path, "%s%s", i == begin ? "" : ",", gathering->items[i].id);
        }
        status = follow(&details, atl_buffer_text(&path), ATL_PAGING_CURSOR, CONFLUENCE_PAGE,
                        add_cloud_page, error);
        for (size_t i = 0; i < details.count; i++) {
            for (size_t j = begin; j < end; j++) {
                if (strcmp(details.items[i].id, gathering->items[j].id) == 0) {
                    int64_t position = gathering->items[j].position;
                    gathering->items[j] = details.items[i];
                    gathering->items[j].position = position;
                }
            }
        }
        free(details.items);
        id_set_free(&details.seen);
        atl_buffer_free(&path);
    }
    return status;
}

/* ---- folders ---- */

/* Those that the search finds; it may lag behind, and sites without folders don't know the word. */
static enum atl_status add_folders(struct gathering *gathering, const char *field,
                                   const char *value, struct atl_error *error)
{
    struct atl_buffer cql = {0};
    atl_buffer_add(&cql, "type = folder");
    confluence_add_condition(&cql, field, value);
    const char *path =
        atl_arena_printf(gathering->arena, "/wiki/rest/api/content/search?expand=ancestors&cql=%s",
                         confluence_encode(gathering->arena, atl_buffer_text(&cql)));
    atl_buffer_free(&cql);
    struct atl_error refused = {0};
    enum atl_status status =
        follow(gathering, path, ATL_PAGING_START_LIMIT, V1_PAGE, add_content, &refused);
    if (status != ATL_OK && refused.http_status != 400) {
        if (error != NULL) {
            *error = refused;
        }
        return status;
    }
    return ATL_OK;
}

/* A parent that neither the pages nor the search have given: a folder that is new. */
static enum atl_status add_missing_folders(struct gathering *gathering, const char *root,
                                           struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && i < gathering->count; i++) {
        const char *parent = gathering->items[i].parent;
        if (parent == NULL || atl_text_equal(parent, root) ||
            id_set_has(&gathering->seen, parent)) {
            continue;
        }
        const cJSON *json;
        struct atl_error refused;
        struct atl_http_request request = {
            .method = ATL_GET,
            .path = atl_arena_printf(gathering->arena, "/wiki/api/v2/folders/%s",
                                     confluence_encode(gathering->arena, parent))};
        status = atl_http_json(gathering->http, &request, gathering->arena, &json, &refused);
        if (status == ATL_OK) {
            add_cloud_page(gathering, json);
            gathering->items[gathering->count - 1].is_folder = true;
        } else if (status == ATL_NOT_FOUND) {
            id_set_add(&gathering->seen, parent); /* hidden, or of another kind */
            status = ATL_OK;
        } else if (error != NULL) {
            *error = refused;
        }
    }
    return status;
}

/* ---- the end ---- */

static int compare(const void *left, const void *right)
{
    const struct atl_confluence_entry *const *a = left;
    const struct atl_confluence_entry *const *b = right;
    if ((*a)->position != (*b)->position && (*a)->position >= 0 && (*b)->position >= 0) {
        return (*a)->position < (*b)->position ? -1 : 1;
    }
    return *a < *b ? -1 : 1; /* as they came */
}

/* Siblings in their order; who is whose child is left to the reader. */
static void hand_over(struct gathering *gathering, struct atl_confluence_entries *nodes)
{
    size_t count = gathering->count;
    struct atl_confluence_entry **sorted = atl_realloc(NULL, count + 1, sizeof *sorted);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = &gathering->items[i];
    }
    qsort(sorted, count, sizeof *sorted, compare);
    nodes->items = atl_arena_alloc(gathering->arena, (count + 1) * sizeof *nodes->items);
    nodes->count = count;
    for (size_t i = 0; i < count; i++) {
        nodes->items[i] = *sorted[i];
    }
    free(sorted);
}

static void end(struct gathering *gathering, enum atl_status status,
                struct atl_confluence_entries *nodes)
{
    *nodes = (struct atl_confluence_entries){0};
    if (status == ATL_OK) {
        hand_over(gathering, nodes);
    }
    free(gathering->items);
    id_set_free(&gathering->seen);
}

enum atl_status atl_confluence_list_children(struct atl_http *http, struct atl_arena *arena,
                                             const char *id, struct atl_confluence_entries *nodes,
                                             struct atl_error *error)
{
    struct gathering gathering = {.http = http, .arena = arena};
    enum atl_status status;
    if (confluence_is_cloud(http)) {
        status = follow(&gathering, confluence_page_path(arena, id, "/children"), ATL_PAGING_CURSOR,
                        CONFLUENCE_PAGE, add_cloud_page, error);
        status = status == ATL_OK ? complete(&gathering, error) : status;
    } else {
        status = follow(&gathering,
                        confluence_content_path(http, arena, id,
                                                "/child/page?expand=ancestors,version,history"),
                        ATL_PAGING_START_LIMIT, V1_PAGE, add_content, error);
    }
    for (size_t i = 0; status == ATL_OK && i < gathering.count; i++) {
        gathering.items[i].parent = atl_arena_strdup(arena, id);
    }
    end(&gathering, status, nodes);
    return status;
}

enum atl_status atl_confluence_list_descendants(struct atl_http *http, struct atl_arena *arena,
                                                const char *id,
                                                struct atl_confluence_entries *nodes,
                                                struct atl_error *error)
{
    struct gathering gathering = {.http = http, .arena = arena};
    enum atl_status status = follow(
        &gathering,
        confluence_content_path(http, arena, id, "/descendant/page?expand=ancestors,version"),
        ATL_PAGING_START_LIMIT, V1_PAGE, add_content, error);
    if (status == ATL_OK && confluence_is_cloud(http)) {
        status = add_folders(&gathering, "ancestor", id, error);
        status = status == ATL_OK ? add_missing_folders(&gathering, id, error) : status;
    }
    end(&gathering, status, nodes);
    return status;
}

static enum atl_status list_cloud_space(struct gathering *gathering, const char *space,
                                        struct atl_error *error)
{
    const char *space_id;
    enum atl_status status =
        atl_confluence_space_id(gathering->http, gathering->arena, space, &space_id, error);
    if (status == ATL_OK) {
        status =
            follow(gathering,
                   atl_arena_printf(gathering->arena, "/wiki/api/v2/spaces/%s/pages?status=current",
                                    confluence_encode(gathering->arena, space_id)),
                   ATL_PAGING_CURSOR, CONFLUENCE_PAGE, add_cloud_page, error);
    }
    if (status == ATL_OK) {
        status = add_folders(gathering, "space", space, error);
    }
    return status == ATL_OK ? add_missing_folders(gathering, NULL, error) : status;
}

enum atl_status atl_confluence_list_space_tree(struct atl_http *http, struct atl_arena *arena,
                                               const char *space,
                                               struct atl_confluence_entries *nodes,
                                               struct atl_error *error)
{
    struct gathering gathering = {.http = http, .arena = arena};
    enum atl_status status;
    if (confluence_is_cloud(http)) {
        status = list_cloud_space(&gathering, space, error);
    } else {
        const char *rest =
            atl_arena_printf(arena, "content?type=page&expand=ancestors,version&spaceKey=%s",
                             confluence_encode(arena, space));
        status = follow(&gathering, confluence_path(http, arena, rest), ATL_PAGING_START_LIMIT,
                        V1_PAGE, add_content, error);
        if (status == ATL_NOT_FOUND) {
            atl_fail(error, ATL_NOT_FOUND, "there is no space '%s'", space);
            atl_hint(error, "give the space's key, as in its address: /display/KEY");
        }
    }
    end(&gathering, status, nodes);
    return status;
}
