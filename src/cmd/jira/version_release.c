/* jira version: release and archive, and both taken back. */
#include "atlcli/jira_version.h"

#include "cli/prompt.h"
#include "cmd/jira/site.h"

static const bool yes = true;
static const bool no = false;

static enum atl_status find(struct atl_context *context, struct atl_http *http, const char *name,
                            struct atl_jira_item *version, struct atl_error *error)
{
    return atl_jira_version(http, context->arena, atl_option_text(context, "project"), name,
                            version, error);
}

/* ---- release ---- */

struct release {
    struct atl_jira_item version;
    struct atl_jira_item heir; /* of what isn't resolved; without an id: none */
    struct atl_jira_version_counts counts;
    struct atl_jira_version_change change;
};

static enum atl_status find_heir(struct atl_context *context, struct atl_http *http,
                                 struct release *release, struct atl_error *error)
{
    const char *name = atl_option_text(context, "move-unfixed-to");
    if (name == NULL) {
        return ATL_OK;
    }
    enum atl_status status = find(context, http, name, &release->heir, error);
    if (status != ATL_OK) {
        atl_error_prefix(error, "--move-unfixed-to");
    } else if (atl_text_equal(release->heir.id, release->version.id)) {
        return atl_fail(error, ATL_USAGE, "--move-unfixed-to: '%s' is the version to release",
                        name);
    }
    release->change.move_unfixed_to = &release->heir;
    return status;
}

static enum atl_status read_release(struct atl_context *context, struct atl_http *http,
                                    struct release *release, struct atl_error *error)
{
    enum atl_status status =
        jira_site_date(context, http, "date", "today", &release->change.release_date, error);
    if (status == ATL_OK) {
        status = find(context, http, atl_argument(context, "VERSION"), &release->version, error);
    }
    if (status == ATL_OK && atl_json_bool(release->version.json, "released", false)) {
        atl_fail(error, ATL_CONFLICT, "version '%s' is released already", release->version.name);
        atl_hint(error, "take that back with: atlcli jira version unrelease %s",
                 release->version.id);
        return ATL_CONFLICT;
    }
    if (status == ATL_OK) {
        status = find_heir(context, http, release, error);
    }
    return status == ATL_OK
               ? atl_jira_version_counts(http, release->version.id, &release->counts, error)
               : status;
}

/* Issues that move can't be told from the others afterwards, so that is asked; a release is not. */
static enum atl_status confirm_move(struct atl_context *context, const struct release *release,
                                    struct atl_error *error)
{
    if (release->heir.id == NULL || release->counts.unresolved == 0) {
        return ATL_OK;
    }
    return atl_prompt_confirm(
        context,
        atl_arena_printf(context->arena, "Release '%s' and move %s that %s unresolved to '%s'?",
                         release->version.name,
                         jira_site_issues(context->arena, release->counts.unresolved),
                         release->counts.unresolved == 1 ? "is" : "are", release->heir.name),
        error);
}

static enum atl_status report_release(struct atl_context *context, const struct release *release,
                                      struct atl_error *error)
{
    const struct atl_jira_item *version = &release->version;
    const char *date = atl_json_text(version->json, "releaseDate", NULL);
    const char *count = jira_site_issues(context->arena, release->counts.unresolved);
    cJSON *object = jira_site_object(context, version, NULL);
    atl_json_set_text(object, "releaseDate", date);
    cJSON_AddNumberToObject(object, "unresolved", (double)release->counts.unresolved);
    atl_json_set_text(object, "movedTo", release->heir.name);
    enum atl_status status = atl_output_message(
        context->output, object, error, "Released version '%s'%s%s%s%s%s%s%s", version->name,
        date == NULL ? "" : " on ", date == NULL ? "" : date,
        release->heir.name == NULL ? "" : "; ", release->heir.name == NULL ? "" : count,
        release->heir.name == NULL ? "" : " moved to '",
        release->heir.name == NULL ? "" : release->heir.name,
        release->heir.name == NULL ? "" : "'");
    if (release->counts.unresolved > 0 && release->heir.name == NULL) {
        atl_warn(context->console, "%s in it %s not resolved", count,
                 release->counts.unresolved == 1 ? "is" : "are");
    }
    return status;
}

static enum atl_status release(struct atl_context *context, struct atl_http *http,
                               struct atl_error *error)
{
    struct release job = {.change = {.released = &yes}};
    enum atl_status status = read_release(context, http, &job, error);
    if (status == ATL_OK) {
        status = confirm_move(context, &job, error);
    }
    if (status == ATL_OK) {
        status = atl_jira_version_update(http, context->arena, job.version.id, &job.change,
                                         &job.version, error);
    }
    return status == ATL_OK ? report_release(context, &job, error) : status;
}

static enum atl_status run_release(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, release, error);
}

/* ---- the others ---- */

static enum atl_status change(struct atl_context *context, struct atl_http *http,
                              const struct atl_jira_version_change *wanted, const char *sentence,
                              struct atl_error *error)
{
    struct atl_jira_item version;
    enum atl_status status = find(context, http, atl_argument(context, "VERSION"), &version, error);
    if (status == ATL_OK) {
        status = atl_jira_version_update(http, context->arena, version.id, wanted, &version, error);
    }
    return status == ATL_OK
               ? atl_output_message(context->output, jira_site_object(context, &version, NULL),
                                    error, "Version '%s' %s", version.name, sentence)
               : status;
}

static enum atl_status unrelease(struct atl_context *context, struct atl_http *http,
                                 struct atl_error *error)
{
    const struct atl_jira_version_change wanted = {.released = &no};
    return change(context, http, &wanted, "is not released any more", error);
}

static enum atl_status archive(struct atl_context *context, struct atl_http *http,
                               struct atl_error *error)
{
    const struct atl_jira_version_change wanted = {.archived = &yes};
    return change(context, http, &wanted, "is archived", error);
}

static enum atl_status unarchive(struct atl_context *context, struct atl_http *http,
                                 struct atl_error *error)
{
    const struct atl_jira_version_change wanted = {.archived = &no};
    return change(context, http, &wanted, "is not archived any more", error);
}

static enum atl_status run_unrelease(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, unrelease, error);
}

static enum atl_status run_archive(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, archive, error);
}

static enum atl_status run_unarchive(struct atl_context *context, struct atl_error *error)
{
    return jira_site_run(context, unarchive, error);
}

/* ---- commands ---- */

static const struct atl_argument arguments[] = {{.name = "VERSION", .summary = "Its name or id"},
                                                {0}};

#define PROJECT_OPTION                                                                             \
    {                                                                                              \
        .name = "project", .kind = ATL_OPTION_TEXT, .value = "KEY",                                \
        .summary = "Its project; not needed with an id"                                            \
    }

static const struct atl_option options[] = {PROJECT_OPTION, {0}};

const struct atl_command atl_command_jira_version_release = {
    .words = "jira version release",
    .summary = "Release a version",
    .description =
        "Issues in it that aren't resolved stay in it, which is warned about, or move to another "
        "version with --move-unfixed-to. The release date is today, unless --date says another.",
    .arguments = arguments,
    .options =
        (const struct atl_option[]){PROJECT_OPTION,
                                    {.name = "date",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "DATE",
                                     .summary = "Released on: 2026-01-31, yesterday",
                                     .shown_default = "today"},
                                    {.name = "move-unfixed-to",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "VERSION",
                                     .summary = "Where its unresolved issues go"},
                                    {.name = "yes",
                                     .alias = "confirm",
                                     .letter = 'y',
                                     .summary = "Don't ask before moving issues; needed for that "
                                                "when there is no terminal"},
                                    {0}},
    .examples =
        (const struct atl_example[]){
            {"jira version release 2.1 --project WEB", "Today"},
            {"jira version release 2.1 --project WEB --move-unfixed-to 2.2 --yes",
             "What isn't done goes into the next one; in a script"},
            {0}},
    .fields = (const struct atl_column[]){JIRA_SITE_MEMBERS,
                                          {.key = "releaseDate"},
                                          {.key = "unresolved"},
                                          {.key = "movedTo"},
                                          {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_release,
};

const struct atl_command atl_command_jira_version_unrelease = {
    .words = "jira version unrelease",
    .summary = "Take a release back",
    .arguments = arguments,
    .options = options,
    .examples =
        (const struct atl_example[]){
            {"jira version unrelease 2.1 --project WEB", "It was too early"}, {0}},
    .fields = (const struct atl_column[]){JIRA_SITE_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_unrelease,
};

const struct atl_command atl_command_jira_version_archive = {
    .words = "jira version archive",
    .summary = "Archive a version, so that it isn't offered any more",
    .arguments = arguments,
    .options = options,
    .examples =
        (const struct atl_example[]){
            {"jira version archive 1.0 --project WEB", "Nobody needs it any more"}, {0}},
    .fields = (const struct atl_column[]){JIRA_SITE_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_archive,
};

const struct atl_command atl_command_jira_version_unarchive = {
    .words = "jira version unarchive",
    .summary = "Take a version out of the archive",
    .arguments = arguments,
    .options = options,
    .examples =
        (const struct atl_example[]){{"jira version unarchive 1.0 --project WEB", "Somebody does"},
                                     {0}},
    .fields = (const struct atl_column[]){JIRA_SITE_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_unarchive,
};
