/* jira filter share: what is added, what is taken back, and which of them first. */
#include "cmd/jira/filter/reshare.h"

#include "cmd/jira/filter/share.h"
#include "cmd/jira/site.h"

enum {
    MOST_SHARES = 5, /* one for each option */
};

struct reshare {
    struct atl_context *context;
    struct atl_http *http;
    const char *filter; /* its id */
    const char *remove; /* an id, "all", or NULL */
    const cJSON *before;
    const cJSON *wanted[MOST_SHARES]; /* prepared */
    size_t count;
    const cJSON *now; /* all shares; NULL: to be looked up */
    size_t added;
    size_t removed;
};

/* ---- what is wanted ---- */

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

static enum atl_status prepare(struct reshare *reshare, struct atl_error *error)
{
    struct atl_jira_share shares[MOST_SHARES];
    enum atl_status status =
        read_shares(reshare->context, reshare->http, shares, &reshare->count, error);
    for (size_t i = 0; status == ATL_OK && i < reshare->count; i++) {
        status = atl_jira_share_prepare(reshare->http, reshare->context->arena, &shares[i],
                                        &reshare->wanted[i], error);
    }
    return status;
}

static bool is_wanted(const struct reshare *reshare, const cJSON *share)
{
    for (size_t i = 0; i < reshare->count; i++) {
        if (atl_jira_share_is(share, reshare->wanted[i])) {
            return true;
        }
    }
    return false;
}

static bool was_there(const struct reshare *reshare, const cJSON *wanted)
{
    const cJSON *share;
    cJSON_ArrayForEach(share, reshare->before)
    {
        if (atl_jira_share_is(share, wanted)) {
            return true;
        }
    }
    return false;
}

static size_t count_missing(const struct reshare *reshare)
{
    size_t missing = 0;
    for (size_t i = 0; i < reshare->count; i++) {
        missing += was_there(reshare, reshare->wanted[i]) ? 0 : 1;
    }
    return missing;
}

/* ---- what goes ---- */

static bool is_named(const struct reshare *reshare, const cJSON *share)
{
    return atl_text_equal_ignoring_case(reshare->remove, "all") ||
           atl_text_equal(atl_jira_share_id(reshare->context->arena, share), reshare->remove);
}

/* What is asked for stays, although it is to be taken back, too. */
static bool goes(const struct reshare *reshare, const cJSON *share)
{
    return reshare->remove != NULL && is_named(reshare, share) && !is_wanted(reshare, share);
}

/*
 * An id that isn't there is a mistake, unless the same command may have taken it back before: then
 * what is to be added is there by now, or nothing else is.
 */
static enum atl_status check_removal(const struct reshare *reshare, struct atl_error *error)
{
    const cJSON *share;
    bool has_others = false;
    cJSON_ArrayForEach(share, reshare->before)
    {
        if (is_named(reshare, share)) {
            return ATL_OK;
        }
        has_others = has_others || !is_wanted(reshare, share);
    }
    bool may_be_done = reshare->count > 0 && (!has_others || count_missing(reshare) == 0);
    if (may_be_done || atl_text_equal_ignoring_case(reshare->remove, "all")) {
        return ATL_OK;
    }
    atl_fail(error, ATL_NOT_FOUND, "--remove: the filter has no share '%s'", reshare->remove);
    atl_hint(error, "see them: atlcli jira filter share %s", reshare->filter);
    return ATL_NOT_FOUND;
}

/* The server would say no, too, but not what to do about it. */
static enum atl_status check_addition(const struct reshare *reshare, struct atl_error *error)
{
    const cJSON *share;
    if (atl_jira_share_is_alone(reshare->wanted[0])) {
        return ATL_OK;
    }
    cJSON_ArrayForEach(share, reshare->before)
    {
        if (atl_jira_share_is_alone(share) && !goes(reshare, share)) {
            atl_fail(error, ATL_FAILED, "the filter is shared with %s, which leaves no other share",
                     jira_filter_share_name(reshare->context->arena, share));
            atl_hint(error, "take that back in the same command: --remove %s",
                     atl_jira_share_id(reshare->context->arena, share));
            return ATL_FAILED;
        }
    }
    return ATL_OK;
}

/* ---- doing it ---- */

/* Of these shares, those that go; with `alone` only those that others can't join. */
static enum atl_status take_back(struct reshare *reshare, const cJSON *shares, bool alone,
                                 struct atl_error *error)
{
    const cJSON *share;
    cJSON_ArrayForEach(share, shares)
    {
        if (!goes(reshare, share) || (alone && !atl_jira_share_is_alone(share))) {
            continue;
        }
        enum atl_status status =
            atl_jira_filter_unshare(reshare->http, reshare->filter,
                                    atl_jira_share_id(reshare->context->arena, share), error);
        if (status != ATL_OK) {
            return status;
        }
        reshare->removed++;
        reshare->now = NULL;
    }
    return ATL_OK;
}

/* Without the group's name, Jira says: "The selected group does not exist". */
static enum atl_status say_missing(const cJSON *share, enum atl_status status,
                                   struct atl_error *error)
{
    const char *group = atl_json_text(share, "groupname", NULL);
    if (status != ATL_FAILED || error->http_status != 400 || group == NULL ||
        !atl_text_contains_ignoring_case(error->message, "group does not exist")) {
        return status;
    }
    return atl_fail(error, ATL_NOT_FOUND, "there is no group '%s', or it isn't visible to you",
                    group);
}

/*
 * What is shared with everybody can't be shared with others, so that goes first. The rest goes
 * last, so that a mistake in what is added takes none away.
 */
static enum atl_status add_missing(struct reshare *reshare, struct atl_error *error)
{
    enum atl_status status = check_addition(reshare, error);
    if (status == ATL_OK && !atl_jira_share_is_alone(reshare->wanted[0])) {
        status = take_back(reshare, reshare->before, true, error);
    }
    for (size_t i = 0; status == ATL_OK && i < reshare->count; i++) {
        if (was_there(reshare, reshare->wanted[i])) {
            continue;
        }
        status = atl_jira_filter_share(reshare->http, reshare->context->arena, reshare->filter,
                                       reshare->wanted[i], &reshare->now, error);
        status = say_missing(reshare->wanted[i], status, error);
        reshare->added += status == ATL_OK ? 1 : 0;
    }
    jira_site_hint_unknown(
        error, atl_arena_printf(reshare->context->arena, "jira filter share %s", reshare->filter));
    return status;
}

static enum atl_status look(struct reshare *reshare, struct atl_error *error)
{
    return atl_jira_filter_shares(reshare->http, reshare->context->arena, reshare->filter,
                                  &reshare->now, error);
}

static enum atl_status change(struct reshare *reshare, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    if (count_missing(reshare) > 0) {
        status = add_missing(reshare, error);
    }
    if (status == ATL_OK && reshare->remove != NULL) {
        /* What was added may have taken the place of others. */
        status = reshare->added > 0 ? look(reshare, error) : ATL_OK;
        if (status == ATL_OK) {
            status = take_back(reshare, reshare->now, false, error);
        }
    }
    return status == ATL_OK && reshare->now == NULL ? look(reshare, error) : status;
}

enum atl_status jira_filter_reshare(struct atl_context *context, struct atl_http *http,
                                    const struct atl_jira_item *filter, const cJSON **shares,
                                    struct atl_error *error)
{
    struct reshare reshare = {
        .context = context,
        .http = http,
        .filter = filter->id,
        .remove = atl_option_text(context, "remove"),
        .before = atl_json_get(filter->json, "sharePermissions"),
    };
    enum atl_status status = prepare(&reshare, error);
    if (status == ATL_OK && reshare.remove != NULL) {
        status = look(&reshare, error);
        reshare.before = reshare.now;
        if (status == ATL_OK) {
            status = check_removal(&reshare, error);
        }
    }
    if (status == ATL_OK) {
        status = change(&reshare, error);
    }
    if (status != ATL_OK && reshare.added + reshare.removed > 0) {
        atl_error_prefix(error, "shares were changed (%zu added, %zu removed), but then",
                         reshare.added, reshare.removed);
        atl_hint(error, "the same command again does the rest");
    }
    *shares = reshare.now;
    return status;
}
