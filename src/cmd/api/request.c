#include "cmd/api/request.h"

#include "cmd/api/fields.h"
#include "cmd/input.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    MOST_BODY_BYTES = 256 * 1024 * 1024,
};

/* ---- method ---- */

static enum atl_status read_method(struct atl_context *context, enum atl_method *method,
                                   struct atl_error *error)
{
    const char *word = atl_argument(context, "METHOD");
    if (atl_method_parse(word, method)) {
        return ATL_OK;
    }
    atl_fail(error, ATL_USAGE, "'%s' is no method", word);
    atl_hint(error, "GET, POST, PUT, PATCH, DELETE or HEAD, then the path: api GET %s",
             *word == '/' ? word : "/rest/api/3/myself");
    return ATL_USAGE;
}

static bool takes_body(enum atl_method method)
{
    return method == ATL_POST || method == ATL_PUT || method == ATL_PATCH;
}

/* ---- path ---- */

/* What no URL may hold as it is (RFC 3986), and "#", after which nothing would be sent. */
static void append_encoded(struct atl_buffer *path, const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte <= 0x20 || byte >= 0x7F || strchr("\"#<>\\^`{|}", byte) != NULL) {
            atl_buffer_printf(path, "%%%02X", (unsigned)byte);
        } else {
            atl_buffer_add_char(path, *text);
        }
    }
}

static bool is_url(const char *text)
{
    return strncasecmp(text, "https://", 8) == 0 || strncasecmp(text, "http://", 7) == 0;
}

/* Credentials, and what they can do, stay with the host that they are for. */
static enum atl_status check_host(struct atl_context *context, const char *url,
                                  struct atl_error *error)
{
    enum atl_status status = atl_require_account(context, error);
    if (status != ATL_OK) {
        return status;
    }
    const char *host = strstr(url, "//") + 2;
    size_t length = (size_t)(host - url) + strcspn(host, "/?#");
    const char *site = context->account->site;
    const char *origin;
    status = atl_site_normalise(context->arena, atl_arena_strndup(context->arena, url, length),
                                &origin, error);
    if (status == ATL_OK && !atl_site_same_origin(origin, site)) {
        status =
            atl_fail(error, ATL_USAGE, "%s is another host than the profile's: %s", origin, site);
        atl_hint(error, "give a path below the site, or choose another profile with --profile");
    }
    return status;
}

static enum atl_status build_path(struct atl_context *context, struct atl_buffer *path,
                                  struct atl_error *error)
{
    const char *given = atl_argument(context, "PATH");
    const char *site = context->account->site;
    size_t site_length = strlen(site);
    if (*given == '\0') {
        return atl_fail(error, ATL_USAGE, "PATH is empty");
    }
    if (strncmp(given, site, site_length) == 0 && given[site_length] == '/') {
        given += site_length;
    } else if (is_url(given)) {
        enum atl_status status = check_host(context, given, error);
        if (status != ATL_OK) {
            return status;
        }
    } else if (*given != '/') {
        atl_buffer_add_char(path, '/');
    }
    append_encoded(path, given);
    return ATL_OK;
}

/* ---- headers ---- */

/* A header's name is a token, and its value has no control characters (RFC 9110, section 5). */
static bool is_header(const char *line)
{
    static const char token[] = "!#$%&'*+-.^_`|~0123456789"
                                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t length = strspn(line, token);
    if (length == 0 || line[length] != ':') {
        return false;
    }
    for (const char *at = line + length; *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20 && *at != '\t') {
            return false;
        }
    }
    return true;
}

/* The value of "Name: value" when the name is this one. */
static const char *value_of(const char *line, const char *name)
{
    size_t length = strlen(name);
    if (strncasecmp(line, name, length) != 0 || line[length] != ':') {
        return NULL;
    }
    return line + length + 1 + strspn(line + length + 1, " \t");
}

static enum atl_status add_headers(struct atl_context *context, struct atl_http_request *request,
                                   struct atl_error *error)
{
    size_t count;
    const char *const *lines = atl_option_list(context, "header", &count);
    const char **headers = atl_arena_alloc(context->arena, (count + 1) * sizeof *headers);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const char *content_type = value_of(lines[i], "Content-Type");
        const char *accept = value_of(lines[i], "Accept");
        if (!is_header(lines[i])) {
            return atl_fail(error, ATL_USAGE, "--header: '%s' is not 'Name: value'", lines[i]);
        }
        if (value_of(lines[i], "Authorization") != NULL) {
            atl_fail(error, ATL_USAGE, "--header: Authorization comes from the profile");
            atl_hint(error, "choose another profile with --profile, or set ATLCLI_API_TOKEN");
            return ATL_USAGE;
        }
        if (content_type != NULL) {
            request->content_type = content_type;
        } else if (accept != NULL) {
            request->accept = accept;
        } else {
            headers[kept++] = lines[i];
        }
    }
    request->headers = headers;
    return ATL_OK;
}

/* ---- body ---- */

static void free_buffer(void *buffer)
{
    atl_buffer_free(buffer);
}

static enum atl_status read_body(struct atl_context *context, const char *input,
                                 struct atl_http_request *request, struct atl_error *error)
{
    struct atl_buffer *body = atl_arena_alloc(context->arena, sizeof *body);
    atl_arena_defer(context->arena, free_buffer, body);
    enum atl_status status = input_read(input, MOST_BODY_BYTES, body, error);
    if (status != ATL_OK && status != ATL_CANCELLED) {
        atl_error_prefix(error, "--input");
    }
    request->body = atl_buffer_text(body);
    request->body_length = body->length;
    return status;
}

static enum atl_status compose_body(struct atl_context *context, const char *const *fields,
                                    struct atl_http_request *request, struct atl_error *error)
{
    cJSON *tree;
    enum atl_status status = api_fields_to_body(fields, &tree, error);
    if (status == ATL_OK) {
        char *text = atl_json_print(tree, false);
        request->body = atl_arena_strdup(context->arena, text);
        request->body_length = strlen(text);
        free(text);
        cJSON_Delete(tree);
    }
    return status;
}

enum atl_status api_request_build(struct atl_context *context, struct atl_http_request *request,
                                  struct atl_error *error)
{
    struct atl_buffer path = {0};
    size_t field_count;
    const char *const *fields = atl_option_list(context, "field", &field_count);
    const char *input = atl_option_text(context, "input");
    *request = (struct atl_http_request){0};
    enum atl_status status = read_method(context, &request->method, error);
    if (status == ATL_OK) {
        status = build_path(context, &path, error);
    }
    if (status == ATL_OK) {
        status = add_headers(context, request, error);
    }
    if (status == ATL_OK && input != NULL &&
        (request->method == ATL_GET || request->method == ATL_HEAD)) {
        status = atl_fail(error, ATL_USAGE, "--input: %s takes no body",
                          atl_method_name(request->method));
    }
    if (status == ATL_OK && input != NULL) {
        status = read_body(context, input, request, error);
    }
    if (status == ATL_OK && field_count > 0) {
        status = takes_body(request->method) && input == NULL
                     ? compose_body(context, fields, request, error)
                     : api_fields_to_query(fields, &path, error);
    }
    request->path = atl_arena_strdup(context->arena, atl_buffer_text(&path));
    atl_buffer_free(&path);
    return status;
}
