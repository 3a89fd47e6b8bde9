/* What a search finds, as rows: for wiki search, my and recent. */
#ifndef CMD_WIKI_HITS_H
#define CMD_WIKI_HITS_H

#include "atlcli/http.h"
#include "cli/context.h"

/*
 * Called when nothing matches: ATL_NOT_FOUND says what the command's options name that isn't there;
 * ATL_OK: it is all there.
 */
typedef enum atl_status (*wiki_hits_check)(struct atl_context *context, struct atl_http *http,
                                           struct atl_error *error);

/*
 * Searches and prints, up to --limit, which the command declares with WIKI_HITS_LIMIT. A query that
 * the server rejects is pointed at.
 */
enum atl_status wiki_hits_print(struct atl_context *context, struct atl_http *http, const char *cql,
                                wiki_hits_check check, struct atl_error *error);

/* The same for a number of hits: --count. */
enum atl_status wiki_hits_count(struct atl_context *context, struct atl_http *http, const char *cql,
                                wiki_hits_check check, struct atl_error *error);

#define WIKI_HITS_LIMIT                                                                            \
    {                                                                                              \
        .name = "limit", .kind = ATL_OPTION_INTEGER, .value = "N",                                 \
        .summary = "Show at most so many", .shown_default = "50", .minimum = 1,                    \
        .maximum = 10000000, .unlimited = "all"                                                    \
    }

#endif
