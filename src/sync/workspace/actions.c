/* What can become of a page, in words. */
#include "atlcli/sync.h"

static const struct {
    const char *name;
    const char *verb;
} actions[] = {
    [ATL_SYNC_CREATED] = {"created", "create"}, [ATL_SYNC_UPDATED] = {"updated", "update"},
    [ATL_SYNC_MERGED] = {"merged", "merge"},    [ATL_SYNC_MOVED] = {"moved", "move"},
    [ATL_SYNC_TRASHED] = {"trashed", "trash"},  [ATL_SYNC_RESTORED] = {"restored", "restore"},
    [ATL_SYNC_DELETED] = {"deleted", "delete"}, [ATL_SYNC_CONFLICT] = {"conflict", "conflict"},
    [ATL_SYNC_FAILED] = {"failed", "fail"},
};

const char *atl_sync_action_name(enum atl_sync_action action)
{
    return actions[action].name;
}

const char *atl_sync_action_verb(enum atl_sync_action action)
{
    return actions[action].verb;
}
