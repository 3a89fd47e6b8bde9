#include "cmd/browser.h"

#include "atlcli/text.h"
#include "cli/console.h"

#include <errno.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
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

enum atl_status browser_open(struct atl_context *context, const char *url, struct atl_error *error)
{
    if (!context->console->out_is_terminal || context->globals.form != ATL_OUTPUT_TABLE) {
        return ATL_OK;
    }
    enum atl_status status = atl_console_flush(context->console, error);
    if (status == ATL_OK && !show(browser(), url)) {
        atl_warn(context->console, "'%s' can't open it; BROWSER names another program", browser());
    }
    return status;
}
