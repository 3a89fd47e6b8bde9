/*
 * A directory of Markdown as web pages, for whoever writes them: served on this machine alone, and
 * shown anew in the browser as soon as a file changes.
 */
#ifndef ATLCLI_DOCS_PREVIEW_H
#define ATLCLI_DOCS_PREVIEW_H

#include "atlcli/error.h"

struct atl_docs_preview {
    const char *directory; /* a workspace's (sync.h), one in it, or any with Markdown files */
    int port;              /* 0: one that is free */
    /* Called once, when pages can be asked for; `url` is that of the list of pages. */
    enum atl_status (*on_ready)(void *context, const char *url, struct atl_error *error);
    void *context;
};

/*
 * Serves until the calling fiber is cancelled, which is ATL_CANCELLED. Only requests that name this
 * machine as their host are answered, so that no page of a foreign site reads along (DNS
 * rebinding), and only pages, their attachments, and what pages look like are handed out. Scripts
 * in pages don't run. ATL_FAILED: the port is taken, or the directory can't be read.
 */
enum atl_status atl_docs_preview(const struct atl_docs_preview *options, struct atl_error *error);

#endif
