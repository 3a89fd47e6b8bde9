#include "support/jira.h"

#include "atlcli/json.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_ID = 1000 };

/* Handlers run in threads of their own. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int least(int left, int right)
{
    return left < right ? left : right;
}

/* Those from `start` to before `end` of one issue. */
static void add_comments(struct atl_buffer *text, int total, int start, int end)
{
    atl_buffer_printf(text, "{\"startAt\":%d,\"total\":%d,\"comments\":[", start, total);
    for (int i = start; i < end; i++) {
        atl_buffer_printf(text, "%s{\"id\":\"%d\"}", i == start ? "" : ",", i);
    }
    atl_buffer_add(text, "]}");
}

static void add_issue(const struct jira *jira, struct atl_buffer *text, int number,
                      bool with_fields)
{
    char last = text->data[text->length - 1];
    atl_buffer_printf(text, "%s{\"id\":\"%d\"", last == '[' ? "" : ",", FIRST_ID + number);
    if (with_fields) {
        atl_buffer_printf(text, ",\"key\":\"T-%d\",\"fields\":{\"summary\":\"Number %d\"", number,
                          number);
        if (jira->comments > 0 && number % 10 == 0) {
            atl_buffer_add(text, ",\"comment\":");
            add_comments(text, jira->comments, jira->comments - 2, jira->comments);
        }
        atl_buffer_add_char(text, '}');
    }
    atl_buffer_add_char(text, '}');
}

/* ---- Cloud ---- */

static bool asks_for_ids(const cJSON *body)
{
    return atl_text_equal(atl_json_text(body, "fields.0", NULL), "id");
}

static void answer_search(struct jira *jira, const cJSON *body, struct atl_buffer *answer)
{
    const char *token = atl_json_text(body, "nextPageToken", "0");
    int start = atoi(token);
    int size = (int)atl_json_integer(body, "maxResults", 50);
    bool ids = asks_for_ids(body);
    int cap = ids ? jira->id_page_cap : jira->page_cap;
    int end = least(jira->total, start + (cap == 0 ? size : least(size, cap)));
    atl_buffer_add(answer, "{\"issues\":[");
    for (int i = start - (start > 0 ? jira->repeated : 0); i < end; i++) {
        add_issue(jira, answer, i, !ids);
    }
    atl_buffer_add(answer, "]");
    if (end < jira->total) {
        atl_buffer_printf(answer, ",\"nextPageToken\":\"%d\"", end);
    }
    atl_buffer_printf(answer, ",\"isLast\":%s}", end < jira->total ? "false" : "true");
}

static int compare_numbers(const void *left, const void *right)
{
    return *(const int *)left - *(const int *)right;
}

/* Issues come in the order of their ids, whatever was asked for. */
static void answer_batch(struct jira *jira, const cJSON *body, struct atl_buffer *answer)
{
    int numbers[100];
    int refused[100];
    size_t count = 0;
    size_t refused_count = 0;
    bool refuse = jira->refused > 0 && jira->refusals_so_far < jira->refusals;
    const cJSON *id;
    cJSON_ArrayForEach(id, atl_json_get(body, "issueIdsOrKeys"))
    {
        int number = atoi(id->valuestring) - FIRST_ID;
        if (refuse && number % jira->refused == 0) {
            refused[refused_count++] = number;
        } else if (jira->gone == 0 || number % jira->gone != 0) {
            numbers[count++] = number;
        }
    }
    jira->refusals_so_far += refused_count > 0 ? 1 : 0;
    qsort(numbers, count, sizeof *numbers, compare_numbers);
    atl_buffer_add(answer, "{\"issues\":[");
    for (size_t i = 0; i < count; i++) {
        add_issue(jira, answer, numbers[i], true);
    }
    atl_buffer_add(answer, "],\"issueErrors\":[");
    for (size_t i = 0; i < refused_count; i++) {
        atl_buffer_printf(answer, "%s{\"id\":\"%d\",\"errorMessage\":\"too heavy\"}",
                          i == 0 ? "" : ",", FIRST_ID + refused[i]);
    }
    atl_buffer_add(answer, "]}");
}

/* ---- Data Center ---- */

static void answer_page(struct jira *jira, const cJSON *body, struct atl_buffer *answer)
{
    bool later = jira->searches > 1;
    int total = later && jira->later_total != 0 ? jira->later_total : jira->total;
    int shift = later ? jira->later_shift : 0;
    int start = (int)atl_json_integer(body, "startAt", 0);
    int size = (int)atl_json_integer(body, "maxResults", 50);
    size = jira->page_cap == 0 ? size : least(size, jira->page_cap);
    int end = least(total, start + size);
    if (jira->short_page > 0 && start == jira->short_page) {
        end = start + 1;
    }
    atl_buffer_printf(answer, "{\"startAt\":%d,\"maxResults\":%d,\"total\":%d,\"issues\":[", start,
                      size, total);
    for (int i = start; i < end; i++) {
        add_issue(jira, answer, i + shift, true);
    }
    atl_buffer_add(answer, "]}");
}

/* ---- changes and comments ---- */

/* Each issue's follow those of the one before; an answer may end in the middle of an issue. */
static void answer_changes(const struct jira *jira, const cJSON *body, struct atl_buffer *answer)
{
    int start = atoi(atl_json_text(body, "nextPageToken", "0"));
    int total = jira->changes * (int)atl_json_count(body, "issueIdsOrKeys");
    int end = least(total, start + jira->change_cap);
    atl_buffer_add(answer, "{\"issueChangeLogs\":[");
    for (int i = start; i < end; i++) {
        const cJSON *id =
            cJSON_GetArrayItem(atl_json_member(body, "issueIdsOrKeys"), i / jira->changes);
        bool is_first = i == start || i % jira->changes == 0;
        bool is_last = i + 1 == end || (i + 1) % jira->changes == 0;
        if (is_first) {
            atl_buffer_printf(answer, "%s{\"issueId\":\"%s\",\"changeHistories\":[",
                              i == start ? "" : ",", id->valuestring);
        }
        atl_buffer_printf(answer, "%s{\"id\":\"%d\"}%s", is_first ? "" : ",", i,
                          is_last ? "]}" : "");
    }
    atl_buffer_add(answer, "]");
    if (end < total) {
        atl_buffer_printf(answer, ",\"nextPageToken\":\"%d\"", jira->same_change_token ? 1 : end);
    }
    atl_buffer_add(answer, "}");
}

static void answer_comments(const struct jira *jira, const char *target, struct atl_buffer *answer)
{
    const char *parameter = strstr(target, "startAt=");
    int start = parameter == NULL ? 0 : atoi(parameter + strlen("startAt="));
    add_comments(answer, jira->comments, start, least(jira->comments, start + jira->part_cap));
}

/* ---- the server ---- */

static bool names(const struct received *request, const char *path)
{
    return strncmp(request->target, path, strlen(path)) == 0;
}

static void answer_request(struct jira *jira, const struct received *request, const cJSON *body,
                           struct atl_buffer *answer)
{
    if (names(request, "/rest/api/3/search/jql")) {
        jira->searches++;
        answer_search(jira, body, answer);
    } else if (names(request, "/rest/api/3/issue/bulkfetch")) {
        answer_batch(jira, body, answer);
    } else if (names(request, "/rest/api/2/search")) {
        jira->searches++;
        answer_page(jira, body, answer);
    } else if (names(request, "/rest/api/3/changelog/bulkfetch")) {
        answer_changes(jira, body, answer);
    } else if (strstr(request->target, "/comment?") != NULL) {
        jira->part_requests++;
        answer_comments(jira, request->target, answer);
    } else if (names(request, "/rest/api/3/search/approximate-count")) {
        atl_buffer_printf(answer, "{\"count\":%d}", jira->total);
    } else if (names(request, "/rest/api/3/user/search")) {
        atl_buffer_add(answer, jira->people);
    } else if (names(request, "/rest/api/3/field") || names(request, "/rest/api/2/field")) {
        atl_buffer_add(answer, jira->fields);
    }
}

static enum fate handle(struct connection *connection, const struct received *request,
                        void *context)
{
    struct jira *jira = context;
    struct atl_buffer answer = {0};
    cJSON *body = NULL;
    if (request->body_length > 0) {
        (void)atl_json_parse(request->body, request->body_length, "body", &body, NULL);
    }
    pthread_mutex_lock(&lock);
    bool is_batch = names(request, "/rest/api/3/issue/bulkfetch");
    jira->batches += is_batch ? 1 : 0;
    bool fails = request->number == jira->fail_at;
    bool holds = is_batch && jira->batches == 1 && jira->hold_first > 0;
    int searches = jira->searches;
    answer_request(jira, request, body, &answer);
    fails = fails || (jira->searches > searches && jira->searches == jira->fail_search);
    pthread_mutex_unlock(&lock);
    if (holds) {
        server_await_requests(jira->server, jira->hold_first);
    }
    if (fails) {
        reply(connection, 400, "Content-Type: application/json\r\n",
              "{\"errorMessages\":[\"This one fails.\"]}");
    } else {
        reply(connection, answer.length > 0 ? 200 : 404, "Content-Type: application/json\r\n",
              answer.data);
    }
    atl_buffer_free(&answer);
    cJSON_Delete(body);
    return KEEP;
}

/* ---- the client's side ---- */

static enum atl_status note_issue(void *context, const struct atl_jira_issue *issue,
                                  struct atl_error *error)
{
    struct jira *jira = context;
    int number = atoi(issue->id) - FIRST_ID;
    jira->numbers[jira->count++] = number;
    jira->changes_seen += issue->history == NULL ? 0 : cJSON_GetArraySize(issue->history);
    jira->comments_seen += (int)atl_json_count(issue->fields, "comment.comments");
    if (jira->stop_at != 0 && jira->count == jira->stop_at) {
        return atl_fail(error, ATL_FAILED, "enough");
    }
    return ATL_OK;
}

static bool is_below(void *context, const char *id)
{
    return atoi(id) - FIRST_ID < ((const struct jira *)context)->skip_below;
}

static void search(struct fetch *fetch, void *context)
{
    static const char *const summary[] = {"summary", NULL};
    struct jira *jira = context;
    const struct atl_jira_search wanted = {
        .http = fetch->http,
        .jql = jira->jql == NULL ? "project = T" : jira->jql,
        .fields = jira->wanted_fields == NULL ? summary : jira->wanted_fields,
        .limit = jira->limit == 0 ? INT64_MAX : jira->limit,
        .on_issue = note_issue,
        .context = jira,
        .history = jira->changes > 0,
        .whole = jira->comments > 0,
        .skip = jira->skip_below > 0 ? is_below : NULL,
    };
    jira->status = atl_jira_search(&wanted, &jira->result, &jira->error);
}

void jira_start(struct jira *jira)
{
    jira->server = server_start(handle, jira);
}

void jira_stop(struct jira *jira)
{
    jira->requests = server_requests(jira->server);
    server_stop(jira->server);
}

void jira_run(struct jira *jira, void (*instead)(struct fetch *fetch, void *context), void *context)
{
    jira_start(jira);
    struct fetch test = fetch_from(server_url(jira->server));
    if (jira->is_data_center) {
        test.account.auth_type = ATL_AUTH_BEARER;
    }
    test.instead = instead;
    test.context = context;
    fetch(&test);
    fetch_end(&test);
    jira_stop(jira);
}

void jira_search(struct jira *jira)
{
    atl_error_clear(&jira->error);
    jira_run(jira, search, jira);
}
