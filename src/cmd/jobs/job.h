/*
 * What the commands that change many things share, whether issues or pages: which ones, the plan,
 * the question, results.
 */
#ifndef CMD_JOB_H
#define CMD_JOB_H

#include "atlcli/bulk.h"
#include "atlcli/identity.h"
#include "cli/context.h"

/* Options of running a job, for commands' tables. */
#define JOB_RUN_OPTIONS                                                                            \
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
#define JOB_PLAN_OPTIONS                                                                           \
    {.name = "shard",                                                                              \
     .kind = ATL_OPTION_TEXT,                                                                      \
     .value = "I/N",                                                                               \
     .summary = "Only the I-th of N parts, split by a stable hash: one for each CI job"},          \
        {.name = "dry-run", .summary = "Show what would be done, and change nothing"},             \
        {.name = "yes",                                                                            \
         .alias = "confirm",                                                                       \
         .letter = 'y',                                                                            \
         .summary = "Don't ask; needed when there is no terminal"},                                \
        JOB_RUN_OPTIONS

/* For what a description says at its end. */
#define JOB_ABOUT(THING)                                                                           \
    "\n\nFirst shows what will change, how, and in how many requests; --dry-run stops there. "     \
    "Then it asks; without a terminal it needs --yes. What is done is kept in a journal, so that " \
    "an interrupted job is finished by jobs resume: nothing is done twice, and nothing left "      \
    "out.\n\n"                                                                                     \
    "Shows what failed, by reason; --json, --jsonl and --csv list every " THING                    \
    " with its outcome. The exit code is 5 when some failed."

/* How the options name what a job is about. */
struct job_naming {
    const char *query; /* options: "jql", "cql"; */
    const char *list;  /* "issues", "pages"; besides --stdin and --file */
    const char *nouns; /* "issues" */
    const char *names; /* "issue keys" */
    const char *ways;  /* "--jql QUERY, --issues KEY,KEY, --stdin, --file FILE" */
};

/* What was named: by a query, or word by word. */
struct job_named {
    const char *query; /* either, */
    char **words;      /* or these, in the arena */
    size_t count;
    const char *where; /* these are from: "--issues", "standard input", the file's path */
};

/* What one of the commands does. */
struct job_work {
    const char *kind; /* of the operation */
    const char *title;
    enum atl_product product;
    bool notifies; /* has the option --notify */
    /* Reads which ones the options name, before anything is asked of the site. May be NULL. */
    enum atl_status (*name)(struct atl_context *context, struct job_named *named,
                            struct atl_error *error);
    /* Puts the arguments into job->operation. May be NULL. */
    enum atl_status (*begin)(struct atl_context *context, struct atl_http *http,
                             struct atl_bulk_job *job, struct atl_error *error);
    /* Fills in the items; `named` is empty where nothing reads it. */
    enum atl_status (*items)(struct atl_context *context, struct atl_http *http,
                             const struct job_named *named, struct atl_bulk_job *job,
                             struct atl_error *error);
    /* Once the items are there, and any of them is to be changed. May be NULL. */
    enum atl_status (*complete)(struct atl_context *context, struct atl_http *http,
                                struct atl_bulk_job *job, struct atl_error *error);
};

/* Checks the options, connects, and does all of it. */
enum atl_status job_command(struct atl_context *context, const struct job_work *what,
                            struct atl_error *error);

/* Which part --shard asks for: 0 of 0 without it. */
enum atl_status job_read_shard(const struct atl_context *context, int64_t *shard, int64_t *shards,
                               struct atl_error *error);

/* "5" and "5/s"; 0 without --rate. */
enum atl_status job_read_rate(const struct atl_context *context, int64_t *rate,
                              struct atl_error *error);

/* Reads which ones: exactly one way of naming them, or ATL_USAGE. */
enum atl_status job_read_named(struct atl_context *context, const struct job_naming *naming,
                               struct job_named *named, struct atl_error *error);

/* Plans, shows the plan, asks, runs and reports. */
enum atl_status job_execute(struct atl_context *context, struct atl_http *http,
                            struct atl_bulk_job *job, struct atl_error *error);

/* Runs a job that has begun, and reports: also for jobs resume. */
enum atl_status job_run(struct atl_context *context, struct atl_http *http,
                        struct atl_bulk_job *job, bool retry_failed, struct atl_error *error);

/* ATL_USAGE when --fields names none of the columns that the report of such a job has. */
enum atl_status job_report_check(struct atl_context *context, const struct atl_bulk_job *job,
                                 struct atl_error *error);

/* The outcomes. For people: failures by reason and a summary. */
enum atl_status job_report(struct atl_context *context, const struct atl_bulk_job *job,
                           bool dry_run, struct atl_error *error);

#endif
