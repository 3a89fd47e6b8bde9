/* URLs from servers: redirects, links to next pages, and what of a URL may be shown. */
#include "http/page_link.h"
#include "http/redirect.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_shown(const char *url)
{
    struct atl_buffer shown = {0};
    atl_url_append_public(&shown, url);
    for (size_t i = 0; i < shown.length; i++) {
        if ((unsigned char)shown.data[i] < ' ' || shown.data[i] == 0x7F) {
            abort();
        }
    }
    atl_buffer_free(&shown);
}

/* Whatever the server says, credentials stay with the site, and https with https. */
static void check_redirect(const struct atl_http *http, const char *location)
{
    struct atl_redirect redirect = {0};
    if (atl_redirect_judge(http, "https://jira.example.com/a/b?c", location, true, &redirect,
                           NULL) != ATL_OK) {
        return;
    }
    if (strncmp(redirect.url, "https://", 8) != 0) {
        abort();
    }
    struct atl_origin origin;
    if (atl_origin_parse(redirect.url, &origin, NULL) == ATL_OK) {
        if (redirect.with_credentials && strcmp(origin.text, "https://jira.example.com:443") != 0) {
            abort();
        }
        atl_origin_free(&origin);
    }
    free(redirect.url);
}

/* The next page is always on our own path. */
static void check_link(const struct atl_http *http, const char *link)
{
    static const char path[] = "/wiki/api/v2/pages?limit=5&cursor=old&start=1&x=y";
    struct atl_buffer next = {0};
    if (atl_page_link_follow(http, path, link, &next, NULL) == ATL_OK &&
        strncmp(next.data, "/wiki/api/v2/pages?", 19) != 0) {
        abort();
    }
    atl_buffer_free(&next);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct atl_http http = {.site = "https://jira.example.com"};
    char *text = atl_strndup((const char *)data, size);
    atl_origin_parse(http.site, &http.origin, NULL);
    check_shown(text);
    check_redirect(&http, text);
    check_link(&http, text);
    atl_origin_free(&http.origin);
    free(text);
    return 0;
}
