/* Jira's objects as JSON: users, projects, issues with the fields that were asked for. */
#ifndef SANDBOX_JIRA_JSON_H
#define SANDBOX_JIRA_JSON_H

#include "sandbox/sandbox.h"
#include "sandbox/server/request.h"

/* "http://localhost:1234/rest/api/3" or "/2" */
const char *old_api_url(const struct sandbox *sandbox, struct atl_arena *arena);

void jira_emit_user(const struct sandbox *sandbox, struct atl_arena *arena, struct atl_buffer *json,
                    const char *key, const struct person *person);
void jira_emit_project(const struct sandbox *sandbox, struct atl_arena *arena,
                       struct atl_buffer *json, const char *key, size_t index);

#endif
