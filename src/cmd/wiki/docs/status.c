/* wiki docs status: what was changed in a workspace. */
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/wiki/docs/docs.h"

static const struct atl_column columns[] = {
    {.key = "state", .heading = "STATE"},
    {.key = "path", .heading = "FILE", .style = ATL_STYLE_NAME, .shrinks = true},
    {.key = "from", .heading = "FROM", .shrinks = true, .extra = true},
    {.key = "id", .heading = "ID", .extra = true},
    {.key = "title", .heading = "TITLE", .extra = true},
    {.key = "kind", .heading = "KIND", .extra = true},
    {.key = "reason", .heading = "REASON", .extra = true},
    {0},
};

static const struct atl_listing listing = {.name = "differences", .columns = columns};

static enum atl_style style_of(enum atl_sync_state_of state)
{
    switch (state) {
    case ATL_SYNC_CONFLICTED:
    case ATL_SYNC_PROBLEM:
        return ATL_STYLE_BAD;
    case ATL_SYNC_ADDED:
        return ATL_STYLE_GOOD;
    case ATL_SYNC_UNTRACKED:
        return ATL_STYLE_DIM;
    default:
        return ATL_STYLE_WARNING;
    }
}

static enum atl_status print(struct atl_context *context,
                             const struct atl_sync_difference *difference, struct atl_error *error)
{
    const struct atl_cell cells[] = {
        atl_cell_styled(atl_cell_text(atl_sync_state_name(difference->state)),
                        style_of(difference->state)),
        atl_cell_text(difference->path),
        atl_cell_text(difference->from),
        atl_cell_text(difference->id),
        atl_cell_text(difference->title),
        atl_cell_text(difference->attachment ? "attachment" : "page"),
        atl_cell_text(difference->reason == NULL ? NULL : difference->reason->message),
    };
    if (difference->reason != NULL) {
        atl_console_report(context->console, difference->reason);
    }
    return atl_output_row(context->output, cells, error);
}

static enum atl_status show(struct atl_context *context, struct atl_sync_workspace *workspace,
                            struct atl_error *error)
{
    struct atl_sync_status found;
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    if (status == ATL_OK) {
        status = atl_sync_read_status(workspace, context->arena, &found, error);
    }
    for (size_t i = 0; status == ATL_OK && i < found.count; i++) {
        status = print(context, &found.differences[i], error);
    }
    if (status != ATL_OK) {
        return status;
    }
    atl_output_member(context->output, "pages", cJSON_CreateNumber((double)found.pages));
    atl_output_member(context->output, "attachments",
                      cJSON_CreateNumber((double)found.attachments));
    if (found.count == 0) {
        atl_note(context->console, "Nothing has changed here: %zu page%s", found.pages,
                 found.pages == 1 ? "" : "s");
    }
    status = atl_output_end(context->output, error);
    if (status == ATL_OK && found.problems > 0) {
        status =
            atl_fail(error, ATL_PARTIAL, "%zu file%s can't be used as %s", found.problems,
                     found.problems == 1 ? "" : "s", found.problems == 1 ? "it is" : "they are");
    } else if (status == ATL_OK && found.conflicts > 0) {
        status = atl_fail(error, ATL_CONFLICT, "%zu conflict%s to be settled", found.conflicts,
                          found.conflicts == 1 ? "" : "s");
    }
    return status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct atl_sync_workspace *workspace;
    enum atl_status status = wiki_docs_open(context, false, &workspace, error);
    if (status == ATL_OK) {
        status = show(context, workspace, error);
    }
    atl_sync_close(workspace);
    return status;
}

/* clang-format off */
const struct atl_command atl_command_wiki_docs_status = {
    .words = "wiki docs status",
    .summary = "Show what was changed in a workspace",
    .description =
        "Compares every file with what was last synced, by what is in it, and asks no server. A "
        "file is modified, added (to become a page), untracked, moved below another page, deleted, "
        "in conflict, or a problem: it can't be read, or another file has the same id.\n\n"
        "The exit code is 5 when there are problems, and 7 when there are conflicts.",
    .arguments = (const struct atl_argument[]){WIKI_DOCS_DIRECTORY, {0}},
    .examples = (const struct atl_example[]){
        {"wiki docs status", "The workspace that the working directory is in"},
        {"wiki docs status --fields state,path,id,title --csv", "With ids and titles"},
        {0}},
    .needs = ATL_NEEDS_WORKSPACE,
    .run = run,
};
/* clang-format on */
