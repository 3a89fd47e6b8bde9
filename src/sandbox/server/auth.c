#include "sandbox/server/auth.h"

#include "sandbox/sandbox.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"

#include <gnutls/gnutls.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Takes as long for a wrong token as for the right one. */
static bool is_token(const char *given, const char *token)
{
    if (token == NULL || strlen(given) != strlen(token)) {
        return false;
    }
    return gnutls_memcmp(given, token, strlen(token)) == 0;
}

static enum request_access access_of_token(const struct sandbox_options *options, const char *token)
{
    if (is_token(token, options->token)) {
        return ACCESS_FULL;
    }
    if (is_token(token, options->readonly_token)) {
        return ACCESS_READ_ONLY;
    }
    return is_token(token, options->forbidden_token) ? ACCESS_FORBIDDEN : ACCESS_ANONYMOUS;
}

/* RFC 7617: base64 of "user:password". The user is the account's e-mail address. */
static enum request_access access_of_basic(const struct sandbox_options *options,
                                           const char *credentials)
{
    gnutls_datum_t encoded = {.data = (unsigned char *)(uintptr_t)credentials,
                              .size = (unsigned)strlen(credentials)};
    gnutls_datum_t decoded;
    if (gnutls_base64_decode2(&encoded, &decoded) != GNUTLS_E_SUCCESS) {
        return ACCESS_ANONYMOUS;
    }
    char *text = atl_strndup((const char *)decoded.data, decoded.size);
    atl_wipe(decoded.data, decoded.size);
    gnutls_free(decoded.data);
    enum request_access access = ACCESS_ANONYMOUS;
    char *colon = strchr(text, ':');
    if (colon != NULL) {
        *colon = '\0';
        if (strcasecmp(text, options->user_email) == 0) {
            access = access_of_token(options, colon + 1);
        }
        atl_wipe(colon + 1, strlen(colon + 1));
    }
    free(text);
    return access;
}

void auth_recognise(struct request *request, const char *header)
{
    const struct sandbox_options *options = &request->sandbox->options;
    request->access = ACCESS_ANONYMOUS;
    if (header == NULL) {
        request->authorization = AUTHORIZATION_NONE;
        return;
    }
    bool is_cloud = options->deployment == SANDBOX_CLOUD;
    size_t scheme_length = strcspn(header, " ");
    const char *credentials = header + scheme_length + strspn(header + scheme_length, " ");
    if (scheme_length == 5 && strncasecmp(header, "Basic", 5) == 0) {
        request->authorization = AUTHORIZATION_BASIC;
        request->access = is_cloud ? access_of_basic(options, credentials) : ACCESS_ANONYMOUS;
    } else if (scheme_length == 6 && strncasecmp(header, "Bearer", 6) == 0) {
        request->authorization = AUTHORIZATION_BEARER;
        request->access = is_cloud ? ACCESS_ANONYMOUS : access_of_token(options, credentials);
    } else {
        request->authorization = AUTHORIZATION_OTHER;
    }
}

/* ---- refusals ---- */

static const char not_authenticated[] = "Client must be authenticated to access this resource.";

/* Cloud takes a bearer token for that of an app, and this is none. */
static void refuse_bearer_on_cloud(struct reply *reply)
{
    reply_restart(reply, 403);
    emit_object(&reply->body, NULL);
    emit_text(&reply->body, "error", "Failed to parse Connect Session Auth Token");
    emit_object_end(&reply->body);
}

static void refuse_anonymous(struct request *request)
{
    struct reply *reply = &request->reply;
    enum reply_style style = route_style(request->route);
    bool is_cloud = request->sandbox->options.deployment == SANDBOX_CLOUD;
    if (is_cloud && request->authorization == AUTHORIZATION_BEARER) {
        refuse_bearer_on_cloud(reply);
        return;
    }
    if (style == REPLY_JIRA && !is_cloud) {
        reply_restart(reply, 401);
        emit_object(&reply->body, NULL);
        emit_text(&reply->body, "message", not_authenticated);
        emit_integer(&reply->body, "status-code", 401);
        emit_object_end(&reply->body);
    } else {
        reply_error(reply, style, 401, "%s", not_authenticated);
    }
    struct atl_buffer realm = {0};
    atl_text_append_url_encoded(&realm, request->sandbox->site);
    reply_header(reply, "WWW-Authenticate", "OAuth realm=\"%s\"", realm.data);
    atl_buffer_free(&realm);
    if (is_cloud) {
        reply_header(reply, "X-Seraph-LoginReason", "AUTHENTICATED_FAILED");
    }
}

static void refuse_forbidden(struct request *request)
{
    static const char *const messages[] = {
        [REPLY_JIRA] = "You do not have permission to use this site.",
        [REPLY_CONFLUENCE] = "Current user not permitted to use Confluence",
        [REPLY_CONFLUENCE_V2] = "Current user not permitted to use Confluence",
    };
    enum reply_style style = route_style(request->route);
    reply_error(&request->reply, style, 403, "%s", messages[style]);
}

static void refuse_change(struct request *request)
{
    static const char *const messages[] = {
        [REPLY_JIRA] = "You do not have permission to perform this operation.",
        [REPLY_CONFLUENCE] = "Current user is not permitted to make changes",
        [REPLY_CONFLUENCE_V2] = "Current user is not permitted to make changes",
    };
    enum reply_style style = route_style(request->route);
    reply_error(&request->reply, style, auth_denial_status(request), "%s", messages[style]);
}

unsigned auth_denial_status(const struct request *request)
{
    bool is_cloud = sandbox_is_cloud(request->sandbox);
    return !is_cloud && (request->route->flags & ROUTE_DENIES_BY_401) != 0 ? 401 : 403;
}

bool auth_check(struct request *request)
{
    switch (request->access) {
    case ACCESS_ANONYMOUS:
        if ((request->route->flags & ROUTE_ANONYMOUS) != 0 &&
            request->authorization == AUTHORIZATION_NONE) {
            return true;
        }
        refuse_anonymous(request);
        return false;
    case ACCESS_FORBIDDEN:
        refuse_forbidden(request);
        return false;
    case ACCESS_READ_ONLY:
        if (route_changes(request->route)) {
            refuse_change(request);
            return false;
        }
        return true;
    case ACCESS_FULL:
        return true;
    }
    return false;
}

/* ---- whose request it was ---- */

static void sign_on_cloud(struct request *request)
{
    const char *account =
        store_text(&request->sandbox->store, &request->arena,
                   "SELECT account_id FROM person WHERE id = ?", VALUES(sql_integer(SANDBOX_ME)));
    if (account != NULL && request->access != ACCESS_ANONYMOUS) {
        reply_header(&request->reply, "X-AACCOUNTID", "%s", account);
    }
}

static void sign_on_data_center(struct request *request)
{
    const char *account =
        store_text(&request->sandbox->store, &request->arena,
                   "SELECT username FROM person WHERE id = ?", VALUES(sql_integer(SANDBOX_ME)));
    bool is_known = request->access != ACCESS_ANONYMOUS && account != NULL;
    struct atl_buffer name = {0};
    atl_text_append_url_encoded(&name, is_known ? account : "anonymous");
    reply_header(&request->reply, "X-AUSERNAME", "%s", name.data);
    atl_buffer_free(&name);
    if (request->authorization != AUTHORIZATION_NONE) {
        reply_header(&request->reply, "X-Seraph-LoginReason", "%s",
                     is_known ? "OK" : "AUTHENTICATED_FAILED");
    }
}

void auth_sign(struct request *request)
{
    if (sandbox_is_cloud(request->sandbox)) {
        sign_on_cloud(request);
    } else {
        sign_on_data_center(request);
    }
}
