/* What 'docs plan' and 'docs push' have in common. */
#ifndef CMD_WIKI_DOCS_CHANGES_H
#define CMD_WIKI_DOCS_CHANGES_H

#include "atlcli/sync_push.h"
#include "cli/context.h"

/* What --on-conflict takes, and which it is. */
extern const char *const wiki_docs_sides[];
enum atl_sync_on_conflict wiki_docs_side(const struct atl_context *context);

/* clang-format off */
/* Options that say what is to be pushed. */
#define WIKI_DOCS_CHANGES \
    {.name = "create", .kind = ATL_OPTION_FLAG, \
     .summary = "Make pages of files that nobody has added, too"}, \
    {.name = "delete", .kind = ATL_OPTION_FLAG, \
     .summary = "Move pages and attachments to the trash on the server that were deleted here"}, \
    {.name = "only", .kind = ATL_OPTION_REPEATED, .value = "GLOB", \
     .summary = "Only files whose path in the workspace matches, and what is below those"}, \
    {.name = "on-conflict", .kind = ATL_OPTION_CHOICE, .value = "SIDE", \
     .choices = wiki_docs_sides, .shown_default = "merge", \
     .summary = "For what was changed on both sides: put both sides' lines into the file, and " \
                "leave attachments (merge), or have one side's stand (local, remote)"}
/* clang-format on */

/* clang-format off */
/* For the commands that do it. */
#define WIKI_DOCS_YES \
    {.name = "yes", .alias = "confirm", .letter = 'y', \
     .summary = "Don't ask before --delete moves anything to the trash; needed when there is no " \
                "terminal"}
/* clang-format on */

/* Their values; everything else is zeroed. */
struct atl_sync_push_options wiki_docs_changes(struct atl_context *context);

/* Prints what would be done, and says whether all of it can be. */
enum atl_status wiki_docs_show_plan(struct atl_context *context,
                                    struct atl_sync_workspace *workspace, struct atl_http *http,
                                    const struct atl_sync_push_options *options,
                                    struct atl_error *error);

/* Asks whether so many pages and attachments may go to the trash on the server. */
enum atl_status wiki_docs_confirm_deletions(struct atl_context *context, int64_t count,
                                            struct atl_error *error);

/* Says on the console what was deleted here and stays on the server. */
void wiki_docs_tell_withheld(struct atl_context *context, const struct atl_sync_totals *totals);

#endif
