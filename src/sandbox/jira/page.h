/* Jira's lists by startAt and maxResults: {"maxResults", "startAt", "total", "isLast", "values"}.
 */
#ifndef SANDBOX_JIRA_PAGE_H
#define SANDBOX_JIRA_PAGE_H

#include "sandbox/jira/output.h"

struct jira_page {
    int64_t start;
    int64_t limit;
    int64_t total; /* -1 until it is known */
};

/*
 * Reads startAt and maxResults (`usual` when missing; more than `most` becomes `most`, as Jira
 * does). False, with the reply a 400, when one is no number.
 */
bool jira_page_read(struct request *request, int64_t usual, int64_t most, struct jira_page *page);

/* The members before the list, in an object that is open already; page->total has to be set. */
void jira_page_emit(struct request *request, const struct jira_page *page);

/*
 * A whole answer of this form: `from` is everything after "SELECT …" ("FROM version WHERE project =
 * ? ORDER BY position"), whose first column, called `id`, is what `emit` gets for each row of the
 * page. The count of all rows is the total.
 */
void jira_page_answer(struct request *request, const struct jira_page *page, const char *id,
                      const struct sql *from,
                      void (*emit)(const struct jira_output *out, int64_t id));

#endif
