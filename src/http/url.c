#include "http/url.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static char *get_part(CURLU *url, CURLUPart part, unsigned flags)
{
    char *text = NULL;
    if (curl_url_get(url, part, &text, flags) != CURLUE_OK) {
        curl_free(text); /* a host name that is no IDN leaves one behind */
        text = NULL;
    }
    return text;
}

enum atl_status atl_origin_parse(const char *url, struct atl_origin *origin,
                                 struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    char *scheme = NULL;
    char *host = NULL;
    char *port = NULL;
    *origin = (struct atl_origin){0};
    CURLU *parsed = curl_url();
    if (parsed != NULL && atl_url_is_absolute(url) &&
        curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK) {
        scheme = get_part(parsed, CURLUPART_SCHEME, 0);
        host = get_part(parsed, CURLUPART_HOST, CURLU_PUNYCODE);
        port = get_part(parsed, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    }
    if (scheme == NULL || host == NULL || port == NULL) {
        struct atl_buffer shown = {0};
        atl_url_append_public(&shown, url);
        status =
            atl_fail(error, ATL_USAGE, "'%s' is no http or https URL", atl_buffer_text(&shown));
        atl_buffer_free(&shown);
    } else {
        struct atl_buffer text = {0};
        atl_buffer_printf(&text, "%s://%s:%s", scheme, host, port);
        for (size_t i = 0; i < text.length; i++) {
            if (text.data[i] >= 'A' && text.data[i] <= 'Z') {
                text.data[i] = (char)(text.data[i] - 'A' + 'a');
            }
        }
        origin->text = atl_buffer_take(&text);
        origin->secure = strcmp(scheme, "https") == 0;
    }
    curl_free(scheme);
    curl_free(host);
    curl_free(port);
    curl_url_cleanup(parsed);
    return status;
}

void atl_origin_free(struct atl_origin *origin)
{
    free(origin->text);
    *origin = (struct atl_origin){0};
}

bool atl_origin_equal(const struct atl_origin *left, const struct atl_origin *right)
{
    return atl_text_equal(left->text, right->text);
}

bool atl_url_is_absolute(const char *url)
{
    return strncasecmp(url, "http://", 7) == 0 || strncasecmp(url, "https://", 8) == 0;
}

bool atl_url_has_user(const char *url)
{
    CURLU *parsed = curl_url();
    bool has = parsed != NULL && curl_url_set(parsed, CURLUPART_URL, url, CURLU_DISALLOW_USER) ==
                                     CURLUE_USER_NOT_ALLOWED;
    curl_url_cleanup(parsed);
    return has;
}

char *atl_url_resolve(const char *base, const char *reference)
{
    char *resolved = NULL;
    CURLU *url = curl_url();
    if (url != NULL && curl_url_set(url, CURLUPART_URL, base, 0) == CURLUE_OK &&
        curl_url_set(url, CURLUPART_URL, reference, CURLU_URLENCODE | CURLU_NON_SUPPORT_SCHEME) ==
            CURLUE_OK) {
        /* A fragment is the reader's affair and is never sent. */
        curl_url_set(url, CURLUPART_FRAGMENT, NULL, 0);
        char *text = get_part(url, CURLUPART_URL, 0);
        resolved = atl_strdup(text);
        curl_free(text);
    }
    curl_url_cleanup(url);
    return resolved;
}

static bool contains_ignoring_case(const char *text, size_t length, const char *word)
{
    size_t word_length = strlen(word);
    for (size_t i = 0; i + word_length <= length; i++) {
        if (strncasecmp(text + i, word, word_length) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_secret_parameter(const char *name, size_t length)
{
    static const char *const whole[] = {"sig", "pwd", "auth", "apikey", "api_key", "code"};
    static const char *const parts[] = {"token", "password",  "passwd",     "secret",
                                        "jwt",   "signature", "credential", "authorization"};
    /* Where a listing goes on is no secret, and worth seeing. */
    if (contains_ignoring_case(name, length, "pagetoken")) {
        return false;
    }
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        if (strlen(whole[i]) == length && strncasecmp(name, whole[i], length) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (contains_ignoring_case(name, length, parts[i])) {
            return true;
        }
    }
    return false;
}

static void append_public_query(struct atl_buffer *buffer, const char *query)
{
    while (*query != '\0') {
        size_t length = strcspn(query, "&#");
        const char *equals = memchr(query, '=', length);
        size_t name_length = equals == NULL ? length : (size_t)(equals - query);
        if (equals != NULL && is_secret_parameter(query, name_length)) {
            atl_text_append_safe(buffer, query, name_length + 1, false);
            atl_buffer_add(buffer, "***");
        } else {
            atl_text_append_safe(buffer, query, length, false);
        }
        query += length;
        if (*query == '#') {
            return;
        }
        if (*query == '&') {
            atl_buffer_add_char(buffer, '&');
            query++;
        }
    }
}

void atl_url_append_public(struct atl_buffer *buffer, const char *url)
{
    const char *authority = strstr(url, "://");
    if (authority != NULL && strcspn(url, "/?#") >= (size_t)(authority - url)) {
        authority += 3;
        atl_text_append_safe(buffer, url, (size_t)(authority - url), false);
        url = authority;
        size_t length = strcspn(url, "/?#");
        for (size_t i = 0; i < length; i++) {
            if (url[i] == '@') {
                authority = url + i + 1;
            }
        }
        url = authority;
    }
    size_t path_length = strcspn(url, "?#");
    atl_text_append_safe(buffer, url, path_length, false);
    if (url[path_length] == '?') {
        atl_buffer_add_char(buffer, '?');
        append_public_query(buffer, url + path_length + 1);
    }
}
