#include "cmd/jira/act.h"

#include "cmd/connect.h"
#include "cmd/jira/issue/issue.h"
#include "cmd/jira/key.h"
#include "cmd/site_hint.h"
#include "cmd/subject.h"

#include <string.h>

static enum atl_status read_words(struct jira_act *act, size_t least, struct atl_error *error)
{
    struct subject subject;
    enum atl_status status = subject_read(
        act->context, "key", "say which issue: its key is missing", least, &subject, error);
    if (status != ATL_OK) {
        return status;
    }
    act->words = subject.words;
    act->word_count = subject.word_count;
    return jira_key_accept(act->context, subject.text, &act->key, error);
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
