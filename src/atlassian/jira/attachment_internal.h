/* What the files about attachments share. */
#ifndef ATLASSIAN_JIRA_ATTACHMENT_INTERNAL_H
#define ATLASSIAN_JIRA_ATTACHMENT_INTERNAL_H

#include "atlcli/jira_attachment.h"

/* Texts stay in the tree. */
void attachment_read(const cJSON *json, struct atl_jira_attachment *attachment);

/*
 * Where its bytes are: below our own site, since the address that a server gives has the name it
 * knows itself by, which may be another one than ours.
 */
const char *attachment_path(const struct atl_http *http, struct atl_arena *arena,
                            const struct atl_jira_attachment *attachment);

#endif
