/*
 * A search index that lags behind: issues and content as searches see them, some time after they
 * changed.
 *
 * While there is a lag, each table that holds a part of issues or of content has a copy "seen_…" in
 * the temporary database, which JQL and CQL look at instead. Triggers note which item has changed
 * when; what was noted long enough ago is copied again, whole. So new items are missing for a
 * while, deleted ones are still found, and changed ones by what they were. An item that changes
 * again while it waits is seen in its newest state once its first change is due.
 *
 * What isn't part of an item doesn't lag: names of statuses, people, versions, sprints, spaces;
 * keys that a query mentions; functions such as linkedIssues(); when somebody looked at an issue.
 */
#ifndef SANDBOX_SEEN_H
#define SANDBOX_SEEN_H

#include "sandbox/store/store.h"

struct seen {
    bool on;             /* queries are to look at the copies */
    uint64_t generation; /* another number after each change of the copies */
};

/*
 * Before anything is changed or searched: makes the copies when there is a lag (milliseconds), gets
 * rid of them when there is none any more, and brings them up to date. Nothing at all without lag.
 */
void seen_keep_up(struct seen *seen, struct store *store, int64_t lag_ms);

#endif
