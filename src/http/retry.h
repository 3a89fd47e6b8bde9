/* What to do after an attempt: the table of http.h, as a function. */
#ifndef ATLCLI_HTTP_RETRY_H
#define ATLCLI_HTTP_RETRY_H

#include "atlcli/http.h"

/* How an attempt ended. */
enum atl_ending {
    ATL_ENDING_ANSWERED,   /* a whole answer is there */
    ATL_ENDING_NEVER_SENT, /* DNS, connect, TLS handshake, or the server refused it unprocessed */
    ATL_ENDING_BROKEN,     /* reset, timeout or nonsense after sending began */
    ATL_ENDING_IMPOSSIBLE, /* never sent, and the next attempt would end in the same way */
    ATL_ENDING_GIVEN_UP,   /* our own limit or the caller's sink ended it after an answer began */
};

struct atl_attempt {
    enum atl_ending ending;
    int status;           /* of ATL_ENDING_ANSWERED */
    bool has_retry_after; /* the answer says when to come again */
};

enum atl_verdict {
    ATL_VERDICT_DONE,    /* hand the answer, or the error, to the caller */
    ATL_VERDICT_WAIT,    /* repeat after what the server asks for */
    ATL_VERDICT_REPEAT,  /* repeat after a pause of our own */
    ATL_VERDICT_UNKNOWN, /* don't repeat: the server may have applied it */
};

/* True when sending the request twice does what sending it once does. */
bool atl_request_is_repeatable(const struct atl_http_request *request);

enum atl_verdict atl_retry_judge(bool repeatable, const struct atl_attempt *attempt);

/* 500, 502, 503, 504: the server failed, and whether before or after doing its work isn't known. */
bool atl_status_is_server_failure(int status);

#endif
