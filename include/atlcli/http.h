/*
 * HTTP: requests from fibers over libcurl's multi interface. Retries, rate limits, adaptive
 * concurrency, authentication, TLS and pagination are here, so that the code above asks for an
 * answer and gets one.
 *
 * What is retried, when (GET, PUT and DELETE count as idempotent, RFC 9110 section 9.2.2):
 *   never sent (DNS, connect, TLS handshake)   always
 *   429, or 503 with Retry-After               always, after the wait
 *   500, 502, 503, 504, reset or timeout       only idempotent requests, or `safe_to_repeat`;
 *                                              never those that are `only_once`
 *   other 4xx                                  never
 * One that isn't retried and whose fate is unknown ends in ATL_UNKNOWN_OUTCOME: from atl_http_send
 * when no answer came, from atl_http_check when one of these 5xx did. A certificate that is not
 * accepted is not tried again.
 *
 * A pause that the server asks for (Retry-After, X-RateLimit-Reset) holds for all requests to its
 * host. One of more than 5 minutes isn't waited for: ATL_FAILED, and the error says how long.
 */
#ifndef ATLCLI_HTTP_H
#define ATLCLI_HTTP_H

#include "atlcli/config.h"
#include "atlcli/error.h"
#include "atlcli/json.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct atl_http;

struct atl_http_options {
    /*
     * Milliseconds for a whole attempt; 0: 60,000. For a download into a sink, and a body from a
     * source or above 1 MiB, the longest standstill instead.
     */
    int64_t timeout_ms;
    int64_t connect_timeout_ms; /* 0: 10,000 */
    int retries;                /* further attempts after the first; below 0: 4 */
    int more_when_refused;      /* beyond those, of what is refused for now (429) */
    size_t concurrency;         /* most requests in flight per host; 0: 64 */
    size_t response_limit;      /* bytes after decompression; 0: 64 MiB */
    FILE *log;                  /* one line per attempt (--verbose); NULL: none */
    /*
     * Called for things the user should know: a skipped certificate check, a pause of 5 s or more.
     * May be NULL.
     */
    void (*warn)(void *context, const char *message);
    void *warn_context;
    /*
     * Why nothing may be sent: each request fails with it. NULL: it may. For callers that have no
     * account to send with and leave it to the first request to say so. Must outlive the engine.
     */
    const struct atl_error *refusal;
};

/*
 * An engine for one account. Cheap: nothing of TLS or libcurl is initialised before the first
 * request. `account` and what it points to must outlive it. To be opened, used and closed inside
 * one atl_loop_run. `options` may be NULL: all defaults.
 */
struct atl_http *atl_http_open(const struct atl_account *account,
                               const struct atl_http_options *options);
/* Closes its connections. No request may be in flight. */
void atl_http_close(struct atl_http *http);

enum atl_method { ATL_GET, ATL_POST, ATL_PUT, ATL_DELETE, ATL_PATCH, ATL_HEAD };

/* "GET", …; and back (false for an unknown word; letters in either case). */
const char *atl_method_name(enum atl_method method);
bool atl_method_parse(const char *word, enum atl_method *method);

struct atl_http_request {
    enum atl_method method;
    /*
     * Path below the site, already encoded, with its query: "/rest/api/3/myself". Or an absolute
     * URL: credentials are then sent only when it is on the account's own host.
     */
    const char *path;
    const char *body; /* NULL: none */
    size_t body_length;
    const char *content_type;   /* NULL: application/json when there is a body */
    const char *accept;         /* NULL: application/json */
    const char *const *headers; /* further "Name: value" lines, NULL-terminated; may be NULL */
    bool safe_to_repeat; /* a POST that only reads (search), or carries its own idempotence */
    bool only_once;      /* never repeated once it may have arrived, whatever its method: who sends
                            it looks the outcome up */
    bool wants_answer;   /* for atl_http_json and atl_http_read: an empty 2xx body is as bad as a
                            broken one */
    bool keep_packed;    /* a 2xx body may stay as the server packed it: see atl_http_unpack */
    size_t response_limit; /* 0: the engine's */
    int64_t timeout_ms;    /* 0: the engine's */
    bool without_credentials;
    /*
     * Gets the body piece by piece instead of it being collected; `restart` is called before a
     * repeated attempt, so that what was written can be dropped. Returning false stops the
     * transfer (ATL_FAILED). Only bodies of 2xx answers go there, and without response_limit they
     * have none. A sink must not wait: it doesn't run in a fiber.
     */
    bool (*sink)(void *context, const void *bytes, size_t length);
    void (*restart)(void *context);
    void *sink_context;
    /*
     * Gives the body piece by piece instead of `body`: up to `size` bytes at a time, and how many
     * in *length. `body_length` says how many there are in all, and is what the server is told; a
     * source that ends earlier (0 bytes), or returns false, stops the transfer (ATL_FAILED): half a
     * body has no effect. `rewind` goes back to the first byte, before a repeated attempt; without
     * it, or when it returns false, there is none. A source must not wait, as a sink mustn't.
     */
    bool (*source)(void *context, void *bytes, size_t size, size_t *length);
    bool (*rewind)(void *context);
    void *source_context;
};

/* Lives in the arena given to atl_http_send. */
struct atl_http_response {
    int status;
    const char *body; /* NUL-terminated; "" when there is none */
    size_t length;
    const char *packing;      /* how the body is packed ("gzip"); NULL: it isn't */
    const char *content_type; /* "" when absent */
    const char *headers;      /* see atl_http_header and atl_http_header_next */
    const char *url;          /* the one that answered, after redirects */
    int attempts;         /* how often it went out, or tried to; also where libcurl repeats what a
                             used connection has swallowed */
    int looks;            /* how often atl_http_text asked for it; 0 for other answers */
    bool in_doubt;        /* an attempt before the last may have been carried out: it got no answer,
                             or a failure of the server */
    int64_t milliseconds; /* of the last attempt */
    int64_t setup_ms;     /* of these, until there was a connection to send it on: 0 or so for one
                             that was there already */
};

/*
 * Sends a request and suspends the fiber until its answer is there. Any HTTP status is ATL_OK here;
 * errors are those of the way there: ATL_NETWORK, ATL_TLS, ATL_UNKNOWN_OUTCOME, ATL_CANCELLED.
 * Refused with ATL_FAILED: an answer above its limit, a redirect to plain http, or to another host
 * where it would carry credentials (it is followed without them).
 */
enum atl_status atl_http_send(struct atl_http *http, const struct atl_http_request *request,
                              struct atl_arena *arena, struct atl_http_response *response,
                              struct atl_error *error);

/*
 * Unpacks the body of an answer to a request with `keep_packed`, into the arena; nothing when it
 * isn't packed. For answers that wait for each other: packed, text takes about a tenth of the room.
 * ATL_FAILED when it can't be unpacked, or would be above the engine's limit.
 */
enum atl_status atl_http_unpack(struct atl_http *http, struct atl_arena *arena,
                                struct atl_http_response *response, struct atl_error *error);

/* The value of a header (name in any case), NULL when absent. */
const char *atl_http_header(const struct atl_http_response *response, const char *name);

/*
 * Goes through all headers: start with *name NULL; false at the end.
 *
 *     const char *name = NULL, *value;
 *     while (atl_http_header_next(&response, &name, &value)) { … }
 */
bool atl_http_header_next(const struct atl_http_response *response, const char **name,
                          const char **value);

/* When the server sent it, by its own clock (Date, RFC 9110 section 6.6.1); false when absent. */
bool atl_http_date(const struct atl_http_response *response, int64_t *wall_ms);

/*
 * Turns a status above 299 into an error: what the server said (Jira's errorMessages and errors,
 * Confluence's message and errors), the profile, the site, and hints for 401, 403, 404, 409, 429.
 * 401 is ATL_UNAUTHENTICATED, but ATL_FORBIDDEN when the answer says that the log-in was accepted:
 * so Jira Data Center tells of permissions, too. 403 is ATL_FORBIDDEN, 404 and 410 ATL_NOT_FOUND,
 * 409 and 412 ATL_CONFLICT, everything else ATL_FAILED (also 429 and 5xx: the network did its
 * part), but for ATL_UNKNOWN_OUTCOME as said at the top. What a DELETE in doubt finds gone, it has
 * deleted itself: that is a success. A web page (a log-in page, say) is no success either, where
 * JSON was wanted: without `accept` and `sink`.
 */
enum atl_status atl_http_check(struct atl_http *http, const struct atl_http_request *request,
                               const struct atl_http_response *response, struct atl_error *error);

/*
 * Sends, checks, and parses the JSON answer, which is kept in the arena. An empty 2xx body gives
 * *json NULL, but for 200 to a request that only reads and where an answer is wanted. What is not
 * JSON is asked for again when the request only reads; in the end it is ATL_FAILED and says so. A
 * POST that changes something is ATL_UNKNOWN_OUTCOME then, and a PUT or DELETE done.
 */
enum atl_status atl_http_json(struct atl_http *http, const struct atl_http_request *request,
                              struct atl_arena *arena, const cJSON **json, struct atl_error *error);

/*
 * Sends and checks, for who parses the answer later, as a tree takes several times its memory. To a
 * request that only reads, one that doesn't end as JSON does is asked for again; whether it is JSON
 * in the end is for the caller to say.
 */
enum atl_status atl_http_text(struct atl_http *http, const struct atl_http_request *request,
                              struct atl_arena *arena, struct atl_http_response *response,
                              struct atl_error *error);

/*
 * Unpacks and parses, in the arena, what atl_http_text brought; the response's body is used up. To
 * a request that only reads, an answer that turns out to be broken is asked for again, as often as
 * atl_http_text has left to do.
 */
enum atl_status atl_http_read(struct atl_http *http, const struct atl_http_request *request,
                              struct atl_arena *arena, struct atl_http_response *response,
                              const cJSON **json, struct atl_error *error);

/* Tells the user, by options.warn, what they should know of what is waited for. */
void atl_http_warn(const struct atl_http *http, const char *message);

const struct atl_account *atl_http_account(const struct atl_http *http);

/*
 * The bound for atl_each above this layer: the most requests that can ever be in flight. How many
 * are sent at once is decided here, request by request; fibers beyond that wait in order.
 */
size_t atl_http_width(const struct atl_http *http);

struct atl_http_statistics {
    uint64_t requests; /* attempts sent */
    uint64_t retries;
    uint64_t bytes_received;
    uint64_t connections;
    uint64_t rate_limit_waits;
    size_t most_in_flight;
};
struct atl_http_statistics atl_http_statistics(const struct atl_http *http);

/*
 * The certificate of the server that answered over TLS, or was refused, for doctor: subject,
 * issuer, validity and so on, in the arena. Empty for plain http.
 */
struct atl_http_tls {
    const char *version; /* "TLSv1.3"; NULL for plain http and when the certificate was refused */
    const char *cipher;
    const char *subject;
    const char *issuer;
    const char *names;     /* the hosts it is for: "a.example.com, b.example.com" */
    int64_t not_before_ms; /* wall clock */
    int64_t not_after_ms;
};
struct atl_http_tls atl_http_tls(struct atl_http *http, struct atl_arena *arena);

/* The steps on the way to an answer. */
enum atl_http_stage {
    ATL_STAGE_NONE,      /* no attempt was made */
    ATL_STAGE_BEGUN,     /* the host's name was not resolved */
    ATL_STAGE_RESOLVED,  /* no connection came about */
    ATL_STAGE_CONNECTED, /* TCP; for https the TLS handshake wasn't finished */
    ATL_STAGE_SECURED,   /* https only: the handshake was; no answer came */
    ATL_STAGE_ANSWERED,
};

/*
 * How far the latest attempt to reach the account's site came, of those that opened a connection or
 * ended without an answer: for doctor. Through a proxy, name and address are the proxy's.
 */
struct atl_http_reach {
    enum atl_http_stage stage;
    bool through_proxy;
    char address[64]; /* that was connected to, "" for none */
    int port;
    int64_t resolve_ms; /* each step by itself; 0 when not known */
    int64_t connect_ms;
    int64_t secure_ms;
};
struct atl_http_reach atl_http_reach(const struct atl_http *http);

/* What a CA file holds, for atl_tls_check_ca_file. */
struct atl_ca_file {
    size_t certificates; /* that can be read */
    size_t expired;      /* of those */
    size_t unreadable;   /* certificates that can't be read; they are passed over */
    bool has_private_key;
};

/*
 * Checks a CA file: PEM (RFC 7468) with at least one certificate that can be read; text around the
 * certificates is fine. ATL_TLS when it is missing, unreadable, empty, in DER form or without a
 * certificate. `found` may be NULL. Needs no loop.
 */
enum atl_status atl_tls_check_ca_file(const char *path, struct atl_ca_file *found,
                                      struct atl_error *error);

/* ---- pagination ---- */

/* The four ways in which Atlassian's APIs hand out pages, and finding out which one it is. */
enum atl_paging {
    ATL_PAGING_TOKEN,       /* nextPageToken in the answer, sent back (Jira Cloud search) */
    ATL_PAGING_START_AT,    /* startAt, maxResults, total, isLast (Jira) */
    ATL_PAGING_CURSOR,      /* cursor in _links.next (Confluence Cloud v2) */
    ATL_PAGING_START_LIMIT, /* start, limit, _links.next (Confluence v1 and Data Center) */
    /* As the first answer says, which replaces this; one without any of these is the only one. */
    ATL_PAGING_DETECT,
};

/*
 * An iterator over pages. Fill the first part, zero the rest, and call atl_pages_next until `done`.
 *
 *     struct atl_pages pages = {.http = http, .paging = ATL_PAGING_CURSOR, .path = "/wiki/…"};
 *     while (!pages.done) {
 *         status = atl_pages_next(&pages, &arena, &json, error);
 *         …
 *     }
 */
struct atl_pages {
    struct atl_http *http;
    enum atl_paging paging;
    const char *path; /* with any fixed query */
    const char *body; /* by POST: a JSON object; the token, or startAt, is added to it */
    size_t page_size; /* sent as maxResults or limit; 0: the server's default */
    const char
        *items; /* member that holds the items; NULL: found ("issues", "values", "results") */

    bool done;
    size_t pages;
    int64_t start;      /* offset of the next page */
    size_t empty_pages; /* in a row */
    size_t mark_at;
    uint64_t mark;
    char next[8192]; /* token or path of the next page */
};

/*
 * Fetches the next page. A server that repeats a token, promises more with one empty page after the
 * other, answers with another page than the one asked for, or links to another host ends the
 * iteration with an error instead of running for ever.
 */
enum atl_status atl_pages_next(struct atl_pages *pages, struct atl_arena *arena, const cJSON **page,
                               struct atl_error *error);

/*
 * The array of items in a page: the member `items`, else the usual one, else the only array there
 * is. NULL when there is none.
 */
const cJSON *atl_pages_items(const struct atl_pages *pages, const cJSON *page);

#endif
