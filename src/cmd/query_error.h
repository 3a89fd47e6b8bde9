/* Errors in queries, shown where they are. */
#ifndef CMD_QUERY_ERROR_H
#define CMD_QUERY_ERROR_H

#include "atlcli/error.h"
#include "atlcli/query.h"

/*
 * Adds the query's line and a caret below the place as two hints:
 *     hint: project = ATL AND statu Done
 *     hint:                         ^
 */
void query_error_point_at(const char *query, struct atl_query_position position,
                          struct atl_error *error);

/*
 * The place that a server's words are about: the one that they name, else the field or value that
 * they quote, else where our own parser stumbles. False when there is none; *position is then
 * undefined.
 */
bool query_error_locate(enum atl_query_dialect dialect, const char *query, const char *message,
                        struct atl_query_position *position);

/*
 * When a server rejected the query (HTTP 400), points at the place (query_error_locate). Otherwise
 * does nothing. The query is never judged before a server has: it may know more than we do.
 */
void query_error_explain(enum atl_query_dialect dialect, const char *query,
                         struct atl_error *error);

#endif
