/* Which proxy the environment asks for, and whether it was used. */
#include "atlcli/text.h"
#include "cmd/doctor/doctor.h"

#include <stdlib.h>
#include <string.h>

/* Those that libcurl heeds, each before the next; it takes no HTTP_PROXY in capitals. */
static const char *const https_variables[] = {"https_proxy", "HTTPS_PROXY", "all_proxy",
                                              "ALL_PROXY", NULL};
static const char *const http_variables[] = {"http_proxy", "all_proxy", "ALL_PROXY", NULL};
static const char *const exceptions[] = {"no_proxy", "NO_PROXY", NULL};

static const char *find_variable(const char *const *names, const char **value)
{
    for (; *names != NULL; names++) {
        *value = getenv(*names);
        if (!atl_text_is_empty(*value)) {
            return *names;
        }
    }
    *value = NULL;
    return NULL;
}

/* A proxy's address without user name and password: everything up to the last @ of its host. */
static void append_proxy(struct atl_buffer *text, const char *proxy)
{
    const char *scheme = strstr(proxy, "://");
    const char *rest = scheme == NULL ? proxy : scheme + 3;
    const char *at = strrchr(rest, '@');
    if (scheme != NULL) {
        atl_buffer_printf(text, "%.*s", (int)(rest - proxy), proxy);
    }
    if (at != NULL) {
        rest = at + 1;
    }
    atl_buffer_printf(text, "%.*s", (int)strcspn(rest, "/?#"), rest);
    atl_buffer_add(text, at == NULL ? "" : " with a user name");
}

void doctor_check_proxy(struct doctor *doctor)
{
    const char *site = doctor->account.site;
    const char *proxy;
    const char *direct;
    bool plain = site != NULL && atl_text_starts_with(site, "http://");
    const char *variable = find_variable(plain ? http_variables : https_variables, &proxy);
    const char *exception = find_variable(exceptions, &direct);
    if (variable == NULL) {
        doctor_say(doctor, DOCTOR_PROXY, DOCTOR_OK, "none");
        return;
    }
    struct atl_buffer text = {0};
    append_proxy(&text, proxy);
    atl_buffer_printf(&text, " (%s)", variable);
    if (doctor->http != NULL && atl_http_reach(doctor->http).stage != ATL_STAGE_NONE) {
        bool used = atl_http_reach(doctor->http).through_proxy;
        if (used) {
            atl_buffer_add(&text, ", used for this site");
        } else if (exception != NULL) {
            atl_buffer_printf(&text, ", not used for this site (%s)", exception);
        } else {
            atl_buffer_add(&text, ", not used for this site");
        }
    }
    doctor_say(doctor, DOCTOR_PROXY, DOCTOR_OK, "%s", atl_buffer_text(&text));
    atl_buffer_free(&text);
}
