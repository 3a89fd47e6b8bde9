/* A request as the handlers see it. */
#ifndef SANDBOX_REQUEST_H
#define SANDBOX_REQUEST_H

#include "sandbox/server/faults.h"
#include "sandbox/server/reply.h"

#include "atlcli/json.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct sandbox;
struct route;

enum {
    REQUEST_MOST_SEGMENTS = 4,
    REQUEST_MOST_BODY_BYTES = 10 * 1024 * 1024,
    REQUEST_MOST_UPLOAD_BYTES = 100 * 1024 * 1024, /* for routes that take uploads */
};

/* How a request said who it is. */
enum request_authorization {
    AUTHORIZATION_NONE,
    AUTHORIZATION_BASIC,
    AUTHORIZATION_BEARER,
    AUTHORIZATION_OTHER,
};

/* What it may do. */
enum request_access {
    ACCESS_ANONYMOUS, /* no credentials, or wrong ones */
    ACCESS_FULL,
    ACCESS_READ_ONLY,
    ACCESS_FORBIDDEN,
};

struct request_parameter {
    const char *name;
    const char *value;
};

struct request {
    struct sandbox *sandbox;
    struct atl_arena arena;
    const char *method;
    const char *raw_path;   /* as it came, percent-encoded */
    const char *raw_query;  /* what follows "?", percent-encoded; "" when nothing does */
    const char *path;       /* decoded */
    const char *local_path; /* without the context path; NULL outside of it */
    struct request_parameter *parameters;
    size_t parameter_count;
    const char *accept;
    const char *accept_encoding;
    const char *user_agent;
    const char *content_type;
    const char *atlassian_token; /* X-Atlassian-Token, see multipart.h */
    struct atl_buffer body;
    bool body_too_large;
    bool has_cookie;
    bool at_media; /* came to the port that downloads come from */

    enum request_authorization authorization;
    enum request_access access;
    const struct route *route;
    enum fault fault;                            /* what it is to meet with */
    const char *segments[REQUEST_MOST_SEGMENTS]; /* what stood for {} in the route's path */

    uint64_t connection_id;
    int64_t started_ms;
    struct reply reply;
};

/* Takes the target apart: "/a%20b/c?d=e". */
void request_set_target(struct request *request, const char *target, const char *context_path);

/* The first value of a query parameter, NULL when there is none. */
const char *request_parameter(const struct request *request, const char *name);

/*
 * All values of a parameter, given repeatedly or separated by commas. Returns their number and a
 * NULL-terminated array in the request's arena.
 */
size_t request_parameter_list(struct request *request, const char *name, char ***values);

/*
 * A whole number from a parameter: `fallback` when there is none, false when it is no number within
 * the bounds.
 */
bool request_parameter_integer(const struct request *request, const char *name, int64_t minimum,
                               int64_t maximum, int64_t fallback, int64_t *value);

/* The body, a JSON object, tied to the request's arena; NULL, and the reply is an error, if not. */
const cJSON *request_json(struct request *request);
/* The same for bodies that may be anything, not only an object. */
const cJSON *request_json_value(struct request *request);

void request_free(struct request *request);

#endif
