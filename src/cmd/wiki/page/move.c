/* wiki page move: a page, or many, with all below them, to another place. */
#include "atlcli/confluence_page_act.h"
#include "cli/output.h"
#include "cmd/option_check.h"
#include "cmd/wiki/bulk.h"
#include "cmd/wiki/page/of.h"
#include "cmd/wiki/page/page.h"

#include <string.h>

/* Where to; one of the options, which are named in errors. */
struct destination {
    enum atl_confluence_place place;
    const char *word; /* "below", … */
    const char *id;
};

static const char *const places[] = {"parent", "before", "after", "space"};

static enum atl_status find_destination(struct atl_context *context, struct atl_http *http,
                                        struct destination *destination, struct atl_error *error)
{
    static const struct destination kinds[] = {{ATL_CONFLUENCE_BELOW, "below", NULL},
                                               {ATL_CONFLUENCE_BEFORE, "before", NULL},
                                               {ATL_CONFLUENCE_AFTER, "after", NULL}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const char *text = atl_option_text(context, places[i]);
        if (text != NULL) {
            *destination = kinds[i];
            return wiki_page_id(http, context->arena, text, &destination->id, error);
        }
    }
    *destination = kinds[0];
    return atl_confluence_home_page(http, context->arena, atl_option_text(context, "space"),
                                    &destination->id, error);
}

static bool is_among(const char *id, const cJSON *ids)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, ids)
    {
        if (atl_text_equal(item->valuestring, id)) {
            return true;
        }
    }
    return false;
}

static enum atl_status fail_below_itself(const char *id, const char *target,
                                         struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "the page %s can't be moved to %s, which is below it", id, target);
    atl_hint(error, "move %s elsewhere first, or choose another place", target);
    return ATL_USAGE;
}

static enum atl_status fail_to_itself(const char *id, struct atl_error *error)
{
    return atl_fail(error, ATL_USAGE, "the page %s can't be moved to itself", id);
}

/* The server has refused it, and its words needn't say why. */
static enum atl_status explain(struct wiki_page_command *command, const char *target,
                               struct atl_error *error)
{
    cJSON *above;
    return atl_confluence_list_above(command->http, command->context->arena, target, &above,
                                     NULL) == ATL_OK &&
                   is_among(command->id, above)
               ? fail_below_itself(command->id, target, error)
               : error->status;
}

static enum atl_status move(struct wiki_page_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct destination destination;
    struct atl_confluence_content target;
    struct atl_confluence_content page;
    enum atl_status status = find_destination(context, command->http, &destination, error);
    if (status == ATL_OK && atl_text_equal(destination.id, command->id)) {
        return fail_to_itself(command->id, error);
    }
    if (status == ATL_OK) {
        status = atl_confluence_get_page(command->http, context->arena, destination.id, 0, 0,
                                         &target, error);
        if (status != ATL_OK) {
            command->id = destination.id; /* that is the one it's about */
            return status;
        }
    }
    if (status == ATL_OK) {
        const struct atl_confluence_move how = {.id = command->id,
                                                .place = destination.place,
                                                .target = destination.id,
                                                .space = target.space};
        status = atl_confluence_move_page(command->http, &how, NULL, error);
        if (status != ATL_OK && error->http_status == 400) {
            return explain(command, destination.id, error);
        }
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

/* ---- many ---- */

/* Of one page, what the command would refuse is refused in its dry run. */
static enum atl_status check_one(struct atl_context *context, struct atl_http *http,
                                 const char *target, const cJSON *above, struct atl_error *error)
{
    const char *id;
    enum atl_status status = wiki_page_of(context, http, context->arena, &id, error);
    if (status == ATL_OK && atl_text_equal(id, target)) {
        return fail_to_itself(id, error);
    }
    return status == ATL_OK && is_among(id, above) ? fail_below_itself(id, target, error) : status;
}

static enum atl_status begin_many(struct atl_context *context, struct atl_http *http,
                                  struct atl_bulk_job *job, struct atl_error *error)
{
    struct destination destination;
    struct atl_confluence_content target;
    cJSON *above = NULL;
    enum atl_status status = find_destination(context, http, &destination, error);
    if (status == ATL_OK) {
        status =
            atl_confluence_get_page(http, context->arena, destination.id, 0, 0, &target, error);
        if (status == ATL_OK) {
            status = atl_confluence_list_above(http, context->arena, target.id, &above, error);
        }
        if (status != ATL_OK && error->http_status != 0) {
            atl_error_prefix(error, "page %s", destination.id);
        }
    }
    if (status == ATL_OK && !wiki_bulk_names_pages(context)) {
        status = check_one(context, http, target.id, above, error);
    }
    if (status == ATL_OK) {
        cJSON_AddStringToObject(job->operation, "target", target.id);
        cJSON_AddStringToObject(job->operation, "space", target.space);
        cJSON_AddItemToObject(job->operation, "above", cJSON_Duplicate(above, true));
    }
    return status;
}

/* Side by side they would come in any order, so a place among siblings is for one page. */
static enum atl_status run_many(struct atl_context *context, struct atl_error *error)
{
    const char *parent = atl_option_text(context, "parent");
    const char *space = atl_option_text(context, "space");
    if (parent == NULL && space == NULL) {
        atl_fail(error, ATL_USAGE, "--before and --after are for one page");
        atl_hint(error, "move many with --parent or --space; wiki page sort puts them in order");
        return ATL_USAGE;
    }
    const struct job_work work = {
        .kind = "page-move",
        .title = parent != NULL ? atl_arena_printf(context->arena, "Move below %s", parent)
                                : atl_arena_printf(context->arena, "Move to the space %s", space),
        .begin = begin_many,
    };
    return wiki_bulk_command(context, &work, error);
}

static const struct atl_column fields[] = {WIKI_PAGE_MEMBERS, {.key = "parentId"}, {0}};

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
    for (size_t i = 0; status == ATL_OK && i < sizeof places / sizeof *places; i++) {
        const char *text = atl_option_text(context, places[i]);
        if (text != NULL && strcmp(places[i], "space") != 0) {
            status = wiki_page_check(context->account, context->arena, text, error);
        }
    }
    if (status == ATL_OK && wiki_bulk_is_asked_for(context)) {
        return run_many(context, error);
    }
    if (status == ATL_OK) {
        status = atl_output_check(context->output, fields, error);
    }
    if (status == ATL_OK &&
        (atl_option_given(context, "before") || atl_option_given(context, "after"))) {
        status = atl_confluence_check_place(context->account, ATL_CONFLUENCE_AFTER, error);
    }
    return status == ATL_OK ? wiki_page_run(context, true, move, error) : status;
}

/* clang-format off */
const struct atl_command atl_command_wiki_page_move = {
    .words = "wiki page move",
    .summary = "Move a page, or many, to another place",
    .description =
        "Moves a page with all pages below it: below another page, next to one, or to another "
        "space, below its home page. On Data Center only below another page of its space: its REST "
        "API can't set the order of pages, nor change a page's space.\n\n"
        "Of many, each goes right below the new parent, in no particular order; a page below one "
        "of them stays there unless it is named as well." WIKI_BULK_ABOUT,
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
            WIKI_BULK_PAGE_OPTIONS,
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page move 12345 --parent 'TEAM:Plans'", "Below another page"},
            {"wiki page move 12345 --after 12344", "Next to one"},
            {"wiki page move 'TEAM:Old plan' --space ARCHIVE", "To another space"},
            {"wiki page move --cql 'label = done' --parent 'TEAM:Done' --yes", "All with a label"},
            {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run,
};
/* clang-format on */
