/* The bulk endpoints: up to 1,000 issues a call, worked on by a task. */
#ifndef SANDBOX_JIRA_BULK_H
#define SANDBOX_JIRA_BULK_H

#include "sandbox/jira/problems.h"
#include "sandbox/server/request.h"
#include "sandbox/server/tasks.h"

enum {
    BULK_MOST_ISSUES = 1000,
};

/* {"errors": [{"message": "…"}]}, as these endpoints word what is wrong. */
void bulk_reply_error(struct reply *reply, unsigned status, const char *format, ...)
    ATL_PRINTF(3, 4);

/* False, with the reply an error, unless the names are between one and 1,000. */
bool bulk_check_count(struct reply *reply, size_t count);

/* Adds the issues that the array of ids and keys names; unknown ones as invalid. */
void bulk_add_issues(struct request *request, int64_t task, const cJSON *names);

/* 201 {"taskId": "10641"} */
void bulk_reply_task(struct reply *reply, int64_t task);

/* A step that failed with these problems. */
bool bulk_item_fail(struct task_step *step, const struct problems *problems);

/* ---- editedFieldsInput ---- */

/*
 * Checks that it holds what the actions name, and nothing else; the reply is a 400 if it doesn't.
 */
bool bulk_edit_check(struct request *request, const cJSON *body);
/* Turns it into the {"fields": …, "update": …} of a single edit. In the arena. */
const cJSON *bulk_edit_translate(struct atl_arena *arena, const cJSON *input);

#endif
