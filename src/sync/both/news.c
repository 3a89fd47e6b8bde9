#include "sync/both/news.h"

#include "atlcli/confluence_search.h"
#include "atlcli/query.h"

#include <inttypes.h>

enum {
    MOST_HITS = 250, /* one answer's; newest first, so that anything new is among them */
    FEWEST_MINUTES = 15,
    MINUTE_MS = 60 * 1000,
};

static char seen; /* what the keys point to */

struct looking {
    const struct sync_news *before;
    struct sync_news now;
    bool any;
};

static enum atl_status take(void *context, const struct atl_confluence_hit *hit,
                            struct atl_error *error)
{
    struct looking *looking = context;
    (void)error;
    const char *key = atl_arena_printf(&looking->now.arena, "%s %s", hit->id == NULL ? "" : hit->id,
                                       hit->updated == NULL ? "" : hit->updated);
    looking->any = looking->any || sync_map_get(&looking->before->seen, key) == NULL;
    sync_map_put(&looking->now.seen, key, &seen);
    return ATL_OK;
}

/* The pages of the scope; of attachments, which search knows below no page, those of the space. */
static const char *query(struct atl_arena *arena, const struct atl_sync_config *config,
                         int64_t interval_ms)
{
    int64_t minutes = FEWEST_MINUTES + 2 * interval_ms / MINUTE_MS;
    struct atl_buffer cql = {0};
    struct atl_buffer space = {0};
    atl_cql_quote(&space, config->space);
    atl_buffer_add(&cql, "(");
    if (config->scope == ATL_SYNC_SPACE) {
        atl_buffer_printf(&cql, "(type = page and space = %s)", atl_buffer_text(&space));
    } else if (config->scope == ATL_SYNC_TREE) {
        atl_buffer_printf(&cql, "(type = page and (id = %s or ancestor = %s))", config->page,
                          config->page);
    } else {
        atl_buffer_printf(&cql, "(type = page and id = %s)", config->page);
    }
    if (config->attachments) {
        atl_buffer_printf(&cql, " or (type = attachment and space = %s)", atl_buffer_text(&space));
    }
    atl_buffer_printf(
        &cql, ") and lastmodified >= now(\"-%" PRId64 "m\") order by lastmodified desc", minutes);
    const char *text = atl_arena_strdup(arena, atl_buffer_text(&cql));
    atl_buffer_free(&space);
    atl_buffer_free(&cql);
    return text;
}

enum atl_status sync_news_look(struct sync_news *news, const struct atl_sync_workspace *workspace,
                               struct atl_http *http, int64_t interval_ms, bool *any,
                               struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct looking looking = {.before = news};
    struct atl_confluence_search_result result;
    const struct atl_confluence_search search = {
        .http = http,
        .cql = query(&arena, &workspace->config, interval_ms),
        .limit = MOST_HITS,
        .on_hit = take,
        .context = &looking,
    };
    enum atl_status status = atl_confluence_search(&search, &result, error);
    if (status == ATL_OK) {
        *any = looking.any;
        sync_news_free(news);
        *news = looking.now;
    } else {
        sync_news_free(&looking.now);
    }
    atl_arena_free(&arena);
    return status;
}

void sync_news_free(struct sync_news *news)
{
    sync_map_free(&news->seen);
    atl_arena_free(&news->arena);
    *news = (struct sync_news){0};
}
