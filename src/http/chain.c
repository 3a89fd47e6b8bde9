#include "http/chain.h"

#include "http/certificate.h"
#include "http/server_name.h"

#include <wolfssl/options.h>

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <wolfssl/openssl/evp.h>
#include <wolfssl/openssl/x509v3.h>
#include <wolfssl/ssl.h>
#include <wolfssl/wolfcrypt/asn.h>

/* What NIST SP 800-131A and the CA/Browser Forum ask for. */
enum {
    LEAST_RSA_BITS = 2048,
    LEAST_ECC_BITS = 256,
};

enum { MOST_KEY_BYTES = 4096 }; /* of a public key: as long as whole certificates may be */

enum {
    EXTENSION_KEY_USAGE = 15,          /* 2.5.29.15 */
    EXTENSION_EXTENDED_KEY_USAGE = 37, /* 2.5.29.37 */
};

/* ---- one certificate ---- */

static bool blame(struct atl_flaw *flaw, enum atl_flaw_kind kind, const char *detail)
{
    flaw->kind = kind;
    snprintf(flaw->detail, sizeof flaw->detail, "%s", detail);
    return true;
}

static bool has_weak_key(WOLFSSL_X509 *x509, struct atl_flaw *flaw)
{
    WOLFSSL_EVP_PKEY *key = wolfSSL_X509_get_pubkey(x509);
    if (key == NULL) {
        return false; /* Ed25519, say, which has one size */
    }
    int kind = wolfSSL_EVP_PKEY_base_id(key);
    int bits = wolfSSL_EVP_PKEY_bits(key);
    wolfSSL_EVP_PKEY_free(key);
    bool is_rsa = kind == EVP_PKEY_RSA;
    if ((is_rsa && bits < LEAST_RSA_BITS) || (kind == EVP_PKEY_EC && bits < LEAST_ECC_BITS)) {
        char words[32];
        snprintf(words, sizeof words, "%s, %d bits", is_rsa ? "RSA" : "EC", bits);
        return blame(flaw, ATL_FLAW_WEAK_KEY, words);
    }
    return false;
}

static bool has_weak_signature(WOLFSSL_X509 *x509, struct atl_flaw *flaw)
{
    switch (wolfSSL_X509_get_signature_type(x509)) {
    case CTC_SHAwRSA:
    case CTC_SHAwECDSA:
    case CTC_SHAwDSA:
        return blame(flaw, ATL_FLAW_WEAK_SIGNATURE, "SHA-1");
    case CTC_MD5wRSA:
        return blame(flaw, ATL_FLAW_WEAK_SIGNATURE, "MD5");
    case CTC_MD2wRSA:
        return blame(flaw, ATL_FLAW_WEAK_SIGNATURE, "MD2");
    default:
        return false;
    }
}

/* An issuer's purposes bound those of what it issues, too, as OpenSSL and browsers have it. */
static bool has_other_purpose(WOLFSSL_X509 *x509, struct atl_der der, struct atl_flaw *flaw)
{
    struct atl_der value;
    unsigned purposes = wolfSSL_X509_get_extended_key_usage(x509);
    return atl_der_extension(der, EXTENSION_EXTENDED_KEY_USAGE, &value) &&
           (purposes & (XKU_SSL_SERVER | XKU_ANYEKU)) == 0 && blame(flaw, ATL_FLAW_PURPOSE, "");
}

static bool may_not_issue(WOLFSSL_X509 *x509, struct atl_der der, size_t depth,
                          struct atl_flaw *flaw)
{
    struct atl_der value;
    bool may_sign = !atl_der_extension(der, EXTENSION_KEY_USAGE, &value) ||
                    (wolfSSL_X509_get_keyUsage(x509) & KEYUSE_KEY_CERT_SIGN) != 0;
    if (!wolfSSL_X509_get_isCA(x509) || !may_sign) {
        return blame(flaw, ATL_FLAW_NOT_AN_ISSUER, "");
    }
    /* Between an issuer of depth 1 and the server there is none. */
    return wolfSSL_X509_get_isSet_pathLength(x509) &&
           wolfSSL_X509_get_pathLength(x509) < depth - 1 && blame(flaw, ATL_FLAW_TOO_LONG, "");
}

static bool is_for_another(struct atl_der own, const char *host, struct atl_flaw *flaw)
{
    size_t names;
    if (atl_server_name_is_in(own, host, &names)) {
        return false;
    }
    return blame(flaw, names == 0 ? ATL_FLAW_NO_NAMES : ATL_FLAW_OTHER_NAMES, "");
}

/* ---- the way up ---- */

static bool is_same(struct atl_der left, struct atl_der right)
{
    return left.length == right.length && memcmp(left.at, right.at, left.length) == 0;
}

static WOLFSSL_X509 *load(struct atl_der der)
{
    return der.length > INT_MAX ? NULL
                                : wolfSSL_X509_load_certificate_buffer(der.at, (int)der.length,
                                                                       WOLFSSL_FILETYPE_ASN1);
}

/* Names can be chosen to look like anything: whose key has signed says who has issued it. */
static bool is_signed_by(struct atl_der der, struct atl_der issuer)
{
    unsigned char key[MOST_KEY_BYTES];
    int length = sizeof key;
    WOLFSSL_X509 *x509 = load(issuer);
    bool is_signed = x509 != NULL && der.length <= INT_MAX &&
                     wolfSSL_X509_get_pubkey_buffer(x509, key, &length) == WOLFSSL_SUCCESS &&
                     wc_CheckCertSigPubKey(der.at, (word32)der.length, NULL, key, (word32)length,
                                           wolfSSL_X509_get_pubkey_type(x509)) == 0;
    wolfSSL_X509_free(x509);
    return is_signed;
}

static bool signed_itself(struct atl_der der)
{
    struct atl_der issuer;
    struct atl_der subject;
    return atl_der_names(der, &issuer, &subject) && is_same(issuer, subject) &&
           is_signed_by(der, der);
}

/* The certificate among these that has issued `der`; NULL: none of them. */
static const struct atl_der *find_issuer(const struct atl_der *certificates, size_t count,
                                         struct atl_der der)
{
    struct atl_der wanted;
    struct atl_der issuer;
    struct atl_der subject;
    if (!atl_der_names(der, &wanted, &subject)) {
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        if (atl_der_names(certificates[i], &issuer, &subject) && is_same(subject, wanted) &&
            is_signed_by(der, certificates[i])) {
            return &certificates[i];
        }
    }
    return NULL;
}

/* An anchor is trusted whatever it says about itself, but who knows its key can issue anything. */
static bool is_flawed_anchor(WOLFSSL_X509 *x509, struct atl_der der, struct atl_der own,
                             struct atl_flaw *flaw)
{
    return has_weak_key(x509, flaw) ||
           (!atl_server_names_allowed(der, own) && blame(flaw, ATL_FLAW_NAMES_EXCLUDED, ""));
}

static bool is_flawed_issuer(WOLFSSL_X509 *x509, struct atl_der der, struct atl_der own,
                             struct atl_flaw *flaw)
{
    return may_not_issue(x509, der, flaw->depth, flaw) || has_weak_key(x509, flaw) ||
           (!signed_itself(der) && has_weak_signature(x509, flaw)) ||
           has_other_purpose(x509, der, flaw) ||
           (!atl_server_names_allowed(der, own) && blame(flaw, ATL_FLAW_NAMES_EXCLUDED, ""));
}

static bool is_flawed_server(WOLFSSL_X509 *x509, struct atl_der own, const char *host,
                             struct atl_flaw *flaw)
{
    return has_weak_key(x509, flaw) || (!signed_itself(own) && has_weak_signature(x509, flaw)) ||
           has_other_purpose(x509, own, flaw) || is_for_another(own, host, flaw);
}

static void note_subject(struct atl_der der, struct atl_flaw *flaw)
{
    struct atl_arena arena = {0};
    struct atl_certificate words;
    if (atl_certificate_read(&arena, der.at, der.length, &words)) {
        snprintf(flaw->subject, sizeof flaw->subject, "%s", words.subject);
    }
    atl_arena_free(&arena);
}

static bool is_flawed(const struct atl_der *der, bool is_anchor, struct atl_der own,
                      const char *host, struct atl_flaw *flaw)
{
    WOLFSSL_X509 *x509 = load(*der);
    if (x509 == NULL) {
        return blame(flaw, ATL_FLAW_UNREADABLE, "");
    }
    bool flawed = flaw->depth == 0 ? is_flawed_server(x509, *der, host, flaw)
                  : is_anchor      ? is_flawed_anchor(x509, *der, own, flaw)
                                   : is_flawed_issuer(x509, *der, own, flaw);
    wolfSSL_X509_free(x509);
    if (flawed) {
        note_subject(*der, flaw);
    }
    return flawed;
}

bool atl_chain_find_flaw(const struct atl_chain *chain, const char *host, struct atl_flaw *flaw)
{
    *flaw = (struct atl_flaw){0};
    const struct atl_der *at = chain->count == 0 ? NULL : &chain->certificates[0];
    bool is_anchor = false;
    while (at != NULL) {
        if (is_flawed(at, is_anchor, chain->certificates[0], host, flaw)) {
            return true;
        }
        const struct atl_der *of = at;
        flaw->depth++;
        /* Two that signed each other would be a circle. */
        if (is_anchor || flaw->depth > chain->count || signed_itself(*of)) {
            break;
        }
        at = find_issuer(chain->anchors, chain->anchor_count, *of);
        is_anchor = at != NULL;
        if (at == NULL) {
            at = find_issuer(chain->certificates + 1, chain->count - 1, *of);
        }
    }
    return false;
}
