/* wiki docs add: files that are to become pages. */
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/option_check.h"
#include "cmd/wiki/docs/docs.h"

static const struct atl_column columns[] = {
    {.key = "path", .heading = "FILE", .style = ATL_STYLE_NAME, .shrinks = true},
    {.key = "title", .heading = "TITLE", .shrinks = true},
    {0},
};

static const struct atl_listing listing = {.name = "added", .columns = columns};

static enum atl_status add(struct atl_context *context, const char *file, struct atl_error *error)
{
    struct atl_sync_workspace *workspace;
    const char *path = NULL;
    const char *title = NULL;
    enum atl_status status = atl_sync_open(context->arena, file, true, &workspace, error);
    if (status == ATL_OK) {
        status = atl_sync_add(workspace, context->arena, file, atl_option_text(context, "title"),
                              &path, &title, error);
    }
    atl_sync_close(workspace);
    if (status == ATL_OK) {
        const struct atl_cell cells[] = {atl_cell_text(path), atl_cell_text(title)};
        status = atl_output_row(context->output, cells, error);
    }
    return status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    static const char *const texts[] = {"title", NULL};
    static const char *const none[] = {NULL};
    size_t count;
    size_t failed = 0;
    struct atl_error failure = {0};
    const char *const *files = atl_argument_list(context, "FILE", &count);
    enum atl_status status = option_check_filled(context, texts, none, error);
    if (status == ATL_OK && count > 1 && atl_option_given(context, "title")) {
        return atl_fail(error, ATL_USAGE, "--title is for one file, and there are %zu", count);
    }
    if (status == ATL_OK) {
        status = atl_output_begin(context->output, &listing, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    for (size_t i = 0; i < count; i++) {
        status = add(context, files[i], &failure);
        if (status != ATL_OK) {
            failed++;
            if (count > 1) {
                atl_console_report(context->console, &failure);
            }
        }
    }
    if (failed == 1 && count == 1) {
        *error = failure;
        return status;
    }
    status = atl_output_end(context->output, error);
    return status == ATL_OK && failed > 0
               ? atl_fail(error, ATL_PARTIAL, "%zu of %zu files couldn't be added", failed, count)
               : status;
}

/* clang-format off */
const struct atl_command atl_command_wiki_docs_add = {
    .words = "wiki docs add",
    .summary = "Say that files are to become pages",
    .description =
        "The new page is to be below the page whose directory the file lies in. Its title is what "
        "--title says, which is written into the frontmatter, else the one there (atlcli.title), "
        "else the first heading, else the file's name.\n\n"
        "'docs status' shows such files as added; nothing is sent yet.",
    .arguments = (const struct atl_argument[]){
        {.name = "FILE", .summary = "Markdown files in a workspace", .arity = ATL_ONE_OR_MORE,
         .completion = ATL_COMPLETE_FILE},
        {0}},
    .options = (const struct atl_option[]){
        {.name = "title", .kind = ATL_OPTION_TEXT, .value = "TITLE",
         .summary = "Title of the page"},
        {0}},
    .examples = (const struct atl_example[]){
        {"wiki docs add \"Engineering Home/Runbook.md\"", "A page below 'Engineering Home'"},
        {"wiki docs add notes.md --title \"Release notes\"", "With a title of its own"},
        {0}},
    .needs = ATL_NEEDS_WORKSPACE,
    .run = run,
};
/* clang-format on */
