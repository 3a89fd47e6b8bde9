/* Conditions from options, joined to a query that the user gave: the same for JQL and CQL. */
#ifndef CMD_QUERY_BUILDER_H
#define CMD_QUERY_BUILDER_H

#include "atlcli/error.h"
#include "atlcli/memory.h"
#include "atlcli/query.h"

#include <stddef.h>

struct query_builder {
    enum atl_query_dialect dialect;
    struct atl_buffer conditions; /* joined by AND so far */
};

/* "field = value", or "field in (value, value)"; nothing without values. */
void query_add_any_of(struct query_builder *builder, const char *field, const char *const *values);

/* "field operator value" with the value as a literal. */
void query_add_comparison(struct query_builder *builder, const char *field, const char *comparison,
                          const char *value);

/* A condition as it is: "sprint in openSprints()". */
void query_add_condition(struct query_builder *builder, const char *condition);

/*
 * Appends the order that --order-by asks for: each item is a field, "-field" or "field desc". The
 * direction is always said: what Jira does without depends on the field. ATL_USAGE for an item
 * without a field.
 */
enum atl_status query_append_order(struct atl_buffer *order, const char *const *items,
                                   struct atl_error *error);

/*
 * The whole query, in the arena; the builder is empty again. `given` is the user's own query or
 * NULL, and goes through untouched when nothing is to be added. `order` ("ORDER BY …"), unless
 * NULL, takes the place of the query's own. ATL_USAGE, with the place pointed at, when the query
 * can't be added to; `option` names where it comes from: "--jql".
 */
enum atl_status query_finish(struct query_builder *builder, struct atl_arena *arena,
                             const char *given, const char *option, const char *order,
                             const char **query, struct atl_error *error);

#endif
