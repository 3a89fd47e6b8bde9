/*
 * What isn't there, in answers that don't say so by their status: Jira rejects a query or a request
 * that names it (HTTP 400), as it does what is written wrongly.
 */
#ifndef CMD_JIRA_MISSING_H
#define CMD_JIRA_MISSING_H

#include "cli/context.h"

/*
 * For a request with what an option named. When the server rejected it for one of the values, says
 * that there is none such: "there is no project 'NOPE', …", ATL_NOT_FOUND. Otherwise returns the
 * status that it is given, and leaves the error as it is.
 *
 * `field` is what the server calls the field that the values are of, and `what` the word for what
 * they name: "fixVersion" and "version".
 */
enum atl_status jira_missing_value(const char *field, const char *what, const char *const *values,
                                   enum atl_status status, struct atl_error *error);

/* The same for the values of --project. */
enum atl_status jira_missing_project(const char *const *values, enum atl_status status,
                                     struct atl_error *error);

/* Whether a server rejected a request because there is no issue of this key. */
bool jira_is_missing_issue(const char *key, enum atl_status status, const struct atl_error *error);

/* The same, said: "there is no issue WEB-1, …", ATL_NOT_FOUND; otherwise as jira_missing_value. */
enum atl_status jira_missing_issue(const char *key, enum atl_status status,
                                   struct atl_error *error);

#endif
