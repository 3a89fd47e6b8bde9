/* jira issue assign: who is to do it. */
#include "atlcli/jira_watch.h"
#include "cli/output.h"
#include "cmd/jira/act.h"
#include "cmd/jira/key.h"
#include "cmd/jira/person.h"

static enum atl_status choose(const struct jira_act *act, enum atl_jira_assignment *assignment,
                              struct atl_jira_user *person, struct atl_error *error)
{
    const char *name = act->words[0];
    *assignment = ATL_JIRA_ASSIGN_PERSON;
    if (atl_text_equal_ignoring_case(name, "none")) {
        *assignment = ATL_JIRA_ASSIGN_NOBODY;
    } else if (atl_text_equal_ignoring_case(name, "auto")) {
        *assignment = ATL_JIRA_ASSIGN_DEFAULT;
    } else {
        return atl_jira_find_person(act->http, act->context->arena, name, person, error);
    }
    return ATL_OK;
}

static enum atl_status assign(struct jira_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    enum atl_jira_assignment assignment;
    struct atl_jira_user person = {0};
    enum atl_status status = choose(act, &assignment, &person, error);
    if (status == ATL_OK) {
        status = atl_jira_assign(act->http, act->key, assignment, &person, error);
    }
    if (status == ATL_OK && assignment == ATL_JIRA_ASSIGN_DEFAULT) {
        status = atl_jira_assignee(act->http, context->arena, act->key, &person, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = jira_act_object(act);
    cJSON_AddItemToObject(object, "assignee", jira_person_object(&person));
    const char *name = jira_person_name(&person);
    if (name == NULL) {
        return atl_output_message(context->output, object, error, "%s is assigned to nobody now",
                                  act->key);
    }
    return atl_output_message(context->output, object, error, "%s is assigned to %s now", act->key,
                              name);
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return jira_act_run(context, 1, assign, error);
}

const struct atl_command atl_command_jira_issue_assign = {
    .words = "jira issue assign",
    .summary = "Assign an issue to somebody, or to nobody",
    .arguments =
        (const struct atl_argument[]){
            JIRA_KEY_ARGUMENT,
            {.name = "USER",
             .summary = "E-mail, display name, account id or user name; me, none, or auto for whom "
                        "the project's settings say",
             .arity = ATL_OPTIONAL},
            {0}},
    .options = (const struct atl_option[]){JIRA_KEY_OPTION, {0}},
    .examples =
        (const struct atl_example[]){{"jira issue assign ATL-1 me", "Take an issue"},
                                     {"jira issue assign ATL-1 ada@example.com", "Give it to Ada"},
                                     {"jira issue assign ATL-1 none", "Give it back"},
                                     {0}},
    .fields = (const struct atl_column[]){JIRA_ISSUE_MEMBERS, {.key = "assignee"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
