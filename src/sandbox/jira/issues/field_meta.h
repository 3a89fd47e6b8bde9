/* Which fields can be set, and to what: createmeta, editmeta, screens of transitions. */
#ifndef SANDBOX_JIRA_FIELD_META_H
#define SANDBOX_JIRA_FIELD_META_H

#include "sandbox/jira/output.h"

struct field_meta {
    int64_t project;
    int64_t type;
    bool creating; /* fields that are there at the start only, and what is required then */
    bool as_array; /* elements with "fieldId"; else members by id */
};

/* All fields, as members or elements of what is open in out->json. */
void field_meta_emit(const struct jira_output *out, const struct field_meta *meta);
/* How many there are. */
int64_t field_meta_count(const struct jira_output *out, const struct field_meta *meta);

/* The member "resolution", as the screen of a transition asks for it. */
void field_meta_emit_resolution(const struct jira_output *out);

#endif
