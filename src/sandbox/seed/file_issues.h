/* Issues of a seed file, in the making. */
#ifndef SANDBOX_FILE_ISSUES_H
#define SANDBOX_FILE_ISSUES_H

#include "sandbox/seed/file_reader.h"

struct file_issue {
    int64_t id;
    int64_t project;
    int64_t type;
    int64_t workflow;
    int64_t status;
    int64_t reporter; /* who did what nobody is named for */
    int64_t created;
    int64_t latest; /* the last that happened to it, as far as read */
    int64_t status_changed;
    bool is_done;
};

void file_add_issues(struct file *file, const struct place *document);

/* ---- parts of an issue ---- */

void file_add_comments(struct file *file, const struct place *place, struct file_issue *issue);
void file_add_worklogs(struct file *file, const struct place *place, struct file_issue *issue);
void file_add_attachments(struct file *file, const struct place *place, struct file_issue *issue);
void file_add_history(struct file *file, const struct place *place, struct file_issue *issue);
void file_add_values(struct file *file, const struct place *place, struct file_issue *issue);

/* The id of an issue by its key; -1 when the file is wrong. */
int64_t file_issue_by_key(struct file *file, const struct place *place);

#endif
