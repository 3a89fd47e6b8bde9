/* Paths, addresses and bodies of Confluence's requests. */
#include "atlassian/confluence/page_internal.h"

#include <string.h>

const char *confluence_encode(struct atl_arena *arena, const char *text)
{
    struct atl_buffer encoded = {0};
    atl_text_append_url_encoded(&encoded, text);
    const char *copy = atl_arena_strdup(arena, atl_buffer_text(&encoded));
    atl_buffer_free(&encoded);
    return copy;
}

const char *confluence_path(const struct atl_http *http, struct atl_arena *arena, const char *rest)
{
    return atl_arena_printf(arena, "%s/rest/api/%s", confluence_is_cloud(http) ? "/wiki" : "",
                            rest);
}

const char *confluence_content_path(const struct atl_http *http, struct atl_arena *arena,
                                    const char *id, const char *rest)
{
    const char *encoded = confluence_encode(arena, id);
    return confluence_path(http, arena, atl_arena_printf(arena, "content/%s%s", encoded, rest));
}

const char *confluence_page_path(struct atl_arena *arena, const char *id, const char *rest)
{
    return atl_arena_printf(arena, "/wiki/api/v2/pages/%s%s", confluence_encode(arena, id), rest);
}

struct atl_http_request confluence_request(struct atl_arena *arena, enum atl_method method,
                                           const char *path, cJSON *body)
{
    struct atl_http_request request = {.method = method, .path = path};
    if (body != NULL) {
        char *text = atl_json_print(body, false);
        request.body = atl_arena_strdup(arena, text);
        request.body_length = strlen(text);
        cJSON_free(text);
        cJSON_Delete(body);
    }
    return request;
}

const char *confluence_url(const struct atl_http *http, struct atl_arena *arena,
                           const cJSON *answer, const cJSON *item)
{
    const char *link = atl_json_text(item, "_links.webui", NULL);
    const char *base = atl_json_text(answer, "_links.base", NULL);
    if (link == NULL) {
        return NULL;
    }
    return base != NULL ? atl_arena_printf(arena, "%s%s", base, link)
                        : atl_arena_printf(arena, "%s%s%s", atl_http_account(http)->site,
                                           confluence_is_cloud(http) ? "/wiki" : "", link);
}

enum atl_status confluence_fail_unknown_space(bool is_cloud, const char *key,
                                              struct atl_error *error)
{
    atl_fail(error, ATL_NOT_FOUND, "there is no space '%s'", key);
    atl_hint(error,
             "give the space's key, as in its address: %s/KEY; what your account may not see "
             "counts as not found, too",
             is_cloud ? "/wiki/spaces" : "/display");
    return ATL_NOT_FOUND;
}
