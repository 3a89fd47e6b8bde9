/*
 * What a chain of certificates must be besides correctly signed: wolfSSL, as libcurl sets it up,
 * takes keys and signatures that can be forged, and names that no browser takes any more. Asked
 * once a connection is there and before anything is sent over it; and when wolfSSL has refused one,
 * to say why.
 */
#ifndef ATLCLI_HTTP_CHAIN_H
#define ATLCLI_HTTP_CHAIN_H

#include "http/der.h"

enum {
    ATL_CHAIN_LONGEST = 12, /* certificates; wolfSSL takes 9 */
};

/* As the server sent them, its own first; somebody else owns the bytes. */
struct atl_chain {
    struct atl_der certificates[ATL_CHAIN_LONGEST];
    size_t count;
    const struct atl_der *anchors; /* those that the user trusts; none for the system's */
    size_t anchor_count;
};

enum atl_flaw_kind {
    ATL_FLAW_NONE,
    ATL_FLAW_UNREADABLE,
    ATL_FLAW_WEAK_KEY,       /* the detail says which: "RSA, 1024 bits" */
    ATL_FLAW_WEAK_SIGNATURE, /* "SHA-1" */
    ATL_FLAW_PURPOSE,        /* not for servers */
    ATL_FLAW_NO_NAMES,       /* a common name alone, which doesn't count */
    ATL_FLAW_OTHER_NAMES,
    ATL_FLAW_NOT_AN_ISSUER,  /* it signed the one before, and may sign none */
    ATL_FLAW_TOO_LONG,       /* there may be fewer issuers between it and the server */
    ATL_FLAW_NAMES_EXCLUDED, /* it may issue none for this name */
};

struct atl_flaw {
    enum atl_flaw_kind kind;
    size_t depth; /* 0: in the server's own certificate, 1: in its issuer's, … */
    char detail[64];
    char subject[256]; /* of the certificate that has it */
};

/*
 * Looks for the first flaw on the way from the server's own certificate upwards, as far as the
 * chain goes, and on to the anchor, which needs a strong key and may say for which names it stands.
 * A certificate that signed itself ends the way: trust in it isn't based on its signature. `host`
 * is a name, or an address without brackets. True when there is one.
 */
bool atl_chain_find_flaw(const struct atl_chain *chain, const char *host, struct atl_flaw *flaw);

#endif
