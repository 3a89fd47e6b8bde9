#include "site.h"

#include "sandbox/seed/seed_store.h"
#include "sandbox/server/route.h"

#include <stdlib.h>

struct sandbox *fuzz_site_open(enum sandbox_deployment deployment, const char *context_path)
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

struct request *fuzz_request_begin(struct sandbox *sandbox, const char *method, const char *target)
{
    struct request *request = atl_alloc(sizeof *request);
    bool other_method;
    request->sandbox = sandbox;
    request->method = method;
    request->content_type = "application/json";
    request->access = ACCESS_FULL;
    request->reply.arena = &request->arena;
    request_set_target(request, target, sandbox->options.context_path);
    reply_restart(&request->reply, 200);
    request->route = route_find(request, &other_method);
    return request;
}

void fuzz_request_end(struct request *request)
{
    struct sandbox *sandbox = request->sandbox;
    request_free(request);
    faults_free(&sandbox->faults);
    faults_init(&sandbox->faults, &sandbox->options.faults);
}
