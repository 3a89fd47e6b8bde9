/*
 * The sandbox's handlers: "METHOD TARGET\nBODY" from anyone gets an orderly answer, in both
 * deployments, and no statement fails. The HTTP around it is libmicrohttpd's.
 */
#include "sandbox/sandbox.h"
#include "sandbox/seed/seed_store.h"
#include "sandbox/server/route.h"

#include <stdio.h>
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

/* As the server does it, but that nothing is kept: each input meets the same store. */
static void handle(struct sandbox *sandbox, struct request *request)
{
    store_begin(&sandbox->store);
    request->route->handle(request, &request->reply);
    if (sandbox->store.failure != NULL) {
        fprintf(stderr, "%s\n", sandbox->store.failure);
        abort();
    }
    store_rollback(&sandbox->store);
    check_answer(&request->reply);
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
        handle(sandbox, request);
    }
    request_free(request);
    faults_free(&sandbox->faults);
    faults_init(&sandbox->faults, &sandbox->options.faults);
}

static struct sandbox *start(enum sandbox_deployment deployment, const char *context_path)
{
    struct sandbox *sandbox = atl_alloc(sizeof *sandbox);
    struct atl_error error;
    sandbox->options = (struct sandbox_options){.deployment = deployment,
                                                .products = SANDBOX_JIRA | SANDBOX_CONFLUENCE,
                                                .user_email = "you@example.com",
                                                .context_path = context_path,
                                                .issues = 20,
                                                .pages = 20,
                                                .today_ms = INT64_C(1769817600000)};
    sandbox->site = atl_strdup("http://localhost:1");
    sandbox->media.site = "http://localhost:2";
    faults_init(&sandbox->faults, &sandbox->options.faults);
    sandbox_start_calendar(sandbox);
    if (store_open(&sandbox->store, NULL, &error) != ATL_OK ||
        seed_store(&sandbox->store, &sandbox->options, &error) != ATL_OK) {
        abort();
    }
    return sandbox;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct sandbox *cloud;
    static struct sandbox *data_center;
    if (cloud == NULL) {
        cloud = start(SANDBOX_CLOUD, "");
        data_center = start(SANDBOX_DATA_CENTER, "/jira");
    }
    char *text = atl_strndup((const char *)data, size);
    char *body = strchr(text, '\n');
    if (body != NULL) {
        *body++ = '\0';
    }
    char *target = strchr(text, ' ');
    if (target != NULL) {
        *target++ = '\0';
        answer(cloud, text, target, body == NULL ? "" : body);
        answer(data_center, text, target, body == NULL ? "" : body);
    }
    free(text);
    return 0;
}
