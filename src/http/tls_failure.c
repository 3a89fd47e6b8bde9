/* What is wrong with a TLS connection, in words, and what to do about it. */
#include "atlcli/clock.h"
#include "http/certificate.h"
#include "http/failure.h"
#include "http/probe.h"

#include <wolfssl/options.h>

#include <string.h>
#include <wolfssl/ssl.h>

static bool says(const struct atl_transfer *transfer, const char *words)
{
    return strstr(transfer->message, words) != NULL;
}

static bool is_about_certificate(const struct atl_transfer *transfer)
{
    /* wolfSSL's other words, such as "ASN sig error, confirm failure", come as handshake errors. */
    return transfer->code == CURLE_PEER_FAILED_VERIFICATION ||
           transfer->code == CURLE_SSL_CACERT_BADFILE || says(transfer, "ASN") ||
           says(transfer, "ertificate") || says(transfer, "mismatch");
}

/* "HTTP/1.1 …" read as a TLS record is one of impossible length. */
static bool is_plain_text(const struct atl_transfer *transfer)
{
    return says(transfer, "record layer length");
}

bool atl_tls_failure_is_final(const struct atl_transfer *transfer)
{
    return is_about_certificate(transfer) || is_plain_text(transfer);
}

static void hint_at_ca_file(const struct atl_transfer *transfer, struct atl_error *error)
{
    const struct atl_account *account = transfer->http->account;
    if (atl_text_is_empty(account->tls_ca_file)) {
        atl_hint(error, "if the certificate is from your own CA, give its certificate: atlcli auth "
                        "login --ca-file CA.pem …");
    } else {
        atl_hint(error,
                 "the CA file in use is '%s': does it hold the CA that issued this "
                 "certificate?",
                 account->tls_ca_file);
        atl_hint(error, "use another one: atlcli auth login --ca-file CA.pem …");
    }
}

static enum atl_status report_unknown_issuer(const struct atl_transfer *transfer,
                                             const char *server,
                                             const struct atl_certificate *certificate,
                                             struct atl_error *error)
{
    if (certificate == NULL) {
        atl_fail(error, ATL_TLS, "the certificate of %s is from an unknown issuer", server);
    } else if (atl_text_equal(certificate->subject, certificate->issuer)) {
        atl_fail(error, ATL_TLS, "the certificate of %s is self-signed (%s) and not trusted",
                 server, certificate->subject);
    } else {
        atl_fail(error, ATL_TLS, "the certificate of %s is from an unknown issuer (%s)", server,
                 certificate->issuer);
    }
    hint_at_ca_file(transfer, error);
    return ATL_TLS;
}

static enum atl_status report_wrong_host(const char *server,
                                         const struct atl_certificate *certificate,
                                         struct atl_error *error)
{
    if (certificate == NULL || certificate->names[0] == '\0') {
        atl_fail(error, ATL_TLS, "the certificate of %s is for another host name", server);
    } else {
        atl_fail(error, ATL_TLS, "the certificate of %s is for another host name: %s", server,
                 certificate->names);
    }
    atl_hint(error, "use the name that is in the certificate as the site's address");
    return ATL_TLS;
}

static enum atl_status report_date(const char *server, const char *whose, int64_t wall_ms,
                                   bool expired, struct atl_error *error)
{
    struct atl_arena arena = {0};
    const char *when = wall_ms == 0 ? NULL : atl_clock_format_iso8601(&arena, wall_ms);
    atl_fail(error, ATL_TLS, "the %s of %s %s%s%.10s", whose, server,
             expired ? "has expired" : "is not valid yet",
             when == NULL ? "" : (expired ? ", on " : ", only from "), when == NULL ? "" : when);
    if (expired) {
        atl_hint(error, "the server needs a new certificate; if this machine's clock is wrong, "
                        "set it");
    } else {
        atl_hint(error, "is this machine's clock right?");
    }
    atl_arena_free(&arena);
    return ATL_TLS;
}

/* The certificate was not accepted: looks at it to say why. */
static enum atl_status report_certificate(const struct atl_transfer *transfer, const char *server,
                                          struct atl_error *error)
{
    struct atl_probe probe;
    struct atl_arena arena = {0};
    struct atl_certificate own_space;
    struct atl_certificate failed_space;
    const struct atl_certificate *own = NULL;
    const struct atl_certificate *failed = NULL;
    enum atl_status status;
    atl_probe_certificates(transfer->http, atl_buffer_text(&transfer->url), &probe);
    if (probe.own != NULL &&
        atl_certificate_read(&arena, probe.own, probe.own_length, &own_space)) {
        own = &own_space;
        failed = own;
        atl_tls_session_set_certificate(&transfer->http->tls, probe.own, probe.own_length);
    }
    if (probe.failed != NULL &&
        atl_certificate_read(&arena, probe.failed, probe.failed_length, &failed_space)) {
        failed = &failed_space;
    }
    int64_t now = atl_clock_wall_ms();
    const char *whose = probe.depth == 0 ? "certificate" : "issuer's certificate";
    bool expired = failed != NULL && failed->not_after_ms != 0 && failed->not_after_ms < now;
    bool early = failed != NULL && failed->not_before_ms > now;
    if (says(transfer, "do not match") || says(transfer, "mismatch")) {
        status = report_wrong_host(server, own, error);
    } else if (expired || says(transfer, "has expired")) {
        status = report_date(server, whose, failed == NULL ? 0 : failed->not_after_ms, true, error);
    } else if (early || says(transfer, "not valid yet")) {
        status =
            report_date(server, whose, failed == NULL ? 0 : failed->not_before_ms, false, error);
    } else if (transfer->code == CURLE_SSL_CACERT_BADFILE || says(transfer, "signer")) {
        status = report_unknown_issuer(transfer, server, own, error);
    } else {
        status = atl_fail(error, ATL_TLS, "the certificate of %s is not accepted: %s", server,
                          transfer->message);
        hint_at_ca_file(transfer, error);
    }
    atl_arena_free(&arena);
    atl_probe_free(&probe);
    return status;
}

/* The server has said in an alert (RFC 8446 section 6) why it broke off. */
static enum atl_status report_alert(const struct atl_transfer *transfer, const char *server,
                                    struct atl_error *error)
{
    static const struct {
        int alert;
        const char *words;
    } known[] = {
        {protocol_version, "it offers no TLS version from 1.2 on"},
        {handshake_failure, "it shares no cipher or key exchange with us"},
        {insufficient_security, "it shares no cipher or key exchange with us"},
        {unrecognized_name, "it doesn't know that host name"},
        {bad_certificate, "it wants a client certificate, which atlcli doesn't have"},
        {certificate_required, "it wants a client certificate, which atlcli doesn't have"},
    };
    struct atl_probe probe;
    const char *words = transfer->message;
    atl_probe_certificates(transfer->http, atl_buffer_text(&transfer->url), &probe);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (known[i].alert == probe.alert) {
            words = known[i].words;
        }
    }
    atl_fail(error, ATL_TLS, "%s refuses the TLS handshake: %s", server, words);
    atl_probe_free(&probe);
    return ATL_TLS;
}

static enum atl_status report_handshake(const struct atl_transfer *transfer, const char *server,
                                        struct atl_error *error)
{
    if (is_plain_text(transfer)) {
        atl_fail(error, ATL_TLS, "%s doesn't speak TLS there: it answered in plain text", server);
        atl_hint(error, "is the port right, or is the site's address one with http://?");
        return ATL_TLS;
    }
    if (says(transfer, "received alert")) {
        return report_alert(transfer, server, error);
    }
    /* What a server does that takes the handshake for a damaged HTTP request. */
    if (says(transfer, "error state on socket") || says(transfer, "peer sent close notify")) {
        atl_fail(error, ATL_TLS, "%s closed the connection during the TLS handshake", server);
        atl_hint(error, "is the port right, or is the site's address one with http://?");
        return ATL_TLS;
    }
    return atl_fail(error, ATL_TLS, "the TLS handshake with %s failed: %s", server,
                    transfer->message[0] == '\0' ? curl_easy_strerror(transfer->code)
                                                 : transfer->message);
}

static enum atl_status report_ca_file(const struct atl_trust *trust, struct atl_error *error)
{
    if (trust->path == NULL) {
        return atl_fail(error, ATL_TLS, "no CA certificates were found on this machine");
    }
    enum atl_status status = atl_tls_check_ca_file(trust->path, NULL, error);
    if (status == ATL_OK) {
        status =
            atl_fail(error, ATL_TLS, "the certificates in CA file '%s' can't be used", trust->path);
    }
    return status;
}

enum atl_status atl_tls_failure_report(const struct atl_transfer *transfer, struct atl_error *error)
{
    char server[300];
    const struct atl_trust *trust = &transfer->http->trust;
    atl_failure_name_host(transfer, server, sizeof server);
    if (says(transfer, "error setting certificate verify locations")) {
        return report_ca_file(trust, error);
    }
    if (is_about_certificate(transfer)) {
        return report_certificate(transfer, server, error);
    }
    return report_handshake(transfer, server, error);
}
