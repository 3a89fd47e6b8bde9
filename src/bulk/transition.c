/*
 * Transitions, and the comment that goes with each. Jira reads it where the transition has a
 * screen, and elsewhere leaves it out without a word. So an issue has two steps: it moves, which
 * the journal notes, and then has the comment, or gets it by itself.
 */
#include "bulk/transition.h"
#include "bulk/comment.h"

#include "atlcli/jira_bulk.h"
#include "atlcli/text.h"

#include <string.h>

const char *bulk_wanted_status(const struct atl_bulk_job *job)
{
    return atl_json_text(job->operation, "to", "");
}

/* NULL: none is wanted. */
static cJSON *comment_of(const struct atl_bulk_job *job)
{
    const cJSON *steps = atl_json_get(job->operation, "update.comment");
    return atl_json_member(atl_json_member(cJSON_GetArrayItem(steps, 0), "add"), "body");
}

static enum atl_status ask_ahead(struct atl_bulk_job *job, struct atl_http *http,
                                 struct atl_error *error)
{
    return comment_of(job) == NULL ? ATL_OK : bulk_note_myself(job, http, error);
}

static size_t requests_each(const struct atl_bulk_job *job)
{
    return comment_of(job) == NULL ? 1 : 2;
}

/* ---- what became of it ---- */

/* Journals of old know what the whole job leads to, and not which issue where. */
static bool is_target_of_job(const struct atl_bulk_job *job, const char *status_id)
{
    const cJSON *target;
    cJSON_ArrayForEach(target, atl_json_get(job->operation, "targets"))
    {
        if (atl_text_equal(target->valuestring, status_id)) {
            return true;
        }
    }
    return false;
}

static bool is_applied(const struct atl_bulk_job *job, const struct atl_bulk_item *item,
                       const cJSON *issue)
{
    const char *id = atl_json_text(issue, "fields.status.id", "");
    bool is_there =
        item->target != NULL ? strcmp(item->target, id) == 0 : is_target_of_job(job, id);
    return is_there ||
           atl_text_equal_ignoring_case(atl_json_text(issue, "fields.status.name", NULL),
                                        bulk_wanted_status(job));
}

static const char *const *state_fields(struct atl_bulk_job *job)
{
    static const char *const fields[] = {"status", NULL};
    (void)job;
    return fields;
}

static void note_moved(struct bulk_run *run, size_t index)
{
    run->job->items[index].moved = true;
    bulk_journal_moved(run->job, index);
    bulk_journal_write(run->job);
}

/* Journals of old don't say whose comments to look for. */
static void on_applied(struct bulk_run *run, size_t index)
{
    if (comment_of(run->job) == NULL || atl_json_get(run->job->operation, "author") == NULL) {
        bulk_finish(run, index, ATL_BULK_DONE);
    } else {
        note_moved(run, index);
    }
}

/* Those that have moved and lack the comment stay open: it is added, and nothing else. */
static enum atl_status look_up(struct bulk_run *run, const struct bulk_items *items,
                               struct atl_error *error)
{
    struct atl_arena arena = {0};
    const struct atl_bulk_item *all = run->job->items;
    size_t *some = atl_arena_alloc(&arena, (items->count + 1) * sizeof *some);
    struct bulk_items unmoved = {some, 0};
    struct bulk_items moved = {some, 0};
    enum atl_status status = ATL_OK;
    for (size_t i = 0; i < items->count; i++) {
        if (!all[items->indices[i]].moved) {
            some[unmoved.count++] = items->indices[i];
        }
    }
    if (unmoved.count > 0) {
        status = bulk_issues.look_up(run, &unmoved, error);
    }
    for (size_t i = 0; i < items->count; i++) {
        const struct atl_bulk_item *item = &all[items->indices[i]];
        if (item->moved && item->state == ATL_BULK_SENT) {
            some[moved.count++] = items->indices[i];
        }
    }
    if (status == ATL_OK && moved.count > 0) {
        status = bulk_comment_look_up(run, &moved, comment_of(run->job), error);
    }
    atl_arena_free(&arena);
    return status;
}

/* ---- doing it ---- */

/* A refusal may come from somebody else having been there first. */
static bool is_there_already(struct bulk_run *run, const struct atl_bulk_item *item)
{
    struct atl_arena arena = {0};
    struct atl_jira_fetched fetched;
    const char *name = item->id;
    bool is_there = atl_jira_fetch_issues(run->http, &arena, &name, 1, state_fields(run->job),
                                          &fetched, NULL) == ATL_OK &&
                    fetched.issue != NULL && is_applied(run->job, item, fetched.issue);
    atl_arena_free(&arena);
    return is_there;
}

static enum atl_status move(struct bulk_run *run, const struct atl_bulk_item *item,
                            struct atl_error *error)
{
    struct atl_arena arena = {0};
    const cJSON *operation = run->job->operation;
    cJSON *body = cJSON_CreateObject();
    cJSON *transition = cJSON_AddObjectToObject(body, "transition");
    cJSON_AddStringToObject(transition, "id", item->transition);
    if (atl_json_get(operation, "fields") != NULL) {
        cJSON_AddItemReferenceToObject(body, "fields", atl_json_member(operation, "fields"));
    }
    if (atl_json_get(operation, "update") != NULL && !item->no_screen) {
        cJSON_AddItemReferenceToObject(body, "update", atl_json_member(operation, "update"));
    }
    const struct atl_jira_call call = {
        .method = ATL_POST,
        .path = atl_arena_printf(&arena, "issue/%s/transitions", item->id),
        .body = body};
    enum atl_status status = atl_jira_call(run->http, &arena, &call, NULL, error);
    cJSON_Delete(body);
    atl_arena_free(&arena);
    return status;
}

/*
 * Whether it went along. What can't be found out now is looked up later: nothing may be added
 * before that.
 */
static enum atl_status look_for_comment(struct bulk_run *run, const struct bulk_items *one,
                                        struct atl_error *error)
{
    enum atl_status status = bulk_comment_look_up(run, one, comment_of(run->job), error);
    if (status != ATL_OK && status != ATL_CANCELLED) {
        bulk_stop(run, status, error);
        atl_error_clear(error);
        status = ATL_UNKNOWN_OUTCOME;
    }
    return status == ATL_OK && run->job->items[one->indices[0]].unclear ? ATL_UNKNOWN_OUTCOME
                                                                        : status;
}

static enum atl_status add_comment(struct bulk_run *run, size_t index, struct atl_error *error)
{
    enum atl_status status = bulk_comment_add(run, index, comment_of(run->job), error);
    if (status != ATL_OK && status != ATL_UNKNOWN_OUTCOME && !atl_status_ends_everything(status)) {
        atl_error_prefix(error, "the issue has moved, but its comment is missing");
    }
    return status;
}

static enum atl_status apply(struct bulk_run *run, const struct bulk_items *items,
                             struct atl_error *error)
{
    size_t index = items->indices[0];
    struct atl_bulk_item *item = &run->job->items[index];
    enum atl_status status = ATL_OK;
    bool may_have_comment = false;
    if (!item->moved) {
        status = move(run, item, error);
        bool refused = status == ATL_FAILED || status == ATL_CONFLICT;
        may_have_comment = refused || !item->no_screen;
        if (refused && is_there_already(run, item)) {
            status = ATL_OK;
            if (comment_of(run->job) == NULL) {
                bulk_finish(run, index, ATL_BULK_UNCHANGED);
            }
        }
    }
    if (status != ATL_OK || comment_of(run->job) == NULL) {
        return status;
    }
    if (!item->moved) {
        note_moved(run, index);
    }
    if (may_have_comment) {
        status = look_for_comment(run, items, error);
    }
    return status == ATL_OK && item->state == ATL_BULK_SENT ? add_comment(run, index, error)
                                                            : status;
}

/* {"bulkTransitionInputs": [{"selectedIssueIdsOrKeys": […], "transitionId": "31"}]} */
static cJSON *task_body(const struct atl_bulk_job *job, const struct bulk_items *items)
{
    cJSON *body = bulk_task_object(job);
    cJSON *inputs = cJSON_AddArrayToObject(body, "bulkTransitionInputs");
    for (size_t i = 0; i < items->count; i++) {
        const struct atl_bulk_item *item = &job->items[items->indices[i]];
        cJSON *input = inputs->child;
        while (input != NULL &&
               !atl_text_equal(atl_json_text(input, "transitionId", ""), item->transition)) {
            input = input->next;
        }
        if (input == NULL) {
            input = cJSON_CreateObject();
            cJSON_AddArrayToObject(input, "selectedIssueIdsOrKeys");
            cJSON_AddStringToObject(input, "transitionId", item->transition);
            cJSON_AddItemToArray(inputs, input);
        }
        cJSON_AddItemToArray(atl_json_member(input, "selectedIssueIdsOrKeys"),
                             cJSON_CreateString(item->id));
    }
    return body;
}

const struct bulk_kind bulk_transition = {
    .name = "transition",
    .subject = &bulk_issues,
    .at_once = 1,
    .ask_ahead = ask_ahead,
    .prepare = bulk_choose_transitions,
    .apply = apply,
    .requests_each = requests_each,
    .task = "transition",
    .task_body = task_body,
    .tells_singly = true,
    .state_fields = state_fields,
    .is_applied = is_applied,
    .on_applied = on_applied,
    .look_up = look_up,
};
