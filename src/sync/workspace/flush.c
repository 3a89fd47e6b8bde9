#include "sync/workspace/flush.h"

#include "sync/workspace/disk.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

/* Some file systems don't know the question: what they write is as safe as it gets. */
static bool is_lost(int reason)
{
    return reason == EIO || reason == ENOSPC || reason == EDQUOT;
}

static void *flush_all(void *argument)
{
    struct sync_flush *flush = argument;
#ifdef __linux__
    int failed = syncfs(flush->descriptor);
#else
    int failed = 0;
    sync();
#endif
    flush->reason = failed != 0 && is_lost(errno) ? errno : 0;
    return NULL;
}

/* Signals are for the thread that has the loop. */
static bool begin_thread(struct sync_flush *flush)
{
    sigset_t all;
    sigset_t former;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &former);
    bool begun = pthread_create(&flush->thread, NULL, flush_all, flush) == 0;
    pthread_sigmask(SIG_SETMASK, &former, NULL);
    return begun;
}

void sync_flush_begin(struct sync_flush *flush, const struct atl_sync_workspace *workspace)
{
    flush->root = workspace->root;
    flush->descriptor = workspace->descriptor;
    flush->under_way = true;
    flush->threaded = begin_thread(flush);
    if (!flush->threaded) {
        flush_all(flush);
    }
}

enum atl_status sync_flush_end(struct sync_flush *flush, struct atl_error *error)
{
    if (!flush->under_way) {
        return ATL_OK;
    }
    if (flush->threaded) {
        pthread_join(flush->thread, NULL);
    }
    flush->under_way = false;
    errno = flush->reason;
    return flush->reason == 0 ? ATL_OK
                              : sync_fail_on_disk("write to the disk of", flush->root, error);
}
