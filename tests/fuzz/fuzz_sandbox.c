/*
 * The sandbox's handlers: "METHOD TARGET\nBODY" from anyone gets an orderly answer, in both
 * deployments. The HTTP around it is libmicrohttpd's.
 */
#include "sandbox/server/route.h"
#include "sandbox/sandbox.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_answer(const struct reply *reply)
{
    bool is_json = atl_text_starts_with(reply->content_type, "application/json");
    cJSON *tree;
    if (!is_json || reply->body.length == 0) {
        return;
    }
    if (atl_json_parse(reply->body.data, reply->body.length, "the answer", &tree, NULL) != ATL_OK) {
        abort();
    }
    cJSON_Delete(tree);
}

static void answer(struct sandbox *sandbox, const char *method, const char *target,
                   const char *body)
{
    struct request *request = atl_alloc(sizeof *request);
    bool other_method;
    request->sandbox = sandbox;
    request->method = method;
    request->content_type = "application/json";
    request->access = ACCESS_FULL;
    request->reply.arena = &request->arena;
    atl_buffer_add(&request->body, body);
    request_set_target(request, target, sandbox->options.context_path);
    reply_restart(&request->reply, 200);
    request->route = route_find(request, &other_method);
    if (request->route != NULL) {
        request->route->handle(request, &request->reply);
        check_answer(&request->reply);
    }
    request_free(request);
}

static void answer_as(enum sandbox_deployment deployment, const char *context_path,
                      const char *method, const char *target, const char *body)
{
    struct sandbox *sandbox = atl_alloc(sizeof *sandbox);
    sandbox->options = (struct sandbox_options){.deployment = deployment,
                                                .products = SANDBOX_JIRA | SANDBOX_CONFLUENCE,
                                                .user_email = "you@example.com",
                                                .context_path = context_path,
                                                .issues = 20,
                                                .pages = 20,
                                                .today_ms = INT64_C(1769817600000)};
    sandbox->site = atl_strdup("http://localhost:1");
    data_seed(&sandbox->data, &sandbox->options);
    answer(sandbox, method, target, body);
    search_cache_free(&sandbox->searches);
    data_free(&sandbox->data);
    counters_free(&sandbox->counters);
    free(sandbox->site);
    free(sandbox);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = atl_strndup((const char *)data, size);
    char *body = strchr(text, '\n');
    if (body != NULL) {
        *body++ = '\0';
    }
    char *target = strchr(text, ' ');
    if (target != NULL) {
        *target++ = '\0';
        answer_as(SANDBOX_CLOUD, "", text, target, body == NULL ? "" : body);
        answer_as(SANDBOX_DATA_CENTER, "/jira", text, target, body == NULL ? "" : body);
    }
    free(text);
    return 0;
}
