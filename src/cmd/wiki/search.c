/* wiki search, my, recent: what is found, what is mine, what has changed. */
#include "atlcli/clock.h"
#include "atlcli/confluence.h"
#include "atlcli/confluence_page.h"
#include "atlcli/confluence_space.h"
#include "cli/console.h"
#include "cmd/option_check.h"
#include "cmd/query_builder.h"
#include "cmd/since.h"
#include "cmd/wiki/act.h"
#include "cmd/wiki/creator.h"
#include "cmd/wiki/hits.h"
#include "cmd/wiki/page/of.h"

#include <inttypes.h>
#include <string.h>

static const char *const type_names[] = {"page",  "blogpost", "comment", "attachment",
                                         "space", "user",     NULL};

/* ---- conditions ---- */

/*
 * What is counted from now is counted by the server. All else is a moment in the time zone here,
 * which CQL takes in the account's only; where that isn't known, what has changed in the minute
 * before it is found, too.
 */
static enum atl_status add_modified(struct wiki_act *act, struct query_builder *builder,
                                    const char *text, struct atl_error *error)
{
    struct atl_arena *arena = act->context->arena;
    const int64_t now_ms = atl_clock_wall_ms();
    const char *there = NULL;
    struct atl_when when;
    enum atl_status status = since_parse("--modified-since", text, now_ms, &when, error);
    if (status != ATL_OK) {
        return status;
    }
    if (!when.is_from_now) {
        const char *zone;
        status = atl_confluence_time_zone(act->http, arena, &zone, error);
        if (status != ATL_OK) {
            return status;
        }
        there = atl_when_format_in(arena, when.wall_ms, zone, "%Y/%m/%d %H:%M");
    }
    if (there != NULL) {
        query_add_comparison(builder, "lastmodified", ">=", there);
    } else {
        query_add_condition(builder,
                            atl_arena_printf(arena, "lastmodified >= now(\"-%" PRId64 "m\")",
                                             atl_when_minutes_ago(&when, now_ms)));
    }
    return ATL_OK;
}

static enum atl_status add_ancestor(struct wiki_act *act, struct query_builder *builder,
                                    struct atl_error *error)
{
    const char *ancestor = atl_option_text(act->context, "ancestor");
    const char *id;
    if (ancestor == NULL) {
        return ATL_OK;
    }
    enum atl_status status = wiki_page_id(act->http, act->context->arena, ancestor, &id, error);
    if (status == ATL_OK) {
        query_add_condition(builder, atl_arena_printf(act->context->arena, "ancestor = %s", id));
    } else {
        atl_error_prefix(error, "--ancestor");
    }
    return status;
}

static enum atl_status build(struct wiki_act *act, struct query_builder *builder,
                             struct atl_error *error)
{
    struct atl_context *context = act->context;
    const char *text = atl_argument(context, "TEXT");
    const char *creator = atl_option_text(context, "creator");
    const char *modified = atl_option_text(context, "modified-since");
    enum atl_status status = ATL_OK;
    if (text != NULL) {
        query_add_comparison(builder, "siteSearch", "~", text);
    }
    query_add_any_of(builder, "type", atl_option_list(context, "type", NULL));
    query_add_any_of(builder, "space", atl_option_list(context, "space", NULL));
    query_add_any_of(builder, "label", atl_option_list(context, "label", NULL));
    if (modified != NULL) {
        status = add_modified(act, builder, modified, error);
    }
    if (status == ATL_OK) {
        status = add_ancestor(act, builder, error);
    }
    if (status == ATL_OK && creator != NULL) {
        status = wiki_creator_add(builder, act->http, context->arena, creator, error);
        if (status != ATL_OK) {
            atl_error_prefix(error, "--creator");
        }
    }
    return status;
}

/* ---- what isn't there ---- */

/* Whether it can't be said, or is there, nothing matches all the same. */
static bool tells(enum atl_status status, struct atl_error *error)
{
    bool it_does = status == ATL_NOT_FOUND || status == ATL_CANCELLED;
    if (!it_does) {
        atl_error_clear(error);
    }
    return it_does;
}

static enum atl_status check_spaces(struct atl_context *context, struct atl_http *http,
                                    struct atl_error *error)
{
    const char *const *key = atl_option_list(context, "space", NULL);
    for (; *key != NULL; key++) {
        struct atl_confluence_space space;
        enum atl_status status =
            atl_confluence_get_space(http, context->arena, *key, &space, error);
        if (tells(status, error)) {
            return status;
        }
    }
    return ATL_OK;
}

static enum atl_status check_ancestor(struct atl_context *context, struct atl_http *http,
                                      struct atl_error *error)
{
    struct atl_confluence_content page;
    const char *ancestor = atl_option_text(context, "ancestor");
    const char *id = NULL;
    enum atl_status status =
        ancestor == NULL ? ATL_OK : wiki_page_id(http, context->arena, ancestor, &id, error);
    if (status == ATL_OK && id != NULL) {
        status = atl_confluence_get_page(http, context->arena, id, 0, 0, &page, error);
    }
    if (status == ATL_NOT_FOUND) {
        atl_fail(error, ATL_NOT_FOUND, "--ancestor: there is no page %s", ancestor);
        atl_hint(error, "what your account may not see counts as not found, too");
    }
    return status;
}

static enum atl_status check_named(struct atl_context *context, struct atl_http *http,
                                   struct atl_error *error)
{
    const char *creator = atl_option_text(context, "creator");
    enum atl_status status = check_spaces(context, http, error);
    if (status == ATL_OK) {
        status = check_ancestor(context, http, error);
        status = tells(status, error) ? status : ATL_OK;
    }
    if (status == ATL_OK && creator != NULL) {
        status = wiki_creator_check(http, context->arena, creator, error);
        status = tells(status, error) ? status : ATL_OK;
        if (status == ATL_NOT_FOUND) {
            atl_error_prefix(error, "--creator");
        }
    }
    return status;
}

/* ---- wiki search ---- */

static enum atl_status check_types(struct atl_context *context, struct atl_error *error)
{
    const char *const *given = atl_option_list(context, "type", NULL);
    for (; *given != NULL; given++) {
        bool known = false;
        for (const char *const *at = type_names; *at != NULL; at++) {
            known = known || atl_text_equal(*at, *given);
        }
        if (!known) {
            atl_fail(error, ATL_USAGE, "--type: '%s' is no type", *given);
            atl_hint(error, "there are: page, blogpost, comment, attachment, space, user");
            return ATL_USAGE;
        }
    }
    return ATL_OK;
}

static enum atl_status search(struct wiki_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    struct query_builder builder = {.dialect = ATL_QUERY_CQL};
    const char *given = atl_option_text(context, "cql");
    const char *cql = NULL;
    enum atl_status status = build(act, &builder, error);
    if (status == ATL_OK && given == NULL && builder.conditions.length == 0) {
        status = atl_fail(error, ATL_USAGE, "say what to search for: TEXT, --cql or a condition");
    }
    if (status == ATL_OK) {
        status = query_finish(&builder, context->arena, given, "--cql", NULL, &cql, error);
    }
    atl_buffer_free(&builder.conditions);
    if (status != ATL_OK) {
        return status;
    }
    return atl_option_flag(context, "count")
               ? wiki_hits_count(context, act->http, cql, check_named, error)
               : wiki_hits_print(context, act->http, cql, check_named, error);
}

static const char *const text_options[] = {"cql", "creator", "ancestor", "modified-since", NULL};
static const char *const list_options[] = {"space", "type", "label", NULL};

static enum atl_status run_search(struct atl_context *context, struct atl_error *error)
{
    const char *text = atl_argument(context, "TEXT");
    enum atl_status status = option_check_filled(context, text_options, list_options, error);
    if (status == ATL_OK) {
        status = check_types(context, error);
    }
    if (status == ATL_OK && text != NULL && strspn(text, " \t\r\n") == strlen(text)) {
        status = atl_fail(error, ATL_USAGE, "TEXT is empty");
    }
    return status == ATL_OK ? wiki_act_on_site(context, search, error) : status;
}

#define SPACE_OPTION                                                                               \
    {                                                                                              \
        .name = "space", .kind = ATL_OPTION_LIST, .value = "KEY", .summary = "In this space"       \
    }

const struct atl_command atl_command_wiki_search = {
    .words = "wiki search",
    .summary = "Search Confluence",
    .description =
        "Searches for words, by conditions, or with CQL; every condition must hold, and a list of "
        "values means any of them. Without an order in --cql the best matches come first.\n\n"
        "Shows type, space, id, when it was changed, and title; --fields also knows excerpt, which "
        "is plain text, and url. The search's index may lag behind a change.\n\n"
        "--modified-since is in this machine's time zone, as the times that are shown; CQL's own "
        "dates are in the account's.\n\n"
        "People are named by 'me', by their full names, and by account id or e-mail address "
        "(Cloud; the latter where the site has Jira) or user name (Data Center).\n\n"
        "When nothing matches because a space, a page or a person that is named doesn't exist, "
        "that is an error.",
    .arguments =
        (const struct atl_argument[]){
            {.name = "TEXT", .summary = "Words to search for", .arity = ATL_OPTIONAL}, {0}},
    .options =
        (const struct atl_option[]){
            {.name = "cql",
             .kind = ATL_OPTION_TEXT,
             .value = "QUERY",
             .summary = "CQL; options add conditions to it"},
            SPACE_OPTION,
            {.name = "type",
             .kind = ATL_OPTION_LIST,
             .value = "TYPE",
             .summary = "page, blogpost, comment, attachment, space or user"},
            {.name = "label",
             .kind = ATL_OPTION_LIST,
             .value = "LABEL",
             .summary = "With this label"},
            {.name = "creator",
             .kind = ATL_OPTION_TEXT,
             .value = "PERSON",
             .summary = "Created by this person, or me"},
            {.name = "ancestor",
             .kind = ATL_OPTION_TEXT,
             .value = "PAGE",
             .summary = "Below this page: its id, SPACE:Title, or its address"},
            {.name = "modified-since",
             .kind = ATL_OPTION_TEXT,
             .value = "WHEN",
             .summary = "Changed since then: 2026-01-31, 'yesterday 9:00', 7d or 20m (ago)"},
            WIKI_HITS_LIMIT,
            {.name = "count", .summary = "Show only how many there are"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"wiki search 'release plan'", "What has these words"},
            {"wiki search backup --space OPS --type page,attachment --fields title,excerpt,url",
             "In a space, with the place"},
            {"wiki search --label runbook --modified-since 30d --count", "How many are cared for"},
            {"wiki search --cql \"mention = currentUser() order by created desc\" --limit all "
             "--jsonl",
             "With CQL, one object a line"},
            {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run_search,
};

/* ---- wiki my, wiki recent ---- */

static enum atl_status print_latest(struct wiki_act *act, const char *whose,
                                    struct atl_error *error)
{
    struct atl_context *context = act->context;
    struct query_builder builder = {.dialect = ATL_QUERY_CQL};
    const char *cql = NULL;
    query_add_condition(&builder, "type in (page, blogpost)");
    if (whose != NULL) {
        query_add_condition(&builder, whose);
    }
    query_add_any_of(&builder, "space", atl_option_list(context, "space", NULL));
    enum atl_status status = query_finish(&builder, context->arena, NULL, "--cql",
                                          "order by lastmodified desc", &cql, error);
    return status == ATL_OK ? wiki_hits_print(context, act->http, cql, check_spaces, error)
                            : status;
}

static enum atl_status my(struct wiki_act *act, struct atl_error *error)
{
    return print_latest(act,
                        atl_option_flag(act->context, "created") ? "creator = currentUser()"
                                                                 : "contributor = currentUser()",
                        error);
}

static const char *const no_texts[] = {NULL};
static const char *const space_list[] = {"space", NULL};

static enum atl_status run_my(struct atl_context *context, struct atl_error *error)
{
    enum atl_status status = option_check_filled(context, no_texts, space_list, error);
    return status == ATL_OK ? wiki_act_on_site(context, my, error) : status;
}

const struct atl_command atl_command_wiki_my = {
    .words = "wiki my",
    .summary = "List what you have created or edited",
    .description = "Pages and blog posts that you have created or edited, those changed last "
                   "first, whoever changed them.",
    .options =
        (const struct atl_option[]){{.name = "created", .summary = "Only what you have created"},
                                    SPACE_OPTION,
                                    WIKI_HITS_LIMIT,
                                    {0}},
    .examples = (const struct atl_example[]){{"wiki my", "The latest"},
                                             {"wiki my --created --limit all --csv > mine.csv",
                                              "All that you have created, for a spreadsheet"},
                                             {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run_my,
};

static enum atl_status recent(struct wiki_act *act, struct atl_error *error)
{
    return print_latest(
        act, atl_option_flag(act->context, "viewed") ? "id in recentlyViewedContent(100)" : NULL,
        error);
}

static enum atl_status run_recent(struct atl_context *context, struct atl_error *error)
{
    enum atl_status status = option_check_filled(context, no_texts, space_list, error);
    return status == ATL_OK ? wiki_act_on_site(context, recent, error) : status;
}

const struct atl_command atl_command_wiki_recent = {
    .words = "wiki recent",
    .summary = "List what has changed lately, or what you have looked at",
    .description = "Pages and blog posts of all spaces, those changed last first.\n\n"
                   "--viewed shows only what you have looked at in a browser, among the last 100.",
    .options = (const struct atl_option[]){{.name = "viewed",
                                            .summary = "Only what you have looked at lately"},
                                           SPACE_OPTION,
                                           WIKI_HITS_LIMIT,
                                           {0}},
    .examples = (const struct atl_example[]){{"wiki recent --space TEAM --limit 10",
                                              "The ten latest changes of a space"},
                                             {"wiki recent --viewed", "What you have had open"},
                                             {0}},
    .needs = ATL_NEEDS_CONFLUENCE,
    .run = run_recent,
};
