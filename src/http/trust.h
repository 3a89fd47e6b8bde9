/*
 * Which certificate authorities are trusted: the account's CA file, else the one that
 * CURL_CA_BUNDLE names, or else SSL_CERT_FILE, else the system's bundle.
 *
 * libcurl parses the file once and keeps the result (CURLOPT_CA_CACHE_TIMEOUT). The file is looked
 * at before each request, so that a replaced one takes effect on the next connection; connections,
 * sessions and parsed certificates of the former one are not used for it.
 */
#ifndef ATLCLI_HTTP_TRUST_H
#define ATLCLI_HTTP_TRUST_H

#include "atlcli/config.h"
#include "atlcli/error.h"

#include <stdbool.h>
#include <sys/stat.h>

struct atl_trust {
    const char *path; /* NULL: there is no file */
    const char *
        variable; /* of the environment that names it; NULL: it is the account's, or the system's */
    bool is_account; /* it is the account's own */
    bool is_known;
    struct stat seen;
};

/* Chooses the file. */
void atl_trust_init(struct atl_trust *trust, const struct atl_account *account);

/*
 * Looks at the file: *changed is true when it is another one, or has other content, than last time.
 * ATL_TLS when it is the account's and missing; whether it holds certificates is seen by loading
 * it.
 */
enum atl_status atl_trust_refresh(struct atl_trust *trust, bool *changed, struct atl_error *error);

#endif
