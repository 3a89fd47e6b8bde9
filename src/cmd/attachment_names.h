/* Names for the files that attachments become. */
#ifndef CMD_ATTACHMENT_NAMES_H
#define CMD_ATTACHMENT_NAMES_H

#include "atlcli/jira_attachment.h"

struct attachment_label {
    const char *id;
    const char *name; /* as it was uploaded */
};

/*
 * One for each, made safe, in the arena. They differ, letters in either case being the same, since
 * not every file system tells them apart: the oldest of a name keeps it, others get their ids,
 * "notes (10042).txt". So the same attachment always becomes the same file, whichever are wanted.
 */
char **attachment_names(struct atl_arena *arena, const struct attachment_label *attachments,
                        size_t count);

/* The same for those of an issue. */
char **attachment_names_of_issue(struct atl_arena *arena,
                                 const struct atl_jira_attachments *attachments);

#endif
