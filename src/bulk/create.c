/*
 * New issues, fifty with one request. When an answer is lost, those that the account has created in
 * the project since the job began and that are like the rows are read. Their marks say which row
 * each is of. Where the server keeps no marks (as with jobs of older versions, which set none),
 * each row takes one that is like it: as many as were created are found, whichever row it was.
 */
#include "bulk/create_order.h"
#include "bulk/mark.h"

#include "atlcli/clock.h"
#include "atlcli/jira.h"
#include "atlcli/jira_bulk.h"
#include "atlcli/loop.h"
#include "atlcli/text.h"

#include <stdlib.h>
#include <string.h>

enum {
    SETTLE_MS = 3000, /* fifty issues take a server a while */
    MINUTE_MS = 60000,
    MARKS_AT_ONCE = 16,
    TOO_LARGE = 413,
};

/* ---- sending ---- */

static void finish_row(struct bulk_run *run, size_t index, const cJSON *issue)
{
    struct atl_bulk_item *item = &run->job->items[index];
    item->id = atl_arena_strdup(run->job->arena, atl_json_text(issue, "id", NULL));
    item->key = atl_arena_strdup(run->job->arena, atl_json_text(issue, "key", NULL));
    bulk_finish(run, index, ATL_BULK_DONE);
}

/* "summary: You must specify a summary of the issue." */
static void fail_row(struct bulk_run *run, size_t index, const cJSON *refusal)
{
    struct atl_buffer text = {0};
    const cJSON *words;
    cJSON_ArrayForEach(words, atl_json_get(refusal, "errorMessages"))
    {
        atl_buffer_printf(&text, "%s%s", text.length > 0 ? "; " : "",
                          cJSON_IsString(words) ? words->valuestring : "");
    }
    cJSON_ArrayForEach(words, atl_json_object(atl_json_get(refusal, "errors")))
    {
        atl_buffer_printf(&text, "%s%s: %s", text.length > 0 ? "; " : "", words->string,
                          cJSON_IsString(words) ? words->valuestring : "");
    }
    bulk_fail(run, index, 400, text.length > 0 ? text.data : "the server refused it");
    atl_buffer_free(&text);
}

static enum atl_status create_one(struct bulk_run *run, size_t index, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_jira_answer answer = {0};
    cJSON *body = bulk_marked_row(run->job, index);
    const struct atl_jira_call call = {
        .method = ATL_POST, .path = "issue", .body = body, .wants_answer = true};
    enum atl_status status = atl_jira_call(run->http, &arena, &call, &answer, error);
    cJSON_Delete(body);
    if (status == ATL_OK) {
        finish_row(run, index, answer.json);
    }
    atl_arena_free(&arena);
    return status;
}

/* The created ones come in order, the refused ones with their place. */
static void sort_answer(struct bulk_run *run, const struct bulk_items *items, const cJSON *json)
{
    const cJSON *refusal;
    cJSON_ArrayForEach(refusal, atl_json_get(json, "errors"))
    {
        int64_t at = atl_json_integer(refusal, "failedElementNumber", -1);
        if (at >= 0 && at < (int64_t)items->count) {
            fail_row(run, items->indices[at], atl_json_get(refusal, "elementErrors"));
        }
    }
    const cJSON *issues = atl_json_get(json, "issues");
    const cJSON *issue = issues == NULL ? NULL : issues->child;
    for (size_t i = 0; i < items->count && issue != NULL; i++) {
        if (run->job->items[items->indices[i]].state == ATL_BULK_SENT) {
            finish_row(run, items->indices[i], issue);
            issue = issue->next;
        }
    }
}

static enum atl_status create_batch(struct bulk_run *run, const struct bulk_items *items,
                                    struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_jira_answer answer = {0};
    cJSON *body = cJSON_CreateObject();
    cJSON *updates = cJSON_AddArrayToObject(body, "issueUpdates");
    for (size_t i = 0; i < items->count; i++) {
        cJSON_AddItemToArray(updates, bulk_marked_row(run->job, items->indices[i]));
    }
    const struct atl_jira_call call = {
        .method = ATL_POST, .path = "issue/bulk", .body = body, .wants_answer = true};
    enum atl_status status = atl_jira_call(run->http, &arena, &call, &answer, error);
    cJSON_Delete(body);
    if (status == ATL_OK || (status == ATL_FAILED && error->http_status == 400)) {
        sort_answer(run, items, answer.json);
    }
    if (status == ATL_OK) {
        /* An answer that leaves rows out tells nothing about them. */
        status = ATL_UNKNOWN_OUTCOME;
    }
    atl_arena_free(&arena);
    return status;
}

static bool any_open(const struct bulk_run *run, const struct bulk_items *items)
{
    for (size_t i = 0; i < items->count; i++) {
        if (run->job->items[items->indices[i]].state == ATL_BULK_SENT) {
            return true;
        }
    }
    return false;
}

static enum atl_status apply(struct bulk_run *run, const struct bulk_items *items,
                             struct atl_error *error)
{
    if (items->count > 1 && !run->batches_refused) {
        enum atl_status status = create_batch(run, items, error);
        /* Too much for one request: a row that is, by itself, mustn't take others with it. */
        bool too_large = status == ATL_FAILED && error->http_status == TOO_LARGE;
        if (status != ATL_FORBIDDEN && !too_large) {
            return any_open(run, items) ? status : ATL_OK;
        }
        /* Each by itself then, where batches are forbidden those on their way as well. */
        run->batches_refused = run->batches_refused || !too_large;
    }
    for (size_t i = 0; i < items->count; i++) {
        const struct bulk_items one = {&items->indices[i], 1};
        struct atl_error why = {0};
        if (run->stop != ATL_OK || !bulk_may_send(run, 0)) {
            break;
        }
        enum atl_status status = create_one(run, items->indices[i], &why);
        bulk_settle_send(run, &one, status, &why);
        if (status == ATL_CANCELLED) {
            *error = why;
            return status;
        }
    }
    /* Those whose outcome isn't known, or that weren't sent any more, are looked up later. */
    return any_open(run, items) ? ATL_UNKNOWN_OUTCOME : ATL_OK;
}

/* ---- looking up ---- */

struct created {
    const char *id;
    const char *key;
    const cJSON *fields;
    struct bulk_mark mark;
    bool taken;
};

struct looking {
    struct bulk_run *run;
    struct atl_arena arena;
    struct created *found;
    size_t count;
    size_t room;
    bool marks_are_kept; /* an issue of this job has one: those without are of others */
};

/* Not those that a row is known to have become. */
static bool is_known(const struct atl_bulk_job *job, const char *id)
{
    for (size_t i = 0; i < job->count; i++) {
        if (job->items[i].state == ATL_BULK_DONE && atl_text_equal(job->items[i].id, id)) {
            return true;
        }
    }
    return false;
}

static enum atl_status keep_issue(void *context, const struct atl_jira_issue *issue,
                                  struct atl_error *error)
{
    struct looking *looking = context;
    (void)error;
    if (!bulk_is_mine(looking->run->job, atl_json_member(issue->fields, "creator"),
                      atl_json_text(issue->fields, "created", NULL)) ||
        is_known(looking->run->job, issue->id)) {
        return ATL_OK;
    }
    if (looking->count == looking->room) {
        looking->room = looking->room == 0 ? 64 : 2 * looking->room;
        looking->found = atl_realloc(looking->found, looking->room, sizeof *looking->found);
    }
    looking->found[looking->count++] = (struct created){
        .id = atl_arena_strdup(&looking->arena, issue->id),
        .key = atl_arena_strdup(&looking->arena, issue->key),
        .fields = atl_json_keep(&looking->arena, cJSON_Duplicate(issue->fields, true)),
    };
    return ATL_OK;
}

/* "Bug" and {"id": "10004"} name a type as well as what the server says of it. */
static bool is_like(const cJSON *row, const cJSON *fields)
{
    const char *id = atl_json_text(row, "fields.issuetype.id", NULL);
    const char *name = atl_json_text(row, "fields.issuetype.name", NULL);
    bool same_type =
        (id == NULL || atl_text_equal(id, atl_json_text(fields, "issuetype.id", NULL))) &&
        (name == NULL ||
         atl_text_equal_ignoring_case(name, atl_json_text(fields, "issuetype.name", NULL)));
    return same_type && atl_text_equal(atl_json_text(row, "fields.summary", NULL),
                                       atl_json_text(fields, "summary", NULL));
}

/* Issues that are like none of the rows aren't asked for their marks. */
static void drop_unlike(struct looking *looking, const struct bulk_items *items)
{
    size_t kept = 0;
    for (size_t i = 0; i < looking->count; i++) {
        bool like = false;
        for (size_t j = 0; j < items->count && !like; j++) {
            like =
                is_like(looking->run->job->items[items->indices[j]].row, looking->found[i].fields);
        }
        if (like) {
            looking->found[kept++] = looking->found[i];
        }
    }
    looking->count = kept;
}

static enum atl_status read_mark(void *context, size_t index, struct atl_error *error)
{
    struct looking *looking = context;
    struct created *created = &looking->found[index];
    return bulk_read_mark(looking->run, created->id, &created->mark, error);
}

/* A row that is known to be created has its mark, if the server keeps them. */
static enum atl_status ask_known(struct looking *looking, struct atl_error *error)
{
    const struct atl_bulk_job *job = looking->run->job;
    for (size_t i = job->count; i-- > 0;) {
        if (job->items[i].state == ATL_BULK_DONE && job->items[i].id != NULL) {
            struct bulk_mark mark;
            enum atl_status status = bulk_read_mark(looking->run, job->items[i].id, &mark, error);
            looking->marks_are_kept = mark.kind == BULK_MARKED;
            return status;
        }
    }
    return ATL_OK;
}

static enum atl_status read_marks(struct looking *looking, struct atl_error *error)
{
    enum atl_status status = atl_each(looking->count, MARKS_AT_ONCE, read_mark, looking, error);
    bool any_unmarked = false;
    looking->marks_are_kept = false;
    for (size_t i = 0; i < looking->count; i++) {
        looking->marks_are_kept |= looking->found[i].mark.kind == BULK_MARKED;
        any_unmarked |= looking->found[i].mark.kind == BULK_UNMARKED;
    }
    return status == ATL_OK && any_unmarked && !looking->marks_are_kept ? ask_known(looking, error)
                                                                        : status;
}

static void take(struct looking *looking, struct created *created, size_t index)
{
    struct atl_bulk_item *item = &looking->run->job->items[index];
    created->taken = true;
    item->id = atl_arena_strdup(looking->run->job->arena, created->id);
    item->key = atl_arena_strdup(looking->run->job->arena, created->key);
    bulk_finish(looking->run, index, ATL_BULK_DONE);
}

static void take_marked(struct looking *looking)
{
    for (size_t i = 0; i < looking->count; i++) {
        struct created *created = &looking->found[i];
        if (created->mark.kind == BULK_MARKED &&
            looking->run->job->items[created->mark.row].state == ATL_BULK_SENT) {
            take(looking, created, created->mark.row);
        }
    }
}

static void take_like(struct looking *looking, size_t index)
{
    struct atl_bulk_item *item = &looking->run->job->items[index];
    for (size_t i = 0; i < looking->count && item->state == ATL_BULK_SENT; i++) {
        struct created *created = &looking->found[i];
        if (created->mark.kind == BULK_UNMARKED && !created->taken &&
            is_like(item->row, created->fields)) {
            take(looking, created, index);
        }
    }
}

static const char *make_jql(const struct looking *looking, struct atl_buffer *jql)
{
    int64_t minutes = (atl_clock_wall_ms() - looking->run->job->created_ms) / MINUTE_MS + 2;
    atl_buffer_printf(jql, "creator = currentUser() AND created >= -%lldm ORDER BY created ASC",
                      (long long)minutes);
    return jql->data;
}

static enum atl_status look_up(struct bulk_run *run, const struct bulk_items *items,
                               struct atl_error *error)
{
    static const char *const fields[] = {"summary", "issuetype", "creator", "created", NULL};
    struct looking looking = {.run = run};
    struct atl_buffer jql = {0};
    struct atl_jira_search_result result;
    const struct atl_jira_search search = {.http = run->http,
                                           .jql = make_jql(&looking, &jql),
                                           .fields = fields,
                                           .limit = INT64_MAX,
                                           .on_issue = keep_issue,
                                           .context = &looking};
    enum atl_status status = ATL_FAILED;
    for (int attempt = 0; status == ATL_FAILED && attempt < 3; attempt++) {
        looking.count = 0;
        status = atl_jira_search(&search, &result, error);
    }
    if (status == ATL_OK) {
        drop_unlike(&looking, items);
        status = read_marks(&looking, error);
    }
    if (status == ATL_OK) {
        take_marked(&looking);
    }
    for (size_t i = 0; status == ATL_OK && !looking.marks_are_kept && i < items->count; i++) {
        take_like(&looking, items->indices[i]);
    }
    bulk_journal_write(run->job);
    atl_buffer_free(&jql);
    free(looking.found);
    atl_arena_free(&looking.arena);
    return status;
}

const struct bulk_kind bulk_create = {
    .name = "create",
    .subject = &bulk_issues,
    .at_once = ATL_JIRA_CREATED_AT_ONCE,
    .ask_ahead = bulk_note_myself,
    .apply = apply,
    .may_send = bulk_create_may_send,
    .count_requests = bulk_create_requests,
    .look_up = look_up,
    .settle_ms = SETTLE_MS,
};
