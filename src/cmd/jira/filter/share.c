/* jira filter share: with whom a filter is shared, and sharing it. */
#include "cmd/jira/filter/share.h"

#include "atlcli/jira_filter.h"
#include "cmd/jira/filter/reshare.h"
#include "cmd/jira/site.h"
#include "cmd/option_check.h"

const char *jira_filter_share_name(struct atl_arena *arena, const cJSON *share)
{
    const char *type = atl_json_text(share, "type", "?");
    const char *project = atl_json_text(share, "project.key", NULL);
    const char *role = atl_json_text(share, "role.name", NULL);
    const char *group = atl_json_text(share, "group.name", NULL);
    const char *user = atl_json_text(share, "user.displayName", NULL);
    if (project != NULL && role != NULL) {
        return atl_arena_printf(arena, "role %s of %s", role, project);
    }
    if (project != NULL || group != NULL || user != NULL) {
        return atl_arena_printf(arena, "%s %s",
                                project != NULL ? "project"
                                : group != NULL ? "group"
                                                : "user",
                                project != NULL ? project
                                : group != NULL ? group
                                                : user);
    }
    return atl_text_equal(type, "global") ? "everybody"
           : atl_text_equal(type, "authenticated") || atl_text_equal(type, "loggedin")
               ? "everybody who is logged in"
               : type;
}

static const struct atl_column columns[] = {
    {.key = "id", .heading = "ID", .style = ATL_STYLE_DIM, .kind = ATL_CELL_INTEGER},
    {.key = "type", .heading = "TYPE"},
    {.key = "name", .heading = "SHARED WITH", .style = ATL_STYLE_NAME},
    {0},
};

static const struct atl_listing listing = {
    .name = "shares", .columns = columns, .when_empty = "Shared with nobody."};

static enum atl_status print(struct atl_context *context, const cJSON *shares,
                             struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    const cJSON *share;
    cJSON_ArrayForEach(share, shares)
    {
        cJSON *row = cJSON_Duplicate(share, true);
        atl_json_set_text(row, "name", jira_filter_share_name(context->arena, share));
        status = atl_output_object(context->output, row, error);
        cJSON_Delete(row);
        if (status != ATL_OK) {
            return status;
        }
    }
    return atl_output_end(context->output, error);
}

/* ---- the command ---- */

static const char *const text_options[] = {"project", "role", "group", "user", "remove", NULL};
static const char *const list_options[] = {NULL};

/* With everybody, and with others: the first leaves none of the second. */
static enum atl_status check_alone(struct atl_context *context, struct atl_error *error)
{
    static const char *const options[] = {"global", "authenticated", "project", "group", "user"};
    const char *alone = atl_option_flag(context, "global")          ? "global"
                        : atl_option_flag(context, "authenticated") ? "authenticated"
                                                                    : NULL;
    for (size_t i = 0; alone != NULL && i < sizeof options / sizeof *options; i++) {
        bool is_flag = i < 2;
        bool given =
            is_flag ? atl_option_flag(context, options[i]) : atl_option_given(context, options[i]);
        if (given && !atl_text_equal(options[i], alone)) {
            return atl_fail(error, ATL_USAGE,
                            "--%s and --%s don't go together: a filter that is shared with "
                            "everybody has no other shares",
                            alone, options[i]);
        }
    }
    return ATL_OK;
}

static enum atl_status share(struct atl_context *context, struct atl_http *http,
                             struct atl_error *error)
{
    struct atl_jira_item filter;
    const cJSON *shares = NULL;
    enum atl_status status = option_check_filled(context, text_options, list_options, error);
    if (status == ATL_OK) {
        status = check_alone(context, error);
    }
    if (status == ATL_OK) {
        status = atl_output_begin(context->output, &listing, error);
    }
    if (status == ATL_OK) {
        status =
            atl_jira_filter(http, context->arena, atl_argument(context, "FILTER"), &filter, error);
    }
    if (status == ATL_OK) {
        status = jira_filter_reshare(context, http, &filter, &shares, error);
    }
    return status == ATL_OK ? print(context, shares, error) : status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, share, error);
}

const struct atl_command atl_command_jira_filter_share = {
    .words = "jira filter share",
    .summary = "Share a filter, or show with whom it is shared",
    .description = "Prints all that it is shared with in the end. Several options share it with "
                   "several at once. --authenticated and --global go alone: each takes the place "
                   "of all other shares, and --remove takes it back before there are others again.",
    .arguments =
        (const struct atl_argument[]){{.name = "FILTER", .summary = "Its name or id"}, {0}},
    .options =
        (const struct atl_option[]){
            {.name = "project",
             .kind = ATL_OPTION_TEXT,
             .value = "KEY",
             .summary = "With all who see this project"},
            {.name = "role",
             .kind = ATL_OPTION_TEXT,
             .value = "ROLE",
             .summary = "Of these only those who have this role in it"},
            {.name = "group", .kind = ATL_OPTION_TEXT, .value = "NAME", .summary = "With a group"},
            {.name = "user",
             .kind = ATL_OPTION_TEXT,
             .value = "USER",
             .summary = "With a person: an e-mail, a name or id"},
            {.name = "authenticated",
             .kind = ATL_OPTION_FLAG,
             .summary = "With everybody who is logged in, instead of others"},
            {.name = "global",
             .kind = ATL_OPTION_FLAG,
             .summary = "With everybody, also without an account, instead of others"},
            {.name = "remove",
             .kind = ATL_OPTION_TEXT,
             .value = "ID",
             .summary = "Take this share back, by its id; all: every one"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"jira filter share \"Due soon\"", "With whom it is shared"},
            {"jira filter share \"Due soon\" --project WEB --role Developers",
             "With the developers of a project"},
            {"jira filter share \"Due soon\" --remove all --group team-web",
             "With a group, and nobody else"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
