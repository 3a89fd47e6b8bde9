/* auth list: what is in the file. Nothing is asked of a server or a keychain. */
#include "cmd/auth/auth.h"

#include "cli/console.h"
#include "cli/output.h"

static const struct atl_column columns[] = {
    {.key = "name", .heading = "PROFILE", .style = ATL_STYLE_NAME},
    {.key = "site", .heading = "SITE", .shrinks = true},
    {.key = "email", .heading = "EMAIL", .shrinks = true},
    {.key = "active", .heading = "ACTIVE", .kind = ATL_CELL_BOOLEAN, .style = ATL_STYLE_GOOD},
    {.key = "authType", .heading = "AUTH", .extra = true},
    {.key = "username", .heading = "USERNAME", .extra = true},
    {.key = "tlsCaFile", .heading = "CA FILE", .extra = true},
    {.key = "tlsSkipVerify", .heading = "INSECURE", .kind = ATL_CELL_BOOLEAN, .extra = true},
    {0}};

static const struct atl_listing listing = {
    .name = "profiles",
    .columns = columns,
    .when_empty = "No profiles yet. Make one with: atlcli auth init",
};

static struct atl_cell site_cell(const struct atl_context *context,
                                 const struct atl_profile *profile)
{
    if (profile->site_is_invalid && atl_output_form(context->output) == ATL_OUTPUT_TABLE) {
        return atl_cell_styled(atl_cell_text("(not a usable URL)"), ATL_STYLE_BAD);
    }
    return atl_cell_text(profile->site);
}

static enum atl_status list_one(struct atl_context *context, const struct atl_profile *profile,
                                const char *current, struct atl_error *error)
{
    const struct atl_cell cells[] = {
        atl_cell_text(profile->name),
        site_cell(context, profile),
        atl_cell_text(profile->email),
        atl_cell_boolean(atl_text_equal(profile->name, current)),
        atl_cell_text(atl_auth_type_name(profile->auth_type)),
        atl_cell_text(profile->username),
        atl_cell_text(profile->tls_ca_file),
        atl_cell_boolean(profile->tls_skip_verify),
    };
    return atl_output_row(context->output, cells, error);
}

static enum atl_status list_all(struct atl_context *context,
                                const struct atl_credentials *credentials, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    const char *current = atl_credentials_current(credentials);
    size_t count = atl_credentials_count(credentials);
    for (size_t i = 0; i < count && status == ATL_OK; i++) {
        status = list_one(context, atl_credentials_at(credentials, i), current, error);
    }
    return status;
}

static void warn(struct atl_context *context, const struct atl_credentials *credentials)
{
    const char *current = atl_credentials_current(credentials);
    if (current != NULL && atl_credentials_find(credentials, current) == NULL) {
        atl_warn(context->console,
                 "the active profile '%s' does not exist; choose one with: atlcli auth switch NAME",
                 current);
    }
    if (atl_credentials_is_exposed(credentials)) {
        atl_warn(context->console, "others can read %s; 'atlcli doctor --fix' keeps them out",
                 atl_credentials_path(credentials));
    }
    auth_note_environment_profile(context, current);
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct atl_credentials *credentials;
    enum atl_status status = auth_refuse_profile_option(context, error);
    if (status == ATL_OK) {
        status = atl_credentials_load(context->arena, &credentials, error);
    }
    if (status == ATL_OK) {
        status = atl_output_begin(context->output, &listing, error);
    }
    if (status == ATL_OK) {
        status = list_all(context, credentials, error);
    }
    if (status == ATL_OK) {
        status = atl_output_end(context->output, error);
    }
    if (status == ATL_OK) {
        warn(context, credentials);
    }
    return status;
}

const struct atl_command atl_command_auth_list = {
    .words = "auth list",
    .summary = "List all profiles",
    .description = "Shows the profiles in the credentials file. It asks no server: whether the "
                   "tokens are valid is what 'atlcli auth status' tells.",
    .examples =
        (const struct atl_example[]){
            {"auth list", "List all profiles; ✓ marks the active one"},
            {"auth list --json", "The same for a script"},
            {"auth list --fields name,authType,username", "Choose the columns"},
            {0}},
    .run = run,
};
