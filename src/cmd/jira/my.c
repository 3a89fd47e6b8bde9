/* jira my: what is on one's own desk. */
#include "cmd/jira/issue/rows.h"
#include "cmd/jira/site.h"

static enum atl_status search(struct atl_context *context, struct atl_http *http,
                              struct atl_error *error)
{
    const char *jql =
        atl_option_flag(context, "all")
            ? "assignee = currentUser() ORDER BY updated DESC"
            : "assignee = currentUser() AND resolution is EMPTY ORDER BY updated DESC";
    return jira_issue_rows_print(context, http, jql, NULL, NULL, error);
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, search, error);
}

const struct atl_command atl_command_jira_my = {
    .words = "jira my",
    .summary = "List your issues",
    .description = "Lists the issues that are assigned to you and not resolved, the latest change "
                   "first, as 'jira search' does.",
    .options =
        (const struct atl_option[]){
            {.name = "all", .kind = ATL_OPTION_FLAG, .summary = "Those that are resolved, too"},
            {.name = "limit",
             .kind = ATL_OPTION_INTEGER,
             .value = "N",
             .summary = "Show at most so many issues",
             .shown_default = "50",
             .minimum = 1,
             .maximum = 10000000,
             .unlimited = "all"},
            {0}},
    .examples = (const struct atl_example[]){{"jira my", "What there is to do"},
                                             {"jira my --all --fields key,status,due,summary",
                                              "What was done, too, with other columns"},
                                             {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
