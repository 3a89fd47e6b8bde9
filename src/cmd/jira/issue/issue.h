/* What commands about a single issue share: the issue, its site, the options that set its fields.
 */
#ifndef CMD_JIRA_ISSUE_H
#define CMD_JIRA_ISSUE_H

#include "atlcli/http.h"
#include "atlcli/jira_field.h"
#include "atlcli/json.h"
#include "cli/context.h"
#include "cli/output.h"

/* ---- the command ---- */

struct jira_issue_command {
    struct atl_context *context;
    struct atl_http *http;
    const char *key; /* NULL for commands without one */
};

typedef enum atl_status (*jira_issue_function)(struct jira_issue_command *command,
                                               struct atl_error *error);

/*
 * Reads the key (`with_key`: jira_key_read), opens the site, calls `function`, closes it. What the
 * server says about the issue gets the key before it.
 */
enum atl_status jira_issue_run(struct atl_context *context, bool with_key,
                               jira_issue_function function, struct atl_error *error);

/* {"key": …, "url": …}, for what a change says. The context keeps it. */
cJSON *jira_issue_object(struct atl_context *context, const char *key);
/* Its members, for a command's fields. */
/* clang-format off */
#define JIRA_ISSUE_MEMBERS \
    {.key = "key"}, {.key = "url"}
/* clang-format on */

/* ---- fields from options ---- */

/* The options that set fields, for commands' tables; `type` and `project` are the command's own. */
#define JIRA_ISSUE_FIELD_OPTIONS                                                                   \
    {.name = "summary", .kind = ATL_OPTION_TEXT, .value = "TEXT", .summary = "One line"},          \
        JIRA_ISSUE_SHARED_FIELD_OPTIONS

/* Those that make sense for many issues at once. */
#define JIRA_ISSUE_SHARED_FIELD_OPTIONS                                                            \
    {.name = "description",                                                                        \
     .alias = "body",                                                                              \
     .kind = ATL_OPTION_TEXT,                                                                      \
     .value = "MARKDOWN",                                                                          \
     .summary = "Description, in Markdown"},                                                       \
        {.name = "body-file",                                                                      \
         .alias = "description-file",                                                              \
         .kind = ATL_OPTION_TEXT,                                                                  \
         .value = "FILE",                                                                          \
         .summary = "Description from a file; - is standard input",                                \
         .completion = ATL_COMPLETE_FILE},                                                         \
        {.name = "assignee",                                                                       \
         .kind = ATL_OPTION_TEXT,                                                                  \
         .value = "USER",                                                                          \
         .summary = "me, none, or a person's e-mail, name or account id"},                         \
        {.name = "reporter", .kind = ATL_OPTION_TEXT, .value = "USER", .summary = "The same"},     \
        {.name = "priority", .kind = ATL_OPTION_TEXT, .value = "NAME", .summary = "Priority"},     \
        {.name = "label",                                                                          \
         .kind = ATL_OPTION_REPEATED,                                                              \
         .value = "LABEL",                                                                         \
         .summary = "Labels; also several: a,b"},                                                  \
        {.name = "component",                                                                      \
         .kind = ATL_OPTION_REPEATED,                                                              \
         .value = "NAME",                                                                          \
         .summary = "Components"},                                                                 \
        {.name = "fix-version",                                                                    \
         .kind = ATL_OPTION_REPEATED,                                                              \
         .value = "NAME",                                                                          \
         .summary = "Versions it is to be in"},                                                    \
        {.name = "affects-version",                                                                \
         .kind = ATL_OPTION_REPEATED,                                                              \
         .value = "NAME",                                                                          \
         .summary = "Versions that have the fault"},                                               \
        {.name = "due",                                                                            \
         .kind = ATL_OPTION_TEXT,                                                                  \
         .value = "DATE",                                                                          \
         .summary = "2026-01-31, tomorrow, +3d"},                                                  \
        {.name = "estimate",                                                                       \
         .kind = ATL_OPTION_TEXT,                                                                  \
         .value = "TIME",                                                                          \
         .summary = "Original estimate: 1w 2d 3h 30m"},                                            \
    {                                                                                              \
        .name = "field", .kind = ATL_OPTION_REPEATED, .value = "NAME=VALUE",                       \
        .summary = "Any other field, by its name or id"                                            \
    }

/* Where what is above the issue isn't said otherwise. */
#define JIRA_ISSUE_PARENT_OPTION                                                                   \
    {                                                                                              \
        .name = "parent", .kind = ATL_OPTION_TEXT, .value = "KEY",                                 \
        .summary = "Issue above it: an epic, or that of a sub-task; none"                          \
    }

/* What they are for, in the commands' descriptions. */
#define JIRA_ISSUE_FIELD_HELP                                                                      \
    "--field sets any field by its name as you see it, or its id, and knows its type: "            \
    "'Story Points=5', 'Team=Blue', 'Location=Japan > Tokyo', 'Reviewer=me', "                     \
    "'Launch date=+2w', 'Platforms=iOS,Android'. A wrong value is answered with those that are "   \
    "allowed. Sprints go by their names ('Sprint=Sprint 7'), ids, active and next. "               \
    "Fields of unusual types take JSON, which starts with { or [. "                                \
    "'NAME=' clears a field.\n\n"                                                                  \
    "Descriptions and other long texts are Markdown."

/* Labels that come and go. */
#define JIRA_ISSUE_LABEL_OPTIONS                                                                   \
    {.name = "add-label",                                                                          \
     .kind = ATL_OPTION_LIST,                                                                      \
     .value = "LABEL",                                                                             \
     .summary = "Labels to add to those it has"},                                                  \
    {                                                                                              \
        .name = "remove-label", .kind = ATL_OPTION_LIST, .value = "LABEL",                         \
        .summary = "Labels to take away"                                                           \
    }

/* {"labels": [{"add": "red"}, …]} of these options, in the arena; NULL when no label comes or goes.
 * ATL_USAGE for labels with spaces, and when --label sets them all.
 */
enum atl_status jira_issue_labels_read(struct atl_context *context, cJSON **update,
                                       struct atl_error *error);

/* What the options are to change, for people: "priority, due, Story Points". In the arena. */
const char *jira_issue_options_names(const struct atl_context *context);

/* ATL_USAGE for an option given without a value, or --field without "=": before anything is asked.
 */
enum atl_status jira_issue_options_check(const struct atl_context *context,
                                         struct atl_error *error);

/* Whether any of these options was given. */
bool jira_issue_options_given(const struct atl_context *context);

/*
 * Puts what the options say into `values`, by field id. ATL_USAGE for fields that aren't among
 * `fields`, wrong values, and fields given twice; those that are in `values` before are replaced.
 */
enum atl_status jira_issue_options_read(struct jira_issue_command *command,
                                        const struct atl_jira_fields *fields, cJSON *values,
                                        struct atl_error *error);

/* Sets a field to the value that the text stands for; also an option of the command's own. */
enum atl_status jira_issue_set(struct jira_issue_command *command,
                               const struct atl_jira_fields *fields, const char *name,
                               const char *text, cJSON *values, struct atl_error *error);

/* ---- creating ---- */

/* Creates the issue; an outcome that is unknown comes with the way to find out. */
enum atl_status jira_issue_create(struct jira_issue_command *command,
                                  const struct atl_jira_fields *fields, const cJSON *values,
                                  const char **key, struct atl_error *error);

#endif
