/* wiki docs diff: what was changed, line by line. */
#include "cli/diff.h"
#include "atlcli/docs_diff.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/site_hint.h"
#include "cmd/wiki/docs/docs.h"

#include <string.h>
#include <unistd.h>

enum {
    USUAL_CONTEXT = 3,
    MOST_CONTEXT = 1000000,
};

static const struct atl_column columns[] = {
    {.key = "change", .heading = "CHANGE"},
    {.key = "path", .heading = "FILE", .style = ATL_STYLE_NAME},
    {.key = "id", .heading = "ID"},
    {.key = "title", .heading = "TITLE"},
    {.key = "diff", .heading = "DIFF"},
    {0},
};

static const struct atl_listing listing = {.name = "differences", .columns = columns};

struct printing {
    struct atl_context *context;
    bool listed; /* else the diffs alone, as they are */
    size_t count;
};

static enum atl_status print(void *argument, const struct atl_docs_difference *difference,
                             struct atl_error *error)
{
    struct printing *printing = argument;
    struct atl_output *output = printing->context->output;
    printing->count++;
    if (!printing->listed) {
        return atl_output_diff(output, difference->diff, difference->length, error);
    }
    const struct atl_cell cells[] = {
        atl_cell_text(atl_docs_change_name(difference->change)),
        atl_cell_text(difference->path),
        atl_cell_text(difference->id),
        atl_cell_text(difference->title),
        atl_cell_text(difference->diff),
    };
    return atl_output_row(output, cells, error);
}

static enum atl_status compare(struct atl_context *context, struct atl_sync_workspace *workspace,
                               struct atl_http *http, const char *const *files, size_t count,
                               struct atl_error *error)
{
    struct printing printing = {
        .context = context,
        .listed = atl_output_form(context->output) != ATL_OUTPUT_TABLE ||
                  context->globals.field_count > 0,
    };
    const struct atl_docs_diff_options options = {
        .files = files,
        .file_count = count,
        .context_lines = (int)atl_option_integer(context, "context", USUAL_CONTEXT),
        .on_difference = print,
        .context = &printing,
    };
    enum atl_status status =
        printing.listed ? atl_output_begin(context->output, &listing, error) : ATL_OK;
    status = status == ATL_OK ? atl_docs_diff(workspace, http, &options, error) : status;
    if (status == ATL_OK && printing.listed) {
        status = atl_output_end(context->output, error);
    }
    if (status == ATL_OK && printing.count == 0) {
        atl_note(context->console, "No differences");
    }
    return status;
}

/* What says which workspace it is: the path, or of what isn't there any more what is above it. */
static const char *nearest(struct atl_arena *arena, const char *path)
{
    char *at = atl_arena_strdup(arena, path);
    while (access(at, F_OK) != 0) {
        char *slash = strrchr(at, '/');
        if (slash == NULL) {
            return ".";
        }
        slash[slash == at ? 1 : 0] = '\0';
    }
    return at;
}

/* A file of nowhere is told by the workspace that the command is run in. */
static enum atl_status open_workspace(struct atl_context *context, const char *path,
                                      struct atl_sync_workspace **workspace,
                                      struct atl_error *error)
{
    const char *start = nearest(context->arena, path);
    enum atl_status status = atl_sync_open(context->arena, start, false, workspace, error);
    if (status != ATL_NOT_FOUND) {
        return status;
    }
    if (strcmp(start, path) != 0) {
        atl_error_prefix(error, "there is no %s", path);
    }
    return atl_sync_open(context->arena, ".", false, workspace, NULL) == ATL_OK ? ATL_OK : status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    size_t count;
    const char *const *files = atl_argument_list(context, "PATH", &count);
    struct atl_sync_workspace *workspace = NULL;
    struct atl_http *http = NULL;
    enum atl_status status =
        open_workspace(context, count == 0 ? "." : files[0], &workspace, error);
    bool remote = atl_option_flag(context, "remote");
    if (status == ATL_OK && remote) {
        status = wiki_docs_connect(context, workspace, &http, error);
    }
    if (status == ATL_OK) {
        status = compare(context, workspace, http, files, count, error);
    }
    if (http != NULL) {
        if (status != ATL_OK) {
            site_hint_add(http, ATL_PRODUCT_CONFLUENCE, error);
        }
        atl_http_close(http);
    }
    atl_sync_close(workspace);
    return status;
}

/* clang-format off */
const struct atl_command atl_command_wiki_docs_diff = {
    .words = "wiki docs diff",
    .summary = "Show what was changed in a workspace, line by line",
    .description =
        "Compares the files of a workspace with what was last synced, and asks no server; with "
        "--remote, with what the server has now. Lines with '+' are in the file alone. Without "
        "PATH it is all files that were changed, added with 'docs add', or deleted; a directory "
        "stands for all in it.\n\n"
        "In a pipe it is a patch as git makes them: 'patch -R -p1' takes the changes back.",
    .arguments =
        (const struct atl_argument[]){
            {.name = "PATH", .summary = "Files, and directories of files (default: all)",
             .arity = ATL_ANY_NUMBER, .completion = ATL_COMPLETE_FILE},
            {0}},
    .options =
        (const struct atl_option[]){
            {.name = "remote", .kind = ATL_OPTION_FLAG,
             .summary = "Compare with what the server has now"},
            {.name = "context", .letter = 'U', .kind = ATL_OPTION_INTEGER, .value = "LINES",
             .summary = "Unchanged lines around each change", .shown_default = "3",
             .minimum = 0, .maximum = MOST_CONTEXT},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki docs diff", "All that was changed here"},
            {"wiki docs diff Home.md Home --remote", "A page and those below it, against the site"},
            {"wiki docs diff --json", "Each file's diff in a document"},
            {0}},
    .needs = ATL_NEEDS_LOOP | ATL_NEEDS_WORKSPACE,
    .run = run,
};
/* clang-format on */
