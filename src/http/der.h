/*
 * As much of DER (X.690) as certificates need: one value after another, never past the end of what
 * holds them.
 */
#ifndef ATLCLI_HTTP_DER_H
#define ATLCLI_HTTP_DER_H

#include <stdbool.h>
#include <stddef.h>

enum atl_der_tag {
    ATL_DER_BOOLEAN = 0x01,
    ATL_DER_OCTETS = 0x04,
    ATL_DER_OID = 0x06,
    ATL_DER_SEQUENCE = 0x30,
};

/* Bytes of a document that somebody else owns. */
struct atl_der {
    const unsigned char *at;
    size_t length;
};

/* Takes the first value off `in`: its tag and what is in it. False, with `in` emptied, for none. */
bool atl_der_next(struct atl_der *in, unsigned *tag, struct atl_der *value);

/* The same for a value that has to have this tag; false leaves both as they were. */
bool atl_der_take(struct atl_der *in, unsigned tag, struct atl_der *value);

/* The names in a certificate (RFC 5280 section 4.1) as the bytes they consist of. */
bool atl_der_names(struct atl_der certificate, struct atl_der *issuer, struct atl_der *subject);

/* The value of the extension with the object identifier 2.5.29.`number`. */
bool atl_der_extension(struct atl_der certificate, unsigned char number, struct atl_der *value);

#endif
