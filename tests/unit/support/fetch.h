/* One or several requests through an engine, in a loop of their own, and what came of them. */
#ifndef TESTS_UNIT_SUPPORT_FETCH_H
#define TESTS_UNIT_SUPPORT_FETCH_H

#include "atlcli/http.h"

enum { MOST_FETCHES = 64 };

struct outcome {
    enum atl_status status; /* of atl_http_send */
    struct atl_error error;
    struct atl_http_response response; /* its texts live until fetch_end */
};

/* Fill the first part (zeroes are fine), then fetch(), then look, then fetch_end(). */
struct fetch {
    struct atl_account account;
    struct atl_http_options options; /* retries 0 means none */
    struct atl_http_request requests[MOST_FETCHES];
    size_t count; /* 0: one */
    size_t width; /* in flight at once; 0: one after the other */
    /* Called in a fiber before the requests; may be NULL. */
    void (*before)(struct atl_http *http, void *context);
    /* Instead of the requests; may be NULL. */
    void (*instead)(struct fetch *fetch, void *context);
    void *context;
    bool with_backoff; /* otherwise pauses of the client's own choosing are a millisecond long */

    struct atl_http *http; /* during the fetch */
    struct outcome outcomes[MOST_FETCHES];
    struct atl_http_statistics statistics;
    struct atl_http_tls tls;
    char *log; /* what --verbose would show */
    char *warnings;
    struct atl_arena arena;
};

/* An account with a token at that site. */
struct fetch fetch_from(const char *site);
void fetch(struct fetch *fetch);
/* The one request to GET `path`, and its outcome's status. */
enum atl_status fetch_path(struct fetch *given, const char *path);
void fetch_end(struct fetch *fetch);

/* atl_http_check of an outcome, into its error. */
enum atl_status fetch_check(struct fetch *fetch, size_t index);

#endif
