/* The certificate that the server shows, and the authority that vouches for it. */
#ifndef SANDBOX_CERTIFICATE_H
#define SANDBOX_CERTIFICATE_H

#include "atlcli/error.h"
#include "atlcli/memory.h"

/* In PEM. Lives in the arena it was read into. */
struct tls_identity {
    char *certificate;
    char *key;
    const char *ca_file; /* what clients are to trust; NULL for certificates given by the user */
};

/*
 * Takes ca.pem, server.pem and server.key (0600) from the directory, or makes them when one is
 * missing, doesn't fit, expires within a day or isn't for `address`: an authority of its own and a
 * certificate for localhost, 127.0.0.1, ::1 and `address` (ECDSA P-256). The authority's key isn't
 * kept, so that nobody can ever sign anything else with it. Processes that start at once take
 * turns.
 */
enum atl_status certificate_ensure(struct atl_arena *arena, const char *directory,
                                   const char *address, struct tls_identity *identity,
                                   struct atl_error *error);

/* Reads files that the user gave; that they are PEM and belong together is checked. */
enum atl_status certificate_load(struct atl_arena *arena, const char *certificate_file,
                                 const char *key_file, struct tls_identity *identity,
                                 struct atl_error *error);

#endif
