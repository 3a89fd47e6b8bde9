/* Names for the files that an issue's attachments become. */
#ifndef CMD_ATTACHMENT_NAMES_H
#define CMD_ATTACHMENT_NAMES_H

#include "atlcli/jira_attachment.h"

/*
 * One for each, made safe, in the arena. They differ, letters in either case being the same, since
 * not every file system tells them apart: the oldest of a name keeps it, others get their ids,
 * "notes (10042).txt". So the same attachment always becomes the same file, whichever are wanted.
 */
char **attachment_names(struct atl_arena *arena, const struct atl_jira_attachments *attachments);

#endif
