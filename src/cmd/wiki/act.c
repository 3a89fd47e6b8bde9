#include "cmd/wiki/act.h"

#include "cmd/connect.h"
#include "cmd/site_hint.h"
#include "cmd/subject.h"
#include "cmd/wiki/page/of.h"

#include <string.h>

static void explain(const struct wiki_act *act, struct atl_error *error)
{
    bool is_servers = error->http_status != 0 || error->status == ATL_UNKNOWN_OUTCOME;
    site_hint_add(act->http, ATL_PRODUCT_CONFLUENCE, error);
    if (is_servers && act->page != NULL && strstr(error->message, act->page) == NULL) {
        atl_error_prefix(error, "page %s", act->given);
    }
}

enum atl_status wiki_act_run(struct atl_context *context, size_t least, wiki_act_function function,
                             struct atl_error *error)
{
    struct wiki_act act = {.context = context};
    struct subject subject;
    enum atl_status status =
        subject_read(context, "page", "say which page: PAGE is missing", least, &subject, error);
    if (status != ATL_OK) {
        return status;
    }
    act.given = subject.text;
    act.words = subject.words;
    act.word_count = subject.word_count;
    act.http = atl_connect(context);
    status = wiki_page_id(act.http, context->arena, act.given, &act.page, error);
    if (status == ATL_OK) {
        status = function(&act, error);
    }
    if (status != ATL_OK) {
        explain(&act, error);
    }
    atl_http_close(act.http);
    return status;
}

enum atl_status wiki_act_on_site(struct atl_context *context, wiki_act_function function,
                                 struct atl_error *error)
{
    struct wiki_act act = {.context = context, .http = atl_connect(context)};
    enum atl_status status = function(&act, error);
    if (status != ATL_OK) {
        explain(&act, error);
    }
    atl_http_close(act.http);
    return status;
}

cJSON *wiki_act_object(const struct wiki_act *act)
{
    cJSON *object = atl_json_keep(act->context->arena, cJSON_CreateObject());
    cJSON_AddStringToObject(object, "page", act->page);
    return object;
}
