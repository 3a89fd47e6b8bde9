#include "sandbox/server/reply.h"

#include "sandbox/server/emit.h"

#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WORTH_COMPRESSING = 1024, /* bytes; less fits into one packet anyway */
    FASTEST = 1,              /* libdeflate's level */
};

void reply_header(struct reply *reply, const char *name, const char *format, ...)
{
    if (reply->header_count == REPLY_MOST_HEADERS) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    reply->headers[reply->header_count++] = (struct reply_header){
        .name = name, .value = atl_arena_vprintf(reply->arena, format, arguments)};
    va_end(arguments);
}

void reply_restart(struct reply *reply, unsigned status)
{
    atl_buffer_truncate(&reply->body, 0);
    reply->content_type = "application/json;charset=UTF-8";
    reply->status = status;
}

const char *reply_reason(unsigned status)
{
    static const struct {
        unsigned status;
        const char *reason;
    } reasons[] = {
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {409, "Conflict"},
        {410, "Gone"},
        {413, "Content Too Large"},
        {415, "Unsupported Media Type"},
        {429, "Too Many Requests"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (reasons[i].status == status) {
            return reasons[i].reason;
        }
    }
    return "Error";
}

/* "Not Found" as "NOT_FOUND". */
static void emit_code(struct atl_buffer *json, unsigned status)
{
    char code[64];
    snprintf(code, sizeof code, "%s", reply_reason(status));
    for (char *letter = code; *letter != '\0'; letter++) {
        if (*letter == ' ') {
            *letter = '_';
        } else if (*letter >= 'a' && *letter <= 'z') {
            *letter = (char)(*letter - 'a' + 'A');
        }
    }
    emit_text(json, "code", code);
}

static void emit_jira_error(struct atl_buffer *json, const char *message)
{
    emit_array(json, "errorMessages");
    emit_text(json, NULL, message);
    emit_array_end(json);
    emit_object(json, "errors");
    emit_object_end(json);
}

static void emit_confluence_error(struct atl_buffer *json, unsigned status, const char *message)
{
    emit_integer(json, "statusCode", status);
    emit_object(json, "data");
    emit_bool(json, "authorized", status != 401 && status != 403 && status != 501); /* as it does */
    emit_bool(json, "valid", status != 400);
    emit_bool(json, "allowedInReadOnlyMode", true);
    emit_array(json, "errors");
    emit_array_end(json);
    emit_bool(json, "successful", false);
    emit_object_end(json);
    emit_text(json, "message", message);
    emit_text(json, "reason", reply_reason(status));
}

static void emit_confluence_v2_error(struct atl_buffer *json, unsigned status, const char *message)
{
    emit_array(json, "errors");
    emit_object(json, NULL);
    emit_integer(json, "status", status);
    emit_code(json, status);
    emit_text(json, "title", message);
    emit_null(json, "detail");
    emit_object_end(json);
    emit_array_end(json);
}

void reply_error(struct reply *reply, enum reply_style style, unsigned status, const char *format,
                 ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *message = atl_arena_vprintf(reply->arena, format, arguments);
    va_end(arguments);
    reply_restart(reply, status);
    emit_object(&reply->body, NULL);
    switch (style) {
    case REPLY_JIRA:
        emit_jira_error(&reply->body, message);
        break;
    case REPLY_CONFLUENCE:
        emit_confluence_error(&reply->body, status, message);
        break;
    case REPLY_CONFLUENCE_V2:
        emit_confluence_v2_error(&reply->body, status, message);
        break;
    }
    emit_object_end(&reply->body);
}

/* True when the header lists gzip and doesn't refuse it with q=0. */
static bool accepts_gzip(const char *accept_encoding)
{
    const char *found = accept_encoding == NULL ? NULL : strstr(accept_encoding, "gzip");
    if (found == NULL) {
        return false;
    }
    const char *rest = found + strlen("gzip");
    rest += strspn(rest, " ;");
    return strncmp(rest, "q=0", 3) != 0 || (rest[3] == '.' && rest[4] != '0');
}

void reply_compress(struct reply *reply, const char *accept_encoding)
{
    if (reply->body.length < WORTH_COMPRESSING || !accepts_gzip(accept_encoding)) {
        return;
    }
    struct libdeflate_compressor *packer = libdeflate_alloc_compressor(FASTEST);
    struct atl_buffer packed = {0};
    if (packer == NULL) {
        return;
    }
    size_t bound = libdeflate_gzip_compress_bound(packer, reply->body.length);
    atl_buffer_reserve(&packed, bound);
    packed.length =
        libdeflate_gzip_compress(packer, reply->body.data, reply->body.length, packed.data, bound);
    libdeflate_free_compressor(packer);
    atl_buffer_free(&reply->body);
    reply->body = packed;
    reply_header(reply, "Content-Encoding", "gzip");
    reply_header(reply, "Vary", "Accept-Encoding");
}
