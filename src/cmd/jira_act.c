#include "cmd/jira_act.h"

#include "cli/usage.h"
#include "cli/values.h"
#include "cmd/connect.h"
#include "cmd/jira_issue.h"
#include "cmd/jira_key.h"
#include "cmd/site_hint.h"

#include <string.h>

/* ---- arguments ---- */

static bool takes_many(const struct atl_argument *argument)
{
    return argument->arity == ATL_ONE_OR_MORE || argument->arity == ATL_ANY_NUMBER;
}

/* All that was given, in order. */
static struct atl_words collect(struct atl_context *context)
{
    struct atl_words words = {0};
    for (const struct atl_argument *at = context->command->arguments; at->name != NULL; at++) {
        if (takes_many(at)) {
            const char *const *items = atl_argument_list(context, at->name, NULL);
            for (; *items != NULL; items++) {
                atl_words_add(context->arena, &words, *items);
            }
        } else if (atl_argument(context, at->name) != NULL) {
            atl_words_add(context->arena, &words, atl_argument(context, at->name));
        }
    }
    return words;
}

static size_t most_words(const struct atl_command *command)
{
    size_t count = 0;
    for (const struct atl_argument *at = command->arguments; at->name != NULL; at++) {
        count = takes_many(at) || count == SIZE_MAX ? SIZE_MAX : count + 1;
    }
    return count == SIZE_MAX ? count : count - 1;
}

static enum atl_status fail_usage(const struct jira_act *act, struct atl_error *error,
                                  const char *what, const char *word)
{
    atl_fail(error, ATL_USAGE, what, word);
    atl_hint_usage(error, act->context->command);
    return ATL_USAGE;
}

static enum atl_status read_words(struct jira_act *act, size_t least, struct atl_error *error)
{
    static const char *const none[] = {NULL};
    struct atl_context *context = act->context;
    struct atl_words words = collect(context);
    const char *option = atl_option_text(context, "key");
    if (words.count == 0 && option == NULL) {
        return fail_usage(act, error, "say which issue: %s is missing", "its key");
    }
    size_t used = option == NULL ? 1 : 0;
    act->words = words.count > used ? words.items + used : none;
    act->word_count = words.count - used;
    if (act->word_count < least) {
        return fail_usage(act, error, "%s is missing",
                          context->command->arguments[1 + act->word_count].name);
    }
    if (act->word_count > most_words(context->command)) {
        return fail_usage(act, error, "'%s' is one word too many", act->words[act->word_count - 1]);
    }
    return jira_key_accept(context, option != NULL ? option : words.items[0], &act->key, error);
}

/* ---- running ---- */

static void explain(const struct jira_act *act, struct atl_error *error)
{
    site_hint_add(act->http, ATL_PRODUCT_JIRA, error);
    bool is_servers = error->http_status != 0 || error->status == ATL_UNKNOWN_OUTCOME;
    if (is_servers && strstr(error->message, act->key) == NULL) {
        atl_error_prefix(error, "%s", act->key);
    }
}

enum atl_status jira_act_run(struct atl_context *context, size_t least, jira_act_function function,
                             struct atl_error *error)
{
    struct jira_act act = {.context = context};
    enum atl_status status = read_words(&act, least, error);
    if (status != ATL_OK) {
        return status;
    }
    act.url = jira_key_url(context, act.key);
    act.http = atl_connect(context);
    status = function(&act, error);
    if (status != ATL_OK) {
        explain(&act, error);
    }
    atl_http_close(act.http);
    return status;
}

cJSON *jira_act_object(const struct jira_act *act)
{
    return jira_issue_object(act->context, act->key);
}
