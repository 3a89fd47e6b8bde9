/*
 * Search on Data Center, and lists of issues on both: the first page says how many issues match and
 * how many the server gives at a time; the others are fetched side by side by their offsets. Issues
 * that come or go meanwhile shift the others, so one may turn up on two pages (it is handed over
 * once) or on none (which the numbers tell).
 */
#include "atlassian/jira/internal.h"
#include "atlassian/ordered.h"

#include <inttypes.h>

struct offset_search {
    struct search *search;
    int64_t start; /* of the next page */
    int64_t end;   /* where to stop: the limit or the total */
    int64_t step;
    int64_t most;        /* the largest total that the server has given */
    int64_t passed_over; /* issues that aren't wanted */
};

struct page {
    int64_t start;
    int64_t size;
    struct search_answer answer;
};

static int64_t smaller(int64_t left, int64_t right)
{
    return left < right ? left : right;
}

/* ---- one page ---- */

static struct atl_http_request ask_list(const struct search *search, const struct page *page,
                                        struct atl_arena *arena)
{
    const struct atl_jira_search *wanted = search->wanted;
    struct atl_buffer path = {0};
    atl_buffer_printf(&path, "%s?startAt=%" PRId64 "&maxResults=%" PRId64 "&fields=", search->list,
                      page->start, page->size);
    atl_buffer_add(&path, wanted->fields[0] == NULL ? "key" : "");
    for (size_t i = 0; wanted->fields[i] != NULL; i++) {
        atl_buffer_add(&path, i == 0 ? "" : ",");
        atl_text_append_url_encoded(&path, wanted->fields[i]);
    }
    if (wanted->jql != NULL) {
        atl_buffer_add(&path, "&jql=");
        atl_text_append_url_encoded(&path, wanted->jql);
    }
    struct atl_http_request request = {.method = ATL_GET,
                                       .path = atl_arena_strndup(arena, path.data, path.length)};
    atl_buffer_free(&path);
    return request;
}

static struct atl_http_request ask_search(const struct search *search, const struct page *page,
                                          struct atl_arena *arena)
{
    cJSON *body = cJSON_CreateObject();
    cJSON_AddStringToObject(body, "jql", search->wanted->jql);
    cJSON_AddNumberToObject(body, "startAt", (double)page->start);
    cJSON_AddNumberToObject(body, "maxResults", (double)page->size);
    search_add_fields(search->wanted, body);
    if (search->wanted->history) {
        cJSON_AddItemToArray(cJSON_AddArrayToObject(body, "expand"),
                             cJSON_CreateString("changelog"));
    }
    return jira_read_by_post(jira_path(search->wanted->http, arena, "search"),
                             jira_body(arena, body));
}

static enum atl_status fetch_page(struct search *search, struct page *page, struct atl_arena *arena,
                                  struct atl_error *error)
{
    struct atl_http_request request =
        search->list == NULL ? ask_search(search, page, arena) : ask_list(search, page, arena);
    return search_fetch(search, &request, arena, &page->answer, error);
}

static enum atl_status read_page(struct search *search, struct page *page, struct atl_arena *arena,
                                 const cJSON **json, struct atl_error *error)
{
    enum atl_status status = search_read(search, &page->answer, arena, json, error);
    if (status != ATL_OK) {
        return status;
    }
    if (!cJSON_IsArray(atl_json_member(*json, "issues")) ||
        atl_json_integer(*json, "total", -1) < 0) {
        return atl_fail(error, ATL_FAILED, "the server's answer is no page of a search");
    }
    return ATL_OK;
}

static enum atl_status hand_over_page(struct offset_search *offsets, struct atl_arena *arena,
                                      const cJSON *json, int64_t size, int64_t *count,
                                      struct atl_error *error)
{
    struct search *search = offsets->search;
    const cJSON *issues = atl_json_member(json, "issues");
    struct search_batch batch = search_batch_new(arena, (size_t)cJSON_GetArraySize(issues));
    const cJSON *issue;
    *count = 0;
    search->result->total = atl_json_integer(json, "total", -1);
    if (offsets->most < search->result->total) {
        offsets->most = search->result->total;
    }
    cJSON_ArrayForEach(issue, issues)
    {
        if (*count == size) {
            break;
        }
        (*count)++;
        if (!search_is_new(search, issue)) {
            continue;
        }
        if (search_skips(search, atl_json_text(issue, "id", NULL))) {
            offsets->passed_over++;
        } else {
            search_batch_add(&batch, issue);
        }
    }
    return search_hand_over(search, &batch, error);
}

/* ---- pages side by side ---- */

static enum atl_status plan_page(void *context, struct ordered_batch *batch,
                                 struct atl_error *error)
{
    struct offset_search *offsets = context;
    (void)error;
    if (offsets->start < offsets->end) {
        struct page *page = atl_arena_alloc(&batch->arena, sizeof *page);
        page->start = offsets->start;
        page->size = smaller(offsets->step, offsets->end - offsets->start);
        offsets->start += page->size;
        batch->job = page;
    }
    return ATL_OK;
}

static enum atl_status fetch_planned(void *context, struct ordered_batch *batch,
                                     struct atl_error *error)
{
    const struct offset_search *offsets = context;
    struct page *page = batch->job;
    enum atl_status status = fetch_page(offsets->search, page, &batch->arena, error);
    batch->bytes = status == ATL_OK ? page->answer.response.length : 0;
    return status;
}

/* A page may hold fewer issues than asked for though more follow: then the rest is fetched too. */
static enum atl_status deliver_page(void *context, struct ordered_batch *batch,
                                    struct atl_error *error)
{
    struct offset_search *offsets = context;
    struct page *page = batch->job;
    for (;;) {
        const cJSON *json;
        int64_t count;
        enum atl_status status = read_page(offsets->search, page, &batch->arena, &json, error);
        if (status == ATL_OK) {
            status = hand_over_page(offsets, &batch->arena, json, page->size, &count, error);
        }
        if (status != ATL_OK) {
            return status;
        }
        page->start += count;
        page->size -= count;
        if (count == 0 || page->size == 0 || page->start >= offsets->search->result->total) {
            return ATL_OK;
        }
        status = fetch_page(offsets->search, page, &batch->arena, error);
        if (status != ATL_OK) {
            return status;
        }
    }
}

/* ---- where to begin ---- */

/*
 * Issues that aren't wanted often lie before all others: of those only the keys are read, to begin
 * behind them. A page earlier, in fact, so that issues which vanish meanwhile shift none away.
 */
static enum atl_status pass_over(struct offset_search *offsets, struct atl_error *error)
{
    struct search *search = offsets->search;
    static const char *const no_fields[] = {NULL};
    struct atl_jira_search keys_only = {
        .http = search->wanted->http, .jql = search->wanted->jql, .fields = no_fields};
    struct search keys = {.wanted = &keys_only};
    int64_t passed = 0;
    enum atl_status status = ATL_OK;
    for (bool more = true; status == ATL_OK && more;) {
        struct atl_arena arena = {0};
        struct page page = {.start = passed, .size = JIRA_KEY_PAGE};
        const cJSON *json = NULL;
        status = fetch_page(&keys, &page, &arena, error);
        if (status == ATL_OK) {
            status = read_page(&keys, &page, &arena, &json, error);
        }
        const cJSON *issue = status == ATL_OK ? atl_json_member(json, "issues")->child : NULL;
        more = issue != NULL;
        for (; issue != NULL; issue = issue->next, passed += more ? 1 : 0) {
            more = more && search_skips(search, atl_json_text(issue, "id", NULL));
        }
        atl_arena_free(&arena);
    }
    offsets->start = passed > JIRA_LARGE_PAGE ? passed - JIRA_LARGE_PAGE : 0;
    offsets->passed_over = offsets->start;
    return status;
}

/* ---- all of it ---- */

/* The first page, alone: it tells the total, the size of pages and how large such an answer is. */
static enum atl_status begin(struct offset_search *offsets, size_t *bytes, struct atl_error *error)
{
    struct atl_arena arena = {0};
    const struct atl_jira_search *wanted = offsets->search->wanted;
    struct page page = {.start = offsets->start, .size = smaller(wanted->limit, JIRA_LARGE_PAGE)};
    const cJSON *json = NULL;
    int64_t count = 0;
    enum atl_status status = fetch_page(offsets->search, &page, &arena, error);
    if (status == ATL_OK) {
        *bytes = page.answer.response.length;
        status = read_page(offsets->search, &page, &arena, &json, error);
    }
    if (status == ATL_OK) {
        status = hand_over_page(offsets, &arena, json, page.size, &count, error);
        int64_t granted = atl_json_integer(json, "maxResults", 0);
        offsets->step = granted > 0 ? smaller(granted, page.size) : page.size;
        offsets->start += count;
        offsets->end = smaller(wanted->limit, count == 0 ? 0 : offsets->search->result->total);
    }
    atl_arena_free(&arena);
    return status;
}

enum atl_status search_by_offset(struct search *search, struct atl_error *error)
{
    struct offset_search offsets = {.search = search};
    struct ordered_work work = {.context = &offsets,
                                .width = search_width(search),
                                .most_bytes = search->wanted->memory,
                                .plan = plan_page,
                                .fetch = fetch_planned,
                                .deliver = deliver_page};
    struct atl_jira_search_result *result = search->result;
    enum atl_status status = search->wanted->skip == NULL ? ATL_OK : pass_over(&offsets, error);
    if (status == ATL_OK) {
        status = begin(&offsets, &work.expected_bytes, error);
    }
    while (status == ATL_OK && offsets.start < offsets.end) {
        status = ordered_run(&work, error);
        /* Issues that have come since the first page. */
        offsets.end = smaller(search->wanted->limit, result->total);
    }
    int64_t expected = smaller(search->wanted->limit, offsets.most);
    result->more = result->total > search->wanted->limit;
    int64_t had = result->found + offsets.passed_over;
    result->gone = expected > had ? expected - had : 0;
    return status;
}
