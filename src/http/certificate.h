/* Certificates, as far as messages speak of them. */
#ifndef ATLCLI_HTTP_CERTIFICATE_H
#define ATLCLI_HTTP_CERTIFICATE_H

#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct atl_certificate {
    const char *subject; /* "CN=jira.example.com, O=Example" */
    const char *issuer;
    const char *names;     /* the hosts it is for: "a.example.com, 10.0.0.1"; "" when none */
    int64_t not_before_ms; /* wall clock; 0 when it can't be read */
    int64_t not_after_ms;
};

/* Reads one in DER form (X.509, RFC 5280). False when it is none. Texts are in the arena. */
bool atl_certificate_read(struct atl_arena *arena, const unsigned char *der, size_t length,
                          struct atl_certificate *certificate);

/* The same from the first PEM block (RFC 7468) in the text. */
bool atl_certificate_read_pem(struct atl_arena *arena, const char *pem, size_t length,
                              struct atl_certificate *certificate);

#endif
