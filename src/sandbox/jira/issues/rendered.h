/* Bodies as HTML: "renderedFields". */
#ifndef SANDBOX_JIRA_RENDERED_H
#define SANDBOX_JIRA_RENDERED_H

#include "sandbox/jira/issues/fields.h"

/* The member "renderedFields": bodies of the selected fields as HTML, the other fields as null. */
void rendered_emit_fields(const struct jira_output *out, const struct jira_issue *issue,
                          const struct jira_selection *selection);

#endif
