#include "sandbox/confluence/links.h"

#include "sandbox/sandbox.h"

#include <string.h>

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
    static const char *const paging[] = {"cursor", "limit",       "start", "next",
                                         "prev",   "body-format", NULL};
    return confluence_link(request, paging, "", false);
}
