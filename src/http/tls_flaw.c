#include "http/tls_flaw.h"

#include <stdio.h>

enum atl_status atl_tls_report_names(const char *server, const struct atl_certificate *own,
                                     struct atl_error *error)
{
    if (own == NULL || own->names[0] == '\0') {
        atl_fail(error, ATL_TLS, "the certificate of %s is for another host name", server);
    } else {
        atl_fail(error, ATL_TLS, "the certificate of %s is for another host name: %s", server,
                 own->names);
    }
    atl_hint(error, "use the name that is in the certificate as the site's address");
    return ATL_TLS;
}

/* "the certificate of HOST", or "the issuer's certificate of HOST (CN=…)". */
static void name_certificate(const struct atl_flaw *flaw, const char *server, char *text,
                             size_t size)
{
    if (flaw->depth == 0) {
        snprintf(text, size, "the certificate of %s", server);
    } else {
        snprintf(text, size, "the issuer's certificate of %s (%s)", server, flaw->subject);
    }
}

enum atl_status atl_tls_flaw_report(const struct atl_flaw *flaw, const char *server,
                                    const struct atl_certificate *own, struct atl_error *error)
{
    char name[600];
    name_certificate(flaw, server, name, sizeof name);
    switch (flaw->kind) {
    case ATL_FLAW_NONE:
    case ATL_FLAW_UNREADABLE:
        atl_fail(error, ATL_TLS, "%s can't be read", name);
        atl_hint(error, "the server needs another certificate");
        break;
    case ATL_FLAW_WEAK_KEY:
        atl_fail(error, ATL_TLS, "%s has a key that is too weak (%s)", name, flaw->detail);
        atl_hint(error, "the server needs a certificate with a key of at least 2048 bits for RSA, "
                        "256 for elliptic curves; so do those that issue it");
        break;
    case ATL_FLAW_WEAK_SIGNATURE:
        atl_fail(error, ATL_TLS, "%s is signed with %s, which can be forged", name, flaw->detail);
        atl_hint(error, "the server needs a certificate signed with SHA-256 or better");
        break;
    case ATL_FLAW_PURPOSE:
        atl_fail(error, ATL_TLS, "%s is not for servers", name);
        atl_hint(error, "the server needs a certificate whose extended key usage has serverAuth");
        break;
    case ATL_FLAW_NO_NAMES:
        atl_fail(error, ATL_TLS,
                 "the certificate of %s names no host: a common name alone doesn't count", server);
        atl_hint(error, "the server needs a certificate with subject alternative names");
        break;
    case ATL_FLAW_OTHER_NAMES:
        atl_tls_report_names(server, own, error);
        break;
    case ATL_FLAW_NOT_AN_ISSUER:
        atl_fail(error, ATL_TLS,
                 "the certificate of %s was issued by one that may issue none%s%s%s", server,
                 flaw->subject[0] == '\0' ? "" : " (", flaw->subject,
                 flaw->subject[0] == '\0' ? "" : ")");
        atl_hint(error, "the server needs a certificate from a certificate authority");
        break;
    case ATL_FLAW_TOO_LONG:
        atl_fail(error, ATL_TLS,
                 "the certificate of %s has more issuers than one of them allows (%s)", server,
                 flaw->subject);
        atl_hint(error, "the server needs a certificate from an issuer that may issue it");
        break;
    case ATL_FLAW_NAMES_EXCLUDED:
        atl_fail(error, ATL_TLS, "the issuer of the certificate of %s may issue none for it (%s)",
                 server, flaw->subject);
        atl_hint(error, "the server needs a certificate from an issuer whose name constraints "
                        "allow its names");
        break;
    }
    return ATL_TLS;
}
