#include "atlcli/config.h"
#include "atlcli/text.h"
#include "config/site_internal.h"

#include <curl/curl.h>
#include <string.h>

enum {
    LONGEST_SITE_BYTES = 2048,
    /* Longer texts aren't repeated in errors: what was given as a site may be a token by mistake */
    LONGEST_SHOWN_BYTES = 100,
    /* A mapped host may be an address that is then shortened; more rounds than that aren't real. */
    MOST_ROUNDS = 4,
};

struct url_parts {
    char *scheme;
    char *host;
    char *port; /* NULL: the default one */
    char *path;
    char *query;
    char *zone; /* of a link-local IPv6 address */
};

static void free_parts(struct url_parts *parts)
{
    curl_free(parts->scheme);
    curl_free(parts->host);
    curl_free(parts->port);
    curl_free(parts->path);
    curl_free(parts->query);
    curl_free(parts->zone);
}

static enum atl_status fail_for(const char *given, const char *reason, struct atl_error *error)
{
    /* What holds an '@' may hold a password. */
    bool show = strchr(given, '@') == NULL && strlen(given) <= LONGEST_SHOWN_BYTES;
    if (show) {
        atl_fail(error, ATL_USAGE, "'%s' is not a usable site URL: %s", given, reason);
    } else {
        atl_fail(error, ATL_USAGE, "not a usable site URL: %s", reason);
    }
    atl_hint(error, "a site looks like https://company.atlassian.net or https://jira.company.com");
    return ATL_USAGE;
}

static enum atl_status fail_for_code(const char *given, CURLUcode code, struct atl_error *error)
{
    switch (code) {
    case CURLUE_USER_NOT_ALLOWED:
        fail_for(given, "it holds a user name or password", error);
        atl_hint(error, "leave them out of the URL; pass --email and --token instead");
        return ATL_USAGE;
    case CURLUE_BAD_PORT_NUMBER:
        return fail_for(given, "its port is not a number from 1 to 65535", error);
    case CURLUE_NO_HOST:
        return fail_for(given, "it has no host name", error);
    case CURLUE_BAD_HOSTNAME:
    case CURLUE_BAD_IPV6:
        return fail_for(given, "its host name is not valid", error);
    case CURLUE_MALFORMED_INPUT:
        return fail_for(given, "it holds a space or a control character", error);
    default:
        return fail_for(given, "it can't be parsed", error);
    }
}

static CURLUcode parse(const char *text, struct url_parts *parts)
{
    CURLU *url = curl_url();
    if (url == NULL) {
        return CURLUE_OUT_OF_MEMORY;
    }
    CURLUcode code = curl_url_set(url, CURLUPART_URL, text,
                                  CURLU_DEFAULT_SCHEME | CURLU_NON_SUPPORT_SCHEME |
                                      CURLU_DISALLOW_USER | CURLU_URLENCODE);
    if (code == CURLUE_OK) {
        /* Parts that aren't there stay NULL, which is all that need be known about them. */
        curl_url_get(url, CURLUPART_SCHEME, &parts->scheme, 0);
        curl_url_get(url, CURLUPART_HOST, &parts->host, 0);
        curl_url_get(url, CURLUPART_PORT, &parts->port, CURLU_NO_DEFAULT_PORT);
        curl_url_get(url, CURLUPART_PATH, &parts->path, 0);
        curl_url_get(url, CURLUPART_QUERY, &parts->query, 0);
        curl_url_get(url, CURLUPART_ZONEID, &parts->zone, 0);
    }
    curl_url_cleanup(url);
    return code;
}

static bool is_zone(const char *zone)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
    return zone[0] != '\0' && zone[strspn(zone, allowed)] == '\0';
}

/* The host with its brackets, and its zone in the encoded form of RFC 6874. */
static const char *normalise_host(struct atl_arena *arena, const struct url_parts *parts)
{
    const char *host = site_host_normalise(arena, parts->host);
    if (host == NULL || parts->zone == NULL) {
        return host;
    }
    if (!is_zone(parts->zone)) {
        return NULL;
    }
    return atl_arena_printf(arena, "%.*s%%25%s]", (int)(strlen(host) - 1), host, parts->zone);
}

static enum atl_status build(struct atl_arena *arena, const char *given,
                             const struct url_parts *parts, const char **site,
                             struct atl_error *error)
{
    if (!atl_text_equal(parts->scheme, "https") && !atl_text_equal(parts->scheme, "http")) {
        return fail_for(given, "its scheme is neither https nor http", error);
    }
    const char *host = parts->host == NULL ? NULL : normalise_host(arena, parts);
    if (host == NULL) {
        return fail_for_code(given, CURLUE_BAD_HOSTNAME, error);
    }
    if (atl_text_equal(parts->port, "0")) {
        return fail_for_code(given, CURLUE_BAD_PORT_NUMBER, error);
    }
    const char *path = "";
    if (!site_host_is_cloud(host, strlen(host)) || site_host_is_gateway(host, strlen(host))) {
        path = site_context_path(arena, parts->path, parts->query != NULL);
    }
    if (path == NULL) {
        return fail_for(given, "its path is not valid", error);
    }
    *site = atl_arena_printf(arena, "%s://%s%s%s%s", parts->scheme, host,
                             parts->port == NULL ? "" : ":", parts->port == NULL ? "" : parts->port,
                             path);
    return ATL_OK;
}

static enum atl_status normalise_once(struct atl_arena *arena, const char *given, const char *text,
                                      const char **site, struct atl_error *error)
{
    struct url_parts parts = {0};
    enum atl_status status;
    CURLUcode code = parse(text, &parts);
    if (code == CURLUE_OK) {
        status = build(arena, given, &parts, site, error);
    } else {
        status = fail_for_code(given, code, error);
    }
    free_parts(&parts);
    return status;
}

enum atl_status atl_site_normalise(struct atl_arena *arena, const char *given, const char **site,
                                   struct atl_error *error)
{
    *site = NULL;
    const char *text = atl_text_trim(arena, given);
    if (text[0] == '\0') {
        return fail_for(text, "it is empty", error);
    }
    /*
     * Until nothing changes any more: mapping an internationalised host can give another spelling
     * of an address ("１２７.１"), and dropping a page can uncover another one.
     */
    const char *current = text;
    for (int round = 0; round < MOST_ROUNDS; round++) {
        /* Each round anew: encoding makes a text longer. */
        if (strlen(current) > LONGEST_SITE_BYTES) {
            return fail_for(text, "it is too long", error);
        }
        const char *next = NULL;
        enum atl_status status = normalise_once(arena, text, current, &next, error);
        if (status != ATL_OK) {
            return status;
        }
        if (strcmp(next, current) == 0) {
            *site = next;
            return ATL_OK;
        }
        current = next;
    }
    return fail_for(text, "it has no stable form", error);
}

/* Where the host of a normalised site stands, with the brackets of IPv6. */
static const char *host_of(const char *site, size_t *length)
{
    const char *start = strstr(site, "://");
    start = start == NULL ? site : start + 3;
    *length = start[0] == '[' ? strcspn(start, "]/") : strcspn(start, ":/");
    if (start[*length] == ']') {
        (*length)++;
    }
    return start;
}

bool atl_site_is_cloud(const char *site)
{
    if (site == NULL) {
        return false;
    }
    size_t length;
    const char *host = host_of(site, &length);
    return site_host_is_cloud(host, length);
}

bool atl_site_is_loopback(const char *site)
{
    if (site == NULL) {
        return false;
    }
    size_t length;
    const char *host = host_of(site, &length);
    return site_host_is_loopback(host, length);
}

bool atl_site_is_exposed(const char *site)
{
    return site != NULL && atl_text_starts_with(site, "http://") && !atl_site_is_loopback(site);
}

/* The length of "scheme://host:port". */
static size_t origin_length(const char *site)
{
    const char *start = strstr(site, "://");
    start = start == NULL ? site : start + 3;
    return (size_t)(start - site) + strcspn(start, "/");
}

bool atl_site_same_origin(const char *left, const char *right)
{
    if (left == NULL || right == NULL) {
        return false;
    }
    size_t length = origin_length(left);
    return length == origin_length(right) && strncmp(left, right, length) == 0;
}
