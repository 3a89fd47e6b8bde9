/*
 * Errors: every function that can fail returns an atl_status and fills an atl_error that its
 * caller passes. There is no global error state.
 *
 * An atl_error is plain data of fixed size: it lives on the caller's stack, owns nothing and needs
 * no clean-up. Texts that don't fit are shortened at a character boundary and end in "…".
 * A NULL error is allowed everywhere: the status alone is returned then.
 */
#ifndef ATLCLI_ERROR_H
#define ATLCLI_ERROR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#if defined(__GNUC__)
#define ATL_PRINTF(format_index, first_argument)                                                   \
    __attribute__((format(printf, format_index, first_argument)))
#else
#define ATL_PRINTF(format_index, first_argument)
#endif

/* What went wrong, as far as a caller may want to tell cases apart. Each maps to one exit code. */
enum atl_status {
    ATL_OK = 0,
    ATL_FAILED,          /* the general case; exit code 1 */
    ATL_USAGE,           /* the user's input is wrong; 2 */
    ATL_UNAUTHENTICATED, /* no credentials, or HTTP 401; 3 */
    ATL_FORBIDDEN,       /* HTTP 403, or 401 after a log-in that was accepted; 3 */
    ATL_NOT_FOUND,       /* HTTP 404, an unknown profile, a missing file; 4 */
    ATL_PARTIAL,         /* some items of a batch failed; 5 */
    ATL_NETWORK,         /* DNS, connect, reset, timeout; 6 */
    ATL_TLS,             /* handshake or certificate; 6 */
    ATL_CONFLICT,        /* HTTP 409, a name that is taken; 7 */
    ATL_UNKNOWN_OUTCOME, /* sent, but whether the server applied it isn't known; 6 */
    ATL_CANCELLED,       /* interrupted or past a deadline; 130 */
};

enum {
    ATL_ERROR_MESSAGE_BYTES = 1024,
    ATL_ERROR_HINT_BYTES = 320,
    ATL_ERROR_HINTS = 6,
};

struct atl_error {
    enum atl_status status;
    int http_status; /* 0 when no HTTP response is involved */
    bool in_doubt;   /* a change was sent, and whether it was done isn't known */
    char message[ATL_ERROR_MESSAGE_BYTES];
    size_t hint_count;
    char hints[ATL_ERROR_HINTS][ATL_ERROR_HINT_BYTES];
};

/* Empties an error: status ATL_OK, no message, no hints, no doubt. */
void atl_error_clear(struct atl_error *error);

/*
 * Fills an error and returns `status`, so that a function can end with
 *     return atl_fail(error, ATL_NOT_FOUND, "profile '%s' does not exist", name);
 * Whatever the error held before, hints included, is gone. The message is one sentence without a
 * full stop; control characters in it are replaced, so that text from a server can't drive a
 * terminal.
 */
enum atl_status atl_fail(struct atl_error *error, enum atl_status status, const char *format, ...)
    ATL_PRINTF(3, 4);

/* Adds one hint: what to do about it. More than ATL_ERROR_HINTS are dropped; repeats too. */
void atl_hint(struct atl_error *error, const char *format, ...) ATL_PRINTF(2, 3);

/* Puts "prefix: " before the message that is there: says in which file or for which item. */
void atl_error_prefix(struct atl_error *error, const char *format, ...) ATL_PRINTF(2, 3);

/*
 * Whether an error is about the way to the server, the account, or being interrupted: what else is
 * to be done would end so, too. Others are about the one thing that was asked for.
 */
bool atl_status_ends_everything(enum atl_status status);

/* Whether what was to be changed may have been, whatever the status says: interrupted, say. */
bool atl_error_is_in_doubt(const struct atl_error *error);

/* The stable word for a status in JSON output: "not_found", "network", …. Static text. */
const char *atl_status_code(enum atl_status status);

/* The process exit code that DESIGN's table gives for a status. */
int atl_status_exit_code(enum atl_status status);

#endif
