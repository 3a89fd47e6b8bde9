/* wiki page comments add, reply, add-inline: what is new. */
#include "atlcli/confluence_comment.h"
#include "atlcli/confluence_page.h"
#include "atlcli/deployment.h"
#include "atlcli/text.h"
#include "cli/output.h"
#include "cmd/option_check.h"
#include "cmd/wiki/act.h"
#include "cmd/wiki/body.h"
#include "cmd/wiki/comment/of.h"
#include "cmd/wiki/page/of.h"
#include "cmd/wiki/selection.h"

#include <inttypes.h>

const struct atl_command atl_command_wiki_page_comments = {
    .words = "wiki page comments",
    .summary = "Read, write and resolve comments of a page",
};

/* ---- add ---- */

static enum atl_status add_and_say(struct atl_context *context, struct atl_http *http,
                                   const struct atl_confluence_comment_draft *draft,
                                   struct atl_error *error)
{
    struct atl_confluence_comment made;
    enum atl_status status = atl_confluence_comment_add(http, context->arena, draft, &made, error);
    return status == ATL_OK ? wiki_comment_report(context, &made, draft->page, "Added", error)
                            : status;
}

static enum atl_status add(struct wiki_act *act, struct atl_error *error)
{
    struct atl_confluence_comment_draft draft = {.page = act->page};
    enum atl_status status = wiki_comment_text(act->context, act->words[0], &draft.storage, error);
    return status == ATL_OK ? add_and_say(act->context, act->http, &draft, error) : status;
}

static enum atl_status run_add(struct atl_context *context, struct atl_error *error)
{
    return wiki_act_run(context, 0, add, error);
}

#define TEXT_ARGUMENT                                                                              \
    {                                                                                              \
        .name = "TEXT", .summary = "The text, in Markdown", .arity = ATL_OPTIONAL                  \
    }

const struct atl_command atl_command_wiki_page_comments_add = {
    .words = "wiki page comments add",
    .summary = "Add a comment below a page",
    .description =
        "The text is Markdown, as an argument, with --body, or from a file or standard input; "
        "--format says when it is something else.\n\n"
        "When the connection breaks before the answer is there, the page's comments tell whether "
        "it was added: it is never added twice.",
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT, TEXT_ARGUMENT, {0}},
    .options = (const struct atl_option[]){WIKI_BODY_OPTIONS, WIKI_PAGE_OPTION, {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page comments add 12345 \"Looks **good** to me\"", "Say something"},
            {"wiki page comments add 'TEAM:Release plan' --body-file review.md", "From a file"},
            {0}},
    .fields = (const struct atl_column[]){WIKI_COMMENT_MEMBERS, {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run_add,
};

/* ---- reply ---- */

static enum atl_status reply(struct wiki_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    struct atl_confluence_comment parent;
    struct atl_confluence_comment_draft draft = {.parent = &parent};
    enum atl_status status =
        wiki_comment_text(context, atl_argument(context, "TEXT"), &draft.storage, error);
    if (status == ATL_OK) {
        status = wiki_comment_find(act, atl_argument(context, "COMMENT"), &parent, error);
    }
    if (status == ATL_OK && parent.page == NULL) {
        status = wiki_comment_complete(act, &parent, error);
    }
    draft.page = parent.page;
    return status == ATL_OK ? add_and_say(context, act->http, &draft, error) : status;
}

static enum atl_status run_reply(struct atl_context *context, struct atl_error *error)
{
    return wiki_act_on_site(context, reply, error);
}

const struct atl_command atl_command_wiki_page_comments_reply = {
    .words = "wiki page comments reply",
    .summary = "Reply to a comment",
    .arguments = (const struct atl_argument[]){WIKI_COMMENT_ARGUMENT, TEXT_ARGUMENT, {0}},
    .options = (const struct atl_option[]){WIKI_BODY_OPTIONS, {0}},
    .examples = (const struct atl_example[]){{"wiki page comments reply 400001 \"Done\"",
                                              "To a comment below the page or in its text"},
                                             {0}},
    .fields = (const struct atl_column[]){WIKI_COMMENT_MEMBERS, {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run_reply,
};

/* ---- add-inline ---- */

static enum atl_status fail_place(const struct wiki_places *places, const char *selection,
                                  const char *page, struct atl_error *error)
{
    if (places->count == 0) {
        atl_fail(error, ATL_NOT_FOUND, "page %s doesn't say '%s'", page, selection);
        atl_hint(error, "give words that stand together in one paragraph, cell or heading, spelled "
                        "as they are there");
        return ATL_NOT_FOUND;
    }
    atl_fail(error, ATL_USAGE, "page %s says '%s' %" PRId64 " times: --match says which", page,
             selection, places->count);
    for (int i = 0; places->contexts[i] != NULL; i++) {
        atl_hint(error, "--match %d: %s", i + 1, places->contexts[i]);
    }
    return ATL_USAGE;
}

/* The server wants to know how often the page says it, so that both mean the same place. */
static enum atl_status find_place(struct wiki_act *act, struct atl_confluence_comment_draft *draft,
                                  struct atl_error *error)
{
    struct atl_context *context = act->context;
    struct atl_confluence_content page;
    struct wiki_places places;
    int64_t match = atl_option_integer(context, "match", 0);
    enum atl_status status = atl_confluence_get_page(act->http, context->arena, act->page, 0,
                                                     ATL_CONFLUENCE_BODY, &page, error);
    if (status == ATL_OK) {
        status = wiki_selection_find(context->arena, page.body == NULL ? "" : page.body,
                                     draft->selection, &places, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    if (places.count == 0 || (match == 0 && places.count > 1)) {
        return fail_place(&places, draft->selection, act->given, error);
    }
    if (match > places.count) {
        return atl_fail(error, ATL_USAGE,
                        "--match %" PRId64 ": page %s says '%s' %" PRId64 " time%s only", match,
                        act->given, draft->selection, places.count, places.count == 1 ? "" : "s");
    }
    draft->matches = places.count;
    draft->match = match == 0 ? 0 : match - 1;
    return ATL_OK;
}

static enum atl_status add_inline(struct wiki_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    struct atl_confluence_comment_draft draft = {
        .page = act->page, .selection = atl_option_text(context, "selection")};
    enum atl_status status = wiki_comment_text(context, act->words[0], &draft.storage, error);
    if (status == ATL_OK && atl_deployment_of(context->account) == ATL_CLOUD) {
        status = find_place(act, &draft, error);
    }
    return status == ATL_OK ? add_and_say(context, act->http, &draft, error) : status;
}

static enum atl_status run_add_inline(struct atl_context *context, struct atl_error *error)
{
    static const char *const texts[] = {"selection", NULL};
    static const char *const lists[] = {NULL};
    enum atl_status status = option_check_filled(context, texts, lists, error);
    return status == ATL_OK ? wiki_act_run(context, 0, add_inline, error) : status;
}

const struct atl_command atl_command_wiki_page_comments_add_inline = {
    .words = "wiki page comments add-inline",
    .summary = "Comment on a place in a page's text",
    .description =
        "Puts a comment on the words that --selection names. They must stand together in one "
        "paragraph, cell or heading; when the page says them more than once, --match says which "
        "occurrence is meant.\n\n"
        "Cloud only: Data Center's REST API can't put a comment on a place.",
    .arguments = (const struct atl_argument[]){WIKI_PAGE_ARGUMENT, TEXT_ARGUMENT, {0}},
    .options = (const struct atl_option[]){{.name = "selection",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "WORDS",
                                            .summary = "The words of the page that it is about",
                                            .required = true},
                                           {.name = "match",
                                            .kind = ATL_OPTION_INTEGER,
                                            .value = "N",
                                            .summary = "Which occurrence of the words, from 1",
                                            .minimum = 1,
                                            .maximum = 1000000},
                                           WIKI_BODY_OPTIONS,
                                           WIKI_PAGE_OPTION,
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki page comments add-inline 12345 \"Is this still so?\" --selection 'every Monday'",
             "Ask about a place"},
            {"wiki page comments add-inline 12345 \"Typo\" --selection teh --match 2",
             "About the second of several"},
            {0}},
    .fields = (const struct atl_column[]){WIKI_COMMENT_MEMBERS, {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run_add_inline,
};
