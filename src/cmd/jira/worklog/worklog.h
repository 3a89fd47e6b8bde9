/* What the commands about logged work share. */
#ifndef CMD_JIRA_WORKLOG_H
#define CMD_JIRA_WORKLOG_H

#include "atlcli/jira_worklog.h"
#include "cli/context.h"
#include "cli/output.h"

/*
 * Reads a duration; asks the site how long its days are if it takes that to know. `option` names
 * where it comes from: "--time". Each must last `least` seconds.
 */
enum atl_status jira_worklog_duration(struct atl_context *context, struct atl_http *http,
                                      const char *option, const char *text, int64_t least,
                                      int64_t *seconds, struct atl_error *error);

/* Which worklog: ID of the issue that KEY, or --key in its place, names. */
enum atl_status jira_worklog_named(struct atl_context *context, const char **key, const char **id,
                                   struct atl_error *error);

/* Its arguments, for commands' tables, which hold JIRA_KEY_OPTION, too. */
#define JIRA_WORKLOG_ID_ARGUMENT                                                                   \
    {                                                                                              \
        .name = "ID", .summary = "Of the worklog, as `list` has it", .arity = ATL_OPTIONAL         \
    }

/*
 * A moment for when work was begun; a day alone keeps the time of day that it is now. -1 when the
 * option wasn't given.
 */
enum atl_status jira_worklog_moment(struct atl_context *context, const char *option,
                                    int64_t *wall_ms, struct atl_error *error);

/*
 * What the options "adjust-estimate", "new-estimate", `by` ("reduce-by", "increase-by", NULL where
 * there is none) and "notify" say. ATL_USAGE for what doesn't go together.
 */
enum atl_status jira_worklog_adjustment(struct atl_context *context, struct atl_http *http,
                                        const char *by, struct atl_jira_work *work,
                                        struct atl_error *error);

/* The options "from" and "to"; without "from" from `usual_from_ms` on. A day is meant as a whole.
 */
enum atl_status jira_worklog_period(struct atl_context *context, int64_t usual_from_ms,
                                    struct atl_jira_period *period, struct atl_error *error);

/* Whether it is one of these people; true when there are none. */
bool jira_worklog_is_by(const struct atl_jira_worklog *worklog, const struct atl_jira_user *people,
                        size_t count);

/* The people that the option "user" names; none when it isn't given. */
enum atl_status jira_worklog_people(struct atl_context *context, struct atl_http *http,
                                    struct atl_jira_user **people, size_t *count,
                                    struct atl_error *error);

/* A worklog as output has it, its comment in Markdown. The caller deletes it. */
enum atl_status jira_worklog_describe(const struct atl_jira_worklog *worklog, const char *key,
                                      cJSON **object, struct atl_error *error);
/* Its members, for a command's fields. */
/* clang-format off */
#define JIRA_WORKLOG_MEMBERS \
    {.key = "id"}, {.key = "key"}, {.key = "author"}, {.key = "authorId"}, {.key = "started"}, \
    {.key = "timeSpent"}, {.key = "timeSpentSeconds"}, {.key = "comment"}, {.key = "created"}, \
    {.key = "updated"}
/* clang-format on */

/* Ends a command's connection; explains what wasn't found. Returns `status`. */
enum atl_status jira_worklog_end(struct atl_http *http, enum atl_status status,
                                 struct atl_error *error);

/* Options for commands' lists. */
/* clang-format off */
#define JIRA_WORKLOG_NEW_ESTIMATE_OPTION \
    {.name = "new-estimate", .kind = ATL_OPTION_TEXT, .value = "DURATION", \
     .summary = "The remaining estimate from now on: implies --adjust-estimate new"}
#define JIRA_WORKLOG_NOTIFY_OPTION \
    {.name = "notify", .summary = "Tell those who watch by e-mail; --no-notify doesn't (Cloud)", \
     .shown_default = "yes"}
#define JIRA_WORKLOG_ADD_OPTIONS \
    {.name = "comment", .kind = ATL_OPTION_TEXT, .value = "TEXT", \
     .summary = "What was done, in Markdown"}, \
    {.name = "comment-file", .kind = ATL_OPTION_TEXT, .value = "FILE", \
     .summary = "The same from a file, - for standard input", .completion = ATL_COMPLETE_FILE}, \
    {.name = "adjust-estimate", .kind = ATL_OPTION_CHOICE, .value = "HOW", \
     .summary = "What becomes of the remaining estimate", .shown_default = "auto", \
     .choices = (const char *const[]){"auto", "new", "manual", "leave", NULL}}, \
    JIRA_WORKLOG_NEW_ESTIMATE_OPTION, \
    {.name = "reduce-by", .kind = ATL_OPTION_TEXT, .value = "DURATION", \
     .summary = "Take that much off the remaining estimate: implies --adjust-estimate manual"}, \
    JIRA_WORKLOG_NOTIFY_OPTION
#define JIRA_WORKLOG_PERIOD_OPTIONS(from) \
    {.name = "from", .kind = ATL_OPTION_TEXT, .value = "DATE", \
     .summary = "Work begun on this day or later", .shown_default = (from)}, \
    {.name = "to", .kind = ATL_OPTION_TEXT, .value = "DATE", \
     .summary = "Work begun on this day or earlier"}, \
    {.name = "user", .kind = ATL_OPTION_LIST, .value = "USER", \
     .summary = "Work of these people: me, an e-mail address, a name or an account id"}
/* clang-format on */

#endif
