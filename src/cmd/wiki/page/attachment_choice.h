/* Which of a page's attachments a command means, and what becomes of each of them. */
#ifndef CMD_WIKI_ATTACHMENT_CHOICE_H
#define CMD_WIKI_ATTACHMENT_CHOICE_H

#include "atlcli/confluence_attachment.h"
#include "cli/output.h"
#include "cmd/wiki/act.h"

struct wiki_attachment_item {
    struct atl_confluence_attachment attachment; /* id NULL: none */
    const char *path;                            /* of its file here; NULL for none */
    const char *action; /* what was done: "created", "updated", "unchanged", … */
    enum atl_status status;
    struct atl_error error;
};

struct wiki_attachment_choice {
    struct atl_confluence_attachments all;
    struct wiki_attachment_item *items;
    size_t count;
};

/*
 * Reads the page's attachments and picks those that the words after PAGE name, by id or by name
 * (its own spelling before others); without words all. ATL_NOT_FOUND, with the names there are,
 * when a word names none. In the command's arena.
 */
enum atl_status wiki_attachment_choose(const struct wiki_act *act,
                                       struct wiki_attachment_choice *choice,
                                       struct atl_error *error);

/* Keeps what went wrong with an item; the others go on unless the command was cancelled. */
enum atl_status wiki_attachment_settle(struct wiki_attachment_item *item, enum atl_status status,
                                       struct atl_error *error);

/* How it went for all of them: outcomes_conclude. */
enum atl_status wiki_attachment_conclude(struct atl_context *context,
                                         const struct wiki_attachment_item *items, size_t count,
                                         const char *done, struct atl_error *error);

/* The columns for attachments, and a row of them. */
extern const struct atl_column wiki_attachment_columns[];
enum atl_status wiki_attachment_print(struct atl_context *context,
                                      const struct wiki_attachment_item *item,
                                      struct atl_error *error);

#endif
