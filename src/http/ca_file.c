/* Is a file good as a CA file? Asked at log-in, and whenever the file has changed. */
#include "http/ca_file.h"
#include "atlcli/clock.h"
#include "atlcli/file.h"
#include "atlcli/http.h"
#include "atlcli/text.h"
#include "http/certificate.h"

#include <wolfssl/options.h>

#include <stdlib.h>
#include <string.h>
#include <wolfssl/ssl.h>
#include <wolfssl/wolfcrypt/asn_public.h>

enum {
    MOST_BYTES = 16 * 1024 * 1024,
};

static const char begin_mark[] = "-----BEGIN ";
static const char end_mark[] = "-----END ";

static bool is_certificate_label(const char *label)
{
    return atl_text_starts_with(label, "CERTIFICATE-----") ||
           atl_text_starts_with(label, "X509 CERTIFICATE-----") ||
           atl_text_starts_with(label, "TRUSTED CERTIFICATE-----");
}

static bool is_private_key_label(const char *label)
{
    size_t length = strcspn(label, "\r\n");
    static const char word[] = "PRIVATE KEY-----";
    return length >= sizeof word - 1 &&
           memcmp(label + length - (sizeof word - 1), word, sizeof word - 1) == 0;
}

static void count_certificate(const char *block, size_t length, struct atl_ca_file *found)
{
    struct atl_arena arena = {0};
    struct atl_certificate certificate;
    if (!atl_certificate_read_pem(&arena, block, length, &certificate)) {
        found->unreadable++;
    } else {
        found->certificates++;
        if (certificate.not_after_ms < atl_clock_wall_ms()) {
            found->expired++;
        }
    }
    atl_arena_free(&arena);
}

/*
 * The next PEM block (RFC 7468) from *text on, up to its last line's end; text before, between and
 * after them is left alone. False when there is none, or only the beginning of one.
 */
static bool next_block(const char **text, const char **begin, const char **label)
{
    *begin = strstr(*text, begin_mark);
    if (*begin == NULL) {
        return false;
    }
    *label = *begin + sizeof begin_mark - 1;
    const char *end = strstr(*label, end_mark);
    if (end == NULL) {
        return false;
    }
    *text = end + strcspn(end, "\r\n");
    return true;
}

static void count_blocks(const char *text, struct atl_ca_file *found)
{
    const char *begin;
    const char *label;
    while (next_block(&text, &begin, &label)) {
        if (is_certificate_label(label)) {
            count_certificate(begin, (size_t)(text - begin), found);
        } else if (is_private_key_label(label)) {
            found->has_private_key = true;
        }
    }
    if (begin != NULL) {
        found->unreadable++;
    }
}

/* What plain certificates are, is looked at when one is wanted: that takes most of the time. */
static void take_plain(const char *block, size_t length,
                       void (*take)(const unsigned char *der, size_t length, void *context),
                       void *context)
{
    unsigned char *der = atl_alloc(length);
    int size =
        wc_CertPemToDer((const unsigned char *)block, (int)length, der, (int)length, CERT_TYPE);
    if (size > 0) {
        take(der, (size_t)size, context);
    }
    free(der);
}

static void take_any(const char *block, size_t length,
                     void (*take)(const unsigned char *der, size_t length, void *context),
                     void *context)
{
    int size = 0;
    WOLFSSL_X509 *x509 = wolfSSL_X509_load_certificate_buffer((const unsigned char *)block,
                                                              (int)length, WOLFSSL_FILETYPE_PEM);
    const unsigned char *der = x509 == NULL ? NULL : wolfSSL_X509_get_der(x509, &size);
    if (der != NULL && size > 0) {
        take(der, (size_t)size, context);
    }
    wolfSSL_X509_free(x509);
}

void atl_ca_file_each(const char *path,
                      void (*take)(const unsigned char *der, size_t length, void *context),
                      void *context)
{
    struct atl_buffer contents = {.secret = true}; /* a private key may be in there, too */
    const char *begin;
    const char *label;
    if (atl_file_read(path, MOST_BYTES, &contents, NULL) == ATL_OK) {
        const char *text = atl_buffer_text(&contents);
        while (next_block(&text, &begin, &label)) {
            if (atl_text_starts_with(label, "CERTIFICATE-----")) {
                take_plain(begin, (size_t)(text - begin), take, context);
            } else if (is_certificate_label(label)) {
                take_any(begin, (size_t)(text - begin), take, context);
            }
        }
    }
    atl_buffer_free(&contents);
}

static enum atl_status fail_without_certificate(const char *path, const struct atl_buffer *contents,
                                                const struct atl_ca_file *found,
                                                struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_certificate certificate;
    if (contents->length == 0) {
        atl_fail(error, ATL_TLS, "CA file '%s' is empty", path);
    } else if (found->unreadable > 0) {
        atl_fail(error, ATL_TLS, "CA file '%s' holds no certificate that can be read", path);
        atl_hint(error, "the file may be cut short or damaged: export the certificate again");
    } else if (atl_certificate_read(&arena, (const unsigned char *)contents->data, contents->length,
                                    &certificate)) {
        atl_fail(error, ATL_TLS, "CA file '%s' is in DER form, not PEM", path);
        atl_hint(error, "convert it: openssl x509 -inform der -in '%s' -out ca.pem", path);
    } else if (found->has_private_key) {
        atl_fail(error, ATL_TLS, "CA file '%s' holds a private key and no certificate", path);
    } else {
        atl_fail(error, ATL_TLS, "CA file '%s' holds no PEM certificate", path);
        atl_hint(error, "a PEM certificate begins with -----BEGIN CERTIFICATE-----");
    }
    atl_arena_free(&arena);
    return ATL_TLS;
}

enum atl_status atl_tls_check_ca_file(const char *path, struct atl_ca_file *found,
                                      struct atl_error *error)
{
    struct atl_ca_file counted = {0};
    struct atl_buffer contents = {.secret = true}; /* a private key may be in there, too */
    wolfSSL_Init();
    enum atl_status status = atl_file_read(path, MOST_BYTES, &contents, error);
    if (status != ATL_OK) {
        atl_error_prefix(error, "CA file");
        status = ATL_TLS;
        if (error != NULL) {
            error->status = ATL_TLS;
        }
        goto done;
    }
    count_blocks(atl_buffer_text(&contents), &counted);
    if (counted.certificates == 0) {
        status = fail_without_certificate(path, &contents, &counted, error);
    }
done:
    if (status != ATL_OK) {
        atl_hint(error, "--ca-file of 'atlcli auth login' takes a file of PEM certificates");
    }
    atl_buffer_free(&contents);
    wolfSSL_Cleanup();
    if (found != NULL) {
        *found = counted;
    }
    return status;
}
