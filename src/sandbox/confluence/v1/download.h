/* The bytes of attachments. */
#ifndef SANDBOX_CONFLUENCE_V1_DOWNLOAD_H
#define SANDBOX_CONFLUENCE_V1_DOWNLOAD_H

#include "sandbox/sandbox.h"
#include "sandbox/server/reply.h"

#define V1_DOWNLOAD_KIND "wiki" /* the kind of such URLs, see downloads.h */

/* Fills the reply with a file: of one version of an attachment. False when there is none. */
bool v1_download_content(struct sandbox *sandbox, int64_t id, struct reply *reply);

#endif
