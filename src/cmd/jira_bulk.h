/* What the commands that change many issues share: which issues, the plan, the question, results.
 */
#ifndef CMD_JIRA_BULK_H
#define CMD_JIRA_BULK_H

#include "atlcli/bulk.h"
#include "cli/context.h"

/* Options of running a job, for commands' tables. */
#define JIRA_BULK_RUN_OPTIONS                                                                      \
    {.name = "max-failures",                                                                       \
     .kind = ATL_OPTION_INTEGER,                                                                   \
     .value = "N",                                                                                 \
     .summary = "Stop after so many failures",                                                     \
     .minimum = 1,                                                                                 \
     .maximum = 10000000},                                                                         \
    {                                                                                              \
        .name = "rate", .kind = ATL_OPTION_TEXT, .value = "N/s",                                   \
        .summary = "Change at most so many a second: 5 or 5/s"                                     \
    }

/* Options of jobs that are planned first. */
#define JIRA_BULK_PLAN_OPTIONS                                                                     \
    {.name = "shard",                                                                              \
     .kind = ATL_OPTION_TEXT,                                                                      \
     .value = "I/N",                                                                               \
     .summary = "Only the I-th of N parts, split by a stable hash: one for each CI job"},          \
        {.name = "dry-run", .summary = "Show what would be done, and change nothing"},             \
        {.name = "yes",                                                                            \
         .alias = "confirm",                                                                       \
         .letter = 'y',                                                                            \
         .summary = "Don't ask; needed when there is no terminal"},                                \
        JIRA_BULK_RUN_OPTIONS

#define JIRA_BULK_NOTIFY_OPTION                                                                    \
    {                                                                                              \
        .name = "notify",                                                                          \
        .summary = "Have Jira send its e-mails, as it does unless told otherwise; --no-notify: "   \
                   "none"                                                                          \
    }

/* Options that say which issues. */
#define JIRA_BULK_ISSUE_OPTIONS                                                                    \
    {.name = "jql", .kind = ATL_OPTION_TEXT, .value = "QUERY", .summary = "All that match"},       \
        {.name = "issues",                                                                         \
         .kind = ATL_OPTION_LIST,                                                                  \
         .value = "KEY",                                                                           \
         .summary = "These issues: ATL-1,ATL-2"},                                                  \
        {.name = "stdin", .summary = "Those on standard input, one key a line"},                   \
        {.name = "file",                                                                           \
         .kind = ATL_OPTION_TEXT,                                                                  \
         .value = "FILE",                                                                          \
         .summary = "Those in a file, one key a line",                                             \
         .completion = ATL_COMPLETE_FILE},                                                         \
        JIRA_BULK_PLAN_OPTIONS

/* For what a description says at its end. */
#define JIRA_BULK_ABOUT_JOBS                                                                       \
    "\n\nFirst shows what will change, how, and in how many requests; --dry-run stops there. "     \
    "Then it asks; without a terminal it needs --yes. What is done is kept in a journal, so that " \
    "an interrupted job is finished by jobs resume: nothing is done twice, and nothing left "      \
    "out.\n\n"                                                                                     \
    "Shows what failed, by reason; --json, --jsonl and --csv list every issue with its outcome. "  \
    "The exit code is 5 when some failed."

/* What one of the commands does. */
struct jira_bulk_work {
    const char *kind; /* of the operation */
    const char *title;
    bool notifies; /* has the option --notify */
    /* Puts the arguments into job->operation. May be NULL. */
    enum atl_status (*begin)(struct atl_context *context, struct atl_http *http,
                             struct atl_bulk_job *job, struct atl_error *error);
    /* Fills in the items; NULL: jira_bulk_select. */
    enum atl_status (*items)(struct atl_context *context, struct atl_http *http,
                             struct atl_bulk_job *job, struct atl_error *error);
    /* Once the items are there, and any of them is to be changed. May be NULL. */
    enum atl_status (*complete)(struct atl_context *context, struct atl_http *http,
                                struct atl_bulk_job *job, struct atl_error *error);
};

/* Checks the options, connects, and does all of it. */
enum atl_status jira_bulk_command(struct atl_context *context, const struct jira_bulk_work *what,
                                  struct atl_error *error);

/* Which part --shard asks for: 0 of 0 without it. */
enum atl_status jira_bulk_read_shard(const struct atl_context *context, int64_t *shard,
                                     int64_t *shards, struct atl_error *error);

/* Fills the job with the issues that the options name: exactly one way of naming them. */
enum atl_status jira_bulk_select(struct atl_context *context, struct atl_http *http,
                                 struct atl_bulk_job *job, struct atl_error *error);

/* Checks what can be before anything is asked of a server: the options above. */
enum atl_status jira_bulk_check(struct atl_context *context, struct atl_error *error);

/* Plans, shows the plan, asks, runs and reports. */
enum atl_status jira_bulk_execute(struct atl_context *context, struct atl_http *http,
                                  struct atl_bulk_job *job, struct atl_error *error);

/* Runs a job that has begun, and reports: also for jobs resume. */
enum atl_status jira_bulk_run(struct atl_context *context, struct atl_http *http,
                              struct atl_bulk_job *job, bool retry_failed, struct atl_error *error);

/* The outcomes. For people: failures by reason and a summary. */
enum atl_status jira_bulk_report(struct atl_context *context, const struct atl_bulk_job *job,
                                 bool dry_run, struct atl_error *error);

#endif
