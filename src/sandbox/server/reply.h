/* What a handler answers: status, headers, body. */
#ifndef SANDBOX_REPLY_H
#define SANDBOX_REPLY_H

#include "atlcli/memory.h"
#include "atlcli/text.h"

#include <stdbool.h>

enum {
    REPLY_MOST_HEADERS = 16,
};

struct reply_header {
    const char *name;
    const char *value;
};

struct reply {
    unsigned status;
    const char *content_type;
    struct atl_buffer body;
    struct reply_header headers[REPLY_MOST_HEADERS];
    size_t header_count;
    bool unchanged;          /* what was asked for was so already: that is no change to count */
    struct atl_arena *arena; /* of the request: header values live here */
};

/* Adds a header; the value is formatted into the request's arena. */
void reply_header(struct reply *reply, const char *name, const char *format, ...) ATL_PRINTF(3, 4);

/* Drops what the body holds so far and sets the status. */
void reply_restart(struct reply *reply, unsigned status);

/* How an API family words its errors. */
enum reply_style {
    REPLY_JIRA,          /* {"errorMessages": [...], "errors": {}} */
    REPLY_CONFLUENCE,    /* {"statusCode": 404, "data": {...}, "message": "..."} (REST v1) */
    REPLY_CONFLUENCE_V2, /* {"errors": [{"status": 404, "code": "NOT_FOUND", ...}]} */
};

/* Replaces the reply by an error in the family's form. */
void reply_error(struct reply *reply, enum reply_style style, unsigned status, const char *format,
                 ...) ATL_PRINTF(4, 5);

/* "Not Found" and the like, for statuses that the sandbox gives. */
const char *reply_reason(unsigned status);

/* Compresses the body when that is worth it and the client accepts it. */
void reply_compress(struct reply *reply, const char *accept_encoding);

#endif
