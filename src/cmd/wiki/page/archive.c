/* wiki page archive: a page, or many, out of the way. */
#include "atlcli/confluence_page_act.h"
#include "atlcli/deployment.h"
#include "cli/output.h"
#include "cli/prompt.h"
#include "cmd/wiki/bulk.h"
#include "cmd/wiki/page/of.h"
#include "cmd/wiki/page/page.h"
#include "cmd/wiki/page/task.h"

static enum atl_status archive(struct wiki_page_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct atl_confluence_content page;
    const char *task;
    const cJSON *json;
    enum atl_status status =
        atl_confluence_get_page(command->http, context->arena, command->id, 0, 0, &page, error);
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = wiki_page_object(context, &page);
    if (atl_text_equal(page.status, "archived")) {
        cJSON_AddFalseToObject(object, "changed");
        return atl_output_message(context->output, object, error, "%s is archived already: %s",
                                  page.id, page.title);
    }
    const char *question =
        atl_arena_printf(context->arena, "Archive %s:%s (%s)?", page.space, page.title, page.id);
    status = atl_prompt_confirm(context, question, error);
    if (status == ATL_OK) {
        const char *const ids[] = {page.id};
        status = atl_confluence_archive_pages(command->http, context->arena, ids, 1, &task, error);
    }
    if (status == ATL_OK) {
        status = wiki_page_task_wait(command, "Archiving", task, &json, error);
    }
    cJSON_AddTrueToObject(object, "changed");
    return status == ATL_OK ? atl_output_message(context->output, object, error, "Archived %s: %s",
                                                 page.id, page.title)
                            : status;
}

static const struct atl_column fields[] = {WIKI_PAGE_MEMBERS, {.key = "changed"}, {0}};

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    if (atl_deployment_of(context->account) != ATL_CLOUD) {
        atl_fail(error, ATL_USAGE, "Confluence Data Center has no way to archive a page from here");
        atl_hint(error, "move it below a page for what is old: atlcli wiki page move PAGE --parent "
                        "PAGE");
        return ATL_USAGE;
    }
    if (wiki_bulk_is_asked_for(context)) {
        const struct job_work work = {.kind = "page-archive", .title = "Archive"};
        return wiki_bulk_command(context, &work, error);
    }
    if (atl_output_check(context->output, fields, error) != ATL_OK) {
        return ATL_USAGE;
    }
    if (!atl_option_flag(context, "yes") && !atl_prompt_is_possible()) {
        return atl_prompt_confirm(context, "", error);
    }
    return wiki_page_run(context, true, archive, error);
}

/* clang-format off */
const struct atl_command atl_command_wiki_page_archive = {
    .words = "wiki page archive",
    .summary = "Archive a page, or many",
    .description = "Archives a page on Confluence Cloud: it stays readable, but is in no tree and "
                   "in no search that doesn't ask for it. Pages below it stay where they are. "
                   "Three hundred take a handful of requests; editions below Premium archive one "
                   "at a time. A site works on one such job at a time: the end of somebody else's "
                   "is waited for, up to ten minutes." WIKI_BULK_ABOUT,
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){
            WIKI_PAGE_OPTION,
            WIKI_BULK_PAGE_OPTIONS,
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page archive 'TEAM:Old plan'", "Asks first"},
            {"wiki page archive 12345 --yes", "In a script"},
            {"wiki page archive --cql 'space = TEAM AND lastmodified < \"2020-01-01\"' --yes",
             "What nobody has touched for long"},
            {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run,
};
/* clang-format on */
