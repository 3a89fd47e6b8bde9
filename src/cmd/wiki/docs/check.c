/* wiki docs check: what is wrong with pages before they are pushed. */
#include "atlcli/docs_check.h"
#include "cli/console.h"
#include "cli/output.h"

static const struct atl_column columns[] = {
    {.key = "path", .heading = "FILE", .style = ATL_STYLE_NAME},
    {.key = "line", .heading = "LINE", .kind = ATL_CELL_INTEGER},
    {.key = "kind", .heading = "PROBLEM"},
    {.key = "severity", .heading = "SEVERITY", .extra = true},
    {.key = "message", .heading = "MESSAGE"},
    {0},
};

static const struct atl_listing listing = {.name = "findings", .columns = columns};

static enum atl_status print(struct atl_context *context, const struct atl_check_finding *finding,
                             struct atl_error *error)
{
    const struct atl_cell cells[] = {
        atl_cell_text(finding->path),
        finding->line == 0 ? atl_cell_none() : atl_cell_integer((int64_t)finding->line),
        atl_cell_styled(atl_cell_text(atl_check_kind_name(finding->kind)),
                        finding->warning ? ATL_STYLE_WARNING : ATL_STYLE_BAD),
        atl_cell_text(finding->warning ? "warning" : "error"),
        atl_cell_text(finding->message),
    };
    return atl_output_row(context->output, cells, error);
}

static const char *counted(struct atl_context *context, size_t count, const char *what)
{
    return atl_arena_printf(context->arena, "%zu %s%s", count, what, count == 1 ? "" : "s");
}

/* The verdict, for whoever looks at the exit code. */
static enum atl_status judge(struct atl_context *context, const struct atl_check_result *result,
                             struct atl_error *error)
{
    bool strict = atl_option_flag(context, "strict");
    const char *files = counted(context, result->files, "file");
    if (result->errors > 0 || (strict && result->warnings > 0)) {
        return atl_fail(error, ATL_FAILED, "%s and %s in %s",
                        counted(context, result->errors, "error"),
                        counted(context, result->warnings, "warning"), files);
    }
    if (result->warnings > 0) {
        atl_note(context->console, "No errors, %s in %s",
                 counted(context, result->warnings, "warning"), files);
    } else {
        atl_note(context->console, "Nothing wrong in %s", files);
    }
    return ATL_OK;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    const char *directory = atl_argument(context, "DIR");
    struct atl_check_result result;
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    if (status == ATL_OK) {
        status =
            atl_docs_check(context->arena, directory == NULL ? "." : directory, &result, error);
    }
    for (size_t i = 0; status == ATL_OK && i < result.count; i++) {
        status = print(context, &result.findings[i], error);
    }
    if (status != ATL_OK) {
        return status;
    }
    atl_output_member(context->output, "root", cJSON_CreateString(result.root));
    atl_output_member(context->output, "files", cJSON_CreateNumber((double)result.files));
    atl_output_member(context->output, "errors", cJSON_CreateNumber((double)result.errors));
    atl_output_member(context->output, "warnings", cJSON_CreateNumber((double)result.warnings));
    status = atl_output_end(context->output, error);
    return status == ATL_OK ? judge(context, &result, error) : status;
}

/* clang-format off */
const struct atl_command atl_command_wiki_docs_check = {
    .words = "wiki docs check",
    .summary = "Find what is wrong with pages before they are pushed",
    .description =
        "Looks at every page of a workspace, or of any directory of Markdown such as a checkout on "
        "a build server, and asks no server. It finds links to files, pages and headings that "
        "aren't there, missing attachments, two pages of one title or one id, containers (\":::\") "
        "and tags that aren't closed, frontmatter that isn't YAML, lines of conflicts, files that "
        "aren't UTF-8, and pages and titles that are too long for Confluence.\n\n"
        "What Confluence has no place for is a warning: it would get lost in a push. Links to "
        "other spaces and sites aren't followed, and links to pages by title only where the "
        "workspace is a whole space.\n\n"
        "The exit code is 1 when there are errors; with --strict, when there are warnings, too.",
    .arguments =
        (const struct atl_argument[]){
            {.name = "DIR", .summary = "Directory of pages (default: the working one)",
             .arity = ATL_OPTIONAL, .completion = ATL_COMPLETE_DIRECTORY},
            {0}},
    .options =
        (const struct atl_option[]){
            {.name = "strict", .kind = ATL_OPTION_FLAG, .summary = "Fail for warnings, too"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki docs check", "The working directory, with all that is in it"},
            {"wiki docs check docs --strict", "On a build server"},
            {"wiki docs check --jsonl", "One object for each finding"},
            {0}},
    .needs = ATL_NEEDS_LOOP,
    .run = run,
};
/* clang-format on */
