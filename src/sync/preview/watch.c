/* docs preview: counts changes of files. */
#include "sync/both/watch.h"
#include "sync/preview/preview.h"

enum {
    SETTLE_MS = 80, /* an editor writes, renames and changes modes: one change for a reader */
};

enum atl_status preview_watch(void *argument, struct atl_error *error)
{
    struct preview *preview = argument;
    const struct sync_watch_options options = {.root = preview->site.root, .settle_ms = SETTLE_MS};
    struct sync_watch *watch = sync_watch_open(&options);
    enum atl_status status = ATL_OK;
    while (status == ATL_OK) {
        bool changed;
        status = sync_watch_wait(watch, -1, &changed, error);
        if (status == ATL_OK && changed) {
            preview->version++;
            atl_queue_wake_all(&preview->changed);
        }
    }
    sync_watch_close(watch);
    return status;
}
