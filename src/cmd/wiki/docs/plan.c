/* wiki docs plan: what a push would do. */
#include "cmd/site_hint.h"
#include "cmd/wiki/docs/changes.h"
#include "cmd/wiki/docs/docs.h"

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    const struct atl_sync_push_options options = wiki_docs_changes(context);
    struct atl_sync_workspace *workspace;
    struct atl_http *http = NULL;
    enum atl_status status = wiki_docs_open(context, false, &workspace, error);
    if (status == ATL_OK) {
        status = wiki_docs_connect(context, workspace, &http, error);
    }
    if (http != NULL) {
        status = wiki_docs_show_plan(context, workspace, http, &options, error);
        if (status != ATL_OK) {
            site_hint_add(http, ATL_PRODUCT_CONFLUENCE, error);
        }
        atl_http_close(http);
    }
    atl_sync_close(workspace);
    return status;
}

/* clang-format off */
const struct atl_command atl_command_wiki_docs_plan = {
    .words = "wiki docs plan",
    .summary = "Show what a push would do",
    .description =
        "Compares the workspace with what was last synced, asks the server for the versions of the "
        "pages concerned and of attachments that were changed here, and says what 'docs push' would create, update, merge, move and, with "
        "--delete, delete; what conflicts; and what can't be pushed as it is. Nothing is changed, "
        "here or there.\n\n"
        "The exit code is 5 when something can't be pushed, and 7 when there are conflicts.",
    .arguments = (const struct atl_argument[]){WIKI_DOCS_DIRECTORY, {0}},
    .options = (const struct atl_option[]){WIKI_DOCS_CHANGES, {0}},
    .examples = (const struct atl_example[]){
        {"wiki docs plan", "The workspace that the working directory is in"},
        {"wiki docs plan docs --create --delete --json", "All that could be done, for a script"},
        {"wiki docs plan --only 'Home/*'", "The pages below one"},
        {0}},
    .needs = ATL_NEEDS_LOOP | ATL_NEEDS_WORKSPACE,
    .run = run,
};
/* clang-format on */
