/* wiki page restore: a page as it was, or out of the trash. */
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/wiki/page/of.h"
#include "cmd/wiki/page/page.h"

#include <inttypes.h>

static enum atl_status report(struct atl_context *context,
                              const struct atl_confluence_content *made, bool changed,
                              const char *what, struct atl_error *error)
{
    cJSON *object = wiki_page_object(context, made);
    cJSON_AddBoolToObject(object, "changed", changed);
    return atl_output_message(context->output, object, error, "%s: %s", what, made->title);
}

static enum atl_status from_trash(struct wiki_page_command *command,
                                  const struct atl_confluence_content *page,
                                  struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct atl_confluence_content made;
    const struct atl_confluence_change change = {.id = page->id,
                                                 .space = page->space,
                                                 .title = page->title,
                                                 .storage = page->body,
                                                 .status = "current",
                                                 .version = page->version};
    enum atl_status status =
        atl_confluence_update_page(command->http, context->arena, &change, &made, error);
    return status == ATL_OK
               ? report(context, &made, true,
                        atl_arena_printf(context->arena, "Restored %s from the trash", page->id),
                        error)
               : status;
}

static enum atl_status to_version(struct wiki_page_command *command, int64_t number,
                                  const struct atl_confluence_content *page,
                                  struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct atl_confluence_content old;
    struct atl_confluence_content made;
    enum atl_status status = wiki_page_get_version(command, number, 0, &old, error);
    if (status != ATL_OK) {
        return status;
    }
    if (atl_text_equal(old.title, page->title) &&
        atl_confluence_same_storage(old.body, page->body)) {
        return report(context, page, false,
                      atl_arena_printf(context->arena, "%s is as it was in version %" PRId64,
                                       page->id, number),
                      error);
    }
    const char *message = atl_option_text(context, "message");
    const struct atl_confluence_change change = {
        .id = page->id,
        .space = page->space,
        .title = old.title,
        .storage = old.body,
        .status = page->status,
        .version = page->version,
        .message = message != NULL
                       ? message
                       : atl_arena_printf(context->arena, "Restored version %" PRId64, number)};
    status = atl_confluence_update_page(command->http, context->arena, &change, &made, error);
    return status == ATL_OK
               ? report(context, &made, true,
                        atl_arena_printf(context->arena,
                                         "Restored version %" PRId64 " of %s as version %" PRId64,
                                         number, made.id, made.version),
                        error)
               : status;
}

static enum atl_status restore(struct wiki_page_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct atl_confluence_content page;
    int64_t number = atl_option_integer(context, "page-version", 0);
    enum atl_status status =
        atl_confluence_get_page(command->http, context->arena, command->id, 0,
                                ATL_CONFLUENCE_BODY | ATL_CONFLUENCE_ANY_STATUS, &page, error);
    if (status != ATL_OK) {
        return status;
    }
    bool is_trashed = atl_text_equal(page.status, "trashed");
    if (is_trashed && number > 0) {
        return atl_fail(error, ATL_FAILED,
                        "the page %s is in the trash: restore it without --page-version first",
                        page.id);
    }
    if (!is_trashed && number == 0) {
        atl_fail(error, ATL_USAGE, "say which version: --page-version N");
        atl_hint(error, "atlcli wiki page history %s lists them", page.id);
        return ATL_USAGE;
    }
    return is_trashed ? from_trash(command, &page, error)
                      : to_version(command, number, &page, error);
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return wiki_page_run(context, true, restore, error);
}

/* clang-format off */
const struct atl_command atl_command_wiki_page_restore = {
    .words = "wiki page restore",
    .summary = "Bring back an old version of a page, or one from the trash",
    .description =
        "Makes a new version of a page with the title and the text that it had in an old one; the "
        "versions between stay in its history. A page in the trash comes back to where it was.",
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){
            WIKI_PAGE_OPTION,
            {.name = "page-version", .kind = ATL_OPTION_INTEGER, .value = "N",
             .summary = "Version to bring back", .minimum = 1, .maximum = INT32_MAX},
            {.name = "message", .letter = 'm', .kind = ATL_OPTION_TEXT, .value = "TEXT",
             .summary = "For the page's history", .shown_default = "Restored version N"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page restore 12345 --page-version 3", "As it was in version 3"},
            {"wiki page restore 12345", "Out of the trash"},
            {0}},
    .fields = (const struct atl_column[]){WIKI_PAGE_MEMBERS, {.key = "changed"}, {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run,
};
/* clang-format on */
