/*
 * Uploads: bodies of multipart/form-data (RFC 7578), as attachments come to both products.
 *
 * Routes that take them have the flag ROUTE_UPLOAD, which allows bodies of up to
 * REQUEST_MOST_UPLOAD_BYTES.
 */
#ifndef SANDBOX_MULTIPART_H
#define SANDBOX_MULTIPART_H

#include "sandbox/server/request.h"

enum {
    MULTIPART_MOST_PARTS = 256,
    MULTIPART_MOST_HEADER_BYTES = 8 * 1024, /* of one part */
    MULTIPART_MOST_NAME_BYTES = 255,        /* of a file's name */
};

/* One field of the form. Its bytes lie in the body, and aren't followed by a NUL. */
struct multipart_part {
    const char *name;
    /*
     * NULL when it is no file. Without directories or control characters and valid UTF-8; "file"
     * when nothing is left.
     */
    const char *file_name;
    const char *media_type; /* "text/plain" for fields, "application/octet-stream" unless said */
    const char *bytes;
    size_t length;
};

struct multipart {
    struct multipart_part parts[MULTIPART_MOST_PARTS];
    size_t count;
};

/*
 * Takes a body apart. Names are in the arena. Returns NULL, or what is wrong with the body: a short
 * English text.
 */
const char *multipart_parse(struct atl_arena *arena, const char *content_type, const char *body,
                            size_t length, struct multipart *multipart);

/*
 * The request's form, NULL when the reply is an error: 403 without "X-Atlassian-Token: no-check",
 * 415 when it is no form, 400 when it is broken. In the request's arena.
 */
const struct multipart *multipart_read(struct request *request);

/* The first of these checks by itself, for other requests that need the header. */
bool multipart_check_token(struct request *request);

/* The text of the first plain field of that name, in the arena; NULL when there is none. */
const char *multipart_text(const struct multipart *multipart, struct atl_arena *arena,
                           const char *name);

/*
 * The file after `previous` (NULL: the first one) in the fields of that name; NULL after the last.
 *
 *     for (const struct multipart_part *file = NULL; (file = multipart_file(form, "file", file));)
 */
const struct multipart_part *multipart_file(const struct multipart *multipart, const char *name,
                                            const struct multipart_part *previous);

#endif
