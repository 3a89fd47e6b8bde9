/* wiki page children: the pages right below a page. */
#include "cmd/wiki/page/of.h"
#include "cmd/wiki/page/page.h"
#include "cmd/wiki/page/rows.h"

static enum atl_status children(struct wiki_page_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct atl_confluence_entries nodes;
    enum atl_status status = atl_output_begin(context->output, &wiki_page_rows, error);
    if (status == ATL_OK) {
        status =
            atl_confluence_list_children(command->http, context->arena, command->id, &nodes, error);
    }
    for (size_t i = 0; status == ATL_OK && i < nodes.count; i++) {
        status = wiki_page_rows_print(context, &nodes.items[i], 1, error);
    }
    return status == ATL_OK ? atl_output_end(context->output, error) : status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return wiki_page_run(context, true, children, error);
}

/* clang-format off */
const struct atl_command atl_command_wiki_page_children = {
    .words = "wiki page children",
    .summary = "List the pages right below a page",
    .description = "Lists the pages right below a page in their order. wiki page tree shows those "
                   "further below, too.\n\n"
                   "--fields also knows parentId, status and created.",
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT, {0}},
    .options = (const struct atl_option[]){WIKI_PAGE_OPTION, {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page children 'TEAM:Plans'", "What is below it"},
            {"wiki page children 12345 --jsonl | jq -r .id", "Their ids, for a script"},
            {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run,
};
/* clang-format on */
