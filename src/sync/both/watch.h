/*
 * Waiting for changes of the files below a directory: told by the system (inotify) where it tells,
 * and for as many directories as it has room for, else found by looking again and again. Hidden
 * files count for nothing, but for those with rules of what is ignored.
 */
#ifndef SYNC_WATCH_H
#define SYNC_WATCH_H

#include "atlcli/error.h"

#include <stdbool.h>
#include <stdint.h>

struct sync_watch_options {
    const char *root;  /* absolute; outlives the watch */
    int64_t settle_ms; /* so long nothing more has changed before a change is told of */
    bool looks;        /* by looking again, whatever the system has */
};

struct sync_watch;

/* Changes from here on are told of. Never NULL. */
struct sync_watch *sync_watch_open(const struct sync_watch_options *options);

/*
 * Waits until something has changed since the watch was opened or a change was last told of, and
 * has come to rest, or for `timeout_ms` (below 0: for ever), which leaves *changed false. Who reads
 * the files then sees at least what was changed before. What never comes to rest is told of
 * nevertheless, after 20 times `settle_ms`. To be called in a fiber, by one at a time.
 */
enum atl_status sync_watch_wait(struct sync_watch *watch, int64_t timeout_ms, bool *changed,
                                struct atl_error *error);

/* Whether it looks again, because it was told to or the system doesn't tell. */
bool sync_watch_looks(const struct sync_watch *watch);

/* NULL is fine. */
void sync_watch_close(struct sync_watch *watch);

#endif
