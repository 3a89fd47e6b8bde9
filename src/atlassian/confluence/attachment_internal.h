/* What the files about attachments share. */
#ifndef ATLASSIAN_CONFLUENCE_ATTACHMENT_INTERNAL_H
#define ATLASSIAN_CONFLUENCE_ATTACHMENT_INTERNAL_H

#include "atlcli/confluence_attachment.h"

/* Reads what either API says. Texts stay in the tree; `page` is used where it doesn't say. */
void confluence_attachment_read(const cJSON *json, const char *page,
                                struct atl_confluence_attachment *attachment);

#endif
