/* auth switch, auth rename. */
#include "cmd/auth/auth.h"

#include "atlcli/text.h"
#include "cli/console.h"
#include "cli/output.h"

/* ---- switch ---- */

static enum atl_status switch_to(struct atl_credentials *credentials, void *name,
                                 struct atl_error *error)
{
    return atl_credentials_set_current(credentials, name, error);
}

static enum atl_status run_switch(struct atl_context *context, struct atl_error *error)
{
    char *name = atl_arena_strdup(context->arena, atl_argument(context, "NAME"));
    enum atl_status status = auth_refuse_profile_option(context, error);
    if (status == ATL_OK) {
        status = atl_credentials_update(context->arena, switch_to, name, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = atl_json_keep(context->arena, cJSON_CreateObject());
    atl_json_set_text(object, "profile", name);
    atl_json_set_bool(object, "active", true);
    status = atl_output_message(context->output, object, error, "Switched to profile '%s'", name);
    auth_note_environment_profile(context, name);
    return status;
}

const struct atl_command atl_command_auth_switch = {
    .words = "auth switch",
    .summary = "Make a profile the active one",
    .arguments = (const struct atl_argument[]){{.name = "NAME",
                                                .summary = "Profile to use from now on",
                                                .completion = ATL_COMPLETE_PROFILE},
                                               {0}},
    .examples =
        (const struct atl_example[]){{"auth switch work", "Use the profile 'work' from now on"},
                                     {0}},
    .fields = (const struct atl_column[]){{.key = "profile"}, {.key = "active"}, {0}},
    .run = run_switch,
};

/* ---- rename ---- */

struct names {
    const char *old_name;
    const char *new_name;
};

static enum atl_status rename_profile(struct atl_credentials *credentials, void *context,
                                      struct atl_error *error)
{
    const struct names *names = context;
    return atl_credentials_rename(credentials, names->old_name, names->new_name, error);
}

static enum atl_status run_rename(struct atl_context *context, struct atl_error *error)
{
    struct names names = {atl_argument(context, "OLD"), atl_argument(context, "NEW")};
    enum atl_status status = auth_refuse_profile_option(context, error);
    if (status == ATL_OK) {
        status = atl_credentials_update(context->arena, rename_profile, &names, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = atl_json_keep(context->arena, cJSON_CreateObject());
    atl_json_set_text(object, "profile", names.new_name);
    atl_json_set_text(object, "formerName", names.old_name);
    status = atl_output_message(context->output, object, error, "Renamed profile '%s' to '%s'",
                                names.old_name, names.new_name);
    struct atl_environment environment = atl_environment_read();
    if (atl_text_equal(environment.profile, names.old_name)) {
        atl_warn(context->console, "ATLCLI_PROFILE still says '%s'", names.old_name);
    }
    return status;
}

const struct atl_command atl_command_auth_rename = {
    .words = "auth rename",
    .summary = "Give a profile another name",
    .description = "The active profile stays active under its new name.",
    .arguments = (const struct atl_argument[]){{.name = "OLD",
                                                .summary = "The profile's name now",
                                                .completion = ATL_COMPLETE_PROFILE},
                                               {.name = "NEW",
                                                .summary = "Its new name: letters, digits, '.', "
                                                           "'_' and '-'"},
                                               {0}},
    .examples =
        (const struct atl_example[]){
            {"auth rename old-name new-name", "'old-name' is called 'new-name' from now on"}, {0}},
    .fields = (const struct atl_column[]){{.key = "profile"}, {.key = "formerName"}, {0}},
    .run = run_rename,
};
