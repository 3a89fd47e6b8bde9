/* Writing to stdout: nothing is lost on the way, and nothing blocks while requests are under way.
 */
#include "atlcli/loop.h"
#include "cli/console.h"
#include "cli/progress.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum {
    /* What a pipe takes at once when it says that it is ready (POSIX write(), pipe atomicity). */
    PIECE_BYTES = PIPE_BUF,
    FILE_PIECE_BYTES = 64 * 1024,
    LAST_WAIT_MS = 1000, /* after an interruption, for a reader to take the next piece */
    BUFFER_BYTES = 64 * 1024,
};

static enum atl_status fail_write(struct atl_console *console, int number, struct atl_error *error)
{
    if (number == EPIPE) {
        console->reader_left = true;
    } else {
        console->write_error = number;
    }
    console->written = 0;
    atl_buffer_truncate(&console->pending, 0);
    if (console->reader_left) {
        return atl_fail(error, ATL_CANCELLED, "the output's reader has gone");
    }
    return atl_fail(error, ATL_FAILED, "cannot write output: %s", strerror(number));
}

/* The failure of an earlier write: what is written after it would leave a hole. */
static enum atl_status check_earlier(struct atl_console *console, struct atl_error *error)
{
    if (console->reader_left || console->write_error != 0) {
        return fail_write(console, console->reader_left ? EPIPE : console->write_error, error);
    }
    return ATL_OK;
}

/* Waits until stdout takes a piece: in a fiber without keeping others from running. */
static enum atl_status await_room(struct atl_console *console, struct atl_error *error)
{
    struct pollfd room = {.fd = console->out, .events = POLLOUT};
    while (poll(&room, 1, 0) == 0) {
        if (atl_fiber_current() == NULL) {
            if (poll(&room, 1, console->hurried ? LAST_WAIT_MS : -1) == 0) {
                return fail_write(console, ETIMEDOUT, error);
            }
            continue;
        }
        enum atl_status status = atl_wait_descriptor(console->out, ATL_WRITABLE, -1, error);
        if (status != ATL_OK) {
            return status;
        }
    }
    return ATL_OK;
}

/*
 * Several fibers may be in here at once. Between looking at the buffer and moving on in it nothing
 * waits, so each byte is written once and in order.
 */
enum atl_status atl_console_flush(struct atl_console *console, struct atl_error *error)
{
    enum atl_status status = check_earlier(console, error);
    size_t most = console->out_is_file ? FILE_PIECE_BYTES : PIECE_BYTES;
    while (status == ATL_OK && console->written < console->pending.length) {
        status = await_room(console, error);
        size_t left = console->pending.length - console->written;
        if (status != ATL_OK || left == 0) {
            break;
        }
        if (console->out_is_terminal) {
            atl_progress_hide(console->drawn);
        }
        ssize_t count = write(console->out, console->pending.data + console->written,
                              left < most ? left : most);
        if (count >= 0) {
            console->written += (size_t)count;
        } else if (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK) {
            status = fail_write(console, errno, error);
        }
    }
    if (console->written == console->pending.length) {
        console->written = 0;
        atl_buffer_truncate(&console->pending, 0);
    }
    return status == ATL_OK ? check_earlier(console, error) : status;
}

enum atl_status atl_console_write(struct atl_console *console, const void *bytes, size_t length,
                                  struct atl_error *error)
{
    enum atl_status status = check_earlier(console, error);
    if (status != ATL_OK) {
        return status;
    }
    atl_buffer_append(&console->pending, bytes, length);
    return console->pending.length >= BUFFER_BYTES ? atl_console_flush(console, error) : ATL_OK;
}
