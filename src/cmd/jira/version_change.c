/* jira version: create, update, delete. */
#include "atlcli/jira_version.h"

#include "cli/prompt.h"
#include "cmd/jira/site.h"
#include "cmd/option_check.h"

static enum atl_status read_change(struct atl_context *context, struct atl_http *http,
                                   struct atl_jira_version_change *change, struct atl_error *error)
{
    change->description = atl_option_text(context, "description");
    enum atl_status status =
        jira_site_date(context, http, "start-date", NULL, &change->start_date, error);
    return status == ATL_OK
               ? jira_site_date(context, http, "release-date", NULL, &change->release_date, error)
               : status;
}

static enum atl_status find(struct atl_context *context, struct atl_http *http, const char *name,
                            struct atl_jira_item *version, struct atl_error *error)
{
    return atl_jira_version(http, context->arena, atl_option_text(context, "project"), name,
                            version, error);
}

static enum atl_status report(struct atl_context *context, const char *verb,
                              const struct atl_jira_item *version, struct atl_error *error)
{
    return atl_output_message(context->output, jira_site_object(context, version, NULL), error,
                              "%s version '%s' (%s)", verb, version->name, version->id);
}

/* ---- create ---- */

static enum atl_status create(struct atl_context *context, struct atl_http *http,
                              struct atl_error *error)
{
    struct atl_jira_item version;
    struct atl_jira_version_change change = {.name = atl_argument(context, "NAME")};
    const char *project = atl_option_text(context, "project");
    enum atl_status status = read_change(context, http, &change, error);
    if (status == ATL_OK) {
        status = atl_jira_version_create(http, context->arena, project, &change, &version, error);
        jira_site_hint_unknown(
            error, atl_arena_printf(context->arena, "jira version list --project '%s'", project));
    }
    return status == ATL_OK ? report(context, "Created", &version, error) : status;
}

static enum atl_status run_create(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, create, error);
}

/* ---- update ---- */

static enum atl_status update(struct atl_context *context, struct atl_http *http,
                              struct atl_error *error)
{
    static const char *const texts[] = {"name", NULL};
    static const char *const lists[] = {NULL};
    static const char *const all[] = {"name", "description", "start-date", "release-date", NULL};
    struct atl_jira_item version;
    struct atl_jira_version_change change = {.name = atl_option_text(context, "name")};
    enum atl_status status = jira_site_check_any(context, all, error);
    if (status == ATL_OK) {
        status = option_check_filled(context, texts, lists, error);
    }
    if (status == ATL_OK) {
        status = read_change(context, http, &change, error);
    }
    if (status == ATL_OK) {
        status = find(context, http, atl_argument(context, "VERSION"), &version, error);
    }
    if (status == ATL_OK) {
        status =
            atl_jira_version_update(http, context->arena, version.id, &change, &version, error);
    }
    return status == ATL_OK ? report(context, "Updated", &version, error) : status;
}

static enum atl_status run_update(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, update, error);
}

/* ---- delete ---- */

struct deletion {
    struct atl_jira_item version;
    struct atl_jira_item fix_heir; /* without an id: none */
    struct atl_jira_item affected_heir;
    struct atl_jira_version_counts counts;
};

static enum atl_status find_heir(struct atl_context *context, struct atl_http *http,
                                 const char *option, const struct atl_jira_item *version,
                                 struct atl_jira_item *heir, struct atl_error *error)
{
    const char *name = atl_option_text(context, option);
    if (name == NULL) {
        return ATL_OK;
    }
    enum atl_status status = find(context, http, name, heir, error);
    if (status != ATL_OK) {
        atl_error_prefix(error, "--%s", option);
    } else if (atl_text_equal(heir->id, version->id)) {
        status = atl_fail(error, ATL_USAGE, "--%s: '%s' is the version to delete", option, name);
    }
    return status;
}

static enum atl_status confirm_deletion(struct atl_context *context,
                                        const struct deletion *deletion, struct atl_error *error)
{
    struct atl_arena *arena = context->arena;
    const char *fixed = jira_site_issues(arena, deletion->counts.fixed);
    const char *affected = jira_site_issues(arena, deletion->counts.affected);
    const char *fix = deletion->fix_heir.name;
    const char *affects = deletion->affected_heir.name;
    const char *question = atl_arena_printf(
        arena,
        "Delete version '%s'? Fixed in it: %s (then %s%s%s), affected by it: %s (then %s%s%s).",
        deletion->version.name, fixed, fix == NULL ? "" : "'", fix == NULL ? "in none" : fix,
        fix == NULL ? "" : "'", affected, affects == NULL ? "" : "'",
        affects == NULL ? "by none" : affects, affects == NULL ? "" : "'");
    return atl_prompt_confirm(context, question, error);
}

static enum atl_status delete_version(struct atl_context *context, struct atl_http *http,
                                      struct atl_error *error)
{
    struct deletion deletion = {0};
    const char *name = atl_argument(context, "VERSION");
    enum atl_status status = find(context, http, name, &deletion.version, error);
    if (status == ATL_OK) {
        status =
            find_heir(context, http, "move-fixed-to", &deletion.version, &deletion.fix_heir, error);
    }
    if (status == ATL_OK) {
        status = find_heir(context, http, "move-affected-to", &deletion.version,
                           &deletion.affected_heir, error);
    }
    if (status == ATL_OK) {
        status = atl_jira_version_counts(http, deletion.version.id, &deletion.counts, error);
    }
    if (status == ATL_OK) {
        status = confirm_deletion(context, &deletion, error);
    }
    if (status == ATL_OK) {
        status = atl_jira_version_delete(http, deletion.version.id, deletion.fix_heir.id,
                                         deletion.affected_heir.id, error);
        jira_site_hint_unknown(
            error, atl_arena_printf(context->arena, "jira version get %s", deletion.version.id));
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = jira_site_object(context, &deletion.version, NULL);
    cJSON_AddNumberToObject(object, "issuesFixedCount", (double)deletion.counts.fixed);
    cJSON_AddNumberToObject(object, "issuesAffectedCount", (double)deletion.counts.affected);
    atl_json_set_text(object, "fixedMovedTo", deletion.fix_heir.name);
    atl_json_set_text(object, "affectedMovedTo", deletion.affected_heir.name);
    return atl_output_message(context->output, object, error, "Deleted version '%s' (%s)",
                              deletion.version.name, deletion.version.id);
}

static enum atl_status run_delete(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, delete_version, error);
}

/* ---- commands ---- */

#define DATE_OPTIONS                                                                               \
    {.name = "start-date",                                                                         \
     .kind = ATL_OPTION_TEXT,                                                                      \
     .value = "DATE",                                                                              \
     .summary = "When work on it begins: 2026-01-31, today, +2w; none"},                           \
    {                                                                                              \
        .name = "release-date", .kind = ATL_OPTION_TEXT, .value = "DATE",                          \
        .summary = "When it is to be released, likewise"                                           \
    }

const struct atl_command atl_command_jira_version_create = {
    .words = "jira version create",
    .summary = "Create a version",
    .arguments = (const struct atl_argument[]){{.name = "NAME", .summary = "Its name"}, {0}},
    .options = (const struct atl_option[]){{.name = "project",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "KEY",
                                            .summary = "In this project, by key, id or name",
                                            .required = true},
                                           {.name = "description",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "TEXT",
                                            .summary = "What it is"},
                                           DATE_OPTIONS,
                                           {0}},
    .examples = (const struct atl_example[]){{"jira version create 2.2 --project WEB "
                                              "--start-date today --release-date +6w",
                                              "The next one"},
                                             {0}},
    .fields = (const struct atl_column[]){JIRA_SITE_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_create,
};

const struct atl_command atl_command_jira_version_update = {
    .words = "jira version update",
    .summary = "Change a version",
    .arguments =
        (const struct atl_argument[]){{.name = "VERSION", .summary = "Its name or id"}, {0}},
    .options =
        (const struct atl_option[]){
            {.name = "project",
             .kind = ATL_OPTION_TEXT,
             .value = "KEY",
             .summary = "Its project; not needed with an id"},
            {.name = "name", .kind = ATL_OPTION_TEXT, .value = "NAME", .summary = "A new name"},
            {.name = "description",
             .kind = ATL_OPTION_TEXT,
             .value = "TEXT",
             .summary = "A new description"},
            DATE_OPTIONS,
            {0}},
    .examples = (const struct atl_example[]){{"jira version update 2.2 --project WEB "
                                              "--release-date 2026-12-01",
                                              "Put it off"},
                                             {0}},
    .fields = (const struct atl_column[]){JIRA_SITE_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_update,
};

const struct atl_command atl_command_jira_version_delete = {
    .words = "jira version delete",
    .summary = "Delete a version",
    .description = "Its issues lose it, or get another version in its place: those that are fixed "
                   "in it with --move-fixed-to, those that it affects with --move-affected-to.",
    .arguments =
        (const struct atl_argument[]){{.name = "VERSION", .summary = "Its name or id"}, {0}},
    .options =
        (const struct atl_option[]){{.name = "project",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "KEY",
                                     .summary = "Its project; not needed with ids"},
                                    {.name = "move-fixed-to",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "VERSION",
                                     .summary = "The fix version of its issues from then on"},
                                    {.name = "move-affected-to",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "VERSION",
                                     .summary = "What affects its issues from then on"},
                                    {.name = "yes",
                                     .alias = "confirm",
                                     .letter = 'y',
                                     .summary = "Don't ask; needed when there is no terminal"},
                                    {0}},
    .examples = (const struct atl_example[]){{"jira version delete 2.2 --project WEB "
                                              "--move-fixed-to 2.3 --move-affected-to 2.1",
                                              "Its issues go to others"},
                                             {0}},
    .fields = (const struct atl_column[]){JIRA_SITE_MEMBERS,
                                          {.key = "issuesFixedCount"},
                                          {.key = "issuesAffectedCount"},
                                          {.key = "fixedMovedTo"},
                                          {.key = "affectedMovedTo"},
                                          {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_delete,
};
