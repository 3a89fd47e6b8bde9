/* wiki page create: a new page. */
#include "atlcli/confluence_label.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/option_check.h"
#include "cmd/wiki/body.h"
#include "cmd/wiki/page/of.h"
#include "cmd/wiki/page/page.h"

#include <string.h>

/* The parent's space will do when none is named. */
static enum atl_status find_place(struct wiki_page_command *command,
                                  struct atl_confluence_change *change, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct atl_confluence_content parent;
    const char *named = atl_option_text(context, "parent");
    change->space = atl_option_text(context, "space");
    if (named == NULL && change->space == NULL) {
        return atl_fail(error, ATL_USAGE, "say where: --space KEY, or --parent PAGE");
    }
    if (named == NULL) {
        return ATL_OK;
    }
    enum atl_status status =
        wiki_page_id(command->http, context->arena, named, &change->parent, error);
    if (status == ATL_OK && change->space == NULL) {
        status = atl_confluence_get_page(command->http, context->arena, change->parent, 0, 0,
                                         &parent, error);
        if (status != ATL_OK) {
            atl_error_prefix(error, "--parent %s", named);
            return status;
        }
        change->space = parent.space;
        change->space_id = parent.space_id;
    }
    return status;
}

static enum atl_status choose_title(const struct atl_context *context, const struct wiki_body *body,
                                    const char **title, struct atl_error *error)
{
    const char *given = atl_option_text(context, "title");
    *title = given != NULL ? given : body->title;
    if (*title == NULL) {
        atl_fail(error, ATL_USAGE, "the page needs a title: --title");
        atl_hint(error, "a title in the frontmatter of the Markdown will do, too");
        return ATL_USAGE;
    }
    return ATL_OK;
}

/* As Confluence keeps them; what can't be a label is told before there is a page. */
static enum atl_status read_labels(struct atl_context *context, const char **labels,
                                   struct atl_error *error)
{
    const char *const *given = atl_option_list(context, "label", NULL);
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && given[i] != NULL; i++) {
        status = atl_confluence_label_name(context->arena, given[i], &labels[i], error);
    }
    return status;
}

static enum atl_status add_labels(struct wiki_page_command *command, const char *id,
                                  const char *const *labels, size_t count, struct atl_error *error)
{
    enum atl_status status =
        count == 0 ? ATL_OK : atl_confluence_label_add(command->http, id, labels, count, error);
    if (status != ATL_OK) {
        atl_error_prefix(error, "the page %s was created, but its labels weren't added", id);
        atl_hint(error, "add them: atlcli wiki page label add %s %s", id, labels[0]);
    }
    return status;
}

static enum atl_status create(struct wiki_page_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    bool is_draft = atl_option_flag(context, "draft");
    struct wiki_body body;
    struct atl_confluence_content made;
    struct atl_confluence_change change = {.status = is_draft ? "draft" : "current"};
    size_t count;
    (void)atl_option_list(context, "label", &count);
    const char **labels = atl_arena_alloc(context->arena, (count + 1) * sizeof *labels);
    enum atl_status status = read_labels(context, labels, error);
    if (status == ATL_OK) {
        status = wiki_body_read(context, &body, error);
    }
    if (status == ATL_OK) {
        status = choose_title(context, &body, &change.title, error);
    }
    if (status == ATL_OK) {
        status = find_place(command, &change, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    change.storage = body.storage;
    change.at_top = atl_option_flag(context, "top");
    status = atl_confluence_create_page(command->http, context->arena, &change, &made, error);
    if (status != ATL_OK && atl_error_is_in_doubt(error)) {
        atl_hint(error, "see whether it is there: atlcli wiki page list --space %s --title '%s'",
                 change.space, change.title);
    }
    if (status == ATL_OK) {
        status = add_labels(command, made.id, labels, count, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = wiki_page_object(context, &made);
    wiki_page_add_text(object, "status", made.status);
    return atl_output_message(context->output, object, error, "Created %s%s: %s\n%s",
                              is_draft ? "draft " : "", made.id, made.title,
                              made.url == NULL ? "" : made.url);
}

static const char *const text_options[] = {"space", "title", "parent", NULL};
static const char *const list_options[] = {"label", NULL};

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    enum atl_status status = option_check_filled(context, text_options, list_options, error);
    if (status == ATL_OK && atl_option_flag(context, "top") &&
        atl_option_given(context, "parent")) {
        status = atl_fail(error, ATL_USAGE, "--top and --parent exclude each other");
    }
    return status == ATL_OK ? wiki_page_run(context, false, create, error) : status;
}

/* clang-format off */
const struct atl_command atl_command_wiki_page_create = {
    .words = "wiki page create",
    .summary = "Create a page",
    .description =
        "Creates a page in a space: below --parent, else below the space's home page. Its text is "
        "Markdown, or what --format says: storage format, ADF, wiki markup. A title in the "
        "frontmatter of Markdown counts when there is no --title.\n\n"
        "Links to page:Title and images of attachment:name.png are links and images of "
        "Confluence; so are relative paths to .md files and pictures.\n\n"
        "A title that another page of the space has is refused, and names that page. When the "
        "answer gets lost, the page is looked up: there is never a second one.",
    .options =
        (const struct atl_option[]){
            {.name = "space", .kind = ATL_OPTION_TEXT, .value = "KEY",
             .summary = "Space it is to be in", .shown_default = "the parent's"},
            {.name = "title", .kind = ATL_OPTION_TEXT, .value = "TITLE", .summary = "Title"},
            {.name = "parent", .kind = ATL_OPTION_TEXT, .value = "PAGE",
             .summary = "Page above it: id, SPACE:Title or address",
             .shown_default = "the space's home page"},
            WIKI_BODY_OPTIONS,
            {.name = "label", .kind = ATL_OPTION_LIST, .value = "LABEL",
             .summary = "Labels; also several: a,b"},
            {.name = "top", .summary = "At the top of the space, beside its home page"},
            {.name = "draft", .summary = "As a draft, which only you see"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page create --space TEAM --title 'Release plan' --body-file plan.md",
             "A page from a Markdown file"},
            {"wiki page create --parent 'TEAM:Plans' --title 'Week 5' --body '# Goals'",
             "Below another page"},
            {"wiki page create --space OPS --title Report --body-file - <report.md",
             "From standard input"},
            {"wiki page create --space TEAM --title Raw --body-file page.xml --format storage",
             "Storage format, as it is"},
            {0}},
    .fields = (const struct atl_column[]){WIKI_PAGE_MEMBERS, {.key = "status"}, {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run,
};
/* clang-format on */
