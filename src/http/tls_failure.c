/* What is wrong with a TLS connection, in words, and what to do about it. */
#include "atlcli/clock.h"
#include "http/certificate.h"
#include "http/failure.h"
#include "http/probe.h"
#include "http/tls_flaw.h"
#include "http/vet.h"

#include <wolfssl/options.h>

#include <stdio.h>
#include <string.h>
#include <wolfssl/ssl.h>

static bool says(const struct atl_transfer *transfer, const char *words)
{
    return strstr(transfer->message, words) != NULL;
}

static bool is_about_certificate(const struct atl_transfer *transfer)
{
    /* wolfSSL's other words, such as "ASN sig error, confirm failure", come as handshake errors. */
    static const char *const words[] = {"ASN",       "ertificate",    "mismatch",
                                        "Key Usage", "Ext Key Use",   "Not a CA",
                                        "X.509",     "key too small", "Name Constraint"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (says(transfer, words[i])) {
            return true;
        }
    }
    return transfer->code == CURLE_PEER_FAILED_VERIFICATION ||
           transfer->code == CURLE_SSL_CACERT_BADFILE;
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

/* No profile keeps a CA file for an account that the environment alone makes. */
static bool is_of_environment(const struct atl_account *account)
{
    return atl_account_profile(account) == NULL && account->site_source == ATL_SOURCE_ENVIRONMENT;
}

static void hint_at_ca_file(const struct atl_transfer *transfer, struct atl_error *error)
{
    const struct atl_account *account = transfer->http->account;
    const struct atl_trust *trust = &transfer->http->trust;
    if (trust->variable != NULL) {
        atl_hint(error,
                 "the CA file in use is '%s' (%s): does it hold the CA that issued this "
                 "certificate?",
                 trust->path, trust->variable);
    }
    if (is_of_environment(account)) {
        atl_hint(error,
                 "if the certificate is from your own CA, name the file of its certificate: "
                 "%s=CA.pem",
                 trust->variable == NULL ? "SSL_CERT_FILE" : trust->variable);
    } else if (atl_text_is_empty(account->tls_ca_file)) {
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
                                             size_t shown, struct atl_error *error)
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
    if (certificate != NULL && shown == 1 &&
        !atl_text_equal(certificate->subject, certificate->issuer)) {
        atl_hint(error, "if that issuer is an intermediate one, the server has to send its "
                        "certificate, too, and doesn't");
    }
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

static bool read_certificate(struct atl_arena *arena, const struct atl_chain *chain, size_t at,
                             struct atl_certificate *certificate)
{
    return at < chain->count && atl_certificate_read(arena, chain->certificates[at].at,
                                                     chain->certificates[at].length, certificate);
}

/* What wolfSSL says that is no matter of dates, names or trust. */
static enum atl_status report_other(const struct atl_transfer *transfer, const char *server,
                                    struct atl_error *error)
{
    if (says(transfer, "sig error, confirm failure")) {
        atl_fail(error, ATL_TLS,
                 "the signature of the certificate of %s is wrong: it was changed on its way, or "
                 "isn't from whom it says",
                 server);
        atl_hint(error, "somebody may be in between: is a proxy in use?");
    } else if (says(transfer, "Critical extension")) {
        atl_fail(error, ATL_TLS,
                 "the certificate of %s has a critical extension that atlcli doesn't know", server);
        atl_hint(error, "the server needs a certificate without it");
    } else {
        atl_fail(error, ATL_TLS, "the certificate of %s is not accepted: %s", server,
                 transfer->message);
        hint_at_ca_file(transfer, error);
    }
    return ATL_TLS;
}

/* wolfSSL has not accepted the chain of the probe: says why. */
static enum atl_status report_rejection(const struct atl_transfer *transfer, const char *server,
                                        struct atl_probe *probe, struct atl_arena *arena,
                                        struct atl_error *error)
{
    struct atl_certificate own_space;
    struct atl_certificate failed_space;
    struct atl_flaw flaw;
    const struct atl_certificate *own =
        read_certificate(arena, &probe->chain, 0, &own_space) ? &own_space : NULL;
    const struct atl_certificate *failed =
        read_certificate(arena, &probe->chain, probe->depth, &failed_space) ? &failed_space : own;
    int64_t now = atl_clock_wall_ms();
    const char *whose = probe->depth == 0 ? "certificate" : "issuer's certificate";
    bool expired = failed != NULL && failed->not_after_ms != 0 && failed->not_after_ms < now;
    bool early = failed != NULL && failed->not_before_ms > now;
    if (says(transfer, "do not match") || says(transfer, "mismatch")) {
        return atl_tls_report_names(server, own, error);
    }
    if (expired || says(transfer, "has expired")) {
        return report_date(server, whose, failed == NULL ? 0 : failed->not_after_ms, true, error);
    }
    if (early || says(transfer, "not valid yet")) {
        return report_date(server, whose, failed == NULL ? 0 : failed->not_before_ms, false, error);
    }
    /* wolfSSL shows neither of these to its callback, or can't read the issuer's certificate then.
     */
    if (says(transfer, "Not a CA") || says(transfer, "Key Usage value")) {
        flaw = (struct atl_flaw){.kind = ATL_FLAW_NOT_AN_ISSUER, .depth = 1};
        snprintf(flaw.subject, sizeof flaw.subject, "%s", own == NULL ? "" : own->issuer);
        return atl_tls_flaw_report(&flaw, server, own, error);
    }
    bool is_signature = says(transfer, "sig error, confirm failure");
    if (!is_signature &&
        atl_vet_chain(transfer->http, atl_buffer_text(&transfer->url), &probe->chain, &flaw)) {
        return atl_tls_flaw_report(&flaw, server, own, error);
    }
    if (transfer->code == CURLE_SSL_CACERT_BADFILE || says(transfer, "signer")) {
        return report_unknown_issuer(transfer, server, own, probe->chain.count, error);
    }
    return report_other(transfer, server, error);
}

/* The certificate was not accepted: looks at it to say why. */
static enum atl_status report_certificate(const struct atl_transfer *transfer, const char *server,
                                          struct atl_error *error)
{
    struct atl_probe probe;
    struct atl_arena arena = {0};
    atl_probe_certificates(transfer->http, atl_buffer_text(&transfer->url), &probe);
    if (probe.chain.count > 0) {
        atl_tls_session_set_certificate(&transfer->http->tls, probe.chain.certificates[0].at,
                                        probe.chain.certificates[0].length);
    }
    enum atl_status status = report_rejection(transfer, server, &probe, &arena, error);
    atl_arena_free(&arena);
    atl_probe_free(&probe);
    return status;
}

/* wolfSSL has accepted it, and we haven't. */
static enum atl_status report_flaw(const struct atl_transfer *transfer, const char *server,
                                   struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_certificate own;
    const struct atl_tls_session *session = &transfer->http->tls;
    bool known =
        session->certificate != NULL &&
        atl_certificate_read(&arena, session->certificate, session->certificate_length, &own);
    atl_tls_flaw_report(&transfer->flaw, server, known ? &own : NULL, error);
    atl_arena_free(&arena);
    return ATL_TLS;
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
    if (transfer->stop == ATL_STOP_UNTRUSTED) {
        return report_flaw(transfer, server, error);
    }
    if (says(transfer, "error setting certificate verify locations")) {
        return report_ca_file(trust, error);
    }
    if (is_about_certificate(transfer)) {
        return report_certificate(transfer, server, error);
    }
    return report_handshake(transfer, server, error);
}
