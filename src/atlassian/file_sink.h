/* A file that a server sends, written to disk as it comes. */
#ifndef ATLASSIAN_FILE_SINK_H
#define ATLASSIAN_FILE_SINK_H

#include "atlcli/http.h"

struct file_sink {
    int descriptor;   /* open for writing, at its beginning */
    int64_t expected; /* bytes that there are to be; below 0: not known */
    /* Told while bytes come: so many more; below 0 when an attempt begins anew. May be NULL. */
    void (*on_bytes)(void *context, int64_t bytes);
    void *context;
    int64_t written;
    int reason; /* errno of a failed write */
};

/*
 * GETs the path into the file. Redirects to other hosts get no credentials. ATL_FAILED when it
 * can't be written, and when fewer or more bytes come than are expected.
 */
enum atl_status file_sink_fetch(struct file_sink *sink, struct atl_http *http, const char *path,
                                struct atl_error *error);

#endif
