/* Links from the selected issues to one issue, or from that one to them. */
#include "bulk/internal.h"

#include "atlcli/jira_bulk.h"
#include "atlcli/jira_link.h"
#include "atlcli/text.h"

#include <stdlib.h>

static const char *type_of(const struct atl_bulk_job *job)
{
    return atl_json_text(job->operation, "type", "");
}

/* The one that all are linked to, or from. */
static const char *issue_of(const struct atl_bulk_job *job)
{
    return atl_json_text(job->operation, "issue", "");
}

static bool is_inward(const struct atl_bulk_job *job)
{
    return atl_json_bool(job->operation, "inward", false);
}

/* ---- those that are there already ---- */

/* Its links tell of all items at once. Where it isn't there, none of them can be linked. */
static enum atl_status ask_for_links(struct atl_bulk_job *job, struct atl_http *http,
                                     struct atl_arena *arena, struct atl_jira_links *links,
                                     struct atl_error *error)
{
    struct atl_error why = {0};
    enum atl_status status = atl_jira_links(http, arena, issue_of(job), links, &why);
    if (status == ATL_NOT_FOUND) {
        atl_error_prefix(&why, "%s", issue_of(job));
    }
    for (size_t i = 0; status == ATL_NOT_FOUND && i < job->count; i++) {
        if (job->items[i].state == ATL_BULK_WAITING) {
            bulk_set_outcome(job, i, ATL_BULK_FAILED, why.http_status, why.message);
        }
    }
    if (status != ATL_OK && status != ATL_NOT_FOUND && error != NULL) {
        *error = why;
    }
    return status == ATL_NOT_FOUND ? ATL_OK : status;
}

/* The keys at the other ends of the links that are wanted, in their order. */
static void collect_linked(const struct atl_bulk_job *job, const struct atl_jira_links *links,
                           struct atl_list *keys)
{
    for (size_t i = 0; i < links->count; i++) {
        const struct atl_jira_link *link = &links->items[i];
        /* Seen from there, the items are at the other end. */
        bool right_way = link->kind.symmetric || link->kind.inward != is_inward(job);
        if (right_way && atl_text_equal(link->kind.type, type_of(job))) {
            atl_list_add(keys, (void *)(uintptr_t)link->key);
        }
    }
    if (keys->count > 0) {
        qsort(keys->items, keys->count, sizeof *keys->items, atl_text_compare);
    }
}

/* A server doubles a link that reads the same from both ends, when it is made from the other. */
static enum atl_status leave_linked(struct atl_bulk_job *job, struct atl_http *http,
                                    struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_jira_links links = {0};
    struct atl_list keys = {0};
    enum atl_status status = ATL_OK;
    if (atl_bulk_count(job).waiting > 0) {
        status = ask_for_links(job, http, &arena, &links, error);
    }
    collect_linked(job, &links, &keys);
    for (size_t i = 0; keys.count > 0 && i < job->count; i++) {
        const struct atl_bulk_item *item = &job->items[i];
        if (item->state == ATL_BULK_WAITING && item->key != NULL &&
            bsearch(&item->key, keys.items, keys.count, sizeof *keys.items, atl_text_compare) !=
                NULL) {
            bulk_set_outcome(job, i, ATL_BULK_UNCHANGED, 0, NULL);
        }
    }
    atl_list_free(&keys);
    atl_arena_free(&arena);
    return status;
}

/* ---- making them ---- */

static void add_end(cJSON *body, const char *name, const char *key)
{
    cJSON *end = cJSON_AddObjectToObject(body, name);
    cJSON_AddStringToObject(end, "key", key);
}

/* "inwardIssue blocks outwardIssue": the inward one is where the link starts. */
static enum atl_status apply(struct bulk_run *run, const struct bulk_items *items,
                             struct atl_error *error)
{
    struct atl_arena arena = {0};
    const struct atl_bulk_item *item = &run->job->items[items->indices[0]];
    bool inward = is_inward(run->job);
    cJSON *body = cJSON_CreateObject();
    cJSON *type = cJSON_AddObjectToObject(body, "type");
    cJSON_AddStringToObject(type, "name", type_of(run->job));
    add_end(body, inward ? "outwardIssue" : "inwardIssue", item->key);
    add_end(body, inward ? "inwardIssue" : "outwardIssue", issue_of(run->job));
    const struct atl_jira_call call = {.method = ATL_POST, .path = "issueLink", .body = body};
    enum atl_status status = atl_jira_call(run->http, &arena, &call, NULL, error);
    cJSON_Delete(body);
    atl_arena_free(&arena);
    return status;
}

/* ---- looking up ---- */

static const char *const *state_fields(struct atl_bulk_job *job)
{
    static const char *const fields[] = {"issuelinks", NULL};
    (void)job;
    return fields;
}

/* Seen from where it starts, the other end of a link is the outward issue. */
static bool leads_to(const cJSON *link, bool inward, const char *issue)
{
    const char *end = inward ? "inwardIssue.key" : "outwardIssue.key";
    return atl_text_equal_ignoring_case(atl_json_text(link, end, NULL), issue);
}

static bool is_applied(const struct atl_bulk_job *job, const struct atl_bulk_item *item,
                       const cJSON *issue)
{
    const cJSON *link;
    bool inward = is_inward(job);
    (void)item;
    cJSON_ArrayForEach(link, atl_json_get(issue, "fields.issuelinks"))
    {
        bool symmetric = atl_text_equal_ignoring_case(atl_json_text(link, "type.inward", NULL),
                                                      atl_json_text(link, "type.outward", ""));
        if (atl_text_equal(atl_json_text(link, "type.name", NULL), type_of(job)) &&
            (leads_to(link, inward, issue_of(job)) ||
             (symmetric && leads_to(link, !inward, issue_of(job))))) {
            return true;
        }
    }
    return false;
}

const struct bulk_kind bulk_link = {
    .name = "link",
    .subject = &bulk_issues,
    .at_once = 1,
    .prepare = leave_linked,
    .apply = apply,
    .state_fields = state_fields,
    .is_applied = is_applied,
};
