/*
 * The sandbox's handlers: "METHOD TARGET\nBODY" from anyone gets an orderly answer, in both
 * deployments, and no statement fails. The HTTP around it is libmicrohttpd's.
 */
#include "support/site.h"

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
    struct request *request = fuzz_request_begin(sandbox, method, target);
    atl_buffer_add(&request->body, body);
    if (request->route != NULL) {
        handle(sandbox, request);
    }
    fuzz_request_end(request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct sandbox *cloud;
    static struct sandbox *data_center;
    if (cloud == NULL) {
        cloud = fuzz_site_open(SANDBOX_CLOUD, "");
        data_center = fuzz_site_open(SANDBOX_DATA_CENTER, "/jira");
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
