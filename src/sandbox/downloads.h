/* What the port for downloads serves: the files of both products. */
#ifndef SANDBOX_DOWNLOADS_H
#define SANDBOX_DOWNLOADS_H

#include "sandbox/sandbox.h"
#include "sandbox/server/reply.h"

/*
 * Fills the reply with the file at "KIND/ID", as media_url was told them. False: there is none.
 */
bool downloads_content(struct sandbox *sandbox, const char *path, struct reply *reply);

/* The kinds; each is written where its subject is. */
bool jira_attachment_content(struct sandbox *sandbox, int64_t id, struct reply *reply);

#endif
