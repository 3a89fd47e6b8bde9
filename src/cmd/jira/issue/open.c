/* jira issue open: an issue's page, in a browser. */
#include "cli/output.h"
#include "cmd/browser.h"
#include "cmd/jira/issue/issue.h"
#include "cmd/jira/key.h"

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    const char *key;
    enum atl_status status = jira_key_read(context, &key, error);
    if (status == ATL_OK) {
        status = atl_require_account(context, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    const char *url = jira_key_url(context, key);
    status = atl_output_message(context->output, jira_issue_object(context, key), error, "%s", url);
    return status == ATL_OK && !atl_option_flag(context, "print")
               ? browser_open(context, url, error)
               : status;
}

const struct atl_command atl_command_jira_issue_open = {
    .words = "jira issue open",
    .summary = "Open an issue's page in a browser",
    .description = "Prints the address of an issue's page and, on a terminal, opens it in a "
                   "browser: the program that the variable BROWSER names, else the system's own.",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, {0}},
    .options = (const struct atl_option[]){JIRA_KEY_OPTION,
                                           {.name = "print", .summary = "Only print the address"},
                                           {0}},
    .examples = (const struct atl_example[]){{"jira issue open ATL-1", "Look at it in a browser"},
                                             {"jira issue open ATL-1 --print", "Only its address"},
                                             {0}},
    .fields = (const struct atl_column[]){JIRA_ISSUE_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
