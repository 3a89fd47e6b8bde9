#include "cmd/jira/issue/rows.h"

#include "cli/output.h"
#include "cli/progress.h"
#include "cmd/jira/columns.h"

#include <inttypes.h>

enum {
    USUAL_LIMIT = 50,
};

struct printing {
    struct atl_context *context;
    struct jira_columns columns;
    struct atl_progress *progress;
    struct atl_jira_search_result result;
    bool total_shown;
};

static enum atl_status print_issue(void *argument, const struct atl_jira_issue *issue,
                                   struct atl_error *error)
{
    struct printing *printing = argument;
    if (!printing->total_shown && printing->result.total >= 0) {
        int64_t limit = atl_option_integer(printing->context, "limit", USUAL_LIMIT);
        atl_progress_total(printing->progress,
                           printing->result.total < limit ? printing->result.total : limit);
        printing->total_shown = true;
    }
    cJSON *row = jira_columns_row(&printing->columns, issue);
    enum atl_status status = atl_output_object(printing->context->output, row, error);
    cJSON_Delete(row);
    atl_progress_add(printing->progress, 1);
    return status;
}

static void add_members(struct atl_output *output, const struct atl_jira_search_result *result)
{
    if (result->total >= 0) {
        atl_output_member(output, "total", cJSON_CreateNumber((double)result->total));
    }
    atl_output_member(output, "isLast", cJSON_CreateBool(!result->more));
}

static void say_what_is_left(struct atl_console *console,
                             const struct atl_jira_search_result *result)
{
    if (result->more && result->total >= 0) {
        atl_note(console, "%" PRId64 " of %" PRId64 " issues shown; --limit all shows every one",
                 result->found, result->total);
    } else if (result->more) {
        atl_note(console, "%" PRId64 " issue%s shown, more match; --limit all shows every one",
                 result->found, result->found == 1 ? "" : "s");
    }
    if (result->gone > 0) {
        atl_warn(console,
                 "%" PRId64 " of the issues found could no longer be read: deleted, moved or "
                 "changed meanwhile",
                 result->gone);
    }
}

static enum atl_status check_refused(const struct atl_jira_search_result *result,
                                     struct atl_error *error)
{
    if (result->refused == 0) {
        return ATL_OK;
    }
    atl_fail(error, ATL_PARTIAL, "the server didn't give %" PRId64 " of %" PRId64 " issues: %s",
             result->refused, result->found + result->gone + result->refused, result->reason);
    atl_hint(error, "the others are shown; run it again for all of them, or ask for fewer fields");
    return ATL_PARTIAL;
}

static enum atl_status search_itself(const void *source, const struct atl_jira_search *search,
                                     struct atl_jira_search_result *result, struct atl_error *error)
{
    (void)source;
    return atl_jira_search(search, result, error);
}

enum atl_status jira_issue_rows_print(struct atl_context *context, struct atl_http *http,
                                      const char *jql, jira_issue_finder find, const void *source,
                                      struct atl_error *error)
{
    struct printing printing = {.context = context};
    enum atl_status status = jira_columns_choose(context, http, &printing.columns, error);
    if (status != ATL_OK) {
        return status;
    }
    const struct atl_listing listing = {
        .name = "issues", .columns = printing.columns.shown, .when_empty = "No issues match."};
    status = atl_output_begin(context->output, &listing, error);
    if (status != ATL_OK) {
        return status;
    }
    const struct atl_jira_search search = {
        .http = http,
        .jql = jql,
        .fields = printing.columns.fields,
        .limit = atl_option_integer(context, "limit", USUAL_LIMIT),
        .on_issue = print_issue,
        .context = &printing,
    };
    printing.progress = atl_progress_open(context, "Searching issues", -1);
    find = find == NULL ? search_itself : find;
    status = find(source, &search, &printing.result, error);
    atl_progress_close(printing.progress);
    if (status == ATL_OK) {
        add_members(context->output, &printing.result);
        status = atl_output_end(context->output, error);
    }
    if (status == ATL_OK) {
        say_what_is_left(context->console, &printing.result);
        status = check_refused(&printing.result, error);
    }
    return status;
}
