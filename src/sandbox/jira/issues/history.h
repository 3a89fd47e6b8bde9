/* What was changed when: the changelogs of issues. */
#ifndef SANDBOX_JIRA_HISTORY_H
#define SANDBOX_JIRA_HISTORY_H

#include "sandbox/jira/issues/issue.h"

/* One change, all its lines: {"id", "author", "created", "items": […]}, as an element. */
void history_emit_change(const struct jira_output *out, int64_t change);

/* "changelog": {"startAt", "maxResults", "total", "histories": […]}, newest first, 100 at most. */
void history_emit_changelog(const struct jira_output *out, const struct jira_issue *issue);

#endif
