/*
 * The way to the site: DNS, TCP, TLS. One request without credentials is sent, and how far it came
 * tells about each step.
 */
#include "atlcli/clock.h"
#include "atlcli/text.h"
#include "cmd/doctor/doctor.h"

#include <inttypes.h>
#include <string.h>

static bool is_https(const struct doctor *doctor)
{
    return atl_text_starts_with(doctor->account.site, "https://");
}

/* ---- DNS ---- */

/* An address needs no name service: digits and dots, or IPv6 in brackets. */
static bool is_address(const char *host)
{
    return host[0] == '[' || host[strspn(host, "0123456789.")] == '\0';
}

/* The host in "https://host:port/path", with an IPv6 address in its brackets. */
static const char *host_of(const struct doctor *doctor)
{
    const char *host = strstr(doctor->account.site, "://");
    host = host == NULL ? doctor->account.site : host + 3;
    size_t length = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":/");
    return atl_arena_strndup(doctor->context->arena, host, length);
}

static void report_dns(struct doctor *doctor, const struct atl_http_reach *reach)
{
    const char *host = host_of(doctor);
    if (reach->stage == ATL_STAGE_BEGUN) {
        doctor_report(doctor, DOCTOR_DNS, DOCTOR_FAILED, &doctor->jira_error);
    } else if (reach->through_proxy) {
        doctor_say(doctor, DOCTOR_DNS, DOCTOR_OK, "left to the proxy, whose own name was found");
    } else if (is_address(host)) {
        doctor_say(doctor, DOCTOR_DNS, DOCTOR_OK, "not needed: %s is an address", host);
    } else {
        doctor_say(doctor, DOCTOR_DNS, DOCTOR_OK, "%s, found in %" PRId64 " ms", host,
                   reach->resolve_ms);
    }
}

/* ---- TCP ---- */

static void report_tcp(struct doctor *doctor, const struct atl_http_reach *reach)
{
    if (reach->stage < ATL_STAGE_RESOLVED) {
        doctor_say(doctor, DOCTOR_TCP, DOCTOR_SKIPPED, "no address to connect to");
    } else if (reach->stage == ATL_STAGE_RESOLVED) {
        doctor_report(doctor, DOCTOR_TCP, DOCTOR_FAILED, &doctor->jira_error);
    } else {
        bool brackets = strchr(reach->address, ':') != NULL;
        doctor_say(doctor, DOCTOR_TCP, DOCTOR_OK, "connected to %s%s%s%s port %d in %" PRId64 " ms",
                   reach->through_proxy ? "the proxy at " : "", brackets ? "[" : "", reach->address,
                   brackets ? "]" : "", reach->port, reach->connect_ms);
    }
}

/* ---- TLS ---- */

static void report_plain(struct doctor *doctor)
{
    const char *site = doctor->account.site;
    if (!atl_site_is_exposed(site)) {
        doctor_say(doctor, DOCTOR_TLS, DOCTOR_OK, "not used: plain http within this machine");
        return;
    }
    struct atl_error finding;
    atl_fail(&finding, ATL_OK, "not used: over plain http the token travels unencrypted");
    atl_hint(&finding, "does the site answer at https://%s, too? Then log in to that",
             site + strlen("http://"));
    doctor_report(doctor, DOCTOR_TLS, DOCTOR_WARNING, &finding);
}

/* "TLSv1.3, certificate by CN=…, valid until 2027-01-31" and what is worth a look. */
static void report_certificate(struct doctor *doctor)
{
    enum {
        DAY_MS = 24 * 60 * 60 * 1000,
        FEW_DAYS = 30,
    };
    struct atl_arena *arena = doctor->context->arena;
    struct atl_http_tls tls = atl_http_tls(doctor->http, arena);
    struct atl_error finding;
    if (tls.issuer == NULL) {
        doctor_say(doctor, DOCTOR_TLS, DOCTOR_OK, "%s",
                   tls.version == NULL ? "the handshake succeeded" : tls.version);
        return;
    }
    int64_t left_ms = tls.not_after_ms - atl_clock_wall_ms();
    int64_t days = left_ms / DAY_MS;
    atl_fail(&finding, ATL_OK, "%s, certificate issued by %s, valid until %.10s (%" PRId64 " days)",
             tls.version == NULL ? "TLS" : tls.version, tls.issuer,
             atl_clock_format_iso8601(arena, tls.not_after_ms), days);
    bool skips = doctor->account.tls_skip_verify;
    if (skips) {
        atl_hint(&finding, "the certificate is not checked (--insecure), so anyone on the way can "
                           "read the token: give the CA's certificate instead, with atlcli auth "
                           "login --ca-file CA.pem …");
    }
    bool ends = days < FEW_DAYS;
    if (ends) {
        atl_hint(&finding, left_ms < 0 ? "the server's certificate has expired: it needs a new one"
                                       : "the server needs a new certificate soon");
    }
    doctor_report(doctor, DOCTOR_TLS, skips || ends ? DOCTOR_WARNING : DOCTOR_OK, &finding);
}

static void report_tls(struct doctor *doctor, const struct atl_http_reach *reach)
{
    if (!is_https(doctor)) {
        report_plain(doctor);
    } else if (reach->stage < ATL_STAGE_CONNECTED) {
        doctor_say(doctor, DOCTOR_TLS, DOCTOR_SKIPPED, "no connection");
    } else if (reach->stage <= ATL_STAGE_CONNECTED) {
        doctor_report(doctor, DOCTOR_TLS, DOCTOR_FAILED, &doctor->jira_error);
    } else {
        report_certificate(doctor);
    }
}

/* ---- all of it ---- */

/* Nothing was sent at all: a CA file that can't be used, or an address that is none. */
static void report_not_begun(struct doctor *doctor)
{
    const struct atl_error *failure = &doctor->jira_error;
    bool by_tls = failure->status == ATL_TLS;
    if (by_tls) {
        doctor_skip(doctor, DOCTOR_DNS, DOCTOR_TCP, "no attempt was made");
        doctor_report(doctor, DOCTOR_TLS, DOCTOR_FAILED, failure);
    } else {
        doctor_report(doctor, DOCTOR_DNS, DOCTOR_FAILED, failure);
        doctor_skip(doctor, DOCTOR_TCP, DOCTOR_TLS, "no attempt was made");
    }
}

enum atl_status doctor_check_network(struct doctor *doctor, struct atl_error *error)
{
    atl_error_clear(&doctor->jira_error);
    doctor->jira_status = atl_health_of_jira(doctor->http, doctor->context->arena, &doctor->jira,
                                             &doctor->jira_error);
    if (doctor->jira_status == ATL_CANCELLED) {
        *error = doctor->jira_error;
        return ATL_CANCELLED;
    }
    const struct atl_http_reach reach = atl_http_reach(doctor->http);
    doctor_check_proxy(doctor);
    if (reach.stage == ATL_STAGE_NONE) {
        report_not_begun(doctor);
        return ATL_OK;
    }
    report_dns(doctor, &reach);
    report_tcp(doctor, &reach);
    report_tls(doctor, &reach);
    doctor->answers = reach.stage == ATL_STAGE_ANSWERED;
    doctor->is_reached =
        reach.stage >= (is_https(doctor) ? ATL_STAGE_SECURED : ATL_STAGE_CONNECTED);
    return ATL_OK;
}
