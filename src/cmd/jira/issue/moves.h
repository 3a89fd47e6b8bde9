/* Issues that a command moves into a sprint, the backlog or an epic. */
#ifndef CMD_JIRA_ISSUE_MOVES_H
#define CMD_JIRA_ISSUE_MOVES_H

#include "atlcli/jira_agile.h"
#include "cli/context.h"
#include "cli/output.h"

struct jira_issue_moves {
    struct atl_jira_move *moves; /* each issue once */
    size_t count;
    bool unnamed; /* by --jql or --stdin: nobody has named them one by one */
};

/*
 * The issues that the command's argument ISSUE and its options "issues", "jql" and "stdin" (one key
 * per line) name. ATL_USAGE when there are none.
 */
enum atl_status jira_issue_moves_read(struct atl_context *context, struct atl_http *http,
                                      struct jira_issue_moves *moves, struct atl_error *error);

/*
 * Moves them, after having asked when nobody has named them. With the flag "dry-run" says only
 * what would be done. `done` is what has become of them in three words: "added to", and `target`
 * what they are moved to: "sprint 'WEB Sprint 5' (5)". ATL_PARTIAL, with the reasons, when some
 * couldn't be moved.
 */
enum atl_status jira_issue_moves_run(struct atl_context *context, struct atl_http *http,
                                     struct atl_jira_moving *moving,
                                     const struct jira_issue_moves *moves, const char *done,
                                     const char *target, struct atl_error *error);
/* The members of what it says, for a command's fields. */
/* clang-format off */
#define JIRA_MOVES_MEMBERS \
    {.key = "issues"}, {.key = "target"}, {.key = "dryRun"}, {.key = "failed"}
/* clang-format on */

/* The same after the question, without printing: how many were moved. */
enum atl_status jira_issue_moves_do(struct atl_context *context, struct atl_http *http,
                                    struct atl_jira_moving *moving,
                                    const struct jira_issue_moves *moves, size_t *moved,
                                    struct atl_error *error);

/* The options that it reads, for a command's list. */
/* clang-format off */
#define JIRA_ISSUE_MOVES_OPTIONS \
    {.name = "issues", .kind = ATL_OPTION_LIST, .value = "KEY", \
     .summary = "These issues, as well as those named as arguments"}, \
    {.name = "jql", .kind = ATL_OPTION_TEXT, .value = "QUERY", \
     .summary = "All issues that match"}, \
    {.name = "stdin", .summary = "The issues whose keys standard input holds, one a line"}, \
    {.name = "dry-run", .summary = "Only say what would be done"}, \
    {.name = "yes", .alias = "confirm", .letter = 'y', \
     .summary = "Don't ask before moving what --jql or --stdin give; needed when there is no terminal"}
/* clang-format on */

#endif
