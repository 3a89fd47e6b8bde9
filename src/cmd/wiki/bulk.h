/* What the commands share that change one page or many: labels, moves, the archive, the trash. */
#ifndef CMD_WIKI_BULK_H
#define CMD_WIKI_BULK_H

#include "cmd/jobs/job.h"

/* Options that say which pages, when it isn't one. */
#define WIKI_BULK_PAGE_OPTIONS                                                                     \
    {.name = "cql", .kind = ATL_OPTION_TEXT, .value = "QUERY", .summary = "All pages that match"}, \
        {.name = "pages",                                                                          \
         .kind = ATL_OPTION_LIST,                                                                  \
         .value = "PAGE",                                                                          \
         .summary = "These pages: 12345,12346"},                                                   \
        {.name = "stdin", .summary = "Those on standard input, one page a line"},                  \
        {.name = "file",                                                                           \
         .kind = ATL_OPTION_TEXT,                                                                  \
         .value = "FILE",                                                                          \
         .summary = "Those in a file, one page a line",                                            \
         .completion = ATL_COMPLETE_FILE},                                                         \
        JOB_PLAN_OPTIONS

/* For what a description says at its end. */
#define WIKI_BULK_ABOUT                                                                            \
    "\n\nMany pages are named by --cql, --pages, --stdin or --file instead of PAGE." JOB_ABOUT(    \
        "page")

/* Whether any of these options is given: then it is a job, if for one page. */
bool wiki_bulk_is_asked_for(struct atl_context *context);

/* Whether the options name the pages, and not the argument PAGE or --page. */
bool wiki_bulk_names_pages(struct atl_context *context);

/* job_command for Confluence: the pages are those that the options name, or PAGE. */
enum atl_status wiki_bulk_command(struct atl_context *context, const struct job_work *what,
                                  struct atl_error *error);

#endif
