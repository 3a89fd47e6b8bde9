#include "sandbox/server/certificate.h"

#include "atlcli/clock.h"
#include "atlcli/file.h"

#include <arpa/inet.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <string.h>

enum {
    MOST_FILE_BYTES = 1024 * 1024,
    DAY_SECONDS = 24 * 60 * 60,
    CA_DAYS = 10 * 365,
    /* The most that browsers and Apple's TLS accept. */
    SERVER_DAYS = 825,
    SERIAL_BYTES = 16,
};

static enum atl_status fail(struct atl_error *error, const char *what, int code)
{
    return atl_fail(error, ATL_FAILED, "%s: %s", what, gnutls_strerror(code));
}

static enum atl_status read_text(struct atl_arena *arena, const char *path, char **text,
                                 struct atl_error *error)
{
    struct atl_buffer contents = {0};
    enum atl_status status = atl_file_read(path, MOST_FILE_BYTES, &contents, error);
    *text = atl_arena_strdup(arena, atl_buffer_text(&contents));
    atl_wipe(contents.data, contents.length);
    atl_buffer_free(&contents);
    return status;
}

static gnutls_datum_t as_datum(char *text)
{
    return (gnutls_datum_t){.data = (unsigned char *)text, .size = (unsigned)strlen(text)};
}

/* ---- making ---- */

/* The steps of making a certificate; the first that fails is remembered, the rest do nothing. */
struct making {
    gnutls_x509_crt_t certificate;
    gnutls_x509_privkey_t key;
    int code;
};

static void note(struct making *making, int code)
{
    if (making->code >= 0 && code < 0) {
        making->code = code;
    }
}

static void begin_making(struct making *making, const char *common_name, int days)
{
    *making = (struct making){0};
    note(making, gnutls_x509_privkey_init(&making->key));
    note(making, gnutls_x509_crt_init(&making->certificate));
    if (making->code < 0) {
        return;
    }
    unsigned char serial[SERIAL_BYTES];
    note(making, gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof serial));
    serial[0] &= 0x7F; /* positive, RFC 5280 4.1.2.2 */
    time_t now = (time_t)atl_clock_wall_seconds();
    gnutls_x509_crt_t certificate = making->certificate;
    note(making, gnutls_x509_privkey_generate(making->key, GNUTLS_PK_ECDSA,
                                              GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0));
    note(making, gnutls_x509_crt_set_version(certificate, 3));
    note(making, gnutls_x509_crt_set_serial(certificate, serial, sizeof serial));
    note(making, gnutls_x509_crt_set_activation_time(certificate, now - DAY_SECONDS));
    note(making,
         gnutls_x509_crt_set_expiration_time(certificate, now + (time_t)days * DAY_SECONDS));
    note(making, gnutls_x509_crt_set_dn_by_oid(certificate, GNUTLS_OID_X520_COMMON_NAME, 0,
                                               common_name, (unsigned)strlen(common_name)));
    note(making, gnutls_x509_crt_set_key(certificate, making->key));
    unsigned char key_id[64];
    size_t key_id_size = sizeof key_id;
    note(making, gnutls_x509_crt_get_key_id(certificate, 0, key_id, &key_id_size));
    note(making, gnutls_x509_crt_set_subject_key_id(certificate, key_id, key_id_size));
}

static void end_making(struct making *making)
{
    if (making->certificate != NULL) {
        gnutls_x509_crt_deinit(making->certificate);
    }
    if (making->key != NULL) {
        gnutls_x509_privkey_deinit(making->key);
    }
}

static void make_authority(struct making *authority)
{
    begin_making(authority, "atlcli sandbox CA", CA_DAYS);
    gnutls_x509_crt_t certificate = authority->certificate;
    note(authority, gnutls_x509_crt_set_basic_constraints(certificate, 1, 0));
    note(authority, gnutls_x509_crt_set_key_usage(certificate,
                                                  GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN));
    note(authority,
         gnutls_x509_crt_sign2(certificate, certificate, authority->key, GNUTLS_DIG_SHA256, 0));
}

static void add_address(struct making *server, const char *address)
{
    unsigned char bytes[16];
    unsigned size = inet_pton(AF_INET, address, bytes) == 1    ? 4
                    : inet_pton(AF_INET6, address, bytes) == 1 ? 16
                                                               : 0;
    if (size > 0) {
        note(server, gnutls_x509_crt_set_subject_alt_name(server->certificate, GNUTLS_SAN_IPADDRESS,
                                                          bytes, size, GNUTLS_FSAN_APPEND));
    }
}

static bool is_usual_address(const char *address)
{
    return strcmp(address, "127.0.0.1") == 0 || strcmp(address, "::1") == 0;
}

static void make_server(struct making *server, const struct making *authority, const char *address)
{
    begin_making(server, "localhost", SERVER_DAYS);
    gnutls_x509_crt_t certificate = server->certificate;
    note(server,
         gnutls_x509_crt_set_subject_alt_name(certificate, GNUTLS_SAN_DNSNAME, "localhost",
                                              (unsigned)strlen("localhost"), GNUTLS_FSAN_SET));
    add_address(server, "127.0.0.1");
    add_address(server, "::1");
    if (!is_usual_address(address)) {
        add_address(server, address);
    }
    unsigned char key_id[64];
    size_t key_id_size = sizeof key_id;
    note(server, gnutls_x509_crt_get_key_id(authority->certificate, 0, key_id, &key_id_size));
    note(server, gnutls_x509_crt_set_authority_key_id(certificate, key_id, key_id_size));
    note(server, gnutls_x509_crt_set_basic_constraints(certificate, 0, -1));
    note(server, gnutls_x509_crt_set_key_usage(certificate, GNUTLS_KEY_DIGITAL_SIGNATURE));
    note(server, gnutls_x509_crt_set_key_purpose_oid(certificate, GNUTLS_KP_TLS_WWW_SERVER, 0));
    note(server, gnutls_x509_crt_sign2(certificate, authority->certificate, authority->key,
                                       GNUTLS_DIG_SHA256, 0));
}

static enum atl_status write_certificate(const char *path, gnutls_x509_crt_t certificate,
                                         struct atl_error *error)
{
    gnutls_datum_t pem;
    int code = gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_PEM, &pem);
    if (code < 0) {
        return fail(error, "can't write a certificate", code);
    }
    enum atl_status status = atl_file_write_atomic(path, pem.data, pem.size, 0644, error);
    gnutls_free(pem.data);
    return status;
}

static enum atl_status write_key(const char *path, gnutls_x509_privkey_t key,
                                 struct atl_error *error)
{
    gnutls_datum_t pem;
    int code =
        gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &pem);
    if (code < 0) {
        return fail(error, "can't write a key", code);
    }
    enum atl_status status = atl_file_write_atomic(path, pem.data, pem.size, 0600, error);
    gnutls_memset(pem.data, 0, pem.size);
    gnutls_free(pem.data);
    return status;
}

/* ---- keeping ---- */

struct paths {
    char *ca;
    char *certificate;
    char *key;
};

static enum atl_status make_files(const struct paths *paths, const char *address,
                                  struct atl_error *error)
{
    struct making authority;
    struct making server = {0};
    enum atl_status status = ATL_OK;
    make_authority(&authority);
    if (authority.code >= 0) {
        make_server(&server, &authority, address);
    }
    if (authority.code < 0 || server.code < 0) {
        status = fail(error, "can't make a certificate",
                      authority.code < 0 ? authority.code : server.code);
    }
    if (status == ATL_OK) {
        status = write_certificate(paths->ca, authority.certificate, error);
    }
    if (status == ATL_OK) {
        status = write_key(paths->key, server.key, error);
    }
    if (status == ATL_OK) {
        status = write_certificate(paths->certificate, server.certificate, error);
    }
    end_making(&server);
    end_making(&authority);
    return status;
}

static bool key_fits(gnutls_x509_crt_t certificate, char *key_text)
{
    gnutls_x509_privkey_t key;
    gnutls_datum_t key_pem = as_datum(key_text);
    unsigned char left[64];
    unsigned char right[64];
    size_t left_size = sizeof left;
    size_t right_size = sizeof right;
    if (gnutls_x509_privkey_init(&key) < 0) {
        return false;
    }
    bool fits = gnutls_x509_privkey_import2(key, &key_pem, GNUTLS_X509_FMT_PEM, NULL, 0) >= 0 &&
                gnutls_x509_privkey_get_key_id(key, 0, left, &left_size) >= 0 &&
                gnutls_x509_crt_get_key_id(certificate, 0, right, &right_size) >= 0 &&
                left_size == right_size && memcmp(left, right, left_size) == 0;
    gnutls_x509_privkey_deinit(key);
    return fits;
}

static bool is_usable(gnutls_x509_crt_t ca, gnutls_x509_crt_t server, char *key,
                      const char *address)
{
    time_t tomorrow = (time_t)(atl_clock_wall_seconds() + DAY_SECONDS);
    unsigned problems = 0;
    return gnutls_x509_crt_list_verify(&server, 1, &ca, 1, NULL, 0, 0, &problems) >= 0 &&
           problems == 0 && gnutls_x509_crt_get_expiration_time(server) > tomorrow &&
           gnutls_x509_crt_get_expiration_time(ca) > tomorrow &&
           gnutls_x509_crt_check_hostname(server, "localhost") != 0 &&
           gnutls_x509_crt_check_hostname(server, address) != 0 && key_fits(server, key);
}

/* True when the files are there and good for another day; the identity is then filled. */
static bool load_files(struct atl_arena *arena, const struct paths *paths, const char *address,
                       struct tls_identity *identity)
{
    char *ca_text;
    if (read_text(arena, paths->ca, &ca_text, NULL) != ATL_OK ||
        read_text(arena, paths->certificate, &identity->certificate, NULL) != ATL_OK ||
        read_text(arena, paths->key, &identity->key, NULL) != ATL_OK) {
        return false;
    }
    gnutls_x509_crt_t ca = NULL;
    gnutls_x509_crt_t server = NULL;
    gnutls_datum_t ca_pem = as_datum(ca_text);
    gnutls_datum_t server_pem = as_datum(identity->certificate);
    bool usable = gnutls_x509_crt_init(&ca) >= 0 && gnutls_x509_crt_init(&server) >= 0 &&
                  gnutls_x509_crt_import(ca, &ca_pem, GNUTLS_X509_FMT_PEM) >= 0 &&
                  gnutls_x509_crt_import(server, &server_pem, GNUTLS_X509_FMT_PEM) >= 0 &&
                  is_usable(ca, server, identity->key, address);
    if (ca != NULL) {
        gnutls_x509_crt_deinit(ca);
    }
    if (server != NULL) {
        gnutls_x509_crt_deinit(server);
    }
    return usable;
}

enum atl_status certificate_ensure(struct atl_arena *arena, const char *directory,
                                   const char *address, struct tls_identity *identity,
                                   struct atl_error *error)
{
    struct paths paths = {.ca = atl_path_join(arena, directory, "ca.pem"),
                          .certificate = atl_path_join(arena, directory, "server.pem"),
                          .key = atl_path_join(arena, directory, "server.key")};
    enum atl_status status = atl_directory_ensure(directory, 0700, error);
    if (status != ATL_OK) {
        return status;
    }
    struct atl_file_lock lock;
    status = atl_file_lock(&lock, atl_path_join(arena, directory, "lock"), 0600, error);
    if (status != ATL_OK) {
        return status;
    }
    identity->ca_file = paths.ca;
    if (!load_files(arena, &paths, address, identity)) {
        status = make_files(&paths, address, error);
        if (status == ATL_OK && !load_files(arena, &paths, address, identity)) {
            status =
                atl_fail(error, ATL_FAILED, "the certificate made in '%s' is no good", directory);
        }
    }
    atl_file_unlock(&lock);
    return status;
}

enum atl_status certificate_load(struct atl_arena *arena, const char *certificate_file,
                                 const char *key_file, struct tls_identity *identity,
                                 struct atl_error *error)
{
    *identity = (struct tls_identity){0};
    enum atl_status status = read_text(arena, certificate_file, &identity->certificate, error);
    if (status == ATL_OK) {
        status = read_text(arena, key_file, &identity->key, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    gnutls_x509_crt_t certificate;
    gnutls_datum_t pem = as_datum(identity->certificate);
    int code = gnutls_x509_crt_init(&certificate);
    if (code < 0) {
        return fail(error, "can't read a certificate", code);
    }
    code = gnutls_x509_crt_import(certificate, &pem, GNUTLS_X509_FMT_PEM);
    if (code < 0) {
        status = atl_fail(error, ATL_FAILED, "'%s' holds no certificate: %s", certificate_file,
                          gnutls_strerror(code));
    } else if (!key_fits(certificate, identity->key)) {
        status = atl_fail(error, ATL_FAILED, "'%s' is not the key of the certificate in '%s'",
                          key_file, certificate_file);
    }
    gnutls_x509_crt_deinit(certificate);
    return status;
}
