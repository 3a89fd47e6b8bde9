/*
 * Boards, sprints and epics as JSON, and as requests name them. What belongs to a project that may
 * not be seen isn't there.
 */
#ifndef SANDBOX_JIRA_AGILE_H
#define SANDBOX_JIRA_AGILE_H

#include "sandbox/jira/issues/issue.h"
#include "sandbox/jira/output.h"
#include "sandbox/jira/page.h"

/* ---- which one; false: the reply is an error ---- */

bool board_of_path(struct request *request, size_t segment, int64_t *board);
bool sprint_of_path(struct request *request, size_t segment, int64_t *sprint);
/* By the id or key of its issue. */
bool epic_of_path(struct request *request, size_t segment, struct jira_issue *epic);

/* ---- as JSON, each as an element, or under a key ---- */

void board_emit(const struct jira_output *out, int64_t id);
void sprint_emit(const struct jira_output *out, int64_t id);
void sprint_emit_as(const struct jira_output *out, const char *key, int64_t id);
void epic_emit(const struct jira_output *out, int64_t id); /* of its issue */
void epic_emit_as(const struct jira_output *out, const char *key, int64_t id);

/* ---- lists ---- */

/* As jira_page_answer, with the members that these lists have: no "self", no "nextPage". */
void agile_page_answer(struct request *request, const char *id, const struct sql *from,
                       void (*emit)(const struct jira_output *out, int64_t id));

/*
 * Answers with the issues that a saved search finds (-1: all) and that fit the condition (JQL;
 * NULL: none) and the request's own "jql"; by rank, unless that says otherwise.
 */
void agile_answer_issues(struct request *request, int64_t filter, const char *condition);

/* The filter of a board. */
int64_t board_filter(struct sandbox *sandbox, int64_t board);

#endif
