/* Comments: one request each, and found again by author, time and text. */
#include "bulk/internal.h"

#include "atlcli/jira_bulk.h"
#include "atlcli/loop.h"

static enum atl_status apply(struct bulk_run *run, const struct bulk_items *items,
                             struct atl_error *error)
{
    struct atl_arena arena = {0};
    cJSON *operation = run->job->operation;
    cJSON *body = cJSON_CreateObject();
    cJSON_AddItemReferenceToObject(body, "body", atl_json_member(operation, "body"));
    if (atl_json_get(operation, "visibility") != NULL) {
        cJSON_AddItemReferenceToObject(body, "visibility",
                                       atl_json_member(operation, "visibility"));
    }
    const struct atl_jira_call call = {
        .method = ATL_POST,
        .path = atl_arena_printf(&arena, "issue/%s/comment", run->job->items[items->indices[0]].id),
        .body = body,
        .wants_answer = true};
    enum atl_status status = atl_jira_call(run->http, &arena, &call, NULL, error);
    cJSON_Delete(body);
    atl_arena_free(&arena);
    return status;
}

/* ---- looking up ---- */

struct looking {
    struct bulk_run *run;
    const struct bulk_items *items;
};

static bool is_ours(const struct atl_bulk_job *job, const cJSON *comment)
{
    return bulk_is_mine(job, atl_json_get(comment, "author"),
                        atl_json_text(comment, "created", NULL)) &&
           bulk_covers(atl_json_member(comment, "body"), atl_json_member(job->operation, "body"));
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
    } else {
        const cJSON *comment;
        cJSON_ArrayForEach(comment, atl_json_get(answer.json, "comments"))
        {
            if (is_ours(run->job, comment)) {
                bulk_finish(run, index, ATL_BULK_DONE);
                break;
            }
        }
    }
    bulk_journal_write(run->job);
    atl_arena_free(&arena);
    return status;
}

static enum atl_status look_up(struct bulk_run *run, const struct bulk_items *items,
                               struct atl_error *error)
{
    struct looking looking = {run, items};
    return atl_each(items->count, atl_http_width(run->http), look_at_one, &looking, error);
}

const struct bulk_kind bulk_comment = {
    .name = "comment",
    .subject = &bulk_issues,
    .at_once = 1,
    .ask_ahead = bulk_note_myself,
    .apply = apply,
    .look_up = look_up,
};
