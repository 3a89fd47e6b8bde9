#include "cmd/wiki/docs/docs.h"

#include "cmd/connect.h"

#include <stdlib.h>

const struct atl_command atl_command_wiki_docs = {
    .words = "wiki docs",
    .summary = "A space, a tree or a page as a directory of Markdown",
    .description =
        "A workspace is a directory that holds pages as Markdown: 'docs init' makes one, and "
        "'docs pull' fills it and brings it up to date. Pages below a page lie in a directory of "
        "its name, attachments in one beside it, and links between pages are relative paths.\n\n"
        "Commands find the workspace from any directory in it. What was edited is never "
        "overwritten: it is merged, or both sides are put between the lines of a conflict.",
};

enum atl_status wiki_docs_open(struct atl_context *context, bool writes,
                               struct atl_sync_workspace **workspace, struct atl_error *error)
{
    const char *directory = atl_argument(context, "DIR");
    return atl_sync_open(context->arena, directory == NULL ? "." : directory, writes, workspace,
                         error);
}

/* ---- the account ---- */

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);
    return value != NULL && value[0] != '\0';
}

static enum atl_status find_account(struct atl_context *context,
                                    const struct atl_sync_config *config, struct atl_error *error)
{
    const char *chosen = context->globals.profile;
    if (chosen != NULL || config->profile == NULL || is_set("ATLCLI_PROFILE") ||
        is_set("ATLCLI_SITE")) {
        return atl_find_account(context, chosen, error);
    }
    enum atl_status status = atl_find_account(context, config->profile, error);
    if (status == ATL_NOT_FOUND) {
        /* That profile is gone, or was another machine's: the usual one may be for the same site.
         */
        status = atl_find_account(context, NULL, error);
    }
    return status;
}

enum atl_status wiki_docs_connect(struct atl_context *context,
                                  const struct atl_sync_workspace *workspace,
                                  struct atl_http **http, struct atl_error *error)
{
    enum atl_status status = find_account(context, atl_sync_config(workspace), error);
    if (status == ATL_OK) {
        status = atl_sync_check_site(workspace, context->account, error);
    }
    *http = status == ATL_OK ? atl_connect(context) : NULL;
    return status;
}
