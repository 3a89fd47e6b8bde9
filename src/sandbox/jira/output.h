/*
 * Jira's objects as JSON, by their ids. Small ones that stand in many answers (people, statuses,
 * projects …) are written once and kept until something changes.
 */
#ifndef SANDBOX_JIRA_OUTPUT_H
#define SANDBOX_JIRA_OUTPUT_H

#include "sandbox/sandbox.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/request.h"

/* Where an answer is written to. */
struct jira_output {
    struct sandbox *sandbox;
    struct atl_arena *arena; /* for texts on the way */
    struct atl_buffer *json;
};

/* The request's own reply. */
struct jira_output jira_reply(struct request *request);

/* "http://localhost:1234/rest/api/3" or "/2"; lives as long as the sandbox. */
const char *jira_api_url(struct sandbox *sandbox);
const char *agile_api_url(struct sandbox *sandbox);

enum jira_object {
    JIRA_PERSON,
    JIRA_STATUS,
    JIRA_STATUS_CATEGORY,
    JIRA_ISSUE_TYPE,
    JIRA_PRIORITY,
    JIRA_RESOLUTION,
    JIRA_PROJECT, /* the short form that issues hold */
    JIRA_COMPONENT,
    JIRA_VERSION,
    JIRA_OPTION, /* of a custom field: {"self", "value", "id"} */
    JIRA_SPRINT, /* as in an issue's sprint field */
    JIRA_LINK_TYPE,
    JIRA_TEAM, /* a group: {"name", "groupId", "self"} */
    JIRA_ROLE, /* of a project, by itself */
    JIRA_OBJECT_COUNT,
};

/* Writes the object under the key (NULL: as an element); null for a negative or unknown id. */
void jira_emit(const struct jira_output *out, const char *key, enum jira_object kind, int64_t id);

/* The same without the closing brace, for members that it has only here; false for null. */
bool jira_emit_open(const struct jira_output *out, const char *key, enum jira_object kind,
                    int64_t id);

/* "http://…" avatars of a path with a number, as a member "avatarUrls". */
void jira_emit_avatars(const struct jira_output *out, const char *path, int64_t number);

/* Times and dates as Jira writes them: null for a negative time. */
void jira_emit_time(const struct jira_output *out, const char *key, int64_t ms);
void jira_emit_date(const struct jira_output *out, const char *key, int64_t ms);
/* A body: ADF (kept as JSON) on Cloud, text on Data Center; null for NULL. */
void jira_emit_body(const struct jira_output *out, const char *key, const char *body);

/* Ends what jira_emit keeps; to be called when the sandbox ends. */
void jira_kept_free(struct sandbox *sandbox);

#endif
