/* wiki page move: a page, with all below it, to another place. */
#include "atlcli/confluence_page_act.h"
#include "cli/output.h"
#include "cmd/option_check.h"
#include "cmd/wiki_page.h"
#include "cmd/wiki_page_of.h"

/* Where to; one of the options, which are named in errors. */
struct destination {
    enum atl_confluence_place place;
    const char *word; /* "below", … */
    const char *id;
};

static const char *const places[] = {"parent", "before", "after", "space"};

static enum atl_status find_destination(struct wiki_page_command *command,
                                        struct destination *destination, struct atl_error *error)
{
    static const struct destination kinds[] = {{ATL_CONFLUENCE_BELOW, "below", NULL},
                                               {ATL_CONFLUENCE_BEFORE, "before", NULL},
                                               {ATL_CONFLUENCE_AFTER, "after", NULL}};
    struct atl_context *context = command->context;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const char *text = atl_option_text(context, places[i]);
        if (text != NULL) {
            *destination = kinds[i];
            return wiki_page_id(command->http, context->arena, text, &destination->id, error);
        }
    }
    *destination = kinds[0];
    return atl_confluence_home_page(command->http, context->arena,
                                    atl_option_text(context, "space"), &destination->id, error);
}

static enum atl_status move(struct wiki_page_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct destination destination;
    struct atl_confluence_content target;
    struct atl_confluence_content page;
    enum atl_status status = find_destination(command, &destination, error);
    if (status == ATL_OK) {
        status = atl_confluence_get_page(command->http, context->arena, destination.id, 0, 0,
                                         &target, error);
        if (status != ATL_OK) {
            command->id = destination.id; /* that is the one it's about */
            return status;
        }
    }
    if (status == ATL_OK) {
        status = atl_confluence_move_page(command->http, command->id, destination.place,
                                          destination.id, error);
    }
    if (status == ATL_OK) {
        status =
            atl_confluence_get_page(command->http, context->arena, command->id, 0, 0, &page, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = wiki_page_object(context, &page);
    wiki_page_add_text(object, "parentId", page.parent);
    return atl_output_message(context->output, object, error, "Moved %s: %s, %s %s:%s", page.id,
                              page.title, destination.word, target.space, target.title);
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    static const char *const texts[] = {"parent", "before", "after", "space", NULL};
    static const char *const no_lists[] = {NULL};
    size_t given = 0;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        given += atl_option_given(context, places[i]) ? 1 : 0;
    }
    if (given != 1) {
        return atl_fail(error, ATL_USAGE,
                        given == 0 ? "say where to: --parent, --before, --after or --space"
                                   : "--parent, --before, --after and --space exclude each other");
    }
    enum atl_status status = option_check_filled(context, texts, no_lists, error);
    return status == ATL_OK ? wiki_page_run(context, true, move, error) : status;
}

/* clang-format off */
const struct atl_command atl_command_wiki_page_move = {
    .words = "wiki page move",
    .summary = "Move a page to another place",
    .description =
        "Moves a page with all pages below it: below another page, next to one, or to another "
        "space, below its home page.",
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){
            WIKI_PAGE_OPTION,
            {.name = "parent", .kind = ATL_OPTION_TEXT, .value = "PAGE",
             .summary = "Below this page, after what is there"},
            {.name = "before", .kind = ATL_OPTION_TEXT, .value = "PAGE",
             .summary = "Beside this page, before it"},
            {.name = "after", .kind = ATL_OPTION_TEXT, .value = "PAGE",
             .summary = "Beside this page, after it"},
            {.name = "space", .kind = ATL_OPTION_TEXT, .value = "KEY",
             .summary = "Below the home page of this space"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page move 12345 --parent 'TEAM:Plans'", "Below another page"},
            {"wiki page move 12345 --after 12344", "Next to one"},
            {"wiki page move 'TEAM:Old plan' --space ARCHIVE", "To another space"},
            {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run,
};
/* clang-format on */
