/* What the commands that change many issues share. */
#ifndef CMD_JIRA_BULK_H
#define CMD_JIRA_BULK_H

#include "cmd/jobs/job.h"

#define JIRA_BULK_NOTIFY_OPTION                                                                    \
    {                                                                                              \
        .name = "notify", .summary = "Tell those who watch by e-mail; --no-notify doesn't",        \
        .shown_default = "yes"                                                                     \
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
        JOB_PLAN_OPTIONS

/* For the descriptions of those that only Cloud's bulk tasks can do in silence. */
#define JIRA_BULK_ABOUT_SILENCE                                                                    \
    "\n\n--no-notify takes Cloud's bulk tasks: what can't go by one is told of before it is "      \
    "done, "                                                                                       \
    "and Data Center can't leave the e-mail out at all."

/* For what a description says at its end. */
#define JIRA_BULK_ABOUT_JOBS JOB_ABOUT("issue")

/* A job_work's `begin` for those. */
enum atl_status jira_bulk_check_silence(struct atl_context *context, struct atl_http *http,
                                        struct atl_bulk_job *job, struct atl_error *error);

/* job_command for Jira; without `items` the issues are those that the options name. */
enum atl_status jira_bulk_command(struct atl_context *context, const struct job_work *what,
                                  struct atl_error *error);

#endif
