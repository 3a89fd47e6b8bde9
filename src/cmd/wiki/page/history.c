/* wiki page history: the versions of a page. */
#include "atlcli/clock.h"
#include "atlcli/confluence_page_act.h"
#include "cli/output.h"
#include "cmd/wiki/page/of.h"
#include "cmd/wiki/page/page.h"

enum {
    USUAL_LIMIT = 50,
};

static const struct atl_column columns[] = {
    {.key = "version", .heading = "VERSION", .kind = ATL_CELL_INTEGER, .style = ATL_STYLE_NAME},
    {.key = "created", .heading = "WHEN", .kind = ATL_CELL_TIME, .style = ATL_STYLE_DIM},
    {.key = "author", .heading = "WHO"},
    {.key = "message", .heading = "MESSAGE", .shrinks = true},
    {.key = "minor", .heading = "MINOR", .kind = ATL_CELL_BOOLEAN, .extra = true},
    {0},
};

static const struct atl_listing listing = {
    .name = "versions", .columns = columns, .when_empty = "There are no versions."};

static enum atl_status print(struct atl_context *context,
                             const struct atl_confluence_version *version, struct atl_error *error)
{
    int64_t ms = 0;
    bool is_dated = version->created != NULL && atl_clock_parse_iso8601(version->created, &ms);
    const struct atl_cell cells[] = {
        atl_cell_integer(version->number), is_dated ? atl_cell_time(ms) : atl_cell_none(),
        atl_cell_text(version->author),    atl_cell_text(version->message),
        atl_cell_boolean(version->minor),
    };
    return atl_output_row(context->output, cells, error);
}

static enum atl_status history(struct wiki_page_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct atl_confluence_versions versions;
    int64_t limit = atl_option_integer(context, "limit", USUAL_LIMIT);
    size_t most = limit == ATL_OPTION_UNLIMITED ? SIZE_MAX : (size_t)limit;
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    if (status == ATL_OK) {
        /* One more tells whether there are more. */
        status = atl_confluence_list_versions(command->http, context->arena, command->id,
                                              most == SIZE_MAX ? most : most + 1, &versions, error);
    }
    for (size_t i = 0; status == ATL_OK && i < versions.count && i < most; i++) {
        status = print(context, &versions.items[i], error);
    }
    if (status != ATL_OK) {
        return status;
    }
    bool has_more = versions.count > most;
    atl_output_member(context->output, "id", cJSON_CreateString(command->id));
    atl_output_member(context->output, "isLast", cJSON_CreateBool(!has_more));
    status = atl_output_end(context->output, error);
    if (status == ATL_OK && has_more) {
        atl_note(context->console,
                 "%zu version%s shown, there are more; --limit all shows every one", most,
                 most == 1 ? "" : "s");
    }
    return status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return wiki_page_run(context, true, history, error);
}

/* clang-format off */
const struct atl_command atl_command_wiki_page_history = {
    .words = "wiki page history",
    .summary = "List the versions of a page",
    .description = "Lists the versions of a page, the newest first: when, by whom, and what they "
                   "said about it. wiki page diff shows what changed between two of them.",
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){
            WIKI_PAGE_OPTION,
            {.name = "limit", .kind = ATL_OPTION_INTEGER, .value = "N",
             .summary = "Show at most so many", .shown_default = "50", .minimum = 1,
             .maximum = 10000000, .unlimited = "all"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page history 'TEAM:Release plan'", "Who has changed it lately"},
            {"wiki page history 12345 --limit all --csv", "All of it, for a spreadsheet"},
            {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run,
};
/* clang-format on */
