/* wiki docs push: what was changed in a workspace, brought to the server. */
#include "cli/console.h"
#include "cmd/site_hint.h"
#include "cmd/wiki/docs/changes.h"
#include "cmd/wiki/docs/docs.h"
#include "cmd/wiki/docs/events.h"

#include <inttypes.h>

struct pushing {
    struct atl_context *context;
    struct wiki_docs_progress progress;
};

static enum atl_status print_event(void *argument, const struct atl_sync_event *event,
                                   struct atl_error *error)
{
    struct pushing *pushing = argument;
    return wiki_docs_print_event(pushing->context, event, error);
}

static void show_progress(void *argument, int64_t done, int64_t total)
{
    struct pushing *pushing = argument;
    wiki_docs_show_progress(&pushing->progress, done, total);
}

static enum atl_status confirm_deletions(void *argument, int64_t count, struct atl_error *error)
{
    struct pushing *pushing = argument;
    atl_progress_hide(pushing->progress.bar);
    return wiki_docs_confirm_deletions(pushing->context, count, error);
}

static enum atl_status judge(const struct atl_sync_totals *totals, struct atl_error *error)
{
    if (totals->failed > 0) {
        atl_fail(error, ATL_PARTIAL, "%" PRId64 " couldn't be pushed%s", totals->failed,
                 totals->conflicts > 0 ? ", and there are conflicts" : "");
        atl_hint(error, "what is said above says why; %spushing again goes on with these",
                 totals->changed > 0 ? "the rest is done, and " : "");
        return ATL_PARTIAL;
    }
    if (totals->conflicts > 0) {
        return atl_fail(error, ATL_CONFLICT, "%" PRId64 " conflict%s, named above%s",
                        totals->conflicts, totals->conflicts == 1 ? "" : "s",
                        totals->changed > 0 ? "; the rest is pushed" : "");
    }
    return ATL_OK;
}

static void sum_up(struct atl_context *context, const struct atl_sync_totals *totals)
{
    atl_output_member(context->output, "conflicts", cJSON_CreateNumber((double)totals->conflicts));
    atl_output_member(context->output, "failed", cJSON_CreateNumber((double)totals->failed));
    if (totals->changed == 0) {
        atl_note(context->console, totals->conflicts + totals->failed == 0 ? "Nothing to push"
                                                                           : "Nothing was pushed");
    } else {
        atl_note(context->console, "%" PRId64 " change%s pushed", totals->changed,
                 totals->changed == 1 ? "" : "s");
    }
    wiki_docs_tell_withheld(context, totals);
}

static enum atl_status push(struct atl_context *context, struct atl_sync_workspace *workspace,
                            struct atl_http *http, struct atl_sync_push_options *options,
                            struct atl_error *error)
{
    struct atl_sync_totals totals;
    enum atl_status status = atl_output_begin(context->output, &wiki_docs_events, error);
    if (status != ATL_OK) {
        return status;
    }
    struct pushing pushing = {.context = context,
                              .progress.bar = atl_progress_open(context, "Pushing pages", -1)};
    options->on_event = print_event;
    options->context = &pushing;
    options->on_progress = show_progress;
    options->on_delete = confirm_deletions;
    status = atl_sync_push(workspace, http, options, &totals, error);
    atl_progress_close(pushing.progress.bar);
    if (status == ATL_OK) {
        sum_up(context, &totals);
        status = atl_output_end(context->output, error);
    }
    return status == ATL_OK ? judge(&totals, error) : status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct atl_sync_push_options options = wiki_docs_changes(context);
    bool dry_run = atl_option_flag(context, "dry-run");
    struct atl_sync_workspace *workspace;
    struct atl_http *http = NULL;
    options.message = atl_option_text(context, "message");
    options.labels = atl_option_list(context, "label", &options.label_count);
    enum atl_status status = wiki_docs_open(context, !dry_run, &workspace, error);
    if (status == ATL_OK) {
        status = wiki_docs_connect(context, workspace, &http, error);
    }
    if (http != NULL) {
        status = dry_run ? wiki_docs_show_plan(context, workspace, http, &options, error)
                         : push(context, workspace, http, &options, error);
        if (status != ATL_OK) {
            site_hint_add(http, ATL_PRODUCT_CONFLUENCE, error);
        }
        atl_http_close(http);
    }
    atl_sync_close(workspace);
    return status;
}

/* clang-format off */
const struct atl_command atl_command_wiki_docs_push = {
    .words = "wiki docs push",
    .summary = "Bring what was changed in a workspace to the server",
    .description =
        "Changes the pages whose files were edited, renames those whose title was changed in the "
        "frontmatter, moves those whose files were moved into another page's directory, makes pages "
        "of the files that 'docs add' has noted, and uploads attachments that are new or changed. "
        "New pages get their id written into their frontmatter.\n\n"
        "Nobody's work is overwritten. Where a page has changed on the server as well, that is "
        "merged into the file first; lines that both sides have changed stand there twice then, "
        "between lines of markers, the page isn't pushed, and the exit code is 7. The others are "
        "pushed all the same. So it is with an attachment that was changed here and there, and "
        "stays as it is on both. --on-conflict has one side decide; what was edited here and gives "
        "way is kept in .atlcli/trash. What can't be pushed is named, and the exit code is 5.\n\n"
        "What wasn't changed stays as it is on the page, to the letter, also what Markdown has no "
        "words for: ids of tasks and macros, empty paragraphs.\n\n"
        "It may be stopped at any moment: running it again goes on, and makes no page twice.",
    .arguments = (const struct atl_argument[]){WIKI_DOCS_DIRECTORY, {0}},
    .options = (const struct atl_option[]){
        {.name = "dry-run", .kind = ATL_OPTION_FLAG,
         .summary = "Say what would be done, as 'docs plan' does"},
        {.name = "message", .letter = 'm', .kind = ATL_OPTION_TEXT, .value = "TEXT",
         .summary = "Message of the new versions"},
        {.name = "label", .kind = ATL_OPTION_LIST, .value = "LABELS",
         .summary = "Put these on every page that is pushed"},
        WIKI_DOCS_CHANGES,
        WIKI_DOCS_YES,
        {0}},
    .examples = (const struct atl_example[]){
        {"wiki docs push", "The workspace that the working directory is in"},
        {"wiki docs push docs --create --delete --yes -m 'Release 2.1'", "All that was done, new and deleted files, too; in a script"},
        {"wiki docs push --only 'Home/*' --dry-run", "What would become of the pages below one"},
        {0}},
    .needs = ATL_NEEDS_LOOP | ATL_NEEDS_WORKSPACE,
    .run = run,
};
/* clang-format on */
