/* wiki page delete: a page, or many, go to the trash, or for good. */
#include "atlcli/confluence_page_act.h"
#include "cli/output.h"
#include "cli/prompt.h"
#include "cmd/wiki/bulk.h"
#include "cmd/wiki/page/of.h"
#include "cmd/wiki/page/page.h"

static bool is_for_good(const struct atl_context *context,
                        const struct atl_confluence_content *page)
{
    return atl_option_flag(context, "purge") || atl_text_equal(page->status, "draft");
}

static enum atl_status check_trash(const struct atl_context *context,
                                   const struct atl_confluence_content *page,
                                   struct atl_error *error)
{
    if (!atl_text_equal(page->status, "trashed") || atl_option_flag(context, "purge")) {
        return ATL_OK;
    }
    atl_fail(error, ATL_FAILED, "the page %s is in the trash already", page->id);
    atl_hint(error, "--purge deletes it for good; atlcli wiki page restore %s brings it back",
             page->id);
    return ATL_FAILED;
}

/* Names what will go, so that nobody confirms another page than the one they think of. */
static enum atl_status confirm(struct atl_context *context,
                               const struct atl_confluence_content *page, struct atl_error *error)
{
    const char *question = is_for_good(context, page)
                               ? atl_arena_printf(context->arena, "Delete %s:%s (%s) for good?",
                                                  page->space, page->title, page->id)
                               : atl_arena_printf(context->arena, "Move %s:%s (%s) to the trash?",
                                                  page->space, page->title, page->id);
    return atl_prompt_confirm(context, question, error);
}

static enum atl_status delete_page(struct wiki_page_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct atl_confluence_content page;
    enum atl_status status = atl_confluence_get_page(command->http, context->arena, command->id, 0,
                                                     ATL_CONFLUENCE_ANY_STATUS, &page, error);
    if (status == ATL_OK) {
        status = check_trash(context, &page, error);
    }
    if (status == ATL_OK) {
        status = confirm(context, &page, error);
    }
    if (status == ATL_OK) {
        status = atl_confluence_delete_page(command->http, page.id, page.status,
                                            is_for_good(context, &page), error);
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = wiki_page_object(context, &page);
    cJSON_AddTrueToObject(object, "deleted");
    cJSON_AddBoolToObject(object, "purged", is_for_good(context, &page));
    return is_for_good(context, &page)
               ? atl_output_message(context->output, object, error, "Deleted %s for good: %s",
                                    page.id, page.title)
               : atl_output_message(context->output, object, error, "Moved %s to the trash: %s",
                                    page.id, page.title);
}

static enum atl_status begin_many(struct atl_context *context, struct atl_http *http,
                                  struct atl_bulk_job *job, struct atl_error *error)
{
    (void)http;
    (void)error;
    cJSON_AddBoolToObject(job->operation, "purge", atl_option_flag(context, "purge"));
    return ATL_OK;
}

static const struct atl_column fields[] = {
    WIKI_PAGE_MEMBERS, {.key = "deleted"}, {.key = "purged"}, {0}};

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    if (wiki_bulk_is_asked_for(context)) {
        const struct job_work work = {
            .kind = "page-delete",
            .title = atl_option_flag(context, "purge") ? "Delete for good" : "Move to the trash",
            .begin = begin_many};
        return wiki_bulk_command(context, &work, error);
    }
    if (atl_output_check(context->output, fields, error) != ATL_OK) {
        return ATL_USAGE;
    }
    if (!atl_option_flag(context, "yes") && !atl_prompt_is_possible()) {
        return atl_prompt_confirm(context, "", error); /* before anything is asked of the site */
    }
    return wiki_page_run(context, true, delete_page, error);
}

/* clang-format off */
const struct atl_command atl_command_wiki_page_delete = {
    .words = "wiki page delete",
    .summary = "Move a page, or many, to the trash",
    .description =
        "Moves a page to the trash of its space, from where wiki page restore brings it back. "
        "--purge deletes it for good, also out of the trash. A draft has no trash: among many it "
        "takes --purge. Pages below one move up to the page above." WIKI_BULK_ABOUT,
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){
            WIKI_PAGE_OPTION,
            {.name = "purge", .summary = "For good"},
            WIKI_BULK_PAGE_OPTIONS,
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page delete 'TEAM:Old plan'", "Asks first"},
            {"wiki page delete 12345 --yes", "In a script"},
            {"wiki page delete 12345 --purge --yes", "For good"},
            {"wiki page delete --cql 'label = obsolete' --dry-run", "Which would go"},
            {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run,
};
/* clang-format on */
