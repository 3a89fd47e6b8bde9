#include "http/redirect.h"

#include <stdlib.h>
#include <string.h>

bool atl_status_is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static enum atl_status refuse(const char *url, const char *why, struct atl_error *error)
{
    struct atl_buffer shown = {0};
    atl_url_append_public(&shown, url);
    atl_fail(error, ATL_FAILED, "the server redirects to %s: %s", atl_buffer_text(&shown), why);
    atl_buffer_free(&shown);
    return ATL_FAILED;
}

enum atl_status atl_redirect_judge(const struct atl_http *http, const char *from,
                                   const char *location, bool with_credentials,
                                   struct atl_redirect *redirect, struct atl_error *error)
{
    struct atl_origin source = {0};
    struct atl_origin target = {0};
    redirect->url = atl_url_resolve(from, location);
    if (redirect->url == NULL || !atl_url_is_absolute(redirect->url)) {
        free(redirect->url);
        redirect->url = NULL;
        return refuse(location, "that is no http or https URL", error);
    }
    if (atl_url_has_user(redirect->url)) {
        refuse(redirect->url, "a URL with a user name or a password is not followed", error);
        free(redirect->url);
        redirect->url = NULL;
        return ATL_FAILED;
    }
    enum atl_status status = atl_origin_parse(from, &source, error);
    if (status == ATL_OK) {
        status = atl_origin_parse(redirect->url, &target, error);
    }
    if (status == ATL_OK && source.secure && !target.secure) {
        status = refuse(redirect->url, "plain http is not followed from https", error);
    }
    redirect->with_credentials = with_credentials && atl_origin_equal(&target, &http->origin);
    if (status != ATL_OK) {
        free(redirect->url);
        redirect->url = NULL;
    }
    atl_origin_free(&source);
    atl_origin_free(&target);
    return status;
}
