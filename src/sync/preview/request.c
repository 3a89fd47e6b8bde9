/* docs preview: what a request says. */
#include "sync/preview/preview.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Decodes what is percent-encoded; false: too long, or with a NUL. */
static bool decode(const char *text, size_t length, char *decoded, size_t room)
{
    size_t kept = 0;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        int high = c == '%' && i + 2 < length ? atl_hex_value(text[i + 1]) : -1;
        int low = high >= 0 ? atl_hex_value(text[i + 2]) : -1;
        if (low >= 0) {
            c = (char)(high * 16 + low);
            i += 2;
        }
        if (c == '\0' || kept + 1 >= room) {
            return false;
        }
        decoded[kept++] = c;
    }
    decoded[kept] = '\0';
    return true;
}

static bool copy(const char *text, size_t length, char *copied, size_t room)
{
    if (length >= room) {
        return false;
    }
    memcpy(copied, text, length);
    copied[length] = '\0';
    return true;
}

/* "GET /path?query HTTP/1.1" */
static bool parse_line(const char *line, size_t length, struct preview_request *request)
{
    const char *end = line + length;
    const char *target = memchr(line, ' ', length);
    const char *version =
        target == NULL ? NULL : memchr(target + 1, ' ', (size_t)(end - target - 1));
    if (version == NULL || end - version < 8 || strncmp(version + 1, "HTTP/1.", 7) != 0 ||
        !copy(line, (size_t)(target - line), request->method, sizeof request->method)) {
        return false;
    }
    target++;
    const char *query = memchr(target, '?', (size_t)(version - target));
    const char *path_end = query == NULL ? version : query;
    return target[0] == '/' &&
           decode(target, (size_t)(path_end - target), request->path, sizeof request->path) &&
           (query == NULL ||
            copy(query + 1, (size_t)(version - query - 1), request->query, sizeof request->query));
}

static bool parse_host(const char *line, size_t length, struct preview_request *request)
{
    static const char name[] = "host:";
    if (length < sizeof name - 1 || strncasecmp(line, name, sizeof name - 1) != 0) {
        return true;
    }
    line += sizeof name - 1;
    length -= sizeof name - 1;
    while (length > 0 && (*line == ' ' || *line == '\t')) {
        line++;
        length--;
    }
    while (length > 0 && (line[length - 1] == ' ' || line[length - 1] == '\t')) {
        length--;
    }
    /* Two of them: which one would count? */
    return request->host[0] == '\0' && copy(line, length, request->host, sizeof request->host);
}

bool preview_parse(const char *head, size_t length, struct preview_request *request)
{
    const char *end = head + length;
    *request = (struct preview_request){0};
    for (bool first = true; head < end; first = false) {
        const char *newline = memchr(head, '\n', (size_t)(end - head));
        const char *stop = newline == NULL ? end : newline;
        size_t line = (size_t)(stop - head);
        line -= line > 0 && head[line - 1] == '\r' ? 1 : 0;
        if (first ? !parse_line(head, line, request) : !parse_host(head, line, request)) {
            return false;
        }
        head = newline == NULL ? end : newline + 1;
    }
    return request->method[0] != '\0';
}

bool preview_is_own_host(const char *host, int port)
{
    static const char *const names[] = {"127.0.0.1", "localhost"};
    char expected[64];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(expected, sizeof expected, "%s:%d", names[i], port);
        if (strcasecmp(host, expected) == 0 || (port == 80 && strcasecmp(host, names[i]) == 0)) {
            return true;
        }
    }
    return false;
}
