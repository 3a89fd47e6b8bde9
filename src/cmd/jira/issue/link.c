/* jira issue link and unlink. */
#include "atlcli/jira_link.h"
#include "atlcli/loop.h"
#include "cli/output.h"
#include "cmd/jira/act.h"
#include "cmd/jira/key.h"

static cJSON *describe(const struct jira_act *act, const struct atl_jira_link_kind *kind,
                       const char *other, bool changed)
{
    cJSON *object = jira_act_object(act);
    cJSON_AddStringToObject(object, "type", kind->type);
    cJSON_AddStringToObject(object, "phrase", kind->phrase);
    cJSON_AddStringToObject(object, "other", other);
    cJSON_AddBoolToObject(object, "changed", changed);
    return object;
}

static enum atl_status read_other(const struct jira_act *act, const char *word, const char **other,
                                  struct atl_error *error)
{
    enum atl_status status = jira_key_accept(act->context, word, other, error);
    if (status == ATL_OK && atl_text_equal(act->key, *other)) {
        status = atl_fail(error, ATL_USAGE, "an issue isn't linked to itself: %s", act->key);
    }
    return status;
}

/* ---- link ---- */

struct linking {
    const struct jira_act *act;
    struct atl_jira_link_kind kind;
    struct atl_jira_links links;
};

static enum atl_status look(void *context, size_t index, struct atl_error *error)
{
    struct linking *linking = context;
    const struct jira_act *act = linking->act;
    struct atl_arena *arena = act->context->arena;
    return index == 0 ? atl_jira_link_kind(act->http, arena, act->words[0], &linking->kind, error)
                      : atl_jira_links(act->http, arena, act->key, &linking->links, error);
}

static bool is_linked(const struct linking *linking, const char *other)
{
    for (size_t i = 0; i < linking->links.count; i++) {
        const struct atl_jira_link *link = &linking->links.items[i];
        if (atl_text_equal(link->key, other) &&
            atl_text_equal(link->kind.type_id, linking->kind.type_id) &&
            (link->kind.symmetric || link->kind.inward == linking->kind.inward)) {
            return true;
        }
    }
    return false;
}

static enum atl_status link_issue(struct jira_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    struct linking linking = {.act = act};
    const char *other;
    enum atl_status status = read_other(act, act->words[1], &other, error);
    if (status == ATL_OK) {
        status = atl_each(2, 2, look, &linking, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    bool linked = is_linked(&linking, other);
    if (!linked) {
        status = atl_jira_link_add(act->http, act->key, &linking.kind, other, error);
    }
    if (status == ATL_NOT_FOUND) {
        atl_error_prefix(error, "%s", other);
    }
    return status != ATL_OK
               ? status
               : atl_output_message(context->output, describe(act, &linking.kind, other, !linked),
                                    error, "%s %s %s%s", act->key, linking.kind.phrase, other,
                                    linked ? " already" : " now");
}

static enum atl_status run_link(struct atl_context *context, struct atl_error *error)
{
    return jira_act_run(context, 2, link_issue, error);
}

/* Of what both commands tell. */
static const struct atl_column members[] = {JIRA_ISSUE_MEMBERS, {.key = "type"},
                                            {.key = "phrase"},  {.key = "other"},
                                            {.key = "changed"}, {0}};

const struct atl_command atl_command_jira_issue_link = {
    .words = "jira issue link",
    .summary = "Link an issue to another one",
    .description =
        "Reads as it is meant: ATL-1 \"is blocked by\" ATL-2. The type is one of the phrases of "
        "the "
        "site's link types, in either direction, or a type's name, which means its outward "
        "direction; in any case. A link that is there already isn't made again.",
    .arguments =
        (const struct atl_argument[]){
            JIRA_KEY_ARGUMENT,
            {.name = "TYPE",
             .summary = "How they are related: blocks, \"is blocked by\", Relates",
             .arity = ATL_OPTIONAL},
            {.name = "OTHER", .summary = "The other issue", .arity = ATL_OPTIONAL},
            {0}},
    .options = (const struct atl_option[]){JIRA_KEY_OPTION, {0}},
    .examples =
        (const struct atl_example[]){
            {"jira issue link ATL-1 blocks ATL-2", "ATL-2 has to wait for ATL-1"},
            {"jira issue link ATL-1 \"is blocked by\" ATL-3", "ATL-1 has to wait for ATL-3"},
            {0}},
    .fields = members,
    .needs = ATL_NEEDS_JIRA,
    .run = run_link,
};

/* ---- unlink ---- */

/* The one link to the other issue, of the type if one is given. */
static enum atl_status find(const struct jira_act *act, const struct atl_jira_links *links,
                            const char *other, const struct atl_jira_link **found,
                            struct atl_error *error)
{
    const char *type = atl_option_text(act->context, "type");
    size_t to_other = 0;
    size_t fitting = 0;
    for (size_t i = 0; i < links->count; i++) {
        const struct atl_jira_link *link = &links->items[i];
        bool is_to_other = atl_text_equal(link->key, other);
        to_other += is_to_other ? 1 : 0;
        if (is_to_other && (type == NULL || atl_jira_link_is_called(link, type))) {
            *found = link;
            fitting++;
        }
    }
    if (fitting == 1) {
        return ATL_OK;
    }
    if (fitting > 1) {
        atl_fail(error, ATL_USAGE, "%s has %zu links to %s", act->key, fitting, other);
        atl_hint(error, "say which one with --type");
    } else if (to_other > 0) {
        atl_fail(error, ATL_NOT_FOUND, "%s has no link '%s' to %s", act->key, type, other);
    } else {
        atl_fail(error, ATL_NOT_FOUND, "%s has no link to %s", act->key, other);
    }
    for (size_t i = 0; i < links->count; i++) {
        const struct atl_jira_link *link = &links->items[i];
        if (to_other == 0 || atl_text_equal(link->key, other)) {
            atl_hint(error, "%s %s %s", act->key, link->kind.phrase, link->key);
        }
    }
    return error->status;
}

static enum atl_status unlink_issue(struct jira_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    struct atl_jira_links links;
    const struct atl_jira_link *link = NULL;
    const char *other;
    enum atl_status status = read_other(act, act->words[0], &other, error);
    if (status == ATL_OK) {
        status = atl_jira_links(act->http, context->arena, act->key, &links, error);
    }
    if (status == ATL_OK) {
        status = find(act, &links, other, &link, error);
    }
    if (status == ATL_OK) {
        status = atl_jira_link_delete(act->http, link->id, error);
    }
    return status != ATL_OK
               ? status
               : atl_output_message(context->output, describe(act, &link->kind, other, true), error,
                                    "Removed the link: %s %s %s", act->key, link->kind.phrase,
                                    other);
}

static enum atl_status run_unlink(struct atl_context *context, struct atl_error *error)
{
    return jira_act_run(context, 1, unlink_issue, error);
}

const struct atl_command atl_command_jira_issue_unlink = {
    .words = "jira issue unlink",
    .summary = "Remove the link between two issues",
    .arguments =
        (const struct atl_argument[]){
            JIRA_KEY_ARGUMENT,
            {.name = "OTHER", .summary = "The issue it is linked to", .arity = ATL_OPTIONAL},
            {0}},
    .options =
        (const struct atl_option[]){
            {.name = "type",
             .kind = ATL_OPTION_TEXT,
             .value = "TYPE",
             .summary = "Which link, when there are several: blocks, \"is blocked by\", Relates"},
            JIRA_KEY_OPTION,
            {0}},
    .examples =
        (const struct atl_example[]){
            {"jira issue unlink ATL-1 ATL-2", "Remove the only link between them"},
            {"jira issue unlink ATL-1 ATL-2 --type \"is blocked by\"", "Remove one of several"},
            {0}},
    .fields = members,
    .needs = ATL_NEEDS_JIRA,
    .run = run_unlink,
};
