#include "http/page_link.h"

#include <string.h>

void atl_path_add_parameter(struct atl_buffer *path, const char *name, const char *value)
{
    bool has_query = path->data != NULL && strchr(path->data, '?') != NULL;
    atl_buffer_printf(path, "%c%s=", has_query ? '&' : '?', name);
    atl_text_append_url_encoded(path, value);
}

static size_t name_length(const char *parameter, size_t length)
{
    const char *equals = memchr(parameter, '=', length);
    return equals == NULL ? length : (size_t)(equals - parameter);
}

static bool has_parameter(const char *query, const char *name, size_t length)
{
    while (*query != '\0') {
        size_t part = strcspn(query, "&");
        if (name_length(query, part) == length && memcmp(query, name, length) == 0) {
            return true;
        }
        query += part + (query[part] == '&' ? 1 : 0);
    }
    return false;
}

/* A parameter that says where a page begins: the link's own counts, even when it has none. */
static bool is_position(const char *name, size_t length)
{
    return (length == strlen("start") && memcmp(name, "start", length) == 0) ||
           (length == strlen("cursor") && memcmp(name, "cursor", length) == 0);
}

static void add_lost_parameters(struct atl_buffer *next, const char *query, const char *link_query)
{
    while (*query != '\0') {
        size_t part = strcspn(query, "&");
        size_t length = name_length(query, part);
        if (part > 0 && !is_position(query, length) && !has_parameter(link_query, query, length)) {
            atl_buffer_add_char(next, '&');
            atl_buffer_append(next, query, part);
        }
        query += part + (query[part] == '&' ? 1 : 0);
    }
}

static enum atl_status check_host(const struct atl_http *http, const char *link,
                                  struct atl_error *error)
{
    struct atl_origin origin;
    if (strncmp(link, "//", 2) != 0 && !atl_url_is_absolute(link)) {
        return ATL_OK;
    }
    bool own = false;
    if (atl_url_is_absolute(link) && atl_origin_parse(link, &origin, NULL) == ATL_OK) {
        own = atl_origin_equal(&origin, &http->origin);
        atl_origin_free(&origin);
    }
    if (own) {
        return ATL_OK;
    }
    struct atl_buffer shown = {0};
    atl_url_append_public(&shown, link);
    atl_fail(error, ATL_FAILED, "the server's link to the next page leads to another host: %s",
             atl_buffer_text(&shown));
    atl_buffer_free(&shown);
    return ATL_FAILED;
}

enum atl_status atl_page_link_follow(const struct atl_http *http, const char *path,
                                     const char *link, struct atl_buffer *next,
                                     struct atl_error *error)
{
    enum atl_status status = check_host(http, link, error);
    if (status != ATL_OK) {
        return status;
    }
    const char *question = strchr(link, '?');
    if (question == NULL || question[1] == '\0') {
        return atl_fail(error, ATL_FAILED, "the server's link to the next page says nothing");
    }
    struct atl_buffer query = {0};
    atl_buffer_append(&query, question + 1, strcspn(question + 1, "#"));
    const char *own_query = strchr(path, '?');
    atl_buffer_append(next, path, strcspn(path, "?"));
    atl_buffer_printf(next, "?%s", atl_buffer_text(&query));
    if (own_query != NULL) {
        add_lost_parameters(next, own_query + 1, atl_buffer_text(&query));
    }
    atl_buffer_free(&query);
    return ATL_OK;
}
