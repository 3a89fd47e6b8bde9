/* jira me: who the account is. */
#include "atlcli/jira.h"
#include "cli/output.h"
#include "cmd/connect.h"
#include "cmd/site_hint.h"

static const struct atl_column columns[] = {
    {.key = "displayName", .heading = "Name"},
    {.key = "accountId", .heading = "Account id"},
    {.key = "name", .heading = "User name"},
    {.key = "emailAddress", .heading = "E-mail"},
    {.key = "timeZone", .heading = "Time zone"},
    {.key = "active", .heading = "Active", .kind = ATL_CELL_BOOLEAN},
    {0},
};

static void add(cJSON *object, const char *name, const char *text)
{
    cJSON_AddItemToObject(object, name,
                          text == NULL ? cJSON_CreateNull() : cJSON_CreateString(text));
}

static cJSON *describe(const struct atl_jira_user *user)
{
    cJSON *object = cJSON_CreateObject();
    add(object, "displayName", user->display_name);
    if (user->account_id != NULL) {
        add(object, "accountId", user->account_id);
    } else {
        add(object, "name", user->name);
    }
    add(object, "emailAddress", user->email);
    add(object, "timeZone", user->time_zone);
    cJSON_AddBoolToObject(object, "active", user->active);
    return object;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct atl_http *http = atl_connect(context);
    struct atl_jira_user user;
    enum atl_status status = atl_jira_myself(http, context->arena, &user, error);
    if (status == ATL_OK) {
        cJSON *object = describe(&user);
        status = atl_output_record(context->output, columns, object, error);
        cJSON_Delete(object);
    } else {
        site_hint_add(http, ATL_PRODUCT_JIRA, error);
    }
    atl_http_close(http);
    return status;
}

const struct atl_command atl_command_jira_me = {
    .words = "jira me",
    .summary = "Show who you are on the site",
    .examples = (const struct atl_example[]){{"jira me", "Who the active profile is"},
                                             {"jira me --json --profile work",
                                              "The same for a script, with another profile"},
                                             {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
