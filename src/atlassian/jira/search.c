/* Search: which way is cheapest, and what the ways have in common. */
#include "atlassian/jira/internal.h"

/* ---- what the strategies share ---- */

bool search_is_new(struct search *search, const cJSON *issue)
{
    const char *id = atl_json_text(issue, "id", NULL);
    return id != NULL && id_set_add(&search->seen, id);
}

int64_t search_left(const struct search *search)
{
    return search->wanted->limit - search->result->found;
}

bool search_skips(const struct search *search, const char *id)
{
    return search->wanted->skip != NULL && id != NULL &&
           search->wanted->skip(search->wanted->context, id);
}

struct search_batch search_batch_new(struct atl_arena *arena, size_t room)
{
    struct search_batch batch = {.arena = arena};
    batch.issues = atl_arena_alloc(arena, (room + 1) * sizeof *batch.issues);
    return batch;
}

void search_batch_add(struct search_batch *batch, const cJSON *issue)
{
    batch->issues[batch->count++] = (struct atl_jira_issue){
        .id = atl_json_text(issue, "id", NULL),
        .key = atl_json_text(issue, "key", NULL),
        .fields = atl_json_object(atl_json_member(issue, "fields")),
        .history = atl_json_get(issue, "changelog.histories"),
    };
}

enum atl_status search_hand_over(struct search *search, const struct search_batch *batch,
                                 struct atl_error *error)
{
    const struct atl_jira_search *wanted = search->wanted;
    enum atl_status status = wanted->whole ? search_complete(search, batch, error) : ATL_OK;
    if (status == ATL_OK && wanted->on_batch != NULL && batch->count > 0) {
        status = wanted->on_batch(wanted->context, batch->issues, batch->count, error);
    }
    for (size_t i = 0; status == ATL_OK && i < batch->count; i++) {
        search->result->found++;
        status = wanted->on_issue(wanted->context, &batch->issues[i], error);
    }
    return status;
}

void search_add_fields(const struct atl_jira_search *wanted, cJSON *body)
{
    cJSON *fields = cJSON_AddArrayToObject(body, "fields");
    for (size_t i = 0; wanted->fields[i] != NULL; i++) {
        cJSON_AddItemToArray(fields, cJSON_CreateString(wanted->fields[i]));
    }
    if (wanted->fields[0] == NULL) {
        /* No fields at all would mean the server's default, which on Data Center is all of them. */
        cJSON_AddItemToArray(fields, cJSON_CreateString("key"));
    }
}

size_t search_width(const struct search *search)
{
    size_t width = atl_http_width(search->wanted->http);
    return width < JIRA_WIDTH ? width : JIRA_WIDTH;
}

/* ---- answers that wait for their turn ---- */

enum atl_status search_fetch(struct search *search, const struct atl_http_request *request,
                             struct atl_arena *arena, struct search_answer *answer,
                             struct atl_error *error)
{
    *answer = (struct search_answer){.request = *request};
    answer->request.keep_packed = true;
    answer->request.wants_answer = true;
    return atl_http_text(search->wanted->http, &answer->request, arena, &answer->response, error);
}

enum atl_status search_read(struct search *search, struct search_answer *answer,
                            struct atl_arena *arena, const cJSON **json, struct atl_error *error)
{
    return atl_http_read(search->wanted->http, &answer->request, arena, &answer->response, json,
                         error);
}

/* ---- the choice ---- */

enum atl_status atl_jira_search(const struct atl_jira_search *search,
                                struct atl_jira_search_result *result, struct atl_error *error)
{
    *result = (struct atl_jira_search_result){.total = -1};
    struct search state = {.wanted = search, .result = result};
    enum atl_status status;
    if (!jira_is_cloud(search->http)) {
        status = search_by_offset(&state, error);
    } else if (search->fields[0] == NULL) {
        status = search_by_token(&state, JIRA_ID_PAGE, error);
    } else if (search->limit <= JIRA_PAGE && !search->history && search->skip == NULL) {
        status = search_by_token(&state, JIRA_PAGE, error);
    } else {
        status = search_by_id(&state, error);
    }
    id_set_free(&state.seen);
    return status;
}

/* ---- counting ---- */

static enum atl_status ask_count(struct atl_http *http, const char *path, cJSON *body,
                                 const char *member, int64_t *count, struct atl_error *error)
{
    struct atl_arena arena = {0};
    const cJSON *json;
    struct atl_http_request request =
        jira_read_by_post(jira_path(http, &arena, path), jira_body(&arena, body));
    enum atl_status status = atl_http_json(http, &request, &arena, &json, error);
    if (status == ATL_OK) {
        *count = atl_json_integer(json, member, -1);
        if (*count < 0) {
            status = atl_fail(error, ATL_FAILED, "the server's answer holds no number of issues");
        }
    }
    atl_arena_free(&arena);
    return status;
}

enum atl_status atl_jira_count(struct atl_http *http, const char *jql, int64_t *count,
                               bool *approximate, struct atl_error *error)
{
    cJSON *body = cJSON_CreateObject();
    cJSON_AddStringToObject(body, "jql", jql);
    *approximate = jira_is_cloud(http);
    if (*approximate) {
        return ask_count(http, "search/approximate-count", body, "count", count, error);
    }
    cJSON_AddNumberToObject(body, "maxResults", 0);
    return ask_count(http, "search", body, "total", count, error);
}
