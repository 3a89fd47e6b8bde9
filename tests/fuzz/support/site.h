/* The sandbox without its server: a site inside the fuzzer's own process. */
#ifndef TESTS_FUZZ_SITE_H
#define TESTS_FUZZ_SITE_H

#include "sandbox/sandbox.h"
#include "sandbox/server/request.h"

/* A small site, always the same; stays. Cloud's path is "", Data Center's may be "/jira". */
struct sandbox *fuzz_site_open(enum sandbox_deployment deployment, const char *context_path);

/* A request to it, whose body and handler are the caller's to add. Ends with fuzz_request_end. */
struct request *fuzz_request_begin(struct sandbox *sandbox, const char *method, const char *target);
void fuzz_request_end(struct request *request);

#endif
