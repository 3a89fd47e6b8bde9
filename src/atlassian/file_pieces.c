#include "atlassian/file_pieces.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

static bool take(void *context, const void *bytes, size_t length)
{
    struct file_pieces *pieces = context;
    pieces->received += (int64_t)length;
    pieces->stopped = !pieces->on_piece(pieces->context, bytes, length);
    return !pieces->stopped;
}

static void begin_anew(void *context)
{
    struct file_pieces *pieces = context;
    pieces->received = 0;
    pieces->restart(pieces->context);
}

enum atl_status file_pieces_fetch(struct file_pieces *pieces, struct atl_http *http,
                                  const char *path, int64_t expected, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_http_response response;
    struct atl_http_request request = {
        .method = ATL_GET,
        .path = path,
        .accept = "*/*",
        .sink = take,
        .restart = begin_anew,
        .sink_context = pieces,
    };
    enum atl_status status = atl_http_send(http, &request, &arena, &response, error);
    if (status == ATL_OK) {
        status = atl_http_check(http, &request, &response, error);
    }
    if (pieces->stopped) {
        status = ATL_OK;
    } else if (status == ATL_OK && expected >= 0 && pieces->received != expected) {
        status = atl_fail(error, ATL_FAILED, "%" PRId64 " bytes came instead of %" PRId64,
                          pieces->received, expected);
    }
    atl_arena_free(&arena);
    return status;
}

/* ---- comparing ---- */

struct comparing {
    int descriptor;
    int64_t compared;
    bool differs;
    int reason; /* errno of a failed read */
};

static bool compare(void *context, const void *bytes, size_t length)
{
    struct comparing *comparing = context;
    const char *at = bytes;
    char here[16384];
    while (length > 0) {
        size_t wanted = length < sizeof here ? length : sizeof here;
        ssize_t got = pread(comparing->descriptor, here, wanted, (off_t)comparing->compared);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        comparing->reason = got < 0 ? errno : 0;
        comparing->differs = got <= 0 || memcmp(here, at, (size_t)got) != 0;
        if (comparing->differs) {
            return false;
        }
        comparing->compared += got;
        at += got;
        length -= (size_t)got;
    }
    return true;
}

static void compare_anew(void *context)
{
    struct comparing *comparing = context;
    comparing->compared = 0;
}

enum atl_status file_pieces_compare(int descriptor, struct atl_http *http, const char *path,
                                    int64_t size, bool *same, int *reason, struct atl_error *error)
{
    struct comparing comparing = {.descriptor = descriptor};
    struct file_pieces pieces = {
        .on_piece = compare, .restart = compare_anew, .context = &comparing};
    enum atl_status status = file_pieces_fetch(&pieces, http, path, size, error);
    *same = status == ATL_OK && !comparing.differs && comparing.compared == size;
    *reason = comparing.reason;
    return status;
}
