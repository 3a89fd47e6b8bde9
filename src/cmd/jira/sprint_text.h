/* Sprints as Data Center writes them in issues: a Java object as text. */
#ifndef CMD_JIRA_SPRINT_TEXT_H
#define CMD_JIRA_SPRINT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct jira_sprint_text {
    const char *name; /* in the text; not terminated */
    size_t name_length;
    int64_t id;
    bool closed;
};

/*
 * Reads
 *     com.atlassian.greenhopper.service.sprint.Sprint@1a[activatedDate=<null>,…,goal=…,id=7,
 *     incompleteIssuesDestinationId=<null>,name=Sprint 7,rapidViewId=1,…,state=ACTIVE,synced=false]
 * False: it is another text. Nothing is escaped in it: of what looks like the same key twice the
 * last one counts, as people's own words, the goal, come first.
 */
bool jira_sprint_text_read(const char *text, struct jira_sprint_text *sprint);

#endif
