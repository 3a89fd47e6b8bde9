/* jira bulk: which issues a command is about. */
#include "cmd/jira/bulk/bulk.h"

#include "cmd/jira/key.h"
#include "cmd/jira/notify.h"
#include "cmd/query_error.h"

const struct atl_command atl_command_jira_bulk = {
    .words = "jira bulk",
    .summary = "Change many issues at once",
    .examples =
        (const struct atl_example[]){
            {"jira bulk transition --to Done --jql \"fixVersion = 2.1\" --dry-run",
             "What would change, and how"},
            {"jira bulk create --file plan.csv --project WEB --type Task",
             "Issues from a spreadsheet"},
            {0}},
};

static const struct job_naming naming = {
    .query = "jql",
    .list = "issues",
    .nouns = "issues",
    .names = "issue keys",
    .ways = "--jql QUERY, --issues KEY,KEY, --stdin, --file FILE",
};

/* The words become keys. */
static enum atl_status name_issues(struct atl_context *context, struct job_named *named,
                                   struct atl_error *error)
{
    enum atl_status status = job_read_named(context, &naming, named, error);
    for (size_t i = 0; status == ATL_OK && i < named->count; i++) {
        const char *key;
        status = jira_key_parse(context->arena, named->words[i], &key, error);
        if (status == ATL_OK) {
            named->words[i] = atl_arena_strdup(context->arena, key);
        } else {
            atl_error_prefix(error, "%s", named->where);
        }
    }
    return status;
}

static enum atl_status select_issues(struct atl_context *context, struct atl_http *http,
                                     const struct job_named *named, struct atl_bulk_job *job,
                                     struct atl_error *error)
{
    struct atl_bulk_selection selection = {.query = named->query,
                                           .names = (const char *const *)named->words,
                                           .name_count = named->count};
    enum atl_status status = job_read_shard(context, &selection.shard, &selection.shards, error);
    if (status == ATL_OK) {
        status = atl_bulk_select(job, http, &selection, error);
    }
    if (status != ATL_OK && selection.query != NULL) {
        query_error_explain(ATL_QUERY_JQL, selection.query, error);
    }
    return status;
}

enum atl_status jira_bulk_check_silence(struct atl_context *context, struct atl_http *http,
                                        struct atl_bulk_job *job, struct atl_error *error)
{
    bool silent;
    (void)http;
    (void)job;
    return jira_notify_on_cloud(context, &silent, error);
}

enum atl_status jira_bulk_command(struct atl_context *context, const struct job_work *what,
                                  struct atl_error *error)
{
    struct job_work work = *what;
    work.product = ATL_PRODUCT_JIRA;
    if (work.items == NULL) {
        work.name = name_issues;
        work.items = select_issues;
    }
    return job_command(context, &work, error);
}
