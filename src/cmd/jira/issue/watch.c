/* jira issue watch, unwatch and watchers. */
#include "atlcli/jira_watch.h"
#include "cli/output.h"
#include "cmd/jira/act.h"
#include "cmd/jira/key.h"
#include "cmd/jira/person.h"

static enum atl_status find_watcher(const struct jira_act *act, struct atl_jira_user *person,
                                    struct atl_error *error)
{
    const char *name = atl_option_text(act->context, "user");
    return atl_jira_find_person(act->http, act->context->arena, name == NULL ? "me" : name, person,
                                error);
}

static enum atl_status report(const struct jira_act *act, const struct atl_jira_user *person,
                              bool watching, struct atl_error *error)
{
    cJSON *object = jira_act_object(act);
    cJSON_AddItemToObject(object, "user", jira_person_object(person));
    cJSON_AddBoolToObject(object, "watching", watching);
    return atl_output_message(act->context->output, object, error, "%s %s %s now",
                              jira_person_name(person), watching ? "watches" : "doesn't watch",
                              act->key);
}

static enum atl_status watch(struct jira_act *act, struct atl_error *error)
{
    struct atl_jira_user person;
    enum atl_status status = find_watcher(act, &person, error);
    if (status == ATL_OK) {
        status = atl_jira_watch(act->http, act->key, &person, error);
    }
    return status == ATL_OK ? report(act, &person, true, error) : status;
}

static enum atl_status unwatch(struct jira_act *act, struct atl_error *error)
{
    struct atl_jira_user person;
    enum atl_status status = find_watcher(act, &person, error);
    if (status == ATL_OK) {
        status = atl_jira_unwatch(act->http, act->key, &person, error);
    }
    return status == ATL_OK ? report(act, &person, false, error) : status;
}

/* ---- watchers ---- */

static const struct atl_column columns[] = {
    {.key = "displayName", .heading = "NAME", .style = ATL_STYLE_NAME},
    {.key = "emailAddress", .heading = "E-MAIL", .shrinks = true},
    {.key = "active", .heading = "ACTIVE", .kind = ATL_CELL_BOOLEAN},
    {.key = "accountId", .heading = "ACCOUNT ID", .extra = true},
    {.key = "name", .heading = "USER NAME", .extra = true},
    {0},
};

static const struct atl_listing listing = {
    .name = "watchers", .columns = columns, .when_empty = "Nobody watches it."};

static enum atl_status list(struct jira_act *act, struct atl_error *error)
{
    struct atl_output *output = act->context->output;
    const cJSON *json = NULL;
    const cJSON *person;
    enum atl_status status = atl_output_begin(output, &listing, error);
    if (status == ATL_OK) {
        status = atl_jira_watchers(act->http, act->context->arena, act->key, &json, error);
    }
    const cJSON *watchers = atl_json_member(json, "watchers");
    cJSON_ArrayForEach(person, watchers)
    {
        status = status == ATL_OK ? atl_output_object(output, person, error) : status;
    }
    if (status == ATL_OK) {
        atl_output_member(output, "key", cJSON_CreateString(act->key));
        atl_output_member(output, "isWatching",
                          cJSON_CreateBool(atl_json_bool(json, "isWatching", false)));
        atl_output_member(output, "watchCount",
                          cJSON_CreateNumber((double)atl_json_integer(json, "watchCount", 0)));
        status = atl_output_end(output, error);
    }
    return status;
}

/* ---- the commands ---- */

static enum atl_status run_watch(struct atl_context *context, struct atl_error *error)
{
    return jira_act_run(context, 0, watch, error);
}

static enum atl_status run_unwatch(struct atl_context *context, struct atl_error *error)
{
    return jira_act_run(context, 0, unwatch, error);
}

static enum atl_status run_watchers(struct atl_context *context, struct atl_error *error)
{
    return jira_act_run(context, 0, list, error);
}

static const struct atl_option user_options[] = {
    {.name = "user",
     .kind = ATL_OPTION_TEXT,
     .value = "USER",
     .summary = "Somebody else: e-mail, display name, account id or user name"},
    JIRA_KEY_OPTION,
    {0}};

const struct atl_command atl_command_jira_issue_watch = {
    .words = "jira issue watch",
    .summary = "Watch an issue: be told when it changes",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, {0}},
    .options = user_options,
    .examples = (const struct atl_example[]){{"jira issue watch ATL-1", "Watch an issue"},
                                             {"jira issue watch ATL-1 --user ada@example.com",
                                              "Have Ada watch it"},
                                             {0}},
    .fields =
        (const struct atl_column[]){JIRA_ISSUE_MEMBERS, {.key = "user"}, {.key = "watching"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_watch,
};

const struct atl_command atl_command_jira_issue_unwatch = {
    .words = "jira issue unwatch",
    .summary = "Stop watching an issue",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, {0}},
    .options = user_options,
    .examples = (const struct atl_example[]){{"jira issue unwatch ATL-1", "Stop watching an issue"},
                                             {"jira issue unwatch ATL-1 --user ada@example.com",
                                              "Take Ada off its watchers"},
                                             {0}},
    .fields =
        (const struct atl_column[]){JIRA_ISSUE_MEMBERS, {.key = "user"}, {.key = "watching"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_unwatch,
};

const struct atl_command atl_command_jira_issue_watchers = {
    .words = "jira issue watchers",
    .summary = "List who watches an issue",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, {0}},
    .options = (const struct atl_option[]){JIRA_KEY_OPTION, {0}},
    .examples = (const struct atl_example[]){{"jira issue watchers ATL-1", "Who watches it"},
                                             {"jira issue watchers ATL-1 --jsonl --fields name",
                                              "User names on Data Center, one a line"},
                                             {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_watchers,
};
