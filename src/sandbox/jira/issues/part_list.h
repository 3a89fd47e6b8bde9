/* Lists of what hangs on an issue, a page at a time. */
#ifndef SANDBOX_JIRA_PART_LIST_H
#define SANDBOX_JIRA_PART_LIST_H

#include "sandbox/jira/page.h"

/*
 * The answer {"startAt", "maxResults", "total", NAME: […]}. `from` is "FROM comment WHERE issue = ?
 * ORDER BY id", of a table whose id is what `emit` gets.
 */
void part_list_answer(struct request *request, const struct jira_page *page, const char *name,
                      const struct sql *from,
                      void (*emit)(const struct jira_output *out, const char *key, int64_t id));

/*
 * The id in a segment of the path, if it is one of the table that belongs to the issue; -1, and the
 * reply is a 404 with this message ("… %s …", the id), if not.
 */
int64_t part_of_request(struct request *request, size_t segment, const char *table, int64_t issue,
                        const char *message);

#endif
