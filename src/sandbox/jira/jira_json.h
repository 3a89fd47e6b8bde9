/* Jira's objects as JSON: users, projects, issues with the fields that were asked for. */
#ifndef SANDBOX_JIRA_JSON_H
#define SANDBOX_JIRA_JSON_H

#include "sandbox/sandbox.h"
#include "sandbox/server/request.h"

enum {
    JIRA_MOST_FIELDS = 64,
};

/* A field of issues: how it is called, how it is described, how it is written. */
struct jira_field_context {
    const struct sandbox *sandbox;
    struct atl_arena *arena;
    struct atl_buffer *json;
    const char *key; /* of the member to write: the field's id */
    uint32_t index;  /* of the issue */
};

struct jira_field {
    const char *id;
    const char *name;
    const char *clause_names; /* for queries, separated by spaces; NULL: not searchable */
    const char *type;
    const char *items;  /* of an array, else NULL */
    const char *custom; /* NULL: a system field */
    bool navigable;
    void (*emit)(const struct jira_field_context *context); /* NULL: part of the issue itself */
};

size_t jira_field_count(void);
const struct jira_field *jira_field_at(size_t index);

/* Which fields an answer holds. */
struct jira_selection {
    bool fields[JIRA_MOST_FIELDS];
    bool id_only;   /* nothing but the id */
    bool no_fields; /* id and key, no "fields" */
};

/*
 * From names such as "summary", "*all", "*navigable", "-description", "id", "key". `fallback` is
 * what counts when there are none.
 */
struct jira_selection jira_select(char **names, size_t count, const char *fallback);

/* The values of "fields" in a JSON body (an array or a comma-separated text), as an array. */
size_t jira_names_from_json(struct request *request, const cJSON *fields, char ***names);

/* "http://localhost:1234/rest/api/3" or "/2" */
const char *old_api_url(const struct sandbox *sandbox, struct atl_arena *arena);

void jira_emit_user(const struct sandbox *sandbox, struct atl_arena *arena, struct atl_buffer *json,
                    const char *key, const struct person *person);
void jira_emit_project(const struct sandbox *sandbox, struct atl_arena *arena,
                       struct atl_buffer *json, const char *key, size_t index);
void jira_emit_issue(const struct sandbox *sandbox, struct atl_arena *arena,
                     struct atl_buffer *json, uint32_t index,
                     const struct jira_selection *selection);

#endif
