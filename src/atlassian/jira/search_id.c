/*
 * Search on Cloud for more than a page: one fiber reads the ids, up to 5,000 at a time and a page
 * ahead, and batches of a hundred are fetched side by side, put back into JQL's order and handed
 * over as their turn comes.
 */
#include "atlassian/jira/internal.h"
#include "atlassian/ordered.h"

#include "atlcli/loop.h"

#include <stdlib.h>
#include <string.h>

struct id_page {
    struct atl_arena arena;
    const char **ids;
    size_t count;
    size_t planned; /* so many of them are in batches already */
};

struct id_search {
    struct search *search;
    struct atl_pages pages;
    struct id_page *ahead;   /* read, not yet begun */
    struct id_page *current; /* being cut into batches */
    struct atl_queue changed;
    int64_t read; /* ids so far */
    bool read_all;
    enum atl_status read_status;
    struct atl_error read_error;
};

struct batch {
    const char **ids;
    size_t count;
    struct search_answer answer;
    struct history_page *history;
};

static void free_page(struct id_page *page)
{
    if (page != NULL) {
        atl_arena_free(&page->arena);
        free(page);
    }
}

/* ---- reading ids ---- */

static void keep_ids(struct id_search *ids, struct id_page *page, const cJSON *issues)
{
    struct search *search = ids->search;
    size_t most = (size_t)cJSON_GetArraySize(issues);
    page->ids = atl_arena_alloc(&page->arena, (most + 1) * sizeof *page->ids);
    const cJSON *issue;
    cJSON_ArrayForEach(issue, issues)
    {
        if (ids->read == search->wanted->limit) {
            search->result->more = true;
            return;
        }
        if (search_is_new(search, issue) &&
            !search_skips(search, atl_json_text(issue, "id", NULL))) {
            page->ids[page->count++] =
                atl_arena_strdup(&page->arena, atl_json_text(issue, "id", NULL));
            ids->read++;
        }
    }
}

static enum atl_status read_page(struct id_search *ids, struct id_page **page,
                                 struct atl_error *error)
{
    struct atl_arena arena = {0};
    const cJSON *json;
    int64_t left = ids->search->wanted->limit - ids->read;
    ids->pages.page_size = left < JIRA_ID_PAGE ? (size_t)left : JIRA_ID_PAGE;
    enum atl_status status = atl_pages_next(&ids->pages, &arena, &json, error);
    if (status == ATL_OK) {
        *page = atl_alloc(sizeof **page);
        keep_ids(ids, *page, atl_pages_items(&ids->pages, json));
    }
    atl_arena_free(&arena);
    return status;
}

static enum atl_status read_pages(struct id_search *ids, struct atl_error *error)
{
    while (!ids->pages.done && ids->read < ids->search->wanted->limit) {
        struct id_page *page = NULL;
        enum atl_status status = read_page(ids, &page, error);
        while (status == ATL_OK && ids->ahead != NULL) {
            status = atl_queue_wait(&ids->changed, error);
        }
        if (status != ATL_OK) {
            free_page(page);
            return status;
        }
        ids->ahead = page;
        atl_queue_wake_all(&ids->changed);
    }
    ids->search->result->more = ids->search->result->more || !ids->pages.done;
    return ATL_OK;
}

/* A fiber. What fails here is told when all issues before it have been handed over. */
static enum atl_status read_ids(void *argument, struct atl_error *error)
{
    struct id_search *ids = argument;
    ids->read_status = read_pages(ids, &ids->read_error);
    ids->read_all = true;
    atl_queue_wake_all(&ids->changed);
    if (ids->read_status == ATL_CANCELLED) {
        *error = ids->read_error;
        return ATL_CANCELLED;
    }
    return ATL_OK;
}

/* ---- batches ---- */

/* Makes `current` a page with ids left, or NULL when there is none any more. */
static enum atl_status turn_page(struct id_search *ids, struct atl_error *error)
{
    while (ids->current == NULL || ids->current->planned == ids->current->count) {
        if (ids->ahead != NULL) {
            free_page(ids->current);
            ids->current = ids->ahead;
            ids->ahead = NULL;
            atl_queue_wake_all(&ids->changed);
        } else if (ids->read_all) {
            free_page(ids->current);
            ids->current = NULL;
            *error = ids->read_error;
            return ids->read_status;
        } else {
            enum atl_status status = atl_queue_wait(&ids->changed, error);
            if (status != ATL_OK) {
                return status;
            }
        }
    }
    return ATL_OK;
}

static enum atl_status plan_batch(void *context, struct ordered_batch *batch,
                                  struct atl_error *error)
{
    struct id_search *ids = context;
    enum atl_status status = turn_page(ids, error);
    if (status != ATL_OK || ids->current == NULL) {
        return status;
    }
    struct id_page *page = ids->current;
    size_t left = page->count - page->planned;
    struct batch *job = atl_arena_alloc(&batch->arena, sizeof *job);
    job->count = left < JIRA_PAGE ? left : JIRA_PAGE;
    job->ids = atl_arena_alloc(&batch->arena, job->count * sizeof *job->ids);
    for (size_t i = 0; i < job->count; i++) {
        job->ids[i] = atl_arena_strdup(&batch->arena, page->ids[page->planned++]);
    }
    batch->job = job;
    return ATL_OK;
}

static enum atl_status fetch_issues(struct search *search, struct atl_arena *arena,
                                    const char *const *ids, size_t count,
                                    struct search_answer *answer, struct atl_error *error)
{
    cJSON *body = cJSON_CreateObject();
    cJSON_AddItemToObject(body, "issueIdsOrKeys", cJSON_CreateStringArray(ids, (int)count));
    search_add_fields(search->wanted, body);
    struct atl_http_request request =
        jira_read_by_post("/rest/api/3/issue/bulkfetch", jira_body(arena, body));
    return search_fetch(search, &request, arena, answer, error);
}

/* The answer stays as it came until its turn: as a tree it would take a hundred times the memory.
 */
static enum atl_status fetch_batch(void *context, struct ordered_batch *batch,
                                   struct atl_error *error)
{
    struct id_search *ids = context;
    struct batch *job = batch->job;
    enum atl_status status =
        fetch_issues(ids->search, &batch->arena, job->ids, job->count, &job->answer, error);
    if (status == ATL_OK) {
        batch->bytes = job->answer.response.length;
    }
    if (status == ATL_OK && ids->search->wanted->history) {
        status = history_fetch(ids->search, &batch->arena, job->ids, job->count, &job->history,
                               &batch->bytes, error);
    }
    return status;
}

/* ---- handing over ---- */

/* Issues of a batch as they came, to be found by id. */
struct answers {
    const cJSON *issues[JIRA_PAGE];
    size_t count;
    const cJSON *errors; /* of the last answer */
};

static int compare_issues(const void *left, const void *right)
{
    return strcmp(atl_json_text(*(const cJSON *const *)left, "id", ""),
                  atl_json_text(*(const cJSON *const *)right, "id", ""));
}

static const cJSON *find_issue(const struct answers *answers, const char *id)
{
    size_t low = 0;
    size_t high = answers->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(id, atl_json_text(answers->issues[middle], "id", ""));
        if (order == 0) {
            return answers->issues[middle];
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

static enum atl_status read_issues(struct search *search, struct answers *answers,
                                   struct search_answer *answer, struct atl_arena *arena,
                                   struct atl_error *error)
{
    const cJSON *json;
    enum atl_status status = search_read(search, answer, arena, &json, error);
    if (status != ATL_OK) {
        return status;
    }
    const cJSON *issue;
    cJSON_ArrayForEach(issue, atl_json_member(json, "issues"))
    {
        if (answers->count < JIRA_PAGE) {
            answers->issues[answers->count++] = issue;
        }
    }
    answers->errors = atl_json_member(json, "issueErrors");
    qsort(answers->issues, answers->count, sizeof *answers->issues, compare_issues);
    return ATL_OK;
}

/* The server's words about an issue that it couldn't give; NULL when it said nothing. */
static const char *find_refusal(const struct answers *answers, const char *id)
{
    const cJSON *refusal;
    cJSON_ArrayForEach(refusal, answers->errors)
    {
        if (atl_text_equal(atl_json_text(refusal, "id", NULL), id)) {
            return atl_json_text(refusal, "errorMessage", "");
        }
    }
    return NULL;
}

/* "A retriable error or payload constraint", says the API's document: asks for those again. */
static enum atl_status ask_again(struct search *search, const struct batch *job,
                                 struct answers *answers, struct atl_arena *arena,
                                 struct atl_error *error)
{
    const char *ids[JIRA_PAGE];
    size_t count = 0;
    for (size_t i = 0; i < job->count; i++) {
        if (find_issue(answers, job->ids[i]) == NULL && find_refusal(answers, job->ids[i])) {
            ids[count++] = job->ids[i];
        }
    }
    if (count == 0) {
        return ATL_OK;
    }
    struct search_answer answer;
    enum atl_status status = fetch_issues(search, arena, ids, count, &answer, error);
    return status == ATL_OK ? read_issues(search, answers, &answer, arena, error) : status;
}

static void note_missing(struct search *search, const struct answers *answers, const char *id)
{
    const char *reason = find_refusal(answers, id);
    if (reason == NULL) {
        search->result->gone++;
        return;
    }
    if (search->result->refused++ == 0) {
        struct atl_error words;
        atl_error_clear(&words);
        atl_hint(&words, "%s", reason);
        memcpy(search->result->reason, words.hints[0], sizeof search->result->reason);
    }
}

static enum atl_status deliver_batch(void *context, struct ordered_batch *batch,
                                     struct atl_error *error)
{
    struct search *search = ((struct id_search *)context)->search;
    struct batch *job = batch->job;
    struct answers answers = {0};
    enum atl_status status = read_issues(search, &answers, &job->answer, &batch->arena, error);
    if (status == ATL_OK && cJSON_GetArraySize(answers.errors) > 0) {
        status = ask_again(search, job, &answers, &batch->arena, error);
    }
    struct search_batch issues = search_batch_new(&batch->arena, job->count);
    for (size_t i = 0; status == ATL_OK && i < job->count; i++) {
        const cJSON *issue = find_issue(&answers, job->ids[i]);
        if (issue != NULL) {
            search_batch_add(&issues, issue);
        } else {
            note_missing(search, &answers, job->ids[i]);
        }
    }
    if (status == ATL_OK && job->history != NULL) {
        status = history_read(&batch->arena, job->history, &issues, error);
    }
    return status == ATL_OK ? search_hand_over(search, &issues, error) : status;
}

/* A fiber. */
static enum atl_status fetch_batches(void *argument, struct atl_error *error)
{
    struct id_search *ids = argument;
    const struct ordered_work work = {.context = ids,
                                      .width = atl_http_width(ids->search->wanted->http),
                                      .expected_bytes = (size_t)JIRA_PAGE * JIRA_PACKED_BYTES,
                                      .most_bytes = ids->search->wanted->memory,
                                      .plan = plan_batch,
                                      .fetch = fetch_batch,
                                      .deliver = deliver_batch};
    return ordered_run(&work, error);
}

enum atl_status search_by_id(struct search *search, struct atl_error *error)
{
    struct atl_arena arena = {0};
    cJSON *body = cJSON_CreateObject();
    cJSON_AddStringToObject(body, "jql", search->wanted->jql);
    cJSON_AddItemToArray(cJSON_AddArrayToObject(body, "fields"), cJSON_CreateString("id"));
    struct id_search ids = {.search = search,
                            .pages = {.http = search->wanted->http,
                                      .paging = ATL_PAGING_TOKEN,
                                      .path = "/rest/api/3/search/jql",
                                      .body = jira_body(&arena, body),
                                      .items = "issues"}};
    struct atl_group *group = atl_group_open(0, false);
    if (atl_group_spawn(group, read_ids, &ids) == ATL_OK) {
        (void)atl_group_spawn(group, fetch_batches, &ids);
    }
    enum atl_status status = atl_group_wait(group, error);
    free_page(ids.ahead);
    free_page(ids.current);
    atl_arena_free(&arena);
    return status;
}
