/*
 * Confluence: searching with CQL, whatever is found. To be used inside atl_loop_run; errors are
 * those of atl_http_json: a query that the server rejects is ATL_FAILED with HTTP status 400.
 */
#ifndef ATLCLI_CONFLUENCE_SEARCH_H
#define ATLCLI_CONFLUENCE_SEARCH_H

#include "atlcli/error.h"
#include "atlcli/http.h"
#include "atlcli/json.h"

#include <stdbool.h>
#include <stdint.h>

/* Something found. Valid during the call that hands it over; NULL when the server doesn't say. */
struct atl_confluence_hit {
    const char *type;  /* "page", "blogpost", "comment", "attachment", "space", "user", … */
    const char *id;    /* of a space its key, of a person the account id or user name */
    const char *space; /* key */
    const char *title;
    const char *excerpt; /* plain text on one line */
    const char *updated; /* ISO 8601 */
    const char *url;     /* for a browser */
    const cJSON *json;   /* all the server says of it */
};

typedef enum atl_status (*atl_confluence_hit_function)(void *context,
                                                       const struct atl_confluence_hit *hit,
                                                       struct atl_error *error);

struct atl_confluence_search {
    struct atl_http *http;
    const char *cql;
    int64_t limit;      /* most hits wanted, at least 1; INT64_MAX: all */
    bool wants_excerpt; /* else it is NULL, and the server spared it */
    atl_confluence_hit_function on_hit;
    void *context;
};

struct atl_confluence_search_result {
    int64_t total; /* that match, as far as the server knows; -1: it doesn't say */
    int64_t found; /* handed over */
    bool more;     /* the limit was reached and more match */
};

/*
 * REST v1's search, 250 a request: on Cloud one answer after the other, each saying where the next
 * one is; on Data Center side by side, since the first one tells how many there are. What moves
 * meanwhile is handed over once.
 */
enum atl_status atl_confluence_search(const struct atl_confluence_search *search,
                                      struct atl_confluence_search_result *result,
                                      struct atl_error *error);

/* How many match, in one small request. */
enum atl_status atl_confluence_count(struct atl_http *http, const char *cql, int64_t *count,
                                     struct atl_error *error);

#endif
