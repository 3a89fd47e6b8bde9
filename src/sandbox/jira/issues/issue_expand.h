/* What "expand" adds to issues: changelog, transitions, names, schema, editmeta, renderedFields. */
#ifndef SANDBOX_JIRA_ISSUE_EXPAND_H
#define SANDBOX_JIRA_ISSUE_EXPAND_H

#include "sandbox/jira/issues/fields.h"

struct issue_expand {
    bool changelog;
    bool transitions;
    bool transition_fields;
    bool names;
    bool schema;
    bool edit_meta;
    bool rendered;
    const struct jira_selection *selection; /* what names and schema are for */
};

/* From "changelog,names" or from the values of a JSON array. */
void issue_expand_read(struct issue_expand *expand, char **names, size_t count);

/* For jira_emit_issue: the context is a struct issue_expand. */
void issue_expand_emit(const struct jira_output *out, const struct jira_issue *issue,
                       void *context);

/* The members "names" and "schema" of an answer about many issues. */
void issue_expand_emit_names(const struct jira_output *out, const struct issue_expand *expand);

#endif
