/* wiki page update: a page's next version. */
#include "atlcli/deployment.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/option_check.h"
#include "cmd/wiki/body.h"
#include "cmd/wiki/page/of.h"
#include "cmd/wiki/page/page.h"

#include <inttypes.h>

/* Titles and bodies that are as they were make no difference; neither does a page's own place. */
static bool is_as_it_was(const struct atl_confluence_change *change,
                         const struct atl_confluence_content *page)
{
    return atl_text_equal(change->title, page->title) &&
           atl_confluence_same_storage(change->storage, page->body) &&
           (change->parent == NULL || atl_text_equal(change->parent, page->parent)) &&
           atl_text_equal(change->status, page->status);
}

static enum atl_status check_version(const struct wiki_page_command *command,
                                     const struct atl_confluence_content *page,
                                     struct atl_error *error)
{
    int64_t wanted = atl_option_integer(command->context, "page-version", page->version);
    if (wanted == page->version) {
        return ATL_OK;
    }
    return atl_fail(error, ATL_CONFLICT,
                    "the page %s has another version: it is %" PRId64 ", not %" PRId64, command->id,
                    page->version, wanted);
}

static void hint_at_conflict(const struct wiki_page_command *command, struct atl_error *error)
{
    error->hint_count = 0;
    atl_hint(error, "see what has changed: atlcli wiki page diff %s", command->id);
    atl_hint(error,
             "read it again, make your change to what is there, and repeat: atlcli wiki page get "
             "%s",
             command->id);
}

/* What the options say, in place of what is there. */
static enum atl_status read_change(struct wiki_page_command *command,
                                   const struct atl_confluence_content *page,
                                   const struct wiki_body *body,
                                   struct atl_confluence_change *change, struct atl_error *error)
{
    struct atl_context *context = command->context;
    const char *parent = atl_option_text(context, "parent");
    const char *title = atl_option_text(context, "title");
    *change = (struct atl_confluence_change){
        .id = command->id,
        .space = page->space,
        .space_id = page->space_id,
        .title = title != NULL         ? title
                 : body->title != NULL ? body->title
                                       : page->title,
        .storage = body->storage != NULL ? body->storage : page->body,
        .message = atl_option_text(context, "message"),
        .status = atl_option_flag(context, "publish") ? "current" : page->status,
        .version = page->version,
        .minor = atl_option_flag(context, "minor"),
    };
    return parent == NULL
               ? ATL_OK
               : wiki_page_id(command->http, context->arena, parent, &change->parent, error);
}

static enum atl_status report(struct atl_context *context,
                              const struct atl_confluence_content *page, bool changed,
                              struct atl_error *error)
{
    cJSON *object = wiki_page_object(context, page);
    cJSON_AddBoolToObject(object, "changed", changed);
    if (!changed) {
        return atl_output_message(context->output, object, error, "%s is as it was: %s", page->id,
                                  page->title);
    }
    return atl_output_message(context->output, object, error,
                              "Updated %s to version %" PRId64 ": %s\n%s", page->id, page->version,
                              page->title, page->url == NULL ? "" : page->url);
}

static enum atl_status update(struct wiki_page_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct wiki_body body;
    struct atl_confluence_content page;
    struct atl_confluence_content made;
    struct atl_confluence_change change;
    enum atl_status status = wiki_body_read(context, &body, error);
    if (status == ATL_OK) {
        status =
            atl_confluence_get_page(command->http, context->arena, command->id, 0,
                                    ATL_CONFLUENCE_BODY | ATL_CONFLUENCE_ANY_STATUS, &page, error);
    }
    if (status == ATL_OK) {
        status = check_version(command, &page, error);
    }
    if (status == ATL_OK) {
        status = wiki_body_write_over(context, &body, page.body, page.body_length, error);
    }
    if (status == ATL_OK) {
        status = read_change(command, &page, &body, &change, error);
    }
    if (status == ATL_OK && is_as_it_was(&change, &page)) {
        return report(context, &page, false, error);
    }
    if (status == ATL_OK) {
        status = atl_confluence_update_page(command->http, context->arena, &change, &made, error);
    }
    if (status == ATL_CONFLICT && error->http_status != 400) {
        hint_at_conflict(command, error);
    }
    return status == ATL_OK ? report(context, &made, true, error) : status;
}

static const char *const text_options[] = {"title", "parent", NULL};
static const char *const no_lists[] = {NULL};

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    static const char *const changes[] = {"title", "body", "body-file", "parent", "publish"};
    bool is_any = false;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        is_any = is_any || atl_option_given(context, changes[i]);
    }
    enum atl_status status = option_check_filled(context, text_options, no_lists, error);
    if (status == ATL_OK && !is_any) {
        return atl_fail(error, ATL_USAGE,
                        "say what to change: --title, --body, --body-file, --parent or --publish");
    }
    if (status == ATL_OK && atl_option_flag(context, "minor") &&
        atl_deployment_of(context->account) == ATL_CLOUD) {
        atl_fail(error, ATL_USAGE, "--minor: Confluence Cloud doesn't take minor edits this way");
        atl_hint(error, "--message says what was changed");
        return ATL_USAGE;
    }
    return status == ATL_OK ? wiki_page_run(context, true, update, error) : status;
}

/* clang-format off */
const struct atl_command atl_command_wiki_page_update = {
    .words = "wiki page update",
    .summary = "Change a page",
    .description =
        "Makes a new version of a page: another title, another text, another parent. What isn't "
        "given stays as it is, as do labels, restrictions, comments and attachments. A title in "
        "the frontmatter of Markdown counts when there is no --title. What is as it was already "
        "makes no new version. An empty text is refused; a page without one is made by --format "
        "storage --body '<p/>'.\n\n"
        "A change that somebody else makes meanwhile is never overwritten: the result is a "
        "conflict then, exit code 7. --page-version goes further, and insists on the version that you "
        "have read.",
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){
            WIKI_PAGE_OPTION,
            {.name = "title", .kind = ATL_OPTION_TEXT, .value = "TITLE", .summary = "New title"},
            WIKI_BODY_OPTIONS,
            {.name = "parent", .kind = ATL_OPTION_TEXT, .value = "PAGE",
             .summary = "Page to be above it: id, SPACE:Title or address"},
            {.name = "message", .letter = 'm', .kind = ATL_OPTION_TEXT, .value = "TEXT",
             .summary = "What was changed, for the page's history"},
            {.name = "minor", .summary = "Tell nobody who watches it (Data Center)"},
            {.name = "publish", .summary = "Publish what is a draft"},
            {.name = "page-version", .kind = ATL_OPTION_INTEGER, .value = "N",
             .summary = "Only if this is its version", .minimum = 1, .maximum = INT32_MAX},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page update 12345 --body-file plan.md -m 'New dates'", "A new text"},
            {"wiki page update 'TEAM:Release plan' --title 'Release plan 2.0'",
             "Only another title"},
            {"wiki page update 12345 --body-file plan.md --page-version 7",
             "Only if nobody has changed it since version 7"},
            {0}},
    .fields = (const struct atl_column[]){WIKI_PAGE_MEMBERS, {.key = "changed"}, {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run,
};
/* clang-format on */
