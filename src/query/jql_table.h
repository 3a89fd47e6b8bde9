/* What the parts of the check of JQL share. */
#ifndef QUERY_JQL_TABLE_H
#define QUERY_JQL_TABLE_H

#include "atlcli/jql.h"

/* Whether a name, in any case, is one of those of a field. */
bool jql_is_named(const char *names, const char *name);

/* The state of a check. */
struct jql_check {
    struct atl_arena *arena;
    const char *text;
    const struct atl_jql_site *site; /* NULL: not known */
    struct atl_jql_problems *problems;
};

/* A place of the query. */
struct jql_place {
    struct atl_query_position position;
    size_t length;
};

struct jql_place jql_place_of(const struct jql_check *check, struct atl_query_position position);

void jql_add_error(struct jql_check *check, struct jql_place place, const char *suggestion,
                   const char *format, ...) ATL_PRINTF(4, 5);
void jql_add_warning(struct jql_check *check, struct jql_place place, const char *suggestion,
                     const char *format, ...) ATL_PRINTF(4, 5);

/*
 * The field that is meant, of the site's or Jira's own; NULL after adding a problem, or when it is
 * a custom field of which nothing is known.
 */
const struct atl_jql_field *jql_check_field(struct jql_check *check,
                                            const struct atl_query_field *wanted);

/* What stands to the right of a field, or behind a predicate (of type ATL_JQL_DATE or _PERSON). */
void jql_check_operand(struct jql_check *check, const char *field, enum atl_jql_type type,
                       const struct atl_query_operand *operand);

/* Whether it is a function that gives a list. */
bool jql_gives_list(const struct atl_query_operand *operand);

#endif
