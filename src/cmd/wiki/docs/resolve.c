/* wiki docs resolve: ends conflicts. */
#include "atlcli/docs_diff.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/wiki/docs/docs.h"

static const struct atl_column columns[] = {
    {.key = "path", .heading = "FILE", .style = ATL_STYLE_NAME, .shrinks = true},
    {.key = "taken", .heading = "TAKEN"},
    {0},
};

static const struct atl_listing listing = {.name = "resolved", .columns = columns};

static enum atl_status choose_side(const struct atl_context *context, enum atl_docs_side *side,
                                   struct atl_error *error)
{
    bool ours = atl_option_flag(context, "ours");
    bool theirs = atl_option_flag(context, "theirs");
    bool merged = atl_option_flag(context, "merged");
    if (ours + theirs + merged > 1) {
        return atl_fail(error, ATL_USAGE, "only one of --ours, --theirs and --merged can be taken");
    }
    *side = ours ? ATL_DOCS_OURS : theirs ? ATL_DOCS_THEIRS : ATL_DOCS_MERGED;
    return ATL_OK;
}

/* One file that can't be settled doesn't keep the others from it. */
static enum atl_status resolve_all(struct atl_context *context,
                                   struct atl_sync_workspace *workspace, enum atl_docs_side side,
                                   struct atl_error *error)
{
    static const char *const words[] = {"merged", "ours", "theirs"};
    size_t count;
    const char *const *files = atl_argument_list(context, "FILE", &count);
    struct atl_error failure;
    size_t failed = 0;
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        const char *path;
        struct atl_error problem;
        if (atl_docs_resolve(workspace, context->arena, files[i], side, &path, &problem) ==
            ATL_OK) {
            const struct atl_cell cells[] = {atl_cell_text(path), atl_cell_text(words[side])};
            status = atl_output_row(context->output, cells, error);
            continue;
        }
        failure = problem;
        failed++;
        if (count > 1) {
            atl_console_report(context->console, &problem);
        }
    }
    status = status == ATL_OK ? atl_output_end(context->output, error) : status;
    if (status != ATL_OK || failed == 0) {
        return status;
    }
    if (count == 1) {
        *error = failure;
        return failure.status;
    }
    return atl_fail(error, failure.status == ATL_CONFLICT ? ATL_CONFLICT : ATL_PARTIAL,
                    "%zu of %zu files couldn't be settled", failed, count);
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct atl_sync_workspace *workspace = NULL;
    enum atl_docs_side side = ATL_DOCS_MERGED;
    size_t count;
    const char *const *files = atl_argument_list(context, "FILE", &count);
    enum atl_status status = choose_side(context, &side, error);
    status = status == ATL_OK ? atl_output_begin(context->output, &listing, error) : status;
    if (status == ATL_OK) {
        status = atl_sync_open(context->arena, files[0], true, &workspace, error);
    }
    if (status == ATL_OK) {
        status = resolve_all(context, workspace, side, error);
    }
    atl_sync_close(workspace);
    return status;
}

/* clang-format off */
const struct atl_command atl_command_wiki_docs_resolve = {
    .words = "wiki docs resolve",
    .summary = "End a conflict between a file and its page",
    .description =
        "When a page was changed here and on the server, in the same lines, a pull writes both "
        "between lines of <<<<<<< and >>>>>>>. Edit the file, take these lines out, and say so "
        "with this command; it refuses as long as one is left. Or take one side's text whole: "
        "--ours, the file as it was before that pull, or --theirs, the page as the server had it. "
        "Nothing is sent: that is for a push.\n\n"
        "When a page was edited here and deleted on the server, --ours keeps the file, and the next "
        "push makes a new page of it; --theirs takes it, and its attachments, to .atlcli/trash.",
    .arguments =
        (const struct atl_argument[]){
            {.name = "FILE", .summary = "Files that are in conflict", .arity = ATL_ONE_OR_MORE,
             .completion = ATL_COMPLETE_FILE},
            {0}},
    .options =
        (const struct atl_option[]){
            {.name = "merged", .kind = ATL_OPTION_FLAG,
             .summary = "Take the file as it was edited (the default)"},
            {.name = "ours", .kind = ATL_OPTION_FLAG, .summary = "Take the text as it was here"},
            {.name = "theirs", .kind = ATL_OPTION_FLAG,
             .summary = "Take the text as the server had it"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki docs resolve Home.md", "The file was edited, and is right now"},
            {"wiki docs resolve --theirs Home/Plan.md", "Give up what was changed here"},
            {0}},
    .needs = ATL_NEEDS_WORKSPACE,
    .run = run,
};
/* clang-format on */
