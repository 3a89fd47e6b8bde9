/* wiki page open: a page, in a browser. */
#include "cli/output.h"
#include "cmd/browser.h"
#include "cmd/wiki/page/of.h"
#include "cmd/wiki/page/page.h"

static enum atl_status open_page(struct wiki_page_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct atl_confluence_content page;
    enum atl_status status = atl_confluence_get_page(command->http, context->arena, command->id, 0,
                                                     ATL_CONFLUENCE_ANY_STATUS, &page, error);
    if (status == ATL_OK && page.url == NULL) {
        return atl_fail(error, ATL_FAILED, "the server doesn't tell the address of the page");
    }
    if (status == ATL_OK) {
        status = atl_output_message(context->output, wiki_page_object(context, &page), error, "%s",
                                    page.url);
    }
    return status == ATL_OK && !atl_option_flag(context, "print")
               ? browser_open(context, page.url, error)
               : status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return wiki_page_run(context, true, open_page, error);
}

/* clang-format off */
const struct atl_command atl_command_wiki_page_open = {
    .words = "wiki page open",
    .summary = "Open a page in a browser",
    .description =
        "Prints the address of a page and, on a terminal, opens it in a browser: the program that "
        "the variable BROWSER names, else the system's own.",
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){
            WIKI_PAGE_OPTION,
            {.name = "print", .summary = "Only print the address"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page open 'TEAM:Release plan'", "Look at it in a browser"},
            {"wiki page open 12345 --print", "Only its address"},
            {0}},
    .fields = (const struct atl_column[]){WIKI_PAGE_MEMBERS, {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run,
};
/* clang-format on */
