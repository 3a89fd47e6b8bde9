/* Pagination: four ways to hand out pages, one iterator over them. */
#include "http/page_link.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    /* Pages may be empty where the server filters by permission; not for ever, though. */
    MOST_EMPTY_PAGES = 32,
};

static enum atl_status fail(struct atl_error *error, const char *what)
{
    atl_fail(error, ATL_FAILED, "the server's pages make no sense: %s", what);
    atl_hint(error, "the list is incomplete; see what it answers with --verbose");
    return ATL_FAILED;
}

/* Comments, worklogs and the like are called by their own names. */
static const cJSON *only_array(const cJSON *page)
{
    const cJSON *found = NULL;
    const cJSON *member;
    cJSON_ArrayForEach(member, page)
    {
        if (cJSON_IsArray(member)) {
            if (found != NULL) {
                return NULL;
            }
            found = member;
        }
    }
    return found;
}

const cJSON *atl_pages_items(const struct atl_pages *pages, const cJSON *page)
{
    static const char *const usual[] = {"issues", "values", "results"};
    if (pages->items != NULL) {
        const cJSON *items = atl_json_get(page, pages->items);
        return cJSON_IsArray(items) ? items : NULL;
    }
    if (cJSON_IsArray(page)) {
        return page;
    }
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        const cJSON *items = atl_json_member(page, usual[i]);
        if (cJSON_IsArray(items)) {
            return items;
        }
    }
    return only_array(page);
}

/* ---- the request for a page ---- */

static void add_number(struct atl_buffer *path, const char *name, int64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, number);
    atl_path_add_parameter(path, name, text);
}

static enum atl_status build_body(const struct atl_pages *pages, struct atl_arena *arena,
                                  const char **body, struct atl_error *error)
{
    cJSON *tree;
    enum atl_status status =
        atl_json_parse(pages->body, strlen(pages->body), "the request's body", &tree, error);
    if (status != ATL_OK) {
        return status;
    }
    if (pages->page_size > 0) {
        atl_json_remove(tree, "maxResults");
        cJSON_AddNumberToObject(tree, "maxResults", (double)pages->page_size);
    }
    if (pages->next[0] != '\0') {
        atl_json_set_text(tree, "nextPageToken", pages->next);
    }
    if (pages->paging == ATL_PAGING_START_AT && pages->start > 0) {
        atl_json_remove(tree, "startAt");
        cJSON_AddNumberToObject(tree, "startAt", (double)pages->start);
    }
    char *text = atl_json_print(tree, false);
    *body = atl_arena_strdup(arena, text);
    free(text);
    cJSON_Delete(tree);
    return ATL_OK;
}

static void build_path(const struct atl_pages *pages, struct atl_buffer *path)
{
    bool linked = pages->paging == ATL_PAGING_CURSOR || pages->paging == ATL_PAGING_START_LIMIT;
    if (linked && pages->next[0] != '\0') {
        atl_buffer_add(path, pages->next);
        return;
    }
    atl_buffer_add(path, pages->path);
    if (pages->body != NULL) {
        return;
    }
    if (pages->page_size > 0) {
        add_number(path, linked ? "limit" : "maxResults", (int64_t)pages->page_size);
    }
    if ((pages->paging == ATL_PAGING_START_AT || pages->paging == ATL_PAGING_DETECT) &&
        pages->start > 0) {
        add_number(path, "startAt", pages->start);
    }
    if (pages->paging == ATL_PAGING_TOKEN && pages->next[0] != '\0') {
        atl_path_add_parameter(path, "nextPageToken", pages->next);
    }
}

static enum atl_status fetch(const struct atl_pages *pages, struct atl_arena *arena,
                             const cJSON **page, struct atl_error *error)
{
    struct atl_buffer path = {0};
    struct atl_http_request request = {.method = ATL_GET};
    enum atl_status status = ATL_OK;
    build_path(pages, &path);
    request.path = atl_buffer_text(&path);
    if (pages->body != NULL) {
        request.method = ATL_POST;
        request.safe_to_repeat = true;
        status = build_body(pages, arena, &request.body, error);
        request.body_length = request.body == NULL ? 0 : strlen(request.body);
    }
    if (status == ATL_OK) {
        status = atl_http_json(pages->http, &request, arena, page, error);
    }
    atl_buffer_free(&path);
    return status;
}

/* ---- where the next page is ---- */

static uint64_t hash(const char *text)
{
    uint64_t value = UINT64_C(14695981039346656037); /* FNV-1a */
    for (; *text != '\0'; text++) {
        value = (value ^ (unsigned char)*text) * UINT64_C(1099511628211);
    }
    return value;
}

/*
 * Keeps the token or link of the next page. One that comes back is noticed by comparing with a mark
 * that moves on after 1, 2, 4, 8, … pages (Brent's algorithm): any circle is found in bounded
 * space.
 */
static enum atl_status go_to(struct atl_pages *pages, const char *next, struct atl_error *error)
{
    size_t length = strlen(next);
    uint64_t value = hash(next);
    if (length >= sizeof pages->next) {
        return fail(error, "the link to the next page is too long");
    }
    if (pages->mark_at > 0 && value == pages->mark) {
        return fail(error, "the next page is one that was there before");
    }
    if (pages->pages >= pages->mark_at * 2) {
        pages->mark_at = pages->pages;
        pages->mark = value;
    }
    memcpy(pages->next, next, length + 1);
    return ATL_OK;
}

static enum atl_status advance_by_token(struct atl_pages *pages, const cJSON *page,
                                        struct atl_error *error)
{
    const char *token = atl_json_text(page, "nextPageToken", NULL);
    if (atl_text_is_empty(token) || atl_json_bool(page, "isLast", false)) {
        pages->done = true;
        return ATL_OK;
    }
    return go_to(pages, token, error);
}

static enum atl_status advance_by_link(struct atl_pages *pages, const cJSON *page,
                                       struct atl_error *error)
{
    const char *link = atl_json_text(page, "_links.next", NULL);
    if (atl_text_is_empty(link)) {
        pages->done = true;
        return ATL_OK;
    }
    struct atl_buffer next = {0};
    enum atl_status status = atl_page_link_follow(pages->http, pages->path, link, &next, error);
    if (status == ATL_OK) {
        status = go_to(pages, atl_buffer_text(&next), error);
    }
    atl_buffer_free(&next);
    return status;
}

static enum atl_status advance_by_offset(struct atl_pages *pages, const cJSON *page, size_t count,
                                         struct atl_error *error)
{
    int64_t asked = (int64_t)pages->page_size;
    int64_t size = atl_json_integer(page, "maxResults", asked);
    int64_t total = atl_json_integer(page, "total", -1);
    const cJSON *last = atl_json_get(page, "isLast");
    if (atl_json_integer(page, "startAt", pages->start) != pages->start) {
        return fail(error, "it answers with another page than the one asked for");
    }
    pages->start += (int64_t)count;
    if (cJSON_IsBool(last)) {
        pages->done = cJSON_IsTrue(last);
    } else if (total >= 0) {
        pages->done = pages->start >= total;
    } else {
        pages->done = count == 0 || size <= 0 || (int64_t)count < size;
    }
    if (!pages->done && count == 0) {
        return fail(error, "an empty page says that more will follow");
    }
    return ATL_OK;
}

/* False when the answer doesn't hand out pages: then it is all there is. */
static bool detect(struct atl_pages *pages, const cJSON *page)
{
    if (atl_pages_items(pages, page) == NULL || cJSON_IsArray(page)) {
        return false;
    }
    if (atl_json_text(page, "nextPageToken", NULL) != NULL) {
        pages->paging = ATL_PAGING_TOKEN;
    } else if (atl_json_text(page, "_links.next", NULL) != NULL) {
        pages->paging = ATL_PAGING_CURSOR;
    } else if (atl_json_get(page, "startAt") != NULL) {
        pages->paging = ATL_PAGING_START_AT;
        pages->start = atl_json_integer(page, "startAt", 0);
    } else {
        return false;
    }
    return true;
}

enum atl_status atl_pages_next(struct atl_pages *pages, struct atl_arena *arena, const cJSON **page,
                               struct atl_error *error)
{
    *page = NULL;
    if (pages->done) {
        return ATL_OK;
    }
    enum atl_status status = fetch(pages, arena, page, error);
    if (status != ATL_OK) {
        return status;
    }
    if (pages->paging == ATL_PAGING_DETECT && !detect(pages, *page)) {
        pages->pages++;
        pages->done = true;
        return ATL_OK;
    }
    const cJSON *items = atl_pages_items(pages, *page);
    if (items == NULL) {
        return fail(error, "there is no list of items in one");
    }
    size_t count = (size_t)cJSON_GetArraySize(items);
    pages->pages++;
    pages->empty_pages = count == 0 ? pages->empty_pages + 1 : 0;
    switch (pages->paging) {
    case ATL_PAGING_TOKEN:
        status = advance_by_token(pages, *page, error);
        break;
    case ATL_PAGING_CURSOR:
    case ATL_PAGING_START_LIMIT:
        status = advance_by_link(pages, *page, error);
        break;
    case ATL_PAGING_START_AT:
    case ATL_PAGING_DETECT: /* settled above */
        status = advance_by_offset(pages, *page, count, error);
        break;
    }
    if (status == ATL_OK && !pages->done && pages->empty_pages >= MOST_EMPTY_PAGES) {
        status = fail(error, "one empty page after the other says that more will follow");
    }
    return status;
}
