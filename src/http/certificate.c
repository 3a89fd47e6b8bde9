#include "http/certificate.h"

#include "atlcli/text.h"

#include <wolfssl/options.h>

#include <arpa/inet.h>
#include <limits.h>
#include <string.h>
#include <time.h>
#include <wolfssl/openssl/x509v3.h>
#include <wolfssl/ssl.h>

static const char *format_name(struct atl_arena *arena, WOLFSSL_X509_NAME *name)
{
    static const struct {
        int nid;
        const char *label;
    } parts[] = {
        {NID_commonName, "CN"},  {NID_organizationName, "O"}, {NID_organizationalUnitName, "OU"},
        {NID_localityName, "L"}, {NID_countryName, "C"},
    };
    struct atl_buffer text = {0};
    for (size_t i = 0; name != NULL && i < sizeof parts / sizeof *parts; i++) {
        char value[256] = "";
        if (wolfSSL_X509_NAME_get_text_by_NID(name, parts[i].nid, value, sizeof value) > 0 &&
            value[0] != '\0') {
            atl_buffer_printf(&text, "%s%s=", text.length == 0 ? "" : ", ", parts[i].label);
            atl_text_append_safe(&text, value, strlen(value), false);
        }
    }
    char *kept = atl_arena_strdup(arena, atl_buffer_text(&text));
    atl_buffer_free(&text);
    return kept;
}

static void append_alternative(struct atl_buffer *text, const WOLFSSL_GENERAL_NAME *name)
{
    char address[INET6_ADDRSTRLEN] = "";
    const char *shown = NULL;
    size_t length = 0;
    if (name->type == GEN_DNS && name->d.dNSName != NULL) {
        shown = (const char *)name->d.dNSName->data;
        length = (size_t)name->d.dNSName->length;
    } else if (name->type == GEN_IPADD && name->d.iPAddress != NULL) {
        int family = name->d.iPAddress->length == 4 ? AF_INET : AF_INET6;
        if ((name->d.iPAddress->length == 4 || name->d.iPAddress->length == 16) &&
            inet_ntop(family, name->d.iPAddress->data, address, sizeof address) != NULL) {
            shown = address;
            length = strlen(address);
        }
    }
    if (shown != NULL) {
        atl_buffer_add(text, text->length == 0 ? "" : ", ");
        atl_text_append_safe(text, shown, length, false);
    }
}

static const char *format_alternatives(struct atl_arena *arena, WOLFSSL_X509 *x509)
{
    struct atl_buffer text = {0};
    WOLFSSL_STACK *names = wolfSSL_X509_get_ext_d2i(x509, NID_subject_alt_name, NULL, NULL);
    /* wolfSSL hands them out last first. */
    for (int i = names == NULL ? 0 : wolfSSL_sk_GENERAL_NAME_num(names); i-- > 0;) {
        append_alternative(&text, wolfSSL_sk_GENERAL_NAME_value(names, i));
    }
    if (names != NULL) {
        wolfSSL_sk_GENERAL_NAME_pop_free(names, NULL);
    }
    if (text.length == 0) {
        /* Without alternative names the common name counts. */
        char value[256] = "";
        WOLFSSL_X509_NAME *subject = wolfSSL_X509_get_subject_name(x509);
        if (subject != NULL &&
            wolfSSL_X509_NAME_get_text_by_NID(subject, NID_commonName, value, sizeof value) > 0) {
            atl_text_append_safe(&text, value, strlen(value), false);
        }
    }
    char *kept = atl_arena_strdup(arena, atl_buffer_text(&text));
    atl_buffer_free(&text);
    return kept;
}

static int64_t to_wall_ms(const WOLFSSL_ASN1_TIME *time)
{
    struct tm fields = {0};
    if (time == NULL || wolfSSL_ASN1_TIME_to_tm(time, &fields) != WOLFSSL_SUCCESS) {
        return 0;
    }
    return (int64_t)timegm(&fields) * 1000;
}

static bool read_as(struct atl_arena *arena, const unsigned char *bytes, size_t length, int form,
                    struct atl_certificate *certificate)
{
    if (length > INT_MAX) {
        return false;
    }
    WOLFSSL_X509 *x509 = wolfSSL_X509_load_certificate_buffer(bytes, (int)length, form);
    if (x509 == NULL) {
        return false;
    }
    certificate->subject = format_name(arena, wolfSSL_X509_get_subject_name(x509));
    certificate->issuer = format_name(arena, wolfSSL_X509_get_issuer_name(x509));
    certificate->names = format_alternatives(arena, x509);
    certificate->not_before_ms = to_wall_ms(wolfSSL_X509_get_notBefore(x509));
    certificate->not_after_ms = to_wall_ms(wolfSSL_X509_get_notAfter(x509));
    wolfSSL_X509_free(x509);
    return true;
}

bool atl_certificate_read(struct atl_arena *arena, const unsigned char *der, size_t length,
                          struct atl_certificate *certificate)
{
    return read_as(arena, der, length, WOLFSSL_FILETYPE_ASN1, certificate);
}

bool atl_certificate_read_pem(struct atl_arena *arena, const char *pem, size_t length,
                              struct atl_certificate *certificate)
{
    return read_as(arena, (const unsigned char *)pem, length, WOLFSSL_FILETYPE_PEM, certificate);
}
