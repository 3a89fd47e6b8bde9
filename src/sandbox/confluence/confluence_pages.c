/* Confluence Cloud's REST v2: pages. */
#include "sandbox/confluence/confluence_json.h"
#include "sandbox/query/page_order.h"
#include "sandbox/seed/document.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"
#include "sandbox/text/time_format.h"

#include <string.h>
#include <strings.h>

enum {
    MOST_IDS = 250,
    MOST_SPACE_IDS = 100,
};

enum body_format {
    BODY_NONE,
    BODY_STORAGE,
    BODY_ADF,
    BODY_VIEW,
};

static void emit_body(const struct sandbox *sandbox, struct atl_arena *arena,
                      struct atl_buffer *json, uint32_t index, enum body_format format)
{
    static const char *const names[] = {"", "storage", "atlas_doc_format", "view"};
    emit_object(json, "body");
    if (format != BODY_NONE) {
        emit_object(json, names[format]);
        emit_text(json, "representation", names[format]);
        if (format == BODY_ADF) {
            struct document document = document_of_page(&sandbox->data, arena, index);
            struct atl_buffer text = {0};
            document_emit_adf(&text, NULL, &document);
            emit_text(json, "value", text.data); /* JSON as a text: so it is */
            atl_buffer_free(&text);
        } else {
            emit_text(json, "value", confluence_storage(sandbox, arena, index));
        }
        emit_object_end(json);
    }
    emit_object_end(json);
}

static void emit_version(const struct data *data, struct atl_arena *arena, struct atl_buffer *json,
                         const struct page *page)
{
    emit_object(json, "version");
    emit_integer(json, "number", page->version);
    emit_text(json, "message", "");
    emit_bool(json, "minorEdit", false);
    emit_text(json, "authorId", data->people[page->modifier].account_id);
    emit_text(json, "createdAt", time_format_confluence(arena, (int64_t)page->modified * 1000));
    emit_object_end(json);
}

static void emit_page(const struct sandbox *sandbox, struct atl_arena *arena,
                      struct atl_buffer *json, uint32_t index, enum body_format format)
{
    const struct data *data = &sandbox->data;
    const struct page *page = &data->pages[index];
    unsigned id = (unsigned)index + DATA_FIRST_PAGE_ID;
    struct atl_buffer title = {0};
    data_append_title(data, index, &title);
    emit_object(json, NULL);
    emit_format(json, "id", "%u", id);
    emit_text(json, "status", "current");
    emit_text(json, "title", title.data);
    emit_format(json, "spaceId", "%u", (unsigned)data->spaces[page->space].id);
    if (page->parent == DATA_NO_PARENT) {
        emit_null(json, "parentId");
        emit_null(json, "parentType");
    } else {
        emit_format(json, "parentId", "%u", (unsigned)page->parent + DATA_FIRST_PAGE_ID);
        emit_text(json, "parentType", "page");
    }
    emit_integer(json, "position", page->position);
    emit_text(json, "authorId", data->people[page->creator].account_id);
    emit_text(json, "ownerId", data->people[page->creator].account_id);
    emit_null(json, "lastOwnerId");
    emit_text(json, "createdAt", time_format_confluence(arena, (int64_t)page->created * 1000));
    emit_version(data, arena, json, page);
    emit_body(sandbox, arena, json, index, format);
    emit_object(json, "_links");
    emit_text(json, "webui", confluence_page_path(sandbox, arena, index));
    emit_format(json, "editui", "/pages/resumedraft.action?draftId=%u", id);
    emit_format(json, "tinyui", "/x/%x", id);
    emit_object_end(json);
    emit_object_end(json);
    atl_buffer_free(&title);
}

/* `single`: one page may also be had as a view. */
static bool read_body_format(struct request *request, bool single, enum body_format *format)
{
    const char *name = request_parameter(request, "body-format");
    if (name == NULL) {
        *format = BODY_NONE;
    } else if (strcmp(name, "storage") == 0) {
        *format = BODY_STORAGE;
    } else if (strcmp(name, "atlas_doc_format") == 0) {
        *format = BODY_ADF;
    } else if (single && strcmp(name, "view") == 0) {
        *format = BODY_VIEW;
    } else {
        reply_error(&request->reply, REPLY_CONFLUENCE_V2, 400,
                    "Provided value {%s} for 'body-format' is not the correct type", name);
        return false;
    }
    return true;
}

/* sort: see the API document; the reply is an error when it is none of them. */
static bool sort_pages(struct request *request, uint32_t *pages, size_t count)
{
    static const struct {
        const char *name;
        page_comparison comparison;
    } orders[] = {
        {"id", page_compare_ids},
        {"title", page_compare_titles},
        {"created-date", page_compare_created},
        {"modified-date", page_compare_modified},
    };
    const char *sort = request_parameter(request, "sort");
    if (sort == NULL) {
        return true;
    }
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        if (strcmp(sort + (*sort == '-'), orders[i].name) == 0) {
            page_sort(&request->sandbox->data, pages, count, orders[i].comparison, *sort == '-');
            return true;
        }
    }
    reply_error(&request->reply, REPLY_CONFLUENCE_V2, 400,
                "Provided value {%s} for 'sort' is not the correct type", sort);
    return false;
}

/* What the pages of a listing must have in common. */
struct page_filter {
    bool *spaces; /* NULL: any */
    const char *title;
    bool root_only;
    bool none; /* no page has the status that is asked for */
};

static bool passes(const struct data *data, uint32_t index, const struct page_filter *filter)
{
    const struct page *page = &data->pages[index];
    if (filter->none || (filter->spaces != NULL && !filter->spaces[page->space]) ||
        (filter->root_only && page->number != 0)) {
        return false;
    }
    if (filter->title == NULL) {
        return true;
    }
    struct atl_buffer title = {0};
    data_append_title(data, index, &title);
    bool same = strcasecmp(title.data, filter->title) == 0;
    atl_buffer_free(&title);
    return same;
}

/* Pages that pass, of those that "id" names if it is there. */
static uint32_t *select_pages(struct request *request, const struct page_filter *filter,
                              size_t *count)
{
    const struct data *data = &request->sandbox->data;
    char **ids;
    size_t id_count = request_parameter_list(request, "id", &ids);
    size_t most = id_count > 0 ? id_count : data->page_count;
    uint32_t *selected = atl_arena_alloc(&request->arena, (most + 1) * sizeof *selected);
    *count = 0;
    for (size_t i = 0; i < id_count; i++) {
        uint32_t index;
        if (data_find_page(data, ids[i], &index) && passes(data, index, filter)) {
            selected[(*count)++] = index;
        }
    }
    for (uint32_t i = 0; id_count == 0 && i < data->page_count; i++) {
        if (passes(data, i, filter)) {
            selected[(*count)++] = i;
        }
    }
    return selected;
}

static void read_statuses(struct request *request, struct page_filter *filter)
{
    char **statuses;
    size_t count = request_parameter_list(request, "status", &statuses);
    filter->none = !confluence_is_wanted(statuses, count, "current");
}

static void answer_pages(struct request *request, struct page_filter *filter)
{
    struct atl_buffer *json = &request->reply.body;
    struct listing listing;
    enum body_format format;
    if (!confluence_read_cursor(request, &listing) || !read_body_format(request, false, &format)) {
        return;
    }
    read_statuses(request, filter);
    filter->title = request_parameter(request, "title");
    uint32_t *pages = select_pages(request, filter, &listing.total);
    if (!sort_pages(request, pages, listing.total)) {
        return;
    }
    emit_object(json, NULL);
    emit_array(json, "results");
    for (size_t i = listing.start; i < listing_end(&listing); i++) {
        struct atl_arena arena = {0};
        emit_page(request->sandbox, &arena, json, pages[i], format);
        atl_arena_free(&arena);
    }
    emit_array_end(json);
    confluence_emit_v2_end(request, &listing);
}

static bool check_count(struct request *request, const char *name, size_t count, size_t most)
{
    if (count <= most) {
        return true;
    }
    reply_error(&request->reply, REPLY_CONFLUENCE_V2, 400,
                "The maximum number of values for '%s' is %zu", name, most);
    return false;
}

static void confluence_pages(struct request *request, struct reply *reply)
{
    (void)reply;
    const struct data *data = &request->sandbox->data;
    struct page_filter filter = {0};
    char **ids;
    char **space_ids;
    size_t id_count = request_parameter_list(request, "id", &ids);
    size_t space_count = request_parameter_list(request, "space-id", &space_ids);
    if (!check_count(request, "id", id_count, MOST_IDS) ||
        !check_count(request, "space-id", space_count, MOST_SPACE_IDS)) {
        return;
    }
    if (space_count > 0) {
        filter.spaces = atl_arena_alloc(&request->arena, data->space_count * sizeof(bool));
    }
    for (size_t i = 0; i < space_count; i++) {
        size_t index;
        if (data_find_space_by_id(data, space_ids[i], &index)) {
            filter.spaces[index] = true;
        }
    }
    answer_pages(request, &filter);
}

static void confluence_space_pages(struct request *request, struct reply *reply)
{
    (void)reply;
    const struct data *data = &request->sandbox->data;
    size_t index;
    if (!confluence_find_space(request, &index)) {
        return;
    }
    const char *depth = request_parameter(request, "depth");
    struct page_filter filter = {.root_only = depth != NULL && strcmp(depth, "root") == 0};
    filter.spaces = atl_arena_alloc(&request->arena, data->space_count * sizeof(bool));
    filter.spaces[index] = true;
    answer_pages(request, &filter);
}

static void confluence_page(struct request *request, struct reply *reply)
{
    uint32_t index;
    enum body_format format;
    const char *id = request->segments[0];
    if (!data_find_page(&request->sandbox->data, id, &index)) {
        reply_error(reply, REPLY_CONFLUENCE_V2, 404, "Page with id %s not found", id);
        return;
    }
    if (read_body_format(request, true, &format)) {
        emit_page(request->sandbox, &request->arena, &reply->body, index, format);
    }
}

static const struct route routes[] = {
    {"GET", ROUTE_CONFLUENCE_V2, "/spaces/{}/pages", ROUTE_CLOUD, confluence_space_pages},
    {"GET", ROUTE_CONFLUENCE_V2, "/pages", ROUTE_CLOUD, confluence_pages},
    {"GET", ROUTE_CONFLUENCE_V2, "/pages/{}", ROUTE_CLOUD, confluence_page},
};

const struct route_table confluence_page_routes = ROUTES(routes);
