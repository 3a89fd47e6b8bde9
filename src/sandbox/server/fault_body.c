#include "sandbox/server/fault_body.h"

#include "sandbox/sandbox.h"
#include "sandbox/server/request.h"

#include <microhttpd.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#ifndef POLLRDHUP
#define POLLRDHUP 0 /* a system that tells by POLLHUP, unasked */
#endif

enum {
    BLOCK_BYTES = 32 * 1024,
    LOOK_AGAIN_MS = 50,
};

/* A body of which half is sent. */
struct half_body {
    struct sandbox *sandbox;
    struct MHD_Connection *connection;
    char *data;
    size_t length;
    bool stalls; /* otherwise the connection ends */
    bool ended;  /* no use to wait any longer */
};

static void free_half_body(void *context)
{
    struct half_body *body = context;
    free(body->data);
    free(body);
}

/* A suspended connection isn't watched by libmicrohttpd, so we look ourselves. */
static bool client_has_left(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct pollfd descriptor = {.fd = info->connect_fd, .events = POLLRDHUP};
    return poll(&descriptor, 1, 0) > 0;
}

static bool is_still_on(const struct sandbox *sandbox)
{
    const struct fault_switches *switches = &sandbox->faults.switches;
    return switches->body_every > 0 && switches->body_fault == BODY_STALLED;
}

/* Looks again after a while. */
static void wait(struct half_body *body)
{
    MHD_suspend_connection(body->connection);
    if (!latency_hold(&body->sandbox->latency, body->connection, LOOK_AGAIN_MS, NULL, NULL)) {
        body->ended = true; /* the sandbox stops */
        MHD_resume_connection(body->connection);
    }
}

/* libmicrohttpd asks for the bytes from `position` on. */
static ssize_t read_half_body(void *context, uint64_t position, char *buffer, size_t most)
{
    struct half_body *body = context;
    size_t end = body->length / 2;
    if (position >= end) {
        if (!body->stalls || body->ended || client_has_left(body->connection)) {
            return MHD_CONTENT_READER_END_WITH_ERROR;
        }
        if (is_still_on(body->sandbox)) {
            wait(body);
            return 0;
        }
        end = body->length;
    }
    size_t count = end - (size_t)position;
    count = count < most ? count : most;
    memcpy(buffer, body->data + position, count);
    return (ssize_t)count;
}

struct MHD_Response *fault_body_response(struct request *request, struct MHD_Connection *connection)
{
    size_t length = request->reply.body.length;
    char *data = atl_buffer_take(&request->reply.body);
    bool is_half = request->fault == FAULT_BODY_TRUNCATED || request->fault == FAULT_BODY_STALLED;
    if (!is_half) {
        return MHD_create_response_from_buffer(length, data, MHD_RESPMEM_MUST_FREE);
    }
    struct half_body *body = atl_alloc(sizeof *body);
    *body = (struct half_body){.sandbox = request->sandbox,
                               .connection = connection,
                               .data = data,
                               .length = length,
                               .stalls = request->fault == FAULT_BODY_STALLED};
    return MHD_create_response_from_callback(length, BLOCK_BYTES, read_half_body, body,
                                             free_half_body);
}
