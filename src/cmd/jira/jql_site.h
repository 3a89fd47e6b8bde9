/* A query looked at together with the site that it is for. */
#ifndef CMD_JQL_SITE_H
#define CMD_JQL_SITE_H

#include "atlcli/http.h"
#include "atlcli/jql.h"

/* A query with what is known about it. Texts and problems are in the arena. */
struct jql_examination {
    struct atl_arena *arena;
    const char *text;
    const struct atl_query *query; /* NULL: it doesn't parse */
    struct atl_jql_problems problems;
};

/* Parses and checks without any site: a mistake in the syntax is the only problem then. */
void jql_examine(struct jql_examination *examination, struct atl_arena *arena, const char *text);

/*
 * Asks the site. What it accepts has no problem, whatever jql_examine says; otherwise the problems
 * are told with the site's own fields and functions in mind, and those that only the site sees are
 * added, with values that were probably meant. Inside atl_loop_run.
 */
enum atl_status jql_examine_on_site(struct jql_examination *examination, struct atl_http *http,
                                    struct atl_error *error);

#endif
