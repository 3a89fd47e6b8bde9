#include "sandbox/server/request.h"

#include "sandbox/server/route.h"

#include <stdlib.h>
#include <string.h>

static void parse_parameters(struct request *request)
{
    size_t most = 1;
    for (const char *at = request->raw_query; *at != '\0'; at++) {
        most += *at == '&';
    }
    request->parameters = atl_arena_alloc(&request->arena, most * sizeof *request->parameters);
    const char *at = request->raw_query;
    while (*at != '\0') {
        size_t length = strcspn(at, "&");
        size_t name_length = strcspn(at, "=&");
        size_t value_start = name_length < length ? name_length + 1 : length;
        if (length > 0) {
            request->parameters[request->parameter_count++] = (struct request_parameter){
                .name = atl_text_url_decoded(&request->arena, at, name_length, true),
                .value = atl_text_url_decoded(&request->arena, at + value_start,
                                              length - value_start, true)};
        }
        at += length + (at[length] == '&');
    }
}

void request_set_target(struct request *request, const char *target, const char *context_path)
{
    size_t path_length = strcspn(target, "?");
    request->raw_path = atl_arena_strndup(&request->arena, target, path_length);
    request->raw_query = target[path_length] == '?'
                             ? atl_arena_strdup(&request->arena, target + path_length + 1)
                             : "";
    request->path = atl_text_url_decoded(&request->arena, target, path_length, false);
    size_t context_length = strlen(context_path);
    bool inside = strncmp(request->path, context_path, context_length) == 0 &&
                  (context_length == 0 || request->path[context_length] == '/');
    request->local_path = inside ? request->path + context_length : NULL;
    parse_parameters(request);
}

const char *request_parameter(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->parameter_count; i++) {
        if (strcmp(request->parameters[i].name, name) == 0) {
            return request->parameters[i].value;
        }
    }
    return NULL;
}

size_t request_parameter_list(struct request *request, const char *name, char ***values)
{
    struct atl_buffer joined = {0};
    for (size_t i = 0; i < request->parameter_count; i++) {
        if (strcmp(request->parameters[i].name, name) == 0) {
            atl_buffer_add_char(&joined, ',');
            atl_buffer_add(&joined, request->parameters[i].value);
        }
    }
    size_t count = atl_text_split(&request->arena, atl_buffer_text(&joined), ',', values);
    atl_buffer_free(&joined);
    return count;
}

bool request_parameter_integer(const struct request *request, const char *name, int64_t minimum,
                               int64_t maximum, int64_t fallback, int64_t *value)
{
    const char *text = request_parameter(request, name);
    if (text == NULL) {
        *value = fallback;
        return true;
    }
    return atl_text_to_integer(text, minimum, maximum, value);
}

const cJSON *request_json_value(struct request *request)
{
    enum reply_style style = route_style(request->route);
    if (request->content_type == NULL ||
        !atl_text_starts_with(request->content_type, "application/json")) {
        reply_error(&request->reply, style, 415, "Content-Type must be application/json");
        return NULL;
    }
    cJSON *root;
    struct atl_error error;
    if (atl_json_parse(atl_buffer_text(&request->body), request->body.length, "the request", &root,
                       &error) != ATL_OK) {
        reply_error(&request->reply, style, 400, "There was an error parsing JSON. %s.",
                    error.message);
        return NULL;
    }
    atl_json_keep(&request->arena, root);
    return root;
}

const cJSON *request_json(struct request *request)
{
    const cJSON *root = request_json_value(request);
    if (root != NULL && !cJSON_IsObject(root)) {
        reply_error(&request->reply, route_style(request->route), 400,
                    "Invalid request payload: an object is expected.");
        return NULL;
    }
    return root;
}

void request_free(struct request *request)
{
    atl_buffer_free(&request->body);
    atl_buffer_free(&request->reply.body);
    atl_arena_free(&request->arena);
    free(request);
}
