/* jira bulk: which issues a command is about. */
#include "cmd/jira_bulk.h"

#include "cmd/jira_key.h"
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

static enum atl_status parse_keys(struct atl_context *context, const struct job_named *named,
                                  struct atl_bulk_selection *selection, struct atl_error *error)
{
    const char **keys = atl_arena_alloc(context->arena, (named->count + 1) * sizeof *keys);
    for (size_t i = 0; i < named->count; i++) {
        enum atl_status status = jira_key_parse(context->arena, named->words[i], &keys[i], error);
        if (status != ATL_OK) {
            atl_error_prefix(error, "%s", named->where);
            return status;
        }
    }
    selection->names = keys;
    selection->name_count = named->count;
    return ATL_OK;
}

static enum atl_status select_issues(struct atl_context *context, struct atl_http *http,
                                     struct atl_bulk_job *job, struct atl_error *error)
{
    struct atl_bulk_selection selection = {0};
    struct job_named named = {0};
    enum atl_status status = job_read_named(context, &naming, &named, error);
    if (status == ATL_OK) {
        status = job_read_shard(context, &selection.shard, &selection.shards, error);
    }
    if (status == ATL_OK) {
        status = parse_keys(context, &named, &selection, error);
    }
    if (status == ATL_OK) {
        selection.query = named.query;
        status = atl_bulk_select(job, http, &selection, error);
    }
    if (status != ATL_OK && selection.query != NULL) {
        query_error_explain(ATL_QUERY_JQL, selection.query, error);
    }
    return status;
}

enum atl_status jira_bulk_command(struct atl_context *context, const struct job_work *what,
                                  struct atl_error *error)
{
    struct job_work work = *what;
    work.product = ATL_PRODUCT_JIRA;
    if (work.items == NULL) {
        work.items = select_issues;
    }
    return job_command(context, &work, error);
}
