/* Which issues a job is about: found by JQL, or named by their keys. */
#include "bulk/issues.h"

#include "atlcli/jira.h"
#include "atlcli/jira_bulk.h"
#include "atlcli/loop.h"
#include "atlcli/query.h"
#include "atlcli/text.h"

#include <stdlib.h>

enum {
    NOT_FOUND = 404,
};

static const char *const no_fields[] = {NULL};

struct selecting {
    struct atl_bulk_job *job;
    struct atl_http *http;
    const struct atl_bulk_selection *selection;
    const char *as_wanted_jql; /* finds those that are as wanted; NULL: not asked */
    struct atl_arena arena;
    struct atl_list as_wanted; /* their ids */
};

/* An answer that doesn't say which issue it is about leaves nothing to send. */
static void add_issue(struct atl_bulk_job *job, const char *id, const char *key,
                      const cJSON *fields)
{
    if (atl_text_is_empty(id)) {
        atl_bulk_add_failed(job, key, 0, "the site's answer doesn't say the issue's id");
        return;
    }
    bulk_plan_item(job, bulk_add_item(job, id, key), fields);
}

/* ---- by JQL ---- */

static enum atl_status add_found(void *context, const struct atl_jira_issue *issue,
                                 struct atl_error *error)
{
    struct selecting *selecting = context;
    const struct atl_bulk_selection *selection = selecting->selection;
    (void)error;
    if (atl_bulk_in_shard(issue->key == NULL ? issue->id : issue->key, selection->shard,
                          selection->shards)) {
        add_issue(selecting->job, issue->id, issue->key, issue->fields);
    }
    return ATL_OK;
}

static enum atl_status keep_id(void *context, const struct atl_jira_issue *issue,
                               struct atl_error *error)
{
    struct selecting *selecting = context;
    (void)error;
    atl_list_add(&selecting->as_wanted, atl_arena_strdup(&selecting->arena, issue->id));
    return ATL_OK;
}

static enum atl_status search_issues(void *context, struct atl_error *error)
{
    struct selecting *selecting = context;
    struct atl_jira_search_result result;
    /* On Cloud the ids alone take a single request for each 5,000 issues. */
    const struct atl_jira_search search = {
        .http = selecting->http,
        .jql = selecting->selection->query,
        .fields = atl_jira_is_cloud(selecting->http) ? no_fields : bulk_plan_fields(selecting->job),
        .limit = INT64_MAX,
        .on_issue = add_found,
        .context = selecting,
    };
    return atl_jira_search(&search, &result, error);
}

/* Two searches side by side; index 0 is the selection itself. */
static enum atl_status search_one(void *context, size_t index, struct atl_error *error)
{
    struct selecting *selecting = context;
    struct atl_jira_search_result result;
    if (index == 0) {
        return bulk_search(selecting->job, search_issues, selecting, error);
    }
    const struct atl_jira_search search = {.http = selecting->http,
                                           .jql = selecting->as_wanted_jql,
                                           .fields = no_fields,
                                           .limit = INT64_MAX,
                                           .on_issue = keep_id,
                                           .context = selecting};
    struct atl_error ignored;
    enum atl_status status = atl_jira_search(&search, &result, &ignored);
    if (status == ATL_CANCELLED) {
        *error = ignored;
        return status;
    }
    return ATL_OK; /* what is to be had may be no status: then nothing is as wanted */
}

static const char *make_as_wanted_jql(struct selecting *selecting)
{
    const cJSON *operation = selecting->job->operation;
    const char *where;
    const char *order;
    const char *to = atl_json_text(operation, "to", NULL);
    if (!atl_jira_is_cloud(selecting->http) || to == NULL ||
        bulk_kind_of(selecting->job) != &bulk_transition ||
        atl_query_split(&selecting->arena, ATL_QUERY_JQL, selecting->selection->query, &where,
                        &order, NULL, NULL) != ATL_OK) {
        return NULL;
    }
    struct atl_buffer jql = {0};
    if (!atl_text_is_empty(where)) {
        atl_buffer_printf(&jql, "(%s) AND ", where);
    }
    atl_buffer_add(&jql, "status = \"");
    for (const char *at = to; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\') {
            atl_buffer_add_char(&jql, '\\');
        }
        atl_buffer_add_char(&jql, *at);
    }
    atl_buffer_add(&jql, "\"");
    const char *text = atl_arena_strdup(&selecting->arena, jql.data);
    atl_buffer_free(&jql);
    return text;
}

static void mark_as_wanted(struct selecting *selecting)
{
    struct atl_list *ids = &selecting->as_wanted;
    if (ids->count == 0) {
        return;
    }
    qsort(ids->items, ids->count, sizeof *ids->items, atl_text_compare);
    for (size_t i = 0; i < selecting->job->count; i++) {
        struct atl_bulk_item *item = &selecting->job->items[i];
        if (bsearch(&item->id, ids->items, ids->count, sizeof *ids->items, atl_text_compare) !=
            NULL) {
            item->state = ATL_BULK_UNCHANGED;
        }
    }
}

static enum atl_status select_by_jql(struct selecting *selecting, struct atl_error *error)
{
    selecting->as_wanted_jql = make_as_wanted_jql(selecting);
    enum atl_status status =
        atl_each(selecting->as_wanted_jql == NULL ? 1 : 2, 0, search_one, selecting, error);
    if (status == ATL_OK) {
        mark_as_wanted(selecting);
    }
    return status;
}

/* ---- by key ---- */

static bool is_known(const struct atl_bulk_job *job, const char *id)
{
    for (size_t i = 0; i < job->count; i++) {
        if (atl_text_equal(job->items[i].id, id)) {
            return true;
        }
    }
    return false;
}

static void add_fetched(struct atl_bulk_job *job, const char *key,
                        const struct atl_jira_fetched *fetched)
{
    if (fetched->issue == NULL) {
        bool missing = fetched->status == ATL_NOT_FOUND;
        atl_bulk_add_failed(job, key, missing ? NOT_FOUND : 0,
                            missing ? "the issue doesn't exist, or you may not see it"
                                    : fetched->reason);
        return;
    }
    const char *id = atl_json_text(fetched->issue, "id", NULL);
    const char *now = atl_json_text(fetched->issue, "key", key);
    if (!atl_text_equal(now, key) && is_known(job, id)) {
        return; /* two keys of one issue that has moved */
    }
    add_issue(job, id, now, atl_json_get(fetched->issue, "fields"));
}

static enum atl_status select_by_key(struct selecting *selecting, struct atl_error *error)
{
    size_t count;
    const char *const *keys = bulk_choose_names(&selecting->arena, selecting->selection, &count);
    struct atl_jira_fetched *fetched =
        atl_arena_alloc(&selecting->arena, (count + 1) * sizeof *fetched);
    enum atl_status status =
        atl_jira_fetch_issues(selecting->http, &selecting->arena, keys, count,
                              bulk_plan_fields(selecting->job), fetched, error);
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        add_fetched(selecting->job, keys[i], &fetched[i]);
    }
    return status;
}

enum atl_status bulk_select_issues(struct atl_bulk_job *job, struct atl_http *http,
                                   const struct atl_bulk_selection *selection,
                                   struct atl_error *error)
{
    struct selecting selecting = {.job = job, .http = http, .selection = selection};
    enum atl_status status = selection->query != NULL ? select_by_jql(&selecting, error)
                                                      : select_by_key(&selecting, error);
    atl_list_free(&selecting.as_wanted);
    atl_arena_free(&selecting.arena);
    return status;
}
