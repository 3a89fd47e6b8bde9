/* wiki page tree: the hierarchy below a page, or of a space. */
#include "cli/output.h"
#include "cmd/option_check.h"
#include "cmd/wiki/page/of.h"
#include "cmd/wiki/page/page.h"
#include "cmd/wiki/page/rows.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_DEPTH = 1000, /* of what is drawn, should parents go round in a circle */
};

/* Nodes by parent: children of one are neighbours in `order`, in their order. */
struct tree {
    struct atl_context *context;
    const struct atl_confluence_entries *nodes;
    const struct atl_confluence_entry **order;
    int64_t deepest; /* that is shown */
    bool is_drawn;
};

/* ---- who is below whom ---- */

static int compare_parents(const void *left, const void *right)
{
    const struct atl_confluence_entry *const *a = left;
    const struct atl_confluence_entry *const *b = right;
    int order =
        strcmp((*a)->parent == NULL ? "" : (*a)->parent, (*b)->parent == NULL ? "" : (*b)->parent);
    return order != 0 ? order : *a < *b ? -1 : *a > *b;
}

static int compare_ids(const void *left, const void *right)
{
    const struct atl_confluence_entry *const *a = left;
    const struct atl_confluence_entry *const *b = right;
    return strcmp((*a)->id, (*b)->id);
}

/* What has no parent among the nodes is at the top: `root` is above it, or nothing when that is "".
 */
static void link_tops(struct tree *tree, struct atl_confluence_entries *nodes, const char *root)
{
    for (size_t i = 0; i < nodes->count; i++) {
        tree->order[i] = &nodes->items[i];
    }
    qsort(tree->order, nodes->count, sizeof *tree->order, compare_ids);
    for (size_t i = 0; i < nodes->count; i++) {
        const struct atl_confluence_entry key = {.id = nodes->items[i].parent};
        const struct atl_confluence_entry *pointer = &key;
        if (key.id == NULL || bsearch(&pointer, tree->order, nodes->count, sizeof *tree->order,
                                      compare_ids) == NULL) {
            nodes->items[i].parent = atl_text_is_empty(root) ? NULL : root;
        }
    }
    qsort(tree->order, nodes->count, sizeof *tree->order, compare_parents);
}

static size_t first_child(const struct tree *tree, const char *parent)
{
    size_t low = 0;
    size_t high = tree->nodes->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *here = tree->order[middle]->parent;
        if (strcmp(here == NULL ? "" : here, parent) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool is_child(const struct tree *tree, size_t index, const char *parent)
{
    const char *here = index < tree->nodes->count ? tree->order[index]->parent : NULL;
    return index < tree->nodes->count && strcmp(here == NULL ? "" : here, parent) == 0;
}

/* ---- drawing ---- */

static enum atl_status draw(const struct tree *tree, const struct atl_confluence_entry *node,
                            const char *branch, struct atl_error *error)
{
    struct atl_output *output = tree->context->output;
    enum atl_status status = atl_output_styled(output, ATL_STYLE_DIM, branch, error);
    if (status == ATL_OK) {
        status = atl_output_styled(output, node->is_folder ? ATL_STYLE_BOLD : ATL_STYLE_PLAIN,
                                   node->title, error);
    }
    if (status == ATL_OK) {
        status = atl_output_styled(
            output, ATL_STYLE_DIM,
            atl_arena_printf(tree->context->arena, "%s  %s", node->is_folder ? "/" : "", node->id),
            error);
    }
    return status == ATL_OK ? atl_output_text(output, error, "\n") : status;
}

/* All below `parent`; `indent` is what stands before their branches. */
static enum atl_status walk(const struct tree *tree, const char *parent, const char *indent,
                            int64_t depth, struct atl_error *error)
{
    struct atl_arena *arena = tree->context->arena;
    enum atl_status status = ATL_OK;
    if (depth > tree->deepest || depth > MOST_DEPTH) {
        return ATL_OK;
    }
    for (size_t i = first_child(tree, parent); status == ATL_OK && is_child(tree, i, parent); i++) {
        const struct atl_confluence_entry *node = tree->order[i];
        bool is_last = !is_child(tree, i + 1, parent);
        if (tree->is_drawn) {
            status = draw(tree, node,
                          atl_arena_printf(arena, "%s%s", indent, is_last ? "└─ " : "├─ "), error);
        } else {
            status = wiki_page_rows_print(tree->context, node, depth, error);
        }
        if (status == ATL_OK) {
            status = walk(tree, node->id,
                          atl_arena_printf(arena, "%s%s", indent, is_last ? "   " : "│  "),
                          depth + 1, error);
        }
    }
    return status;
}

static enum atl_status print(struct atl_context *context, struct atl_confluence_entries *nodes,
                             const char *root, struct atl_error *error)
{
    struct tree tree = {
        .context = context,
        .nodes = nodes,
        .deepest = atl_option_integer(context, "depth", ATL_OPTION_UNLIMITED),
        .is_drawn = context->globals.form == ATL_OUTPUT_TABLE && context->globals.fields == NULL,
        .order = atl_arena_alloc(context->arena,
                                 (nodes->count + 1) * sizeof(struct atl_confluence_entry *)),
    };
    link_tops(&tree, nodes, root);
    enum atl_status status = walk(&tree, root, "", 1, error);
    if (status == ATL_OK && !tree.is_drawn) {
        status = atl_output_end(context->output, error);
    } else if (status == ATL_OK && nodes->count == 0) {
        atl_note(context->console, "%s", wiki_page_tree_rows.when_empty);
    }
    return status;
}

/* ---- the command ---- */

static enum atl_status begin(struct atl_context *context, struct atl_error *error)
{
    bool is_drawn = context->globals.form == ATL_OUTPUT_TABLE && context->globals.fields == NULL;
    return is_drawn ? ATL_OK : atl_output_begin(context->output, &wiki_page_tree_rows, error);
}

static enum atl_status below_page(struct wiki_page_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct atl_confluence_entries nodes;
    struct atl_confluence_content page;
    const struct tree head = {.context = context};
    bool is_drawn = context->globals.form == ATL_OUTPUT_TABLE && context->globals.fields == NULL;
    enum atl_status status = begin(context, error);
    if (status == ATL_OK && is_drawn) {
        status =
            atl_confluence_get_page(command->http, context->arena, command->id, 0, 0, &page, error);
    }
    if (status == ATL_OK) {
        status = atl_confluence_list_descendants(command->http, context->arena, command->id, &nodes,
                                                 error);
    }
    if (status == ATL_OK && is_drawn) {
        const struct atl_confluence_entry node = {.id = page.id, .title = page.title};
        status = draw(&head, &node, "", error);
    }
    return status == ATL_OK ? print(context, &nodes, command->id, error) : status;
}

static enum atl_status of_space(struct wiki_page_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct atl_confluence_entries nodes;
    enum atl_status status = begin(context, error);
    if (status == ATL_OK) {
        status = atl_confluence_list_space_tree(command->http, context->arena,
                                                atl_option_text(context, "space"), &nodes, error);
    }
    return status == ATL_OK ? print(context, &nodes, "", error) : status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    static const char *const texts[] = {"space", NULL};
    static const char *const no_lists[] = {NULL};
    enum atl_status status = option_check_filled(context, texts, no_lists, error);
    bool has_page = atl_argument(context, "PAGE") != NULL || atl_option_given(context, "page");
    bool has_space = atl_option_given(context, "space");
    if (status == ATL_OK && has_page == has_space) {
        return atl_fail(error, ATL_USAGE,
                        has_page ? "PAGE and --space exclude each other"
                                 : "say of what: PAGE, or --space KEY for all of a space");
    }
    return status == ATL_OK
               ? wiki_page_run(context, has_page, has_page ? below_page : of_space, error)
               : status;
}

/* clang-format off */
const struct atl_command atl_command_wiki_page_tree = {
    .words = "wiki page tree",
    .summary = "Draw the pages below a page, or of a space",
    .description =
        "Draws the hierarchy below a page, or of a whole space, with the ids of pages; on Cloud "
        "with the folders among them.\n\n"
        "--json, --jsonl, --csv and --fields list the same, in the same order: id, version, "
        "updated, title, parentId, depth, type, status.",
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){
            WIKI_PAGE_OPTION,
            {.name = "space", .kind = ATL_OPTION_TEXT, .value = "KEY",
             .summary = "All of a space"},
            {.name = "depth", .kind = ATL_OPTION_INTEGER, .value = "N",
             .summary = "Only so many levels", .shown_default = "all", .minimum = 1,
             .maximum = 1000},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page tree --space TEAM", "A whole space"},
            {"wiki page tree 'TEAM:Plans' --depth 2", "Two levels below a page"},
            {"wiki page tree 12345 --jsonl | jq -r .id", "The ids of all below it"},
            {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run,
};
/* clang-format on */
