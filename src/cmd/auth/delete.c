/* auth delete: a profile goes as a whole. */
#include "cmd/auth/auth.h"

#include "atlcli/text.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cli/prompt.h"

struct deletion {
    struct atl_context *context;
    const char *name;
    bool with_keychain;
    bool was_active;
    bool keychain_item_gone;
    const char *username; /* as it was when the profile went */
    bool shared;
};

static enum atl_status delete_keychain_item(struct deletion *deletion,
                                            const struct atl_profile *profile,
                                            struct atl_error *error)
{
    if (profile->username == NULL) {
        atl_warn(deletion->context->console,
                 "profile '%s' has no user name, so there is nothing of it in the keychain",
                 profile->name);
        return ATL_OK;
    }
    enum atl_status status = atl_keychain_delete(profile->username, error);
    if (status == ATL_OK) {
        deletion->keychain_item_gone = true;
    } else if (status == ATL_NOT_FOUND) {
        atl_note(deletion->context->console, "The keychain has no item of '%s'", profile->username);
        status = ATL_OK;
    } else {
        atl_hint(error, "without --delete-keychain the profile alone is deleted");
    }
    return status;
}

/* The keychain first: when it refuses, nothing has been done yet. */
static enum atl_status delete_profile(struct atl_credentials *credentials, void *context,
                                      struct atl_error *error)
{
    struct deletion *deletion = context;
    const struct atl_profile *profile;
    enum atl_status status = atl_credentials_require(credentials, deletion->name, &profile, error);
    if (status == ATL_OK && deletion->with_keychain) {
        status = delete_keychain_item(deletion, profile, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    deletion->was_active = atl_text_equal(atl_credentials_current(credentials), deletion->name);
    deletion->username = profile->username;
    deletion->shared = auth_count_sharing(credentials, profile) > 0;
    return atl_credentials_remove(credentials, deletion->name, error);
}

static void note_what_follows(const struct deletion *deletion)
{
    struct atl_console *console = deletion->context->console;
    if (deletion->keychain_item_gone && deletion->shared) {
        atl_warn(console, "another profile used the keychain item of '%s', too: log in there anew",
                 deletion->username);
    }
    if (deletion->username != NULL && !deletion->with_keychain) {
        atl_note(console,
                 "An item of '%s' in the keychain, if any, is kept; --delete-keychain removes it",
                 deletion->username);
    }
    if (deletion->was_active) {
        atl_note(console, "No profile is active now; choose one with: atlcli auth switch NAME");
    }
}

static enum atl_status report(const struct deletion *deletion, struct atl_error *error)
{
    struct atl_context *context = deletion->context;
    cJSON *object = atl_json_keep(context->arena, cJSON_CreateObject());
    atl_json_set_text(object, "profile", deletion->name);
    atl_json_set_bool(object, "wasActive", deletion->was_active);
    atl_json_set_bool(object, "keychainItemDeleted", deletion->keychain_item_gone);
    enum atl_status status =
        atl_output_message(context->output, object, error, "Deleted profile '%s'", deletion->name);
    note_what_follows(deletion);
    return status;
}

/* An unknown name is told before any question. */
static enum atl_status confirm(struct atl_context *context, const char *name,
                               struct atl_error *error)
{
    struct atl_credentials *credentials;
    const struct atl_profile *profile;
    enum atl_status status = atl_credentials_load(context->arena, &credentials, error);
    if (status == ATL_OK) {
        status = atl_credentials_require(credentials, name, &profile, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    const char *site = profile->site == NULL ? "no site" : profile->site;
    return atl_prompt_confirm(
        context, atl_arena_printf(context->arena, "Delete profile '%s' (%s)?", name, site), error);
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct deletion deletion = {
        .context = context,
        .name = atl_argument(context, "NAME"),
        .with_keychain = atl_option_flag(context, "delete-keychain"),
    };
    enum atl_status status = auth_refuse_profile_option(context, error);
    if (status == ATL_OK) {
        status = confirm(context, deletion.name, error);
    }
    if (status == ATL_OK) {
        status = atl_credentials_update(context->arena, delete_profile, &deletion, error);
    }
    return status == ATL_OK ? report(&deletion, error) : status;
}

const struct atl_command atl_command_auth_delete = {
    .words = "auth delete",
    .summary = "Delete a profile",
    .description = "Removes the profile with everything it holds. A token in the keychain (macOS "
                   "Keychain, or the Secret Service on Linux) stays unless --delete-keychain is "
                   "given: other profiles may use it.",
    .arguments =
        (const struct atl_argument[]){
            {.name = "NAME", .summary = "Profile to delete", .completion = ATL_COMPLETE_PROFILE},
            {0}},
    .options =
        (const struct atl_option[]){
            {.name = "delete-keychain", .summary = "Delete the token in the keychain, too"},
            {.name = "yes",
             .alias = "confirm",
             .letter = 'y',
             .summary = "Don't ask; needed when there is no terminal"},
            {0}},
    .examples = (const struct atl_example[]){{"auth delete old-profile", "Delete a profile"},
                                             {"auth delete old-profile --delete-keychain",
                                              "With its token in the keychain"},
                                             {"auth delete old-profile --yes", "In a script"},
                                             {0}},
    .fields =
        (const struct atl_column[]){
            {.key = "profile"}, {.key = "wasActive"}, {.key = "keychainItemDeleted"}, {0}},
    .run = run,
};
