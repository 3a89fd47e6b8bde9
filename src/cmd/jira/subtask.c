/* jira subtask: the parts of an issue. */
#include "atlcli/jira_agile.h"
#include "cmd/connect.h"
#include "cmd/jira/create_of.h"
#include "cmd/jira/issue/rows.h"
#include "cmd/jira/key.h"
#include "cmd/jira/missing.h"
#include "cmd/jira/sprint/sprint.h"
#include "cmd/subject.h"

#include <string.h>

const struct atl_command atl_command_jira_subtask = {
    .words = "jira subtask",
    .summary = "List and create the sub-tasks of an issue",
    .examples = (const struct atl_example[]){{"jira subtask list WEB-12", "What it is made of"},
                                             {"jira subtask create WEB-12 --summary 'Write tests'",
                                              "One more"},
                                             {0}},
};

static enum atl_status read_parent(struct atl_context *context, const char **parent,
                                   struct atl_error *error)
{
    struct subject subject;
    enum atl_status status =
        subject_read(context, "key", "say which issue: its key is missing", 0, &subject, error);
    return status == ATL_OK ? jira_key_parse(context->arena, subject.text, parent, error) : status;
}

/* ---- list ---- */

static enum atl_status run_list(struct atl_context *context, struct atl_error *error)
{
    const char *parent;
    enum atl_status status = read_parent(context, &parent, error);
    if (status != ATL_OK) {
        return status;
    }
    const char *jql = atl_arena_printf(
        context->arena, "parent = %s AND issuetype in subTaskIssueTypes() ORDER BY rank", parent);
    struct atl_http *http = atl_connect(context);
    status = jira_issue_rows_print(context, http, jql, NULL, NULL, error);
    return jira_agile_end(http, jira_missing_issue(parent, status, error), error);
}

static const struct atl_argument parent_arguments[] = {
    {.name = "PARENT", .summary = "Key of the issue that they are part of", .arity = ATL_OPTIONAL},
    {0}};

#define PARENT_KEY_OPTION                                                                          \
    {                                                                                              \
        .name = "key", .kind = ATL_OPTION_TEXT, .value = "KEY",                                    \
        .summary = "The same as the argument PARENT"                                               \
    }

const struct atl_command atl_command_jira_subtask_list = {
    .words = "jira subtask list",
    .summary = "List the sub-tasks of an issue",
    .description = "In the columns of `jira search`; --fields picks others.",
    .arguments = parent_arguments,
    .options = (const struct atl_option[]){PARENT_KEY_OPTION,
                                           {.name = "limit",
                                            .kind = ATL_OPTION_INTEGER,
                                            .value = "N",
                                            .summary = "Show at most so many issues",
                                            .shown_default = "50",
                                            .minimum = 1,
                                            .maximum = 10000000,
                                            .unlimited = "all"},
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"jira subtask list WEB-12", "All of them"},
            {"jira subtask list WEB-12 --fields key,status --jsonl", "For a script"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_list,
};

/* ---- create ---- */

static enum atl_status create(struct jira_issue_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    const char *type = atl_option_text(context, "type");
    const char *parent;
    enum atl_status status = read_parent(context, &parent, error);
    if (status != ATL_OK) {
        return status;
    }
    const char *project =
        atl_arena_strndup(context->arena, parent, (size_t)(strrchr(parent, '-') - parent));
    if (type == NULL) {
        status = atl_jira_subtask_type(command->http, context->arena, project, &type, error);
    }
    return status == ATL_OK ? jira_create_of(command, project, type, parent, error) : status;
}

static enum atl_status run_create(struct atl_context *context, struct atl_error *error)
{
    if (atl_option_given(context, "parent")) {
        return atl_fail(error, ATL_USAGE, "--parent: the argument PARENT says it");
    }
    enum atl_status status = jira_issue_options_check(context, error);
    return status == ATL_OK ? jira_issue_run(context, false, create, error) : status;
}

const struct atl_command atl_command_jira_subtask_create = {
    .words = "jira subtask create",
    .summary = "Create a sub-task of an issue",
    .description = "Of the first type for sub-tasks that the project has, unless --type names "
                   "another.\n\n" JIRA_ISSUE_FIELD_HELP,
    .arguments = parent_arguments,
    .options = (const struct atl_option[]){PARENT_KEY_OPTION,
                                           {.name = "type",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "TYPE",
                                            .summary = "Issue type, one for sub-tasks"},
                                           {.name = "parent",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "KEY",
                                            .summary = "Said by the argument",
                                            .hidden = true},
                                           JIRA_ISSUE_FIELD_OPTIONS,
                                           {0}},
    .examples = (const struct atl_example[]){{"jira subtask create WEB-12 --summary 'Write tests'",
                                              "With a summary alone"},
                                             {"jira subtask create WEB-12 --summary 'Write tests' "
                                              "--assignee me --estimate 3h --json",
                                              "With more, for a script"},
                                             {0}},
    .fields = (const struct atl_column[]){JIRA_ISSUE_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_create,
};
