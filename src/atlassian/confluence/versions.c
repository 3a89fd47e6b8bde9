/* The versions of a page. */
#include "atlcli/confluence_page_act.h"

#include "atlassian/confluence/page_internal.h"

#include <stdlib.h>

enum {
    V1_PAGE = 200,
};

static const char *own(struct atl_arena *arena, const cJSON *item, const char *path)
{
    const char *text = atl_json_text(item, path, NULL);
    return atl_text_is_empty(text) ? NULL : atl_arena_strdup(arena, text);
}

static struct atl_confluence_version read_version(struct atl_arena *arena, bool is_cloud,
                                                  const cJSON *item)
{
    struct atl_confluence_version version = {
        .number = atl_json_integer(item, "number", 0),
        .created = own(arena, item, is_cloud ? "createdAt" : "when"),
        .message = own(arena, item, "message"),
        .minor = atl_json_bool(item, "minorEdit", false),
        .author = own(arena, item, is_cloud ? "authorId" : "by.displayName"),
    };
    if (version.author == NULL) {
        version.author = own(arena, item, "by.username");
    }
    return version;
}

static enum atl_status name_authors(struct atl_http *http, struct atl_arena *arena,
                                    struct atl_confluence_versions *versions,
                                    struct atl_error *error)
{
    const char **ids = atl_arena_alloc(arena, (versions->count + 1) * sizeof *ids);
    const char **names = atl_arena_alloc(arena, (versions->count + 1) * sizeof *names);
    for (size_t i = 0; i < versions->count; i++) {
        ids[i] = versions->items[i].author;
    }
    enum atl_status status =
        atl_confluence_name_people(http, arena, ids, versions->count, names, error);
    for (size_t i = 0; status == ATL_OK && i < versions->count; i++) {
        versions->items[i].author = names[i];
    }
    return status;
}

static const char *path_of(struct atl_http *http, struct atl_arena *arena, const char *id)
{
    if (confluence_is_cloud(http)) {
        return confluence_page_path(arena, id, "/versions?sort=-modified-date");
    }
    return atl_arena_printf(arena, "/rest/experimental/content/%s/version",
                            confluence_encode(arena, id));
}

enum atl_status atl_confluence_list_versions(struct atl_http *http, struct atl_arena *arena,
                                             const char *id, size_t limit,
                                             struct atl_confluence_versions *versions,
                                             struct atl_error *error)
{
    bool is_cloud = confluence_is_cloud(http);
    size_t most = is_cloud ? CONFLUENCE_PAGE : V1_PAGE;
    struct atl_pages pages = {.http = http,
                              .paging = is_cloud ? ATL_PAGING_CURSOR : ATL_PAGING_START_LIMIT,
                              .path = path_of(http, arena, id),
                              .page_size = limit < most ? limit : most,
                              .items = "results"};
    struct atl_confluence_version *items = NULL;
    enum atl_status status = ATL_OK;
    *versions = (struct atl_confluence_versions){0};
    while (status == ATL_OK && !pages.done && versions->count < limit) {
        struct atl_arena answer = {0};
        const cJSON *page;
        const cJSON *item;
        status = atl_pages_next(&pages, &answer, &page, error);
        const cJSON *results = status == ATL_OK ? atl_pages_items(&pages, page) : NULL;
        items = atl_realloc(items, versions->count + (size_t)cJSON_GetArraySize(results) + 1,
                            sizeof *items);
        cJSON_ArrayForEach(item, results)
        {
            if (versions->count < limit) {
                items[versions->count++] = read_version(arena, is_cloud, item);
            }
        }
        atl_arena_free(&answer);
    }
    versions->items = atl_arena_alloc(arena, (versions->count + 1) * sizeof *items);
    for (size_t i = 0; i < versions->count; i++) {
        versions->items[i] = items[i];
    }
    free(items);
    return status == ATL_OK && is_cloud ? name_authors(http, arena, versions, error) : status;
}
