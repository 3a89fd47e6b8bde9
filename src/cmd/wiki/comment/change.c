/* wiki page comments update, delete, resolve, reopen: what is there already. */
#include "atlcli/confluence_comment.h"
#include "cli/output.h"
#include "cli/prompt.h"
#include "cmd/wiki/act.h"
#include "cmd/wiki/body.h"
#include "cmd/wiki/comment/of.h"

/* ---- update ---- */

static enum atl_status update(struct wiki_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    struct atl_confluence_comment comment;
    struct atl_confluence_comment made;
    const char *storage;
    enum atl_status status =
        wiki_comment_text(context, atl_argument(context, "TEXT"), &storage, error);
    if (status == ATL_OK) {
        status = wiki_comment_find(act, atl_argument(context, "COMMENT"), &comment, error);
    }
    if (status == ATL_OK) {
        status = atl_confluence_comment_update(act->http, context->arena, &comment, storage, &made,
                                               error);
    }
    return status == ATL_OK ? wiki_comment_report(context, &made, comment.page, "Changed", error)
                            : status;
}

static enum atl_status run_update(struct atl_context *context, struct atl_error *error)
{
    return wiki_act_on_site(context, update, error);
}

const struct atl_command atl_command_wiki_page_comments_update = {
    .words = "wiki page comments update",
    .summary = "Change the text of a comment",
    .description = "Replaces the text. What somebody else has changed meanwhile is not "
                   "overwritten: the exit code is 7.",
    .arguments =
        (const struct atl_argument[]){
            WIKI_COMMENT_ARGUMENT,
            {.name = "TEXT", .summary = "The new text, in Markdown", .arity = ATL_OPTIONAL},
            {0}},
    .options = (const struct atl_option[]){WIKI_BODY_OPTIONS, {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page comments update 400001 \"Fixed in **2.2**\"", "Correct a comment"}, {0}},
    .fields = (const struct atl_column[]){WIKI_COMMENT_MEMBERS, {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run_update,
};

/* ---- delete ---- */

static enum atl_status delete_comment(struct wiki_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    struct atl_confluence_comment comment;
    enum atl_status status =
        wiki_comment_find(act, atl_argument(context, "COMMENT"), &comment, error);
    if (status == ATL_OK) {
        const char *question = atl_arena_printf(
            context->arena, "Delete comment %s of %.10s with its replies, for good?", comment.id,
            comment.updated == NULL ? "?" : comment.updated);
        status = atl_prompt_confirm(context, question, error);
    }
    if (status == ATL_OK) {
        status = atl_confluence_comment_delete(act->http, &comment, error);
    }
    return status == ATL_OK ? wiki_comment_report(context, &comment, NULL, "Deleted", error)
                            : status;
}

static enum atl_status run_delete(struct atl_context *context, struct atl_error *error)
{
    return wiki_act_on_site(context, delete_comment, error);
}

const struct atl_command atl_command_wiki_page_comments_delete = {
    .words = "wiki page comments delete",
    .summary = "Delete a comment with its replies",
    .arguments = (const struct atl_argument[]){WIKI_COMMENT_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){{.name = "yes",
                                     .alias = "confirm",
                                     .letter = 'y',
                                     .summary = "Don't ask; needed when there is no terminal"},
                                    {0}},
    .examples =
        (const struct atl_example[]){{"wiki page comments delete 400001", "Delete a comment"},
                                     {"wiki page comments delete 400001 --yes", "In a script"},
                                     {0}},
    .fields = (const struct atl_column[]){WIKI_COMMENT_MEMBERS, {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run_delete,
};

/* ---- resolve, reopen ---- */

static enum atl_status check_kind(const struct atl_confluence_comment *comment,
                                  struct atl_error *error)
{
    if (comment->parent != NULL) {
        atl_fail(error, ATL_USAGE, "comment %s is a reply", comment->id);
        atl_hint(error, "the comment that it replies to can be resolved: %s", comment->parent);
        return ATL_USAGE;
    }
    if (!comment->is_inline) {
        return atl_fail(error, ATL_USAGE,
                        "comment %s is below the page: only comments in the text can be resolved",
                        comment->id);
    }
    if (atl_text_equal(comment->resolution, "dangling")) {
        return atl_fail(error, ATL_FAILED,
                        "the text that comment %s is about is gone: it can't be resolved or "
                        "reopened any more",
                        comment->id);
    }
    return ATL_OK;
}

static enum atl_status settle(struct wiki_act *act, bool resolve, struct atl_error *error)
{
    struct atl_context *context = act->context;
    struct atl_confluence_comment comment;
    enum atl_status status =
        wiki_comment_find(act, atl_argument(context, "COMMENT"), &comment, error);
    if (status == ATL_OK) {
        status = check_kind(&comment, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    if (atl_text_equal(comment.resolution, "resolved") == resolve) {
        return wiki_comment_report(context, &comment, NULL,
                                   resolve ? "Resolved already:" : "Open already:", error);
    }
    status = atl_confluence_comment_resolve(act->http, &comment, resolve, error);
    return status == ATL_OK ? wiki_comment_report(context, &comment, NULL,
                                                  resolve ? "Resolved" : "Reopened", error)
                            : status;
}

static enum atl_status resolve(struct wiki_act *act, struct atl_error *error)
{
    return settle(act, true, error);
}

static enum atl_status reopen(struct wiki_act *act, struct atl_error *error)
{
    return settle(act, false, error);
}

static enum atl_status run_resolve(struct atl_context *context, struct atl_error *error)
{
    return wiki_act_on_site(context, resolve, error);
}

static enum atl_status run_reopen(struct atl_context *context, struct atl_error *error)
{
    return wiki_act_on_site(context, reopen, error);
}

const struct atl_command atl_command_wiki_page_comments_resolve = {
    .words = "wiki page comments resolve",
    .summary = "Resolve a comment in the text",
    .arguments = (const struct atl_argument[]){WIKI_COMMENT_ARGUMENT, {0}},
    .examples =
        (const struct atl_example[]){{"wiki page comments resolve 400001", "It is dealt with"},
                                     {0}},
    .fields = (const struct atl_column[]){WIKI_COMMENT_MEMBERS, {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run_resolve,
};

const struct atl_command atl_command_wiki_page_comments_reopen = {
    .words = "wiki page comments reopen",
    .summary = "Reopen a comment that was resolved",
    .arguments = (const struct atl_argument[]){WIKI_COMMENT_ARGUMENT, {0}},
    .examples =
        (const struct atl_example[]){{"wiki page comments reopen 400001", "It isn't, after all"},
                                     {0}},
    .fields = (const struct atl_column[]){WIKI_COMMENT_MEMBERS, {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run_reopen,
};
