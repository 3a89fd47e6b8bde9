/* What the files of the agile calls share. */
#ifndef ATLASSIAN_JIRA_AGILE_INTERNAL_H
#define ATLASSIAN_JIRA_AGILE_INTERNAL_H

#include "atlassian/jira/internal.h"

#include "atlcli/jira_agile.h"

/*
 * All items of a list that comes as {"values": […], "startAt", "maxResults", "total", "isLast"}, in
 * their order: the first page, then, where the total is known, the others side by side. `path` may
 * hold a query. Each item is handed over once the page it is on has come; `*more` (may be NULL)
 * says whether there are more than `limit`.
 */
typedef void (*agile_item)(void *context, struct atl_arena *arena, const cJSON *item);
enum atl_status agile_list(struct atl_http *http, struct atl_arena *arena, const char *path,
                           int64_t limit, agile_item keep, void *context, bool *more,
                           struct atl_error *error);

#endif
