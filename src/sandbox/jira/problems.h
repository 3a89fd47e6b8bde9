/*
 * What is wrong with a change to an issue, collected before it is refused, as Jira does it:
 * {"errorMessages": ["…"], "errors": {"summary": "You must specify a summary of the issue."}}.
 */
#ifndef SANDBOX_JIRA_PROBLEMS_H
#define SANDBOX_JIRA_PROBLEMS_H

#include "sandbox/server/reply.h"

struct problem {
    const char *field; /* NULL: not of one field */
    const char *message;
};

struct problems {
    struct atl_arena *arena; /* for the messages */
    struct problem *items;   /* in the arena */
    size_t count;
    unsigned status; /* of the answer; 400 unless set */
};

/* Adds one; a second one for the same field is dropped, as the first says enough. */
void problems_add(struct problems *problems, const char *field, const char *format, ...)
    ATL_PRINTF(3, 4);

/* The members "errorMessages" and "errors", in an object that is open already. */
void problems_emit(struct atl_buffer *json, const struct problems *problems);

/* Replaces the reply by the problems. */
void problems_reply(const struct problems *problems, struct reply *reply);

/* All of them in one line, for lists of failures: "summary: You must …; …". In the arena. */
const char *problems_text(const struct problems *problems);

#endif
