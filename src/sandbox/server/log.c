#include "sandbox/server/log.h"

#include "sandbox/server/emit.h"
#include "sandbox/server/request.h"

#include "atlcli/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum atl_status request_log_open(struct request_log *log, const char *path, struct atl_error *error)
{
    log->stream = NULL;
    if (path == NULL) {
        return ATL_OK;
    }
    int descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    log->stream = descriptor < 0 ? NULL : fdopen(descriptor, "a");
    if (log->stream == NULL) {
        int reason = errno;
        if (descriptor >= 0) {
            close(descriptor);
        }
        return atl_fail(error, ATL_FAILED, "can't write the log '%s': %s", path, strerror(reason));
    }
    return ATL_OK;
}

enum {
    MOST_BODY_BYTES = 64 * 1024, /* a longer one is not logged */
};

static const char *authorization_name(enum request_authorization authorization)
{
    static const char *const names[] = {
        [AUTHORIZATION_NONE] = "none",
        [AUTHORIZATION_BASIC] = "Basic",
        [AUTHORIZATION_BEARER] = "Bearer",
        [AUTHORIZATION_OTHER] = "other",
    };
    return names[authorization];
}

void request_log_write(struct request_log *log, const struct request *request)
{
    if (log->stream == NULL) {
        return;
    }
    struct atl_arena arena = {0};
    struct atl_buffer line = {0};
    emit_object(&line, NULL);
    emit_text(&line, "time", atl_clock_format_iso8601(&arena, atl_clock_wall_ms()));
    emit_integer(&line, "connection", (int64_t)request->connection_id);
    emit_text(&line, "method", request->method);
    emit_text(&line, "path", request->raw_path);
    emit_text(&line, "query", request->raw_query);
    emit_integer(&line, "status", request->reply.status);
    if (request->fault != FAULT_NONE) {
        emit_text(&line, "fault", fault_name(request->fault));
    }
    emit_text(&line, "authorization", authorization_name(request->authorization));
    emit_integer(&line, "ms", atl_clock_monotonic_ms() - request->started_ms);
    emit_integer(&line, "requestBytes", (int64_t)request->body.length);
    emit_integer(&line, "responseBytes", (int64_t)request->reply.body.length);
    emit_text(&line, "acceptEncoding", request->accept_encoding);
    emit_text(&line, "userAgent", request->user_agent);
    emit_text(&line, "contentType", request->content_type);
    if (request->body.length > 0 && request->body.length <= MOST_BODY_BYTES) {
        emit_text(&line, "body", atl_buffer_text(&request->body));
    }
    emit_object_end(&line);
    atl_buffer_add_char(&line, '\n');
    fwrite(line.data, 1, line.length, log->stream);
    fflush(log->stream);
    atl_buffer_free(&line);
    atl_arena_free(&arena);
}

void request_log_close(struct request_log *log)
{
    if (log->stream != NULL) {
        fclose(log->stream);
        log->stream = NULL;
    }
}
