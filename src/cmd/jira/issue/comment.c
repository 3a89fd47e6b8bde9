/* jira issue comment, and comment update and delete. */
#include "atlcli/jira_comment.h"
#include "cli/output.h"
#include "cli/prompt.h"
#include "cmd/jira/act.h"
#include "cmd/jira/key.h"
#include "cmd/jira/text.h"
#include "cmd/option_check.h"

#include <string.h>

/* ---- the text ---- */

/* From the argument at `index`, --body or --body-file: exactly one of them. */
static enum atl_status read_text(const struct jira_act *act, size_t index, const char **markdown,
                                 struct atl_error *error)
{
    struct atl_context *context = act->context;
    const char *argument = act->word_count > index ? act->words[index] : NULL;
    enum atl_status status = jira_text_option(context, "body", "body-file", markdown, error);
    if (status != ATL_OK) {
        return status;
    }
    if (argument != NULL && *markdown != NULL) {
        return atl_fail(error, ATL_USAGE,
                        "the text is given twice: as an argument and as an "
                        "option");
    }
    *markdown = argument != NULL ? argument : *markdown;
    if (*markdown == NULL) {
        atl_fail(error, ATL_USAGE, "the text is missing");
        atl_hint(error, "give it as an argument, with --body, or with --body-file (- is standard "
                        "input)");
        return ATL_USAGE;
    }
    if (strspn(*markdown, " \t\r\n") == strlen(*markdown)) {
        return atl_fail(error, ATL_USAGE, "the text is empty");
    }
    return ATL_OK;
}

static enum atl_status read_visibility(struct atl_context *context,
                                       struct atl_jira_comment_draft *draft,
                                       struct atl_error *error)
{
    static const char *const texts[] = {"role", "group", NULL};
    static const char *const lists[] = {NULL};
    enum atl_status status = option_check_filled(context, texts, lists, error);
    draft->role = atl_option_text(context, "role");
    draft->group = atl_option_text(context, "group");
    if (status == ATL_OK && draft->role != NULL && draft->group != NULL) {
        status = atl_fail(error, ATL_USAGE, "--role and --group exclude each other");
    }
    return status;
}

/* Reads what the draft needs; its body is the caller's to delete. */
static enum atl_status prepare(const struct jira_act *act, size_t index,
                               struct atl_jira_comment_draft *draft, cJSON **body,
                               struct atl_error *error)
{
    const char *markdown;
    *draft = (struct atl_jira_comment_draft){.key = act->key};
    *body = NULL;
    enum atl_status status = read_visibility(act->context, draft, error);
    if (status == ATL_OK) {
        status = read_text(act, index, &markdown, error);
    }
    if (status == ATL_OK) {
        status = jira_text_from_markdown(act->context, act->http, markdown, body, error);
    }
    draft->body = *body;
    return status;
}

static enum atl_status report(const struct jira_act *act, const char *id, const char *what,
                              struct atl_error *error)
{
    struct atl_context *context = act->context;
    cJSON *object = atl_json_keep(context->arena, cJSON_CreateObject());
    const char *url = atl_arena_printf(context->arena, "%s?focusedCommentId=%s", act->url, id);
    cJSON_AddStringToObject(object, "key", act->key);
    cJSON_AddStringToObject(object, "id", id);
    cJSON_AddStringToObject(object, "url", url);
    return atl_output_message(context->output, object, error, "%s comment %s of %s: %s", what, id,
                              act->key, url);
}

/* ---- add ---- */

static enum atl_status add(struct jira_act *act, struct atl_error *error)
{
    struct atl_jira_comment_draft draft;
    cJSON *body;
    const cJSON *comment = NULL;
    enum atl_status status = prepare(act, 0, &draft, &body, error);
    if (status == ATL_OK) {
        status = atl_jira_comment_add(act->http, act->context->arena, &draft, &comment, error);
    }
    cJSON_Delete(body);
    return status == ATL_OK ? report(act, atl_json_text(comment, "id", "(unknown)"), "Added", error)
                            : status;
}

static enum atl_status run_add(struct atl_context *context, struct atl_error *error)
{
    return jira_act_run(context, 0, add, error);
}

#define TEXT_OPTIONS                                                                               \
    {.name = "body",                                                                               \
     .kind = ATL_OPTION_TEXT,                                                                      \
     .value = "TEXT",                                                                              \
     .summary = "The text, in Markdown"},                                                          \
        {.name = "body-file",                                                                      \
         .kind = ATL_OPTION_TEXT,                                                                  \
         .value = "FILE",                                                                          \
         .completion = ATL_COMPLETE_FILE,                                                          \
         .summary = "The text from a file, - for standard input"},                                 \
        {.name = "role",                                                                           \
         .kind = ATL_OPTION_TEXT,                                                                  \
         .value = "NAME",                                                                          \
         .summary = "Only for people in this role of the project: Developers"},                    \
        {.name = "group",                                                                          \
         .kind = ATL_OPTION_TEXT,                                                                  \
         .value = "NAME",                                                                          \
         .summary = "Only for people in this group"},                                              \
        JIRA_KEY_OPTION

const struct atl_command atl_command_jira_issue_comment = {
    .words = "jira issue comment",
    .summary = "Add a comment to an issue",
    .description =
        "The text is Markdown, as an argument, with --body, or from a file or standard input.\n\n"
        "When the connection breaks before the answer is there, the latest comments tell whether "
        "the comment was added: it is never added twice.\n\n"
        "'jira issue comment update' and 'jira issue comment delete' change one that is there.",
    .arguments =
        (const struct atl_argument[]){
            JIRA_KEY_ARGUMENT,
            {.name = "TEXT", .summary = "The text, in Markdown", .arity = ATL_OPTIONAL},
            {0}},
    .options = (const struct atl_option[]){TEXT_OPTIONS, {0}},
    .examples =
        (const struct atl_example[]){
            {"jira issue comment ATL-1 \"Fixed in **2.1**\"", "Add a comment"},
            {"jira issue comment ATL-1 --body-file notes.md", "The text from a file"},
            {"jira issue comment ATL-1 \"The customer is upset\" --role Developers",
             "One that not everybody sees"},
            {0}},
    .fields = (const struct atl_column[]){JIRA_ISSUE_MEMBERS, {.key = "id"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_add,
};

/* ---- update ---- */

/* Who may see it stays as it is, unless the options say something else. */
static enum atl_status update(struct jira_act *act, struct atl_error *error)
{
    struct atl_jira_comment_draft draft;
    cJSON *body;
    const cJSON *comment = NULL;
    const char *id = act->words[0];
    enum atl_status status = prepare(act, 1, &draft, &body, error);
    if (status == ATL_OK && draft.role == NULL && draft.group == NULL) {
        status = atl_jira_comment(act->http, act->context->arena, act->key, id, &comment, error);
        draft.visibility = atl_json_member(comment, "visibility");
    }
    if (status == ATL_OK) {
        status =
            atl_jira_comment_update(act->http, act->context->arena, &draft, id, &comment, error);
    }
    cJSON_Delete(body);
    return status == ATL_OK ? report(act, id, "Changed", error) : status;
}

static enum atl_status run_update(struct atl_context *context, struct atl_error *error)
{
    return jira_act_run(context, 1, update, error);
}

#define COMMENT_ID_ARGUMENT                                                                        \
    {                                                                                              \
        .name = "ID", .summary = "The comment's id, as 'jira issue comments' shows it",            \
        .arity = ATL_OPTIONAL                                                                      \
    }

const struct atl_command atl_command_jira_issue_comment_update = {
    .words = "jira issue comment update",
    .summary = "Change the text of a comment",
    .description = "Replaces the text. Who may see the comment stays as it is unless --role or "
                   "--group is given.",
    .arguments =
        (const struct atl_argument[]){
            JIRA_KEY_ARGUMENT,
            COMMENT_ID_ARGUMENT,
            {.name = "TEXT", .summary = "The new text, in Markdown", .arity = ATL_OPTIONAL},
            {0}},
    .options = (const struct atl_option[]){TEXT_OPTIONS, {0}},
    .examples =
        (const struct atl_example[]){
            {"jira issue comment update ATL-1 10042 \"Fixed in **2.2**\"", "Correct a comment"},
            {0}},
    .fields = (const struct atl_column[]){JIRA_ISSUE_MEMBERS, {.key = "id"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_update,
};

/* ---- delete ---- */

/* One that isn't there is told before any question. */
static enum atl_status confirm(const struct jira_act *act, const char *id, struct atl_error *error)
{
    struct atl_context *context = act->context;
    const cJSON *comment = NULL;
    if (!atl_option_flag(context, "yes")) {
        enum atl_status status =
            atl_jira_comment(act->http, context->arena, act->key, id, &comment, error);
        if (status != ATL_OK) {
            return status;
        }
    }
    return atl_prompt_confirm(
        context,
        atl_arena_printf(context->arena, "Delete comment %s of %s (by %s, %.10s)?", id, act->key,
                         atl_json_text(comment, "author.displayName", "?"),
                         atl_json_text(comment, "created", "?")),
        error);
}

static enum atl_status delete_comment(struct jira_act *act, struct atl_error *error)
{
    const char *id = act->words[0];
    enum atl_status status = confirm(act, id, error);
    if (status == ATL_OK) {
        status = atl_jira_comment_delete(act->http, act->key, id, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = jira_act_object(act);
    cJSON_AddStringToObject(object, "id", id);
    return atl_output_message(act->context->output, object, error, "Deleted comment %s of %s", id,
                              act->key);
}

static enum atl_status run_delete(struct atl_context *context, struct atl_error *error)
{
    return jira_act_run(context, 1, delete_comment, error);
}

const struct atl_command atl_command_jira_issue_comment_delete = {
    .words = "jira issue comment delete",
    .summary = "Delete a comment",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, COMMENT_ID_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){JIRA_KEY_OPTION,
                                    {.name = "yes",
                                     .alias = "confirm",
                                     .letter = 'y',
                                     .summary = "Don't ask; needed when there is no terminal"},
                                    {0}},
    .examples =
        (const struct atl_example[]){{"jira issue comment delete ATL-1 10042", "Delete a comment"},
                                     {"jira issue comment delete ATL-1 10042 --yes", "In a script"},
                                     {0}},
    .fields = (const struct atl_column[]){JIRA_ISSUE_MEMBERS, {.key = "id"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_delete,
};
