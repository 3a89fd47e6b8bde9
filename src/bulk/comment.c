/* Comments: one request each, and found again by author, time and text. */
#include "bulk/comment.h"

#include "atlcli/jira_bulk.h"
#include "atlcli/jira_comment.h"
#include "atlcli/loop.h"

enum atl_status bulk_comment_add(struct bulk_run *run, size_t index, cJSON *body,
                                 struct atl_error *error)
{
    struct atl_arena arena = {0};
    cJSON *operation = run->job->operation;
    cJSON *draft = cJSON_CreateObject();
    cJSON_AddItemReferenceToObject(draft, "body", body);
    if (atl_json_get(operation, "visibility") != NULL) {
        cJSON_AddItemReferenceToObject(draft, "visibility",
                                       atl_json_member(operation, "visibility"));
    }
    const struct atl_jira_call call = {
        .method = ATL_POST,
        .path = atl_arena_printf(&arena, "issue/%s/comment", run->job->items[index].id),
        .body = draft,
        .wants_answer = true};
    enum atl_status status = atl_jira_call(run->http, &arena, &call, NULL, error);
    cJSON_Delete(draft);
    atl_arena_free(&arena);
    return status;
}

static cJSON *body_of(const struct atl_bulk_job *job)
{
    return atl_json_member(job->operation, "body");
}

static enum atl_status apply(struct bulk_run *run, const struct bulk_items *items,
                             struct atl_error *error)
{
    return bulk_comment_add(run, items->indices[0], body_of(run->job), error);
}

/* ---- looking up ---- */

struct looking {
    struct bulk_run *run;
    const struct bulk_items *items;
    const cJSON *body;
};

static bool is_ours(const struct atl_bulk_job *job, const cJSON *comment, const cJSON *body)
{
    return bulk_is_mine(job, atl_json_get(comment, "author"),
                        atl_json_text(comment, "created", NULL)) &&
           atl_jira_comment_has_words(atl_json_member(comment, "body"), body);
}

static enum atl_status look_at_one(void *context, size_t at, struct atl_error *error)
{
    struct looking *looking = context;
    struct bulk_run *run = looking->run;
    size_t index = looking->items->indices[at];
    struct atl_arena arena = {0};
    struct atl_jira_answer answer;
    struct atl_error why = {0};
    const struct atl_jira_call call = {
        .method = ATL_GET,
        .path = atl_arena_printf(&arena, "issue/%s/comment?orderBy=-created&maxResults=100",
                                 run->job->items[index].id),
        .wants_answer = true};
    enum atl_status status = atl_jira_call(run->http, &arena, &call, &answer, &why);
    if (atl_status_ends_everything(status)) {
        *error = why;
    } else if (status == ATL_NOT_FOUND) {
        bulk_fail(run, index, why.http_status, why.message);
        status = ATL_OK;
    } else if (status != ATL_OK) {
        bulk_leave_open(run, index, why.http_status, why.message);
        status = ATL_OK;
    } else if (!cJSON_IsArray(atl_json_get(answer.json, "comments"))) {
        bulk_leave_open(run, index, 0, "the server's answer has no list of comments");
    } else {
        const cJSON *comment;
        cJSON_ArrayForEach(comment, atl_json_get(answer.json, "comments"))
        {
            if (is_ours(run->job, comment, looking->body)) {
                bulk_finish(run, index, ATL_BULK_DONE);
                break;
            }
        }
    }
    bulk_journal_write(run->job);
    atl_arena_free(&arena);
    return status;
}

enum atl_status bulk_comment_look_up(struct bulk_run *run, const struct bulk_items *items,
                                     const cJSON *body, struct atl_error *error)
{
    struct looking looking = {run, items, body};
    return atl_each(items->count, atl_http_width(run->http), look_at_one, &looking, error);
}

static enum atl_status look_up(struct bulk_run *run, const struct bulk_items *items,
                               struct atl_error *error)
{
    return bulk_comment_look_up(run, items, body_of(run->job), error);
}

const struct bulk_kind bulk_comment = {
    .name = "comment",
    .subject = &bulk_issues,
    .at_once = 1,
    .ask_ahead = bulk_note_myself,
    .apply = apply,
    .look_up = look_up,
};
