/* jira filter share: with whom a filter is shared, and sharing it. */
#include "cmd/jira/filter/share.h"

#include "atlcli/jira_filter.h"
#include "cmd/jira/site.h"
#include "cmd/option_check.h"

#include <inttypes.h>

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

/* ---- adding ---- */

enum {
    MOST_SHARES = 5,
};

/* One for each option. */
static enum atl_status read_shares(struct atl_context *context, struct atl_http *http,
                                   struct atl_jira_share *shares, size_t *count,
                                   struct atl_error *error)
{
    const struct atl_jira_user *user;
    const char *project = atl_option_text(context, "project");
    const char *group = atl_option_text(context, "group");
    const char *role = atl_option_text(context, "role");
    *count = 0;
    if (role != NULL && project == NULL) {
        return atl_fail(error, ATL_USAGE, "--role needs --project: roles are those of a project");
    }
    enum atl_status status = jira_site_person(context, http, "user", &user, NULL, error);
    if (status != ATL_OK) {
        return status;
    }
    if (project != NULL) {
        shares[(*count)++] = (struct atl_jira_share){
            .with = ATL_JIRA_SHARE_PROJECT, .project = project, .role = role};
    }
    if (group != NULL) {
        shares[(*count)++] = (struct atl_jira_share){.with = ATL_JIRA_SHARE_GROUP, .group = group};
    }
    if (user != NULL) {
        shares[(*count)++] = (struct atl_jira_share){.with = ATL_JIRA_SHARE_USER, .user = user};
    }
    if (atl_option_flag(context, "authenticated")) {
        shares[(*count)++] = (struct atl_jira_share){.with = ATL_JIRA_SHARE_AUTHENTICATED};
    }
    if (atl_option_flag(context, "global")) {
        shares[(*count)++] = (struct atl_jira_share){.with = ATL_JIRA_SHARE_GLOBAL};
    }
    return ATL_OK;
}

/* Without the group's name, Jira says: "The selected group does not exist". */
static enum atl_status say_missing(const struct atl_jira_share *share, enum atl_status status,
                                   struct atl_error *error)
{
    if (status != ATL_FAILED || error->http_status != 400 || share->with != ATL_JIRA_SHARE_GROUP ||
        !atl_text_contains_ignoring_case(error->message, "group does not exist")) {
        return status;
    }
    return atl_fail(error, ATL_NOT_FOUND, "there is no group '%s', or it isn't visible to you",
                    share->group);
}

static enum atl_status add(struct atl_context *context, struct atl_http *http, const char *filter,
                           const cJSON **now, struct atl_error *error)
{
    struct atl_jira_share shares[MOST_SHARES];
    size_t count;
    enum atl_status status = read_shares(context, http, shares, &count, error);
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        status = atl_jira_filter_share(http, context->arena, filter, &shares[i], now, error);
        status = say_missing(&shares[i], status, error);
        jira_site_hint_unknown(error,
                               atl_arena_printf(context->arena, "jira filter share %s", filter));
    }
    return status;
}

/* ---- taking back ---- */

static bool is_wanted(struct atl_context *context, const cJSON *share, const char **id)
{
    const char *wanted = atl_option_text(context, "remove");
    *id = atl_arena_printf(context->arena, "%" PRId64, atl_json_integer(share, "id", 0));
    return atl_text_equal_ignoring_case(wanted, "all") || atl_text_equal(*id, wanted);
}

static enum atl_status check_removal(struct atl_context *context, const char *filter,
                                     const cJSON *shares, struct atl_error *error)
{
    const char *wanted = atl_option_text(context, "remove");
    const char *id;
    const cJSON *share;
    cJSON_ArrayForEach(share, shares)
    {
        if (is_wanted(context, share, &id)) {
            return ATL_OK;
        }
    }
    if (atl_text_equal_ignoring_case(wanted, "all")) {
        return ATL_OK;
    }
    atl_fail(error, ATL_NOT_FOUND, "--remove: the filter has no share '%s'", wanted);
    atl_hint(error, "see them: atlcli jira filter share %s", filter);
    return ATL_NOT_FOUND;
}

static enum atl_status remove_shares(struct atl_context *context, struct atl_http *http,
                                     const char *filter, const cJSON *shares,
                                     struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    const char *id;
    const cJSON *share;
    cJSON_ArrayForEach(share, shares)
    {
        if (status == ATL_OK && is_wanted(context, share, &id)) {
            status = atl_jira_filter_unshare(http, filter, id, error);
        }
    }
    return status;
}

/* ---- the command ---- */

static const char *const text_options[] = {"project", "role", "group", "user", "remove", NULL};
static const char *const list_options[] = {NULL};

static enum atl_status share(struct atl_context *context, struct atl_http *http,
                             struct atl_error *error)
{
    struct atl_jira_item filter;
    const cJSON *shares = NULL;
    enum atl_status status = option_check_filled(context, text_options, list_options, error);
    if (status == ATL_OK) {
        status = atl_output_begin(context->output, &listing, error);
    }
    if (status == ATL_OK) {
        status =
            atl_jira_filter(http, context->arena, atl_argument(context, "FILTER"), &filter, error);
    }
    /* Shares are added first, so that a mistake in one takes none away. */
    const cJSON *before = NULL;
    if (status == ATL_OK && atl_option_given(context, "remove")) {
        status = atl_jira_filter_shares(http, context->arena, filter.id, &before, error);
        if (status == ATL_OK) {
            status = check_removal(context, filter.id, before, error);
        }
    }
    if (status == ATL_OK) {
        status = add(context, http, filter.id, &shares, error);
    }
    if (status == ATL_OK && before != NULL) {
        status = remove_shares(context, http, filter.id, before, error);
        shares = NULL;
    }
    if (status == ATL_OK && shares == NULL) {
        status = atl_jira_filter_shares(http, context->arena, filter.id, &shares, error);
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
                   "several at once.",
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
             .summary = "With everybody who is logged in"},
            {.name = "global",
             .kind = ATL_OPTION_FLAG,
             .summary = "With everybody, also without an account"},
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
