/* What hangs on an issue, as JSON: comments, worklogs, attachments, links. */
#ifndef SANDBOX_JIRA_PARTS_H
#define SANDBOX_JIRA_PARTS_H

#include "sandbox/jira/issues/issue.h"

void jira_emit_comment(const struct jira_output *out, const char *key, int64_t id);
void jira_emit_worklog(const struct jira_output *out, const char *key, int64_t id);
void jira_emit_attachment(const struct jira_output *out, const char *key, int64_t id);
/* As seen from one of its ends (in an issue's "issuelinks"), or, with -1, by itself. */
void jira_emit_link(const struct jira_output *out, const char *key, int64_t id, int64_t from);
/* {"id", "key", "self", "fields": {summary, status, priority, issuetype}}, as links and parents
 * are. */
void jira_emit_issue_brief(const struct jira_output *out, const char *key, int64_t id);

/* ---- fields of an issue that list them ---- */

void jira_emit_comments(const struct jira_output *out, const char *key,
                        const struct jira_issue *issue);
void jira_emit_worklogs(const struct jira_output *out, const char *key,
                        const struct jira_issue *issue);
void jira_emit_attachments(const struct jira_output *out, const char *key,
                           const struct jira_issue *issue);
void jira_emit_links(const struct jira_output *out, const char *key,
                     const struct jira_issue *issue);
void jira_emit_subtasks(const struct jira_output *out, const char *key,
                        const struct jira_issue *issue);

#endif
