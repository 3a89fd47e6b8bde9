#include "atlassian/file_sink.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

static void tell(const struct file_sink *sink, int64_t bytes)
{
    if (sink->on_bytes != NULL) {
        sink->on_bytes(sink->context, bytes);
    }
}

static bool take(void *context, const void *bytes, size_t length)
{
    struct file_sink *sink = context;
    const char *at = bytes;
    size_t left = length;
    while (left > 0) {
        ssize_t count = write(sink->descriptor, at, left);
        if (count < 0 && errno != EINTR) {
            sink->reason = errno;
            return false;
        }
        if (count > 0) {
            at += count;
            left -= (size_t)count;
        }
    }
    sink->written += (int64_t)length;
    tell(sink, (int64_t)length);
    return true;
}

static void begin_anew(void *context)
{
    struct file_sink *sink = context;
    if (lseek(sink->descriptor, 0, SEEK_SET) != 0 || ftruncate(sink->descriptor, 0) != 0) {
        sink->reason = errno;
    }
    tell(sink, -sink->written);
    sink->written = 0;
}

static enum atl_status check(const struct file_sink *sink, enum atl_status status,
                             struct atl_error *error)
{
    if (sink->reason != 0) {
        return atl_fail(error, ATL_FAILED, "cannot write it: %s", strerror(sink->reason));
    }
    if (status == ATL_OK && sink->expected >= 0 && sink->written != sink->expected) {
        return atl_fail(error, ATL_FAILED, "%" PRId64 " bytes came, although it has %" PRId64,
                        sink->written, sink->expected);
    }
    return status;
}

enum atl_status file_sink_fetch(struct file_sink *sink, struct atl_http *http, const char *path,
                                struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_http_response response;
    struct atl_http_request request = {
        .method = ATL_GET,
        .path = path,
        .accept = "*/*",
        .sink = take,
        .restart = begin_anew,
        .sink_context = sink,
    };
    enum atl_status status = atl_http_send(http, &request, &arena, &response, error);
    if (status == ATL_OK) {
        status = atl_http_check(http, &request, &response, error);
    }
    status = check(sink, status, error);
    atl_arena_free(&arena);
    return status;
}
