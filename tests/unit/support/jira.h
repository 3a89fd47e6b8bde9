/*
 * A Jira that answers searches as the test says, with the mishaps that a well-behaved server saves
 * for bad days. Issues are numbered from 0 in JQL's order; number n has the id 1000 + n and the key
 * "T-n".
 */
#ifndef TESTS_UNIT_SUPPORT_JIRA_H
#define TESTS_UNIT_SUPPORT_JIRA_H

#include "atlcli/jira.h"
#include "support/fetch.h"
#include "support/server.h"

enum { JIRA_MOST_ISSUES = 20000 };

struct jira {
    /* What there is. */
    int total;
    int later_total; /* when not 0: the total from the second answer on (Data Center) */
    int later_shift; /* so many issues further on in the list from the second answer on */
    int page_cap;    /* when not 0: most issues in an answer with fields */
    int id_page_cap; /* when not 0: most ids in an answer */
    int repeated;    /* every page of ids begins with so many of the one before */
    int gone;        /* every gone-th issue can't be read any more */
    int refused;     /* every refused-th issue is refused … */
    int refusals;    /* … so often */
    int fail_at;     /* the request of this number, from 1, fails with a 400 */
    int fail_search; /* the search of this number, from 1, does */
    int hold_first;  /* the first batch is answered when so many requests have come */
    int short_page;  /* the answer to this offset holds one issue only (Data Center) */
    int changes;     /* of each issue; asked for when not 0 */
    int change_cap;  /* most of them in an answer */
    bool same_change_token;
    int comments;   /* of every tenth issue; completed when not 0. Two come with the issue … */
    int part_cap;   /* … and the others so many at a time */
    int skip_below; /* when not 0: issues of lower numbers aren't wanted */
    const char *people; /* the answer to user/search */
    const char *fields; /* the answer to field */

    /* What came. */
    struct server *server;
    int refusals_so_far;
    int searches; /* requests for ids or pages */
    int batches;
    int part_requests; /* for comments */
    int requests;      /* all of them */

    /* What was handed over. */
    int count;
    int numbers[JIRA_MOST_ISSUES];
    int changes_seen;
    int comments_seen;
    int stop_at; /* when not 0: on_issue fails at that number of issues */
    struct atl_jira_search_result result;
    struct atl_error error;
    enum atl_status status;
    const char *jql;
    const char *const *wanted_fields;
    int64_t limit;
    bool is_data_center;
};

/* Starts the server, searches, stops it. What came of it is in `jira`. */
void jira_search(struct jira *jira);

/* The server alone; its address is server_url(jira->server). */
void jira_start(struct jira *jira);
void jira_stop(struct jira *jira);

/* Runs `instead` in a fiber against the server. */
void jira_run(struct jira *jira, void (*instead)(struct fetch *fetch, void *context),
              void *context);

#endif
