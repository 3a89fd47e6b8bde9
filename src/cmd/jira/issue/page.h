/* An issue as a page that people read. */
#ifndef CMD_JIRA_ISSUE_PAGE_H
#define CMD_JIRA_ISSUE_PAGE_H

#include "atlcli/json.h"
#include "cli/context.h"

/*
 * Prints an issue (with expand=names,schema) in table form: key and summary, its fields, its
 * description and other long texts, sub-tasks, links, attachments and comments. On a terminal texts
 * are laid out, into a pipe the page is Markdown.
 */
enum atl_status jira_issue_page_print(struct atl_context *context, const cJSON *issue,
                                      struct atl_error *error);

/* The lines under its head: "Status: In Progress". */
enum atl_status jira_issue_facts_print(struct atl_context *context, const cJSON *issue,
                                       struct atl_error *error);

/* Whether a field of the issue holds rich text, by its schema. */
bool jira_issue_is_rich_text(const cJSON *issue, const char *field);

/* A plain text as it goes into the page: as it is on a terminal, escaped in Markdown. */
const char *jira_issue_page_plain(struct atl_context *context, const char *text);

#endif
