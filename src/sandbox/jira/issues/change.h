/*
 * A change to one issue: values are checked and written one by one, each with its line in the
 * issue's history; problems are collected. Whoever makes the change undoes it all when there are
 * any (see store_savepoint): nothing is ever half changed.
 */
#ifndef SANDBOX_JIRA_CHANGE_H
#define SANDBOX_JIRA_CHANGE_H

#include "sandbox/jira/issues/issue.h"
#include "sandbox/jira/problems.h"

struct issue_change {
    struct sandbox *sandbox;
    struct atl_arena *arena;
    struct problems *problems;
    struct jira_issue issue; /* as it is by now */
    bool creating;           /* what it starts with is no history */
    bool transitioning;      /* its resolution may be set */
    int64_t now_ms;
    int64_t logged_seconds; /* more than before: below 0 when work was taken away */
    int64_t number;         /* that the history's lines share; 0 until there is one */
};

/* Starts a change by SANDBOX_ME; false when there is no such issue. */
bool change_begin(struct issue_change *change, struct sandbox *sandbox, struct atl_arena *arena,
                  struct problems *problems, int64_t issue);

/* The same for the issue that a segment of the request's path names. False: the reply is a 404. */
bool change_of_request(struct request *request, size_t segment, struct issue_change *change,
                       struct problems *problems);

/* Marks the issue as updated, if anything was. */
void change_end(struct issue_change *change);

/* A line of history. Values are ids, texts what people read; NULL for none. */
void change_record(struct issue_change *change, const char *field, const char *field_id,
                   const char *from_value, const char *from_text, const char *to_value,
                   const char *to_text);

/* Sets a column of the issue that holds the id of something with a name; -1: nothing. */
void change_reference(struct issue_change *change, const char *column, const char *field,
                      const char *table, int64_t from, int64_t to);
/* Sets a column that holds text; `field` is its name in histories and its id. */
void change_text(struct issue_change *change, const char *column, const char *from, const char *to);
/* Sets a column that holds a number (-1: none), shown in histories as these texts. */
void change_number(struct issue_change *change, const char *column, const char *field, int64_t to,
                   const char *from_text, const char *to_text);

/* Adds a problem of this field. Returns false, for `return change_problem(…)`. */
bool change_problem(struct issue_change *change, const char *field, const char *format, ...)
    ATL_PRINTF(3, 4);

/* ---- finding what values name; -1 when there is no such thing ---- */

/* By {"id": "…"} or {"name": "…"} among the rows of a table; `where` narrows them ("" or "AND …").
 */
int64_t find_named(struct sandbox *sandbox, const char *table, const char *where,
                   const cJSON *value);
/* A person that may still be given something to do (see lookup_person_in). */
int64_t find_person(struct sandbox *sandbox, const cJSON *value);
/* What the value called it, for messages; "null" when it has no name. */
const char *named_text(const cJSON *value);

/* ---- setting fields ---- */

/*
 * Applies {"fields": {…}, "update": {"labels": [{"add": "x"}]}}, as PUT issue takes them. False
 * when there are problems.
 */
bool change_apply(struct issue_change *change, const cJSON *fields, const cJSON *update);

enum operation {
    OPERATION_SET,
    OPERATION_ADD,
    OPERATION_REMOVE,
};

/* Each sets one field and records it, or adds a problem. */
void set_summary(struct issue_change *change, const cJSON *value);
void set_description(struct issue_change *change, const cJSON *value);
void set_environment(struct issue_change *change, const cJSON *value);
void set_type(struct issue_change *change, const cJSON *value);
void set_priority(struct issue_change *change, const cJSON *value);
void set_assignee(struct issue_change *change, const cJSON *value);
void set_reporter(struct issue_change *change, const cJSON *value);
void set_due(struct issue_change *change, const cJSON *value);
void set_parent(struct issue_change *change, const cJSON *value);
void set_resolution(struct issue_change *change, const cJSON *value);
void set_time_tracking(struct issue_change *change, const cJSON *value);
void set_labels(struct issue_change *change, enum operation operation, const cJSON *value);
void set_components(struct issue_change *change, enum operation operation, const cJSON *value);
void set_fix_versions(struct issue_change *change, enum operation operation, const cJSON *value);
void set_affected_versions(struct issue_change *change, enum operation operation,
                           const cJSON *value);
/* False when there is no such field. */
bool set_custom(struct issue_change *change, const char *key, enum operation operation,
                const cJSON *value);

/* A resolution by its id, -1 to clear it; the date of the resolution goes with it. */
void change_resolution(struct issue_change *change, int64_t resolution);
void change_status(struct issue_change *change, int64_t status);

/*
 * A body from a request: ADF on Cloud, text on Data Center. *body and *text (plain) are in the
 * arena, NULL for null. False when it is neither.
 */
bool body_read(struct sandbox *sandbox, struct atl_arena *arena, const cJSON *value,
               const char **body, const char **text);

#endif
