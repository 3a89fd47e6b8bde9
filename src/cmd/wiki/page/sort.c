/* wiki page sort: the pages below a page in another order. */
#include "atlcli/confluence_page_act.h"
#include "atlcli/confluence_page_tree.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cmd/wiki/page/of.h"
#include "cmd/wiki/page/order.h"
#include "cmd/wiki/page/page.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *const criteria[] = {"title", "created", "updated", "id", NULL};

/* ---- the order ---- */

struct sortable {
    const struct atl_confluence_entry *node;
    const char *by;
    bool reversed;
};

/* What an answer says; pages of which it says nothing come first. */
static const char *said(const char *text)
{
    return text == NULL ? "" : text;
}

static int compare_by(const struct sortable *left, const struct sortable *right)
{
    const struct atl_confluence_entry *a = left->node;
    const struct atl_confluence_entry *b = right->node;
    if (strcmp(left->by, "created") == 0) {
        return strcmp(said(a->created), said(b->created));
    }
    if (strcmp(left->by, "updated") == 0) {
        return strcmp(said(a->updated), said(b->updated));
    }
    return strcmp(left->by, "id") == 0 ? wiki_page_compare_titles(a->id, b->id)
                                       : wiki_page_compare_titles(said(a->title), said(b->title));
}

/* What is equal keeps its order. */
static int compare(const void *left, const void *right)
{
    const struct sortable *a = left;
    const struct sortable *b = right;
    int order = compare_by(a, b);
    if (order != 0) {
        return a->reversed ? -order : order;
    }
    return a->node < b->node ? -1 : a->node > b->node;
}

struct plan {
    const struct atl_confluence_entries *nodes;
    struct sortable *wanted; /* in the order they are to be in */
    bool *stays;
    size_t moves;
};

static void make_plan(struct atl_context *context, const struct atl_confluence_entries *nodes,
                      struct plan *plan)
{
    const char *by = atl_option_text(context, "by");
    size_t *places = atl_arena_alloc(context->arena, (nodes->count + 1) * sizeof *places);
    plan->nodes = nodes;
    plan->wanted = atl_arena_alloc(context->arena, (nodes->count + 1) * sizeof *plan->wanted);
    plan->stays = atl_arena_alloc(context->arena, (nodes->count + 1) * sizeof *plan->stays);
    for (size_t i = 0; i < nodes->count; i++) {
        plan->wanted[i] = (struct sortable){.node = &nodes->items[i],
                                            .by = by == NULL ? "title" : by,
                                            .reversed = atl_option_flag(context, "reverse")};
    }
    qsort(plan->wanted, nodes->count, sizeof *plan->wanted, compare);
    for (size_t i = 0; i < nodes->count; i++) {
        places[i] = (size_t)(plan->wanted[i].node - nodes->items);
    }
    plan->moves = wiki_page_order(places, nodes->count, plan->stays);
}

/* ---- moving ---- */

/* Each after the one that is to be before it, which is in its place by then. */
static enum atl_status move_all(struct wiki_page_command *command, const struct plan *plan,
                                struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    size_t done = 0;
    struct atl_progress *progress =
        atl_progress_open(command->context, "Moving pages", (int64_t)plan->moves);
    for (size_t i = 0; status == ATL_OK && i < plan->nodes->count; i++) {
        if (plan->stays[i]) {
            continue;
        }
        const struct atl_confluence_move move = {
            .id = plan->wanted[i].node->id,
            .place = i == 0 ? ATL_CONFLUENCE_BEFORE : ATL_CONFLUENCE_AFTER,
            .target = i == 0 ? plan->nodes->items[0].id : plan->wanted[i - 1].node->id,
        };
        status = atl_confluence_move_page(command->http, &move, NULL, error);
        if (status == ATL_OK) {
            done++;
            atl_progress_add(progress, 1);
        } else {
            atl_hint(error, "%zu of %zu moves were made; run it again for the rest", done,
                     plan->moves);
        }
    }
    atl_progress_close(progress);
    return status;
}

static const struct atl_column plan_columns[] = {
    {.key = "id", .heading = "ID", .style = ATL_STYLE_NAME},
    {.key = "moved", .heading = "MOVED", .kind = ATL_CELL_BOOLEAN},
    {.key = "title", .heading = "TITLE", .shrinks = true},
    {0}};

static enum atl_status print_plan(struct atl_context *context, const struct plan *plan,
                                  struct atl_error *error)
{
    static const struct atl_listing listing = {
        .name = "pages", .columns = plan_columns, .when_empty = "No pages are below it."};
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    for (size_t i = 0; status == ATL_OK && i < plan->nodes->count; i++) {
        const struct atl_cell cells[] = {
            atl_cell_text(plan->wanted[i].node->id),
            atl_cell_boolean(!plan->stays[i]),
            atl_cell_text(plan->wanted[i].node->title),
        };
        status = atl_output_row(context->output, cells, error);
    }
    if (status == ATL_OK) {
        atl_output_member(context->output, "moves", cJSON_CreateNumber((double)plan->moves));
        status = atl_output_end(context->output, error);
    }
    return status;
}

static enum atl_status report(struct wiki_page_command *command, const struct plan *plan,
                              struct atl_error *error)
{
    struct atl_context *context = command->context;
    size_t count = plan->nodes->count;
    cJSON *object = atl_json_keep(context->arena, cJSON_CreateObject());
    wiki_page_add_text(object, "id", command->id);
    cJSON_AddNumberToObject(object, "pages", (double)count);
    cJSON_AddNumberToObject(object, "moved", (double)plan->moves);
    if (count == 0) {
        return atl_output_message(context->output, object, error, "No pages are below %s",
                                  command->id);
    }
    return plan->moves == 0
               ? atl_output_message(context->output, object, error,
                                    "The %zu page%s below %s %s in that order already", count,
                                    count == 1 ? "" : "s", command->id, count == 1 ? "is" : "are")
               : atl_output_message(context->output, object, error,
                                    "Sorted the %zu pages below %s: %zu moved", count, command->id,
                                    plan->moves);
}

static enum atl_status sort(struct wiki_page_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct atl_confluence_entries nodes;
    struct plan plan;
    enum atl_status status =
        atl_confluence_list_children(command->http, context->arena, command->id, &nodes, error);
    if (status != ATL_OK) {
        return status;
    }
    make_plan(context, &nodes, &plan);
    if (atl_option_flag(context, "dry-run")) {
        return print_plan(context, &plan, error);
    }
    status = move_all(command, &plan, error);
    return status == ATL_OK ? report(command, &plan, error) : status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    static const struct atl_column fields[] = {
        {.key = "id"}, {.key = "pages"}, {.key = "moved"}, {0}};
    enum atl_status status =
        atl_confluence_check_place(context->account, ATL_CONFLUENCE_AFTER, error);
    if (status == ATL_OK) {
        status = atl_output_check(
            context->output, atl_option_flag(context, "dry-run") ? plan_columns : fields, error);
    }
    return status == ATL_OK ? wiki_page_run(context, true, sort, error) : status;
}

/* clang-format off */
const struct atl_command atl_command_wiki_page_sort = {
    .words = "wiki page sort",
    .summary = "Sort the pages right below a page",
    .description =
        "Puts the pages right below a page into another order, with the fewest moves. Titles are "
        "sorted as people do: 'Part 2' before 'Part 10', letters in either case. For Cloud: the "
        "REST API of Data Center can't set the order of pages.",
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){
            WIKI_PAGE_OPTION,
            {.name = "by", .kind = ATL_OPTION_CHOICE, .value = "WHAT", .summary = "Sort by this",
             .shown_default = "title", .choices = criteria},
            {.name = "reverse", .summary = "The other way round"},
            {.name = "dry-run", .summary = "Show the order; move nothing"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page sort 'TEAM:Plans'", "By title"},
            {"wiki page sort 12345 --by created --reverse", "The newest first"},
            {"wiki page sort 12345 --dry-run", "What would be moved"},
            {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run,
};
/* clang-format on */
