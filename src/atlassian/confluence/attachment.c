/* Files at pages: which there are. */
#include "atlcli/confluence_attachment.h"

#include "atlassian/confluence/attachment_internal.h"
#include "atlassian/confluence/internal.h"

#include "atlcli/loop.h"

#include <stdlib.h>
#include <string.h>

enum {
    PAGES_AT_A_TIME = 200, /* whose ids make about 3 KB of a query */
    BATCHES_AT_ONCE = 4,
    ATTACHMENTS_AT_A_TIME = 1000, /* the most that a search gives */
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
    size_t page_count;
    struct id_set seen;
};

/* One search of them. */
struct hunt {
    struct many *many;
    bool expands;
    bool lacks; /* something that expanding would tell */
};

static int64_t want_all(const void *context)
{
    (void)context;
    return INT64_MAX;
}

/*
 * Data Center's link to the bytes, /download/attachments/PAGE/FILE?version=N…, tells what would
 * have to be expanded else; and an answer in which nothing is expanded holds five times as many.
 */
static bool read_link(struct atl_arena *arena, struct atl_confluence_attachment *attachment)
{
    static const char mark[] = "/download/attachments/";
    const char *link = attachment->download == NULL ? NULL : strstr(attachment->download, mark);
    const char *page = link == NULL ? "" : link + strlen(mark);
    const char *query = strchr(page, '?');
    const char *version = query == NULL ? NULL : strstr(query, "version=");
    size_t digits = strspn(page, "0123456789");
    if (digits == 0 || page[digits] != '/' || version == NULL ||
        (version[-1] != '?' && version[-1] != '&')) {
        return false;
    }
    attachment->page = atl_arena_strndup(arena, page, digits);
    attachment->version = strtoll(version + strlen("version="), NULL, 10);
    return attachment->version > 0;
}

static enum atl_status take(void *context, const cJSON *answer, struct atl_error *error)
{
    struct hunt *hunt = context;
    struct many *many = hunt->many;
    struct atl_arena arena = {0};
    enum atl_status status = ATL_OK;
    const cJSON *item;
    cJSON_ArrayForEach(item, atl_json_member(answer, "results"))
    {
        struct atl_confluence_attachment attachment;
        confluence_attachment_read(item, NULL, &attachment);
        if (!hunt->expands && !read_link(&arena, &attachment)) {
            hunt->lacks = true;
        } else if (status == ATL_OK && attachment.page != NULL &&
                   id_set_add(&many->seen, number_of(attachment.id))) {
            status = many->list->on_attachment(many->list->context, &attachment, error);
        }
    }
    atl_arena_free(&arena);
    return status;
}

static enum atl_status search(struct hunt *hunt, const char *cql, struct atl_error *error)
{
    struct atl_http *http = hunt->many->list->http;
    struct atl_buffer path = {0};
    atl_buffer_add(&path, confluence_is_cloud(http) ? "/wiki" : "");
    atl_buffer_add(&path, "/rest/api/content/search");
    listing_add_parameter(&path, "cql", cql);
    if (hunt->expands) {
        listing_add_parameter(&path, "expand", "version,container");
    }
    struct answers answers = {.http = http,
                              .path = atl_buffer_text(&path),
                              .counting = cql,
                              .at_a_time = ATTACHMENTS_AT_A_TIME,
                              .left = want_all,
                              .take = take,
                              .context = hunt};
    enum atl_status status = answers_of_search(&answers, error);
    atl_buffer_free(&path);
    return status;
}

/* Once more where links don't say what they are known to say. */
static enum atl_status search_fully(struct many *many, const char *cql, struct atl_error *error)
{
    struct hunt hunt = {.many = many, .expands = confluence_is_cloud(many->list->http)};
    enum atl_status status = search(&hunt, cql, error);
    if (status == ATL_OK && hunt.lacks) {
        hunt.expands = true;
        status = search(&hunt, cql, error);
    }
    return status;
}

static enum atl_status search_batch(void *context, size_t index, struct atl_error *error)
{
    struct many *many = context;
    struct atl_buffer cql = {0};
    size_t first = index * PAGES_AT_A_TIME;
    atl_buffer_add(&cql, "type = attachment AND container in (");
    for (size_t i = first; i < first + PAGES_AT_A_TIME && i < many->page_count; i++) {
        atl_buffer_printf(&cql, "%s%s", i == first ? "" : ",", many->list->pages[i]);
    }
    atl_buffer_add_char(&cql, ')');
    enum atl_status status = search_fully(many, atl_buffer_text(&cql), error);
    atl_buffer_free(&cql);
    return status;
}

enum atl_status atl_confluence_list_attachments(const struct atl_confluence_attachment_list *list,
                                                struct atl_error *error)
{
    struct many many = {.list = list};
    struct atl_buffer cql = {0};
    enum atl_status status;
    if (list->space != NULL) {
        atl_buffer_add(&cql, "type = attachment");
        confluence_add_condition(&cql, "space", list->space);
        status = search_fully(&many, atl_buffer_text(&cql), error);
    } else {
        while (list->pages[many.page_count] != NULL) {
            many.page_count++;
        }
        size_t batches = (many.page_count + PAGES_AT_A_TIME - 1) / PAGES_AT_A_TIME;
        status = atl_each(batches, BATCHES_AT_ONCE, search_batch, &many, error);
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
