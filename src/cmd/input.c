#include "cmd/input.h"

#include "atlcli/file.h"
#include "atlcli/loop.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum {
    PIECE_BYTES = 64 * 1024,
};

/* Asking first tells files, which are always ready and which no event loop can watch. */
static enum atl_status await_input(struct atl_error *error)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&input, 1, 0) != 0 ? atl_check_cancelled(error)
                                   : atl_wait_descriptor(STDIN_FILENO, ATL_READABLE, -1, error);
}

static enum atl_status read_standard_input(size_t limit, struct atl_buffer *contents,
                                           struct atl_error *error)
{
    char piece[PIECE_BYTES];
    atl_buffer_truncate(contents, 0);
    for (;;) {
        enum atl_status status = await_input(error);
        if (status != ATL_OK) {
            return status;
        }
        ssize_t count = read(STDIN_FILENO, piece, sizeof piece);
        if (count == 0) {
            return ATL_OK;
        }
        if (count < 0 && errno != EINTR && errno != EAGAIN) {
            return atl_fail(error, ATL_FAILED, "cannot read standard input: %s", strerror(errno));
        }
        if (count > 0) {
            atl_buffer_append(contents, piece, (size_t)count);
        }
        if (contents->length > limit) {
            return atl_fail(error, ATL_FAILED, "standard input holds more than %zu bytes", limit);
        }
    }
}

enum atl_status input_read(const char *path, size_t limit, struct atl_buffer *contents,
                           struct atl_error *error)
{
    return strcmp(path, "-") == 0 ? read_standard_input(limit, contents, error)
                                  : atl_file_read(path, limit, contents, error);
}
