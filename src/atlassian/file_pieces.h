/* A file that a server sends, piece by piece as it comes, and compared with one that is here. */
#ifndef ATLASSIAN_FILE_PIECES_H
#define ATLASSIAN_FILE_PIECES_H

#include "atlcli/http.h"

struct file_pieces {
    bool (*on_piece)(void *context, const void *bytes, size_t length); /* false: no more */
    void (*restart)(void *context); /* told before an attempt begins anew */
    void *context;
    int64_t received;
    bool stopped;
};

/*
 * GETs the path until on_piece returns false, which is no error. Redirects to other hosts get no
 * credentials. ATL_FAILED when fewer or more bytes come than are expected; below 0: not known.
 */
enum atl_status file_pieces_fetch(struct file_pieces *pieces, struct atl_http *http,
                                  const char *path, int64_t expected, struct atl_error *error);

/*
 * Whether the `size` bytes at the path are those of a file that is open for reading. *reason is the
 * errno of what couldn't be read of it, which is the caller's to explain; 0: all could.
 */
enum atl_status file_pieces_compare(int descriptor, struct atl_http *http, const char *path,
                                    int64_t size, bool *same, int *reason, struct atl_error *error);

#endif
