/* jira issue open: an issue's page, in a browser. */
#include "atlcli/text.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/jira_issue.h"
#include "cmd/jira_key.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

extern char **environ;

/* BROWSER is what people say it is; else what the system opens addresses with. */
static const char *browser(void)
{
    const char *named = getenv("BROWSER");
    if (!atl_text_is_empty(named)) {
        return named;
    }
#ifdef __APPLE__
    return "open";
#else
    return "xdg-open";
#endif
}

/* Waits for it: a browser within the terminal needs the terminal for itself. */
static bool show(const char *program, const char *url)
{
    char *arguments[] = {(char *)(uintptr_t)program, (char *)(uintptr_t)url, NULL};
    pid_t child;
    int outcome;
    if (posix_spawnp(&child, program, NULL, NULL, arguments, environ) != 0) {
        return false;
    }
    while (waitpid(child, &outcome, 0) < 0) {
        if (errno != EINTR) {
            return false;
        }
    }
    return WIFEXITED(outcome) && WEXITSTATUS(outcome) == 0;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    const char *key;
    enum atl_status status = jira_key_read(context, &key, error);
    if (status != ATL_OK) {
        return status;
    }
    const char *url = jira_key_url(context, key);
    status = atl_output_message(context->output, jira_issue_object(context, key), error, "%s", url);
    if (status == ATL_OK && context->console->out_is_terminal &&
        context->globals.form == ATL_OUTPUT_TABLE) {
        status = atl_console_flush(context->console, error);
        if (status == ATL_OK && !show(browser(), url)) {
            atl_warn(context->console, "'%s' can't open it; BROWSER names another program",
                     browser());
        }
    }
    return status;
}

const struct atl_command atl_command_jira_issue_open = {
    .words = "jira issue open",
    .summary = "Open an issue's page in a browser",
    .description = "Prints the address of an issue's page and, on a terminal, opens it in a "
                   "browser: the program that the variable BROWSER names, else the system's own.",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, {0}},
    .options = (const struct atl_option[]){JIRA_KEY_OPTION, {0}},
    .examples = (const struct atl_example[]){{"jira issue open ATL-1", "Look at it in a browser"},
                                             {"jira issue open ATL-1 | pbcopy",
                                              "Only its address, for elsewhere"},
                                             {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
