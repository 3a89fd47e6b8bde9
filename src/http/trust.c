#include "http/trust.h"

#include "atlcli/http.h"
#include "atlcli/text.h"

#include <stdlib.h>
#include <unistd.h>

static bool is_readable(const char *path)
{
    return !atl_text_is_empty(path) && access(path, R_OK) == 0;
}

/* Those of curl and of OpenSSL, the first that is set. */
static const char *find_variable(void)
{
    static const char *const variables[] = {"CURL_CA_BUNDLE", "SSL_CERT_FILE"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        if (!atl_text_is_empty(getenv(variables[i]))) {
            return variables[i];
        }
    }
    return NULL;
}

/* Where the systems keep what they trust, most common first. */
static const char *find_system_bundle(void)
{
    static const char *const paths[] = {
        "/etc/ssl/certs/ca-certificates.crt", /* Debian, Ubuntu, Arch, Alpine, Gentoo */
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", /* Fedora, RHEL */
        "/etc/pki/tls/certs/ca-bundle.crt",                  /* older RHEL, CentOS */
        "/etc/ssl/ca-bundle.pem",                            /* openSUSE */
        "/etc/ssl/cert.pem",                                 /* macOS, Alpine, the BSDs */
        "/usr/local/share/certs/ca-root-nss.crt",            /* FreeBSD */
        "/opt/homebrew/etc/ca-certificates/cert.pem",        /* Homebrew */
        "/usr/local/etc/ca-certificates/cert.pem",
    };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        if (is_readable(paths[i])) {
            return paths[i];
        }
    }
    return NULL;
}

void atl_trust_init(struct atl_trust *trust, const struct atl_account *account)
{
    *trust = (struct atl_trust){0};
    /* With the check skipped it is still needed for a proxy that is spoken to over TLS. */
    trust->is_account = !account->tls_skip_verify && !atl_text_is_empty(account->tls_ca_file);
    trust->variable = trust->is_account ? NULL : find_variable();
    if (trust->is_account) {
        trust->path = account->tls_ca_file;
    } else {
        trust->path = trust->variable != NULL ? getenv(trust->variable) : find_system_bundle();
    }
}

static long nanoseconds(const struct stat *seen)
{
#ifdef __APPLE__
    return seen->st_mtimespec.tv_nsec ^ (seen->st_ctimespec.tv_nsec << 1);
#else
    return seen->st_mtim.tv_nsec ^ (seen->st_ctim.tv_nsec << 1);
#endif
}

static bool is_same(const struct stat *left, const struct stat *right)
{
    return left->st_dev == right->st_dev && left->st_ino == right->st_ino &&
           left->st_size == right->st_size && left->st_mtime == right->st_mtime &&
           left->st_ctime == right->st_ctime && nanoseconds(left) == nanoseconds(right);
}

enum atl_status atl_trust_refresh(struct atl_trust *trust, bool *changed, struct atl_error *error)
{
    *changed = false;
    if (trust->path == NULL) {
        return ATL_OK;
    }
    struct stat now = {0};
    bool exists = stat(trust->path, &now) == 0;
    if (exists && trust->is_known && is_same(&now, &trust->seen)) {
        return ATL_OK;
    }
    if (!exists && trust->is_account) {
        return atl_tls_check_ca_file(trust->path, NULL, error);
    }
    *changed = trust->is_known;
    trust->seen = now;
    trust->is_known = exists;
    return ATL_OK;
}
