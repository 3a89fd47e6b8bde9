/* What happens to a project's versions: their order, and where issues go when one goes away. */
#ifndef SANDBOX_JIRA_VERSION_RULES_H
#define SANDBOX_JIRA_VERSION_RULES_H

#include "sandbox/store/store.h"

/* The place among its project's versions, the oldest first. */
enum version_place {
    VERSION_FIRST,
    VERSION_LAST,
    VERSION_EARLIER, /* by one */
    VERSION_LATER,
};

void version_move(struct store *store, int64_t version, enum version_place place);
/* Right behind another version of the same project. */
void version_move_after(struct store *store, int64_t version, int64_t other);

/* Issues of this kind ("fix" or "affects") have the heir instead; -1: none. */
void version_hand_over(struct store *store, int64_t version, const char *kind, int64_t heir);
/* The same for those that aren't resolved. */
void version_hand_over_unresolved(struct store *store, int64_t version, int64_t heir);

/* True when both are versions of one project, and not the same. */
bool version_may_inherit(struct store *store, int64_t version, int64_t heir);

/* Deletes it; what still has it, has it no more. */
void version_delete(struct store *store, int64_t version);

#endif
