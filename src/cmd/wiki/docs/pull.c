/* wiki docs pull: a workspace as the server has it. */
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/site_hint.h"
#include "cmd/wiki/docs/changes.h"
#include "cmd/wiki/docs/docs.h"
#include "cmd/wiki/docs/events.h"

#include <inttypes.h>

struct pulling {
    struct atl_context *context;
    struct wiki_docs_progress progress;
};

static enum atl_status print_event(void *argument, const struct atl_sync_event *event,
                                   struct atl_error *error)
{
    struct pulling *pulling = argument;
    return wiki_docs_print_event(pulling->context, event, error);
}

static void show_progress(void *argument, int64_t done, int64_t total)
{
    struct pulling *pulling = argument;
    wiki_docs_show_progress(&pulling->progress, done, total);
}

/* What is to be seen to: conflicts before failures, since failures may be over by themselves. */
static enum atl_status judge(const struct atl_sync_totals *totals, struct atl_error *error)
{
    if (totals->failed > 0) {
        atl_fail(error, ATL_PARTIAL, "%" PRId64 " of %" PRId64 " couldn't be brought up to date%s",
                 totals->failed, totals->pages + totals->attachments,
                 totals->conflicts > 0 ? ", and there are conflicts" : "");
        atl_hint(error, "what is said above says why; the rest is up to date, and pulling again "
                        "goes on with these");
        return ATL_PARTIAL;
    }
    if (totals->conflicts > 0) {
        atl_fail(error, ATL_CONFLICT, "%" PRId64 " conflict%s, named above; the rest is up to date",
                 totals->conflicts, totals->conflicts == 1 ? "" : "s");
        return ATL_CONFLICT;
    }
    return ATL_OK;
}

static void sum_up(struct atl_context *context, const struct atl_sync_totals *totals)
{
    atl_output_member(context->output, "pages", cJSON_CreateNumber((double)totals->pages));
    atl_output_member(context->output, "attachments",
                      cJSON_CreateNumber((double)totals->attachments));
    atl_output_member(context->output, "conflicts", cJSON_CreateNumber((double)totals->conflicts));
    atl_output_member(context->output, "failed", cJSON_CreateNumber((double)totals->failed));
    if (totals->changed + totals->conflicts + totals->failed == 0) {
        atl_note(context->console, "Up to date: %" PRId64 " page%s", totals->pages,
                 totals->pages == 1 ? "" : "s");
    } else {
        atl_note(context->console, "%" PRId64 " page%s, %" PRId64 " change%s", totals->pages,
                 totals->pages == 1 ? "" : "s", totals->changed, totals->changed == 1 ? "" : "s");
    }
}

static enum atl_status pull(struct atl_context *context, struct atl_sync_workspace *workspace,
                            struct atl_http *http, struct atl_error *error)
{
    struct atl_sync_totals totals;
    enum atl_status status = atl_output_begin(context->output, &wiki_docs_events, error);
    if (status != ATL_OK) {
        return status;
    }
    struct pulling pulling = {.context = context,
                              .progress.bar = atl_progress_open(context, "Pulling pages", -1)};
    const struct atl_sync_pull_options options = {.on_event = print_event,
                                                  .context = &pulling,
                                                  .on_progress = show_progress,
                                                  .on_conflict = wiki_docs_side(context)};
    status = atl_sync_pull(workspace, http, &options, &totals, error);
    atl_progress_close(pulling.progress.bar);
    if (status == ATL_OK) {
        sum_up(context, &totals);
        status = atl_output_end(context->output, error);
    }
    return status == ATL_OK ? judge(&totals, error) : status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct atl_sync_workspace *workspace;
    struct atl_http *http = NULL;
    enum atl_status status = wiki_docs_open(context, true, &workspace, error);
    if (status == ATL_OK) {
        status = wiki_docs_connect(context, workspace, &http, error);
    }
    if (http != NULL) {
        status = pull(context, workspace, http, error);
        if (status != ATL_OK) {
            site_hint_add(http, ATL_PRODUCT_CONFLUENCE, error);
        }
        atl_http_close(http);
    }
    atl_sync_close(workspace);
    return status;
}

/* clang-format off */
const struct atl_command atl_command_wiki_docs_pull = {
    .words = "wiki docs pull",
    .summary = "Bring a workspace up to date",
    .description =
        "Writes the files of pages that are new or have changed on the server, moves those that "
        "were moved or renamed there, and puts those that were deleted into .atlcli/trash. "
        "Attachments likewise.\n\n"
        "What was edited here stays. Where both sides have changed, the file gets both changes; "
        "lines that both have changed stand there twice, between lines of markers, and the exit "
        "code is 7. So it is when an attachment was changed on both, which stays as it is here. A "
        "file that was deleted here comes back only when its page has changed.\n\n"
        "--on-conflict has one side decide: its lines and attachments stand, its place of a page "
        "that was moved on both, its deletion or edit of what was edited on one side and deleted on "
        "the other. What was edited here and gives way is kept in .atlcli/trash.\n\n"
        "It may be stopped at any moment: running it again goes on.",
    .arguments = (const struct atl_argument[]){WIKI_DOCS_DIRECTORY, {0}},
    .options =
        (const struct atl_option[]){
            {.name = "on-conflict", .kind = ATL_OPTION_CHOICE, .value = "SIDE",
             .choices = wiki_docs_sides, .shown_default = "merge",
             .summary = "What becomes of what was changed on both sides"},
            {0}},
    .examples = (const struct atl_example[]){
        {"wiki docs pull", "The workspace that the working directory is in"},
        {"wiki docs pull docs --json", "What has changed, for a script"},
        {0}},
    .needs = ATL_NEEDS_LOOP | ATL_NEEDS_WORKSPACE,
    .run = run,
};
/* clang-format on */
