/* Files at pages: which there are. */
#include "atlcli/confluence_attachment.h"

#include "atlassian/confluence_attachment_internal.h"
#include "atlassian/confluence_internal.h"

#include <string.h>

enum {
    PAGES_AT_A_TIME = 200, /* whose ids make about 3 KB of a query */
};

/* Cloud's ids are numbers behind "att", and some operations want the number. */
static const char *number_of(const char *id)
{
    return atl_text_starts_with(id, "att") ? id + strlen("att") : id;
}

/* The first of the members that is there: REST v2 calls some things otherwise than v1. */
static const char *first_text(const cJSON *json, const char *const *paths, const char *fallback)
{
    for (; *paths != NULL; paths++) {
        const char *text = atl_json_text(json, *paths, NULL);
        if (text != NULL) {
            return text;
        }
    }
    return fallback;
}

void confluence_attachment_read(const cJSON *json, const char *page,
                                struct atl_confluence_attachment *attachment)
{
    static const char *const pages[] = {"pageId", "blogPostId", "container.id", NULL};
    static const char *const types[] = {"mediaType", "extensions.mediaType", "metadata.mediaType",
                                        NULL};
    static const char *const comments[] = {"comment", "extensions.comment", "metadata.comment",
                                           NULL};
    static const char *const links[] = {"downloadLink", "_links.download", NULL};
    static const char *const times[] = {"version.createdAt", "version.when", NULL};
    *attachment = (struct atl_confluence_attachment){
        .id = atl_json_text(json, "id", ""),
        .page = first_text(json, pages, page),
        .file = atl_json_text(json, "title", ""),
        .media_type = first_text(json, types, NULL),
        .comment = first_text(json, comments, NULL),
        .download = first_text(json, links, NULL),
        .updated = first_text(json, times, NULL),
        .version = atl_json_integer(json, "version.number", 1),
        .size =
            atl_json_integer(json, "fileSize", atl_json_integer(json, "extensions.fileSize", -1)),
        .json = json,
    };
}

/* ---- of a page ---- */

static void append(struct atl_arena *arena, const cJSON *items, const char *page,
                   struct atl_confluence_attachments *attachments)
{
    size_t more = (size_t)cJSON_GetArraySize(items);
    struct atl_confluence_attachment *all =
        atl_arena_alloc(arena, (attachments->count + more + 1) * sizeof *all);
    if (attachments->count > 0) {
        memcpy(all, attachments->items, attachments->count * sizeof *all);
    }
    attachments->items = all;
    const cJSON *item;
    cJSON_ArrayForEach(item, items)
    {
        confluence_attachment_read(item, page, &all[attachments->count++]);
    }
}

enum atl_status atl_confluence_attachments(struct atl_http *http, struct atl_arena *arena,
                                           const char *page, const char *file,
                                           struct atl_confluence_attachments *attachments,
                                           struct atl_error *error)
{
    bool is_cloud = confluence_is_cloud(http);
    struct atl_buffer path = {0};
    enum atl_status status = ATL_OK;
    *attachments = (struct atl_confluence_attachments){0};
    atl_buffer_add(&path, is_cloud ? "/wiki/api/v2/pages/" : "/rest/api/content/");
    atl_text_append_url_encoded(&path, page);
    atl_buffer_add(&path, is_cloud ? "/attachments" : "/child/attachment?expand=version");
    if (file != NULL) {
        listing_add_parameter(&path, "filename", file);
    }
    struct atl_pages pages = {.http = http,
                              .paging = is_cloud ? ATL_PAGING_CURSOR : ATL_PAGING_START_LIMIT,
                              .path = atl_buffer_text(&path),
                              .page_size = CONFLUENCE_PAGE,
                              .items = "results"};
    while (status == ATL_OK && !pages.done) {
        const cJSON *answer;
        status = atl_pages_next(&pages, arena, &answer, error);
        if (status == ATL_OK) {
            append(arena, atl_pages_items(&pages, answer), atl_arena_strdup(arena, page),
                   attachments);
        }
    }
    atl_buffer_free(&path);
    return status;
}

/* ---- of many pages ---- */

struct many {
    const struct atl_confluence_attachment_list *list;
    struct id_set seen;
};

static int64_t want_all(const void *context)
{
    (void)context;
    return INT64_MAX;
}

static bool is_new(struct many *many, const char *id)
{
    return id_set_add(&many->seen, number_of(id));
}

static enum atl_status take(void *context, const cJSON *answer, struct atl_error *error)
{
    struct many *many = context;
    enum atl_status status = ATL_OK;
    const cJSON *item;
    cJSON_ArrayForEach(item, atl_json_member(answer, "results"))
    {
        struct atl_confluence_attachment attachment;
        confluence_attachment_read(item, NULL, &attachment);
        if (status == ATL_OK && attachment.page != NULL && is_new(many, attachment.id)) {
            status = many->list->on_attachment(many->list->context, &attachment, error);
        }
    }
    return status;
}

static enum atl_status search(struct many *many, const char *cql, struct atl_error *error)
{
    struct atl_buffer path = {0};
    atl_buffer_printf(&path, "%s/rest/api/content/search?expand=version,container",
                      confluence_is_cloud(many->list->http) ? "/wiki" : "");
    listing_add_parameter(&path, "cql", cql);
    struct answers answers = {.http = many->list->http,
                              .path = atl_buffer_text(&path),
                              .counting = cql,
                              .left = want_all,
                              .take = take,
                              .context = many};
    enum atl_status status = answers_of_search(&answers, error);
    atl_buffer_free(&path);
    return status;
}

enum atl_status atl_confluence_list_attachments(const struct atl_confluence_attachment_list *list,
                                                struct atl_error *error)
{
    struct many many = {.list = list};
    struct atl_buffer cql = {0};
    enum atl_status status = ATL_OK;
    if (list->space != NULL) {
        atl_buffer_add(&cql, "type = attachment");
        confluence_add_condition(&cql, "space", list->space);
        status = search(&many, atl_buffer_text(&cql), error);
    }
    const char *const *pages = list->space == NULL ? list->pages : NULL;
    while (status == ATL_OK && pages != NULL && *pages != NULL) {
        atl_buffer_truncate(&cql, 0);
        atl_buffer_add(&cql, "type = attachment AND container in (");
        for (size_t i = 0; i < PAGES_AT_A_TIME && *pages != NULL; i++) {
            atl_buffer_printf(&cql, "%s%s", i == 0 ? "" : ",", *pages++);
        }
        atl_buffer_add_char(&cql, ')');
        status = search(&many, atl_buffer_text(&cql), error);
    }
    atl_buffer_free(&cql);
    id_set_free(&many.seen);
    return status;
}

enum atl_status atl_confluence_attachment_delete(struct atl_http *http, const char *id,
                                                 struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_buffer path = {0};
    const cJSON *ignored;
    atl_buffer_add(&path,
                   confluence_is_cloud(http) ? "/wiki/api/v2/attachments/" : "/rest/api/content/");
    atl_text_append_url_encoded(&path, number_of(id));
    struct atl_http_request request = {.method = ATL_DELETE, .path = atl_buffer_text(&path)};
    enum atl_status status = atl_http_json(http, &request, &arena, &ignored, error);
    atl_buffer_free(&path);
    atl_arena_free(&arena);
    return status;
}
