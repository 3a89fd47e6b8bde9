#include "sandbox/server/multipart.h"

#include "sandbox/server/route.h"

#include <string.h>
#include <strings.h>

enum {
    MOST_BOUNDARY_BYTES = 70, /* RFC 2046, 5.1.1 */
};

static const char form_type[] = "multipart/form-data";

/* ---- headers with parameters ---- */

/*
 * The value of a parameter in `form-data; name="a"; filename="b"`, in the arena; NULL without one.
 * Quotes in names come as \" or, from browsers and curl, as %22; line ends as %0D and %0A (the HTML
 * standard, 4.10.22.8).
 */
static char *read_quoted(struct atl_arena *arena, const char *text, const char **end)
{
    struct atl_buffer value = {0};
    for (text++; *text != '\0' && *text != '"'; text++) {
        if (text[0] == '\\' && (text[1] == '"' || text[1] == '\\')) {
            atl_buffer_add_char(&value, *++text);
        } else if (strncmp(text, "%22", 3) == 0) {
            atl_buffer_add_char(&value, '"');
            text += 2;
        } else if (strncasecmp(text, "%0D", 3) == 0 || strncasecmp(text, "%0A", 3) == 0) {
            atl_buffer_add_char(&value, ' ');
            text += 2;
        } else {
            atl_buffer_add_char(&value, *text);
        }
    }
    *end = text + (*text == '"');
    char *copy = atl_arena_strdup(arena, atl_buffer_text(&value));
    atl_buffer_free(&value);
    return copy;
}

static char *read_value(struct atl_arena *arena, const char *text, const char **end)
{
    if (*text == '"') {
        return read_quoted(arena, text, end);
    }
    size_t length = strcspn(text, "; \t");
    *end = text + length;
    return atl_arena_strndup(arena, text, length);
}

static char *find_parameter(struct atl_arena *arena, const char *header, const char *name)
{
    size_t name_length = strlen(name);
    const char *at = strchr(header, ';');
    while (at != NULL && *at == ';') {
        at += strspn(at, "; \t");
        size_t length = strcspn(at, "=;");
        if (at[length] != '=') {
            at = strchr(at, ';');
            continue;
        }
        bool found = length == name_length && strncasecmp(at, name, length) == 0;
        char *value = read_value(arena, at + length + 1, &at);
        if (found) {
            return value;
        }
        at = strchr(at, ';');
    }
    return NULL;
}

/* True when the header's value, up to its parameters, is this. */
static bool is_value(const char *header, const char *value)
{
    size_t length = strlen(value);
    return strncasecmp(header, value, length) == 0 && strchr("; \t", header[length]) != NULL;
}

/* The value of a header in the lines of a part, in the arena; NULL when it isn't there. */
static char *find_header(struct atl_arena *arena, const char *lines, const char *name)
{
    size_t name_length = strlen(name);
    for (const char *line = lines; *line != '\0';) {
        size_t length = strcspn(line, "\r\n");
        if (length > name_length && strncasecmp(line, name, name_length) == 0 &&
            line[name_length] == ':') {
            const char *value = line + name_length + 1;
            const char *text = atl_arena_strndup(arena, value, length - (size_t)(value - line));
            return atl_text_trim(arena, text);
        }
        line += length;
        line += strspn(line, "\r\n");
    }
    return NULL;
}

/* ---- names of files ---- */

/* The last part of a path of either kind of system; what can't be in a name becomes U+FFFD. */
static const char *safe_name(struct atl_arena *arena, const char *path)
{
    const char *name = path;
    for (const char *at = path; *at != '\0'; at++) {
        name = *at == '/' || *at == '\\' ? at + 1 : name;
    }
    struct atl_buffer safe = {0};
    size_t left = strlen(name);
    uint32_t code_point;
    for (size_t taken; (taken = atl_utf8_decode(name, left, &code_point)) > 0;) {
        size_t before = safe.length;
        if (code_point >= 0x20 && (code_point < 0x7F || code_point > 0x9F)) {
            atl_utf8_append(&safe, code_point);
        }
        if (safe.length > MULTIPART_MOST_NAME_BYTES) {
            atl_buffer_truncate(&safe, before);
            break;
        }
        name += taken;
        left -= taken;
    }
    const char *trimmed = atl_text_trim(arena, atl_buffer_text(&safe));
    atl_buffer_free(&safe);
    bool is_name = *trimmed != '\0' && strcmp(trimmed, ".") != 0 && strcmp(trimmed, "..") != 0;
    return is_name ? trimmed : "file";
}

/* ---- parts ---- */

/* A reader of a body: what is left of it, and what separates its parts. */
struct reader {
    struct atl_arena *arena;
    const char *at;
    const char *end;
    const char *delimiter; /* CR LF "--" boundary */
    size_t delimiter_length;
};

static size_t left_of(const struct reader *reader)
{
    return (size_t)(reader->end - reader->at);
}

static bool starts_with(const struct reader *reader, const char *text)
{
    size_t length = strlen(text);
    return left_of(reader) >= length && memcmp(reader->at, text, length) == 0;
}

/* Behind the next delimiter; what came before it is from *start, *length bytes. */
static bool pass_delimiter(struct reader *reader, const char **start, size_t *length)
{
    const char *found =
        memmem(reader->at, left_of(reader), reader->delimiter, reader->delimiter_length);
    if (found == NULL) {
        return false;
    }
    *start = reader->at;
    *length = (size_t)(found - reader->at);
    reader->at = found + reader->delimiter_length;
    return true;
}

/* The first delimiter may stand at the very start, without a line end before it. */
static bool pass_preamble(struct reader *reader)
{
    const char *dashes = reader->delimiter + strlen("\r\n");
    if (starts_with(reader, dashes)) {
        reader->at += strlen(dashes);
        return true;
    }
    const char *start;
    size_t length;
    return pass_delimiter(reader, &start, &length);
}

/* Past the rest of a delimiter's line: white space and a line end. */
static bool pass_line_end(struct reader *reader)
{
    while (reader->at < reader->end && (*reader->at == ' ' || *reader->at == '\t')) {
        reader->at++;
    }
    if (!starts_with(reader, "\r\n")) {
        return false;
    }
    reader->at += strlen("\r\n");
    return true;
}

/* The header lines of a part, in the arena; the reader is behind them and the empty line. */
static const char *take_headers(struct reader *reader)
{
    static const char blank[] = "\r\n\r\n";
    if (starts_with(reader, "\r\n")) {
        reader->at += strlen("\r\n");
        return "";
    }
    size_t most = left_of(reader);
    most = most < MULTIPART_MOST_HEADER_BYTES ? most : MULTIPART_MOST_HEADER_BYTES;
    const char *found = memmem(reader->at, most, blank, strlen(blank));
    if (found == NULL) {
        return NULL;
    }
    const char *lines = atl_arena_strndup(reader->arena, reader->at, (size_t)(found - reader->at));
    reader->at = found + strlen(blank);
    return lines;
}

static const char *take_part(struct reader *reader, struct multipart_part *part)
{
    const char *lines = take_headers(reader);
    if (lines == NULL) {
        return "the headers of a part don't end";
    }
    const char *disposition = find_header(reader->arena, lines, "Content-Disposition");
    if (disposition == NULL || !is_value(disposition, "form-data")) {
        return "a part has no Content-Disposition: form-data";
    }
    const char *file_name = find_parameter(reader->arena, disposition, "filename");
    const char *media_type = find_header(reader->arena, lines, "Content-Type");
    part->name = find_parameter(reader->arena, disposition, "name");
    if (part->name == NULL) {
        return "a part has no name";
    }
    part->file_name = file_name == NULL ? NULL : safe_name(reader->arena, file_name);
    part->media_type = !atl_text_is_empty(media_type) ? media_type
                       : file_name == NULL            ? "text/plain"
                                                      : "application/octet-stream";
    /* An empty part's delimiter may share its line end with the empty line before it. */
    reader->at -= strlen("\r\n");
    const char *start;
    if (!pass_delimiter(reader, &start, &part->length)) {
        return "the last part doesn't end";
    }
    size_t line_end = part->length < strlen("\r\n") ? part->length : strlen("\r\n");
    part->bytes = start + line_end;
    part->length -= line_end;
    return NULL;
}

static const char *take_parts(struct reader *reader, struct multipart *multipart)
{
    if (!pass_preamble(reader)) {
        return "no part was found";
    }
    while (!starts_with(reader, "--")) {
        if (!pass_line_end(reader)) {
            return "a boundary isn't on a line of its own";
        }
        if (multipart->count == MULTIPART_MOST_PARTS) {
            return "there are too many parts";
        }
        const char *problem = take_part(reader, &multipart->parts[multipart->count]);
        if (problem != NULL) {
            return problem;
        }
        multipart->count++;
    }
    return NULL;
}

const char *multipart_parse(struct atl_arena *arena, const char *content_type, const char *body,
                            size_t length, struct multipart *multipart)
{
    multipart->count = 0;
    const char *boundary = find_parameter(arena, content_type, "boundary");
    if (atl_text_is_empty(boundary) || strlen(boundary) > MOST_BOUNDARY_BYTES) {
        return "no multipart boundary was found";
    }
    const char *delimiter = atl_arena_printf(arena, "\r\n--%s", boundary);
    struct reader reader = {.arena = arena,
                            .at = body,
                            .end = body + length,
                            .delimiter = delimiter,
                            .delimiter_length = strlen(delimiter)};
    return take_parts(&reader, multipart);
}

/* ---- for handlers ---- */

/* Browsers can't be made to send this header from another site's form. */
bool multipart_check_token(struct request *request)
{
    const char *token = request->atlassian_token;
    if (atl_text_equal_ignoring_case(token, "no-check") ||
        atl_text_equal_ignoring_case(token, "nocheck")) {
        return true;
    }
    reply_restart(&request->reply, 403);
    request->reply.content_type = "text/plain;charset=UTF-8";
    atl_buffer_add(&request->reply.body, "XSRF check failed");
    return false;
}

const struct multipart *multipart_read(struct request *request)
{
    enum reply_style style = route_style(request->route);
    if (!multipart_check_token(request)) {
        return NULL;
    }
    if (request->content_type == NULL || !is_value(request->content_type, form_type)) {
        reply_error(&request->reply, style, 415, "HTTP 415 Unsupported Media Type");
        return NULL;
    }
    struct multipart *multipart = atl_arena_alloc(&request->arena, sizeof *multipart);
    const char *problem =
        multipart_parse(&request->arena, request->content_type, atl_buffer_text(&request->body),
                        request->body.length, multipart);
    if (problem != NULL) {
        reply_error(&request->reply, style, 400,
                    "The request was rejected because it is no valid form: %s.", problem);
        return NULL;
    }
    return multipart;
}

const char *multipart_text(const struct multipart *multipart, struct atl_arena *arena,
                           const char *name)
{
    for (size_t i = 0; i < multipart->count; i++) {
        const struct multipart_part *part = &multipart->parts[i];
        if (part->file_name == NULL && strcmp(part->name, name) == 0) {
            return atl_arena_strndup(arena, part->bytes, part->length);
        }
    }
    return NULL;
}

const struct multipart_part *multipart_file(const struct multipart *multipart, const char *name,
                                            const struct multipart_part *previous)
{
    size_t first = previous == NULL ? 0 : (size_t)(previous - multipart->parts) + 1;
    for (size_t i = first; i < multipart->count; i++) {
        const struct multipart_part *part = &multipart->parts[i];
        if (part->file_name != NULL && strcmp(part->name, name) == 0) {
            return part;
        }
    }
    return NULL;
}
