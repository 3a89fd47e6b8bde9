/* atl_http_check: an HTTP status that means failure becomes an error a person can act on. */
#include "http/failure.h"
#include "http/login.h"
#include "http/redirect.h"
#include "http/retry.h"
#include "http/server_message.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    int status;
    enum atl_status kind;
    const char *what;
} statuses[] = {
    {400, ATL_FAILED, "The server rejected the request"},
    {401, ATL_UNAUTHENTICATED, "Authentication failed"},
    {403, ATL_FORBIDDEN, "You don't have permission"},
    {404, ATL_NOT_FOUND, "Not found"},
    {405, ATL_FAILED, "The server doesn't offer this operation"},
    {407, ATL_UNAUTHENTICATED, "The proxy asks for a password"},
    {409, ATL_CONFLICT, "Conflict"},
    {410, ATL_NOT_FOUND, "No longer there"},
    {412, ATL_CONFLICT, "It has been changed meanwhile"},
    {413, ATL_FAILED, "Too large for the server"},
    {415, ATL_FAILED, "The server doesn't take this kind of content"},
    {429, ATL_FAILED, "Too many requests"},
    {500, ATL_FAILED, "The server failed"},
    {502, ATL_FAILED, "The server can't be reached through its gateway"},
    {503, ATL_FAILED, "The server is not available now"},
    {504, ATL_FAILED, "The server didn't answer its gateway in time"},
};

static const char *describe(int status, enum atl_status *kind)
{
    *kind = ATL_FAILED;
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        if (statuses[i].status == status) {
            *kind = statuses[i].kind;
            return statuses[i].what;
        }
    }
    return status >= 500 ? "The server failed" : "The server refused";
}

/*
 * The status that says what the answer means. Jira Data Center answers an account that it knows
 * with 401 where a permission is missing: to link, to assign, to manage watchers.
 */
static int meaning_of(const struct atl_http_response *response)
{
    bool is_known = response->status == 401 && atl_login_read(response) == ATL_LOGIN_ACCEPTED;
    return is_known ? 403 : response->status;
}

static bool is_cloud(const struct atl_http *http)
{
    return http->account->auth_type == ATL_AUTH_BASIC;
}

static void hint_at_captcha(const struct atl_http_response *response, struct atl_error *error)
{
    if (atl_login_read(response) == ATL_LOGIN_DENIED) {
        atl_hint(error, "the server wants a CAPTCHA solved after failed log-ins: log in once in "
                        "the browser");
    }
}

static void hint_at_credentials(const struct atl_http *http,
                                const struct atl_http_response *response, struct atl_error *error)
{
    const struct atl_account *account = http->account;
    hint_at_captcha(response, error);
    struct atl_origin answered;
    if (atl_origin_parse(response->url, &answered, NULL) == ATL_OK &&
        !atl_origin_equal(&answered, &http->origin)) {
        struct atl_buffer shown = {0};
        atl_url_append_public(&shown, response->url);
        atl_hint(error, "the site redirects to %s: use that as its address",
                 atl_buffer_text(&shown));
        atl_buffer_free(&shown);
    }
    atl_origin_free(&answered);
    if (atl_text_is_empty(account->token)) {
        atl_hint(error, "no token is configured: atlcli auth login");
        return;
    }
    if (!is_cloud(http)) {
        atl_hint(error, "check that your personal access token hasn't expired or been revoked");
        atl_hint(error, "confirm that it has the permissions it needs");
        atl_hint(error, "log in anew: atlcli auth login --bearer --site %s", http->site);
        return;
    }
    atl_hint(error, "verify that your API token hasn't expired: "
                    "https://id.atlassian.com/manage-profile/security/api-tokens");
    atl_hint(error, "confirm that the e-mail %s matches your Atlassian account",
             account->email == NULL ? "(none)" : account->email);
    if (!http->origin.secure) {
        atl_hint(error, "check that the instance URL includes https://");
    }
    if (!atl_site_is_cloud(http->site)) {
        atl_hint(error,
                 "a Server or Data Center site needs a personal access token: atlcli auth "
                 "login --bearer --site %s",
                 http->site);
    }
    atl_hint(error, "re-initialize: atlcli auth init");
}

static void hint_at_permissions(const struct atl_http_request *request,
                                const struct atl_http_response *response, struct atl_error *error)
{
    hint_at_captcha(response, error);
    atl_hint(error, "check that your account has access to the project or space");
    bool is_jira = strstr(request->path, "/rest/api/2/") != NULL ||
                   strstr(request->path, "/rest/api/3/") != NULL ||
                   strstr(request->path, "/rest/agile/") != NULL;
    atl_hint(error, is_jira ? "for Jira, verify the project's permissions"
                            : "for Confluence, verify the space's permissions");
    atl_hint(error, "see which profile is in use: atlcli auth status");
}

static void hint(const struct atl_http *http, const struct atl_http_request *request,
                 const struct atl_http_response *response, struct atl_error *error)
{
    switch (meaning_of(response)) {
    case 401:
        hint_at_credentials(http, response, error);
        break;
    case 403:
        hint_at_permissions(request, response, error);
        break;
    case 404:
        atl_hint(error, "check the name; what your account may not see counts as not found, too");
        break;
    case 409:
    case 412:
        atl_hint(error, "somebody else may have changed it meanwhile: read it again and repeat");
        break;
    case 429:
        atl_hint(error, "run it again later, or with a lower --concurrency");
        break;
    default:
        if (response->status >= 500) {
            atl_failure_hint_trouble(http, error);
        }
        break;
    }
}

/* " [profile 'work', https://company.atlassian.net]" */
static void append_account(struct atl_buffer *text, const struct atl_http *http)
{
    atl_buffer_add(text, " [");
    const char *profile = atl_account_profile(http->account);
    if (profile != NULL) {
        atl_buffer_printf(text, "profile '%s', ", profile);
    }
    atl_buffer_printf(text, "%s]", http->site);
}

static enum atl_status fail_for_redirect(const struct atl_http *http,
                                         const struct atl_http_response *response,
                                         const char *location, struct atl_error *error)
{
    struct atl_buffer text = {0};
    char *target = atl_url_resolve(response->url, location);
    atl_buffer_printf(&text, "The server redirects (%d) to ", response->status);
    atl_url_append_public(&text, target == NULL ? location : target);
    free(target);
    append_account(&text, http);
    atl_fail(error, ATL_FAILED, "%s", atl_buffer_text(&text));
    atl_hint(error, "a log-in page or single sign-on may stand before the site, or its address has "
                    "changed: nothing was sent there");
    atl_buffer_free(&text);
    return ATL_FAILED;
}

static enum atl_status fail_for_unknown_outcome(const struct atl_http_response *response,
                                                const char *text, struct atl_error *error)
{
    atl_fail(error, ATL_UNKNOWN_OUTCOME, "%s; whether it was applied is not known", text);
    atl_failure_hint_doubt(error);
    if (error != NULL) {
        error->http_status = response->status;
    }
    return ATL_UNKNOWN_OUTCOME;
}

/* Some servers and gateways show what they were sent; what they say then must not be repeated. */
static bool repeats_credentials(const struct atl_http *http,
                                const struct atl_http_response *response)
{
    const char *token = http->account->token;
    if (atl_text_is_empty(token) || http->authorization == NULL) {
        return false;
    }
    const char *sent = strrchr(http->authorization, ' ') + 1;
    return strstr(response->body, token) != NULL || strstr(response->body, sent) != NULL;
}

static void append_server_words(struct atl_buffer *text, const struct atl_http *http,
                                const struct atl_http_response *response)
{
    struct atl_buffer words = {0};
    if (repeats_credentials(http, response)) {
        atl_buffer_add(&words, "it said more, but that holds the token");
    } else {
        atl_server_message_read(response, &words);
    }
    if (words.length > 0) {
        atl_buffer_printf(text, ": %s", words.data);
    }
    atl_buffer_free(&words);
}

/* Whoever takes other kinds of answers says so, or has a sink for them. */
static bool is_page_for_json(const struct atl_http_request *request,
                             const struct atl_http_response *response)
{
    return request->accept == NULL && request->sink == NULL && response->length > 0 &&
           atl_response_is_web_page(response);
}

/*
 * A log-in page says yes to everything, and does nothing. But whether it came from what stands
 * before the site, or from behind, nobody knows.
 */
static enum atl_status fail_for_web_page(const struct atl_http *http,
                                         const struct atl_http_request *request,
                                         const struct atl_http_response *response,
                                         struct atl_error *error)
{
    struct atl_buffer shown = {0};
    bool is_read = request->method == ATL_GET || request->method == ATL_HEAD ||
                   (request->method == ATL_POST && request->safe_to_repeat);
    enum atl_status status = atl_request_is_repeatable(request) ? ATL_FAILED : ATL_UNKNOWN_OUTCOME;
    atl_url_append_public(&shown, response->url);
    atl_fail(error, status, "%s answered with a web page instead of JSON", atl_buffer_text(&shown));
    atl_hint(error, "a log-in page, single sign-on or a proxy may stand before the site");
    atl_hint(error, "check the site's address: %s", http->site);
    if (!is_read) {
        atl_failure_hint_doubt(error);
    }
    if (error != NULL) {
        error->http_status = response->status;
    }
    atl_buffer_free(&shown);
    return status;
}

/* It was there, or nobody would have asked: the attempt of which no answer came deleted it. */
static bool was_deleted(const struct atl_http_request *request,
                        const struct atl_http_response *response)
{
    return request->method == ATL_DELETE && response->in_doubt &&
           (response->status == 404 || response->status == 410);
}

enum atl_status atl_http_check(struct atl_http *http, const struct atl_http_request *request,
                               const struct atl_http_response *response, struct atl_error *error)
{
    if (response->status < 300) {
        return is_page_for_json(request, response)
                   ? fail_for_web_page(http, request, response, error)
                   : ATL_OK;
    }
    if (was_deleted(request, response)) {
        return ATL_OK;
    }
    enum atl_status kind;
    struct atl_buffer text = {0};
    const char *location = atl_http_header(response, "Location");
    if (atl_status_is_redirect(response->status) && location != NULL) {
        kind = fail_for_redirect(http, response, location, error);
        goto done;
    }
    atl_buffer_printf(&text, "%s (%d)", describe(meaning_of(response), &kind), response->status);
    append_server_words(&text, http, response);
    append_account(&text, http);
    if (atl_status_is_server_failure(response->status) && !atl_request_is_repeatable(request)) {
        kind = fail_for_unknown_outcome(response, atl_buffer_text(&text), error);
        goto done;
    }
    atl_fail(error, kind, "%s", atl_buffer_text(&text));
    hint(http, request, response, error);
done:
    if (error != NULL) {
        error->http_status = response->status;
    }
    atl_buffer_free(&text);
    return kind;
}
