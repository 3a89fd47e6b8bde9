/* jira bulk comment, link, move, delete. */
#include "atlcli/jira_bulk.h"
#include "atlcli/text.h"
#include "cmd/jira/bulk/bulk.h"
#include "cmd/jira/key.h"
#include "cmd/jira/text.h"
#include "cmd/option_check.h"

/* ---- comment ---- */

static enum atl_status begin_comment(struct atl_context *context, struct atl_http *http,
                                     struct atl_bulk_job *job, struct atl_error *error)
{
    const char *markdown;
    cJSON *body = NULL;
    enum atl_status status = jira_text_option(context, "body", "body-file", &markdown, error);
    if (status == ATL_OK && atl_text_is_empty(markdown)) {
        status = atl_fail(error, ATL_USAGE, "what is the comment? pass --body or --body-file");
    }
    if (status == ATL_OK) {
        status = jira_text_from_markdown(context, http, markdown, &body, error);
    }
    if (status == ATL_OK) {
        cJSON_AddItemToObject(job->operation, "body", body);
    }
    return status;
}

static enum atl_status run_comment(struct atl_context *context, struct atl_error *error)
{
    const struct job_work work = {
        .kind = "comment", .title = "Add a comment", .begin = begin_comment};
    enum atl_status status = option_check_standard_input(context, "comment", error);
    return status == ATL_OK ? jira_bulk_command(context, &work, error) : status;
}

const struct atl_command atl_command_jira_bulk_comment = {
    .words = "jira bulk comment",
    .summary = "Add a comment to many issues",
    .description = "The comment is Markdown. It takes a request for each issue, many of them at "
                   "the same time." JIRA_BULK_ABOUT_JOBS,
    .options =
        (const struct atl_option[]){{.name = "body",
                                     .alias = "comment",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "TEXT",
                                     .summary = "The comment, in Markdown"},
                                    {.name = "body-file",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "FILE",
                                     .summary = "The comment from a file; - is standard input",
                                     .completion = ATL_COMPLETE_FILE},
                                    JIRA_BULK_ISSUE_OPTIONS,
                                    {0}},
    .examples =
        (const struct atl_example[]){
            {"jira bulk comment --body \"Released in **2.1**\" --jql \"fixVersion = 2.1\" --yes",
             "Tell everybody"},
            {"jira bulk comment --body-file notice.md --issues WEB-1,WEB-2 --yes", "A longer text"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_comment,
};

/* ---- link ---- */

/* "blocks", "is blocked by" or "Blocks": the type, and which end the selected issues are. */
static const cJSON *find_link_type(const cJSON *types, const char *words, bool *inward)
{
    static const char *const members[] = {"outward", "name", "inward"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const cJSON *type;
        cJSON_ArrayForEach(type, types)
        {
            if (atl_text_equal_ignoring_case(atl_json_text(type, members[i], NULL), words)) {
                *inward = i == 2;
                return type;
            }
        }
    }
    return NULL;
}

static enum atl_status fail_link_type(const cJSON *types, const char *words,
                                      struct atl_error *error)
{
    struct atl_buffer known = {0};
    const cJSON *type;
    cJSON_ArrayForEach(type, types)
    {
        atl_buffer_printf(&known, "%s%s, %s", known.length > 0 ? "; " : "",
                          atl_json_text(type, "outward", ""), atl_json_text(type, "inward", ""));
    }
    atl_fail(error, ATL_USAGE, "the site has no links that are called '%s'", words);
    atl_hint(error, "it has: %s", atl_buffer_text(&known));
    atl_buffer_free(&known);
    return ATL_USAGE;
}

static enum atl_status begin_link(struct atl_context *context, struct atl_http *http,
                                  struct atl_bulk_job *job, struct atl_error *error)
{
    const char *key;
    const char *words = atl_option_text(context, "type");
    struct atl_jira_answer answer;
    bool inward;
    const struct atl_jira_call call = {
        .method = ATL_GET, .path = "issueLinkType", .wants_answer = true};
    enum atl_status status =
        jira_key_parse(context->arena, atl_option_text(context, "to"), &key, error);
    if (status == ATL_OK) {
        status = atl_jira_call(http, context->arena, &call, &answer, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    const cJSON *types = atl_json_get(answer.json, "issueLinkTypes");
    const cJSON *type = find_link_type(types, words, &inward);
    if (type == NULL) {
        return fail_link_type(types, words, error);
    }
    cJSON_AddStringToObject(job->operation, "type", atl_json_text(type, "name", ""));
    cJSON_AddStringToObject(job->operation, "issue", key);
    cJSON_AddBoolToObject(job->operation, "inward", inward);
    return ATL_OK;
}

static enum atl_status run_link(struct atl_context *context, struct atl_error *error)
{
    static const char *const texts[] = {"to", "type", NULL};
    static const char *const lists[] = {NULL};
    const struct job_work work = {
        .kind = "link",
        .title = atl_arena_printf(context->arena, "Link: %s %s", atl_option_text(context, "type"),
                                  atl_option_text(context, "to")),
        .begin = begin_link,
    };
    enum atl_status status = option_check_filled(context, texts, lists, error);
    return status == ATL_OK ? jira_bulk_command(context, &work, error) : status;
}

const struct atl_command atl_command_jira_bulk_link = {
    .words = "jira bulk link",
    .summary = "Link many issues to one",
    .description = "Reads like a sentence: the issues, --type, --to. A link that is there already "
                   "isn't made twice." JIRA_BULK_ABOUT_JOBS,
    .options =
        (const struct atl_option[]){
            {.name = "to",
             .kind = ATL_OPTION_TEXT,
             .value = "KEY",
             .summary = "The issue to link them to",
             .required = true},
            {.name = "type",
             .kind = ATL_OPTION_TEXT,
             .value = "WORDS",
             .summary = "As the site words it: blocks, \"is blocked by\", \"relates to\"",
             .required = true},
            JIRA_BULK_ISSUE_OPTIONS,
            {0}},
    .examples =
        (const struct atl_example[]){
            {"jira bulk link --type \"is blocked by\" --to OPS-7 --jql \"labels = outage\" --yes",
             "What waits for one issue"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_link,
};

/* ---- move ---- */

static enum atl_status find_type(struct atl_context *context, struct atl_http *http,
                                 const char *project, const char *name, const cJSON **type,
                                 const char **key, struct atl_error *error)
{
    struct atl_buffer path = {0};
    struct atl_buffer known = {0};
    struct atl_jira_answer answer;
    const cJSON *candidate;
    atl_buffer_add(&path, "project/");
    atl_text_append_url_encoded(&path, project);
    const struct atl_jira_call call = {.method = ATL_GET, .path = path.data, .wants_answer = true};
    enum atl_status status = atl_jira_call(http, context->arena, &call, &answer, error);
    atl_buffer_free(&path);
    if (status != ATL_OK) {
        atl_error_prefix(error, "--project");
        return status;
    }
    *type = NULL;
    *key = atl_json_text(answer.json, "key", project);
    cJSON_ArrayForEach(candidate, atl_json_get(answer.json, "issueTypes"))
    {
        if (atl_text_equal_ignoring_case(atl_json_text(candidate, "name", NULL), name) ||
            atl_text_equal(atl_json_text(candidate, "id", NULL), name)) {
            *type = candidate;
        }
        atl_buffer_printf(&known, "%s%s", known.length > 0 ? ", " : "",
                          atl_json_text(candidate, "name", ""));
    }
    if (*type == NULL) {
        status = atl_fail(error, ATL_USAGE, "project %s has no issue type '%s'", *key, name);
        atl_hint(error, "it has: %s", atl_buffer_text(&known));
    }
    atl_buffer_free(&known);
    return status;
}

static enum atl_status begin_move(struct atl_context *context, struct atl_http *http,
                                  struct atl_bulk_job *job, struct atl_error *error)
{
    const cJSON *type;
    const char *project;
    const char *parent = atl_option_text(context, "parent");
    if (!atl_jira_is_cloud(http)) {
        atl_fail(error, ATL_USAGE, "the API of Jira Data Center can't move issues");
        atl_hint(error, "it can change their type: jira bulk edit --field issuetype=TYPE");
        atl_hint(error, "to move them, use the site's own bulk change");
        return ATL_USAGE;
    }
    enum atl_status status =
        parent == NULL ? ATL_OK : jira_key_parse(context->arena, parent, &parent, error);
    if (status == ATL_OK) {
        status = find_type(context, http, atl_option_text(context, "project"),
                           atl_option_text(context, "type"), &type, &project, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON_AddStringToObject(job->operation, "project", project);
    cJSON_AddStringToObject(job->operation, "type", atl_json_text(type, "id", ""));
    cJSON_AddStringToObject(job->operation, "typeName", atl_json_text(type, "name", ""));
    atl_json_set_text(job->operation, "parent", parent);
    return ATL_OK;
}

static enum atl_status run_move(struct atl_context *context, struct atl_error *error)
{
    static const char *const texts[] = {"project", "type", "parent", NULL};
    static const char *const lists[] = {NULL};
    const struct job_work work = {
        .kind = "move",
        .title =
            atl_arena_printf(context->arena, "Move to %s, %s", atl_option_text(context, "project"),
                             atl_option_text(context, "type")),
        .notifies = true,
        .begin = begin_move,
    };
    enum atl_status status = option_check_filled(context, texts, lists, error);
    return status == ATL_OK ? jira_bulk_command(context, &work, error) : status;
}

const struct atl_command atl_command_jira_bulk_move = {
    .words = "jira bulk move",
    .summary = "Move many issues to another project or type",
    .description =
        "Sub-tasks go along. Statuses that the target doesn't have become its first one, and "
        "required fields keep their values. On Cloud alone: the API of Data Center can't move "
        "issues." JIRA_BULK_ABOUT_JOBS,
    .options =
        (const struct atl_option[]){{.name = "project",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "KEY",
                                     .summary = "Project to move them to, or the one they are in",
                                     .required = true},
                                    {.name = "type",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "TYPE",
                                     .summary = "Issue type they get there",
                                     .required = true},
                                    {.name = "parent",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "KEY",
                                     .summary = "Issue above them, when the type is a sub-task"},
                                    JIRA_BULK_ISSUE_OPTIONS,
                                    JIRA_BULK_NOTIFY_OPTION,
                                    {0}},
    .examples =
        (const struct atl_example[]){
            {"jira bulk move --project OPS --type Task --jql \"project = WEB AND labels = ops\" "
             "--dry-run",
             "What would move"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_move,
};

/* ---- delete ---- */

static enum atl_status run_delete(struct atl_context *context, struct atl_error *error)
{
    const struct job_work work = {.kind = "delete",
                                  .title = "Delete with sub-tasks",
                                  .notifies = true,
                                  .begin = jira_bulk_check_silence};
    return jira_bulk_command(context, &work, error);
}

const struct atl_command atl_command_jira_bulk_delete = {
    .words = "jira bulk delete",
    .summary = "Delete many issues, with their sub-tasks",
    .description = "There is no way back. On Cloud a thousand issues take a handful of "
                   "requests." JIRA_BULK_ABOUT_SILENCE JIRA_BULK_ABOUT_JOBS,
    .options = (const struct atl_option[]){JIRA_BULK_ISSUE_OPTIONS, JIRA_BULK_NOTIFY_OPTION, {0}},
    .examples =
        (const struct atl_example[]){
            {"jira bulk delete --jql \"project = TEST\" --dry-run", "What would be gone"},
            {"jira bulk delete --stdin --yes < keys", "Those of a list"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_delete,
};
