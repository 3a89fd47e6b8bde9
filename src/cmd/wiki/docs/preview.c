/* wiki docs preview: pages in a browser while they are written. */
#include "atlcli/docs_preview.h"
#include "cli/console.h"
#include "cli/output.h"

enum {
    HIGHEST_PORT = 65535,
};

static enum atl_status say_where(void *argument, const char *url, struct atl_error *error)
{
    struct atl_context *context = argument;
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "url", url);
    enum atl_status status = atl_output_message(context->output, object, error, "%s", url);
    cJSON_Delete(object);
    /* Whoever started this reads on: it is still running. */
    status = status == ATL_OK ? atl_console_flush(context->console, error) : status;
    atl_note(context->console, "Pages are shown anew when files change. Ctrl-C ends it.");
    return status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    const char *directory = atl_argument(context, "DIR");
    const struct atl_docs_preview preview = {
        .directory = directory == NULL ? "." : directory,
        .port = (int)atl_option_integer(context, "port", 0),
        .on_ready = say_where,
        .context = context,
    };
    enum atl_status status = atl_docs_preview(&preview, error);
    /* Ctrl-C is how it ends, when its output had a reader. */
    return status == ATL_CANCELLED && !context->console->reader_left ? ATL_OK : status;
}

/* clang-format off */
const struct atl_command atl_command_wiki_docs_preview = {
    .words = "wiki docs preview",
    .summary = "Show pages in a browser while they are written",
    .description =
        "Renders the pages of a workspace, or of any directory of Markdown, and serves them to this "
        "machine alone. A page that is open in a browser is shown anew when a file changes. "
        "Ctrl-C ends it.\n\n"
        "It shows what a page says, not how the site looks; macros are shown by their names. "
        "Scripts and raw HTML in pages don't run.",
    .arguments =
        (const struct atl_argument[]){
            {.name = "DIR", .summary = "Directory of pages (default: the working one)",
             .arity = ATL_OPTIONAL, .completion = ATL_COMPLETE_DIRECTORY},
            {0}},
    .options =
        (const struct atl_option[]){
            {.name = "port", .letter = 'p', .kind = ATL_OPTION_INTEGER, .value = "PORT",
             .summary = "Port to listen on", .shown_default = "one that is free",
             .minimum = 0, .maximum = HIGHEST_PORT},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki docs preview", "The workspace of the working directory"},
            {"wiki docs preview docs --port 8000", "Always under the same address"},
            {0}},
    .fields = (const struct atl_column[]){{.key = "url"}, {0}},
    .needs = ATL_NEEDS_LOOP,
    .run = run,
};
/* clang-format on */
