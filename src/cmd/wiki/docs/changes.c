#include "cmd/wiki/docs/changes.h"

#include "cli/console.h"
#include "cli/output.h"
#include "cli/prompt.h"
#include "cmd/wiki/docs/events.h"

#include <inttypes.h>
#include <string.h>

const char *const wiki_docs_sides[] = {"merge", "local", "remote", NULL};

enum atl_sync_on_conflict wiki_docs_side(const struct atl_context *context)
{
    const char *side = atl_option_text(context, "on-conflict");
    return side == NULL || strcmp(side, "merge") == 0 ? ATL_SYNC_MERGE
           : strcmp(side, "local") == 0               ? ATL_SYNC_LOCAL
                                                      : ATL_SYNC_REMOTE;
}

struct atl_sync_push_options wiki_docs_changes(struct atl_context *context)
{
    struct atl_sync_push_options options = {
        .create = atl_option_flag(context, "create"),
        .delete_pages = atl_option_flag(context, "delete"),
    };
    options.only = atl_option_list(context, "only", &options.only_count);
    options.on_conflict = wiki_docs_side(context);
    return options;
}

enum atl_status wiki_docs_confirm_deletions(struct atl_context *context, int64_t count,
                                            struct atl_error *error)
{
    return atl_prompt_confirm(
        context,
        atl_arena_printf(context->arena,
                         "%" PRId64 " deleted here would be moved to the trash on the server. Go "
                         "on?",
                         count),
        error);
}

void wiki_docs_tell_withheld(struct atl_context *context, const struct atl_sync_totals *totals)
{
    if (totals->withheld > 0) {
        atl_note(context->console,
                 "%" PRId64 " deleted here %s on the server; --delete moves %s to the trash there",
                 totals->withheld, totals->withheld == 1 ? "stays" : "stay",
                 totals->withheld == 1 ? "it" : "them");
    }
}

static enum atl_status judge(const struct atl_sync_totals *totals, struct atl_error *error)
{
    if (totals->failed > 0) {
        return atl_fail(error, ATL_PARTIAL, "%" PRId64 " can't be pushed as %s%s", totals->failed,
                        totals->failed == 1 ? "it is" : "they are",
                        totals->conflicts > 0 ? ", and there are conflicts" : "");
    }
    if (totals->conflicts > 0) {
        return atl_fail(error, ATL_CONFLICT, "%" PRId64 " conflict%s, named above",
                        totals->conflicts, totals->conflicts == 1 ? "" : "s");
    }
    return ATL_OK;
}

enum atl_status wiki_docs_show_plan(struct atl_context *context,
                                    struct atl_sync_workspace *workspace, struct atl_http *http,
                                    const struct atl_sync_push_options *options,
                                    struct atl_error *error)
{
    struct atl_sync_plan plan;
    enum atl_status status = atl_output_begin(context->output, &wiki_docs_events, error);
    if (status == ATL_OK) {
        status = atl_sync_plan(workspace, http, context->arena, options, &plan, error);
    }
    for (size_t i = 0; status == ATL_OK && i < plan.count; i++) {
        status = wiki_docs_print_step(context, &plan.steps[i], error);
    }
    if (status != ATL_OK) {
        return status;
    }
    atl_output_member(context->output, "conflicts",
                      cJSON_CreateNumber((double)plan.totals.conflicts));
    atl_output_member(context->output, "failed", cJSON_CreateNumber((double)plan.totals.failed));
    if (plan.count == 0) {
        atl_note(context->console, "Nothing to push");
    }
    wiki_docs_tell_withheld(context, &plan.totals);
    status = atl_output_end(context->output, error);
    return status == ATL_OK ? judge(&plan.totals, error) : status;
}
