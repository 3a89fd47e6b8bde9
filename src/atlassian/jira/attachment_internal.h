/* What the files about attachments share. */
#ifndef ATLASSIAN_JIRA_ATTACHMENT_INTERNAL_H
#define ATLASSIAN_JIRA_ATTACHMENT_INTERNAL_H

#include "atlcli/jira_attachment.h"

/* Texts stay in the tree. */
void attachment_read(const cJSON *json, struct atl_jira_attachment *attachment);

#endif
