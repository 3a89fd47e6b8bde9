/* Paging, in all of Confluence's ways. */
#include "sandbox/confluence/confluence_json.h"
#include "sandbox/server/cursor.h"
#include "sandbox/server/emit.h"

#include <string.h>
#include <strings.h>

enum {
    DEFAULT_LIMIT = 25,
    MOST_V2 = 250,
};

const char *confluence_base(const struct sandbox *sandbox, struct atl_arena *arena)
{
    return sandbox_is_cloud(sandbox) ? atl_arena_printf(arena, "%s/wiki", sandbox->site)
                                     : sandbox->site;
}

static bool is_left_out(const char *parameter, size_t length, const char *const *left_out)
{
    size_t name_length = strcspn(parameter, "=&");
    name_length = name_length < length ? name_length : length;
    for (; *left_out != NULL; left_out++) {
        if (strlen(*left_out) == name_length && strncmp(parameter, *left_out, name_length) == 0) {
            return true;
        }
    }
    return false;
}

const char *confluence_link(struct request *request, const char *const *left_out, const char *added,
                            bool relative)
{
    struct atl_buffer link = {0};
    const char *path = request->raw_path;
    if (relative) {
        path += strlen(request->sandbox->options.context_path);
        path += atl_text_starts_with(path, "/wiki/") ? strlen("/wiki") : 0;
    }
    atl_buffer_printf(&link, "%s?", path);
    for (const char *at = request->raw_query; *at != '\0';) {
        size_t length = strcspn(at, "&");
        if (length > 0 && !is_left_out(at, length, left_out)) {
            atl_buffer_append(&link, at, length);
            atl_buffer_add_char(&link, '&');
        }
        at += length + (at[length] == '&');
    }
    atl_buffer_add(&link, added);
    const char *copy = atl_arena_strdup(&request->arena, link.data);
    atl_buffer_free(&link);
    return copy;
}

const char *confluence_listing_name(struct request *request)
{
    static const char *const paging[] = {"cursor", "limit", "start", "next", "prev", NULL};
    return confluence_link(request, paging, "", false);
}

bool confluence_is_wanted(char **values, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++) {
        if (strcasecmp(values[i], text) == 0) {
            return true;
        }
    }
    return count == 0;
}

/* ---- v2 ---- */

bool confluence_read_cursor(struct request *request, struct listing *listing)
{
    struct reply *reply = &request->reply;
    int64_t limit;
    if (!request_parameter_integer(request, "limit", 1, MOST_V2, DEFAULT_LIMIT, &limit)) {
        reply_error(reply, REPLY_CONFLUENCE_V2, 400,
                    "Provided value {%s} for 'limit' is not the correct type. Expected type is int "
                    "between 1 and %d",
                    request_parameter(request, "limit"), MOST_V2);
        return false;
    }
    *listing = (struct listing){.limit = (size_t)limit};
    const char *cursor = request_parameter(request, "cursor");
    if (cursor != NULL && !cursor_read(cursor, confluence_listing_name(request), &listing->start)) {
        reply_error(reply, REPLY_CONFLUENCE_V2, 400, "Invalid cursor value {%s}", cursor);
        return false;
    }
    return true;
}

void confluence_emit_v2_end(struct request *request, const struct listing *listing)
{
    static const char *const paging[] = {"cursor", NULL};
    struct reply *reply = &request->reply;
    struct atl_buffer *json = &reply->body;
    const char *base = confluence_base(request->sandbox, &request->arena);
    size_t end = listing_end(listing);
    emit_object(json, "_links");
    if (end < listing->total) {
        const char *cursor = cursor_make(&request->arena, confluence_listing_name(request), end);
        const char *next = confluence_link(
            request, paging, atl_arena_printf(&request->arena, "cursor=%s", cursor), false);
        emit_text(json, "next", next);
        reply_header(reply, "Link", "<%s>; rel=\"next\", <%s>; rel=\"base\"", next, base);
    } else {
        reply_header(reply, "Link", "<%s>; rel=\"base\"", base);
    }
    emit_text(json, "base", base);
    emit_object_end(json);
    emit_object_end(json);
}

/* ---- v1 ---- */

bool confluence_read_start(struct request *request, size_t most, struct listing *listing)
{
    int64_t start;
    int64_t limit;
    if (!request_parameter_integer(request, "start", 0, INT32_MAX, 0, &start) ||
        !request_parameter_integer(request, "limit", 0, INT32_MAX, DEFAULT_LIMIT, &limit)) {
        reply_error(&request->reply, REPLY_CONFLUENCE, 400,
                    "start and limit must be numbers of 0 or more");
        return false;
    }
    *listing = (struct listing){.start = (size_t)start,
                                .limit = (size_t)limit < most ? (size_t)limit : most};
    const char *cursor = request_parameter(request, "cursor");
    if (cursor != NULL && sandbox_is_cloud(request->sandbox) &&
        !cursor_read(cursor, confluence_listing_name(request), &listing->start)) {
        reply_error(&request->reply, REPLY_CONFLUENCE, 400, "Invalid cursor: %s", cursor);
        return false;
    }
    return true;
}

static const char *next_page(struct request *request, const struct listing *listing, bool by_cursor)
{
    static const char *const paging[] = {"cursor", "limit", "start", "next", "prev", NULL};
    struct atl_arena *arena = &request->arena;
    size_t end = listing_end(listing);
    const char *added;
    if (by_cursor) {
        const char *cursor = cursor_make(arena, confluence_listing_name(request), end);
        added = atl_arena_printf(arena, "next=true&cursor=%s&limit=%zu", cursor, listing->limit);
    } else {
        added = atl_arena_printf(arena, "limit=%zu&start=%zu", listing->limit, end);
    }
    return confluence_link(request, paging, added, true);
}

void confluence_emit_v1_end(struct request *request, const struct listing *listing, bool by_cursor)
{
    struct atl_buffer *json = &request->reply.body;
    const struct sandbox *sandbox = request->sandbox;
    size_t end = listing_end(listing);
    emit_integer(json, "start", (int64_t)listing->start);
    emit_integer(json, "limit", (int64_t)listing->limit);
    emit_integer(json, "size", (int64_t)(end - listing->start));
    emit_object(json, "_links");
    emit_text(json, "base", confluence_base(sandbox, &request->arena));
    emit_text(json, "context", sandbox_is_cloud(sandbox) ? "/wiki" : sandbox->options.context_path);
    if (end < listing->total && listing->limit > 0) {
        emit_text(json, "next", next_page(request, listing, by_cursor));
    }
    emit_format(json, "self", "%s%s", sandbox->site,
                request->raw_path + strlen(sandbox->options.context_path));
    emit_object_end(json);
    emit_object_end(json);
}
