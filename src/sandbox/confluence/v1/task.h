/*
 * Work that an answer only promises: copying a tree, archiving, deleting a space. It is done within
 * the request, but told of as if it took a while, so that clients have to wait for it.
 */
#ifndef SANDBOX_CONFLUENCE_V1_TASK_H
#define SANDBOX_CONFLUENCE_V1_TASK_H

#include "sandbox/confluence/v1/v1.h"

/* What a task is about. */
struct v1_task {
    const char *kind;    /* "copypagehierarchy", "archive", "deletespace" */
    const char *message; /* what is said when it is done */
    int64_t total;       /* items; each takes its time */
    const char *result;  /* JSON: additionalDetails; NULL: none */
};

/* Keeps the task and answers with 202 and where to ask for it. */
void v1_task_start(struct request *request, const struct v1_task *task);

/* Whether one of this kind, whoever began it, is told of as not done yet. */
bool v1_task_is_running(const struct request *request, const char *kind);

#endif
