/* Pages below pages: children, descendants, whole spaces. */
#include "atlcli/confluence_page_tree.h"

#include "atlassian/confluence/page_internal.h"

#include "atlcli/confluence_space.h"
#include "atlcli/confluence_tree.h"

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

/* ---- trees ---- */

static enum atl_status take_node(void *context, const struct atl_confluence_node *node,
                                 struct atl_error *error)
{
    struct gathering *gathering = context;
    struct atl_confluence_entry *entry = add(gathering, node->id);
    (void)error;
    if (entry != NULL) {
        entry->title = atl_arena_strdup(gathering->arena, node->title);
        entry->parent = atl_arena_strdup(gathering->arena, node->parent);
        entry->updated = atl_arena_strdup(gathering->arena, node->updated);
        entry->status = "current";
        entry->version = node->version;
        entry->position = node->position;
        entry->is_folder = node->is_folder;
    }
    return ATL_OK;
}

/* ---- the end ---- */

static int compare(const void *left, const void *right)
{
    const struct atl_confluence_entry *const *a = left;
    const struct atl_confluence_entry *const *b = right;
    int64_t first = (*a)->position < 0 ? INT64_MAX : (*a)->position;
    int64_t second = (*b)->position < 0 ? INT64_MAX : (*b)->position;
    if (first != second) {
        return first < second ? -1 : 1;
    }
    return *a < *b ? -1 : *a > *b; /* as they came */
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
    const struct atl_confluence_tree tree = {.http = http,
                                             .root = id,
                                             .extent = ATL_CONFLUENCE_BELOW_ROOT,
                                             .on_node = take_node,
                                             .context = &gathering};
    enum atl_status status = atl_confluence_read_tree(&tree, error);
    end(&gathering, status, nodes);
    return status;
}

enum atl_status atl_confluence_list_space_tree(struct atl_http *http, struct atl_arena *arena,
                                               const char *space,
                                               struct atl_confluence_entries *nodes,
                                               struct atl_error *error)
{
    struct gathering gathering = {.http = http, .arena = arena};
    struct atl_confluence_space found;
    enum atl_status status = atl_confluence_get_space(http, arena, space, &found, error);
    if (status == ATL_OK) {
        const struct atl_confluence_tree tree = {.http = http,
                                                 .space = found.key,
                                                 .space_id = found.id,
                                                 .on_node = take_node,
                                                 .context = &gathering};
        status = atl_confluence_read_tree(&tree, error);
    }
    end(&gathering, status, nodes);
    return status;
}
