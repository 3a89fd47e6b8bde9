/* Which of an issue's attachments a command means, and what becomes of each of them. */
#ifndef CMD_JIRA_ATTACHMENT_CHOICE_H
#define CMD_JIRA_ATTACHMENT_CHOICE_H

#include "atlcli/jira_attachment.h"
#include "cmd/jira/act.h"

struct jira_attachment_item {
    const struct atl_jira_attachment *attachment;
    const char *path; /* of its file here; NULL for none */
    enum atl_status status;
    struct atl_error error;
};

struct jira_attachment_choice {
    struct atl_jira_attachments all;
    struct jira_attachment_item *items;
    size_t count;
};

/*
 * Reads the attachments and picks those that the words after KEY name, by id or by name
 * (its own spelling before others); without words all. ATL_NOT_FOUND, with the names there are,
 * when a word names none. Where `one_each`, ATL_USAGE when a name is that of several, which are
 * listed by id. In the command's arena.
 */
enum atl_status jira_attachment_choose(const struct jira_act *act, bool one_each,
                                       struct jira_attachment_choice *choice,
                                       struct atl_error *error);

/* How it went for all of them: outcomes_conclude. */
enum atl_status jira_attachment_conclude(struct atl_context *context,
                                         const struct jira_attachment_item *items, size_t count,
                                         const char *done, struct atl_error *error);

#endif
