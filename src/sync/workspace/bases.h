/*
 * The texts to merge with, as last synced: ".atlcli/base/ID.md". A new one waits in ".atlcli/next"
 * until the state says that it is the one, so that whatever ends a command, the state and its base
 * belong together.
 */
#ifndef SYNC_BASES_H
#define SYNC_BASES_H

#include "sync/workspace/disk.h"

/*
 * Writes a text to merge with, to be put in place by what follows. Where there is none yet it has
 * its place from the beginning: until the state knows it, it counts for nothing.
 */
enum atl_status sync_base_write(const struct atl_sync_workspace *workspace, struct atl_arena *arena,
                                const char *id, const void *bytes, size_t length, const char **path,
                                struct atl_error *error);

/*
 * Puts such a file where it waits (*waits), or in its place when there is no base yet. False:
 * errno.
 */
bool sync_base_wait(const struct atl_sync_workspace *workspace, struct atl_arena *arena,
                    const char *id, const char *temporary, bool *waits);

/* Once the state has been committed: the one that waits is the base. */
void sync_base_take(const struct atl_sync_workspace *workspace, struct atl_arena *arena,
                    const char *id);

/*
 * After a command that was ended in the middle: takes those that the state knows, and drops the
 * others. To be called under the lock, before bases are read.
 */
enum atl_status sync_bases_settle(const struct atl_sync_workspace *workspace,
                                  struct atl_error *error);

#endif
