/* The order of issues on boards: numbers, smaller first. */
#ifndef SANDBOX_JIRA_RANK_H
#define SANDBOX_JIRA_RANK_H

#include "sandbox/store/store.h"

/*
 * Puts the issues, in this order, right before the pivot or right after it. The pivot isn't one of
 * them.
 */
void rank_before(struct store *store, const int64_t *issues, size_t count, int64_t pivot);
void rank_after(struct store *store, const int64_t *issues, size_t count, int64_t pivot);

#endif
