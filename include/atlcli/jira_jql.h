/*
 * What a Jira site knows about queries: whether one is right, which fields and functions it has,
 * which values a field takes. To be used inside atl_loop_run; everything lives in the arena.
 */
#ifndef ATLCLI_JIRA_JQL_H
#define ATLCLI_JIRA_JQL_H

#include "atlcli/error.h"
#include "atlcli/http.h"
#include "atlcli/json.h"
#include "atlcli/memory.h"

#include <stddef.h>

/*
 * What the site says against a query, in its words; *count is 0 when nothing. On Cloud by POST
 * jql/parse with strict validation, on Data Center by a search for no issues.
 */
enum atl_status atl_jira_jql_validate(struct atl_http *http, struct atl_arena *arena,
                                      const char *jql, const char *const **messages, size_t *count,
                                      struct atl_error *error);

/* GET jql/autocompletedata: "visibleFieldNames", "visibleFunctionNames", "jqlReservedWords". */
enum atl_status atl_jira_jql_reference(struct atl_http *http, struct atl_arena *arena,
                                       const cJSON **reference, struct atl_error *error);

/*
 * Some values of a field that begin with a text: GET jql/autocompletedata/suggestions. Its
 * "results" have each a "value", as a query writes it.
 */
enum atl_status atl_jira_jql_values(struct atl_http *http, struct atl_arena *arena,
                                    const char *field, const char *beginning, const cJSON **results,
                                    struct atl_error *error);

#endif
