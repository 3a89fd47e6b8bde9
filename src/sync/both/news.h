/* Whether pages or attachments have changed on the server, by one small search. */
#ifndef SYNC_NEWS_H
#define SYNC_NEWS_H

#include "sync/map.h"
#include "sync/workspace/workspace.h"

/* What was seen of the last minutes. Start with a zeroed struct. */
struct sync_news {
    struct atl_arena arena;
    struct sync_map seen; /* "id time" */
};

/*
 * Asks what has changed within the last minutes, and longer than `interval_ms` ago: *any is true
 * when that holds something that wasn't there the last time. The server counts the minutes, so that
 * neither its clock nor its index, which lags behind, keeps anything from being seen. Not seen is
 * what was deleted.
 */
enum atl_status sync_news_look(struct sync_news *news, const struct atl_sync_workspace *workspace,
                               struct atl_http *http, int64_t interval_ms, bool *any,
                               struct atl_error *error);
void sync_news_free(struct sync_news *news);

#endif
