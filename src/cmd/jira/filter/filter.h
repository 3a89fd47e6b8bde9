/* What `jira search` looks for: its options, and the JQL that they make. */
#ifndef CMD_JIRA_FILTER_H
#define CMD_JIRA_FILTER_H

#include "atlcli/error.h"
#include "atlcli/memory.h"

#include <stdbool.h>

/* Texts are NULL and lists empty (their first item NULL) when the option wasn't given. */
struct jira_filter {
    const char *jql;
    const char *assignee; /* "me", "none", or what JQL takes for the person */
    const char *reporter; /* likewise */
    const char *const *statuses;
    const char *const *projects;
    const char *const *types;
    const char *const *labels;
    const char *const *priorities;
    const char *const *components;
    const char *const *fix_versions;
    const char *parent;        /* a key */
    const char *epic_field;    /* what JQL calls the field of issues below epics; NULL: parent */
    const char *created_since; /* a moment in the past, as atl_when_parse reads it */
    const char *updated_since;
    const char *sprint; /* "current", "none", an id or a name */
    const char *text;
    const char *const *order_by;
};

/* True when nothing restricts the search. */
bool jira_filter_is_empty(const struct jira_filter *filter);

/* "me" and "none" are words, not people. */
bool jira_filter_names_person(const char *name);

/*
 * The JQL, in the arena. All conditions must hold. Without any it is the account's own unresolved
 * issues, the latest change first.
 */
enum atl_status jira_filter_to_jql(const struct jira_filter *filter, struct atl_arena *arena,
                                   const char **jql, struct atl_error *error);

#endif
