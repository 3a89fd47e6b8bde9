/* What the commands about a site's own things (components, versions, filters, …) have in common. */
#ifndef CMD_JIRA_SITE_H
#define CMD_JIRA_SITE_H

#include "atlcli/jira.h"
#include "atlcli/jira_item.h"
#include "cli/context.h"
#include "cli/output.h"

/* Opens the site, does the job, closes it. Errors get what is wrong with the site itself. */
typedef enum atl_status (*jira_site_job)(struct atl_context *context, struct atl_http *http,
                                         struct atl_error *error);
enum atl_status jira_site_run(struct atl_context *context, jira_site_job job,
                              struct atl_error *error);

/* Rows of a list that has begun, and its end. Their JSON is what the server sent. */
enum atl_status jira_site_print(struct atl_context *context, const struct atl_jira_items *items,
                                struct atl_error *error);

/*
 * The person that an option names. *user is NULL when the option wasn't given, or says "none":
 * *none is true then (ATL_USAGE when `none` is NULL).
 */
enum atl_status jira_site_person(struct atl_context *context, struct atl_http *http,
                                 const char *option, const struct atl_jira_user **user, bool *none,
                                 struct atl_error *error);

/*
 * The date that an option names, as 2026-01-31: ISO 8601, today, tomorrow, +3d, …; "" for "none".
 * When it wasn't given the date of `fallback`, which may be NULL.
 */
enum atl_status jira_site_date(struct atl_context *context, struct atl_http *http,
                               const char *option, const char *fallback, const char **date,
                               struct atl_error *error);

/* ATL_USAGE unless one of the options was given. */
enum atl_status jira_site_check_any(const struct atl_context *context, const char *const *options,
                                    struct atl_error *error);

/* After a change whose outcome isn't known: the command that shows whether it was made. */
void jira_site_hint_unknown(struct atl_error *error, const char *command);

/* {"id", "name", "project"}, for what a change says; NULL is left out. Lives in the context's
 * arena. */
cJSON *jira_site_object(struct atl_context *context, const struct atl_jira_item *item,
                        const char *project);
/* Its members, for a command's fields. */
/* clang-format off */
#define JIRA_SITE_MEMBERS \
    {.key = "id"}, {.key = "name"}, {.key = "project"}
/* clang-format on */

/* "1 issue", "3 issues"; in the arena. */
const char *jira_site_issues(struct atl_arena *arena, int64_t count);

#endif
