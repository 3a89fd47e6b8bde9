/* sandbox logs: what a sandbox says, and the requests it got. */
#include "atlcli/json.h"
#include "atlcli/loop.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/auth/auth.h"
#include "cmd/sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum {
    USUAL_LINES = 100,
    PIECE_BYTES = 64 * 1024,
    PAUSE_MS = 100,
};

struct logs {
    struct atl_context *context;
    struct sandbox_place place;
    bool requests;           /* the request log, not the messages */
    bool in_lines;           /* for people, not for programs */
    pid_t process;           /* that writes it */
    int descriptor;          /* of the file */
    struct atl_buffer begun; /* a line that isn't complete yet */
};

static const struct atl_column message_columns[] = {{.key = "message", .heading = "MESSAGE"}, {0}};
static const struct atl_listing messages = {.name = "messages", .columns = message_columns};

static const struct atl_column request_columns[] = {
    {.key = "time", .heading = "TIME", .kind = ATL_CELL_TIME},
    {.key = "method", .heading = "METHOD"},
    {.key = "path", .heading = "PATH"},
    {.key = "query", .heading = "QUERY", .shrinks = true},
    {.key = "status", .heading = "STATUS", .kind = ATL_CELL_INTEGER},
    {.key = "ms", .heading = "MS", .kind = ATL_CELL_INTEGER},
    {.key = "authorization", .heading = "AUTHORIZATION", .extra = true},
    {.key = "requestBytes", .heading = "SENT", .kind = ATL_CELL_INTEGER, .extra = true},
    {.key = "responseBytes", .heading = "RECEIVED", .kind = ATL_CELL_INTEGER, .extra = true},
    {.key = "userAgent", .heading = "USER AGENT", .extra = true},
    {.key = "body", .heading = "BODY", .extra = true},
    {0}};
static const struct atl_listing requests = {.name = "requests", .columns = request_columns};

/* ---- a line ---- */

static enum atl_status print_request(struct logs *logs, const cJSON *request,
                                     struct atl_error *error)
{
    const char *query = atl_json_text(request, "query", "");
    return atl_output_text(logs->context->output, error, "%s  %s %s%s%s  %lld  %lld ms\n",
                           atl_json_text(request, "time", "-"),
                           atl_json_text(request, "method", "-"),
                           atl_json_text(request, "path", "-"), *query == '\0' ? "" : "?", query,
                           (long long)atl_json_integer(request, "status", 0),
                           (long long)atl_json_integer(request, "ms", 0));
}

static enum atl_status show_request(struct logs *logs, const char *line, struct atl_error *error)
{
    cJSON *request;
    enum atl_status status =
        atl_json_parse(line, strlen(line), logs->place.requests, &request, error);
    if (status == ATL_OK) {
        status = logs->in_lines ? print_request(logs, request, error)
                                : atl_output_object(logs->context->output, request, error);
        cJSON_Delete(request);
    }
    return status;
}

static enum atl_status show_line(struct logs *logs, const char *line, struct atl_error *error)
{
    if (logs->requests) {
        return show_request(logs, line, error);
    }
    if (logs->in_lines) {
        return atl_output_text(logs->context->output, error, "%s\n", line);
    }
    struct atl_cell cell = atl_cell_text(line);
    return atl_output_row(logs->context->output, &cell, error);
}

/* ---- the file ---- */

/* Where the last `count` lines begin. */
static off_t find_last_lines(int descriptor, int64_t count)
{
    char piece[PIECE_BYTES];
    off_t end = lseek(descriptor, 0, SEEK_END);
    /* The newline at the very end begins no line. */
    for (off_t at = end - 1; at > 0;) {
        size_t length = at < PIECE_BYTES ? (size_t)at : PIECE_BYTES;
        if (pread(descriptor, piece, length, at - (off_t)length) != (ssize_t)length) {
            break;
        }
        for (size_t i = length; i > 0; i--) {
            if (piece[i - 1] == '\n' && --count == 0) {
                return at - (off_t)(length - i);
            }
        }
        at -= (off_t)length;
    }
    return 0;
}

static enum atl_status show_lines(struct logs *logs, struct atl_error *error)
{
    struct atl_buffer *begun = &logs->begun;
    char *newline;
    size_t shown = 0;
    enum atl_status status = ATL_OK;
    while (status == ATL_OK &&
           (newline = memchr(begun->data + shown, '\n', begun->length - shown)) != NULL) {
        *newline = '\0';
        status = show_line(logs, begun->data + shown, error);
        shown = (size_t)(newline + 1 - begun->data);
    }
    memmove(begun->data, begun->data + shown, begun->length - shown);
    atl_buffer_truncate(begun, begun->length - shown);
    return status;
}

/* Shows what has been written so far. */
static enum atl_status show_new(struct logs *logs, struct atl_error *error)
{
    char piece[PIECE_BYTES];
    enum atl_status status = ATL_OK;
    while (status == ATL_OK) {
        ssize_t count = read(logs->descriptor, piece, sizeof piece);
        if (count < 0 && errno != EINTR) {
            return atl_fail(error, ATL_FAILED, "cannot read the log: %s", strerror(errno));
        }
        if (count == 0) {
            return atl_console_flush(logs->context->console, error);
        }
        if (count > 0) {
            atl_buffer_append(&logs->begun, piece, (size_t)count);
            status = show_lines(logs, error);
        }
    }
    return status;
}

/* ---- following ---- */

/* Its reader may go while there is nothing to write. */
static bool has_lost_reader(const struct logs *logs)
{
    struct pollfd out = {.fd = logs->context->console->out};
    return poll(&out, 1, 0) == 1 && (out.revents & (POLLERR | POLLHUP)) != 0;
}

/* Until the sandbox has ended, or Ctrl-C: that is how following ends, and no failure. */
static enum atl_status follow(struct logs *logs, struct atl_error *error)
{
    for (;;) {
        bool last = logs->process == SANDBOX_NOBODY ||
                    sandbox_process_find(&logs->place) != logs->process || has_lost_reader(logs);
        enum atl_status status = show_new(logs, error);
        if (status != ATL_OK || last) {
            return status;
        }
        if (atl_sleep(PAUSE_MS, error) != ATL_OK) {
            return ATL_OK;
        }
    }
}

/* ---- all of it ---- */

static enum atl_status open_log(struct logs *logs, struct atl_error *error)
{
    const char *path = logs->requests ? logs->place.requests : logs->place.messages;
    logs->descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (logs->descriptor >= 0) {
        return ATL_OK;
    }
    if (errno != ENOENT) {
        return atl_fail(error, ATL_FAILED, "cannot read %s: %s", path, strerror(errno));
    }
    if (logs->requests && access(logs->place.messages, F_OK) == 0) {
        atl_fail(error, ATL_NOT_FOUND, "sandbox '%s' has no request log", logs->place.name);
        atl_hint(error, "it was started with --no-request-log");
        return ATL_NOT_FOUND;
    }
    atl_fail(error, ATL_NOT_FOUND, "there is no log of a sandbox '%s'", logs->place.name);
    atl_hint(error, "'atlcli sandbox status --all' lists those that run");
    return ATL_NOT_FOUND;
}

static enum atl_status show(struct logs *logs, struct atl_error *error)
{
    struct atl_context *context = logs->context;
    int64_t count = atl_option_integer(context, "lines", USUAL_LINES);
    off_t begin = count == ATL_OPTION_UNLIMITED ? 0 : find_last_lines(logs->descriptor, count);
    if (count == 0) {
        begin = lseek(logs->descriptor, 0, SEEK_END);
    }
    lseek(logs->descriptor, begin, SEEK_SET);
    enum atl_status status =
        atl_option_flag(context, "follow") ? follow(logs, error) : show_new(logs, error);
    if (status == ATL_OK && !logs->in_lines) {
        status = atl_output_end(context->output, error);
    }
    return status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct logs logs = {
        .context = context,
        .requests = atl_option_flag(context, "requests"),
        .in_lines = context->globals.form == ATL_OUTPUT_TABLE && context->globals.fields == NULL,
        .descriptor = -1,
    };
    enum atl_status status = auth_refuse_profile_option(context, error);
    if (status == ATL_OK) {
        status = sandbox_place_chosen(context, &logs.place, error);
    }
    if (status == ATL_OK && !logs.in_lines) {
        status = atl_output_begin(context->output, logs.requests ? &requests : &messages, error);
    }
    if (status == ATL_OK) {
        /* Before the file, so that it is this one's, or an older one's. */
        logs.process = sandbox_process_find(&logs.place);
        status = open_log(&logs, error);
    }
    if (status == ATL_OK) {
        status = show(&logs, error);
    }
    if (logs.descriptor >= 0) {
        close(logs.descriptor);
    }
    atl_buffer_free(&logs.begun);
    return status;
}

/* clang-format off */
const struct atl_command atl_command_sandbox_logs = {
    .words = "sandbox logs",
    .summary = "Show what a sandbox says, and the requests it got",
    .description =
        "The logs are those of the present run or, when it has ended, of the last one.\n\n"
        "--follow goes on until Ctrl-C or the end of the sandbox; the exit code is 0 in both "
        "cases. Authorization headers are never logged.",
    .options =
        (const struct atl_option[]){
            SANDBOX_NAME_OPTION,
            {.name = "requests", .summary = "Its request log"},
            {.name = "lines", .letter = 'n', .kind = ATL_OPTION_INTEGER, .value = "N",
             .maximum = INT64_MAX - 1, .unlimited = "all", .summary = "The last N lines, or all",
             .shown_default = "100"},
            {.name = "follow", .letter = 'f', .summary = "Go on with what is written from now on"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"sandbox logs", "What it said"},
            {"sandbox logs --requests --follow", "The requests, as they come"},
            {"sandbox logs --requests --lines all --jsonl | jq .path", "For programs"},
            {0}},
    .needs = ATL_NEEDS_LOOP,
    .run = run,
};
/* clang-format on */
