/* Labels of pages. */
#include "atlcli/confluence_label.h"

#include "atlassian/confluence/internal.h"
#include "atlassian/confluence/page_internal.h"

#include <ctype.h>
#include <string.h>

enum {
    MOST_BYTES = 255,
    LABELS_AT_A_TIME = 200, /* the most that REST v1 gives */
};

enum atl_status atl_confluence_label_name(struct atl_arena *arena, const char *text,
                                          const char **name, struct atl_error *error)
{
    /* Atlassian's documents on labels, "Invalid characters". */
    static const char forbidden[] = " \t\r\n!#&()*,.:;<>?@[]^\"";
    char *copy = atl_text_trim(arena, text);
    const char *bad = strpbrk(copy, forbidden);
    if (*copy == '\0') {
        return atl_fail(error, ATL_USAGE, "a label is empty");
    }
    if (bad != NULL) {
        atl_fail(error, ATL_USAGE, "'%s' can't be a label: it has %s in it", copy,
                 *bad == ' ' ? "a space" : atl_arena_printf(arena, "'%c'", *bad));
        atl_hint(error, "labels have letters, digits, dashes and underscores: release-notes");
        return ATL_USAGE;
    }
    if (strlen(copy) > MOST_BYTES) {
        return atl_fail(error, ATL_USAGE, "'%.40s…' can't be a label: it is longer than %d bytes",
                        copy, MOST_BYTES);
    }
    for (char *at = copy; *at != '\0'; at++) {
        *at = (char)tolower((unsigned char)*at);
    }
    *name = copy;
    return ATL_OK;
}

/* ---- reading ---- */

static void append(struct atl_arena *arena, const cJSON *items,
                   struct atl_confluence_labels *labels)
{
    size_t more = (size_t)cJSON_GetArraySize(items);
    struct atl_confluence_label *all =
        atl_arena_alloc(arena, (labels->count + more + 1) * sizeof *all);
    if (labels->count > 0) {
        memcpy(all, labels->items, labels->count * sizeof *all);
    }
    labels->items = all;
    const cJSON *item;
    cJSON_ArrayForEach(item, items)
    {
        all[labels->count++] = (struct atl_confluence_label){
            .id = atl_json_text(item, "id", NULL),
            .prefix = atl_json_text(item, "prefix", "global"),
            .name = atl_json_text(item, "name", ""),
        };
    }
}

enum atl_status atl_confluence_labels(struct atl_http *http, struct atl_arena *arena,
                                      const char *page, struct atl_confluence_labels *labels,
                                      struct atl_error *error)
{
    bool is_cloud = confluence_is_cloud(http);
    enum atl_status status = ATL_OK;
    struct atl_pages pages = {
        .http = http,
        .paging = is_cloud ? ATL_PAGING_CURSOR : ATL_PAGING_START_LIMIT,
        .path = atl_arena_printf(
            arena, is_cloud ? "/wiki/api/v2/pages/%s/labels" : "/rest/api/content/%s/label", page),
        .page_size = is_cloud ? CONFLUENCE_PAGE : LABELS_AT_A_TIME,
        .items = "results"};
    *labels = (struct atl_confluence_labels){0};
    while (status == ATL_OK && !pages.done) {
        const cJSON *answer;
        status = atl_pages_next(&pages, arena, &answer, error);
        if (status == ATL_OK) {
            append(arena, atl_pages_items(&pages, answer), labels);
        }
    }
    return status;
}

/* ---- changing ---- */

enum atl_status atl_confluence_label_add(struct atl_http *http, const char *page,
                                         const char *const *names, size_t count,
                                         struct atl_error *error)
{
    struct atl_arena arena = {0};
    const cJSON *ignored;
    cJSON *body = cJSON_CreateArray();
    for (size_t i = 0; i < count; i++) {
        cJSON *label = cJSON_CreateObject();
        cJSON_AddStringToObject(label, "prefix", "global");
        cJSON_AddStringToObject(label, "name", names[i]);
        cJSON_AddItemToArray(body, label);
    }
    struct atl_http_request request = confluence_request(
        &arena, ATL_POST, confluence_content_path(http, &arena, page, "/label"), body);
    request.safe_to_repeat = true;
    enum atl_status status = atl_http_json(http, &request, &arena, &ignored, error);
    atl_arena_free(&arena);
    return status;
}

enum atl_status atl_confluence_label_remove(struct atl_http *http, const char *page,
                                            const char *name, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_buffer path = {0};
    const cJSON *ignored;
    atl_buffer_add(&path, confluence_content_path(http, &arena, page, "/label"));
    listing_add_parameter(&path, "name", name);
    struct atl_http_request request = {.method = ATL_DELETE, .path = atl_buffer_text(&path)};
    enum atl_status status = atl_http_json(http, &request, &arena, &ignored, error);
    atl_buffer_free(&path);
    atl_arena_free(&arena);
    return status;
}
