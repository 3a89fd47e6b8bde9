/*
 * Site URLs as typed or pasted: what is accepted has the one form, so that normalising it again
 * changes nothing, and holds nothing that could change where a request goes.
 */
#include "atlcli/config.h"
#include "atlcli/text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) {
        abort();
    }
}

static void check_form(const char *site)
{
    require(atl_text_starts_with(site, "https://") || atl_text_starts_with(site, "http://"));
    require(!atl_text_ends_with(site, "/"));
    for (const char *at = site; *at != '\0'; at++) {
        require(*at > 0x20 && *at < 0x7F && strchr("@?#\\\"<>`{|}^", *at) == NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct atl_arena arena = {0};
    const char *given = atl_arena_strndup(&arena, (const char *)data, size);
    const char *site;
    struct atl_error error;
    if (atl_site_normalise(&arena, given, &site, &error) == ATL_OK) {
        check_form(site);
        const char *again;
        require(atl_site_normalise(&arena, site, &again, &error) == ATL_OK);
        require(strcmp(site, again) == 0);
        require(atl_site_same_origin(site, again));
        require(!(atl_site_is_cloud(site) && atl_site_is_loopback(site)));
        atl_site_is_exposed(site);
    } else {
        require(site == NULL);
    }
    atl_arena_free(&arena);
    return 0;
}
