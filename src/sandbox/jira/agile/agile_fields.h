/* The fields that issues have in the agile API only: sprint, closedSprints, epic, flagged. */
#ifndef SANDBOX_JIRA_AGILE_FIELDS_H
#define SANDBOX_JIRA_AGILE_FIELDS_H

#include "sandbox/jira/issues/fields.h"

struct agile_fields {
    bool sprint;
    bool closed_sprints;
    bool epic;
    bool flagged;
};

/* All of them, unless the names leave some out. */
struct agile_fields agile_fields_asked(char **names, size_t count);

/* As jira_emit_issue, with those among its fields. */
void agile_emit_issue(const struct jira_output *out, const struct jira_issue *issue,
                      const struct jira_selection *selection, const struct agile_fields *extra);

#endif
