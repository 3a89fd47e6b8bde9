/* Which comment a command is about, its text, and what is said of what was done to it. */
#ifndef CMD_WIKI_COMMENT_OF_H
#define CMD_WIKI_COMMENT_OF_H

#include "atlcli/confluence_comment.h"
#include "cli/output.h"
#include "cmd/wiki/act.h"

/*
 * The comment that a text means: its id, or the address that its link in a browser has
 * (…?focusedCommentId=400001). ATL_USAGE for anything else, ATL_NOT_FOUND.
 */
enum atl_status wiki_comment_find(struct wiki_act *act, const char *text,
                                  struct atl_confluence_comment *comment, struct atl_error *error);

/* Finds the page of a reply, which the API says of the comment at the top only. */
enum atl_status wiki_comment_complete(struct wiki_act *act, struct atl_confluence_comment *comment,
                                      struct atl_error *error);

/*
 * The text as storage format: the argument, or what WIKI_BODY_OPTIONS say. ATL_USAGE for none, and
 * for one of white space alone.
 */
enum atl_status wiki_comment_text(struct atl_context *context, const char *argument,
                                  const char **storage, struct atl_error *error);

/* "Added comment 400001 to page 12345: https://…" */
enum atl_status wiki_comment_report(struct atl_context *context,
                                    const struct atl_confluence_comment *comment, const char *page,
                                    const char *what, struct atl_error *error);
/* The members of what it says, for a command's fields. */
/* clang-format off */
#define WIKI_COMMENT_MEMBERS \
    {.key = "id"}, {.key = "page"}, {.key = "location"}, {.key = "version"}, {.key = "url"}
/* clang-format on */

#define WIKI_COMMENT_ARGUMENT                                                                      \
    {                                                                                              \
        .name = "COMMENT",                                                                         \
        .summary = "Comment: its id, as 'wiki page comments list' shows it, or its address"        \
    }

#endif
